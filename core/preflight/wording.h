// Wording: numbers, names and repairs as the findings of every check say them.
#pragma once

#include "core/preflight/preflight.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::preflight {

/// 110,260,130
[[nodiscard]] std::string grouped(std::int64_t value);
/// `1 epoch`, `2 epochs`
[[nodiscard]] std::string counted(std::int64_t count, const std::string& noun, const std::string& plural = {});
/// Two significant digits: 0.039, -4e-06.
[[nodiscard]] std::string shortNumber(double value);
/// `a`, `b` and 3 more
[[nodiscard]] std::string listed(const std::vector<std::string>& names);
/// `plan.unfreeze[2]`
[[nodiscard]] std::string placeOf(plan::RuleKind kind, std::size_t index);

/// `key=value` for a list of texts, quoted so that any text comes back as it is.
[[nodiscard]] std::string setOfTexts(const std::string& key, const std::vector<std::string>& texts);
/// `plan.unfreeze=[…]`, `plan.adapters=[…]`, …: the whole list of `kind` as `plan` holds it.
[[nodiscard]] std::string setOfRules(plan::RuleKind kind, const plan::TuningPlan& plan);

/// Batches and optimizer steps of an epoch; 0 where the number of training images is not known.
[[nodiscard]] std::int64_t trainingImages(const Subject& subject);
[[nodiscard]] std::int64_t batchesPerEpoch(const Subject& subject);
[[nodiscard]] std::int64_t stepsPerEpoch(const Subject& subject);

} // namespace espalier::preflight

// What a graft learns: its tensors by name, shape and beginning. Counts, optimizer groups, checkpoints and the running
// adapter all follow from this list.
#pragma once

#include "core/network/network_tree.h"
#include "core/plan/adapter_options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::plan {

/// What a tensor holds before the first step.
struct Beginning {
    enum class Kind {
        Constant, ///< `value`
        Uniform,  ///< within ± `value`
        Normal,   ///< around `mean`, with deviation `value`
        RowNorms, ///< the length of each row of the site's weight
    };
    Kind kind = Kind::Constant;
    double value = 0;
    double mean = 0;
    bool operator==(const Beginning&) const = default;
};

struct GraftTensor {
    std::string name; ///< as in checkpoints: `<site path>.lora_A.weight`
    std::vector<std::int64_t> shape;
    Beginning beginning = {};
    double lrScale = 1.0;                             ///< against the rule's
    std::optional<double> weightDecay = std::nullopt; ///< whatever rule and experiment say
    bool isShared = false;                            ///< one tensor for all grafts of a rule that name it

    [[nodiscard]] std::int64_t count() const;
    bool operator==(const GraftTensor&) const = default;
};

/// What a graft must know of the others that its rule places on sites of the same width.
struct Companions {
    std::size_t rule = 0;
    std::int64_t before = 0; ///< units of those before it: FacT's squares of a weight, else one a site
    std::int64_t all = 1;    ///< of all of them
    bool operator==(const Companions&) const = default;
};

/// In the order that the running adapter reads them in; a gate's score is the last. `site` must be legal.
[[nodiscard]] std::vector<GraftTensor> graftTensors(const network::Module& site, const AdapterOptions& adapter,
                                                    const std::optional<GateOptions>& gate,
                                                    const Companions& companions);
/// How many of its companions' units a graft there is.
[[nodiscard]] std::int64_t graftUnits(const network::Module& site, const AdapterOptions& adapter);
/// Sites of a rule that have the same answer share tensors: the width of the square that a weight is cut into.
[[nodiscard]] std::int64_t sharedWidth(const network::Module& site, const AdapterOptions& adapter);
/// The network computes at first what it did without the adapter.
[[nodiscard]] bool beginsAsBase(const AdapterOptions& adapter);

} // namespace espalier::plan

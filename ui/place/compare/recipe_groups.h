// Recipe groups: the compared runs by recipe, each with the spread of its best score; what scatter and notes are made
// of.
#pragma once

#include "core/compare/report.h"
#include "ui/bridge/run_feed.h"

#include <memory>
#include <string>
#include <vector>

namespace espalier::ui {

using RunFeeds = std::vector<std::shared_ptr<RunFeed>>;

/// The best or the last finite value of a metric, 0 to 1; NaN while there is none.
[[nodiscard]] double metricOf(const RunFeed& feed, const std::string& metric, bool isBest);

/// Runs that differ in seed alone.
struct RecipeGroup {
    std::string name;              ///< of the first
    std::vector<std::size_t> runs; ///< places in the feeds
    std::int64_t trainable = 0;    ///< parameters
    std::vector<double> scores;    ///< best mAP of those that finished, in order of `runs`
    compare::Spread spread;        ///< of the scores; without one that finished, of all that have a score
    std::string validation;        ///< settings of what it was validated on: scores of others are not comparable
    bool hasFinished = false;      ///< one of them at least
    bool hasExploded = false;
    bool isLeaked = false; ///< validated on images that it trained on: the score says nothing
};

/// In order of their first run. A run without a recipe stands alone.
[[nodiscard]] std::vector<RecipeGroup> recipeGroups(const RunFeeds& feeds);

/// Places of the groups that none beats with as few trainable parameters, by parameters ascending. Only those that
/// finished, without a leak, and were validated as most were, are in it.
[[nodiscard]] std::vector<std::size_t> paretoFront(const std::vector<RecipeGroup>& groups);

/// What the validation of most groups was.
[[nodiscard]] std::string commonValidation(const std::vector<RecipeGroup>& groups);

} // namespace espalier::ui

#include "ui/place/compare/recipe_groups.h"

#include "core/compare/bands.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace espalier::ui {

namespace {

const double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Settings that say which images a score was measured on; the rest of the data may differ.
std::string validationOf(const experiment::Experiment& experiment)
{
    std::string text;
    for (const auto& [key, value] : experiment::settings(experiment)) {
        if (key == "data.kind" || key == "data.root" || key == "data.val" || key == "data.scene" ||
            key == "data.val_images") {
            text += key + "=" + value + "\n";
        }
    }
    return text;
}

RecipeGroup groupOf(const RunFeeds& feeds, std::vector<std::size_t> runs)
{
    RecipeGroup group;
    group.runs = std::move(runs);
    const RunFeed& first = *feeds[group.runs.front()];
    group.name = first.detail().summary.name;
    group.trainable = first.detail().summary.trainable;
    group.isLeaked = first.detail().summary.facts.isLeaked;
    group.validation = validationOf(first.detail().experiment);
    std::vector<double> all;
    for (const std::size_t run : group.runs) {
        const double best = metricOf(*feeds[run], "mAP", true);
        const bool isFinished = feeds[run]->state() == run::RunState::Finished;
        group.hasExploded = group.hasExploded || feeds[run]->state() == run::RunState::Exploded;
        group.hasFinished = group.hasFinished || (isFinished && std::isfinite(best));
        all.push_back(best);
        if (isFinished && std::isfinite(best)) {
            group.scores.push_back(best);
        }
    }
    group.spread = compare::spreadOf(group.hasFinished ? group.scores : all);
    return group;
}

} // namespace

double metricOf(const RunFeed& feed, const std::string& metric, bool isBest)
{
    const auto found = feed.curves().find(metric);
    if (found == feed.curves().end()) {
        return kUnknown;
    }
    double answer = kUnknown;
    for (const double value : found->second.value) {
        if (std::isfinite(value) && (!isBest || std::isnan(answer) || value > answer)) {
            answer = value;
        }
    }
    return answer;
}

std::vector<RecipeGroup> recipeGroups(const RunFeeds& feeds)
{
    std::vector<store::RunSummary> summaries;
    for (const auto& feed : feeds) {
        summaries.push_back(feed->detail().summary);
    }
    std::vector<std::vector<std::size_t>> places;
    for (auto& group : compare::groupsByRecipe(summaries)) {
        if (!summaries[group.front()].recipeHash.empty()) {
            places.push_back(std::move(group));
            continue;
        }
        for (const std::size_t run : group) {
            places.push_back({run});
        }
    }
    std::vector<RecipeGroup> groups;
    for (auto& group : places) {
        groups.push_back(groupOf(feeds, std::move(group)));
    }
    return groups;
}

std::string commonValidation(const std::vector<RecipeGroup>& groups)
{
    std::map<std::string, std::size_t> counts;
    std::string most;
    for (const RecipeGroup& group : groups) {
        if (++counts[group.validation] > counts[most]) {
            most = group.validation;
        }
    }
    return most;
}

std::vector<std::size_t> paretoFront(const std::vector<RecipeGroup>& groups)
{
    const std::string validation = commonValidation(groups);
    std::vector<std::size_t> order;
    for (std::size_t place = 0; place < groups.size(); ++place) {
        if (groups[place].hasFinished && !groups[place].isLeaked && groups[place].trainable > 0 &&
            groups[place].validation == validation) {
            order.push_back(place);
        }
    }
    std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
        return groups[left].trainable != groups[right].trainable ? groups[left].trainable < groups[right].trainable
                                                                 : groups[left].spread.mean > groups[right].spread.mean;
    });
    std::vector<std::size_t> front;
    for (const std::size_t place : order) {
        if (front.empty() || groups[place].spread.mean > groups[front.back()].spread.mean) {
            front.push_back(place);
        }
    }
    return front;
}

} // namespace espalier::ui

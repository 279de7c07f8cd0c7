#include "core/curves/series_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace espalier::curves {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kTotals{"loss",          "train/loss", "loss/train",       "train_loss",
                                                  "training_loss", "total_loss", "train/total_loss", "loss/total"};
constexpr std::array<std::string_view, 6> kNorms{"grad_norm",       "train/grad_norm", "gradient_norm",
                                                 "grad_norm_total", "grad_norm/total", "gnorm"};
constexpr std::array<std::string_view, 4> kRates{"lr", "learning_rate", "train/learning_rate", "train/lr"};
constexpr std::array<std::string_view, 4> kRateFamilies{"lr/", "x/lr", "lr-", "learning_rate/"};
constexpr std::array<std::string_view, 4> kScales{"loss_scale", "train/loss_scale", "grad_scale", "amp_scale"};
constexpr std::array<std::string_view, 7> kSteps{"step",      "global_step", "current_steps", "_step",
                                                 "iteration", "iter",        "epoch"};
constexpr std::array<std::string_view, 5> kValidations{"val", "valid", "validation", "eval", "test"};

int placeIn(Words words, std::string_view name)
{
    const auto found = std::find(words.begin(), words.end(), name);
    return found == words.end() ? -1 : static_cast<int>(found - words.begin());
}

/// Whether one of the name's words, between `/`, `_`, `.`, `-` and blanks, says that it was not measured in training.
bool isOfValidation(std::string_view name)
{
    while (!name.empty()) {
        const auto end = std::min(name.find_first_of("/_.- "), name.size());
        if (placeIn(kValidations, name.substr(0, end)) >= 0) {
            return true;
        }
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return false;
}

} // namespace

SeriesName seriesName(std::string_view logged)
{
    std::string lower(logged);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::string_view name = lower;
    constexpr std::string_view kTrain = "train/";
    const std::string plain(name.starts_with(kTrain) ? logged.substr(kTrain.size()) : logged);
    // HF's mean over the whole run, written once at its end.
    if (name == "train/train_loss") {
        return {};
    }
    const std::pair<Words, SeriesName> exact[] = {
        {kTotals, {SeriesKind::Total, "loss", 0}},     {kNorms, {SeriesKind::GradientNorm, "grad_norm", 0}},
        {kRates, {SeriesKind::LearningRate, "lr", 0}}, {kScales, {SeriesKind::LossScale, "loss_scale", 0}},
        {kSteps, {SeriesKind::Step, "step", 0}},
    };
    for (const auto& [words, answer] : exact) {
        if (const int place = placeIn(words, name); place >= 0) {
            return {answer.kind, answer.name, place};
        }
    }
    if (isOfValidation(name)) {
        return {};
    }
    if (std::any_of(kRateFamilies.begin(), kRateFamilies.end(),
                    [&](auto prefix) { return name.starts_with(prefix); })) {
        return {SeriesKind::LearningRate, "lr", static_cast<int>(kRates.size())};
    }
    if (name.starts_with("grad_norm/")) {
        return {SeriesKind::BranchNorm, plain, 0};
    }
    if (name.find("loss") != std::string_view::npos) {
        return {SeriesKind::Part, plain, 0};
    }
    return {};
}

} // namespace espalier::curves

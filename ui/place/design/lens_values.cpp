#include "ui/place/design/lens_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ui {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kNotFinite = std::numeric_limits<double>::infinity();
constexpr std::size_t kScaleValues = 400; // of each branch

template <class Take>
void eachSeries(const RunFeed& feed, Lens lens, const Take& take)
{
    const std::string prefix = lensPrefix(lens);
    if (prefix.empty()) {
        return;
    }
    for (auto curve = feed.curves().lower_bound(prefix);
         curve != feed.curves().end() && curve->first.starts_with(prefix); ++curve) {
        take(curve->first.substr(prefix.size()), curve->second);
    }
}

/// NaN where the branch had not been measured yet; what is not finite is infinite.
double valueAt(const Curve& curve, double step)
{
    const auto past = std::ranges::upper_bound(curve.step, step);
    if (past == curve.step.begin()) {
        return kNone;
    }
    const double value = curve.value[static_cast<std::size_t>(past - curve.step.begin()) - 1];
    return std::isfinite(value) ? value : kNotFinite;
}

} // namespace

std::string lensPrefix(Lens lens)
{
    switch (lens) {
    case Lens::GradientNorm:
        return "grad_norm/";
    case Lens::UpdateRatio:
        return "update_ratio/";
    case Lens::NormDrift:
        return "norm_drift/";
    case Lens::State:
    case Lens::LearningRate:
    case Lens::StepTime:
    case Lens::StepMemory:
        break;
    }
    return {};
}

LensValues lensValues(const RunFeed& feed, const network::NetworkTree& tree, Lens lens, double step)
{
    LensValues made;
    made.values.assign(tree.size(), kNone);
    std::vector<bool> isBranch(tree.size(), false);
    const auto at = [](network::ModuleId id) { return static_cast<std::size_t>(id); };
    eachSeries(feed, lens, [&](const std::string& path, const Curve& curve) {
        const network::ModuleId id = tree.find(path);
        if (id == network::kNoModule) {
            return;
        }
        ++made.branches;
        const double value = valueAt(curve, step);
        made.values[at(id)] = value;
        isBranch[at(id)] = true;
        for (network::ModuleId above = tree.module(id).parent; above != network::kNoModule && !std::isnan(value);
             above = tree.module(above).parent) {
            double& sum = made.values[at(above)];
            sum = std::isnan(sum) ? value : lens == Lens::GradientNorm ? std::hypot(sum, value) : std::max(sum, value);
        }
    });
    // Parents stand before their children.
    for (std::size_t id = 0; id < tree.size(); ++id) {
        const network::ModuleId parent = tree.module(static_cast<network::ModuleId>(id)).parent;
        if (parent != network::kNoModule && isBranch[at(parent)] && !isBranch[id]) {
            made.values[id] = made.values[at(parent)];
            isBranch[id] = true;
        }
    }
    return made;
}

std::vector<double> rateValues(const network::NetworkTree& tree, const plan::ResolvedPlan& plan, double rate)
{
    std::vector<double> values(tree.size(), kNone);
    const auto give = [&](network::ModuleId id, double value) {
        for (; id != network::kNoModule; id = tree.module(id).parent) {
            double& here = values[static_cast<std::size_t>(id)];
            here = std::isnan(here) ? value : std::max(here, value);
        }
    };
    for (std::size_t i = 0; i < tree.size() && plan.own.size() == tree.size(); ++i) {
        const bool holds = std::ranges::any_of(tree.modules()[i].tensors, &network::Tensor::isParameter);
        if (holds && plan.own[i] == plan::TrainState::Unfrozen) {
            give(static_cast<network::ModuleId>(i), rate * plan.lrScale[i]);
        }
    }
    for (const plan::Graft& graft : plan.grafts) {
        give(graft.site, rate * graft.lrScale);
    }
    return values;
}

std::vector<double> stepValues(const network::NetworkTree& tree, const run::DryRun& step, Lens lens)
{
    std::vector<double> values(tree.size(), kNone);
    for (const run::ModuleCost& cost : step.modules) {
        const network::ModuleId found = cost.module.empty() ? network::kNoModule : tree.find(cost.module);
        const double value = lens == Lens::StepMemory ? static_cast<double>(cost.kept) : cost.forward + cost.backward;
        for (network::ModuleId id = found; id != network::kNoModule; id = tree.module(id).parent) {
            double& here = values[static_cast<std::size_t>(id)];
            here = std::isnan(here) ? value : here + value;
        }
    }
    return values;
}

bool hasLens(const RunFeed& feed, Lens lens)
{
    bool has = false;
    eachSeries(feed, lens, [&](const std::string&, const Curve&) { has = true; });
    return has;
}

HeatScale lensScale(const RunFeed& feed, Lens lens)
{
    std::vector<double> values;
    eachSeries(feed, lens, [&](const std::string&, const Curve& curve) {
        const std::size_t stride = std::max<std::size_t>(1, curve.value.size() / kScaleValues);
        for (std::size_t i = 0; i < curve.value.size(); i += stride) {
            values.push_back(curve.value[i]);
        }
    });
    return HeatScale::of(std::move(values));
}

} // namespace espalier::ui

#include "core/train/put_back.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace espalier::train {

namespace {

constexpr double kLeastExcess = 0.4;  ///< in logarithms: a loss half again as large is worth explaining
constexpr double kMostExcess = 60;    ///< what is not finite counts as so far
constexpr double kHeals = 0.7;        ///< of the excess
constexpr double kAloneHeals = 0.35;  ///< of the excess, more than the next best child does
constexpr double kMostLeft = 1.6;     ///< of it, when healed: a loss five times that of healthy weights
constexpr double kKeepsHealing = 0.9; ///< of what the parent heals

/// `param.neck.conv.weight` is `neck.conv.weight`.
std::string_view pathOf(std::string_view name)
{
    return name.substr(name.find('.') + 1);
}

bool isWithin(std::string_view path, std::string_view module)
{
    return module.empty() || (path.starts_with(module) && path.size() > module.size() && path[module.size()] == '.');
}

/// Modules right below `module`, in order of name; tensors of its own are none.
std::vector<std::string> childrenOf(const std::string& module, const StateTensors& live)
{
    std::vector<std::string> children;
    for (const auto& [name, tensor] : live) {
        const std::string_view path = pathOf(name);
        if (!isWithin(path, module)) {
            continue;
        }
        const auto end = path.find('.', module.empty() ? 0 : module.size() + 1);
        if (end != std::string_view::npos && std::ranges::count(children, path.substr(0, end)) == 0) {
            children.emplace_back(path.substr(0, end));
        }
    }
    return children;
}

bool hasTensors(const std::string& module, const StateTensors& live)
{
    return std::ranges::any_of(live, [&](const auto& named) {
        const std::string_view path = pathOf(named.first);
        return isWithin(path, module) &&
               path.find('.', module.empty() ? 0 : module.size() + 1) == std::string_view::npos;
    });
}

class Search {
public:
    Search(const StateTensors& live, const StateTensors& healthy, double whole, const std::function<double()>& loss)
        : m_live(live), m_healthy(healthy), m_now(cloned(live)), m_whole(whole), m_loss(loss)
    {
    }
    ~Search() { (void)copyInto(m_live, m_now); }
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    /// Above the loss of healthy weights, in logarithms.
    [[nodiscard]] double excess(double loss) const
    {
        constexpr double kLeast = 1e-12;
        const double height = std::log(std::max(loss, kLeast) / std::max(m_whole, kLeast));
        return std::isfinite(height) ? std::min(height, kMostExcess) : kMostExcess;
    }
    [[nodiscard]] double lossWith(const std::string& module)
    {
        (void)copyInto(m_live, m_now); // the pass before may have moved statistics, too
        for (const auto& [name, tensor] : m_live) {
            if (isWithin(pathOf(name), module)) {
                at::Tensor(tensor).copy_(m_healthy.at(name));
            }
        }
        ++m_passes;
        return m_loss();
    }
    [[nodiscard]] bool canAfford(std::size_t passes) const
    {
        return m_passes + static_cast<int>(passes) <= kMostPasses;
    }

private:
    const StateTensors& m_live;
    const StateTensors& m_healthy;
    StateTensors m_now;
    double m_whole;
    const std::function<double()>& m_loss;
    int m_passes = 0;
};

} // namespace

std::optional<monitor::HealingFacts> putBack(const StateTensors& live, const StateTensors& healthy, double now,
                                             double whole, const std::function<double()>& loss)
{
    const at::NoGradGuard noGradients;
    Search search(live, healthy, whole, loss);
    const double excess = search.excess(now);
    if (!std::isfinite(whole) || excess < kLeastExcess) {
        return std::nullopt;
    }
    monitor::HealingFacts healing{"", now, now, whole};
    std::string module;
    double healed = 0; // of the excess
    while (true) {
        const std::vector<std::string> children = childrenOf(module, live);
        const bool isOnlyWay = children.size() == 1 && !hasTensors(module, live);
        if (isOnlyWay) {
            module = children.front();
            continue;
        }
        if (children.empty() || !search.canAfford(children.size())) {
            break;
        }
        std::vector<std::pair<double, std::string>> losses;
        for (const std::string& child : children) {
            const double with = search.lossWith(child);
            losses.emplace_back(std::isnan(with) ? std::numeric_limits<double>::infinity() : with, child);
        }
        std::ranges::sort(losses);
        const double left = search.excess(losses.front().first);
        const double best = 1 - left / excess;
        const double next = losses.size() < 2 ? 0 : 1 - search.excess(losses[1].first) / excess;
        if (left > kMostLeft || best < std::max(kHeals, kKeepsHealing * healed) ||
            best - std::max(next, 0.0) < kAloneHeals) {
            if (healing.module.empty()) { // what came nearest
                healing.healed = losses.front().first;
            }
            break;
        }
        module = losses.front().second;
        healed = best;
        healing.module = module;
        healing.healed = losses.front().first;
    }
    if (!healing.module.empty()) {
        healing.module = module; // down the only way
    }
    return healing;
}

} // namespace espalier::train

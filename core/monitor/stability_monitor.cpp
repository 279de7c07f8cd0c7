#include "core/monitor/stability_monitor.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::monitor {

namespace {

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

const run::Sample* firstNonFinite(const std::vector<run::Sample>& samples)
{
    const auto found =
        std::find_if(samples.begin(), samples.end(), [](const run::Sample& s) { return !std::isfinite(s.value); });
    return found == samples.end() ? nullptr : &*found;
}

const run::Sample* largest(const std::vector<run::Sample>& samples)
{
    const auto found = std::max_element(samples.begin(), samples.end(),
                                        [](const run::Sample& a, const run::Sample& b) { return a.value < b.value; });
    return found == samples.end() ? nullptr : &*found;
}

double totalLoss(const std::vector<run::Sample>& losses)
{
    const auto found =
        std::find_if(losses.begin(), losses.end(), [](const run::Sample& s) { return s.series == "loss"; });
    return found == losses.end() ? 0.0 : found->value;
}

/// A part says more than the sum that it spoilt.
const run::Sample* guiltyLoss(const std::vector<run::Sample>& losses)
{
    std::vector<run::Sample> parts;
    const run::Sample* whole = nullptr;
    const run::Sample* part = nullptr;
    for (const run::Sample& sample : losses) {
        if (std::isfinite(sample.value)) {
            continue;
        }
        (sample.series == "loss" ? whole : part) = &sample;
    }
    return part != nullptr ? part : whole;
}

} // namespace

double StabilityMonitor::divergenceBound() const
{
    if (m_firstLosses.empty()) {
        return std::numeric_limits<double>::infinity();
    }
    const double slack = m_firstLosses.size() < kStartSteps ? kEarlySlack : 1.0;
    return slack * m_divergence * median(m_firstLosses);
}

Verdict StabilityMonitor::judge(const Observation& observation)
{
    using run::Stability;
    if (const run::Sample* guilty = guiltyLoss(observation.losses)) {
        return {Stability::Exploded, "non_finite_loss", guilty->series, guilty->value};
    }
    if (!std::isfinite(observation.gradientNorm)) {
        const run::Sample* branch = firstNonFinite(observation.branchNorms);
        return {Stability::Exploded, "non_finite_gradient", branch != nullptr ? branch->series : "grad_norm",
                branch != nullptr ? branch->value : observation.gradientNorm};
    }
    const double loss = totalLoss(observation.losses);
    if (loss > divergenceBound()) {
        ++m_highSteps;
        const bool isForGood = m_highSteps >= kDivergedSteps || loss > kHopeless * divergenceBound();
        return {isForGood ? Stability::Exploded : Stability::Warning, isForGood ? "diverged" : "loss_above_start",
                "loss", loss};
    }
    m_highSteps = 0;
    if (m_norms.size() >= kStartSteps && observation.gradientNorm > kSpike * median({m_norms.begin(), m_norms.end()})) {
        const run::Sample* branch = largest(observation.branchNorms);
        return {Stability::Warning, "spike", branch != nullptr ? branch->series : "grad_norm",
                observation.gradientNorm};
    }
    return {};
}

void StabilityMonitor::remember(const Observation& observation)
{
    if (std::isfinite(observation.gradientNorm)) {
        m_norms.push_back(observation.gradientNorm);
        if (m_norms.size() > kWindow) {
            m_norms.pop_front();
        }
    }
    const double loss = totalLoss(observation.losses);
    // A run that blows up within its first steps must not define its own start.
    if (m_firstLosses.size() < kStartSteps && std::isfinite(loss) && loss <= divergenceBound()) {
        m_firstLosses.push_back(loss);
    }
}

Verdict StabilityMonitor::observe(const Observation& observation)
{
    Verdict verdict = judge(observation);
    remember(observation);
    if (verdict.stability != run::Stability::Stable) {
        m_calmSteps = 0;
        // An explosion is said at every step it lasts: each needs its action. A warning is said once.
        if (verdict.stability == m_state && verdict.stability == run::Stability::Warning) {
            verdict.reason.clear();
        }
        m_state = verdict.stability;
        return verdict;
    }
    if (m_state != run::Stability::Stable) {
        if (++m_calmSteps < kCalmSteps) {
            verdict.stability = run::Stability::Warning;
            m_state = run::Stability::Warning;
            return verdict;
        }
        verdict.reason = "recovered";
        m_state = run::Stability::Stable;
    }
    return verdict;
}

void StabilityMonitor::rewound()
{
    m_highSteps = 0;
    m_calmSteps = 0;
    m_norms.clear();
    m_state = run::Stability::Warning;
}

} // namespace espalier::monitor

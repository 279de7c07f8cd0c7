#include "core/monitor/detector_rules.h"

namespace espalier::monitor {

using namespace rules;

namespace {

constexpr double kBranchFactor = 30;
constexpr double kTurnFactor = 1.1; ///< of a loss above its best, with a norm that grows
constexpr double kTurnDeviations = 3;
constexpr int kFirstNorms = 16; ///< a scaler searches at the start: a NaN that comes within so many norms is none
constexpr int kLongSearch = 32; ///< halvings from 2^32 to 1
constexpr std::int64_t kLongSearchSteps = 256; ///< where rows span many steps, one skip in each is enough to show
constexpr double kLeastScale = 1;

} // namespace

std::optional<Verdict> Detector::judgeNorm(const Observation& observation)
{
    const run::Sample* branch = firstNonFinite(observation.branchNorms);
    const bool isFinite = observation.gradientNorm ? std::isfinite(*observation.gradientNorm) : branch == nullptr;
    if (isFinite) {
        if (observation.gradientNorm) {
            m_skippedRows = 0;
        }
        return std::nullopt;
    }
    const std::string series = branch != nullptr ? branch->series : m_norm.name;
    const double value = branch != nullptr ? branch->value : *observation.gradientNorm;
    const auto verdict = [&](Condition condition, std::string reason) {
        return said(condition, kInfinity, series, value, std::move(reason));
    };
    if (m_skippedRows++ == 0) {
        m_levelBeforeSkips = m_total.isKnown() ? m_total.level() : kInfinity;
        m_stepBeforeSkips = observation.step.value_or(0);
    }
    const bool isScaled = observation.lossScale.has_value();
    if (!observation.isPrecisionUnknown && !isScaled) {
        return verdict(Condition::Exploded, "non_finite_gradient");
    }
    if (isScaled && *observation.lossScale < kLeastScale) {
        return verdict(Condition::Divergence, "skips_persist");
    }
    // No scaler excuses a norm whose loss is lost, or nothing: so the HF Trainer writes a loss that is no number.
    if (m_isLost || m_vanishedRows > 0 || observation.loss == 0.0) {
        return verdict(Condition::Exploded, "non_finite_gradient");
    }
    // A batch that is far out overflows a scaler more easily, too.
    if (m_isTotalFar) {
        return verdict(Condition::Drift, "non_finite_gradient");
    }
    // A scaler searches first of all. What comes soon after finite norms, and is no overflow, is none of it.
    const auto norms = m_norm.course.count();
    if (!isScaled && !m_hasSearched && norms > 0 && norms < kFirstNorms && std::isnan(value)) {
        return verdict(Condition::Drift, "non_finite_gradient");
    }
    m_hasSearched = true;
    // While steps are skipped nothing is learnt: a loss that still falls shows that they are not.
    if (std::isinf(m_levelBeforeSkips) && m_total.isKnown()) {
        m_levelBeforeSkips = m_total.start();
    }
    const bool isLearning = m_total.isKnown() && m_total.level() < m_levelBeforeSkips - m_total.noise();
    // In a log a step may be any number: as doubles their difference exists.
    const double steps = static_cast<double>(observation.step.value_or(0)) - static_cast<double>(m_stepBeforeSkips);
    const bool isLong = m_skippedRows > kLongSearch || (m_skippedRows > kLongSearch / 4 && steps >= kLongSearchSteps);
    if (isLong && !isLearning) {
        return verdict(Condition::Drift, "skips_persist");
    }
    return verdict(Condition::LossScaleSearch, "loss_scale_search");
}

Verdict Detector::judgeNorms(const Observation& observation)
{
    Verdict worst;
    const auto look = [&](Series& series, double value, double factor) {
        const Course& course = series.course;
        if (course.count() < Course::kEarly || !course.isKnown() || !std::isfinite(value)) {
            return;
        }
        const double height = course.heightOf(value);
        const double bound = course.median() + std::max(std::log(factor), kDeviations * course.spread()) * m_width;
        series.farRows = height > bound ? series.farRows + 1 : 0;
        if (series.farRows == 0) {
            return;
        }
        const bool lasts = series.farRows >= kNormRows;
        const Condition condition = lasts ? Condition::Drift : Condition::LoneSpike;
        const double score = course.deviationsOf(height);
        if (condition > worst.condition || (condition == worst.condition && score > worst.score)) {
            worst = said(condition, score, series.name, value, lasts ? "norm_rises" : "spike");
        }
    };
    for (std::size_t i = 0; i < observation.branchNorms.size(); ++i) {
        const run::Sample& branch = observation.branchNorms[i];
        Series& series = seriesOf(m_branches, branch.series, i);
        if (series.name == branch.series) {
            look(series, branch.value, kBranchFactor);
        }
    }
    if (!observation.gradientNorm) {
        return worst;
    }
    const Verdict ofBranches = std::move(worst);
    worst = {};
    look(m_norm, *observation.gradientNorm, kNormFactor);
    if (worst.condition < Condition::Drift && isNormRising()) {
        const Course& course = m_norm.course;
        worst = said(Condition::Drift, (course.level() - m_normAtBest) / course.noise(), m_norm.name,
                     *observation.gradientNorm, "norm_rises");
    }
    if (worst.condition == Condition::Stable) {
        return ofBranches;
    }
    // A branch says more than the whole that it fills.
    const auto largest = std::max_element(observation.branchNorms.begin(), observation.branchNorms.end(),
                                          [](const run::Sample& a, const run::Sample& b) { return a.value < b.value; });
    if (largest != observation.branchNorms.end()) {
        worst.series = largest->series;
        worst.value = largest->value;
    }
    return worst;
}

std::optional<std::string> Detector::loudestBranch(const Observation& observation) const
{
    double loudest = -kInfinity; // as distances of logarithms
    double next = -kInfinity;
    std::string name;
    for (const Series& series : m_branches) {
        const auto seen = std::ranges::find(observation.branchNorms, series.name, &run::Sample::series);
        const bool isKnown = series.course.isKnown() && series.course.count() >= Course::kEarly;
        if (seen == observation.branchNorms.end() || !isKnown || !std::isfinite(seen->value)) {
            continue;
        }
        const double distance = series.course.heightOf(seen->value) - series.course.median();
        if (distance > loudest) {
            next = loudest;
            loudest = distance;
            name = series.name;
        } else {
            next = std::max(next, distance);
        }
    }
    const bool isLoud = loudest >= std::log(kLoud) && loudest - std::max(next, 0.0) >= std::log(kApart);
    return isLoud ? std::optional(name) : std::nullopt;
}

/// Slowly: too slow for a window that follows. Norms grow in healthy runs too, but then the loss falls on.
bool Detector::isNormRising() const
{
    const Course& course = m_norm.course;
    if (course.count() < Course::kEarly || m_total.count() < Course::kEarly || !course.isKnown() ||
        !m_total.isKnown()) {
        return false;
    }
    const double rise = course.level() - m_normAtBest;
    const double turn = m_recent.quantile(0.5) - m_total.best();
    return rise > std::max(std::log(kNormFactor), kDeviations * course.noise()) * m_width &&
           turn > std::max(std::log(kTurnFactor), kTurnDeviations * m_total.noise()) * m_width;
}

} // namespace espalier::monitor

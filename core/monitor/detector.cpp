#include "core/monitor/detector.h"

#include "core/monitor/detector_rules.h"

namespace espalier::monitor {

using namespace rules;

namespace {

constexpr int kRateGrace = 32; ///< rows after a jump of the learning rate in which a level may rise
constexpr double kRateJump = 2;
constexpr std::size_t kChanceRows = 64;

/// A batch without boxes has parts of exactly zero, and its total says nothing of the others'.
bool isEmptyBatch(const Observation& observation)
{
    return std::any_of(observation.parts.begin(), observation.parts.end(),
                       [](const run::Sample& part) { return part.value == 0; });
}

} // namespace

Detector::Detector(double sensitivity)
    : m_width(std::exp2(1 - 2 * (std::isnan(sensitivity) ? 0.5 : std::clamp(sensitivity, 0.0, 1.0))))
{
}

std::optional<Verdict> Detector::judgeFinite(const Observation& observation) const
{
    // A part that leaves the sum finite is none of it: something that was only logged.
    if (observation.loss && std::isfinite(*observation.loss)) {
        return std::nullopt;
    }
    // A part says more than the sum that it spoils.
    if (const run::Sample* part = firstNonFinite(observation.parts)) {
        return said(Condition::Exploded, kInfinity, part->series, part->value, "non_finite_loss");
    }
    if (observation.loss) {
        return said(Condition::Exploded, kInfinity, "loss", *observation.loss, "non_finite_loss");
    }
    return std::nullopt;
}

Verdict Detector::judgeParts(const Observation& observation)
{
    Verdict worst;
    for (std::size_t i = 0; i < observation.parts.size(); ++i) {
        const run::Sample& part = observation.parts[i];
        Series& series = seriesOf(m_parts, part.series, i);
        const Course& course = series.course;
        if (!course.isKnown() || course.count() < Course::kEarly || series.name != part.series) {
            continue;
        }
        const double height = course.heightOf(part.value);
        const bool isFar = height > course.reach(std::log(kNormFactor) * m_width, kDeviations * m_width);
        series.farRows = isFar ? series.farRows + 1 : 0;
        if (!isFar) {
            continue;
        }
        const double score = course.deviationsOf(height);
        if (score > worst.score) {
            const bool lasts = series.farRows >= kNormRows;
            worst = said(lasts ? Condition::Drift : Condition::LoneSpike, score, part.series, part.value,
                         lasts ? "loss_rises" : "spike");
        }
    }
    return worst;
}

Verdict Detector::judgeChance(const Observation& observation) const
{
    constexpr double kNear = 0.03;
    const auto stands = [&](const Course& course, double value, double chance) {
        return course.count() >= kChanceRows && course.best() > course.start() - 0.05 && course.noise() < 0.1 &&
               std::abs(course.median() - std::log(chance)) < kNear && value > 0;
    };
    for (const Series& series : m_parts) {
        const double chance = 1.5 * std::log(16.0); // the weight of the part times the entropy of its 16 equal bins
        if (series.name.find("dfl") != std::string::npos && stands(series.course, 1, chance)) {
            return said(Condition::ChanceLevel, 0, series.name, std::exp(series.course.median()), "chance_level");
        }
    }
    if (observation.loss && observation.parts.size() < 2) {
        for (const int classes : {2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 80, 100, 1000}) {
            if (stands(m_total, *observation.loss, std::log(classes))) {
                return said(Condition::ChanceLevel, 0, "loss", *observation.loss, "chance_level");
            }
        }
    }
    return {};
}

Verdict Detector::judge(const Observation& observation)
{
    m_isTotalFar = false;
    if (auto verdict = judgeFinite(observation)) {
        return *std::move(verdict);
    }
    Verdict total = judgeTotal(observation);
    if (auto norm = judgeNorm(observation); norm && norm->condition >= total.condition) {
        return *std::move(norm);
    }
    // The worst speaks.
    Verdict parts = judgeParts(observation);
    Verdict norms = judgeNorms(observation);
    if (total.condition >= Condition::Drift && total.series == "loss") {
        // The part that left its course the furthest says more than the sum.
        double furthest = 0;
        for (std::size_t i = 0; i < observation.parts.size(); ++i) {
            const run::Sample& part = observation.parts[i];
            const Series& series = seriesOf(m_parts, part.series, i);
            if (series.name == part.series && series.course.isKnown() && part.value > 0) {
                const double gain = part.value - std::exp(series.course.best());
                if (gain > furthest) {
                    furthest = gain;
                    total.series = part.series;
                    total.value = part.value;
                }
            }
        }
    }
    if (observation.learningRate && *observation.learningRate < 0 && total.condition < Condition::Divergence) {
        return said(Condition::Drift, kInfinity, "lr", *observation.learningRate, "negative_rate");
    }
    Verdict* worst = &total;
    for (Verdict* candidate : {&parts, &norms}) {
        if (candidate->condition > worst->condition) {
            worst = candidate;
        }
    }
    return worst->condition == Condition::Stable ? judgeChance(observation) : std::move(*worst);
}

void Detector::remember(const Observation& observation)
{
    // Batches without boxes are no start to measure by.
    const bool isNoStart = m_row < static_cast<std::int64_t>(Course::kEarly) && isEmptyBatch(observation);
    if (observation.loss && std::isfinite(*observation.loss) && !isNoStart) {
        // A first value that was unlike all others is no course: what stays level for long enough is.
        const bool isNewStart = m_farRows == static_cast<int>(Course::kEarly) && !m_isLost &&
                                m_total.count() < Course::kShort && m_farHigh - m_farLow < std::log(1.5);
        if (isNewStart) {
            m_total = {};
            m_farRows = 0;
        }
        if ((!m_isTotalFar && !m_isLost && m_vanishedRows == 0) || isNewStart) {
            m_total.add(*observation.loss);
        }
    }
    for (std::size_t i = 0; i < observation.parts.size(); ++i) {
        const run::Sample& part = observation.parts[i];
        Series& series = seriesOf(m_parts, part.series, i);
        if (series.name == part.series && std::isfinite(part.value) && !m_isTotalFar && !isNoStart) {
            series.course.add(part.value);
        }
    }
    if (observation.gradientNorm && std::isfinite(*observation.gradientNorm)) {
        m_norm.course.add(*observation.gradientNorm);
    }
    if (m_norm.course.isKnown() && m_total.isKnown() &&
        (m_total.best() < m_bestSeen || m_norm.course.count() <= Course::kEarly)) {
        m_bestSeen = m_total.best();
        m_normAtBest = m_norm.course.level();
    }
    for (std::size_t i = 0; i < observation.branchNorms.size(); ++i) {
        const run::Sample& branch = observation.branchNorms[i];
        Series& series = seriesOf(m_branches, branch.series, i);
        if (series.name == branch.series && std::isfinite(branch.value)) {
            series.course.add(branch.value);
        }
    }
    if (observation.learningRate) {
        const bool isJump =
            m_learningRate && *m_learningRate > 0 && *observation.learningRate > kRateJump * *m_learningRate;
        m_rowsOfGrace = isJump ? kRateGrace : std::max(0, m_rowsOfGrace - 1);
        m_learningRate = observation.learningRate;
    }
}

void Detector::forgetCourse()
{
    m_total = {};
    m_parts.clear();
    m_norm.course = {};
    m_norm.farRows = 0;
    m_branches.clear();
    m_recent = OrderedWindow{Course::kShort};
    m_farRows = m_highRows = m_hopelessRows = m_nearRows = m_crestRows = m_vanishedRows = m_skippedRows = 0;
    m_isLost = m_hasSearched = false;
    m_learningRate.reset();
    m_rowsOfGrace = 0;
    m_bestSeen = kInfinity;
    m_reference = kInfinity;
}

Verdict Detector::observe(const Observation& observation)
{
    if (observation.step) {
        if (m_step && *m_step > 0 && *observation.step < *m_step / 2) {
            forgetCourse();
        }
        m_step = observation.step;
    }
    Verdict verdict = judge(observation);
    remember(observation);
    if (verdict.condition != m_condition) {
        m_condition = verdict.condition;
        m_since = m_row;
    }
    verdict.since = m_since;
    ++m_row;
    const bool isQuiet = stabilityOf(verdict.condition) == run::Stability::Stable && m_farRows == 0;
    m_isRecovering = m_isRecovering || !isQuiet;
    m_quietRows = isQuiet ? std::min(m_quietRows + 1, kCalmRows) : 0;
    if (m_isRecovering && m_quietRows == kCalmRows) {
        m_isRecovering = false;
        if (verdict.reason.empty()) {
            verdict.reason = "recovered";
        }
    }
    return verdict;
}

void Detector::rewound()
{
    m_recent = OrderedWindow{Course::kShort};
    m_farRows = m_highRows = m_hopelessRows = m_nearRows = m_crestRows = m_vanishedRows = m_skippedRows = 0;
    m_isLost = false;
    m_norm.course = {};
    m_norm.farRows = 0;
    for (Series& series : m_branches) {
        series = {series.name, {}, 0};
    }
    m_quietRows = 0;
    m_isRecovering = true;
}

} // namespace espalier::monitor

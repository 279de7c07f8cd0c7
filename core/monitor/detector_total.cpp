#include "core/monitor/detector_rules.h"

namespace espalier::monitor {

using namespace rules;

namespace {

constexpr double kFarDeviations = 4; ///< of a loss that is above kRatio times its best, too
constexpr int kCrestRows = 3;
constexpr int kHopelessRows = 2;
constexpr double kLevelFactor = 2;     ///< of the level above the best: a drift
constexpr double kLevelDeviations = 3; ///< of the noise
constexpr double kEarlyNormFactor = 4; ///< with a rising loss, in the first rows
constexpr double kEarlyLossFactor = 1.15;
constexpr int kVanishedRows = 16;
constexpr double kVanishedFrom = 0.25; ///< of the start: a loss that has not been learnt away

/// Rows out there that make a divergence, by how far out they are.
int patienceAt(double rise)
{
    return rise > std::log(Detector::kHopeless) ? 3 * Detector::kPatience / 8
           : rise > std::log(100.0)             ? Detector::kPatience / 2
                                                : Detector::kPatience;
}

} // namespace

Verdict Detector::judgeFar(double loss, double height)
{
    const double rise = height - m_total.best();
    const double score = m_total.deviationsOf(height);
    m_farLow = m_farRows == 0 ? height : std::min(m_farLow, height);
    m_farHigh = m_farRows == 0 ? height : std::max(m_farHigh, height);
    ++m_farRows;
    m_nearRows = 0;
    // One batch may be anything, and so may the first steps of a run that knows no course yet.
    m_hopelessRows = rise > std::log(kHopeless) * m_width ? m_hopelessRows + 1 : 0;
    const bool isHopeless = m_hopelessRows >= kHopelessRows && m_total.count() >= Course::kEarly;
    if (m_isLost || isHopeless || m_farRows >= patienceAt(rise)) {
        m_isLost = true;
        return said(Condition::Divergence, score, "loss", loss, "diverged");
    }
    return said(Condition::Drift, score, "loss", loss, "loss_rises");
}

Verdict Detector::judgeLevel(double loss)
{
    if (m_total.count() < Course::kEarly) {
        return {};
    }
    const double rise = m_recent.quantile(0.5) - m_total.best();
    const double noise = m_total.noise();
    const double score = rise / noise;
    const bool isHigh = rise > std::max(std::log(kRatio), kDeviations * noise) * m_width;
    m_highRows = isHigh ? m_highRows + 1 : 0;
    if (m_highRows >= kPatience) {
        m_isLost = true;
        return said(Condition::Divergence, score, "loss", loss, "diverged");
    }
    // After a restart of the rate a run has a course of its own: below its best, above what it had.
    m_reference = m_rowsOfGrace > 0 ? m_recent.quantile(0.5) : std::min(m_reference, m_recent.quantile(0.5));
    const double recentRise = m_recent.quantile(0.5) - std::max(m_reference, m_total.best());
    if (isHigh ||
        (m_rowsOfGrace == 0 && recentRise > std::max(std::log(kLevelFactor), kLevelDeviations * noise) * m_width)) {
        return said(Condition::Drift, score, "loss", loss, "loss_rises");
    }
    return {};
}

Verdict Detector::judgeTotal(const Observation& observation)
{
    if (!observation.loss || !m_total.isKnown()) {
        return {};
    }
    const double loss = *observation.loss;
    const double height = m_total.heightOf(loss);
    m_recent.add(height);
    // Learnt away, a loss passes through small values; it does not fall to nothing from where it began.
    const bool isLearnt =
        m_vanishedRows == 0 && !m_isLost && m_total.level() <= m_total.start() + std::log(kVanishedFrom);
    const bool hasGradient =
        observation.gradientNorm && std::isfinite(*observation.gradientNorm) && *observation.gradientNorm > 0;
    const bool isVanished = loss == 0 && !isLearnt && !hasGradient;
    m_vanishedRows = isVanished ? m_vanishedRows + 1 : 0;
    if (isVanished) {
        return said(m_vanishedRows >= kVanishedRows ? Condition::Divergence : Condition::Drift, kInfinity, "loss", loss,
                    "loss_vanished");
    }
    m_isTotalFar = height > m_total.reach(std::log(kRatio) * m_width, kFarDeviations * m_width);
    if (m_isTotalFar) {
        return judgeFar(loss, height);
    }
    m_hopelessRows = 0;
    // Only a loss that stays at its course ends an excursion: a lost run passes through calm values as well.
    const bool isNear = height < m_total.best() + std::log(2.0) || height < m_total.median() + m_total.spread();
    m_nearRows = isNear ? m_nearRows + 1 : 0;
    if (m_nearRows >= static_cast<int>(Course::kShort)) {
        m_isLost = false;
    }
    if (isNear || !m_isLost) {
        m_farRows = 0;
    }
    if (m_isLost) {
        return said(Condition::Divergence, m_total.deviationsOf(height), "loss", loss, "diverged");
    }
    if (Verdict verdict = judgeLevel(loss); verdict.condition != Condition::Stable) {
        return verdict;
    }
    // So many rows in a row above nearly all of the window are no chance, whatever its noise is like.
    m_crestRows = m_total.count() >= Course::kTail && height > m_total.crest() ? m_crestRows + 1 : 0;
    if (m_crestRows >= kCrestRows && m_recent.quantile(0.5) > m_total.median() + std::log(kRatio) * m_width) {
        return said(Condition::Drift, m_total.deviationsOf(height), "loss", loss, "loss_rises");
    }
    if (m_total.count() >= Course::kEarly &&
        height > m_total.level() + std::max(kDeviations * m_total.noise(), std::log(1.5)) * m_width) {
        return said(Condition::LoneSpike, m_total.deviationsOf(height), "loss", loss, "spike");
    }
    // In the first rows there is no noise to measure by: loss and norm that rise together tell more than either.
    if (m_total.count() < Course::kEarly && observation.gradientNorm && std::isfinite(*observation.gradientNorm) &&
        m_norm.course.isKnown()) {
        const Course& norms = m_norm.course;
        const double normRise = norms.heightOf(*observation.gradientNorm) - norms.reach(0, 0);
        if (height > m_total.reach(std::log(kEarlyLossFactor) * m_width, 0) &&
            normRise > std::log(kEarlyNormFactor) * m_width) {
            return said(Condition::Drift, norms.deviationsOf(norms.heightOf(*observation.gradientNorm)), m_norm.name,
                        *observation.gradientNorm, "norm_rises");
        }
    }
    return {};
}

} // namespace espalier::monitor

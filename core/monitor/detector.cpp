#include "core/monitor/detector.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::monitor {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kDeviations = 6;    ///< beyond which a value is none of its window
constexpr double kFarDeviations = 4; ///< of a loss that is above kRatio times its best, too
constexpr double kNormFactor = 10;
constexpr double kBranchFactor = 30;
constexpr int kCrestRows = 3;
constexpr int kHopelessRows = 2;
constexpr int kNormRows = 3;           ///< a spike of the norm that lasts so long is none
constexpr double kEarlyNormFactor = 4; ///< with a rising loss, in the first rows
constexpr double kEarlyLossFactor = 1.15;
constexpr double kLevelFactor = 2;     ///< of the level above the best: a drift
constexpr double kLevelDeviations = 3; ///< of the noise
constexpr double kTurnFactor = 1.1;    ///< of a loss above its best, with a norm that grows
constexpr double kTurnDeviations = 3;
constexpr int kRateGrace = 32; ///< rows after a jump of the learning rate in which a level may rise
constexpr double kRateJump = 2;
constexpr int kFirstNorms = 16; ///< a scaler searches at the start: a NaN that comes within so many norms is none
constexpr int kLongSearch = 32; ///< halvings from 2^32 to 1
constexpr std::int64_t kLongSearchSteps = 256; ///< where rows span many steps, one skip in each is enough to show
constexpr double kLeastScale = 1;
constexpr int kVanishedRows = 16;
constexpr double kVanishedFrom = 0.25; ///< of the start: a loss that has not been learnt away
constexpr std::size_t kSeriesLimit = 512;
constexpr std::size_t kChanceRows = 64;

const run::Sample* firstNonFinite(const std::vector<run::Sample>& samples)
{
    const auto found =
        std::find_if(samples.begin(), samples.end(), [](const run::Sample& s) { return !std::isfinite(s.value); });
    return found == samples.end() ? nullptr : &*found;
}

Verdict said(Condition condition, double score, std::string series, double value, std::string reason)
{
    return {condition, score, std::move(series), value, 0, std::move(reason)};
}

/// Rows out there that make a divergence, by how far out they are.
int patienceAt(double rise)
{
    return rise > std::log(Detector::kHopeless) ? 3 * Detector::kPatience / 8
           : rise > std::log(100.0)             ? Detector::kPatience / 2
                                                : Detector::kPatience;
}

/// A batch without boxes has parts of exactly zero, and its total says nothing of the others'.
bool isEmptyBatch(const Observation& observation)
{
    return std::any_of(observation.parts.begin(), observation.parts.end(),
                       [](const run::Sample& part) { return part.value == 0; });
}

template <class Family>
auto& seriesOf(Family& family, const std::string& name, std::size_t expectedPlace)
{
    if (expectedPlace < family.size() && family[expectedPlace].name == name) {
        return family[expectedPlace];
    }
    const auto found = std::find_if(family.begin(), family.end(), [&](const auto& s) { return s.name == name; });
    if (found != family.end()) {
        return *found;
    }
    if (family.size() < kSeriesLimit) {
        family.push_back({name, {}, 0});
    }
    return family.back();
}

} // namespace

Detector::Detector(double sensitivity) : m_width(std::exp2(1 - 2 * std::clamp(sensitivity, 0.0, 1.0))) {}

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
    const auto steps = observation.step.value_or(0) - m_stepBeforeSkips;
    const bool isLong = m_skippedRows > kLongSearch || (m_skippedRows > kLongSearch / 4 && steps >= kLongSearchSteps);
    if (isLong && !isLearning) {
        return verdict(Condition::Drift, "skips_persist");
    }
    return verdict(Condition::LossScaleSearch, "loss_scale_search");
}

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
    if (isHopeless || m_farRows >= patienceAt(rise)) {
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
    const bool isVanished = loss == 0 &&
                            (m_vanishedRows > 0 || m_total.level() > m_total.start() + std::log(kVanishedFrom)) &&
                            !(observation.gradientNorm && std::isfinite(*observation.gradientNorm));
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
    // Each must be fed in every row; the worst speaks.
    Verdict parts = judgeParts(observation);
    Verdict norms = judgeNorms(observation);
    if (total.condition >= Condition::Drift && !observation.parts.empty()) {
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
        if (m_step && *observation.step < *m_step / 2) {
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

#include "core/monitor/history.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

namespace {

constexpr std::string_view kLoss = "loss";
constexpr std::string_view kNorm = "grad_norm";
constexpr std::string_view kRate = "lr";
constexpr std::string_view kLossScale = "loss_scale";
/// A rate must have been in force this long before it counts as one that does no harm.
constexpr std::size_t kProvenSteps = 16;
/// Of what is usual: where a series has left its course.
constexpr double kNormLeft = 4.0;
constexpr double kLossLeft = 1.5;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool isUnder(std::string_view series, std::string_view name, char separator)
{
    return series.size() > name.size() && series.starts_with(name) && series[name.size()] == separator;
}

bool isPart(std::string_view series)
{
    return isUnder(series, kLoss, '_') && series != kLossScale;
}

bool isNorm(std::string_view series)
{
    return series == kNorm || isUnder(series, kNorm, '/');
}

void raise(std::optional<double>& highest, double value)
{
    if (std::isfinite(value) && (!highest || value > *highest)) {
        highest = value;
    }
}

} // namespace

void History::add(const run::EventBody& body)
{
    if (const auto* step = std::get_if<run::StepDone>(&body)) {
        add(*step);
    } else if (const auto* started = std::get_if<run::Started>(&body)) {
        *this = {};
        m_firstStep = started->firstStep;
    }
}

std::optional<double> History::usual(const std::string& series) const
{
    std::vector<double> values;
    for (const CalmStep& step : m_calm) {
        if (const auto found = step.values.find(series); found != step.values.end()) {
            values.push_back(found->second);
        }
    }
    return values.empty() ? std::nullopt : std::optional(median(std::move(values)));
}

void History::takeRate(const run::StepDone& step)
{
    std::optional<double> lowest;
    for (const run::Sample& sample : step.samples) {
        if ((sample.series == kRate || isUnder(sample.series, kRate, '/')) &&
            (!lowest || sample.value < *lowest || std::isnan(sample.value))) {
            lowest = sample.value;
        }
    }
    if (!lowest) {
        return;
    }
    if (!m_firstRate && *lowest != 0 && !step.skipped) {
        m_firstRate = lowest;
    }
    if (m_rate && *lowest < *m_rate) {
        m_isRising = false;
    }
    m_risingSteps += m_isRising && m_rate && *lowest > *m_rate ? 1 : 0;
    if (*lowest < 0 && m_negativeSteps == 0) {
        m_atZero.clear();
        for (const auto& [series, value] : m_last) {
            if (const auto before = isPart(series) ? usual(series) : std::nullopt) {
                m_atZero.push_back({series, *before});
            }
        }
    }
    m_negativeSteps = *lowest < 0 ? m_negativeSteps + 1 : 0;
    m_rate = lowest;
    raise(m_highestRate, *lowest);
}

void History::takeLeave(std::int64_t& left, const char* series, double factor) const
{
    const auto now = m_last.find(series);
    const auto before = usual(series);
    if (now == m_last.end() || !before) {
        return;
    }
    const bool isOut = !(now->second <= factor * *before);
    left = !isOut ? 0 : left == 0 ? m_step : left;
}

void History::add(const run::StepDone& step)
{
    if (step.step <= m_step) {
        return; // told twice: a resumed run repeats what came after its checkpoint
    }
    const auto lossBefore = m_last.find("loss");
    const double before = lossBefore == m_last.end() ? std::nan("") : lossBefore->second;
    m_step = step.step;
    m_epoch = step.epoch;
    m_last.clear();
    bool isFinite = true;
    for (const run::Sample& sample : step.samples) {
        if (sample.series == kLoss || isPart(sample.series) || isNorm(sample.series)) {
            m_last[sample.series] = sample.value;
            isFinite = isFinite && std::isfinite(sample.value);
        } else if (sample.series == kLossScale) {
            m_lossScale = sample.value;
            raise(m_highestLossScale, sample.value);
        }
    }
    const auto loss = m_last.find("loss");
    m_unchangedSteps = loss != m_last.end() && before == loss->second ? m_unchangedSteps + 1 : 0;
    takeRate(step);
    takeLeave(m_normLeft, "grad_norm", kNormLeft);
    takeLeave(m_lossLeft, "loss", kLossLeft);

    if (step.stability != run::Stability::Stable) {
        m_warnings += m_firstWarning == 0 ? 1 : 0;
        m_firstWarning = m_firstWarning == 0 ? step.step : m_firstWarning;
        return;
    }
    m_firstWarning = 0;
    if (!isFinite || step.skipped) {
        return; // a loss-scale search: harmless, and no example
    }
    ++m_calmSteps;
    m_calm.push_back({m_last, m_rate});
    if (m_calm.size() > kProvenSteps) {
        if (const auto& proven = m_calm[m_calm.size() - 1 - kProvenSteps].rate) {
            raise(m_highestCalmRate, *proven);
        }
    }
    if (m_calm.size() > kUsual) {
        m_calm.pop_front();
    }
    if (m_calmSteps % static_cast<std::int64_t>(kProvenSteps) == 0) {
        for (const auto& [series, value] : m_last) {
            if (const auto level = isPart(series) ? usual(series) : std::nullopt) {
                const auto [best, isNew] = m_best.emplace(series, *level);
                best->second = std::min(best->second, *level);
            }
        }
    }
}

CourseFacts History::course() const
{
    CourseFacts facts;
    facts.firstStep = m_firstStep;
    facts.warmupSteps = m_risingSteps;
    for (const auto& [series, value] : m_last) {
        if (!isPart(series) && !isNorm(series)) {
            continue;
        }
        (isPart(series) ? facts.parts : facts.norms).push_back({series, value});
        if (const auto before = usual(series)) {
            (isPart(series) ? facts.usualParts : facts.usualNorms).push_back({series, *before});
        }
    }
    facts.rate = m_rate;
    facts.firstRate = m_firstRate;
    facts.highestRate = m_highestRate;
    facts.highestCalmRate = m_highestCalmRate;
    facts.negativeSteps = m_negativeSteps;
    facts.partsAtZero = m_atZero;
    facts.lossScale = m_lossScale;
    facts.highestLossScale = m_highestLossScale;
    facts.unchangedSteps = m_unchangedSteps;
    facts.calmSteps = m_calmSteps;
    for (const auto& [series, value] : m_best) {
        facts.bestParts.push_back({series, value});
    }
    facts.warnings = m_warnings;
    if (m_normLeft > 0 && (m_lossLeft == 0 || m_lossLeft > m_normLeft)) {
        facts.normLead = (m_lossLeft == 0 ? m_step : m_lossLeft) - m_normLeft;
    }
    return facts;
}

namespace {

/// Of what a run has stored, whose guard may have been an older one.
Verdict verdictOf(const run::Guarded& guarded)
{
    Verdict verdict;
    verdict.series = guarded.series;
    verdict.value = guarded.value;
    verdict.reason = guarded.reason;
    const bool isExploded = guarded.stability == run::Stability::Exploded;
    verdict.condition = guarded.reason.starts_with("non_finite") ? Condition::Exploded
                        : isExploded                             ? Condition::Divergence
                        : guarded.reason == "spike"              ? Condition::LoneSpike
                                                                 : Condition::Drift;
    return verdict;
}

/// The last explosion, or without one the last warning, at or before `step`.
const run::Event* eventToExplain(const std::vector<run::Event>& events, std::int64_t step)
{
    const run::Event* chosen = nullptr;
    bool isExplosion = false;
    for (const run::Event& event : events) {
        const auto* guarded = std::get_if<run::Guarded>(&event.body);
        if (guarded == nullptr || guarded->stability == run::Stability::Stable || (step > 0 && guarded->step > step)) {
            continue;
        }
        const bool exploded = guarded->stability == run::Stability::Exploded;
        if (exploded || !isExplosion) {
            chosen = &event;
            isExplosion = exploded;
        }
    }
    return chosen;
}

} // namespace

Result<Autopsy> autopsyFromEvents(const std::vector<run::Event>& events, const Setup& setup, std::int64_t step)
{
    const run::Event* chosen = eventToExplain(events, step);
    if (chosen == nullptr) {
        return fail(ErrorCode::NotFound,
                    step > 0 ? "the guard had said nothing by step " + std::to_string(step)
                             : std::string("the guard has said nothing: there is nothing to explain"),
                    "autopsy");
    }
    const auto& guarded = std::get<run::Guarded>(chosen->body);
    History history;
    for (const run::Event& event : events) {
        const auto* done = std::get_if<run::StepDone>(&event.body);
        if (event.seq > chosen->seq || (done != nullptr && done->step > guarded.step)) {
            break;
        }
        history.add(event.body);
    }
    Facts facts;
    facts.step = guarded.step;
    facts.epoch = history.lastEpoch();
    facts.verdict = verdictOf(guarded);
    facts.firstWarningStep = history.firstWarningStep() == guarded.step ? 0 : history.firstWarningStep();
    facts.action = guarded.action;
    facts.setup = setup;
    facts.course = history.course();
    if (guarded.reason == "negative_rate") { // what is stored of that step is the rate that it was answered with
        facts.course.rate = guarded.value;
    }
    return diagnose(facts);
}

} // namespace espalier::monitor

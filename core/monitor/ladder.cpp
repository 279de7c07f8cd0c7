#include "core/monitor/ladder.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

namespace {

constexpr std::array<std::string_view, kActionCount> kTexts{"none",          "skip",   "clip", "lower_rate",
                                                            "freeze_branch", "rewind", "stop"};
constexpr double kSmoothing = 0.05;
constexpr double kProgress = 0.01; ///< of the best so far, below it

bool isAlarm(Condition condition)
{
    return condition == Condition::Divergence || condition == Condition::Exploded;
}

std::size_t indexOf(Action action)
{
    return static_cast<std::size_t>(action);
}

} // namespace

std::string_view toText(Action action)
{
    return kTexts.at(indexOf(action));
}

std::optional<Action> actionFromText(std::string_view text)
{
    const auto found = std::ranges::find(kTexts, text);
    return found == kTexts.end() ? std::nullopt : std::optional(static_cast<Action>(found - kTexts.begin()));
}

Ladder::Ladder(std::vector<Action> rungs, bool answersWarnings, const Patience& patience)
    : m_rungs(std::move(rungs)), m_answersWarnings(answersWarnings), m_patience(patience)
{
}

Ladder Ladder::of(const std::string& policy, const std::vector<std::string>& rungs)
{
    if (policy == "skip") {
        Patience patience;
        patience.skips = kHopelessRows - 1; // in a row: one step that is taken makes up for all before
        patience.healing = kHopelessRows;
        return {{Action::Skip, Action::Stop}, false, patience};
    }
    if (policy == "rewind") {
        return {{Action::Rewind, Action::Stop}, false};
    }
    if (policy != "ladder") {
        return {{Action::Stop}, false};
    }
    std::vector<Action> actions;
    for (const std::string& rung : rungs) {
        if (const auto action = actionFromText(rung)) {
            actions.push_back(*action);
        }
    }
    return {std::move(actions), true};
}

bool Ladder::has(Action rung) const
{
    return std::ranges::find(m_rungs, rung) != m_rungs.end();
}

void Ladder::rewound()
{
    m_uses = {};
    m_skips = 0;
    m_wait = 0;
    m_calm = 0;
    m_hopeless = 0;
}

Action Ladder::decide(const Verdict& verdict, const Possible& possible)
{
    m_wait = std::max(0, m_wait - 1);
    if (++m_sinceSpike >= m_patience.betweenSpikes) {
        m_sinceSpike = 0;
        m_spikes = std::max(0, m_spikes - 1);
    }
    Action action = Action::None;
    if (isAlarm(verdict.condition) || (verdict.condition == Condition::Drift && m_answersWarnings)) {
        m_calm = 0;
        action = climb(verdict, possible);
    } else {
        m_hopeless = 0;
        if (++m_calm >= m_patience.calm) {
            m_uses = {};
        }
        if (verdict.condition == Condition::LoneSpike && m_answersWarnings) {
            action = answerSpike(possible);
        }
    }
    if (action != Action::Skip && possible.gradientIsFinite) {
        m_skips = std::max(0.0, m_skips - m_patience.healing);
    }
    return action;
}

Action Ladder::answerSpike(const Possible& possible)
{
    if (m_spikes >= m_patience.spikes) {
        return Action::None;
    }
    for (const Action rung : m_rungs) {
        if (rung == Action::Skip || (rung == Action::Clip && possible.knowsNorms)) {
            ++m_spikes;
            m_sinceSpike = 0;
            return rung;
        }
    }
    return Action::None;
}

bool Ladder::applies(Action rung, Condition condition, const Possible& possible) const
{
    const bool isExploded = condition == Condition::Exploded;
    // Without a step nothing changes the weights: what is milder than a rewind helps only if there is none.
    const bool hasWayBack = possible.canRewind && has(Action::Rewind);
    const bool isOfUse = !isExploded || (possible.weightsAreFinite && !hasWayBack);
    switch (rung) {
    case Action::None:
        return false;
    case Action::Skip:
        return possible.weightsAreFinite &&
               (isExploded || (m_answersWarnings && isAlarm(condition) && possible.gradientIsFar));
    case Action::Clip:
        return condition == Condition::Drift && possible.gradientIsFinite && possible.knowsNorms;
    case Action::LowerRate: // a rewind lowers it as well, and mends what the weights have become
        return isOfUse && !(isAlarm(condition) && hasWayBack && m_uses[indexOf(rung)] > 0);
    case Action::FreezeBranch:
        return isOfUse && possible.knowsBranch;
    case Action::Rewind:
        return isAlarm(condition) && possible.canRewind;
    case Action::Stop:
        return isAlarm(condition);
    }
    return false;
}

bool Ladder::isUsedUp(Action rung, Condition condition) const
{
    const int uses = m_uses[indexOf(rung)];
    switch (rung) {
    case Action::Skip:
        return m_skips >= m_patience.skips;
    case Action::Clip:
        return uses >= m_patience.clips;
    case Action::LowerRate:
        return uses >= m_patience.lowerings ||
               (condition == Condition::Drift && m_driftLowerings >= m_patience.driftLowerings);
    case Action::FreezeBranch:
        return uses >= m_patience.freezings;
    default:
        return false;
    }
}

Action Ladder::climb(const Verdict& verdict, const Possible& possible)
{
    const bool isExploded = verdict.condition == Condition::Exploded;
    if (verdict.reason == "negative_rate") {
        return has(Action::LowerRate) ? Action::LowerRate : Action::None;
    }
    const bool isBack = verdict.condition == Condition::Divergence && verdict.score < kBackScore;
    if (!isExploded && (m_wait > 0 || isBack)) {
        return Action::None;
    }
    for (const Action rung : m_rungs) {
        if (!applies(rung, verdict.condition, possible) || isUsedUp(rung, verdict.condition)) {
            continue;
        }
        ++m_uses[indexOf(rung)];
        m_skips += rung == Action::Skip ? 1 : 0;
        m_driftLowerings += rung == Action::LowerRate && verdict.condition == Condition::Drift ? 1 : 0;
        m_wait = rung == Action::LowerRate      ? m_patience.afterLowering
                 : rung == Action::FreezeBranch ? m_patience.afterFreezing
                                                : 0;
        m_hopeless = 0;
        return rung;
    }
    const bool isAlarm = isExploded || verdict.condition == Condition::Divergence;
    if (isAlarm && ((isExploded && !possible.weightsAreFinite) || ++m_hopeless >= kHopelessRows)) {
        return Action::Stop;
    }
    return Action::None;
}

void HealthyNorms::add(double norm)
{
    if (!std::isfinite(norm)) {
        return;
    }
    m_norms.push_back(norm);
    if (m_norms.size() > kWindow) {
        m_norms.pop_front();
    }
}

std::optional<double> HealthyNorms::bound() const
{
    if (m_norms.size() < kFewest) {
        return std::nullopt;
    }
    std::vector<double> sorted(m_norms.begin(), m_norms.end());
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(kQuantile * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
}

bool HealthyNorms::isFar(double norm) const
{
    const auto usual = bound();
    return usual && norm > kFarFactor * *usual;
}

bool Limping::observe(std::optional<double> loss, Action action)
{
    m_actions += action == Action::None ? 0 : 1;
    ++m_rows;
    if (loss && std::isfinite(*loss)) {
        m_smooth = m_smooth ? *m_smooth + kSmoothing * (*loss - *m_smooth) : *loss;
        // Losses may be negative: progress is a share of the best's size.
        if (!m_best || *m_smooth < *m_best - kProgress * std::abs(*m_best)) {
            m_best = *m_smooth;
            m_actions = 0;
            m_rows = 0;
            m_isSaid = false;
        }
    }
    if (m_isSaid || m_actions < kActions || m_rows < kRows) {
        return false;
    }
    m_isSaid = true;
    return true;
}

} // namespace espalier::monitor

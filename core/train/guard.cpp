#include "core/train/guard.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace espalier::train {

namespace {

constexpr const char* kNormPrefix = "grad_norm/";

/// Tensor by tensor, in one wait for all. A sum is not finite when one of its terms is not, and far cheaper than a
/// mask; that it may overflow by itself is as bad.
std::vector<bool> areFinite(const std::vector<at::Tensor>& tensors)
{
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> sums;
    sums.reserve(tensors.size());
    for (const at::Tensor& tensor : tensors) {
        sums.push_back(tensor.sum().to(at::kDouble));
    }
    std::vector<bool> answer;
    if (!sums.empty()) {
        const at::Tensor together = at::stack(sums).cpu();
        for (std::size_t i = 0; i < sums.size(); ++i) {
            answer.push_back(std::isfinite(together.data_ptr<double>()[i]));
        }
    }
    return answer;
}

bool areAllFinite(const NamedTensors& named)
{
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : named) {
        tensors.push_back(tensor);
    }
    const std::vector<bool> finite = areFinite(tensors);
    return std::ranges::find(finite, false) == finite.end();
}

} // namespace

Guard::Guard(const experiment::MonitorSettings& settings, double clip, Subject subject, Optimizer& optimizer)
    : m_settings(settings), m_clip(clip), m_subject(std::move(subject)), m_optimizer(optimizer),
      m_detector(settings.sensitivity), m_ladder(monitor::Ladder::of(settings.policy, settings.ladder)),
      m_states(static_cast<std::size_t>(settings.keep))
{
    for (std::size_t i = 0; i < m_subject.trainable.size(); ++i) {
        m_hasFrozen = m_hasFrozen || m_optimizer.isFrozen(i);
    }
}

Guard::Branch Guard::guiltyBranch(const monitor::Verdict& verdict, const monitor::Observation& observation) const
{
    std::string series = verdict.series;
    if (!series.starts_with(kNormPrefix)) {
        const auto loudest = verdict.condition >= monitor::Condition::Drift && series != "lr"
                                 ? m_detector.loudestBranch(observation)
                                 : std::nullopt;
        if (!loudest) {
            return std::nullopt;
        }
        series = *loudest;
    }
    const auto found = std::ranges::find(m_subject.branches, series.substr(std::string_view(kNormPrefix).size()));
    if (found == m_subject.branches.end()) {
        return std::nullopt;
    }
    const auto branch = static_cast<std::size_t>(found - m_subject.branches.begin());
    bool trains = false;
    bool othersTrain = false;
    for (std::size_t i = 0; i < m_subject.branchOf.size(); ++i) {
        if (!m_optimizer.isFrozen(i)) {
            (static_cast<std::size_t>(m_subject.branchOf[i]) == branch ? trains : othersTrain) = true;
        }
    }
    return trains && othersTrain ? Branch(branch) : std::nullopt;
}

monitor::Possible Guard::possible(const monitor::Verdict& verdict, double norm, bool isFinite, Branch guilty,
                                  const Position& position) const
{
    monitor::Possible possible;
    possible.gradientIsFinite = isFinite;
    possible.gradientIsFar = m_norms.isFar(norm);
    // To be known only where it matters: it costs a pass over the weights.
    possible.weightsAreFinite = verdict.condition != monitor::Condition::Exploded || areAllFinite(m_subject.trainable);
    possible.knowsNorms = m_norms.bound().has_value();
    possible.knowsBranch = guilty.has_value();
    possible.canRewind = !m_states.isEmpty() && position.rewinds < m_settings.rewinds;
    return possible;
}

StateTensors Guard::liveState() const
{
    StateTensors tensors = m_subject.state();
    tensors.emplace(kRandom, at::detail::getDefaultCPUGenerator().get_state());
    return tensors;
}

std::size_t Guard::stateBytes() const
{
    std::size_t bytes = 0;
    for (const auto& [name, tensor] : liveState()) {
        bytes += tensor.nbytes();
    }
    return bytes * static_cast<std::size_t>(m_settings.keep);
}

void Guard::keepState(const Position& position)
{
    const auto begin = std::chrono::steady_clock::now();
    m_states.keep(position, liveState());
    m_keptStep = position.step;
    ++m_keeps;
    m_keepSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void Guard::lowerRate(const monitor::Verdict& verdict, Branch guilty, Position& position)
{
    if (verdict.series == "lr") { // no share of a rate below zero is better than it
        m_isRateHeld = true;
        m_optimizer.setLearningRate(held(m_optimizer.learningRate()));
        return;
    }
    if (!guilty) {
        position.lrFactor *= kLowering;
        m_optimizer.setLearningRate(m_optimizer.learningRate() * kLowering);
        return;
    }
    std::vector<std::size_t> groups;
    for (std::size_t i = 0; i < m_subject.branchOf.size(); ++i) {
        const std::size_t group = m_optimizer.groupOf(i);
        if (static_cast<std::size_t>(m_subject.branchOf[i]) == *guilty && std::ranges::count(groups, group) == 0) {
            groups.push_back(group);
            m_optimizer.lowerRate(group, kLowering);
        }
    }
}

void Guard::freezeBranch(std::size_t branch)
{
    for (std::size_t i = 0; i < m_subject.branchOf.size(); ++i) {
        if (static_cast<std::size_t>(m_subject.branchOf[i]) == branch) {
            m_optimizer.freeze(i);
        }
    }
    m_hasFrozen = true;
}

/// What trains no more has no say in the norm either.
void Guard::forgetFrozenGradients() const
{
    for (std::size_t i = 0; m_hasFrozen && i < m_subject.trainable.size(); ++i) {
        if (m_optimizer.isFrozen(i)) {
            m_subject.trainable[i].second.mutable_grad().reset();
        }
    }
}

/// A pass that was not finite has reached the moving statistics, though no step is taken: what of the state is not
/// finite takes its healthy values.
void Guard::mendStatistics() const
{
    const HealthyState* healthy = m_states.newest();
    if (healthy == nullptr) {
        return;
    }
    const at::NoGradGuard noGradients;
    std::vector<std::string> names;
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : m_subject.state()) {
        if (tensor.is_floating_point()) {
            names.push_back(name);
            tensors.push_back(tensor);
        }
    }
    const std::vector<bool> finite = areFinite(tensors);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (!finite[i]) {
            tensors[i].copy_(healthy->tensors.at(names[i]));
        }
    }
}

void Guard::recall(const monitor::Observation& observation)
{
    const monitor::Verdict verdict = m_detector.observe(observation);
    if (m_detector.isCalm() && observation.gradientNorm) {
        m_norms.add(*observation.gradientNorm);
    }
    if (verdict.condition != monitor::Condition::LossScaleSearch) {
        m_saidCondition = verdict.condition;
    }
}

/// An action is said each time, a condition when it begins.
std::vector<run::Guarded> Guard::words(const monitor::Verdict& verdict, monitor::Action action, std::int64_t step)
{
    using monitor::Action;
    using monitor::Condition;
    std::vector<run::Guarded> said;
    const bool isSearch = verdict.condition == Condition::LossScaleSearch;
    const bool begins = verdict.condition != m_saidCondition && verdict.condition != Condition::Stable && !isSearch;
    if (action == Action::Rewind) {
        m_saidCondition = Condition::Stable;
        return said;
    }
    if (action != Action::None || begins || verdict.reason == "recovered") {
        // What ends a run is an explosion, whatever its loss still is.
        const run::Stability stability =
            action == Action::Stop ? run::Stability::Exploded : monitor::stabilityOf(verdict.condition);
        said.push_back(
            {step, stability, verdict.reason, verdict.series, verdict.value, std::string(monitor::toText(action)), 0});
    }
    if (!isSearch) {
        m_saidCondition = verdict.condition;
    }
    return said;
}

Guard::Decision Guard::judge(monitor::Observation& observation, Position& position)
{
    using monitor::Action;
    forgetFrozenGradients();
    const GradientNorms norms = gradientNorms(m_subject.trainable, m_subject.branchOf, m_subject.branches.size());
    observation.gradientNorm = norms.total;
    for (std::size_t i = 0; i < norms.branches.size(); ++i) {
        observation.branchNorms.push_back({kNormPrefix + m_subject.branches[i], norms.branches[i]});
    }
    observation.learningRate = m_optimizer.lowestRate();

    Decision decision;
    decision.verdict = m_detector.observe(observation);
    const bool isFinite = std::isfinite(norms.total) &&
                          decision.verdict.condition != monitor::Condition::LossScaleSearch &&
                          decision.verdict.reason != "non_finite_loss";
    // The state that these losses and gradients were computed from is the one judged here: kept before it is changed.
    if (isFinite && m_detector.isCalm()) {
        m_norms.add(norms.total);
        if (!m_keptStep || position.step - *m_keptStep >= m_settings.snapshotEvery) {
            keepState(position);
        }
    }
    const Branch guilty = guiltyBranch(decision.verdict, observation);
    decision.action =
        m_ladder.decide(decision.verdict, possible(decision.verdict, norms.total, isFinite, guilty, position));
    decision.updates = isFinite && decision.action != Action::Skip && decision.action != Action::Rewind &&
                       decision.action != Action::Stop;
    double most = m_clip;
    if (decision.action == Action::Clip) {
        const double usual = *m_norms.bound();
        most = m_clip > 0 ? std::min(m_clip, usual) : usual;
    } else if (decision.action == Action::LowerRate) {
        lowerRate(decision.verdict, guilty, position);
    } else if (decision.action == Action::FreezeBranch) {
        ESPALIER_ASSERT(guilty.has_value(), "the ladder freezes a branch that is known");
        freezeBranch(*guilty);
    }
    if (!isFinite && decision.action == Action::Skip) {
        mendStatistics();
    }
    if (decision.updates) {
        clipGradients(m_subject.trainable, norms.total, most);
    }
    const std::int64_t step = position.step + 1;
    decision.said = words(decision.verdict, decision.action, step);
    if (m_limping.observe(observation.loss, decision.action)) {
        decision.said.push_back(
            {step, run::Stability::Warning, "limping", "loss", m_limping.best(), std::string(toText(Action::None)), 0});
    }
    return decision;
}

/// What only counts up goes on; place in data and schedule goes back.
void Guard::restore(const HealthyState& state, Position& position) const
{
    StateTensors tensors = state.tensors;
    const at::Tensor random = tensors.at(kRandom);
    tensors.erase(kRandom);
    const Status copied = copyInto(m_subject.state(), tensors);
    ESPALIER_ASSERT(copied.has_value(), "a snapshot fits the run that made it");
    // The generator takes the state as its own: the kept one must stay as it is.
    at::Generator(at::detail::getDefaultCPUGenerator()).set_state(random.clone());
    const Position before = position;
    position = state.position;
    position.step = before.step;
    position.seconds = before.seconds;
    position.best = before.best;
    position.rewinds = before.rewinds;
    position.lrFactor = before.lrFactor;
    position.order = before.order + 1;
}

run::Guarded Guard::rewind(const monitor::Verdict& verdict, Position& position)
{
    const HealthyState& state = m_states.forRewind();
    restore(state, position);
    ++position.rewinds;
    position.lrFactor *= m_settings.rewindLr;
    if (m_settings.resetMoments) {
        m_optimizer.resetMoments();
    }
    m_keptStep = position.step;
    m_detector.rewound();
    m_ladder.rewound();
    return {position.step,      run::Stability::Exploded,
            verdict.reason,     verdict.series,
            verdict.value,      std::string(toText(monitor::Action::Rewind)),
            state.position.step};
}

std::optional<run::Guarded> Guard::rewindTo(std::int64_t step, Position& position)
{
    const HealthyState* state = m_states.atOrBefore(step);
    if (state == nullptr) {
        return std::nullopt;
    }
    restore(*state, position);
    m_keptStep = position.step;
    m_detector.rewound();
    m_ladder.rewound();
    return run::Guarded{
        position.step,       run::Stability::Stable, "asked", "", 0, std::string(toText(monitor::Action::Rewind)),
        state->position.step};
}

bool Guard::giveUp(Position& position)
{
    if (!m_ladder.has(monitor::Action::Rewind) || m_states.isEmpty()) {
        return false;
    }
    restore(m_states.forRewind(), position);
    return true;
}

} // namespace espalier::train

#include "tests/lab/laboratory.h"

#include "core/train/guard.h"
#include "core/train/loss_scale.h"
#include "tests/lab/explanation.h"
#include "tests/lab/small_network.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <memory>

namespace espalier::lab {

namespace {

constexpr std::int64_t kRowsOfAWreck = 48; ///< what is not finite for so long stays so

experiment::TrainSettings trainSettings(const Kind& kind)
{
    experiment::TrainSettings settings;
    settings.optimizer = kind.optimizer;
    settings.lr = kind.lr;
    settings.beta1 = kind.beta1;
    settings.beta2 = kind.beta2;
    settings.epsilon = kind.epsilon;
    settings.weightDecay = kind.weightDecay;
    return settings;
}

experiment::MonitorSettings monitorSettings(const Conditions& conditions)
{
    experiment::MonitorSettings settings;
    settings.policy = "ladder";
    settings.sensitivity = conditions.sensitivity;
    if (!conditions.answers) {
        settings.ladder.clear();
    }
    return settings;
}

/// One group a branch, so that a rate can be lowered where the fault is.
std::vector<plan::ParameterGroup> groupsOf(const SmallNetwork& network)
{
    std::vector<plan::ParameterGroup> groups(SmallNetwork::branches().size());
    for (std::size_t i = 0; i < network.trainable().size(); ++i) {
        groups[static_cast<std::size_t>(network.branchOf()[i])].tensors.push_back(network.trainable()[i].first);
    }
    return groups;
}

class Run {
public:
    Run(const Kind& kind, const Conditions& conditions)
        : m_kind(kind), m_conditions(conditions), m_data(conditions.seed), m_network(kind, conditions.seed),
          m_optimizer(trainSettings(kind), groupsOf(m_network), m_network.trainable()),
          m_guard(monitorSettings(conditions), kind.clip,
                  {m_network.trainable(), m_network.branchOf(), SmallNetwork::branches(), [this] { return state(); }},
                  m_optimizer),
          m_lossScale(kind.lossScale, kind.scaleGrowth), m_explanation(kind, m_network, m_optimizer)
    {
    }

    Course go()
    {
        std::int64_t wreck = 0;
        while (m_position.step < m_conditions.steps && wreck < kRowsOfAWreck && !m_course.isStopped) {
            step();
            const Row& row = m_course.rows.back();
            wreck = row.weightsAreFinite || m_conditions.answers ? 0 : wreck + 1;
        }
        m_course.rewinds = m_position.rewinds;
        return std::move(m_course);
    }

private:
    [[nodiscard]] When now() const
    {
        double rate = m_position.lrFactor;
        for (std::size_t i = 0; i < m_network.trainable().size(); ++i) {
            if (!m_kind.module.empty() && m_network.trainable()[i].first.starts_with(m_kind.module)) {
                rate =
                    m_optimizer.isFrozen(i) ? 0 : m_position.lrFactor * m_optimizer.groupFactor(m_optimizer.groupOf(i));
                break;
            }
        }
        return {m_position.step, m_position.batch, m_conditions.steps, rate};
    }

    [[nodiscard]] train::StateTensors state() const
    {
        train::StateTensors tensors = m_network.state();
        for (const auto& [name, tensor] : m_optimizer.state()) {
            tensors.emplace("optimizer." + name, tensor);
        }
        return tensors;
    }

    [[nodiscard]] at::Tensor loss(const Batch& batch, double classGain, monitor::Observation* seen)
    {
        const Losses losses = m_network.losses(batch);
        const at::Tensor classes = losses.classes * classGain;
        if (seen != nullptr) {
            const double classValue = losses.classes.item<double>();
            const double boxValue = losses.boxes.item<double>();
            seen->loss = seen->loss.value_or(0) + classValue + boxValue;
            seen->parts = {{"loss_cls", classValue}, {"loss_bbox", boxValue}};
        }
        return classes + losses.boxes;
    }

    void step()
    {
        const When when = now();
        if (m_kind.weightFactor && m_kind.weightFactor(when) != 1) {
            m_network.scaleWeights(m_kind.module, m_kind.weightFactor(when));
        }
        const int batches = m_kind.batches ? m_kind.batches(when) : 1;
        const double classGain = m_kind.classGain ? m_kind.classGain(when) : 1.0;
        const double scale = m_kind.isHalf ? m_lossScale.value() : 1.0;
        monitor::Observation seen;
        m_optimizer.zeroGradients();
        Batch batch;
        for (int i = 0; i < batches; ++i) {
            batch = m_data.at(m_kind, {when.step, when.place + i, when.steps, when.rate}, m_position.order);
            (loss(batch, classGain, &seen) * (scale / batches)).backward();
        }
        *seen.loss /= batches;
        hideFrozen(when);
        if (m_kind.isHalf) {
            seen.lossScale = scale;
            for (const auto& [name, tensor] : m_network.trainable()) {
                if (tensor.grad().defined()) {
                    tensor.mutable_grad().div_(scale);
                }
            }
        }
        const double rate = m_kind.lr * m_position.lrFactor * (m_kind.rate ? m_kind.rate(when) : 1.0);
        m_optimizer.setLearningRate(m_guard.held(rate));
        m_optimizer.setMomentum(m_kind.beta1);
        const std::clock_t before = std::clock(); // of this process: a busy machine does not lengthen it
        train::Guard::Decision decision = m_guard.judge(seen, m_position);
        m_course.guardSeconds += static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        if (m_conditions.probes && when.step >= m_kind.firstStep) {
            explain(decision.verdict, seen, batch, classGain);
        }
        answer(decision, seen);
        m_explanation.add(seen, m_position.step + 1, monitor::stabilityOf(decision.verdict.condition),
                          !decision.updates);
        if (m_course.rows.back().condition == monitor::Condition::Stable) {
            m_explained = monitor::Condition::Stable;
            m_explanation.forget();
        }
        ++m_position.step;
        m_position.batch += batches;
        for (const run::Guarded& said : decision.said) {
            m_course.isLimping = m_course.isLimping || said.reason == "limping";
        }
        if (m_conditions.answers && decision.action == monitor::Action::Rewind) {
            (void)m_guard.rewind(decision.verdict, m_position);
        } else if (m_conditions.answers && decision.action == monitor::Action::Stop) {
            m_course.isStopped = true;
            (void)m_guard.giveUp(m_position);
        }
    }

    void hideFrozen(const When& when) const
    {
        if (m_kind.frozen.empty() || (m_kind.unfreezes && m_kind.unfreezes(when))) {
            return;
        }
        for (const auto& [name, tensor] : m_network.trainable()) {
            if (std::ranges::any_of(m_kind.frozen, [&](const auto& module) { return name.starts_with(module); })) {
                tensor.mutable_grad().reset();
            }
        }
    }

    void answer(const train::Guard::Decision& decision, const monitor::Observation& seen)
    {
        const bool isFinite = std::isfinite(*seen.gradientNorm);
        bool updates = decision.updates;
        if (!m_conditions.answers) { // as without a guard: only the loss scale skips
            updates = isFinite || !m_kind.isHalf;
            if (!decision.updates && updates) {
                train::clipGradients(m_network.trainable(), *seen.gradientNorm, m_kind.clip);
            }
        }
        if (updates) {
            m_optimizer.step();
        }
        if (m_kind.isHalf) {
            m_lossScale.update(isFinite);
        }
        Row row;
        row.loss = *seen.loss;
        row.norm = *seen.gradientNorm;
        row.weightsAreFinite = train::allFinite(m_network.state()); // moving statistics and all
        row.isScaleSearch = m_kind.isHalf && std::isfinite(row.loss);
        row.condition = decision.verdict.condition;
        row.action = decision.action;
        row.series = decision.verdict.series;
        m_course.rows.push_back(std::move(row));
    }

    /// Each time that it gets worse, as a run does.
    void explain(const monitor::Verdict& verdict, const monitor::Observation& seen, const Batch& batch,
                 double classGain)
    {
        if (verdict.condition < monitor::Condition::Drift || verdict.condition <= m_explained) {
            return;
        }
        m_explained = verdict.condition;
        const train::HealthyState* state = m_guard.newestHealthy();
        const monitor::Autopsy autopsy = m_explanation.explain(
            verdict, seen, m_position.step + 1, batch,
            [&](std::vector<run::Sample>& parts) {
                monitor::Observation there;
                at::Tensor total = loss(batch, classGain, &there);
                parts = there.parts;
                return total;
            },
            state == nullptr ? nullptr : &state->tensors);
        m_course.cause = autopsy.causes.empty() ? "" : autopsy.causes.front().code;
        if (!autopsy.firstModule.empty()) {
            m_course.firstModule = autopsy.firstModule;
        }
    }

    const Kind& m_kind;
    const Conditions& m_conditions;
    SmallData m_data;
    SmallNetwork m_network;
    train::Optimizer m_optimizer;
    train::Guard m_guard;
    train::LossScale m_lossScale;
    train::Position m_position;
    Explanation m_explanation;
    monitor::Condition m_explained = monitor::Condition::Stable; ///< the worst of the present trouble
    Course m_course;
};

} // namespace

Course runKind(const Kind& kind, const Conditions& conditions)
{
    return Run(kind, conditions).go();
}

} // namespace espalier::lab

#include "core/train/guard.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::train {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Two branches of one tensor each, under SGD without momentum: a step moves a weight by rate × gradient.
class GuardTest : public testing::Test {
protected:
    GuardTest()
    {
        m_train.optimizer = "sgd";
        m_train.beta1 = 0;
    }

    void build()
    {
        for (const char* name : {"neck.weight", "head.weight"}) {
            m_trainable.emplace_back(name, at::full({4}, 1.0).requires_grad_(true));
        }
        m_train.weightDecay = 0;
        m_train.lr = 0.1;
        std::vector<plan::ParameterGroup> groups(2);
        groups[0].tensors = {"neck.weight"};
        groups[1].tensors = {"head.weight"};
        m_optimizer.emplace(m_train, groups, m_trainable);
        m_guard.emplace(m_monitor, m_train.clip,
                        Guard::Subject{m_trainable,
                                       {0, 1},
                                       {"neck", "head"},
                                       [this] {
                                           StateTensors state{{"neck", m_trainable[0].second},
                                                              {"head", m_trainable[1].second},
                                                              {"moving", m_moving}};
                                           for (const auto& [name, tensor] : m_optimizer->state()) {
                                               state.emplace("optimizer." + name, tensor);
                                           }
                                           return state;
                                       }},
                        *m_optimizer);
    }

    Guard::Decision step(double loss, double neck, double head, double rate = 0.1)
    {
        m_trainable[0].second.mutable_grad() = at::full({4}, neck);
        m_trainable[1].second.mutable_grad() = at::full({4}, head);
        m_optimizer->setLearningRate(m_guard->held(rate * m_position.lrFactor));
        m_seen = {};
        m_seen.loss = loss;
        const Guard::Decision decision = m_guard->judge(m_seen, m_position);
        if (decision.updates) {
            m_optimizer->step();
        }
        ++m_position.step;
        ++m_position.batch;
        return decision;
    }

    /// A loss that falls slowly, with a little noise.
    void calm(int steps)
    {
        for (int i = 0; i < steps; ++i) {
            const double noise = 0.02 * ((m_position.step * 7) % 5 - 2);
            const auto decision = step(2.0 + noise, 0.1 + 0.01 * noise, 0.2 + 0.01 * noise);
            ASSERT_EQ(decision.action, monitor::Action::None) << decision.verdict.reason;
            ASSERT_TRUE(decision.updates);
        }
    }

    [[nodiscard]] double weight(std::size_t tensor) const { return m_trainable[tensor].second[0].item<double>(); }

    experiment::TrainSettings m_train;
    experiment::MonitorSettings m_monitor;
    NamedTensors m_trainable;
    at::Tensor m_moving = at::full({3}, 7.0); ///< statistics that a forward pass moves
    std::optional<Optimizer> m_optimizer;
    std::optional<Guard> m_guard;
    Position m_position;
    monitor::Observation m_seen;
};

TEST_F(GuardTest, TellsTheNormsAndTheRateInForce)
{
    build();
    (void)step(2, 3, 4, 0.25);
    EXPECT_DOUBLE_EQ(*m_seen.gradientNorm, 10);
    ASSERT_EQ(m_seen.branchNorms.size(), 2U);
    EXPECT_EQ(m_seen.branchNorms[1].series, "grad_norm/head");
    EXPECT_DOUBLE_EQ(m_seen.branchNorms[1].value, 8);
    EXPECT_DOUBLE_EQ(*m_seen.learningRate, 0.25);
}

TEST_F(GuardTest, FreezesTheBranchThatStandsOutBesideALossThatWentWrong)
{
    m_monitor.policy = "ladder";
    m_monitor.ladder = {"freeze_branch"};
    build();
    calm(30);
    const auto decision = step(3000, 0.1, 2.4);
    ASSERT_EQ(decision.verdict.series, "loss"); // which names no branch
    EXPECT_EQ(decision.action, monitor::Action::FreezeBranch);
    EXPECT_TRUE(m_optimizer->isFrozen(1));
    EXPECT_FALSE(m_optimizer->isFrozen(0));
}

TEST_F(GuardTest, FreezesNobodyWhereAllBranchesAreOut)
{
    m_monitor.policy = "ladder";
    m_monitor.ladder = {"freeze_branch"};
    build();
    calm(30);
    (void)step(3000, 1.2, 2.4);
    EXPECT_EQ(step(3000, 1.2, 2.4).action, monitor::Action::None);
    EXPECT_FALSE(m_optimizer->isFrozen(1));
}

TEST_F(GuardTest, ARunThatIsResumedInTroubleIsStillInTrouble)
{
    const auto said = [](std::int64_t step, double loss) {
        run::StepDone done;
        done.step = step;
        done.samples = {{"loss", loss},          {"grad_norm", 0.4},       {"lr", 0.1},
                        {"grad_norm/neck", 0.2}, {"grad_norm/head", 0.35}, {"data_wait", 0}};
        return monitor::observationOf(done);
    };
    build();
    for (std::int64_t i = 1; i <= 80; ++i) {
        m_guard->recall(said(i, i <= 40 ? 2 + 0.02 * static_cast<double>(i % 5) : 20));
    }
    EXPECT_EQ(step(20, 0.1, 0.2).verdict.condition, monitor::Condition::Divergence);
    EXPECT_EQ(m_guard->keeps(), 0);
    m_trainable.clear();
    build(); // one that remembers nothing
    EXPECT_EQ(step(20, 0.1, 0.2).verdict.condition, monitor::Condition::Stable);
}

TEST_F(GuardTest, NeverLetsAStepWithoutFiniteGradientHappen)
{
    for (const char* policy : {"stop", "skip", "rewind", "ladder"}) {
        m_trainable.clear();
        m_position = {};
        m_monitor.policy = policy;
        build();
        calm(30);
        const double before = weight(0);
        const auto decision = step(2, 0.1, kNan);
        EXPECT_FALSE(decision.updates) << policy;
        EXPECT_EQ(decision.verdict.reason, "non_finite_gradient");
        EXPECT_EQ(decision.verdict.series, "grad_norm/head");
        EXPECT_EQ(weight(0), before) << policy;
        const auto lossless = step(kNan, 0.1, 0.1);
        EXPECT_FALSE(lossless.updates) << policy;
    }
}

TEST_F(GuardTest, MendsTheStatisticsThatASkippedPassHasSpoilt)
{
    m_monitor.policy = "skip";
    build();
    calm(30);
    m_moving[1] = kNan;
    EXPECT_EQ(step(kNan, kNan, kNan).action, monitor::Action::Skip);
    EXPECT_TRUE(at::equal(m_moving, at::full({3}, 7.0)));
    m_moving.fill_(8);
    EXPECT_EQ(step(kNan, kNan, kNan).action, monitor::Action::Skip);
    EXPECT_TRUE(at::equal(m_moving, at::full({3}, 8.0))) << "what is finite stays";
}

TEST_F(GuardTest, GoesBackToWhatItKeptAndTakesAnotherOrder)
{
    m_monitor.policy = "rewind";
    m_monitor.snapshotEvery = 10;
    build();
    calm(25); // states of steps 0, 10 and 20
    const at::Tensor kept = m_guard->newestHealthy()->tensors.at("head").clone();
    EXPECT_EQ(m_guard->newestHealthy()->position.step, 20);
    const auto decision = step(2, kNan, 0.1);
    ASSERT_EQ(decision.action, monitor::Action::Rewind);
    EXPECT_TRUE(decision.said.empty()) << "it is said when it is done";
    const run::Guarded said = m_guard->rewind(decision.verdict, m_position);
    EXPECT_EQ(said.action, "rewind");
    EXPECT_EQ(said.reason, "non_finite_gradient");
    EXPECT_EQ(said.rewindStep, 20);
    EXPECT_TRUE(at::equal(m_trainable[1].second, kept));
    EXPECT_EQ(m_position.step, 26) << "a step never goes back";
    EXPECT_EQ(m_position.batch, 20);
    EXPECT_EQ(m_position.order, 1);
    EXPECT_EQ(m_position.rewinds, 1);
    EXPECT_EQ(m_position.lrFactor, m_monitor.rewindLr);
}

TEST_F(GuardTest, StopsWhenItsRewindsAreUsedUpAndEndsHealthy)
{
    m_monitor.policy = "rewind";
    m_monitor.rewinds = 1;
    build();
    calm(25);
    (void)m_guard->rewind(step(2, kNan, 0.1).verdict, m_position);
    const auto decision = step(2, kNan, 0.1);
    EXPECT_EQ(decision.action, monitor::Action::Stop);
    ASSERT_EQ(decision.said.size(), 1U);
    EXPECT_EQ(decision.said[0].action, "stop");
    EXPECT_EQ(decision.said[0].stability, run::Stability::Exploded);
    m_trainable[0].second.detach().fill_(kNan);
    EXPECT_TRUE(m_guard->giveUp(m_position));
    EXPECT_TRUE(std::isfinite(weight(0)));
}

TEST_F(GuardTest, StopDoesNotTouchTheWeights)
{
    build();
    calm(25);
    EXPECT_EQ(step(2, kNan, 0.1).action, monitor::Action::Stop);
    const double before = weight(1);
    EXPECT_FALSE(m_guard->giveUp(m_position));
    EXPECT_EQ(weight(1), before);
}

TEST_F(GuardTest, GoesBackWhereItIsAskedWithoutUsingUpARewind)
{
    m_monitor.snapshotEvery = 10;
    build();
    calm(25);
    EXPECT_FALSE(m_guard->rewindTo(-1, m_position));
    EXPECT_EQ(m_position.step, 25);
    const auto said = m_guard->rewindTo(15, m_position);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->reason, "asked");
    EXPECT_EQ(said->action, "rewind");
    EXPECT_EQ(said->rewindStep, 10);
    EXPECT_EQ(said->stability, run::Stability::Stable);
    EXPECT_EQ(m_position.batch, 10);
    EXPECT_EQ(m_position.rewinds, 0);
    EXPECT_EQ(m_position.lrFactor, 1);
    EXPECT_EQ(m_guard->newestHealthy()->position.step, 10) << "what came after is forgotten";
}

TEST_F(GuardTest, HoldsARateThatFallsBelowZero)
{
    m_monitor.policy = "ladder";
    build();
    calm(20);
    const double before = weight(0);
    const auto decision = step(2, 0.1, 0.1, -0.01);
    EXPECT_EQ(decision.action, monitor::Action::LowerRate);
    EXPECT_EQ(decision.verdict.series, "lr");
    EXPECT_EQ(weight(0), before) << "not even once";
    EXPECT_EQ(m_guard->held(-0.01), 0);
    EXPECT_EQ(m_guard->held(0.01), 0.01);
    EXPECT_EQ(step(2, 0.1, 0.1, -0.01).action, monitor::Action::None) << "a rate of zero is no fault";
}

TEST_F(GuardTest, ClipsASpikeToWhatIsUsual)
{
    m_monitor.policy = "ladder";
    m_monitor.ladder = {"clip"};
    m_train.clip = 0;
    build();
    calm(60);
    const double before = weight(1);
    const auto decision = step(2.0, 0.1, 2000);
    ASSERT_EQ(decision.action, monitor::Action::Clip) << toText(decision.verdict.condition);
    EXPECT_TRUE(decision.updates);
    EXPECT_LT(std::abs(weight(1) - before), 0.1) << "2000 would have moved it by 200";
}

TEST_F(GuardTest, FreezesTheGuiltyBranchForGood)
{
    m_monitor.policy = "ladder";
    m_monitor.ladder = {"freeze_branch"};
    build();
    calm(60);
    bool isFrozen = false;
    for (int i = 0; i < 12 && !isFrozen; ++i) {
        isFrozen = step(2.0, 0.1, 2000).action == monitor::Action::FreezeBranch;
    }
    ASSERT_TRUE(isFrozen) << "a norm that stays far out is a drift";
    EXPECT_TRUE(m_optimizer->isFrozen(1));
    EXPECT_FALSE(m_optimizer->isFrozen(0));
    const double head = weight(1);
    const double neck = weight(0);
    (void)step(2.0, 0.1, kNan);
    EXPECT_EQ(weight(1), head);
    EXPECT_NE(weight(0), neck) << "what is frozen has no say in the norm";
    EXPECT_EQ(m_seen.branchNorms[1].value, 0);
}

TEST_F(GuardTest, EmptiesTheMomentsOnARewindIfItIsToldTo)
{
    m_monitor.policy = "rewind";
    m_monitor.resetMoments = true;
    m_train.optimizer = "adamw";
    build();
    calm(25);
    (void)m_guard->rewind(step(2, kNan, 0.1).verdict, m_position);
    EXPECT_EQ(m_optimizer->state().at("steps").item<int>(), 0);
}

TEST_F(GuardTest, ReportsTheMemoryOfItsStates)
{
    build();
    // Two tensors of four floats, their momenta, the count of steps, the generator.
    EXPECT_GE(m_guard->stateBytes(), 3U * (4U * 16U + 8U));
    EXPECT_EQ(m_guard->stateBytes() % 3, 0U);
}

} // namespace
} // namespace espalier::train

#include "core/run/run_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <future>
#include <mutex>
#include <string>

namespace espalier::run {
namespace {

/// Notes which runs began; a run named `wait` goes on until it is asked to stop.
class ScriptedEngine final : public Engine {
public:
    Outcome run(const RunSpec& spec, EventLog& log, CommandBox& commands) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_begun.push_back(spec.experiment.name);
        }
        log.append(StateChanged{RunState::Running}, 0);
        Outcome outcome;
        while (spec.experiment.name == "wait" && !outcome.cancelled) {
            commands.wait(600);
            for (const Command& command : commands.take()) {
                outcome.cancelled = outcome.cancelled || command.kind == CommandKind::Stop;
            }
        }
        outcome.state = outcome.cancelled ? RunState::Stopped : RunState::Finished;
        return outcome;
    }
    [[nodiscard]] std::vector<std::string> begun() const
    {
        const std::lock_guard lock(m_mutex);
        return m_begun;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_begun;
};

struct QueuedRun {
    explicit QueuedRun(const std::string& name) { spec.experiment.name = name; }
    void enqueueTo(RunQueue& queue)
    {
        queue.enqueue(spec, log, commands, [this](Outcome outcome) { ended.set_value(std::move(outcome)); });
    }
    Clock clock;
    EventLog log{clock};
    CommandBox commands;
    RunSpec spec;
    std::promise<Outcome> ended;
};

TEST(RunQueue, DoesRunsInOrder)
{
    ScriptedEngine engine;
    std::array<QueuedRun, 3> runs{QueuedRun("a"), QueuedRun("b"), QueuedRun("c")};
    {
        RunQueue queue(engine);
        for (QueuedRun& run : runs) {
            run.enqueueTo(queue);
        }
        for (QueuedRun& run : runs) {
            EXPECT_EQ(run.ended.get_future().get().state, RunState::Finished);
        }
    }
    EXPECT_EQ(engine.begun(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(RunQueue, IsIdleBeforeAndAfter)
{
    ScriptedEngine engine;
    QueuedRun run("wait");
    RunQueue queue(engine);
    EXPECT_TRUE(queue.isIdle());
    run.enqueueTo(queue);
    EXPECT_FALSE(queue.isIdle());
    run.commands.post({CommandKind::Stop, 0});
    EXPECT_TRUE(run.ended.get_future().get().cancelled);
    EXPECT_TRUE(queue.isIdle());
}

TEST(RunQueue, ItsEndStopsTheRunInProgressAndDropsThoseThatWait)
{
    ScriptedEngine engine;
    QueuedRun going("wait");
    QueuedRun waiting("never");
    {
        RunQueue queue(engine);
        going.enqueueTo(queue);
        waiting.enqueueTo(queue);
        going.log.waitPast(0, 600);
    }
    EXPECT_EQ(going.ended.get_future().get().state, RunState::Stopped);
    const Outcome dropped = waiting.ended.get_future().get();
    EXPECT_EQ(dropped.state, RunState::Stopped);
    EXPECT_TRUE(dropped.cancelled);
    EXPECT_EQ(engine.begun(), (std::vector<std::string>{"wait"}));
}

TEST(RunQueue, WorkThatIsNoRunHasItsTurn)
{
    ScriptedEngine engine;
    QueuedRun first("wait");
    QueuedRun last("b");
    std::promise<Result<DryRun>> measured;
    RunQueue queue(engine);
    first.enqueueTo(queue);
    queue.enqueue([&](Engine* given) {
        EXPECT_FALSE(queue.isIdle());
        EXPECT_EQ(engine.begun(), std::vector<std::string>{"wait"}); // behind what was there before, ahead of the rest
        measured.set_value(given->dryRun(first.spec, {}));
    });
    last.enqueueTo(queue);
    first.commands.post({CommandKind::Stop, 0});
    const auto step = measured.get_future().get();
    ASSERT_FALSE(step.has_value()); // this engine cannot
    EXPECT_EQ(step.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(last.ended.get_future().get().state, RunState::Finished);
}

TEST(RunQueue, WorkThatWaitsIsToldOfItsEnd)
{
    ScriptedEngine engine;
    QueuedRun going("wait");
    std::promise<bool> isDropped;
    {
        RunQueue queue(engine);
        going.enqueueTo(queue);
        queue.enqueue([&](Engine* given) { isDropped.set_value(given == nullptr); });
        going.log.waitPast(0, 600);
    }
    EXPECT_TRUE(isDropped.get_future().get());
}

} // namespace
} // namespace espalier::run

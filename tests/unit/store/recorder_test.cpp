#include "tests/unit/store/store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::store {
namespace {

using run::RunState;

/// What a run in progress has: a log that another thread may append to, and its recorder.
class RecorderTest : public StoreTest {
protected:
    void start()
    {
        m_id = open()->createRun(newRun()).value();
        auto recorder = RunRecorder::start(path(), m_id, m_log, m_commands);
        ASSERT_TRUE(recorder) << describe(recorder.error());
        m_recorder = std::move(*recorder);
    }

    Clock m_clock;
    run::EventLog m_log{m_clock};
    run::CommandBox m_commands;
    RunId m_id = 0;
    std::unique_ptr<RunRecorder> m_recorder;
};

TEST_F(RecorderTest, WhatWasWaitedForStandsInTheFile)
{
    start();
    m_log.append(started(0, 100), 0);
    for (int step = 1; step <= 100; ++step) {
        m_log.append(stepDone(step, step), step);
        if (step % 25 == 0) {
            ASSERT_TRUE(m_log.waitKept(60));
            EXPECT_EQ(open()->lastSeq(m_id).value(), m_log.lastSeq());
        }
    }
    m_log.close();
    ASSERT_TRUE(m_recorder->finish(outcome(RunState::Finished)));
}

TEST_F(RecorderTest, ANoteAboutAFileOfAnyNameIsKept)
{
    start();
    m_log.append(run::Note{run::Severity::Warning, "is no image", "folder/\xff\xfe.png"}, 0);
    m_log.close();
    EXPECT_TRUE(m_recorder->finish(outcome(RunState::Finished)));
    EXPECT_EQ(open()->lastSeq(m_id).value(), 1);
}

TEST_F(RecorderTest, ATailSeesHistoryThenWhatAnotherThreadSays)
{
    start();
    m_log.append(started(0, 30), 0);
    m_log.append(stepDone(1, 1), 1);
    ASSERT_TRUE(eventually([&] { return open()->lastSeq(m_id).value() == 2; }));
    const auto source = tail(path(), m_id).value();
    std::vector<run::Event> seen = source->take();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_TRUE(source->take().empty());
    std::thread trainer([&] {
        for (int step = 2; step <= 30; ++step) {
            m_log.append(
                stepDone(step, step == 9 ? kNan : step, step == 9 ? run::Stability::Warning : run::Stability::Stable),
                step);
            if (step % 10 == 0) {
                m_log.append(evalDone(step, 0.5), step);
            }
        }
        m_log.close();
    });
    const bool isComplete = eventually([&] {
        for (run::Event& event : source->take()) {
            seen.push_back(std::move(event));
        }
        return seen.size() >= 34;
    });
    trainer.join();
    ASSERT_TRUE(isComplete);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].seq, static_cast<std::int64_t>(i) + 1);
    }
    const auto& ninth = std::get<run::StepDone>(seen[9].body);
    EXPECT_EQ(ninth.step, 9);
    EXPECT_EQ(ninth.stability, run::Stability::Warning);
    ASSERT_EQ(ninth.samples.size(), 2U);
    EXPECT_EQ(ninth.samples[0].series, "loss");
    EXPECT_TRUE(std::isnan(ninth.samples[0].value));
    EXPECT_EQ(std::get<run::EvalDone>(seen.back().body).step, 30);
    EXPECT_TRUE(m_recorder->finish(outcome(RunState::Finished)));
}

TEST_F(RecorderTest, HandsOverWhatOthersLeft)
{
    start();
    const auto store = open();
    ASSERT_TRUE(store->postCommand(m_id, {run::CommandKind::SetLearningRate, 0.25}));
    ASSERT_TRUE(store->postCommand(m_id, {run::CommandKind::Stop, 0}));
    std::vector<run::Command> taken;
    EXPECT_TRUE(eventually([&] {
        for (const run::Command& command : m_commands.take()) {
            taken.push_back(command);
        }
        return taken.size() >= 2;
    }));
    m_log.close();
    EXPECT_TRUE(m_recorder->finish(outcome(RunState::Stopped)));
    EXPECT_EQ(taken,
              (std::vector<run::Command>{{run::CommandKind::SetLearningRate, 0.25}, {run::CommandKind::Stop, 0}}));
    EXPECT_TRUE(m_commands.take().empty());
}

TEST_F(RecorderTest, TwoRunsAreWrittenToOneFileAtOnce)
{
    const auto writeRun = [this](std::size_t i, std::array<RunId, 2>& ids) {
        std::vector<run::EventBody> bodies;
        for (int step = 1; step <= 200; ++step) {
            bodies.emplace_back(stepDone(step, static_cast<double>(i)));
        }
        ids[i] = recorded(bodies, outcome(RunState::Finished));
    };
    std::array<RunId, 2> ids{};
    (void)open();
    std::thread other([&] { writeRun(1, ids); });
    writeRun(0, ids);
    other.join();
    for (std::size_t i = 0; i < 2; ++i) {
        const auto points = open()->series(ids[i], "loss").value();
        ASSERT_EQ(points.size(), 200U);
        EXPECT_TRUE(std::all_of(points.begin(), points.end(),
                                [&](const SeriesPoint& point) { return point.value == static_cast<double>(i); }));
    }
}

TEST_F(RecorderTest, FinishingAgainChangesNothing)
{
    start();
    m_log.close();
    EXPECT_TRUE(m_recorder->finish(outcome(RunState::Finished)));
    EXPECT_TRUE(m_recorder->finish(outcome(RunState::Failed)));
    EXPECT_EQ(open()->runDetail(m_id).value().summary.state, RunState::Finished);
}

TEST_F(RecorderTest, ARunThatNeverBeganDoesNotStayQueued)
{
    start();
    m_recorder.reset();
    EXPECT_EQ(open()->runDetail(m_id).value().summary.state, RunState::Stopped);
}

TEST_F(RecorderTest, RemembersThatWritingFailedAndAsksTheRunToStop)
{
    start();
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("DROP TABLE points");
    m_log.append(stepDone(1, 1), 1);
    ASSERT_TRUE(eventually([&] { return m_recorder->error().has_value(); }));
    EXPECT_EQ(m_recorder->error()->where, path().string());
    EXPECT_TRUE(eventually([&] { return !m_commands.take().empty(); }));
    // It goes on taking: the trainer is not held up, and the log does not grow.
    for (int step = 2; step < 100; ++step) {
        m_log.append(stepDone(step, 1), 1);
    }
    m_log.close();
    const Status finished = m_recorder->finish(outcome(RunState::Finished));
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error(), *m_recorder->error());
}

} // namespace
} // namespace espalier::store

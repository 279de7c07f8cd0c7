// A store in a folder of its own, runs to put into it, and waiting for another thread or process.
#pragma once

#include "core/store/store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <limits>
#include <string>
#include <thread>

namespace espalier::store {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Until it holds, or until what is waited for cannot be slow any more: it does not come.
inline bool eventually(const std::function<bool()>& holds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
        if (holds()) {
            return true;
        }
        std::this_thread::yield();
    }
    return false;
}

inline NewRun newRun(const std::string& name = "a run")
{
    NewRun run;
    run.experiment.name = name;
    run.experiment.train.lr = 0.125;
    run.experimentYaml = experiment::toYaml(run.experiment);
    run.experimentFolder = "/somewhere";
    run.experimentFile = "some.yaml";
    return run;
}

inline run::Started started(std::int64_t firstStep, std::int64_t totalSteps = 0)
{
    run::Started event;
    event.firstStep = firstStep;
    event.totalSteps = totalSteps;
    return event;
}

inline run::StepDone stepDone(std::int64_t step, double loss, run::Stability stability = run::Stability::Stable)
{
    return {step, static_cast<double>(step) / 10, {{"loss", loss}, {"grad_norm", loss * 2}}, stability, false};
}

inline run::EvalDone evalDone(std::int64_t step, double metric)
{
    return {step, static_cast<double>(step) / 10, {{"mAP", metric}, {"mAP/dust", metric / 2}}};
}

inline run::Outcome outcome(run::RunState state, std::string message = {})
{
    run::Outcome made;
    made.state = state;
    made.message = std::move(message);
    return made;
}

class StoreTest : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        m_folder = std::filesystem::temp_directory_path() /
                   ("espalier-store-" + std::to_string(::getpid()) + "-" + test->name());
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    [[nodiscard]] std::filesystem::path path() const { return m_folder / "runs.db"; }
    [[nodiscard]] std::unique_ptr<Store> open() const
    {
        auto store = Store::open(path());
        EXPECT_TRUE(store) << describe(store.error());
        return store ? std::move(*store) : nullptr;
    }

    /// A run that says `bodies` and ends so.
    RunId recorded(const std::vector<run::EventBody>& bodies, const run::Outcome& end) const
    {
        const RunId id = open()->createRun(newRun()).value();
        record(id, bodies, end);
        return id;
    }
    void record(RunId id, const std::vector<run::EventBody>& bodies, const run::Outcome& end) const
    {
        const Clock clock;
        run::EventLog log(clock);
        log.startAfter(open()->lastSeq(id).value());
        run::CommandBox commands;
        auto recorder = RunRecorder::start(path(), id, log, commands);
        ASSERT_TRUE(recorder) << describe(recorder.error());
        double seconds = 0;
        for (const run::EventBody& body : bodies) {
            log.append(body, seconds += 0.5);
        }
        log.close();
        const Status finished = (*recorder)->finish(end);
        ASSERT_TRUE(finished) << describe(finished.error());
    }

    std::filesystem::path m_folder;
};

} // namespace espalier::store

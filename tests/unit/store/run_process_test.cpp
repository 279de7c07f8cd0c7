// A run whose process is killed, and a disk that fills: both need a process of their own.
#include "tests/unit/store/store_fixture.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

namespace espalier::store {
namespace {

using run::RunState;

class RunProcessTest : public StoreTest {
protected:
    /// In a child: record steps without end, or until somebody asks to stop.
    [[noreturn]] void writeForever() const
    {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that fails leaves nothing behind
        const Clock clock;
        run::EventLog log(clock);
        run::CommandBox commands;
        const auto store = Store::open(path());
        const auto id = store ? (*store)->createRun(newRun()) : Result<RunId>(fail(store.error()));
        auto recorder = id ? RunRecorder::start(path(), *id, log, commands)
                           : Result<std::unique_ptr<RunRecorder>>(fail(id.error()));
        if (!recorder) {
            ::_exit(1);
        }
        log.append(started(0, 1000000), 0);
        log.append(run::StateChanged{RunState::Running}, 0);
        for (std::int64_t step = 1; commands.take().empty(); ++step) {
            log.append(stepDone(step, 1), static_cast<double>(step));
            commands.wait(0.001);
        }
        log.close();
        const Status finished = (*recorder)->finish(outcome(RunState::Stopped));
        const bool namesTheDisk = !finished && finished.error().message.find("the disk") != std::string::npos &&
                                  finished.error().where == path().string();
        ::_exit(finished ? 0 : namesTheDisk ? 3 : 4);
    }
    [[nodiscard]] pid_t forkWriter() const
    {
        const pid_t child = ::fork();
        if (child == 0) {
            writeForever();
        }
        return child;
    }
    static int waitFor(pid_t child)
    {
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    }
};

TEST_F(RunProcessTest, AKilledRunIsLostAndGoesOn)
{
    const pid_t child = forkWriter();
    ASSERT_GT(child, 0);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(path()) && open()->lastSeq(1).value_or(0) >= 20; }));
    const RunSummary living = open()->runDetail(1).value().summary;
    EXPECT_EQ(living.state, RunState::Running);
    EXPECT_TRUE(living.isLocal);
    const Clock clock;
    run::EventLog second(clock);
    run::CommandBox commands;
    EXPECT_EQ(RunRecorder::start(path(), 1, second, commands).error().code, ErrorCode::Conflict);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    // Dead, yet not reaped: gone all the same.
    EXPECT_TRUE(eventually([&] { return open()->runDetail(1).value().summary.state == RunState::Lost; }));
    waitFor(child);
    const auto store = open();
    const RunSummary lost = store->runDetail(1).value().summary;
    EXPECT_EQ(lost.state, RunState::Lost);
    EXPECT_FALSE(lost.isLocal);
    EXPECT_GT(lost.step, 0);
    const auto points = store->series(1, "loss").value();
    EXPECT_EQ(static_cast<std::int64_t>(points.size()), lost.step);

    record(1, {started(10), stepDone(11, 7)}, outcome(RunState::Finished, "done"));
    const auto resumed = store->series(1, "loss").value();
    ASSERT_EQ(resumed.size(), 11U);
    EXPECT_EQ(resumed.back().value, 7);
    EXPECT_EQ(store->runDetail(1).value().summary.state, RunState::Finished);
}

TEST_F(RunProcessTest, AnotherProcessStopsTheRun)
{
    const pid_t child = forkWriter();
    ASSERT_GT(child, 0);
    const bool isRunning =
        eventually([&] { return std::filesystem::exists(path()) && open()->lastSeq(1).value_or(0) >= 5; });
    EXPECT_TRUE(isRunning);
    EXPECT_TRUE(open()->postCommand(1, {run::CommandKind::Stop, 0}));
    const int status = waitFor(child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(open()->runDetail(1).value().summary.state, RunState::Stopped);
}

TEST_F(RunProcessTest, AFullDiskStopsTheRunAndLosesNothingThatWasCommitted)
{
    (void)open();
    const pid_t child = ::fork();
    if (child == 0) {
        // The kernel's stand-in for a full disk: files may not grow beyond this.
        const rlimit limit{256 << 10, 256 << 10};
        std::signal(SIGXFSZ, SIG_IGN);
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            ::_exit(1);
        }
        writeForever();
    }
    ASSERT_GT(child, 0);
    const int status = waitFor(child);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    EXPECT_EQ(WEXITSTATUS(status), 3) << "3: an error that names disk and store, 4: another, 0: the run did not notice";
    const auto store = open();
    ASSERT_NE(store, nullptr);
    const auto points = store->series(1, "loss").value();
    EXPECT_GT(points.size(), 0U);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(points[i].step, static_cast<std::int64_t>(i) + 1);
    }
}

} // namespace
} // namespace espalier::store

#include "core/base/files.h"
#include "tests/unit/store/store_fixture.h"

#include <algorithm>
#include <cmath>

namespace espalier::store {
namespace {

using run::RunState;

TEST_F(StoreTest, GivesBackTheExperimentAndTheFolderOfARun)
{
    const auto store = open();
    const NewRun made = newRun("Step 2");
    const RunId id = store->createRun(made).value();
    const RunDetail detail = store->runDetail(id).value();
    EXPECT_EQ(detail.experiment, made.experiment);
    EXPECT_EQ(detail.experimentYaml, made.experimentYaml);
    EXPECT_EQ(detail.experimentFolder, "/somewhere");
    EXPECT_EQ(detail.summary.name, "Step 2");
    EXPECT_EQ(detail.summary.experimentFile, "some.yaml");
    EXPECT_EQ(detail.summary.recipeHash, experiment::recipeHash(made.experiment));
    EXPECT_EQ(detail.runFolder, std::filesystem::path(path().string() + ".runs") / std::to_string(id));
    EXPECT_TRUE(std::filesystem::is_directory(detail.runFolder));
    EXPECT_TRUE(detail.lastCheckpoint.empty());
    EXPECT_EQ(detail.summary.state, RunState::Queued);
    EXPECT_TRUE(detail.summary.isLocal);
}

TEST_F(StoreTest, KeepsNonFiniteValuesApart)
{
    const RunId id =
        recorded({stepDone(1, 2.5), stepDone(2, kNan), stepDone(3, kInf), stepDone(4, -kInf), stepDone(5, -0.1)},
                 outcome(RunState::Finished));
    const auto points = open()->series(id, "loss").value();
    ASSERT_EQ(points.size(), 5U);
    EXPECT_EQ(points[0].value, 2.5);
    EXPECT_TRUE(std::isnan(points[1].value));
    EXPECT_EQ(points[2].value, kInf);
    EXPECT_EQ(points[3].value, -kInf);
    EXPECT_EQ(points[4].value, -0.1);
    EXPECT_EQ(points[4].step, 5);
    EXPECT_EQ(points[4].epoch, 0.5);
    EXPECT_EQ(points[4].seconds, 2.5);
}

TEST_F(StoreTest, ContinuesASeriesWhereItWasLeft)
{
    const RunId id = recorded({stepDone(1, 1), stepDone(2, 2)}, outcome(RunState::Stopped));
    const auto store = open();
    std::int64_t row = 0;
    EXPECT_EQ(store->series(id, "loss", &row).value().size(), 2U);
    EXPECT_TRUE(store->series(id, "loss", &row).value().empty());
    record(id, {started(2), stepDone(3, 3)}, outcome(RunState::Finished));
    const auto more = store->series(id, "loss", &row).value();
    ASSERT_EQ(more.size(), 1U);
    EXPECT_EQ(more[0].step, 3);
    EXPECT_TRUE(store->series(id, "no such series").value().empty());
}

TEST_F(StoreTest, SumsARunUp)
{
    run::Started begun;
    begun.totalSteps = 40;
    begun.epochs = 4;
    begun.parameters = 1000;
    begun.trainable = 100;
    begun.adapterParameters = 10;
    begun.environment = {{"torch", "1.13.1"}, {"blas", "openblas"}};
    const RunId id =
        recorded({begun, run::StateChanged{RunState::Running}, stepDone(1, 3), evalDone(1, 0.25), stepDone(2, 2),
                  evalDone(2, kNan), stepDone(3, 1), evalDone(3, 0.125), stepDone(4, kNan, run::Stability::Exploded)},
                 outcome(RunState::Exploded, "grad_norm is not finite"));
    const RunDetail detail = open()->runDetail(id).value();
    const RunSummary& run = detail.summary;
    EXPECT_EQ(run.state, RunState::Exploded);
    EXPECT_EQ(run.message, "grad_norm is not finite");
    EXPECT_EQ(run.stability, run::Stability::Exploded);
    EXPECT_EQ(run.step, 4);
    EXPECT_EQ(run.epoch, 0.4);
    EXPECT_EQ(run.seconds, 4.5);
    EXPECT_EQ(run.totalSteps, 40);
    EXPECT_EQ(run.epochs, 4);
    EXPECT_EQ(run.parameters, 1000);
    EXPECT_EQ(run.trainable, 100);
    EXPECT_EQ(run.adapterParameters, 10);
    EXPECT_EQ(run.bestMetric, 0.25);
    EXPECT_EQ(run.lastMetric, 0.125);
    EXPECT_FALSE(run.isLocal);
    EXPECT_EQ(detail.environment, begun.environment);
    EXPECT_EQ(detail.series, (std::vector<std::string>{"loss", "grad_norm", "mAP", "mAP/dust"}));
}

TEST_F(StoreTest, GivesBackEveryEventButTheSteps)
{
    const run::Guarded guarded{2, run::Stability::Warning, "spike", "grad_norm/neck", kInf, "skip", 0};
    const RunId id = recorded({run::Started{}, stepDone(1, 1), guarded, evalDone(2, kNan),
                               run::CommandApplied{2, {run::CommandKind::SetLearningRate, 0.5}},
                               run::Note{run::Severity::Warning, "few images", "data.root"}},
                              outcome(RunState::Finished));
    const auto store = open();
    const auto events = store->events(id).value();
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[0].seq, 1);
    EXPECT_EQ(events[1].seq, 3);
    EXPECT_EQ(events[1].seconds, 1.5);
    EXPECT_GT(events[1].wallMicroseconds, 0);
    EXPECT_EQ(std::get<run::Guarded>(events[1].body).value, kInf);
    EXPECT_EQ(std::get<run::Guarded>(events[1].body).series, "grad_norm/neck");
    EXPECT_TRUE(std::isnan(std::get<run::EvalDone>(events[2].body).metrics.at(0).value));
    EXPECT_EQ(std::get<run::CommandApplied>(events[3].body).command.value, 0.5);
    EXPECT_EQ(std::get<run::Note>(events[4].body).where, "data.root");
    EXPECT_EQ(store->events(id, 4).value().size(), 2U);
    EXPECT_EQ(store->lastSeq(id).value(), 6);
}

TEST_F(StoreTest, ShowsTheLaterRowsOfARepeatedStep)
{
    const RunId id = recorded({run::Started{}, stepDone(1, 1), stepDone(2, 2), evalDone(2, 0.5), stepDone(3, 3)},
                              outcome(RunState::Stopped));
    record(id, {started(1), stepDone(2, 20), stepDone(3, 30), stepDone(4, 40)}, outcome(RunState::Finished));
    const auto points = open()->series(id, "loss").value();
    std::vector<std::pair<std::int64_t, double>> seen;
    for (const SeriesPoint& point : points) {
        seen.emplace_back(point.step, point.value);
    }
    EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, double>>{{1, 1}, {2, 20}, {3, 30}, {4, 40}}));
    EXPECT_EQ(open()->lastSeq(id).value(), 9);
    // The evaluation of a step that was done again is told by nobody any more.
    EXPECT_EQ(open()->runDetail(id).value().summary.bestMetric, std::nullopt);
    for (const run::Event& event : tail(path(), id).value()->take()) {
        EXPECT_FALSE(std::holds_alternative<run::EvalDone>(event.body)) << event.seq;
    }
}

TEST_F(StoreTest, NamesTheLastCheckpoint)
{
    const auto store = open();
    const RunId id = store->createRun(newRun()).value();
    const auto folder = store->runDetail(id).value().runFolder;
    for (const char* name : {"5.safetensors", "10.safetensors"}) {
        ASSERT_TRUE(writeFileAtomically(folder / name, "weights"));
    }
    record(id,
           {run::CheckpointWritten{5, (folder / "5.safetensors").string()},
            run::CheckpointWritten{10, (folder / "10.safetensors").string()}},
           outcome(RunState::Finished));
    EXPECT_EQ(store->runDetail(id).value().lastCheckpoint, folder / "10.safetensors");
    EXPECT_EQ(store->runDetail(id).value().summary.lastCheckpointStep, 10);
    std::filesystem::remove(folder / "10.safetensors");
    EXPECT_EQ(store->runDetail(id).value().lastCheckpoint, folder / "5.safetensors");
}

TEST_F(StoreTest, ThinsASparklineAndKeepsItsExtremes)
{
    std::vector<run::EventBody> bodies;
    for (int step = 1; step <= 500; ++step) {
        bodies.emplace_back(stepDone(step, step == 137 ? 1e6 : step == 402 ? -1e6 : step == 250 ? kNan : 1.0));
    }
    const RunId id = recorded(bodies, outcome(RunState::Finished));
    const Sparkline line = open()->sparkline(id, "loss", 20).value();
    ASSERT_EQ(line.size(), 20U);
    EXPECT_EQ(line[136 / 25].high, 1e6);
    EXPECT_EQ(line[401 / 25].low, -1e6);
    EXPECT_EQ(line[249 / 25].high, kInf) << "a step that is not finite is seen";
    EXPECT_EQ(line[249 / 25].low, 1.0);
    EXPECT_EQ(std::count_if(line.begin(), line.end(), [](SparkPair pair) { return pair.high == 1.0; }), 18);
    EXPECT_EQ(open()->sparkline(id, "loss", 1000).value().size(), 500U);
    EXPECT_TRUE(open()->sparkline(id, "no such series", 20).value().empty());
}

TEST_F(StoreTest, DeletesAndUndoesIt)
{
    const auto store = open();
    const RunId first = store->createRun(newRun("first")).value();
    const RunId second = store->createRun(newRun("second")).value();
    ASSERT_EQ(store->runs().value().size(), 2U);
    EXPECT_EQ(store->runs().value().front().id, second);
    ASSERT_TRUE(store->setDeleted(second, true));
    ASSERT_EQ(store->runs().value().size(), 1U);
    EXPECT_EQ(store->runs().value().front().id, first);
    ASSERT_EQ(store->runs(true).value().size(), 2U);
    EXPECT_TRUE(store->runs(true).value().front().isDeleted);
    ASSERT_TRUE(store->setDeleted(second, false));
    EXPECT_EQ(store->runs().value().size(), 2U);
}

TEST_F(StoreTest, Renames)
{
    const auto store = open();
    const RunId id = store->createRun(newRun()).value();
    ASSERT_TRUE(store->rename(id, "it's \"new\""));
    EXPECT_EQ(store->runDetail(id).value().summary.name, "it's \"new\"");
}

TEST_F(StoreTest, SaysWhenThereIsNoSuchRun)
{
    const auto store = open();
    EXPECT_EQ(store->runDetail(7).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->rename(7, "x").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->setDeleted(7, true).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->postCommand(7, {}).error().code, ErrorCode::NotFound);
    const Clock clock;
    run::EventLog log(clock);
    run::CommandBox commands;
    EXPECT_EQ(RunRecorder::start(path(), 7, log, commands).error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, TakesNoCommandForARunThatIsOver)
{
    const RunId id = recorded({stepDone(1, 1)}, outcome(RunState::Finished));
    EXPECT_EQ(open()->postCommand(id, {}).error().code, ErrorCode::Conflict);
}

TEST_F(StoreTest, CountsTheCommitsOfOtherConnections)
{
    const auto store = open();
    const std::int64_t before = store->dataVersion();
    EXPECT_EQ(store->dataVersion(), before);
    (void)open()->createRun(newRun());
    EXPECT_NE(store->dataVersion(), before);
}

} // namespace
} // namespace espalier::store

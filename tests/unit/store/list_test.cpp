// What the list of runs shows: facts, tags, notes, small curves; and what is erased in the end.
#include "core/base/files.h"
#include "core/store/history.h"
#include "tests/unit/store/store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace espalier::store {
namespace {

using run::RunState;

NewRun tuned(const std::string& root)
{
    NewRun run = newRun("tuned");
    run.experiment.model.size = "l";
    run.experiment.data.root = root;
    for (const char* pattern : {"neck", "bbox_head", "backbone"}) {
        plan::AdapterRule rule;
        rule.pattern = pattern;
        run.experiment.plan.adapters.push_back(rule);
    }
    run.experimentYaml = experiment::toYaml(run.experiment);
    return run;
}

TEST_F(StoreTest, TellsWhatARunIsAboutWithoutItsExperiment)
{
    const auto store = open();
    (void)store->createRun(tuned("/data/deeppcb/")).value();
    const RunFacts facts = store->runs().value().front().facts;
    EXPECT_EQ(facts.model, "yolo_world_v2_l");
    EXPECT_EQ(facts.data, "deeppcb");
    EXPECT_EQ(facts.methods, "feature_adapter") << "each method once";
    EXPECT_FALSE(facts.isLeaked);
}

TEST_F(StoreTest, TellsThatARunIsValidatedOnWhatItTrainsOn)
{
    const auto store = open();
    NewRun oneFile = newRun("one file");
    oneFile.experiment.data.val = oneFile.experiment.data.train;
    const RunId first = store->createRun(oneFile).value();
    NewRun accepted = newRun("accepted");
    accepted.experiment.accept = {"validation-images-in-training"};
    const RunId second = store->createRun(accepted).value();
    NewRun drawn = newRun("drawn");
    drawn.experiment.data.kind = "inspection";
    drawn.experiment.data.val = drawn.experiment.data.train;
    const RunId third = store->createRun(drawn).value();
    EXPECT_TRUE(store->runDetail(first).value().summary.facts.isLeaked);
    EXPECT_TRUE(store->runDetail(second).value().summary.facts.isLeaked);
    EXPECT_FALSE(store->runDetail(third).value().summary.facts.isLeaked);
}

TEST_F(StoreTest, TellsThemOfRunsFromBeforeToo)
{
    {
        SQLite::Database old(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        old.exec(readFile(std::filesystem::path(ESPALIER_SOURCE_DIR) / "resources/schema/0001_runs.sql").value());
        SQLite::Statement text(old, "INSERT INTO experiments (hash, yaml) VALUES ('a', ?), ('b', 'no: experiment')");
        text.bind(1, tuned("/data/deeppcb").experimentYaml);
        text.exec();
        old.exec("INSERT INTO runs (experiment, name, file, folder, recipe, created_us, state, is_deleted) VALUES "
                 "(1, 'old', 'o.yaml', '/', 'r', 1, 'finished', 0), (2, 'odd', '', '/', 'q', 2, 'finished', 1)");
        old.exec("PRAGMA user_version = 1");
    }
    const auto runs = open()->runs(true).value();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[1].facts.data, "deeppcb");
    EXPECT_EQ(runs[1].facts.model, "yolo_world_v2_l");
    EXPECT_TRUE(runs[0].facts.model.empty());
    EXPECT_GT(runs[0].deletedMicroseconds, 0) << "its thirty days begin now";
}

TEST_F(StoreTest, KeepsTagsAndNotes)
{
    const auto store = open();
    const RunId first = store->createRun(newRun("first")).value();
    const RunId second = store->createRun(newRun("second")).value();
    ASSERT_TRUE(store->setTags(first, {"paper", "keep", "paper"}));
    ASSERT_TRUE(store->setTags(second, {"leak"}));
    ASSERT_TRUE(store->setNote(first, "Schedule over 160"));
    const auto runs = open()->runs().value();
    EXPECT_EQ(runs[1].tags, (std::vector<std::string>{"keep", "paper"}));
    EXPECT_EQ(runs[0].tags, (std::vector<std::string>{"leak"}));
    EXPECT_EQ(runs[1].note, "Schedule over 160");
    EXPECT_EQ(store->runDetail(first).value().summary.tags, runs[1].tags);
    ASSERT_TRUE(store->setTags(first, {}));
    EXPECT_TRUE(store->runs().value()[1].tags.empty());
    EXPECT_EQ(store->setTags(99, {"x"}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->setNote(99, "x").error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, ReadsTheCurveOfARunThatIsOverOnce)
{
    const RunId id = recorded({run::Started{}, stepDone(1, 3), stepDone(2, 2)}, outcome(RunState::Stopped));
    ASSERT_EQ(open()->sparkline(id, "loss", 76).value().size(), 2U);
    SQLite::Database(path().string(), SQLite::OPEN_READWRITE).exec("DELETE FROM points");
    const Sparkline kept = open()->sparkline(id, "loss", 76).value();
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].low, 3);
    EXPECT_TRUE(open()->sparkline(id, "grad_norm", 76).value().empty());
    ASSERT_EQ(open()->sparkline(id, "loss", 76).value().size(), 0U) << "the other series took its place";
    // A resumed run has another curve, though it may stop at the same step.
    record(id, {started(1), stepDone(2, 9)}, outcome(RunState::Stopped));
    EXPECT_EQ(open()->sparkline(id, "loss", 76).value().back().high, 9);
}

TEST_F(StoreTest, TellsManyHistoriesThroughOneConnection)
{
    const RunId first =
        recorded({run::Started{}, stepDone(1, 3), evalDone(1, 0.5), stepDone(2, 2)}, outcome(RunState::Finished));
    const RunId second = recorded({run::Started{}, stepDone(1, 7), stepDone(2, 8)}, outcome(RunState::Stopped));
    const auto history = History::open(path()).value();
    for (const RunId id : {first, second, first}) {
        const auto told = history->events(id).value();
        const auto tailed = tail(path(), id).value()->take();
        ASSERT_EQ(told.size(), tailed.size());
        ASSERT_GE(told.size(), 3U);
        for (std::size_t i = 0; i < told.size(); ++i) {
            EXPECT_EQ(told[i].seq, tailed[i].seq);
            EXPECT_TRUE(i == 0 || told[i - 1].seq < told[i].seq);
            EXPECT_EQ(jsonText(run::toJson(told[i].body)), jsonText(run::toJson(tailed[i].body)));
        }
        const auto rest = history->events(id, told[1].seq).value();
        EXPECT_EQ(rest.size(), told.size() - 2);
        EXPECT_EQ(rest.front().seq, told[2].seq);
    }
    const auto steps = history->events(first).value();
    EXPECT_EQ(
        std::ranges::count_if(steps, [](const auto& one) { return std::holds_alternative<run::StepDone>(one.body); }),
        2);
    EXPECT_TRUE(history->events(99).value().empty());
}

TEST_F(StoreTest, ErasesWhatWasDeletedLongAgo)
{
    const RunId kept = recorded({run::Started{}, stepDone(1, 1)}, outcome(RunState::Finished));
    const RunId gone = recorded({run::Started{}, stepDone(1, 1), evalDone(1, 0.5), run::CheckpointWritten{1, "c"}},
                                outcome(RunState::Finished));
    const auto store = open();
    ASSERT_TRUE(store->setTags(gone, {"x"}));
    (void)store->sparkline(gone, "loss", 76);
    ASSERT_TRUE(store->setDeleted(gone, true));
    const auto folder = store->runDetail(gone).value().runFolder;
    EXPECT_EQ(eraseDeleted(path(), Clock().wallMicroseconds() - 30'000'000).value(), 0) << "not yet";
    EXPECT_TRUE(std::filesystem::exists(folder));
    EXPECT_EQ(eraseDeleted(path(), Clock().wallMicroseconds() + 1).value(), 1);
    EXPECT_FALSE(std::filesystem::exists(folder));
    const auto left = store->runs(true).value();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].id, kept);
    EXPECT_EQ(store->series(kept, "loss").value().size(), 1U);
    EXPECT_EQ(store->lastSeq(gone).value(), 0);
}

} // namespace
} // namespace espalier::store

#include "core/compare/markdown.h"
#include "core/compare/result_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <limits>

namespace espalier::compare {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

class ResultTable : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-compare-" + std::to_string(::getpid()));
        m_store = store::Store::open(m_folder / "runs.db").value();
    }
    void TearDown() override
    {
        m_store.reset();
        std::filesystem::remove_all(m_folder);
    }
    store::RunId record(const std::vector<run::EventBody>& bodies, run::RunState state)
    {
        store::NewRun made;
        made.experiment.name = "a|b, \"c\"";
        made.experimentYaml = experiment::toYaml(made.experiment);
        const store::RunId id = m_store->createRun(made).value();
        const Clock clock;
        run::EventLog log(clock);
        run::CommandBox commands;
        auto recorder = store::RunRecorder::start(m_store->path(), id, log, commands).value();
        for (const run::EventBody& body : bodies) {
            log.append(body, 2.0);
        }
        log.close();
        run::Outcome outcome;
        outcome.state = state;
        EXPECT_TRUE(recorder->finish(outcome));
        return id;
    }

    std::filesystem::path m_folder;
    std::unique_ptr<store::Store> m_store;
};

run::EvalDone evalDone(double epoch, double metric, double dust)
{
    return {static_cast<std::int64_t>(epoch * 10), epoch, {{"mAP", metric}, {"mAP50", 0.9}, {"mAP/dust", dust}}};
}

TEST_F(ResultTable, SaysWhatCameOfARun)
{
    run::Started started;
    started.trainable = 1234;
    started.adapterParameters = 34;
    const run::Guarded guarded{41, run::Stability::Exploded, "non_finite_loss", "loss", kNan, "stop", 0};
    const std::vector<store::RunId> ids{
        record({started, evalDone(1, 0.25, 0.5), evalDone(2, 0.5, kNan), evalDone(3, kNan, 0.1),
                evalDone(4, 0.375, 0.2), run::StepDone{40, 4, {{"loss", 1}}, run::Stability::Stable, false}, guarded},
               run::RunState::Exploded),
        record({}, run::RunState::Stopped)};
    const auto rows = resultTable(*m_store, ids).value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].run, ids[0]);
    EXPECT_EQ(rows[0].state, run::RunState::Exploded);
    EXPECT_EQ(rows[0].trainable, 1234);
    EXPECT_EQ(rows[0].adapterParameters, 34);
    EXPECT_EQ(rows[0].best, 0.5);
    EXPECT_EQ(rows[0].bestEpoch, 2);
    EXPECT_EQ(rows[0].last, 0.375);
    ASSERT_EQ(rows[0].classes.size(), 1U);
    EXPECT_EQ(rows[0].classes[0].first, "dust");
    EXPECT_TRUE(std::isnan(rows[0].classes[0].second));
    EXPECT_EQ(rows[0].seconds, 2.0);
    EXPECT_EQ(rows[0].explodedStep, 41);
    EXPECT_EQ(rows[1].best, std::nullopt);
    EXPECT_EQ(rows[1].explodedStep, std::nullopt);

    EXPECT_EQ(resultTable(*m_store, std::vector<store::RunId>{99}).error().code, ErrorCode::NotFound);
}

TEST_F(ResultTable, IsWrittenAsMarkdownAndCsv)
{
    ResultRow row;
    row.run = 7;
    row.name = "a|b, \"c\"\nd";
    row.state = run::RunState::Finished;
    row.trainable = 1234;
    row.adapterParameters = 34;
    row.best = 0.1;
    row.bestEpoch = 2;
    row.last = 0.0625;
    row.classes = {{"dust", 0.5}, {"coil", kNan}};
    row.seconds = 12.5;
    const std::vector<ResultRow> rows{row};
    EXPECT_EQ(toMarkdown(rows),
              "| run | name | state | trainable | adapters | best mAP | epoch of best | last mAP | AP dust | AP coil | "
              "seconds | exploded at step |\n"
              "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
              "| 7 | a\\|b, \"c\" d | finished | 1234 | 34 | 0.100 | 2.0 | 0.062 | 0.500 | – | 12.5 | – |\n");
    EXPECT_EQ(toCsv(rows), "run,name,state,trainable,adapters,best mAP,epoch of best,last mAP,AP dust,AP coil,seconds,"
                           "exploded at step\n"
                           "7,\"a|b, \"\"c\"\"\nd\",finished,1234,34,0.10000000000000001,2,0.0625,0.5,,12.5,\n");
}

} // namespace
} // namespace espalier::compare

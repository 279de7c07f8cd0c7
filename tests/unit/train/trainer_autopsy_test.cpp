// Runs that explode for a known reason: what they write of it.
#include "core/dataset/dataset.h"
#include "core/monitor/autopsy.h"
#include "core/train/torch_engine.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace espalier::train {

namespace {

class TrainerAutopsy : public testing::Test {
protected:
    TrainerAutopsy()
    {
        at::set_num_threads(1);
        experiment::Experiment& experiment = m_spec.experiment;
        experiment.data.kind = "inspection";
        experiment.data.trainImages = 6;
        experiment.data.valImages = 2;
        experiment.data.imageSize = 64;
        experiment.model.classes = {"defect", "dust", "discoloration", "coil"};
        experiment.plan.freeze = {"**"};
        experiment.plan.unfreeze = {{"cls_preds.2", 1.0, std::nullopt, false},
                                    {"reg_preds.2", 1.0, std::nullopt, false}};
        experiment.train.batch = 3;
        experiment.train.lr = 1e-3;
        experiment.train.evalEvery = 0;
        experiment.train.checkpointEvery = 0;
        experiment.monitor.policy = "stop";
        m_spec.runFolder = std::filesystem::path(testing::TempDir()) / "espalier_autopsy" /
                           testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(m_spec.runFolder);
        std::filesystem::create_directories(m_spec.runFolder);
    }

    run::Outcome run()
    {
        run::EventLog log(m_clock);
        const auto reader = log.reader();
        run::CommandBox commands;
        TorchEngine engine({{}, {}, 0, {}});
        run::Outcome outcome = engine.run(m_spec, log, commands);
        m_events = reader->take();
        return outcome;
    }

    [[nodiscard]] std::vector<std::filesystem::path> written() const
    {
        std::vector<std::filesystem::path> files;
        for (const run::Event& event : m_events) {
            if (const auto* autopsy = std::get_if<run::AutopsyWritten>(&event.body)) {
                EXPECT_NE(autopsy->path.find(monitor::autopsyFolderName(autopsy->step)), std::string::npos);
                files.emplace_back(autopsy->path);
            }
        }
        return files;
    }

    Clock m_clock;
    run::RunSpec m_spec;
    std::vector<run::Event> m_events;
};

} // namespace

TEST_F(TrainerAutopsy, ARateOfFiftyIsTooHigh)
{
    m_spec.experiment.train.lr = 50;
    m_spec.experiment.train.epochs = 60;
    const run::Outcome outcome = run();
    ASSERT_EQ(outcome.state, run::RunState::Exploded) << outcome.message;
    const auto files = written();
    ASSERT_FALSE(files.empty());
    const auto autopsy = monitor::readAutopsy(files.back());
    ASSERT_TRUE(autopsy) << describe(autopsy.error());
    ASSERT_FALSE(autopsy->causes.empty());
    EXPECT_EQ(autopsy->causes.front().code, "rate_too_high");
    EXPECT_EQ(autopsy->action, "stop");
    EXPECT_FALSE(autopsy->firstModule.empty());
    EXPECT_TRUE(std::ranges::any_of(autopsy->modules, [&](const monitor::ModuleReading& reading) {
        return reading.module == autopsy->firstModule;
    }));
    EXPECT_TRUE(std::ranges::any_of(autopsy->modules,
                                    [](const monitor::ModuleReading& reading) { return reading.updateRatio > 0.5; }));
    ASSERT_EQ(autopsy->images.size(), 3U);
    for (const std::string& name : autopsy->images) {
        const auto image = dataset::decodeImage(files.back().parent_path() / name);
        ASSERT_TRUE(image) << describe(image.error());
        EXPECT_EQ(image->width, 64);
    }
    EXPECT_FALSE(std::filesystem::exists(files.back().parent_path().string() + ".partial"));
}

TEST_F(TrainerAutopsy, ARateBelowZeroIsNamedWhenItBegins)
{
    experiment::TrainSettings& train = m_spec.experiment.train;
    train.schedule = "linear_by_epoch";
    train.lrFloor = 0.01;
    train.warmup = 0;
    train.warmupSteps = 4;
    train.epochs = 40;
    train.scheduleEpochs = 20;
    train.clampLr = false;
    m_spec.experiment.accept = {"schedule-shorter-than-run", "negative-learning-rate"};
    const run::Outcome outcome = run();
    ASSERT_NE(outcome.state, run::RunState::Failed) << outcome.message;
    const auto files = written();
    ASSERT_FALSE(files.empty());
    const auto autopsy = monitor::readAutopsy(files.front());
    ASSERT_TRUE(autopsy) << describe(autopsy.error());
    ASSERT_FALSE(autopsy->causes.empty());
    EXPECT_EQ(autopsy->causes.front().code, "negative_rate");
    EXPECT_EQ(autopsy->causes.front().advice.front(), "clamp_rate");
}

TEST_F(TrainerAutopsy, ARunThatIsWellWritesNone)
{
    m_spec.experiment.train.epochs = 10;
    EXPECT_EQ(run().state, run::RunState::Finished);
    EXPECT_TRUE(written().empty());
    EXPECT_FALSE(std::filesystem::exists(m_spec.runFolder / monitor::kAutopsiesFolder));
}

} // namespace espalier::train

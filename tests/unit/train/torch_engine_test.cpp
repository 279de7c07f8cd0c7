// Whole runs of the engine on drawn images: what they leave in their folder, when they refuse to start.
#include "core/base/files.h"
#include "core/metrics/detections_file.h"
#include "core/run/run_files.h"
#include "core/train/audit.h"
#include "core/train/torch_engine.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>

namespace espalier::train {
namespace {

class EngineTest : public testing::Test {
protected:
    EngineTest()
    {
        at::set_num_threads(1); // the same sums each time
        m_spec.experiment.data.kind = "inspection";
        m_spec.experiment.data.trainImages = 6;
        m_spec.experiment.data.valImages = 2;
        m_spec.experiment.data.imageSize = 64;
        m_spec.experiment.model.classes = {"defect", "dust", "discoloration", "coil"};
        m_spec.experiment.plan.freeze = {"**"};
        m_spec.experiment.plan.unfreeze = {{"cls_preds.2", 1.0, std::nullopt, false},
                                           {"reg_preds.2", 1.0, std::nullopt, false}};
        m_spec.experiment.train.epochs = 3;
        m_spec.experiment.train.batch = 3;
        m_spec.experiment.train.lr = 1e-3;
        m_spec.experiment.train.evalEvery = 1;
        m_spec.experiment.train.checkpointEvery = 0;
        m_spec.runFolder = folder("run");
    }

    static std::filesystem::path folder(const std::string& name)
    {
        const auto path = std::filesystem::path(testing::TempDir()) / "espalier_engine" /
                          testing::UnitTest::GetInstance()->current_test_info()->name() / name;
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
        return path;
    }

    run::Outcome run(bool stopsAtOnce = false)
    {
        run::EventLog log(m_clock);
        const auto reader = log.reader();
        run::CommandBox commands;
        if (stopsAtOnce) {
            commands.post({run::CommandKind::Stop, 0});
        }
        TorchEngine engine({{}, {}, 0, {}});
        run::Outcome outcome = engine.run(m_spec, log, commands);
        m_events = reader->take();
        return outcome;
    }

    template <class Body>
    [[nodiscard]] std::vector<Body> all() const
    {
        std::vector<Body> bodies;
        for (const run::Event& event : m_events) {
            if (const auto* body = std::get_if<Body>(&event.body)) {
                bodies.push_back(*body);
            }
        }
        return bodies;
    }

    [[nodiscard]] bool isTold(const std::string& text) const
    {
        const auto notes = all<run::Note>();
        return std::ranges::any_of(notes, [&](const auto& one) { return one.message.find(text) != std::string::npos; });
    }

    static void expectSameBits(const std::filesystem::path& one, const std::filesystem::path& other)
    {
        const auto a = readStateTensors(one);
        const auto b = readStateTensors(other);
        ASSERT_TRUE(a && b);
        ASSERT_EQ(a->tensors.size(), b->tensors.size());
        for (const auto& [name, tensor] : a->tensors) {
            const at::Tensor& twin = b->tensors.at(name);
            ASSERT_EQ(tensor.nbytes(), twin.nbytes()) << name;
            EXPECT_EQ(std::memcmp(tensor.data_ptr(), twin.data_ptr(), tensor.nbytes()), 0) << name;
        }
    }

    Clock m_clock;
    run::RunSpec m_spec;
    std::vector<run::Event> m_events;
};

double metric(const run::EvalDone& done, const std::string& name)
{
    for (const run::Sample& sample : done.metrics) {
        if (sample.series == name) {
            return sample.value;
        }
    }
    return std::nan("");
}

TEST_F(EngineTest, KeepsTheBoxesOfItsBestValidation)
{
    const run::Outcome outcome = run();
    ASSERT_EQ(outcome.state, run::RunState::Finished) << outcome.message;
    const auto kept = metrics::readDetections(m_spec.runFolder / metrics::kDetectionsFileName);
    ASSERT_TRUE(kept) << describe(kept.error());
    EXPECT_EQ(kept->classes, m_spec.experiment.model.classes);
    EXPECT_EQ(kept->images.size(), 2U);
    EXPECT_FALSE(kept->truth.empty());
    double best = -1;
    for (const run::EvalDone& done : all<run::EvalDone>()) {
        best = std::max(best, metric(done, "mAP"));
    }
    const auto scores = metrics::evaluateDetections(kept->truth, kept->detections, 4);
    EXPECT_DOUBLE_EQ(scores.map, best) << "the file holds what was scored";
    const auto weights = readStateTensors(m_spec.runFolder / run::kBestFileName);
    ASSERT_TRUE(weights) << describe(weights.error());
    EXPECT_TRUE(weights->tensors.contains("param.bbox_head.head_module.cls_preds.2.0.conv.weight"));
}

TEST_F(EngineTest, TellsItsMemoryAtEveryStep)
{
    ASSERT_EQ(run().state, run::RunState::Finished);
    const auto steps = all<run::StepDone>();
    ASSERT_EQ(steps.size(), 6U);
    for (const run::StepDone& step : steps) {
        const auto memory =
            std::ranges::find_if(step.samples, [](const auto& sample) { return sample.series == "memory"; });
        ASSERT_NE(memory, step.samples.end());
        EXPECT_GT(memory->value, 1e7) << "torch alone is larger";
    }
}

TEST_F(EngineTest, SignsOffWhatTrainsAndProvesAtTheEndThatNothingElseMoved)
{
    ASSERT_EQ(run().state, run::RunState::Finished);
    EXPECT_TRUE(isTold("trains "));
    EXPECT_TRUE(isTold(" bit-identical"));
    const auto text = readFile(m_spec.runFolder / kAuditFileName);
    ASSERT_TRUE(text);
    const auto json = parseJson(*text, "audit");
    ASSERT_TRUE(json);
    EXPECT_TRUE((*json)["result"]["moved"].empty());
    EXPECT_EQ(run(true).state, run::RunState::Stopped);
    EXPECT_TRUE(isTold(" bit-identical")) << "a stopped run is audited too";
}

TEST_F(EngineTest, DoesNotStartAnExperimentWithErrors)
{
    m_spec.experiment.train.scheduleEpochs = 1;
    m_spec.experiment.train.clampLr = false;
    const run::Outcome refused = run();
    ASSERT_EQ(refused.state, run::RunState::Failed);
    ASSERT_TRUE(refused.error);
    EXPECT_EQ(refused.error->code, ErrorCode::InvalidInput);
    EXPECT_NE(refused.message.find("accept: [schedule-shorter-than-run, negative-learning-rate]"), std::string::npos)
        << refused.message;
    EXPECT_TRUE(isTold("[negative-learning-rate]"));
    EXPECT_TRUE(all<run::StepDone>().empty());

    m_spec.experiment.accept = {"negative-learning-rate", "schedule-shorter-than-run"};
    ASSERT_EQ(run().state, run::RunState::Finished);
    EXPECT_TRUE(isTold("accepted: "));

    m_spec.experiment.accept.emplace_back("anything");
    const run::Outcome unknown = run();
    ASSERT_TRUE(unknown.error);
    EXPECT_EQ(unknown.error->where, "accept");
}

TEST_F(EngineTest, ARunThatGoesOnIsNotRefused)
{
    ASSERT_EQ(run(true).state, run::RunState::Stopped);
    m_spec.resumeFrom = m_spec.runFolder / "checkpoint.safetensors";
    m_spec.experiment.train.scheduleEpochs = 1;
    EXPECT_EQ(run().state, run::RunState::Finished);
    EXPECT_TRUE(isTold("[schedule-shorter-than-run]"));
}

TEST_F(EngineTest, TellsWhenItGoesOnUponOtherFrozenWeights)
{
    ASSERT_EQ(run(true).state, run::RunState::Stopped);
    m_spec.resumeFrom = m_spec.runFolder / "checkpoint.safetensors";
    ASSERT_EQ(run(true).state, run::RunState::Stopped);
    EXPECT_FALSE(isTold("the frozen weights are not those"));
    m_spec.experiment.train.seed = 1; // without a checkpoint to start from the weights come from the seed
    ASSERT_EQ(run(true).state, run::RunState::Stopped);
    EXPECT_TRUE(isTold("the frozen weights are not those"));
}

TEST_F(EngineTest, RewindsItsAverageWithItsWeights)
{
    m_spec.experiment.train.ema = true;
    m_spec.experiment.train.lr = 1e4;
    m_spec.experiment.train.clip = 0;
    m_spec.experiment.train.warmup = 0;
    m_spec.experiment.train.epochs = 20;
    m_spec.experiment.train.evalEvery = 0;
    m_spec.experiment.monitor.policy = "rewind";
    m_spec.experiment.monitor.rewinds = 2;
    (void)run();
    const auto guarded = all<run::Guarded>();
    ASSERT_TRUE(std::ranges::any_of(guarded, [](const auto& said) { return said.action == "rewind"; }));
    const auto state = readStateTensors(m_spec.runFolder / "checkpoint.safetensors");
    ASSERT_TRUE(state);
    EXPECT_TRUE(allFinite(state->tensors)) << "averages of what exploded were taken back";
    EXPECT_LT(state->tensors.at("average.updates").item<int>(), static_cast<int>(all<run::StepDone>().size()));
}

TEST_F(EngineTest, GoesOnWithItsAverageBitForBit)
{
    m_spec.experiment.train.ema = true;
    const auto whole = m_spec.runFolder;
    ASSERT_EQ(run().state, run::RunState::Finished);
    m_spec.runFolder = folder("parts");
    ASSERT_EQ(run(true).state, run::RunState::Stopped);
    m_spec.resumeFrom = m_spec.runFolder / "checkpoint.safetensors";
    ASSERT_EQ(run().state, run::RunState::Finished);
    // Position holds seconds: tensors alone are compared.
    expectSameBits(whole / "checkpoint.safetensors", m_spec.runFolder / "checkpoint.safetensors");
    const auto state = readStateTensors(whole / "checkpoint.safetensors");
    ASSERT_TRUE(state);
    const std::string name = "param.bbox_head.head_module.cls_preds.2.0.conv.weight";
    EXPECT_FALSE(at::equal(state->tensors.at("average." + name), state->tensors.at(name)));
    EXPECT_EQ(state->tensors.at("average.updates").item<int>(), 6);
}

TEST_F(EngineTest, TrainsTheSameWithAndWithoutAnAverage)
{
    ASSERT_EQ(run().state, run::RunState::Finished);
    const auto plain = readStateTensors(m_spec.runFolder / "checkpoint.safetensors");
    m_spec.experiment.train.ema = true;
    ASSERT_EQ(run().state, run::RunState::Finished);
    const auto averaged = readStateTensors(m_spec.runFolder / "checkpoint.safetensors");
    ASSERT_TRUE(plain && averaged);
    for (const auto& [name, tensor] : plain->tensors) {
        EXPECT_TRUE(at::equal(tensor, averaged->tensors.at(name))) << name;
    }
}

} // namespace
} // namespace espalier::train

#include "core/run/event.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::run {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Started started()
{
    Started e;
    e.firstStep = 8;
    e.totalSteps = 1LL << 40;
    e.stepsPerEpoch = 8;
    e.epochs = 100;
    e.parameters = 76'000'000;
    e.trainable = 12;
    e.adapterParameters = 11;
    e.trainImages = 31;
    e.valImages = 32;
    e.classes = {"dust", "\"coil\"", "먼지"};
    e.environment = {{"torch", "1.13.1"}, {"blas", ""}};
    return e;
}

std::vector<EventBody> oneOfEach()
{
    return {
        started(),
        StateChanged{RunState::Paused},
        StepDone{3, 0.375, {{"loss", 1.0 / 3}, {"grad_norm", kInf}, {"lr/adapters", -kInf}}, Stability::Warning, true},
        EvalDone{8, 1, {{"mAP", 0.1}, {"mAP/dust", 0}}},
        Guarded{9, Stability::Exploded, "non_finite_loss", "loss_cls", -kInf, "rewind", 4},
        CheckpointWritten{8, "/somewhere/8.safetensors"},
        AutopsyWritten{9, "/somewhere/autopsies/step-000009/autopsy.json"},
        CommandApplied{9, {CommandKind::SetLearningRate, 0.5}},
        Note{Severity::Warning, "a \"sentence\"\nof two lines", "data.root"}};
}

TEST(Event, OfEveryKindComesBackFromItsJson)
{
    const std::vector<EventBody> bodies = oneOfEach();
    ASSERT_EQ(bodies.size(), std::variant_size_v<EventBody>);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        ASSERT_EQ(bodies[i].index(), i) << "one of each kind, in order";
        const Json json = toJson(bodies[i]);
        EXPECT_EQ(json.begin().key(), "type");
        const auto parsed = parseJson(json.dump(), "event");
        ASSERT_TRUE(parsed);
        const auto back = eventBodyFromJson(*parsed);
        ASSERT_TRUE(back) << json.dump();
        EXPECT_EQ(back->index(), i);
        EXPECT_EQ(toJson(*back).dump(), json.dump());
    }
}

TEST(Event, KeepsItsValuesToTheLastBit)
{
    const auto step = std::get<StepDone>(*eventBodyFromJson(*parseJson(toJson(oneOfEach()[2]).dump(), "event")));
    EXPECT_EQ(step.samples.at(0).value, 1.0 / 3);
    EXPECT_EQ(step.samples.at(1).value, kInf);
    EXPECT_EQ(step.samples.at(2).value, -kInf);
    EXPECT_EQ(step.samples.at(2).series, "lr/adapters");
    EXPECT_EQ(step.stability, Stability::Warning);
    EXPECT_TRUE(step.skipped);
    const auto begun = std::get<Started>(*eventBodyFromJson(toJson(started())));
    EXPECT_EQ(begun.totalSteps, 1LL << 40);
    EXPECT_EQ(begun.classes, started().classes);
    EXPECT_EQ(begun.environment, started().environment);
    const auto evaluation = std::get<EvalDone>(*eventBodyFromJson(toJson(EvalDone{1, 1, {{"mAP", kNan}}})));
    EXPECT_TRUE(std::isnan(evaluation.metrics.at(0).value));
}

TEST(Event, IsRefusedWhenAnythingIsMissingOrOfAnotherKind)
{
    for (const EventBody& body : oneOfEach()) {
        const Json whole = toJson(body);
        for (const auto& [key, value] : whole.items()) {
            Json without = whole;
            without.erase(key);
            EXPECT_FALSE(eventBodyFromJson(without)) << without.dump();
            Json changed = whole;
            changed[key] = Json::array({Json::object()});
            EXPECT_FALSE(eventBodyFromJson(changed)) << changed.dump();
        }
    }
    for (const char* text : {"null", "[]", "3", "{}", R"({"type":"later"})", R"({"type":3})"}) {
        EXPECT_FALSE(eventBodyFromJson(*parseJson(text, "event"))) << text;
    }
}

TEST(Event, NamesReadBack)
{
    for (const auto state :
         {RunState::Queued, RunState::Preparing, RunState::Running, RunState::Paused, RunState::Finished,
          RunState::Stopped, RunState::Exploded, RunState::Failed, RunState::Lost}) {
        EXPECT_EQ(runStateFromText(toText(state)), state);
        EXPECT_EQ(isOver(state), state >= RunState::Finished);
    }
    for (const auto stability : {Stability::Stable, Stability::Warning, Stability::Exploded}) {
        EXPECT_EQ(stabilityFromText(toText(stability)), stability);
    }
    for (const auto kind : {CommandKind::Stop, CommandKind::Pause, CommandKind::Resume, CommandKind::CheckpointNow,
                            CommandKind::SetLearningRate, CommandKind::Rewind}) {
        EXPECT_EQ(commandKindFromText(toText(kind)), kind);
    }
    EXPECT_EQ(runStateFromText("Running"), std::nullopt);
    EXPECT_EQ(stabilityFromText(""), std::nullopt);
    EXPECT_EQ(commandKindFromText("reboot"), std::nullopt);
}

} // namespace
} // namespace espalier::run

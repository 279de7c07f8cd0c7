#include "core/base/utf8.h"
#include "core/experiment/experiment.h"
#include "core/plan/presets.h"

#include <gtest/gtest.h>

namespace espalier::experiment {
namespace {

void expectRefused(std::string_view text, const std::string& where, const std::string& saying)
{
    const auto parsed = parseYaml(text, "x.yaml");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput) << text;
    EXPECT_EQ(parsed.error().where, where) << describe(parsed.error());
    EXPECT_NE(parsed.error().message.find(saying), std::string::npos) << describe(parsed.error());
}

Experiment farFromDefault()
{
    Experiment e;
    e.name = "yes: \"it\" # is";
    e.note = "two\nlines, 한국어";
    e.model.size = "l";
    e.model.classes = {"dust", "no", "3", "a, b", ""};
    e.data.kind = "inspection";
    e.data.root = "/a folder/with: colon";
    e.data.imageSize = 320;
    e.data.hsv = 0.1;
    e.plan.freeze = {"**"};
    plan::AdapterRule rule;
    rule.pattern = "neck.**";
    rule.lrScale = 1.0 / 3;
    rule.weightDecay = 0;
    rule.allowEmpty = true;
    e.plan.adapters = {rule};
    e.plan.unfreeze = {{"bbox_head.*", 0.5, std::nullopt, false}};
    e.plan.lrScale = {{"backbone", 0.1}};
    e.plan.exclude = {"re:.*\\.bn$", "a.{b,c}"};
    e.train.lr = 1e-30;
    e.train.seed = 9007199254740992;
    e.train.clampLr = false;
    e.train.ema = true;
    e.train.warmupMomentum = 0.8;
    e.accept = {"negative-learning-rate", "schedule-shorter-than-run"};
    e.monitor.policy = "ladder";
    e.monitor.ladder = {"clip", "rewind"};
    e.monitor.resetMoments = true;
    return e;
}

TEST(ExperimentYaml, ComesBackAsItWasWritten)
{
    for (const Experiment& e : {Experiment(), farFromDefault()}) {
        const std::string text = toYaml(e);
        const auto back = parseYaml(text, "x.yaml");
        ASSERT_TRUE(back) << describe(back.error()) << "\n" << text;
        EXPECT_EQ(*back, e) << text;
        EXPECT_EQ(toYaml(*back), text);
    }
}

TEST(ExperimentYaml, EveryPresetComesBack)
{
    ASSERT_FALSE(plan::presets().empty());
    for (const plan::Preset& preset : plan::presets()) {
        Experiment e;
        e.plan = preset.make();
        const auto back = parseYaml(toYaml(e), "x.yaml");
        ASSERT_TRUE(back) << preset.id << ": " << describe(back.error());
        EXPECT_EQ(back->plan, e.plan) << preset.id;
    }
}

TEST(ExperimentYaml, EveryFileThatShipsIsRead)
{
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(ESPALIER_SOURCE_DIR) / "experiments")) {
        if (entry.path().extension() == ".yaml") {
            const auto read = load(entry.path());
            EXPECT_TRUE(read) << describe(read.error());
            ++count;
        }
    }
    EXPECT_GE(count, 12U);
}

TEST(ExperimentYaml, RefusesKeysItDoesNotKnowWithTheirLine)
{
    expectRefused("name: x\ntrain:\n  lr: 1\n  lrr: 2\n", "x.yaml:4", "did you mean `lr`");
    expectRefused("nam: x\n", "x.yaml:1", "did you mean `name`");
    expectRefused("plan:\n  freze: '**'\n", "x.yaml:2", "freeze");
    expectRefused("train:\n  lr: 1\n  lr: 2\n", "x.yaml:3", "given twice");
    expectRefused("train: 3\n", "x.yaml:1", "must be a map");
    expectRefused("plan:\n  adapters:\n    - {method: lora, pattern: a, rnk: 3}\n", "x.yaml:3", "rank");
    expectRefused("plan:\n  adapters:\n    - {method: magic, pattern: a}\n", "x.yaml:3", "allowed");
    expectRefused("plan:\n  adapters:\n    - {method: lora}\n", "x.yaml:3", "pattern");
    expectRefused("plan:\n  preset: nothing\n", "x.yaml:2", "allowed");
}

TEST(ExperimentYaml, RefusesValuesOfTheWrongKindOrOutOfRange)
{
    expectRefused("train:\n  lr: fast\n", "x.yaml:2", "must be a number, not `fast`");
    expectRefused("train:\n  lr: .nan\n", "x.yaml:2", "must be a number");
    expectRefused("train:\n  lr: [1]\n", "x.yaml:2", "must be a number");
    expectRefused("train:\n  lr: -1\n", "x.yaml:2", "allowed: 0 to");
    expectRefused("train:\n  epochs: 0\n", "x.yaml:2", "allowed: 1 to");
    expectRefused("train:\n  epochs: 1.5\n", "x.yaml:2", "whole number");
    expectRefused("train:\n  clamp_lr: maybe\n", "x.yaml:2", "true or false");
    expectRefused("train:\n  optimizer: adam\n", "x.yaml:2", "allowed: adamw, sgd");
    expectRefused("\n\ndata:\n  image_size: 100\n", "x.yaml:4", "multiple of 32");
    expectRefused("plan:\n  freeze: 're:('\n", "x.yaml:2", "plan.freeze");
    expectRefused("plan:\n  freeze: {a: b}\n", "x.yaml:2", "list of texts");
    expectRefused("monitor:\n  ladder: [skip, jump]\n", "x.yaml:2", "`jump`; allowed: ");
}

TEST(ExperimentYaml, RefusesALadderWithRungsThatAreNeverReached)
{
    const auto fault = [](const std::string& ladder) {
        const auto parsed = parseYaml("monitor: {policy: ladder, ladder: [" + ladder + "]}", "run.yaml");
        return parsed ? std::string() : describe(parsed.error());
    };
    EXPECT_EQ(fault("skip, rewind, stop"), "");
    EXPECT_NE(fault("").find("must name an answer"), std::string::npos) << fault("");
    EXPECT_NE(fault("skip, rewind, skip").find("`skip` twice"), std::string::npos);
    EXPECT_NE(fault("skip, stop, rewind").find("`rewind` stands behind `stop`"), std::string::npos);
}

TEST(ExperimentYaml, RefusesTextThatIsNoExperiment)
{
    EXPECT_FALSE(parseYaml("name: [unclosed", "x.yaml"));
    EXPECT_FALSE(parseYaml("- a\n- b\n", "x.yaml"));
    EXPECT_FALSE(parseYaml("just words", "x.yaml"));
    EXPECT_FALSE(parseYaml(std::string(2U << 20, '#'), "x.yaml"));
    EXPECT_FALSE(parseYaml(std::string(100000, '['), "x.yaml"));
    std::string laughs = "a0: &a0 [x]\n";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
    }
    EXPECT_FALSE(parseYaml(laughs, "x.yaml"));
}

TEST(ExperimentYaml, SetsComeBeforeTheCheck)
{
    const std::vector<std::string> sets{"train.lr=50", "model.classes=dust,coil", "plan.freeze=**", "name=n",
                                        "accept=class-order,dfl-layout-mixed"};
    const auto parsed = parseYaml("train: {lr: 1}\n", "x.yaml", sets);
    ASSERT_TRUE(parsed) << describe(parsed.error());
    EXPECT_EQ(parsed->train.lr, 50);
    EXPECT_EQ(parsed->model.classes, (std::vector<std::string>{"dust", "coil"}));
    EXPECT_EQ(parsed->plan.freeze, (std::vector<std::string>{"**"}));
    EXPECT_EQ(parsed->name, "n");
    EXPECT_EQ(parsed->accept, (std::vector<std::string>{"class-order", "dfl-layout-mixed"}));
    for (const char* bad : {"train.lr", "train.lr=fast", "train.none=1", "a.b.c=1", "=1", ".=1", "train.=1"}) {
        EXPECT_FALSE(parseYaml("name: x\n", "x.yaml", std::vector<std::string>{bad})) << bad;
    }
}

TEST(ExperimentYaml, TextThatIsNoUtf8IsRefused)
{
    // As it stood, it was read, shown and stored, and came back as something else.
    expectRefused("name: \xFF\n", "x.yaml", "UTF-8");
    expectRefused("name: Gr\xFC\xDF\x65\n", "x.yaml", "UTF-8");
    for (const char* escaped : {"name: \"a\\_b\"\n", "note: \"a\\Nb\"\n", "model: {classes: [\"\\_\"]}\n"}) {
        expectRefused(escaped, "x.yaml", "UTF-8");
    }
    expectRefused(std::string("name: a\0_b\n", 11), "x.yaml", "UTF-8");
    const auto parsed = parseYaml("name: Grüße 한국어\n", "x.yaml");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->name, "Grüße 한국어");
}

TEST(ExperimentYaml, AForgottenQuoteDoesNotQuoteTheWholeFile)
{
    // All up to the next quote became a key, and the key a sentence of a thousand bytes.
    const auto parsed = parseYaml("'name: x\n" + std::string(3000, 'y') + "': 1\n", "x.yaml");
    ASSERT_FALSE(parsed);
    EXPECT_LT(parsed.error().message.size(), 400U);
    EXPECT_EQ(parsed.error().message.find('\n'), std::string::npos);
    // A word is shortened between two characters.
    const auto odd =
        parseYaml("train: {optimizer: x한국어한국어한국어한국어한국어한국어한국어한국어한국어한국어}\n", "x.yaml");
    ASSERT_FALSE(odd);
    EXPECT_TRUE(isUtf8(odd.error().message));
}

TEST(ExperimentYaml, SaysThatThereIsNoFile)
{
    EXPECT_EQ(load("/nowhere/x.yaml").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace espalier::experiment

#include "core/base/files.h"
#include "core/experiment/edit_yaml.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>

namespace espalier::experiment {
namespace {

constexpr const char* kText = R"(# Step 2 of the study, repaired.
# Data: --set data.root=FOLDER
name: Step 2 Hybrid Moderate   # as in the table
note: Adapters and P5 heads

model:
  architecture: yolo_world_v2
  size: n
  classes: [open, short,   # two of six
            spur]
plan:
  freeze: "**"
  # The paper's own six.
  adapters:
    - {method: feature_adapter, pattern: "neck.reduce_layers.*", rank: 16} # P5 to P4
    - method: lora
      pattern: cls_preds.*
      rank: 32
    - {method: lora, pattern: "reg_preds.*", rank: 4}
  unfreeze:
    - {pattern: out_layers.2, lr_scale: 0.5, allow_empty: true}   # the study's: an identity
    - cls_preds.2

train:
  lr: 1e-3      # a third of the paper's
  epochs: 5
  # never more
  batch: 4
)";

/// The text after `edit`; it must read back as what was meant.
std::string edited(const std::function<void(Experiment&)>& edit, const std::string& text = kText)
{
    Experiment experiment = parseYaml(text, "a").value();
    edit(experiment);
    const std::string after = editYaml(text, experiment);
    const auto read = parseYaml(after, "b");
    EXPECT_TRUE(read) << describe(read.error()) << after;
    EXPECT_TRUE(read && *read == experiment) << after;
    return after;
}

/// `kText` with `from` replaced by `to`, once.
std::string with(const std::string& from, const std::string& to, std::string text = kText)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(EditYamlTest, LeavesATextAloneThatNothingWasChangedIn)
{
    EXPECT_EQ(edited([](Experiment&) {}), kText);
    EXPECT_EQ(edited([](Experiment& e) { std::swap(e.train.batch, e.train.batch); }), kText);
}

TEST(EditYamlTest, ChangesAValueAndKeepsItsComment)
{
    EXPECT_EQ(edited([](Experiment& e) { e.train.lr = 0.25; }), with("lr: 1e-3      #", "lr: 0.25      #"));
    EXPECT_EQ(edited([](Experiment& e) { e.name = "Step: 2"; }),
              with("name: Step 2 Hybrid Moderate   #", "name: \"Step: 2\"   #"));
    EXPECT_EQ(edited([](Experiment& e) { e.plan.freeze = {"neck"}; }), with("freeze: \"**\"", "freeze: [\"neck\"]"));
}

TEST(EditYamlTest, SaysADefaultThatStoodThereBefore)
{
    EXPECT_EQ(edited([](Experiment& e) { e.train.epochs = TrainSettings().epochs; }), with("epochs: 5", "epochs: 100"));
    EXPECT_EQ(edited([](Experiment& e) { e.note.clear(); }), with("note: Adapters and P5 heads", "note: \"\""));
}

TEST(EditYamlTest, AddsWhatWasNotSaid)
{
    EXPECT_EQ(edited([](Experiment& e) { e.train.seed = 3; }), with("  batch: 4\n", "  batch: 4\n  seed: 3\n"));
    EXPECT_EQ(edited([](Experiment& e) { e.monitor.keep = 5; }), std::string(kText) + "monitor:\n  keep: 5\n");
    EXPECT_EQ(edited([](Experiment& e) {
                  e.data.kind = "inspection";
                  e.data.flip = 0;
              }),
              std::string(kText) + "data:\n  flip: 0\n  kind: \"inspection\"\n");
    EXPECT_EQ(edited([](Experiment& e) { e.accept = {"x"}; }),
              with("# as in the table\n", "# as in the table\naccept: [\"x\"]\n"));
    EXPECT_EQ(edited([](Experiment& e) {
                  e.plan.lrScale = {{"neck", 0.1}};
              }),
              with("    - cls_preds.2\n", "    - cls_preds.2\n  lr_scale:\n    - {pattern: \"neck\", scale: 0.1}\n"));
}

TEST(EditYamlTest, ChangesOneRuleOfSeveral)
{
    EXPECT_EQ(edited([](Experiment& e) { e.plan.unfreeze[0].lrScale = 0.25; }),
              with("{pattern: out_layers.2, lr_scale: 0.5, allow_empty: true}   #",
                   "{pattern: \"out_layers.2\", lr_scale: 0.25, allow_empty: true}   #"));
    const std::string ranked =
        edited([](Experiment& e) { std::get<plan::LoraOptions>(e.plan.adapters[1].adapter).rank = 8; });
    EXPECT_NE(ranked.find("# P5 to P4\n    - {method: lora, rank: 8"), std::string::npos) << ranked;
    EXPECT_NE(ranked.find("    - {method: lora, pattern: \"reg_preds.*\", rank: 4}\n"), std::string::npos) << ranked;
    EXPECT_NE(ranked.find("  # The paper's own six.\n"), std::string::npos);
}

TEST(EditYamlTest, TakesRulesOutAndPutsThemIn)
{
    EXPECT_EQ(edited([](Experiment& e) { e.plan.adapters.erase(e.plan.adapters.begin() + 1); }),
              with("    - method: lora\n      pattern: cls_preds.*\n      rank: 32\n", ""));
    EXPECT_EQ(edited([](Experiment& e) { e.plan.adapters.erase(e.plan.adapters.begin()); }),
              with("    - {method: feature_adapter, pattern: \"neck.reduce_layers.*\", rank: 16} # P5 to P4\n", ""));
    EXPECT_EQ(edited([](Experiment& e) { e.plan.unfreeze.pop_back(); }), with("    - cls_preds.2\n", ""));
    const std::string after = edited([](Experiment& e) {
        e.plan.unfreeze.insert(e.plan.unfreeze.begin() + 1, {"neck", 1.0, std::nullopt, false});
    });
    EXPECT_EQ(after, with("    - cls_preds.2\n", "    - {pattern: \"neck\"}\n    - cls_preds.2\n"));
    EXPECT_EQ(edited([](Experiment& e) {
                  e.plan.unfreeze.push_back({"neck", 1.0, std::nullopt, false});
              }),
              with("    - cls_preds.2\n", "    - cls_preds.2\n    - {pattern: \"neck\"}\n"));
    EXPECT_EQ(edited([](Experiment& e) { e.plan.unfreeze.clear(); }).find("unfreeze"), std::string::npos);
    (void)edited([](Experiment& e) { std::swap(e.plan.adapters[0], e.plan.adapters[2]); });
    (void)edited([](Experiment& e) { e.plan = {}; });
}

TEST(EditYamlTest, RewritesAValueOfSeveralLines)
{
    EXPECT_EQ(edited([](Experiment& e) { e.model.classes = {"open"}; }),
              with("classes: [open, short,   # two of six\n            spur]", "classes: [\"open\"]"));
    const std::string text = "name: x\nnote: |\n  one\n\n  two\ntrain:\n  epochs: 3\n";
    EXPECT_EQ(edited([](Experiment& e) { e.note = "short"; }, text), "name: x\nnote: \"short\"\ntrain:\n  epochs: 3\n");
}

TEST(EditYamlTest, KeepsLineEndsOfWindows)
{
    EXPECT_EQ(edited([](Experiment& e) { e.train.epochs = 4; }, "name: x\r\n# c\r\ntrain:\r\n  epochs: 3\r\n"),
              "name: x\r\n# c\r\ntrain:\r\n  epochs: 4\r\n");
}

TEST(EditYamlTest, WritesAnewWhatItCannotEdit)
{
    for (const std::string text : {"name: x\ntrain: {epochs: 3}\n", "{name: x}", "", "no: experiment", "---\nname: x\n",
                                   "name: x\ntrain: &t\n  epochs: 3\nmonitor:\n  keep: 2\n"}) {
        Experiment experiment = parseYaml(text, "a").value_or(Experiment{});
        experiment.train.epochs = 7;
        experiment.name = "y";
        const auto after = parseYaml(editYaml(text, experiment), "b");
        ASSERT_TRUE(after) << text;
        EXPECT_EQ(*after, experiment) << text;
    }
}

TEST(EditYamlTest, TakesEveryShippedExperiment)
{
    int files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(ESPALIER_SOURCE_DIR) / "experiments")) {
        if (entry.path().extension() != ".yaml") {
            continue;
        }
        const std::string text = readFile(entry.path()).value();
        const auto countComments = [](const std::string& all) { return std::ranges::count(all, '#'); };
        const std::string after = edited(
            [](Experiment& e) {
                e.train.lr *= 2;
                e.train.seed += 1;
                e.plan.exclude.push_back("backbone.text_model");
            },
            text);
        EXPECT_EQ(countComments(after), countComments(text)) << entry.path();
        ++files;
    }
    EXPECT_GT(files, 5);
}

TEST(EditYamlTest, SavesIntoTheFileThatStandsThere)
{
    const auto file = std::filesystem::temp_directory_path() / ("edit-yaml-" + std::to_string(::getpid()) + ".yaml");
    ASSERT_TRUE(writeFileAtomically(file, kText));
    Experiment experiment = load(file).value();
    experiment.train.epochs = 6;
    ASSERT_TRUE(saveEdited(experiment, file, file));
    EXPECT_EQ(readFile(file).value(), with("epochs: 5", "epochs: 6"));
    const std::filesystem::path copy = file.string() + ".copy";
    ASSERT_TRUE(saveEdited(experiment, copy, file)) << "under another name";
    EXPECT_EQ(readFile(copy).value(), readFile(file).value());
    ASSERT_TRUE(saveEdited(experiment, copy, {})) << "of no file";
    EXPECT_EQ(readFile(copy).value(), toYaml(experiment));
    std::filesystem::remove(file);
    std::filesystem::remove(copy);
}

} // namespace
} // namespace espalier::experiment

#include "core/curves/curve.h"
#include "core/curves/log_readers.h"
#include "core/curves/series_kind.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier::curves {
namespace {

Curve read(const std::string& text)
{
    auto curve = curveFromBytes(text, "log");
    EXPECT_TRUE(curve.has_value()) << (curve ? "" : describe(curve.error()));
    return curve ? *std::move(curve) : Curve();
}

std::string faultOf(const std::string& text)
{
    const auto curve = curveFromBytes(text, "log");
    EXPECT_FALSE(curve.has_value());
    return curve ? "" : describe(curve.error());
}

double valueOf(const std::vector<run::Sample>& samples, const std::string& series)
{
    for (const run::Sample& sample : samples) {
        if (sample.series == series) {
            return sample.value;
        }
    }
    ADD_FAILURE() << "no " << series;
    return 0;
}

TEST(Curve, ReadsLinesOfMmengineAndLeavesValidationsOut)
{
    const Curve curve = read(
        R"({"base_lr": 0.0002, "lr": 1.4e-06, "data_time": 0.06, "grad_norm": NaN, "loss": 34.5, "loss_cls": 18.8, "loss_bbox": 15.7, "time": 0.8, "epoch": 1, "iter": 8, "memory": 3746, "step": 8}
{"coco/bbox_mAP": 0.01, "data_time": 0.2, "step": 1}
{"base_lr": 0.0002, "lr": -3e-06, "grad_norm": 12.5, "loss": Infinity, "loss_cls": Infinity, "loss_bbox": 15.1, "epoch": 2, "iter": 16, "step": 16}
)");
    EXPECT_EQ(curve.format, LogFormat::JsonLines);
    ASSERT_EQ(curve.rows.size(), 2U);
    const auto& row = curve.rows[0];
    EXPECT_EQ(row.loss, 34.5);
    EXPECT_TRUE(std::isnan(*row.gradientNorm));
    ASSERT_EQ(row.parts.size(), 2U);
    EXPECT_EQ(valueOf(row.parts, "loss_cls"), 18.8);
    EXPECT_EQ(row.learningRate, 1.4e-6);
    EXPECT_EQ(row.step, 8);
    EXPECT_TRUE(row.isPrecisionUnknown);
    EXPECT_TRUE(std::isinf(*curve.rows[1].loss));
    EXPECT_EQ(curve.rows[1].learningRate, -3e-6);
}

TEST(Curve, ReadsLinesOfMmdetectionWhoseIterationsBeginAnewInEachEpoch)
{
    const Curve curve = read(
        R"({"env_info": "sys.platform: linux", "seed": 0}
{"mode": "train", "epoch": 1, "iter": 50, "lr": [0.002, 0.02], "memory": 3, "loss_rpn_cls": 0.5, "acc": 90.1, "loss": 1.5, "grad_norm": 3.5}
{"mode": "val", "epoch": 1, "iter": 100, "lr": 0.02, "loss": 0.1}
{"mode": "train", "epoch": 2, "iter": 50, "lr": 0.02, "loss_rpn_cls": 0.4, "loss": 1.25, "grad_norm": 3}
{"mode": "train", "epoch": 2, "it)");
    ASSERT_EQ(curve.rows.size(), 2U) << "a line that is being written is no error";
    EXPECT_EQ(curve.rows[0].learningRate, 0.002);
    EXPECT_EQ(curve.rows[1].loss, 1.25);
    EXPECT_LT(*curve.rows[0].step, *curve.rows[1].step);
}

TEST(Curve, ReadsATrainerState)
{
    const Curve curve = read(R"({
  "best_metric": null, "epoch": 3.0, "global_step": 30,
  "log_history": [
    {"epoch": 1.0, "grad_norm": 0.5, "learning_rate": 5e-05, "loss": 2.5, "step": 10},
    {"epoch": 1.0, "eval_loss": 2.0, "eval_runtime": 3.1, "step": 10},
    {"epoch": 2.0, "grad_norm": NaN, "learning_rate": 4e-05, "loss": 0.0, "step": 20},
    {"epoch": 3.0, "train_loss": 1.2, "train_runtime": 9.0, "total_flos": 1e15, "step": 30}
  ],
  "note": "NaN stays what it is: -Infinity"
})");
    EXPECT_EQ(curve.format, LogFormat::TrainerState);
    ASSERT_EQ(curve.rows.size(), 2U);
    EXPECT_EQ(curve.rows[0].loss, 2.5);
    EXPECT_EQ(curve.rows[0].gradientNorm, 0.5);
    EXPECT_EQ(curve.rows[0].step, 10);
    EXPECT_EQ(curve.rows[1].loss, 0.0);
    EXPECT_TRUE(std::isnan(*curve.rows[1].gradientNorm));
    EXPECT_EQ(read(R"({"log_history":[{"loss":1,"step":1}]})").format, LogFormat::TrainerState) << "on one line, too";
}

TEST(Curve, ReadsALogOfLlamaFactory)
{
    const Curve curve = read(
        R"({"current_steps": 5, "total_steps": 20, "loss": 0.67, "eval_loss": null, "reward": null, "learning_rate": 4.9e-05, "epoch": 0.08, "elapsed_time": "0:01:08"}
{"current_steps": 10, "total_steps": 20, "loss": null, "eval_loss": 0.9, "learning_rate": null, "epoch": 0.16}
{"current_steps": 15, "total_steps": 20, "loss": 0.66, "learning_rate": 4e-05, "epoch": 0.24}
)");
    ASSERT_EQ(curve.rows.size(), 2U);
    EXPECT_EQ(curve.rows[1].loss, 0.66);
    EXPECT_EQ(curve.rows[1].step, 15);
}

TEST(Curve, SumsThePartsThatUltralyticsLogs)
{
    const Curve curve = read(
        "                  epoch,         train/box_loss,         train/cls_loss,   metrics/mAP50(B),      "
        "   val/box_loss,                 lr/pg0,                 lr/pg1\n"
        "                      0,                 1.5,                 4.25,     0.04,      inf,   0.08,  0.0013\n"
        "                      1,                 1.25,                 nan,     0.18,      0,     0.07,  0.0012\n");
    EXPECT_EQ(curve.format, LogFormat::Csv);
    ASSERT_EQ(curve.rows.size(), 2U);
    EXPECT_EQ(curve.rows[0].loss, 5.75);
    ASSERT_EQ(curve.rows[0].parts.size(), 2U);
    EXPECT_EQ(valueOf(curve.rows[0].parts, "box_loss"), 1.5);
    EXPECT_EQ(curve.rows[0].learningRate, 0.0013);
    EXPECT_TRUE(std::isnan(*curve.rows[1].loss));
}

TEST(Curve, ReadsOurOwnCsvWithEmptyCellsAndBranches)
{
    const Curve curve = read("step,epoch,seconds,\"grad_norm\",grad_norm/neck,loss,loss_cls,lr/adapters,mAP\r\n"
                             "1,0.5,2.5,inf,NaN,10,4,0.001,\r\n"
                             "2,1,5,,,,,,0.25\r\n"
                             "3,1.5,7,-Infinity,3,1e400,4,0.001,\r\n"
                             "4,2");
    ASSERT_EQ(curve.rows.size(), 3U) << "a line is a row, and the last one is being written";
    EXPECT_TRUE(std::isinf(*curve.rows[0].gradientNorm));
    EXPECT_TRUE(std::isnan(valueOf(curve.rows[0].branchNorms, "grad_norm/neck")));
    EXPECT_EQ(curve.rows[0].learningRate, 0.001);
    EXPECT_FALSE(curve.rows[1].loss.has_value());
    EXPECT_FALSE(curve.rows[1].gradientNorm.has_value());
    EXPECT_TRUE(std::isinf(*curve.rows[2].loss)) << "too large to be held";
}

TEST(Curve, RefusesInOneSentence)
{
    EXPECT_EQ(faultOf(""), "log: is empty: nothing to judge");
    EXPECT_NE(faultOf("step,accuracy\n1,0.5\n").find("holds no training loss"), std::string::npos);
    EXPECT_EQ(faultOf("step,loss\n1,2,3\n2,3\n"), "log:2: has 3 cells, but the header has 2");
    EXPECT_EQ(faultOf(std::string("GIF89a\0\0", 8)), "log: is neither text nor a TensorBoard event file");
    EXPECT_EQ(faultOf("{\"loss\": 1}\n[1]\n{}\n"), "log:2: is no object: a log of JSON lines has one on every line");
    EXPECT_NE(faultOf("{\"loss\": 1}\n{\"loss\": }\n{}\n").find("log:2"), std::string::npos);
    EXPECT_EQ(faultOf("{\n\"history\": []\n}"), "log: holds no list `log_history`: is this a trainer_state.json?");
    EXPECT_EQ(faultOf("{\n\"log_history\": [3]\n}"), "log: log_history[0]: is no object");
    EXPECT_NE(faultOf("{\"log_history\": []}").find("holds no training loss"), std::string::npos);
}

TEST(Curve, AFileThatIsNotThereIsSaid)
{
    EXPECT_EQ(readCurve("/nowhere/log.csv").error().code, ErrorCode::NotFound);
}

TEST(LoggedNumber, KnowsWhatPythonWrites)
{
    EXPECT_EQ(loggedNumber("1.5e-3"), 1.5e-3);
    EXPECT_EQ(loggedNumber("-2"), -2.0);
    EXPECT_EQ(loggedNumber("+2"), 2.0);
    EXPECT_EQ(loggedNumber(".5"), 0.5);
    EXPECT_TRUE(std::isnan(*loggedNumber("NaN")));
    EXPECT_EQ(loggedNumber("-Infinity"), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(loggedNumber("INF"), std::numeric_limits<double>::infinity());
    EXPECT_EQ(loggedNumber("1e-400"), 0.0);
    for (const char* text : {"", "-", "1.5x", "0x10", "nano", "infinite", "--1", "1 2", "+-1"}) {
        EXPECT_FALSE(loggedNumber(text).has_value()) << text;
    }
}

TEST(SeriesName, TellsWhatANameStandsFor)
{
    EXPECT_EQ(seriesName("loss").kind, SeriesKind::Total);
    EXPECT_EQ(seriesName("train/loss").kind, SeriesKind::Total);
    EXPECT_EQ(seriesName("train/train_loss").kind, SeriesKind::Other) << "the mean of the whole run";
    EXPECT_EQ(seriesName("val/box_loss").kind, SeriesKind::Other);
    EXPECT_EQ(seriesName("eval_loss").kind, SeriesKind::Other);
    EXPECT_EQ(seriesName("s0.loss_cls").kind, SeriesKind::Part);
    EXPECT_EQ(seriesName("train/dfl_loss").name, "dfl_loss");
    EXPECT_EQ(seriesName("loss_scale").kind, SeriesKind::LossScale);
    EXPECT_EQ(seriesName("train/grad_norm").kind, SeriesKind::GradientNorm);
    EXPECT_EQ(seriesName("grad_norm/neck.top_down").kind, SeriesKind::BranchNorm);
    EXPECT_EQ(seriesName("x/lr0").kind, SeriesKind::LearningRate);
    EXPECT_EQ(seriesName("base_lr").kind, SeriesKind::Other);
    EXPECT_EQ(seriesName("current_steps").kind, SeriesKind::Step);
}

} // namespace
} // namespace espalier::curves

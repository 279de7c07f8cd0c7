// Recorded logs, changed by a seeded loop, read and judged: each must give a curve whose verdict names rows that it
// has, or an error of one sentence.
#include "core/base/utf8.h"
#include "core/curves/judged_curve.h"
#include "tests/fuzz/fuzz_loop.h"
#include "tests/unit/curves/event_file_writer.h"

#include <algorithm>
#include <cstring>

namespace espalier::curves {
namespace {

std::string faultOf(const Curve& curve, const JudgedCurve& judged)
{
    const auto rows = static_cast<std::int64_t>(curve.rows.size());
    if (rows == 0 || judged.rows != rows || judged.conditions.size() != curve.rows.size()) {
        return "a curve without rows, or rows that were not judged";
    }
    for (const auto& row : {judged.firstWarning, judged.firstAlarm, judged.firstNonFinite}) {
        if (row && (*row < 0 || *row >= rows)) {
            return "a row that there is none of";
        }
    }
    if (judged.firstAlarm && (!judged.firstWarning || *judged.firstAlarm < *judged.firstWarning)) {
        return "an alarm that is no warning";
    }
    if (!isUtf8(judged.series)) {
        return "the name of a series that is no text";
    }
    return judged.verdict >= monitor::Condition::Drift && judged.reason.empty() ? "a verdict without a reason" : "";
}

fuzz::Answer readAndJudge(const std::string& bytes, LogFormat expected)
{
    const auto curve = curveFromBytes(bytes, "input");
    if (!curve) {
        return {false, describe(curve.error()), fuzz::faultOf(curve.error())};
    }
    const bool isOther = curve->format != expected;
    return {true, isOther ? "read as another format" : "", faultOf(*curve, judge(*curve))};
}

fuzz::Kind kind(const std::string& name, LogFormat format, std::vector<std::string> seeds, fuzz::Dialect dialect)
{
    return {name, std::move(seeds), std::move(dialect), "input",
            [format](const std::string& bytes, const std::filesystem::path&) { return readAndJudge(bytes, format); }};
}

const std::vector<std::string> kJsonWords{R"("loss":NaN)",
                                          R"("loss":0.0)",
                                          R"("loss":"inf")",
                                          R"("grad_norm":Infinity)",
                                          R"("grad_norm":-Infinity)",
                                          R"("lr":[-1])",
                                          R"("step":1e300)",
                                          R"("step":-1)",
                                          R"("iter":1)",
                                          R"("epoch":1e9)",
                                          R"("mode":"val")",
                                          R"("loss_cls":null)",
                                          R"("grad_norm/a":1)",
                                          R"("train_runtime":1)",
                                          R"("log_history":[)",
                                          R"("loss_scale":0)",
                                          "NaN",
                                          "nan",
                                          "-inf",
                                          "1e999",
                                          R"(\ud800)",
                                          "\n",
                                          "{}",
                                          "[[",
                                          "\xff",
                                          "\xef\xbb\xbf"};

/// Checksums right again, record by record as far as the lengths go.
void mendEvents(std::string& bytes)
{
    constexpr std::size_t kHead = 12;
    constexpr std::size_t kTail = 4;
    std::string mended;
    std::size_t offset = 0;
    while (bytes.size() - offset > kHead + kTail) {
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data() + offset, sizeof length);
        const std::size_t left = bytes.size() - offset - kHead - kTail;
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(length, left));
        mended += record(std::string_view(bytes).substr(offset + kHead, size));
        offset += kHead + size + kTail;
    }
    bytes = mended + bytes.substr(offset);
}

std::vector<fuzz::Kind> kinds(const std::filesystem::path&)
{
    using namespace std::string_literals;
    std::string lines;
    std::string history;
    std::string csv = "step,loss,loss_cls,grad_norm,grad_norm/neck,lr/a,loss_scale\n";
    std::string ultralytics = "   epoch,  train/box_loss,  train/cls_loss, val/box_loss, lr/pg0\n";
    std::string events = record(bytesField(3, "brain.Event:2"));
    for (int i = 1; i <= 24; ++i) {
        const std::string step = std::to_string(i);
        const std::string loss = std::to_string(3.0 - 0.1 * i);
        const std::string norm = i < 3 ? "NaN" : "1." + step;
        lines += R"({"lr": 1e-05, "grad_norm": )" + norm + R"(, "loss": )" + loss + R"(, "loss_cls": 1.5, "step": )" +
                 step + "}\n";
        history += (i == 1 ? "" : ",") + R"({"loss": )"s + loss + R"(, "grad_norm": )" + norm +
                   R"(, "learning_rate": 1e-05, "epoch": 0.5, "step": )" + step + '}';
        csv += step + ',' + loss + ",1.5," + norm + ",0.5,0.001,65536\n";
        ultralytics += "  " + step + ", " + loss + ", 1.25, inf, 0.01\n";
        events += simpleEvent(i, {{"train/loss", 3.0F - 0.1F * static_cast<float>(i)}, {"train/grad_norm", 1.5F}});
    }
    const std::string tensors = record(bytesField(3, "brain.Event:2")) + tensorEvent(1, "loss", 2.5F, true) +
                                tensorEvent(2, "loss", 2.25F, false) + tensorEvent(3, "grad_norm", 1.5F, true);
    return {
        kind("json_lines", LogFormat::JsonLines, {lines}, {kJsonWords}),
        kind("trainer_state", LogFormat::TrainerState,
             {"{\n\"epoch\": 1.0,\n\"log_history\": [" + history + "]\n}", R"({"log_history": [)" + history + "]}"},
             {kJsonWords}),
        kind("csv", LogFormat::Csv, {csv, ultralytics},
             {{"loss",       "grad_norm", "train/", "step,", "nan",          "-inf", "Infinity",
               "1e400",      "1e-400",    "\"",     "\"\"",  ",,",           "\r\n", "lr",
               "loss_scale", "-1",        "0,",     "\xff",  "\xef\xbb\xbf", "\0"s}}),
        kind("tensor_board", LogFormat::TensorBoard, {events, tensors},
             {{"\x0a"s, "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s, "\x15\0\0\xc0\x7f"s, "\x15\0\0\x80\x7f"s,
               "\x2a\x80\x01"s, "\x42\x04"s, "\x0b"s, "train/loss", "loss", "\x08\x02\x32\x08"s, "\xff\xff\xff\xff"s},
              false,
              mendEvents})};
}

} // namespace
} // namespace espalier::curves

int main(int count, char** words)
{
    return espalier::fuzz::run(count, words, "fuzz_curves", espalier::curves::kinds);
}

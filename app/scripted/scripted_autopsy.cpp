#include "app/scripted/scripted_autopsy.h"

#include "core/base/files.h"
#include "core/monitor/autopsy.h"

#include <cmath>
#include <limits>

namespace espalier::scripted {

namespace {

constexpr int kSide = 48;
constexpr int kImages = 4;

/// A bottle from above: rings on grey, a dark spot further round from image to image.
std::string picture(int number)
{
    std::string ppm = "P6\n" + std::to_string(kSide) + ' ' + std::to_string(kSide) + "\n255\n";
    const double angle = number * 1.3;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double right = x - kSide / 2.0;
            const double down = y - kSide / 2.0;
            const double radius = std::hypot(right, down);
            const bool isSpot = std::hypot(right - 11 * std::cos(angle), down - 11 * std::sin(angle)) < 4;
            const bool isRing = std::abs(radius - 19) < 1.5 || std::abs(radius - 8) < 1;
            const char grey = static_cast<char>(isSpot ? 30 : isRing ? 90 : radius < 19 ? 150 : 210);
            ppm.append(3, grey);
        }
    }
    return ppm;
}

monitor::Autopsy autopsyOf(const run::StepDone& step, const run::Guarded& guarded)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const std::string branch = "bbox_head.head_module.cls_preds.2";
    monitor::Autopsy made;
    made.step = step.step;
    made.epoch = step.epoch;
    made.verdict = {monitor::Condition::Exploded, kInfinity, guarded.series, guarded.value, step.step, guarded.reason};
    made.firstWarningStep = std::max<std::int64_t>(1, step.step - 1);
    made.action = guarded.action;
    made.firstModule = branch;
    made.direction = "backward";
    made.lossShares = {{"loss_cls", 0.93}, {"loss_bbox", 0.02}, {"loss_dfl", 0.05}};
    made.causes = {
        {"rate_too_high",
         0.81,
         {{"rate_at_peak", "", 1, 1}, {"norm_rose", branch, kInfinity, 41.3}},
         {{"pixels_fine", "", 0, 0}},
         {"lower_rate", "clip_gradients"}},
        {"poisoned_batch", 0.07, {{"part_not_finite", "loss_cls", std::nan(""), 2.64}}, {}, {"check_images"}}};
    double output = 6;
    for (const char* module :
         {"neck.bottom_up_layers.1", "bbox_head.head_module.cls_preds.2", "bbox_head.head_module.reg_preds.2"}) {
        made.modules.push_back({module, output, output > 6 ? kInfinity : 12.5, 0.002 * output, std::nan("")});
        output *= 40;
    }
    for (int number = 0; number < kImages; ++number) {
        made.images.push_back("image-" + std::to_string(number) + ".ppm");
    }
    return made;
}

} // namespace

Result<std::filesystem::path> writeScriptedAutopsy(const std::filesystem::path& runFolder, const run::StepDone& step,
                                                   const run::Guarded& guarded)
{
    const auto folder = runFolder / monitor::kAutopsiesFolder / monitor::autopsyFolderName(step.step);
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (fault) {
        return fail(ErrorCode::Io, fault.message(), folder.string());
    }
    const monitor::Autopsy autopsy = autopsyOf(step, guarded);
    for (int number = 0; number < kImages; ++number) {
        if (Status done =
                writeFileAtomically(folder / autopsy.images[static_cast<std::size_t>(number)], picture(number));
            !done) {
            return fail(done.error());
        }
    }
    const auto file = folder / monitor::kAutopsyFileName;
    if (const Status done = writeFileAtomically(file, jsonText(monitor::toJson(autopsy), 2)); !done) {
        return fail(done.error());
    }
    return file;
}

} // namespace espalier::scripted

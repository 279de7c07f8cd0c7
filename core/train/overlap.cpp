#include "core/train/overlap.h"

#include <ATen/ATen.h>

#include <numbers>

namespace espalier::train {

namespace {
constexpr double kEpsilon = 1e-7;
}

at::Tensor completeIou(const at::Tensor& predicted, const at::Tensor& target)
{
    const auto side = [](const at::Tensor& boxes, std::int64_t index) { return boxes.select(-1, index); };
    const at::Tensor px1 = side(predicted, 0), py1 = side(predicted, 1), px2 = side(predicted, 2),
                     py2 = side(predicted, 3);
    const at::Tensor tx1 = side(target, 0), ty1 = side(target, 1), tx2 = side(target, 2), ty2 = side(target, 3);

    const at::Tensor shared = (at::minimum(px2, tx2) - at::maximum(px1, tx1)).clamp_min(0) *
                              (at::minimum(py2, ty2) - at::maximum(py1, ty1)).clamp_min(0);
    const at::Tensor pw = px2 - px1, tw = tx2 - tx1;
    const at::Tensor ph = py2 - py1, th = ty2 - ty1;
    const at::Tensor iou = shared / (pw * ph + tw * th - shared + kEpsilon);

    const at::Tensor aroundWidth = (at::maximum(px2, tx2) - at::minimum(px1, tx1)).clamp_min(0);
    const at::Tensor aroundHeight = (at::maximum(py2, ty2) - at::minimum(py1, ty1)).clamp_min(0);
    const at::Tensor diagonal = aroundWidth.square() + aroundHeight.square() + kEpsilon;
    const at::Tensor apart = ((tx1 + tx2 - px1 - px2).square() + (ty1 + ty2 - py1 - py2).square()) / 4;

    const at::Tensor tilt = at::atan(tw / (th + kEpsilon)) - at::atan(pw / (ph + kEpsilon));
    const at::Tensor aspect = tilt.square() * (4 / (std::numbers::pi * std::numbers::pi));
    at::Tensor alpha;
    {
        const at::NoGradGuard noGradients;
        alpha = aspect / (aspect - iou + (1 + kEpsilon));
    }
    return (iou - apart / diagonal - alpha * aspect).clamp(-1, 1);
}

} // namespace espalier::train

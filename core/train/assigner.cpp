#include "core/train/assigner.h"

#include "core/train/overlap.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace espalier::train {

namespace {
constexpr std::int64_t kTop = 10;
constexpr double kScorePower = 0.5;
constexpr double kOverlapPower = 6.0;
constexpr double kEpsilon = 1e-9;
} // namespace

Assignment assign(const at::Tensor& scores, const at::Tensor& predicted, const at::Tensor& priors,
                  const at::Tensor& boxes, const at::Tensor& labels)
{
    const at::NoGradGuard noGradients;
    const std::int64_t images = scores.size(0), cells = scores.size(1), classes = scores.size(2),
                       objects = boxes.size(1);
    if (objects == 0) {
        return {at::zeros_like(scores), at::zeros_like(predicted),
                at::zeros({images, cells}, scores.options().dtype(at::kBool))};
    }
    // B×M×N from here on.
    const at::Tensor isObject = (boxes.sum(-1) > 0).unsqueeze(-1);
    const at::Tensor centre = priors.narrow(-1, 0, 2).unsqueeze(0).unsqueeze(0);
    const at::Tensor reach =
        at::cat({centre - boxes.narrow(-1, 0, 2).unsqueeze(2), boxes.narrow(-1, 2, 2).unsqueeze(2) - centre}, -1);
    const at::Tensor isInside = (reach.amin(-1) > kEpsilon) & isObject;

    const at::Tensor overlaps = completeIou(predicted.unsqueeze(1), boxes.unsqueeze(2)).clamp_min(0);
    const at::Tensor classScores =
        scores.transpose(1, 2).gather(1, labels.unsqueeze(-1).expand({images, objects, cells}));
    const at::Tensor alignment = classScores.pow(kScorePower) * overlaps.pow(kOverlapPower);

    const at::Tensor candidates = alignment * isInside;
    const at::Tensor top = std::get<1>(candidates.topk(std::min(kTop, cells), -1, true, true));
    at::Tensor isGiven = at::zeros_like(isInside).scatter_(-1, top, true) & isInside;

    const at::Tensor claims = isGiven.sum(1, true);
    const at::Tensor best = at::zeros_like(isInside).scatter_(1, overlaps.argmax(1, true), true);
    isGiven = at::where(claims > 1, best, isGiven);

    const at::Tensor isPositive = isGiven.any(1);
    const at::Tensor object = isGiven.to(at::kByte).argmax(1); // B×N; 0 where none
    const at::Tensor given = alignment * isGiven;
    const at::Tensor strength =
        (given * (overlaps * isGiven).amax(-1, true) / (given.amax(-1, true) + kEpsilon)).amax(1); // B×N
    const at::Tensor label = labels.gather(1, object);
    const at::Tensor targets = at::zeros({images, cells, classes}, scores.options())
                                   .scatter_(-1, label.unsqueeze(-1), (strength * isPositive).unsqueeze(-1));
    return {targets, boxes.gather(1, object.unsqueeze(-1).expand({images, cells, 4})), isPositive};
}

} // namespace espalier::train

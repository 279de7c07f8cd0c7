#include "core/train/box_coder.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

namespace espalier::train {

namespace {
constexpr double kEncodeMargin = 0.01; ///< the upper bin must exist
}

at::Tensor makePriors(const std::vector<at::Tensor>& levels)
{
    ESPALIER_ASSERT(levels.size() == kStrides.size(), "one map a stride");
    std::vector<at::Tensor> rows;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto stride = static_cast<double>(kStrides[i]);
        const at::TensorOptions options = at::TensorOptions(at::kFloat).device(levels[i].device());
        const at::Tensor x = (at::arange(levels[i].size(-1), options) + 0.5) * stride;
        const at::Tensor y = (at::arange(levels[i].size(-2), options) + 0.5) * stride;
        const at::Tensor gridY = y.unsqueeze(1).expand({y.size(0), x.size(0)}).reshape(-1);
        const at::Tensor gridX = x.unsqueeze(0).expand({y.size(0), x.size(0)}).reshape(-1);
        rows.push_back(at::stack({gridX, gridY, at::full_like(gridX, stride)}, 1));
    }
    return at::cat(rows);
}

at::Tensor joinLevels(const std::vector<at::Tensor>& levels)
{
    std::vector<at::Tensor> rows;
    for (const at::Tensor& level : levels) {
        rows.push_back(level.flatten(2).transpose(1, 2));
    }
    return at::cat(rows, 1);
}

at::Tensor expectedDistances(const at::Tensor& distributions)
{
    std::vector<std::int64_t> shape = distributions.sizes().vec();
    const std::int64_t bins = shape.back() / 4;
    shape.back() = 4;
    shape.push_back(bins);
    const at::Tensor places = at::arange(bins, distributions.options());
    return at::softmax(distributions.reshape(shape), -1).matmul(places);
}

at::Tensor decodeBoxes(const at::Tensor& distances, const at::Tensor& priors)
{
    const at::Tensor centre = priors.narrow(-1, 0, 2);
    const at::Tensor reach = distances * priors.narrow(-1, 2, 1);
    return at::cat({centre - reach.narrow(-1, 0, 2), centre + reach.narrow(-1, 2, 2)}, -1);
}

at::Tensor encodeBoxes(const at::Tensor& boxes, const at::Tensor& priors, std::int64_t bins)
{
    const at::Tensor centre = priors.narrow(-1, 0, 2);
    const at::Tensor reach = at::cat({centre - boxes.narrow(-1, 0, 2), boxes.narrow(-1, 2, 2) - centre}, -1);
    return (reach / priors.narrow(-1, 2, 1)).clamp(0, static_cast<double>(bins - 1) - kEncodeMargin);
}

} // namespace espalier::train

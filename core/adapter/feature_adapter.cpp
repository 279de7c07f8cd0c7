#include "core/adapter/feature_adapter.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

FeatureAdapter::FeatureAdapter(std::int64_t channels, const plan::FeatureAdapterOptions& options)
    : TrainedGraft(at::empty({options.rank, channels, 1, 1}), at::zeros({channels, options.rank, 1, 1})),
      m_scale(options.alpha / options.rank), m_dropout(options.dropout)
{
}

at::Tensor FeatureAdapter::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    const at::Tensor narrow = at::dropout(at::conv2d(output, down()), m_dropout, isTraining());
    return output + at::conv2d(narrow, up()) * m_scale;
}

} // namespace espalier::adapter

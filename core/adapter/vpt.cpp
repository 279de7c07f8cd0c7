#include "core/adapter/vpt.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Vpt::Vpt(Ground ground, const plan::VptOptions& options) : TrainedGraft(std::move(ground)), m_dropout(options.dropout)
{
}

at::Tensor Vpt::enter(const at::Tensor& input)
{
    const at::Tensor prompts = at::dropout(tensor(0), m_dropout, isTraining()).expand({input.size(0), -1, -1});
    const std::int64_t rest = companions().before == 0 ? 1 : 1 + prompts.size(1);
    return at::cat({input.narrow(1, 0, 1), prompts, input.narrow(1, rest, input.size(1) - rest)}, 1);
}

at::Tensor Vpt::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    return output;
}

} // namespace espalier::adapter

#include "core/adapter/gate.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Gate::Gate(std::shared_ptr<TrainedGraft> inner, at::Tensor score, const plan::GateOptions& options)
    : TrainedGraft(Ground{}), m_inner(std::move(inner)), m_score(std::move(score)),
      m_threshold(static_cast<float>(options.threshold)), m_l1(options.l1)
{
}

void Gate::train(bool on)
{
    TrainedGraft::train(on);
    m_inner->train(on);
}

bool Gate::isOpen() const
{
    return m_score.item<double>() >= m_threshold;
}

at::Tensor Gate::forward(const at::Tensor& input, const at::Tensor& output)
{
    if (!isTraining()) {
        return isOpen() ? m_inner->forward(input, output) : output;
    }
    const at::Tensor hard = m_score.ge(m_threshold).to(m_score.scalar_type());
    // Its value is the indicator, its slope the score's: the difference is zero and has a gradient of one.
    const at::Tensor indicator = hard + (m_score - m_score.detach());
    return output + indicator * (m_inner->forward(input, output) - output);
}

std::optional<kernel::LinearMap> Gate::merged(const kernel::LinearMap& map) const
{
    return isOpen() ? m_inner->merged(map) : map;
}

} // namespace espalier::adapter

#include "core/train/moving_average.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::train {

namespace {

constexpr double kLeastMomentum = 1e-4;
constexpr double kDecaySteps = 2000;

} // namespace

MovingAverage::MovingAverage(StateTensors source)
    : m_source(std::move(source)), m_average(cloned(m_source)), m_updates(at::zeros({}, at::kLong))
{
}

double MovingAverage::momentum(std::int64_t updates)
{
    return (1 - kLeastMomentum) * std::exp(-(1 + static_cast<double>(updates)) / kDecaySteps) + kLeastMomentum;
}

void MovingAverage::update()
{
    const at::NoGradGuard noGradients;
    const auto updates = m_updates.item<std::int64_t>();
    const double weight = momentum(updates);
    for (const auto& [name, source] : m_source) {
        at::Tensor& average = m_average.at(name);
        if (updates == 0) {
            average.copy_(source);
        } else if (average.is_floating_point()) {
            average.mul_(1 - weight).add_(source, weight);
        }
    }
    m_updates.add_(1);
}

StateTensors MovingAverage::state() const
{
    StateTensors tensors = m_average;
    tensors.emplace("updates", m_updates);
    return tensors;
}

AveragedWeights::AveragedWeights(const MovingAverage* average) : m_average(average)
{
    if (m_average != nullptr) {
        m_raw = cloned(m_average->m_source);
        const Status copied = copyInto(m_average->m_source, m_average->m_average);
        ESPALIER_ASSERT(copied.has_value(), "an average has the tensors of its source");
    }
}

AveragedWeights::~AveragedWeights()
{
    if (m_average != nullptr) {
        const Status copied = copyInto(m_average->m_source, m_raw);
        ESPALIER_ASSERT(copied.has_value(), "what was taken out fits back in");
    }
}

} // namespace espalier::train

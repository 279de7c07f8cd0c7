#include "core/train/optimizer.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace espalier::train {

Optimizer::Optimizer(const experiment::TrainSettings& settings, const std::vector<plan::ParameterGroup>& groups,
                     const std::vector<std::pair<std::string, at::Tensor>>& trainable)
    : m_settings(settings), m_rate(settings.lr), m_momentum(settings.beta1), m_steps(at::zeros({}, at::kLong))
{
    std::unordered_map<std::string, std::size_t> groupOf;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        m_groupScales.push_back(groups[i].lrScale);
        for (const std::string& name : groups[i].tensors) {
            groupOf.emplace(name, i);
        }
    }
    const bool isAdamW = settings.optimizer == "adamw";
    for (const auto& [name, tensor] : trainable) {
        const auto found = groupOf.find(name);
        ESPALIER_ASSERT(found != groupOf.end(), "each trainable tensor has a group");
        const plan::ParameterGroup& group = groups[found->second];
        Slot slot{name, tensor, found->second, group.weightDecay.value_or(settings.weightDecay), {}, {}};
        slot.mean = at::zeros_like(tensor);
        if (isAdamW) {
            slot.square = at::zeros_like(tensor);
        }
        m_slots.push_back(std::move(slot));
    }
    m_factors = at::ones({static_cast<std::int64_t>(groups.size() + trainable.size())}, at::kDouble);
}

double Optimizer::groupRate(std::size_t group) const
{
    return m_rate * m_groupScales[group] * groupFactor(group);
}

double Optimizer::groupFactor(std::size_t group) const
{
    return m_factors.data_ptr<double>()[group];
}

double Optimizer::lowestRate() const
{
    double lowest = groupCount() == 0 ? m_rate : groupRate(0);
    for (std::size_t i = 1; i < groupCount(); ++i) {
        lowest = std::min(lowest, groupRate(i));
    }
    return lowest;
}

void Optimizer::lowerRate(std::size_t group, double factor)
{
    m_factors.data_ptr<double>()[group] *= factor;
}

void Optimizer::freeze(std::size_t tensor)
{
    m_factors.data_ptr<double>()[groupCount() + tensor] = 0;
}

bool Optimizer::isFrozen(std::size_t tensor) const
{
    return m_factors.data_ptr<double>()[groupCount() + tensor] == 0;
}

void Optimizer::resetMoments()
{
    const at::NoGradGuard noGradients;
    m_steps.zero_();
    for (Slot& slot : m_slots) {
        slot.mean.zero_();
        if (slot.square.defined()) {
            slot.square.zero_();
        }
    }
}

void Optimizer::zeroGradients()
{
    for (Slot& slot : m_slots) {
        slot.parameter.mutable_grad().reset();
    }
}

void Optimizer::step()
{
    const at::NoGradGuard noGradients;
    m_steps.add_(1);
    const double steps = m_steps.item<double>();
    const bool isAdamW = m_settings.optimizer == "adamw";
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        Slot& slot = m_slots[i];
        if (slot.parameter.grad().defined() && !isFrozen(i)) {
            const double rate = groupRate(slot.group);
            isAdamW ? stepAdamW(slot, steps, rate) : stepSgd(slot, steps, rate);
        }
    }
}

void Optimizer::stepAdamW(Slot& slot, double steps, double rate) const
{
    const at::Tensor& gradient = slot.parameter.grad();
    slot.parameter.mul_(1 - rate * slot.weightDecay);
    slot.mean.mul_(m_settings.beta1).add_(gradient, 1 - m_settings.beta1);
    slot.square.mul_(m_settings.beta2).addcmul_(gradient, gradient, 1 - m_settings.beta2);
    const double meanCorrection = 1 - std::pow(m_settings.beta1, steps);
    const double squareCorrection = 1 - std::pow(m_settings.beta2, steps);
    const at::Tensor deviation = slot.square.sqrt().div_(std::sqrt(squareCorrection)).add_(m_settings.epsilon);
    slot.parameter.addcdiv_(slot.mean, deviation, -rate / meanCorrection);
}

void Optimizer::stepSgd(Slot& slot, double steps, double rate) const
{
    at::Tensor gradient = slot.parameter.grad();
    if (slot.weightDecay != 0) {
        gradient = gradient.add(slot.parameter, slot.weightDecay);
    }
    if (m_momentum != 0) {
        if (steps == 1) {
            slot.mean.copy_(gradient);
        } else {
            slot.mean.mul_(m_momentum).add_(gradient);
        }
        gradient = gradient.add(slot.mean, m_momentum);
    }
    slot.parameter.add_(gradient, -rate);
}

StateTensors Optimizer::state() const
{
    StateTensors tensors{{"steps", m_steps}};
    for (const Slot& slot : m_slots) {
        tensors.emplace(slot.name + (slot.square.defined() ? ".mean" : ".momentum"), slot.mean);
        if (slot.square.defined()) {
            tensors.emplace(slot.name + ".square", slot.square);
        }
    }
    return tensors;
}

} // namespace espalier::train

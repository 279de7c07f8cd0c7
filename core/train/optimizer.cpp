#include "core/train/optimizer.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <cmath>
#include <unordered_map>

namespace espalier::train {

Optimizer::Optimizer(const experiment::TrainSettings& settings, const std::vector<plan::ParameterGroup>& groups,
                     const std::vector<std::pair<std::string, at::Tensor>>& trainable)
    : m_settings(settings), m_rate(settings.lr), m_momentum(settings.beta1), m_steps(at::zeros({}, at::kLong))
{
    std::unordered_map<std::string, const plan::ParameterGroup*> groupOf;
    for (const plan::ParameterGroup& group : groups) {
        for (const std::string& name : group.tensors) {
            groupOf.emplace(name, &group);
        }
    }
    const bool isAdamW = settings.optimizer == "adamw";
    for (const auto& [name, tensor] : trainable) {
        const auto found = groupOf.find(name);
        ESPALIER_ASSERT(found != groupOf.end(), "each trainable tensor has a group");
        Slot slot{name, tensor, found->second->lrScale, found->second->weightDecay.value_or(settings.weightDecay),
                  {},   {}};
        slot.mean = at::zeros_like(tensor);
        if (isAdamW) {
            slot.square = at::zeros_like(tensor);
        }
        m_slots.push_back(std::move(slot));
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
    for (Slot& slot : m_slots) {
        if (slot.parameter.grad().defined()) {
            isAdamW ? stepAdamW(slot, steps) : stepSgd(slot, steps);
        }
    }
}

void Optimizer::stepAdamW(Slot& slot, double steps) const
{
    const at::Tensor& gradient = slot.parameter.grad();
    const double rate = m_rate * slot.scale;
    slot.parameter.mul_(1 - rate * slot.weightDecay);
    slot.mean.mul_(m_settings.beta1).add_(gradient, 1 - m_settings.beta1);
    slot.square.mul_(m_settings.beta2).addcmul_(gradient, gradient, 1 - m_settings.beta2);
    const double meanCorrection = 1 - std::pow(m_settings.beta1, steps);
    const double squareCorrection = 1 - std::pow(m_settings.beta2, steps);
    const at::Tensor deviation = slot.square.sqrt().div_(std::sqrt(squareCorrection)).add_(m_settings.epsilon);
    slot.parameter.addcdiv_(slot.mean, deviation, -rate / meanCorrection);
}

void Optimizer::stepSgd(Slot& slot, double steps) const
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
    slot.parameter.add_(gradient, -m_rate * slot.scale);
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

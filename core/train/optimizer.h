// Optimizer: AdamW and SGD over a plan's parameter groups, with a state that can be copied, kept and written.
#pragma once

#include "core/experiment/experiment.h"
#include "core/plan/resolved_plan.h"
#include "core/train/state_tensors.h"

#include <ATen/core/Tensor.h>

#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

/// AdamW (Loshchilov and Hutter 2019) with PyTorch's arithmetic, or SGD with Nesterov momentum. State exists from
/// the start, so that a checkpoint of step 0 has the shape of any other.
class Optimizer {
public:
    /// Every tensor of `trainable` stands in one of `groups`, by name.
    Optimizer(const experiment::TrainSettings& settings, const std::vector<plan::ParameterGroup>& groups,
              const std::vector<std::pair<std::string, at::Tensor>>& trainable);

    void zeroGradients(); ///< frees them
    /// Before the groups' scales.
    void setLearningRate(double rate) { m_rate = rate; }
    [[nodiscard]] double learningRate() const { return m_rate; }
    /// Of SGD; beta1 until it is set.
    void setMomentum(double momentum) { m_momentum = momentum; }
    /// Tensors without a gradient stay as they are.
    void step();
    /// `steps`, `<name>.mean`, `<name>.square` (AdamW), `<name>.momentum` (SGD): the live tensors.
    [[nodiscard]] StateTensors state() const;

private:
    struct Slot {
        std::string name;
        at::Tensor parameter;
        double scale = 1;
        double weightDecay = 0;
        at::Tensor mean;   ///< AdamW: first moment; SGD: momentum
        at::Tensor square; ///< AdamW only
    };
    void stepAdamW(Slot& slot, double steps) const;
    void stepSgd(Slot& slot, double steps) const;

    experiment::TrainSettings m_settings;
    double m_rate = 0;
    double m_momentum = 0; ///< SGD only
    at::Tensor m_steps;    ///< int64 scalar
    std::vector<Slot> m_slots;
};

} // namespace espalier::train

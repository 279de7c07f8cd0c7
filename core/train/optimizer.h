// Optimizer: AdamW and SGD over a plan's parameter groups, with a state that can be copied, kept and written.
#pragma once

#include "core/experiment/experiment.h"
#include "core/plan/resolved_plan.h"
#include "core/train/state_tensors.h"

#include <ATen/core/Tensor.h>

#include <cstddef>
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

    /// What the guard makes of the rates, beside the schedule. Tensors by their place in `trainable`.
    [[nodiscard]] std::size_t groupCount() const { return m_groupScales.size(); }
    [[nodiscard]] std::size_t groupOf(std::size_t tensor) const { return m_slots[tensor].group; }
    [[nodiscard]] double groupRate(std::size_t group) const;   ///< in force
    [[nodiscard]] double groupFactor(std::size_t group) const; ///< what lowerRate() came to
    [[nodiscard]] double lowestRate() const;                   ///< of the groups'
    void lowerRate(std::size_t group, double factor);
    void freeze(std::size_t tensor); ///< from now on step() leaves it, and its moments
    [[nodiscard]] bool isFrozen(std::size_t tensor) const;
    /// All of the above: a factor for each group, then 1 or 0 for each tensor; float64, live.
    [[nodiscard]] at::Tensor rateFactors() const { return m_factors; }
    /// As at the start of training.
    void resetMoments();

    /// `steps`, `<name>.mean`, `<name>.square` (AdamW), `<name>.momentum` (SGD): the live tensors.
    [[nodiscard]] StateTensors state() const;

private:
    struct Slot {
        std::string name;
        at::Tensor parameter;
        std::size_t group = 0;
        double weightDecay = 0;
        at::Tensor mean;   ///< AdamW: first moment; SGD: momentum
        at::Tensor square; ///< AdamW only
    };
    void stepAdamW(Slot& slot, double steps, double rate) const;
    void stepSgd(Slot& slot, double steps, double rate) const;

    experiment::TrainSettings m_settings;
    double m_rate = 0;
    double m_momentum = 0; ///< SGD only
    at::Tensor m_steps;    ///< int64 scalar
    at::Tensor m_factors;  ///< see rateFactors()
    std::vector<double> m_groupScales;
    std::vector<Slot> m_slots;
};

} // namespace espalier::train

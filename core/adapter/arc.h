// Arc: a projection that all layers share and each rescales, on what attention and perceptron read (Dong et al. 2023).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// y = x + dropout((x P) ⊙ λ) Pᵀ + b, x the answer of a norm; P width×rank shared by a rule.
class Arc final : public TrainedGraft {
public:
    Arc(Ground ground, const plan::ArcOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// M W and M b + shift with M = I + P λ Pᵀ, of a map whose output is the norm's: of none, I, for the layers that
    /// read the norm. A norm's own numbers cannot hold it.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    double m_dropout;
};

} // namespace espalier::adapter

// Rlrr: a weight whose rows and columns are rescaled beside itself, and a shift (Dong et al. 2024).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// W' = W ⊙ (1 + s_out s_in) or, without the residual, W ⊙ (s_out s_in); b' = b + f. s_in 1×in, s_out out×1; one side
/// alone is the factor itself. A kernel k×k is cut into k columns an input and k rows an output.
class Rlrr final : public TrainedGraft {
public:
    Rlrr(Ground ground, const plan::RlrrOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// Beside what came before; without the residual, in its place. A map without a bias gets one.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& before) const override;

private:
    /// What stands beside 1, in the shape of `weight`.
    [[nodiscard]] at::Tensor term(const at::Tensor& weight) const;
    [[nodiscard]] const at::Tensor& shift() const { return tensor(m_hasColumns && m_hasLines ? 2 : 1); }

    bool m_hasColumns;
    bool m_hasLines;
    bool m_isResidual;
};

} // namespace espalier::adapter

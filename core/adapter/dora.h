// Dora: a low-rank update whose rows are scaled to learned lengths (Liu et al. 2024).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// With V = W + (alpha / rank) · BA and n the length of each row of V: W' = (m / n) V. The lengths m are the rows' own
/// at first and B is zero, so nothing changes. n is a constant to the gradient, as in the paper. Dropout acts on what
/// the change of the layer reads, never on the layer itself.
class Dora final : public TrainedGraft {
public:
    Dora(Ground ground, const plan::DoraOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// (m / n) (W + (alpha / rank) · BA), n from the layer's own weight.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& before) const override;

private:
    [[nodiscard]] const at::Tensor& down() const { return tensor(0); }
    [[nodiscard]] const at::Tensor& up() const { return tensor(1); }
    /// m / n, one a row, in the precision of `like`.
    [[nodiscard]] at::Tensor factors(at::ScalarType type) const;

    double m_scale;
    double m_dropout;
};

} // namespace espalier::adapter

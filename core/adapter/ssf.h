// Ssf: scale and shift of what a layer computes, a number a channel each (Lian et al. 2022).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// y = scale ⊙ layer(x) + shift.
class Ssf final : public TrainedGraft {
public:
    Ssf(Ground ground, const plan::SsfOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// Rows of a weight and its bias, columns of an embedding, a norm's own scale and shift. An embedding has no bias
    /// to merge the shift into: it goes to every row.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    [[nodiscard]] const at::Tensor& scale() const { return tensor(0); }
    [[nodiscard]] const at::Tensor& shift() const { return tensor(1); }
};

} // namespace espalier::adapter

// Bitfit: biases train and nothing else does (Ben Zaken et al. 2022); what they learned is kept apart from them.
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// y = layer(x) + f, f zero at first: b + f is the trained bias.
class Bitfit final : public TrainedGraft {
public:
    Bitfit(Ground ground, const plan::BitfitOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;
};

} // namespace espalier::adapter

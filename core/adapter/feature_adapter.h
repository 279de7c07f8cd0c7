// FeatureAdapter: the study's residual bottleneck on a feature map, after the module that made it.
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// y = x + (alpha / rank) · B(dropout(A(x))), x the site's output B×d×H×W; A 1×1 d→rank, B 1×1 rank→d, B zero at first.
class FeatureAdapter final : public TrainedGraft {
public:
    FeatureAdapter(Ground ground, const plan::FeatureAdapterOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// MW and Mb with M = I + (alpha / rank) · BA. `map` is any whose output is the site's.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    [[nodiscard]] const at::Tensor& down() const { return tensor(0); } ///< A
    [[nodiscard]] const at::Tensor& up() const { return tensor(1); }   ///< B

    double m_scale;
    double m_dropout;
};

} // namespace espalier::adapter

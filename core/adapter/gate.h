// Gate: an adapter that acts only where its learned score says so.
#pragma once

#include "core/adapter/trained_graft.h"

#include <memory>

namespace espalier::adapter {

/// y = layer + I · (adapted − layer), I = 1 where the score is at least the threshold. The gradient of I is the score's
/// own, so a closed gate may open again; what is behind a closed gate gets a gradient of zero: only decay and
/// momentum still move it. In use a closed gate computes nothing.
class Gate final : public TrainedGraft {
public:
    /// `score` is a scalar.
    Gate(std::shared_ptr<TrainedGraft> inner, at::Tensor score, const plan::GateOptions& options);
    void train(bool on) override;
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// Of an open gate; a closed one leaves the map as it is.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] const at::Tensor& score() const { return m_score; }
    [[nodiscard]] double l1() const { return m_l1; }

private:
    std::shared_ptr<TrainedGraft> m_inner;
    at::Tensor m_score;
    double m_threshold; ///< rounded to a score's precision: every comparison agrees
    double m_l1;
};

} // namespace espalier::adapter

// Fact: all linear layers of a transformer share two factors; each has a small core (Jie and Deng 2023).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// y = layer(x) + scale · V(dropout(core(U(x)))), U width→rank and V rank→width shared by all grafts of a rule, V zero
/// at first. A weight that is n squares long has a core of n·rank rows, whose answers go through V one after the other;
/// one n squares wide has a core of n·rank columns behind U on each stretch of the input. TT: a core of its own. TK:
/// mixtures Σ_c C[:,:,c] P[c,j] of shared cores, a column j of P for each square in the order of the network; four
/// squares are interleaved as the authors' perceptrons are, three stand apart as query, key and value.
class Fact final : public TrainedGraft {
public:
    Fact(Ground ground, const plan::FactOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    [[nodiscard]] const at::Tensor& first() const { return tensor(0); } ///< U
    [[nodiscard]] const at::Tensor& last() const { return tensor(1); }  ///< V
    /// (squares · rank)×rank, or rank×(squares · rank).
    [[nodiscard]] at::Tensor core() const;
    [[nodiscard]] bool isLong() const { return layer().outputs >= layer().inputs; }
    [[nodiscard]] std::int64_t squares() const;

    std::int64_t m_rank;
    bool m_isTucker;
    double m_scale;
    double m_dropout;
};

} // namespace espalier::adapter

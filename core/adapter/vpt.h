// Vpt: learned tokens in front of a transformer layer (Jia et al. 2022).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// The first graft of a rule puts its prompts behind the class token; a later one puts its own in the place of what
/// became of them. Prompts have no positions.
class Vpt final : public TrainedGraft {
public:
    Vpt(Ground ground, const plan::VptOptions& options);
    /// B×L×width → B×(L + tokens)×width at the first.
    at::Tensor enter(const at::Tensor& input) override;
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;

private:
    double m_dropout;
};

} // namespace espalier::adapter

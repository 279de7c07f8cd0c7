// TrainedGraft: what all adapters have in common: the ground that they grow on, and a switch between training and use.
#pragma once

#include "core/kernel/convolution_geometry.h"
#include "core/kernel/graftable.h"
#include "core/plan/graft_tensors.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace espalier::adapter {

struct Ground {
    kernel::LayerGeometry layer; ///< of the site, where it is a layer
    kernel::LinearMap map;       ///< its live tensors; undefined elsewhere
    plan::Companions companions;
    std::vector<at::Tensor> tensors; ///< in the order of plan::graftTensors(), without a gate's score
};

class TrainedGraft : public kernel::Graft {
public:
    explicit TrainedGraft(Ground ground) : m_ground(std::move(ground)) {}

    /// Dropout acts in training only.
    virtual void train(bool on) { m_isTraining = on; }
    [[nodiscard]] bool isTraining() const { return m_isTraining; }

protected:
    [[nodiscard]] const kernel::LayerGeometry& layer() const { return m_ground.layer; }
    [[nodiscard]] const kernel::LinearMap& map() const { return m_ground.map; }
    [[nodiscard]] const plan::Companions& companions() const { return m_ground.companions; }
    [[nodiscard]] const at::Tensor& tensor(std::size_t index) const { return m_ground.tensors[index]; }
    /// A number a channel, shaped such that it meets the site's output along its channels.
    [[nodiscard]] at::Tensor alongChannels(const at::Tensor& values) const
    {
        return layer().isImageMap() ? values.view({-1, 1, 1}) : values.view({-1});
    }
    /// The same against a weight, whose rows are the outputs; an embedding's columns are.
    [[nodiscard]] at::Tensor alongRows(const at::Tensor& values, const at::Tensor& weight) const
    {
        std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
        (layer().kind == kernel::LayerKind::Embedding ? shape.back() : shape.front()) = -1;
        return values.reshape(shape);
    }

private:
    Ground m_ground;
    bool m_isTraining = true;
};

} // namespace espalier::adapter

// What an adapter must know of the layer that it stands beside.
#pragma once

#include "core/kernel/graftable.h"

#include <cstdint>

namespace espalier::kernel {

/// What the weight of a layer is, and along which axis of the output its channels lie.
enum class LayerKind {
    Linear,      ///< out×in; the last axis
    Convolution, ///< out×in×k×k; axis 1
    Embedding,   ///< count×out, read by row; the last axis
    LayerNorm,   ///< out; the last axis
    BatchNorm,   ///< out; axis 1
};

struct LayerGeometry {
    LayerKind kind = LayerKind::Linear;
    std::int64_t inputs = 0; ///< channels or features; rows of an embedding
    std::int64_t outputs = 0;
    std::int64_t kernel = 0;
    std::int64_t stride = 1;
    std::int64_t padding = 0;

    [[nodiscard]] bool isImageMap() const { return kind == LayerKind::Convolution || kind == LayerKind::BatchNorm; }
};

/// Layers with one weight tell their geometry and show their tensors.
class Layered {
public:
    virtual ~Layered() = default;
    [[nodiscard]] virtual LayerGeometry geometry() const = 0;
    /// The live ones: they change when the layer's do.
    [[nodiscard]] virtual LinearMap map() const = 0;
};

} // namespace espalier::kernel

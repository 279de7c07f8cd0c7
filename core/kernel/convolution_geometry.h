// What an adapter must know of the layer that it stands beside.
#pragma once

#include <cstdint>

namespace espalier::kernel {

struct LayerGeometry {
    bool isConvolution = false; ///< else a linear layer
    std::int64_t inputs = 0;    ///< channels or features
    std::int64_t outputs = 0;
    std::int64_t kernel = 0;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
};

/// Layers with one weight matrix tell their geometry.
class Layered {
public:
    virtual ~Layered() = default;
    [[nodiscard]] virtual LayerGeometry geometry() const = 0;
};

} // namespace espalier::kernel

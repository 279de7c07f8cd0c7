// Activations inside a network, under the names that the golden cases give them.
#pragma once

#include "core/model/yolo_world.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace espalier::parity {

/// Watches modules of `network`, by grafts that change nothing. A stage stands for its last module; a gate, which takes
/// no graft, is read where its layer's `final_conv` joins the slices.
class Activations {
public:
    /// Fails the test when a name is none of the network's.
    Activations(const model::YoloWorld& network, const std::vector<std::string>& names);

    /// Of the last forward; fails the test when the module was not reached.
    [[nodiscard]] at::Tensor at(const std::string& name) const;

private:
    struct Watch;
    std::map<std::string, std::shared_ptr<Watch>> m_watches;
};

} // namespace espalier::parity

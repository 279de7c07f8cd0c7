// TrainedGraft: what every adapter of two matrices has in common.
#pragma once

#include "core/kernel/graftable.h"

#include <utility>

namespace espalier::adapter {

class TrainedGraft : public kernel::Graft {
public:
    TrainedGraft(at::Tensor down, at::Tensor up) : m_down(std::move(down)), m_up(std::move(up)) {}

    [[nodiscard]] const at::Tensor& down() const { return m_down; } ///< A
    [[nodiscard]] const at::Tensor& up() const { return m_up; }     ///< B
    /// Dropout acts in training only.
    void train(bool on) { m_isTraining = on; }
    [[nodiscard]] bool isTraining() const { return m_isTraining; }

private:
    at::Tensor m_down;
    at::Tensor m_up;
    bool m_isTraining = true;
};

} // namespace espalier::adapter

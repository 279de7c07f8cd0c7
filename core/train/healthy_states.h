// HealthyStates: the last few training states that were seen to be healthy, in memory, for a rewind.
#pragma once

#include "core/train/position.h"
#include "core/train/state_tensors.h"

#include <cstddef>
#include <deque>
#include <string>

namespace espalier::train {

struct HealthyState {
    Position position;
    StateTensors tensors; ///< trainable tensors, moving statistics, optimizer, random generator
};

class HealthyStates {
public:
    static constexpr std::size_t kKept = 3;

    void keep(HealthyState state)
    {
        m_states.push_back(std::move(state));
        if (m_states.size() > kKept) {
            m_states.pop_front();
        }
        m_rewindsToNewest = 0;
    }
    [[nodiscard]] bool isEmpty() const { return m_states.empty(); }
    [[nodiscard]] std::size_t count() const { return m_states.size(); }

    /// The state to go back to. Asked again before a new one was kept, it goes one further back: the newest may have
    /// been poisoned already.
    [[nodiscard]] const HealthyState& forRewind()
    {
        if (m_rewindsToNewest > 0 && m_states.size() > 1) {
            m_states.pop_back();
        }
        ++m_rewindsToNewest;
        return m_states.back();
    }

private:
    std::deque<HealthyState> m_states;
    int m_rewindsToNewest = 0;
};

} // namespace espalier::train

// HealthyStates: the last few training states that were seen to be healthy, in memory, for a rewind.
#pragma once

#include "core/train/position.h"
#include "core/train/state_tensors.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace espalier::train {

/// Name of the random generator's state among the tensors of a kept state or checkpoint.
inline constexpr const char* kRandom = "random.torch";

struct HealthyState {
    Position position;
    StateTensors tensors; ///< trainable tensors, moving statistics, optimizer, random generator
};

/// A ring: the oldest state makes room for the newest, and its memory is used again.
class HealthyStates {
public:
    explicit HealthyStates(std::size_t most) : m_most(most) {}

    /// Copies what `live` holds. The names and shapes must be those of the states before.
    void keep(const Position& position, const StateTensors& live);
    [[nodiscard]] bool isEmpty() const { return m_states.empty(); }
    [[nodiscard]] std::size_t count() const { return m_states.size(); }
    /// Null without one.
    [[nodiscard]] const HealthyState* newest() const { return m_states.empty() ? nullptr : &m_states.back(); }

    /// The state to go back to. Asked again before a new one was kept, it goes one further back: the newest may have
    /// been poisoned already. There must be one.
    [[nodiscard]] const HealthyState& forRewind();
    /// The newest state of `step` or before; those after it are forgotten, as the run takes another way from there.
    /// Null, and all stay, when there is none.
    [[nodiscard]] const HealthyState* atOrBefore(std::int64_t step);

private:
    void dropNewest();

    std::size_t m_most;
    std::deque<HealthyState> m_states;
    std::vector<StateTensors> m_spare; ///< memory of states that were dropped
    int m_rewindsToNewest = 0;
};

} // namespace espalier::train

#include "core/train/healthy_states.h"

#include "core/base/assert.h"

#include <utility>

namespace espalier::train {

void HealthyStates::keep(const Position& position, const StateTensors& live)
{
    StateTensors memory;
    if (m_states.size() >= m_most && !m_states.empty()) {
        memory = std::move(m_states.front().tensors);
        m_states.pop_front();
    } else if (!m_spare.empty()) {
        memory = std::move(m_spare.back());
        m_spare.pop_back();
    }
    if (memory.empty()) {
        memory = cloned(live);
    } else {
        const Status copied = copyInto(memory, live);
        ESPALIER_ASSERT(copied.has_value(), "a run's states hold the same tensors throughout");
    }
    m_states.push_back({position, std::move(memory)});
    m_rewindsToNewest = 0;
}

void HealthyStates::dropNewest()
{
    m_spare.push_back(std::move(m_states.back().tensors));
    m_states.pop_back();
}

const HealthyState& HealthyStates::forRewind()
{
    ESPALIER_ASSERT(!m_states.empty(), "nothing to go back to");
    if (m_rewindsToNewest > 0 && m_states.size() > 1) {
        dropNewest();
    }
    ++m_rewindsToNewest;
    return m_states.back();
}

const HealthyState* HealthyStates::atOrBefore(std::int64_t step)
{
    if (m_states.empty() || m_states.front().position.step > step) {
        return nullptr;
    }
    while (m_states.back().position.step > step) {
        dropNewest();
    }
    m_rewindsToNewest = 0;
    return &m_states.back();
}

} // namespace espalier::train

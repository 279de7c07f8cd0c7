#include "core/base/random.h"

#include <cmath>
#include <numbers>
#include <sstream>

namespace espalier {

double Random::normal()
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::string Random::state() const
{
    std::ostringstream text;
    text << m_engine;
    return text.str();
}

Status Random::setState(const std::string& state)
{
    std::istringstream text(state);
    std::mt19937_64 engine;
    text >> engine;
    if (text.fail()) {
        return fail(ErrorCode::Unreadable, "not the state of a random stream");
    }
    m_engine = engine;
    return {};
}

} // namespace espalier

#include "core/train/position.h"

#include <cmath>

namespace espalier::train {

Json toJson(const Position& position)
{
    return {{"step", position.step},
            {"epoch", position.epoch},
            {"batch", position.batch},
            {"order", position.order},
            {"lr_factor", position.lrFactor},
            {"rewinds", position.rewinds},
            {"best", jsonNumber(position.best)},
            {"seconds", position.seconds}};
}

Result<Position> positionFromJson(const Json& json)
{
    const auto integer = [&](const char* key, auto& value) {
        if (!json.is_object() || !json.contains(key) || !json[key].is_number_integer() ||
            json[key].get<std::int64_t>() < 0) {
            return false;
        }
        value = json[key].get<std::decay_t<decltype(value)>>();
        return true;
    };
    const auto number = [&](const char* key, double& value) {
        const auto found = json.is_object() && json.contains(key) ? numberFromJson(json[key]) : std::nullopt;
        value = found.value_or(0);
        return found.has_value();
    };
    Position position;
    if (!integer("step", position.step) || !integer("epoch", position.epoch) || !integer("batch", position.batch) ||
        !integer("order", position.order) || !integer("rewinds", position.rewinds) ||
        !number("lr_factor", position.lrFactor) || !number("best", position.best) ||
        !number("seconds", position.seconds) || !std::isfinite(position.lrFactor)) {
        return fail(ErrorCode::Unreadable, "its position is incomplete");
    }
    return position;
}

} // namespace espalier::train

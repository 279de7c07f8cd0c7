// Repeated names in a JSON text: the parser keeps one of them silently, for weights that is a fault.
#pragma once

#include "core/base/json.h"

#include <set>
#include <string>
#include <string_view>

namespace espalier::weights {

/// Does an object at this depth (1: the outermost) name a key twice? True also for a text that is no JSON.
[[nodiscard]] inline bool repeatsAKey(std::string_view text, int keyDepth)
{
    std::set<std::string> seen;
    bool repeats = false;
    const auto look = [&](int depth, Json::parse_event_t event, Json& key) {
        if (event == Json::parse_event_t::object_start && depth == keyDepth - 1) {
            seen.clear();
        } else if (event == Json::parse_event_t::key && depth == keyDepth) {
            repeats = !seen.insert(key.get<std::string>()).second || repeats;
        }
        return true;
    };
    const Json parsed = Json::parse(text, look, /*allow_exceptions=*/false);
    return repeats || parsed.is_discarded();
}

} // namespace espalier::weights

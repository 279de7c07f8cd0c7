#include "core/compare/difference.h"

#include <algorithm>
#include <unordered_map>

namespace espalier::compare {

std::vector<Difference> differences(std::span<const experiment::Experiment> experiments)
{
    std::vector<Difference> all;
    std::unordered_map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < experiments.size(); ++i) {
        for (const auto& [key, value] : experiment::settings(experiments[i])) {
            if (key == "name" || key == "note") {
                continue;
            }
            const auto [found, isNew] = place.emplace(key, all.size());
            if (isNew) {
                all.push_back({key, std::vector<std::string>(experiments.size())});
            }
            all[found->second].values[i] = value;
        }
    }
    std::erase_if(all, [](const Difference& row) {
        return std::all_of(row.values.begin(), row.values.end(),
                           [&](const std::string& value) { return value == row.values.front(); });
    });
    return all;
}

} // namespace espalier::compare

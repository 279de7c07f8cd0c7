#include "core/train/audit.h"

#include "core/base/hash.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>
#include <string_view>

namespace espalier::train {

namespace {

constexpr std::string_view kParameter = "param.";
constexpr std::string_view kBuffer = "buffer.";
constexpr std::size_t kNamed = 5; ///< tensors in one sentence

bool isParameter(std::string_view name)
{
    return name.starts_with(kParameter);
}

std::uint64_t hashOf(const at::Tensor& tensor)
{
    const at::Tensor bytes = tensor.detach().cpu().contiguous();
    return xxHash64({static_cast<const char*>(bytes.data_ptr()), bytes.nbytes()});
}

std::string grouped(std::int64_t value)
{
    std::string digits = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

std::string counted(std::size_t count, const char* noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::vector<std::string> movingBuffers(const TrainingNetwork& network)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : network.state()) {
        if (name.starts_with(kBuffer)) {
            names.push_back(name.substr(kBuffer.size()));
        }
    }
    return names;
}

std::pair<std::size_t, std::size_t> frozenCounts(const TrainingNetwork& network)
{
    const StateTensors frozen = network.frozen();
    const auto parameters = static_cast<std::size_t>(
        std::ranges::count_if(frozen, [](const auto& item) { return isParameter(item.first); }));
    return {parameters, frozen.size() - parameters};
}

std::map<std::string, at::Tensor> byName(const TrainingNetwork& network)
{
    return {network.trainable().begin(), network.trainable().end()};
}

} // namespace

std::string AuditResult::sentence() const
{
    if (tensors + buffers == 0) {
        return "audit: nothing is frozen";
    }
    const std::string all = counted(tensors, "frozen tensor") + " and " + counted(buffers, "buffer");
    if (moved.empty()) {
        return "audit: " + all + " bit-identical";
    }
    std::string names;
    for (std::size_t i = 0; i < std::min(moved.size(), kNamed); ++i) {
        names += (i == 0 ? "`" : ", `") + moved[i] + "`";
    }
    const std::string more = moved.size() > kNamed ? " and " + std::to_string(moved.size() - kNamed) + " more" : "";
    return "audit: of " + all + " these moved, though the plan freezes them: " + names + more;
}

Audit::Audit(const StateTensors& frozen)
{
    for (const auto& [name, tensor] : frozen) {
        m_hashes.emplace(name, hashOf(tensor));
    }
}

AuditResult Audit::compare(const StateTensors& frozen) const
{
    AuditResult result;
    for (const auto& [name, hash] : m_hashes) {
        ++(isParameter(name) ? result.tensors : result.buffers);
        const auto found = frozen.find(name);
        if (found == frozen.end() || hashOf(found->second) != hash) {
            result.moved.push_back(name);
        }
    }
    return result;
}

std::uint64_t Audit::fingerprint() const
{
    std::uint64_t all = fnv1a64("");
    for (const auto& [name, hash] : m_hashes) {
        all = fnv1a64(name + hexDigits(hash), all);
    }
    return all;
}

std::string whatTrains(const TrainingNetwork& network)
{
    const auto tensors = byName(network);
    std::string groups;
    for (const plan::ParameterGroup& group : network.plan().groups) {
        const std::int64_t parameters =
            std::accumulate(group.tensors.begin(), group.tensors.end(), std::int64_t{0},
                            [&](std::int64_t sum, const auto& name) { return sum + tensors.at(name).numel(); });
        groups += (groups.empty() ? "" : ", ") + group.label + " " + std::to_string(group.tensors.size()) + " of " +
                  grouped(parameters);
    }
    const std::size_t moving = movingBuffers(network).size();
    const auto [frozenTensors, frozenBuffers] = frozenCounts(network);
    return "trains " + counted(network.trainable().size(), "tensor") + " of " + grouped(network.plan().trainable) +
           " parameters (" + groups + "); " + counted(moving, "buffer") + (moving == 1 ? " moves" : " move") +
           " with them; " + counted(frozenTensors, "tensor") + " and " + counted(frozenBuffers, "buffer") +
           " are frozen; " + kAuditFileName + " lists what trains";
}

Json auditJson(const TrainingNetwork& network, const AuditResult* result)
{
    const auto tensors = byName(network);
    Json trains = Json::array();
    for (const plan::ParameterGroup& group : network.plan().groups) {
        for (const std::string& name : group.tensors) {
            const at::Tensor& tensor = tensors.at(name);
            trains.push_back({{"name", name},
                              {"shape", tensor.sizes().vec()},
                              {"parameters", tensor.numel()},
                              {"group", group.label}});
        }
    }
    const auto [frozenTensors, frozenBuffers] = frozenCounts(network);
    return {{"trains", std::move(trains)},
            {"moves", movingBuffers(network)},
            {"frozen", {{"tensors", frozenTensors}, {"buffers", frozenBuffers}}},
            {"result", result == nullptr ? Json() : Json{{"sentence", result->sentence()}, {"moved", result->moved}}}};
}

} // namespace espalier::train

#include "core/plan/resolution.h"

#include <array>
#include <charconv>

namespace espalier::plan {

namespace {

/// The state of each subtree from the states of those modules in it that hold parameters.
void joinStates(Resolution& resolution)
{
    const network::NetworkTree& tree = resolution.tree;
    std::vector<std::optional<TrainState>> joined(tree.size());
    const auto join = [&joined](std::size_t module, TrainState state) {
        joined[module] = joined[module].value_or(state) == state ? state : TrainState::Mixed;
    };
    for (std::size_t i = tree.size(); i-- > 0;) {
        if (resolution.held[i].parameterTensors > 0) {
            join(i, resolution.out.own[i]);
        }
        if (i > 0 && joined[i]) {
            join(static_cast<std::size_t>(tree.modules()[i].parent), *joined[i]);
        }
    }
    resolution.out.subtree.resize(tree.size());
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const TrainState inherited =
            i == 0 ? resolution.out.own[0] : resolution.out.subtree[static_cast<std::size_t>(tree.modules()[i].parent)];
        resolution.out.subtree[i] = joined[i].value_or(inherited);
    }
}

std::string shortNumber(double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 6);
    return {text.data(), end.ptr};
}

std::string groupLabel(const char* kind, double lrScale, const std::optional<double>& weightDecay)
{
    return kind + (lrScale == 1.0 ? std::string() : " ×" + shortNumber(lrScale)) +
           (weightDecay ? ", decay " + shortNumber(*weightDecay) : std::string());
}

/// The groups of one kind, in order of their first tensor.
class GroupList {
public:
    GroupList(std::vector<ParameterGroup>& groups, const char* kind)
        : m_groups(groups), m_kind(kind), m_first(groups.size())
    {
    }

    ParameterGroup& of(double lrScale, const std::optional<double>& weightDecay)
    {
        for (std::size_t i = m_first; i < m_groups.size(); ++i) {
            if (m_groups[i].lrScale == lrScale && m_groups[i].weightDecay == weightDecay) {
                return m_groups[i];
            }
        }
        m_groups.push_back({lrScale, weightDecay, {}, groupLabel(m_kind, lrScale, weightDecay)});
        return m_groups.back();
    }

private:
    std::vector<ParameterGroup>& m_groups;
    const char* m_kind;
    std::size_t m_first;
};

} // namespace

void countParameters(Resolution& resolution)
{
    ResolvedPlan& out = resolution.out;
    const std::size_t modules = resolution.tree.size();
    out.trainableUnder.assign(modules, 0);
    out.parametersUnder.assign(modules, 0);
    for (std::size_t i = 0; i < modules; ++i) {
        const network::Totals& held = resolution.held[i];
        out.parametersUnder[i] = held.parameters;
        out.networkParameters += held.parameters;
        if (out.own[i] == TrainState::Unfrozen) {
            out.trainableUnder[i] = held.parameters;
            out.unfrozen += held.parameters;
            out.trainableTensors += held.parameterTensors;
            const bool isNorm = resolution.tree.modules()[i].kind == network::ModuleKind::BatchNorm2d;
            out.movingBuffers += isNorm ? held.bufferTensors : 0;
        }
    }
    for (const Graft& graft : out.grafts) {
        const auto site = static_cast<std::size_t>(graft.site);
        out.trainableUnder[site] += graft.parameters;
        out.parametersUnder[site] += graft.parameters;
        out.adapters += graft.parameters;
        out.trainableTensors += graft.tensors;
    }
    sumUp(resolution.tree, out.trainableUnder);
    sumUp(resolution.tree, out.parametersUnder);
    out.total = out.networkParameters + out.adapters;
    out.trainable = out.unfrozen + out.adapters;
    joinStates(resolution);
}

void formGroups(Resolution& resolution)
{
    ResolvedPlan& out = resolution.out;
    GroupList adapters(out.groups, "adapters");
    for (const Graft& graft : out.grafts) {
        for (const GraftTensor& tensor : graft.holds) {
            if (!tensor.isShared || graft.companions.before == 0) {
                const auto decay = tensor.weightDecay ? tensor.weightDecay : graft.weightDecay;
                adapters.of(graft.lrScale * tensor.lrScale, decay).tensors.push_back(tensor.name);
            }
        }
    }
    GroupList unfrozen(out.groups, "unfrozen");
    for (std::size_t i = 0; i < resolution.tree.size(); ++i) {
        for (const network::Tensor& tensor : resolution.tree.modules()[i].tensors) {
            if (tensor.isParameter && out.own[i] == TrainState::Unfrozen) {
                unfrozen.of(out.lrScale[i], resolution.weightDecay[i])
                    .tensors.push_back(resolution.tree.tensorName(static_cast<network::ModuleId>(i), tensor));
            }
        }
    }
}

} // namespace espalier::plan

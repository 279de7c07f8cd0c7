#include "core/network/network_tree.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace espalier::network {

namespace {

constexpr std::array<std::pair<ModuleKind, std::string_view>, 12> kKinds{{
    {ModuleKind::Container, "container"},
    {ModuleKind::Block, "block"},
    {ModuleKind::Conv2d, "conv2d"},
    {ModuleKind::Linear, "linear"},
    {ModuleKind::BatchNorm2d, "batch_norm2d"},
    {ModuleKind::LayerNorm, "layer_norm"},
    {ModuleKind::Embedding, "embedding"},
    {ModuleKind::Identity, "identity"},
    {ModuleKind::TransformerLayer, "transformer_layer"},
    {ModuleKind::Attention, "attention"},
    {ModuleKind::Perceptron, "perceptron"},
    {ModuleKind::Other, "other"},
}};

} // namespace

std::string_view toText(ModuleKind kind)
{
    const auto row = std::ranges::find(kKinds, kind, &std::pair<ModuleKind, std::string_view>::first);
    ESPALIER_ASSERT(row != kKinds.end(), "every module kind has a text");
    return row->second;
}

std::optional<ModuleKind> moduleKindFromText(std::string_view text)
{
    const auto row = std::ranges::find(kKinds, text, &std::pair<ModuleKind, std::string_view>::second);
    return row == kKinds.end() ? std::nullopt : std::optional(row->first);
}

std::int64_t Tensor::count() const
{
    std::int64_t product = 1;
    for (const std::int64_t side : shape) {
        product *= side;
    }
    return product;
}

NetworkTree::NetworkTree(std::string model, std::string family) : m_model(std::move(model)), m_family(std::move(family))
{
}

ModuleId NetworkTree::add(ModuleId parent, Module module)
{
    const auto id = static_cast<ModuleId>(m_modules.size());
    if (m_modules.empty()) {
        ESPALIER_ASSERT(parent == kNoModule && module.name.empty(), "the nameless root comes first, under kNoModule");
        module.path.clear();
    } else {
        ESPALIER_ASSERT(parent >= 0 && parent < id, "a parent comes before its children");
        ESPALIER_ASSERT(!module.name.empty() && module.name.find('.') == std::string::npos, "a name is one segment");
        Module& above = m_modules[static_cast<std::size_t>(parent)];
        module.path = above.path.empty() ? module.name : above.path + '.' + module.name;
        above.children.push_back(id);
    }
    module.parent = parent;
    module.children.clear();
    growSlots();
    ModuleId& slot = m_slots[slotOf(module.path)];
    ESPALIER_ASSERT(slot == kNoModule, "names are unique among siblings");
    slot = id;
    m_modules.push_back(std::move(module));
    return id;
}

void NetworkTree::connect(ModuleId from, ModuleId to)
{
    const auto count = static_cast<ModuleId>(m_modules.size());
    ESPALIER_ASSERT(from >= 0 && from < count && to >= 0 && to < count, "an edge joins modules that stand");
    m_edges.push_back({from, to});
}

ModuleId NetworkTree::find(std::string_view path) const
{
    return m_slots.empty() ? kNoModule : m_slots[slotOf(path)];
}

std::size_t NetworkTree::slotOf(std::string_view path) const
{
    std::size_t slot = std::hash<std::string_view>()(path);
    for (;; ++slot) {
        slot &= m_slots.size() - 1;
        if (m_slots[slot] == kNoModule || module(m_slots[slot]).path == path) {
            return slot;
        }
    }
}

void NetworkTree::growSlots()
{
    constexpr std::size_t kFirst = 64;
    if (2 * (m_modules.size() + 1) <= m_slots.size()) {
        return;
    }
    m_slots.assign(std::max(kFirst, 2 * m_slots.size()), kNoModule);
    for (std::size_t id = 0; id < m_modules.size(); ++id) {
        m_slots[slotOf(m_modules[id].path)] = static_cast<ModuleId>(id);
    }
}

bool NetworkTree::isWithin(ModuleId module, ModuleId ancestor) const
{
    while (module != kNoModule && module != ancestor) {
        module = m_modules[static_cast<std::size_t>(module)].parent;
    }
    return module == ancestor && module != kNoModule;
}

std::vector<Totals> NetworkTree::subtreeTotals() const
{
    std::vector<Totals> totals(m_modules.size());
    for (std::size_t i = m_modules.size(); i-- > 0;) {
        for (const Tensor& tensor : m_modules[i].tensors) {
            totals[i].parameters += tensor.isParameter ? tensor.count() : 0;
            totals[i].parameterTensors += tensor.isParameter ? 1 : 0;
            totals[i].bufferTensors += tensor.isParameter ? 0 : 1;
        }
        if (m_modules[i].parent != kNoModule) {
            Totals& above = totals[static_cast<std::size_t>(m_modules[i].parent)];
            above.parameters += totals[i].parameters;
            above.parameterTensors += totals[i].parameterTensors;
            above.bufferTensors += totals[i].bufferTensors;
        }
    }
    return totals;
}

std::string NetworkTree::tensorName(ModuleId id, const Tensor& tensor) const
{
    const std::string& path = module(id).path;
    return path.empty() ? tensor.name : path + '.' + tensor.name;
}

} // namespace espalier::network

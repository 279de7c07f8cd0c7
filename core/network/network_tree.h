// NetworkTree: a network's modules by their checkpoint names, root to leaf, with shapes and counts. A value without
// weights: made once by the model, cached as bytes, read by the plan and by every view.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::network {

using ModuleId = std::int32_t; ///< index into NetworkTree::modules(); the root is 0
inline constexpr ModuleId kNoModule = -1;

enum class ModuleKind {
    Container, ///< only groups others: no output of its own (ModuleList, the roots of parts)
    Block,     ///< gives one output from children of its own (CSP layer, conv + norm + activation)
    Conv2d,
    Linear,
    BatchNorm2d,
    LayerNorm,
    Embedding,
    Identity,
    TransformerLayer, ///< attention and perceptron, each added to the stream of tokens
    Attention,        ///< of a transformer layer: what it answers is added to the stream
    Perceptron,       ///< likewise
    Other,            ///< has an output, holds no standard weight (activation, pooling, upsampling, contrast head)
};
[[nodiscard]] std::string_view toText(ModuleKind kind);
[[nodiscard]] std::optional<ModuleKind> moduleKindFromText(std::string_view text);

/// One entry of a state dict.
struct Tensor {
    std::string name; ///< relative to its module: `weight`
    std::vector<std::int64_t> shape;
    bool isParameter = true; ///< false: a saved buffer (running statistics)

    [[nodiscard]] std::int64_t count() const; ///< elements; 1 for a scalar
    bool operator==(const Tensor&) const = default;
};

struct Module {
    std::string path; ///< full dotted name, empty for the root
    std::string name; ///< last segment
    ModuleKind kind = ModuleKind::Container;
    std::string type; ///< as shown to people: `CSP×3`, `CBS 3×3 /2`, `Conv2d 1×1`
    ModuleId parent = kNoModule;
    std::vector<ModuleId> children; ///< in registration order
    std::vector<Tensor> tensors;    ///< held by this module itself
    std::int64_t inputs = 0;        ///< channels (or features) in; 0 when there is no such number
    std::int64_t outputs = 0;       ///< channels of the one feature map, or features, that come out; 0: none
    std::int64_t kernel = 0;        ///< side of a square convolution kernel; 0 for others
    std::int64_t stride = 0;        ///< of the output against the network's input, in pixels; 0: not an image map
    bool isImageMap = false;        ///< the output is B×outputs×H×W
    bool canGraft = false;          ///< the running network lets an adapter act on this module's output
    std::string part;               ///< where the canopy draws it (`backbone.stage4`); empty: inside its parent

    bool operator==(const Module&) const = default;
};

/// The output of `from` is an input of `to`.
struct DataEdge {
    ModuleId from = kNoModule;
    ModuleId to = kNoModule;
    bool operator==(const DataEdge&) const = default;
};

/// Parameter and tensor sums over a subtree.
struct Totals {
    std::int64_t parameters = 0;
    std::int64_t parameterTensors = 0;
    std::int64_t bufferTensors = 0;
    bool operator==(const Totals&) const = default;
};

class NetworkTree {
public:
    /// `model` is the id of what was described (`yolo_world_v2_l`), `family` its drawing template (`yolo_world`).
    explicit NetworkTree(std::string model = {}, std::string family = {});

    /// Append a module under `parent`; its path is made from the parent's. Names are unique among siblings and hold no
    /// dot. The first one is the root: no name, under kNoModule.
    ModuleId add(ModuleId parent, Module module);
    void connect(ModuleId from, ModuleId to);

    [[nodiscard]] const std::string& model() const { return m_model; }
    [[nodiscard]] const std::string& family() const { return m_family; }
    [[nodiscard]] const std::vector<Module>& modules() const { return m_modules; } ///< parents before children
    [[nodiscard]] const Module& module(ModuleId id) const { return m_modules[static_cast<std::size_t>(id)]; }
    [[nodiscard]] std::size_t size() const { return m_modules.size(); }
    [[nodiscard]] const std::vector<DataEdge>& edges() const { return m_edges; }
    /// kNoModule when there is none of this path.
    [[nodiscard]] ModuleId find(std::string_view path) const;
    [[nodiscard]] bool isWithin(ModuleId module, ModuleId ancestor) const; ///< true for the ancestor itself
    /// Sums over each module's subtree, by id. O(modules).
    [[nodiscard]] std::vector<Totals> subtreeTotals() const;
    /// `path.name` of a tensor; the bare name at the root.
    [[nodiscard]] std::string tensorName(ModuleId module, const Tensor& tensor) const;

    /// A file's content: checksummed, and ten times as fast to read as a text.
    [[nodiscard]] std::string toBytes() const;
    /// Anything that toBytes() does not write is Unreadable, with the module in `where`.
    [[nodiscard]] static Result<NetworkTree> fromBytes(std::string_view bytes);

    bool operator==(const NetworkTree& other) const
    {
        return m_model == other.m_model && m_family == other.m_family && m_modules == other.m_modules &&
               m_edges == other.m_edges;
    }

private:
    std::string m_model;
    std::string m_family;
    std::vector<Module> m_modules;
    std::vector<DataEdge> m_edges;
    [[nodiscard]] std::size_t slotOf(std::string_view path) const; ///< where it is, or would be
    void growSlots();

    /// A hash table of the paths that stands on m_modules: open addressing, at most half full, a power of two.
    std::vector<ModuleId> m_slots;
};

} // namespace espalier::network

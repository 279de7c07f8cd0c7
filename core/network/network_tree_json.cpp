#include "core/network/network_tree.h"

#include <algorithm>
#include <set>
#include <utility>

namespace espalier::network {

namespace {

constexpr int kFormat = 1;
// Far above any network there is, and small enough that no sum over a tree, adapters of rank 4096 included, overflows
// 63 bits: 2^12 · 2^12 · 2^20 parameters an adapter, two adapters a module.
constexpr std::size_t kMostModules = 200'000;
constexpr std::int64_t kMostParameters = std::int64_t{1} << 48;
constexpr std::int64_t kMostChannels = std::int64_t{1} << 20;
constexpr std::int64_t kMostKernel = 64;
constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kLongestPath = 1024; // also bounds the depth, thus the memory that nested paths take

tl::unexpected<Error> refuse(const std::string& message, const std::string& where)
{
    return fail(ErrorCode::Unreadable, message, where);
}

const Json* memberOf(const Json& object, const char* key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::int64_t> integerFrom(const Json* value, std::int64_t low, std::int64_t high)
{
    // A number above 2^63 is kept as unsigned and would turn negative.
    if (value == nullptr || !value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high))) {
        return std::nullopt;
    }
    const auto number = value->get<std::int64_t>();
    return number < low || number > high ? std::nullopt : std::optional(number);
}

std::optional<std::string> textFrom(const Json* value)
{
    if (value == nullptr || !value->is_string() || value->get_ref<const std::string&>().size() > kLongestPath) {
        return std::nullopt;
    }
    return value->get<std::string>();
}

bool isName(const std::string& text)
{
    return !text.empty() &&
           std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == '.' || c == 127; });
}

Json tensorToJson(const Tensor& tensor)
{
    Json row{{"name", tensor.name}, {"shape", tensor.shape}};
    if (!tensor.isParameter) {
        row["buffer"] = true;
    }
    return row;
}

Json moduleToJson(const Module& module)
{
    Json row{{"name", module.name},      {"parent", module.parent}, {"kind", toText(module.kind)},
             {"type", module.type},      {"inputs", module.inputs}, {"outputs", module.outputs},
             {"kernel", module.kernel},  {"stride", module.stride}, {"map", module.isImageMap},
             {"graft", module.canGraft}, {"part", module.part}};
    Json& tensors = row["tensors"] = Json::array();
    for (const Tensor& tensor : module.tensors) {
        tensors.push_back(tensorToJson(tensor));
    }
    return row;
}

Result<Tensor> tensorFromJson(const Json& json, const std::string& where)
{
    Tensor tensor;
    const auto name = textFrom(memberOf(json, "name"));
    const Json* shape = memberOf(json, "shape");
    const Json* buffer = memberOf(json, "buffer");
    if (!name || !isName(*name)) {
        return refuse("a tensor needs a name without dots and blanks", where);
    }
    if (shape == nullptr || !shape->is_array() || shape->size() > kMostDimensions) {
        return refuse("a tensor needs a shape of at most 8 sides", where);
    }
    if (buffer != nullptr && !buffer->is_boolean()) {
        return refuse("`buffer` is true or false", where);
    }
    std::int64_t count = 1;
    for (const Json& value : *shape) {
        const auto side = integerFrom(&value, 0, kMostParameters);
        if (!side || (*side > 0 && count > kMostParameters / *side)) {
            return refuse("a shape is made of whole numbers from 0 on whose product stays below 2^48", where);
        }
        count *= *side;
        tensor.shape.push_back(*side);
    }
    tensor.name = *name;
    tensor.isParameter = buffer == nullptr || !buffer->get<bool>();
    return tensor;
}

Status readTensors(const Json& json, Module& module, const std::string& where)
{
    const Json* tensors = memberOf(json, "tensors");
    if (tensors == nullptr || !tensors->is_array()) {
        return refuse("`tensors` is a list", where);
    }
    std::set<std::string> names;
    for (const Json& row : *tensors) {
        auto tensor = tensorFromJson(row, where + ".tensors[" + std::to_string(module.tensors.size()) + ']');
        if (!tensor) {
            return fail(tensor.error());
        }
        if (!names.insert(tensor->name).second) {
            return refuse("two tensors of one module are named `" + tensor->name + '`', where);
        }
        module.tensors.push_back(std::move(*tensor));
    }
    return {};
}

Result<Module> moduleFromJson(const Json& json, const std::string& where)
{
    Module module;
    const auto name = textFrom(memberOf(json, "name"));
    const auto kindText = textFrom(memberOf(json, "kind"));
    const auto kind = kindText ? moduleKindFromText(*kindText) : std::nullopt;
    const auto type = textFrom(memberOf(json, "type"));
    const auto part = textFrom(memberOf(json, "part"));
    if (!name || !kind || !type || !part) {
        return refuse("a module needs the texts name, kind, type and part, and a kind that is known", where);
    }
    const auto inputs = integerFrom(memberOf(json, "inputs"), 0, kMostChannels);
    const auto outputs = integerFrom(memberOf(json, "outputs"), 0, kMostChannels);
    const auto kernel = integerFrom(memberOf(json, "kernel"), 0, kMostKernel);
    const auto stride = integerFrom(memberOf(json, "stride"), 0, kMostChannels);
    if (!inputs || !outputs || !kernel || !stride) {
        return refuse("inputs, outputs, kernel and stride are whole numbers from 0 on", where);
    }
    const Json* map = memberOf(json, "map");
    const Json* graft = memberOf(json, "graft");
    if (map == nullptr || !map->is_boolean() || graft == nullptr || !graft->is_boolean()) {
        return refuse("`map` and `graft` are true or false", where);
    }
    module.name = *name;
    module.kind = *kind;
    module.type = *type;
    module.part = *part;
    module.inputs = *inputs;
    module.outputs = *outputs;
    module.kernel = *kernel;
    module.stride = *stride;
    module.isImageMap = map->get<bool>();
    module.canGraft = graft->get<bool>();
    if (const auto read = readTensors(json, module, where); !read) {
        return fail(read.error());
    }
    return module;
}

/// Where `module` would go; everything that NetworkTree::add takes for granted is checked here.
Result<ModuleId> placeFor(const NetworkTree& tree, const Json& json, const Module& module, const std::string& where)
{
    const auto count = static_cast<std::int64_t>(tree.size());
    const auto parent = integerFrom(memberOf(json, "parent"), kNoModule, count - 1);
    if (!parent || (count == 0) != (*parent == kNoModule)) {
        return refuse("a module's parent stands before it, and only the first has none", where);
    }
    if (count == 0) {
        return module.name.empty() ? Result<ModuleId>(kNoModule) : refuse("the first module has an empty name", where);
    }
    if (!isName(module.name)) {
        return refuse("a module needs a name without dots and blanks", where);
    }
    const std::string& above = tree.module(static_cast<ModuleId>(*parent)).path;
    const std::string path = above.empty() ? module.name : above + '.' + module.name;
    if (path.size() > kLongestPath) {
        return refuse("its path is longer than 1024 bytes", where);
    }
    if (tree.find(path) != kNoModule) {
        return refuse("two modules are named `" + path + '`', where);
    }
    return static_cast<ModuleId>(*parent);
}

Status readModules(const Json& rows, NetworkTree& tree)
{
    std::int64_t left = kMostParameters;
    for (const Json& row : rows) {
        const std::string where = "modules[" + std::to_string(tree.size()) + ']';
        auto module = moduleFromJson(row, where);
        if (!module) {
            return fail(module.error());
        }
        for (const Tensor& tensor : module->tensors) {
            left -= tensor.count();
            if (left < 0) {
                return refuse("the network holds more than 2^48 numbers", where);
            }
        }
        const auto parent = placeFor(tree, row, *module, where);
        if (!parent) {
            return fail(parent.error());
        }
        tree.add(*parent, std::move(*module));
    }
    return {};
}

Status readEdges(const Json& rows, NetworkTree& tree)
{
    const auto last = static_cast<std::int64_t>(tree.size()) - 1;
    for (const Json& row : rows) {
        const bool isPair = row.is_array() && row.size() == 2;
        const auto from = isPair ? integerFrom(&row[0], 0, last) : std::nullopt;
        const auto to = isPair ? integerFrom(&row[1], 0, last) : std::nullopt;
        if (!from || !to) {
            return refuse("an edge is a pair of module numbers", "edges[" + std::to_string(tree.edges().size()) + ']');
        }
        tree.connect(static_cast<ModuleId>(*from), static_cast<ModuleId>(*to));
    }
    return {};
}

} // namespace

Json NetworkTree::toJson() const
{
    Json json{{"format", kFormat}, {"model", m_model}, {"family", m_family}};
    Json& modules = json["modules"] = Json::array();
    for (const Module& each : m_modules) {
        modules.push_back(moduleToJson(each));
    }
    Json& edges = json["edges"] = Json::array();
    for (const DataEdge& edge : m_edges) {
        edges.push_back(Json::array({edge.from, edge.to}));
    }
    return json;
}

Result<NetworkTree> NetworkTree::fromJson(const Json& json)
{
    const auto model = textFrom(memberOf(json, "model"));
    const auto family = textFrom(memberOf(json, "family"));
    if (integerFrom(memberOf(json, "format"), kFormat, kFormat) != kFormat || !model || !family) {
        return refuse("not a network tree of format 1 with model and family", "");
    }
    const Json* modules = memberOf(json, "modules");
    const Json* edges = memberOf(json, "edges");
    if (modules == nullptr || !modules->is_array() || modules->empty() || modules->size() > kMostModules) {
        return refuse("a network tree has 1 to 200000 modules", "modules");
    }
    if (edges == nullptr || !edges->is_array()) {
        return refuse("`edges` is a list", "edges");
    }
    NetworkTree tree(*model, *family);
    if (const auto read = readModules(*modules, tree); !read) {
        return fail(read.error());
    }
    if (const auto read = readEdges(*edges, tree); !read) {
        return fail(read.error());
    }
    return tree;
}

} // namespace espalier::network

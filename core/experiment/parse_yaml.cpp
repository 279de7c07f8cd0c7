#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/experiment/experiment.h"
#include "core/experiment/experiment_faults.h"
#include "core/experiment/yaml_reader.h"
#include "core/network/pattern.h"
#include "core/plan/presets.h"

#include <algorithm>
#include <array>

namespace espalier::experiment {

namespace {

constexpr std::uint64_t kLargestFile = 1U << 20;
constexpr int kLargestDepth = 16;
constexpr std::size_t kLargestNodeCount = 100000;
constexpr Range kScaleRange{0, 1000};
constexpr Range kDecayRange{0, 10};

/// Refuses patterns that do not parse, with their place.
void checkPattern(YamlReader& reader, const YAML::Node& node, const std::string& path, const std::string& pattern)
{
    if (const auto parsed = network::Pattern::parse(pattern); !parsed) {
        reader.refuse(node, "`" + path + "`: " + parsed.error().message + ": `" + pattern.substr(0, 80) + "`");
    }
}

void readPatterns(YamlReader& reader, const YAML::Node& node, const std::string& path,
                  std::vector<std::string>& patterns)
{
    reader.readTexts(node, path, patterns);
    for (const std::string& pattern : patterns) {
        checkPattern(reader, node, path, pattern);
    }
}

/// What adapter and unfreeze rules share.
template <class Rule>
void readRule(YamlReader& reader, const YAML::Node& node, const std::string& path, Rule& rule)
{
    if (!node["pattern"]) {
        reader.refuse(node, "`" + path + "` needs a `pattern`");
        return;
    }
    reader.readText(node["pattern"], path + ".pattern", rule.pattern);
    checkPattern(reader, node["pattern"], path + ".pattern", rule.pattern);
    if (node["lr_scale"]) {
        reader.readNumber(node["lr_scale"], path + ".lr_scale", kScaleRange, rule.lrScale);
    }
    if (node["weight_decay"]) {
        double decay = 0;
        reader.readNumber(node["weight_decay"], path + ".weight_decay", kDecayRange, decay);
        rule.weightDecay = decay;
    }
    if (node["allow_empty"]) {
        reader.readFlag(node["allow_empty"], path + ".allow_empty", rule.allowEmpty);
    }
}

std::string methodList()
{
    std::string text;
    for (const plan::AdapterOptions& method : plan::adapterMethods()) {
        text += (text.empty() ? "" : ", ") + std::string(plan::adapterId(method));
    }
    return text;
}

/// `true` is a gate with the usual values.
void readGate(YamlReader& reader, const YAML::Node& node, const std::string& path, plan::AdapterRule& rule)
{
    if (!plan::canBeGated(rule.adapter)) {
        reader.refuse(node, "`" + path + "`: " + std::string(plan::adapterId(rule.adapter)) +
                                " takes no gate; lora, dora and rlrr do");
        return;
    }
    if (node.IsScalar()) {
        bool isGated = false;
        reader.readFlag(node, path, isGated);
        rule.gate = isGated ? std::optional(plan::GateOptions{}) : std::nullopt;
    } else if (reader.checkMap(node, path, YamlReader::keys<plan::GateOptions>())) {
        rule.gate.emplace();
        reader.readFields(node, path, *rule.gate);
    }
}

void readAdapter(YamlReader& reader, const YAML::Node& node, const std::string& path, plan::AdapterRule& rule)
{
    if (!node.IsMap() || !node["method"] || !node["method"].IsScalar()) {
        reader.refuse(node, "`" + path + "` must be a map with a `method`: " + methodList());
        return;
    }
    const std::string id = node["method"].Scalar();
    const auto& methods = plan::adapterMethods();
    const auto method = std::find_if(methods.begin(), methods.end(),
                                     [&](const plan::AdapterOptions& m) { return plan::adapterId(m) == id; });
    if (method == methods.end()) {
        reader.refuse(node["method"], "`" + path + ".method` is `" + id.substr(0, 60) + "`; allowed: " + methodList());
        return;
    }
    rule.adapter = *method;
    std::visit(
        [&](auto& options) {
            using Options = std::decay_t<decltype(options)>;
            std::vector<std::string_view> allowed{"method",       "pattern",     "lr_scale",
                                                  "weight_decay", "allow_empty", "gate"};
            const auto own = YamlReader::keys<Options>();
            allowed.insert(allowed.end(), own.begin(), own.end());
            if (reader.checkMap(node, path, allowed)) {
                reader.readFields(node, path, options);
            }
        },
        rule.adapter);
    if (node["gate"]) {
        readGate(reader, node["gate"], path + ".gate", rule);
    }
    readRule(reader, node, path, rule);
}

void readUnfreeze(YamlReader& reader, const YAML::Node& node, const std::string& path, plan::UnfreezeRule& rule)
{
    if (node.IsScalar()) {
        rule.pattern = node.Scalar();
        checkPattern(reader, node, path, rule.pattern);
    } else if (reader.checkMap(node, path, {"pattern", "lr_scale", "weight_decay", "allow_empty"})) {
        readRule(reader, node, path, rule);
    }
}

void readScale(YamlReader& reader, const YAML::Node& node, const std::string& path, plan::LearningRateScale& rule)
{
    if (!reader.checkMap(node, path, {"pattern", "scale"})) {
        return;
    }
    if (!node["pattern"] || !node["scale"]) {
        reader.refuse(node, "`" + path + "` needs `pattern` and `scale`");
        return;
    }
    reader.readText(node["pattern"], path + ".pattern", rule.pattern);
    checkPattern(reader, node["pattern"], path + ".pattern", rule.pattern);
    reader.readNumber(node["scale"], path + ".scale", kScaleRange, rule.scale);
}

/// A list of rules; one alone may stand without the list.
template <class Rule, class ReadOne>
void readRules(YamlReader& reader, const YAML::Node& node, const std::string& path, std::vector<Rule>& rules,
               ReadOne readOne)
{
    rules.clear();
    if (node.IsNull()) {
        return;
    }
    if (!node.IsSequence()) {
        readOne(reader, node, path, rules.emplace_back());
        return;
    }
    std::size_t index = 0;
    for (const YAML::Node& item : node) {
        readOne(reader, item, path + "[" + std::to_string(index++) + "]", rules.emplace_back());
    }
}

void readPlan(YamlReader& reader, const YAML::Node& node, plan::TuningPlan& plan)
{
    if (!reader.checkMap(node, "plan", {"preset", "freeze", "adapters", "unfreeze", "lr_scale", "exclude"})) {
        return;
    }
    if (const YAML::Node preset = node["preset"]) {
        std::string id;
        reader.readText(preset, "plan.preset", id);
        const plan::Preset* found = plan::findPreset(id);
        if (found == nullptr) {
            std::string names;
            for (const plan::Preset& each : plan::presets()) {
                names += (names.empty() ? "" : ", ") + std::string(each.id);
            }
            reader.refuse(preset, "`plan.preset` is `" + id.substr(0, 60) + "`; allowed: " + names);
            return;
        }
        plan = found->make();
    }
    if (const YAML::Node freeze = node["freeze"]) {
        readPatterns(reader, freeze, "plan.freeze", plan.freeze);
    }
    if (const YAML::Node adapters = node["adapters"]) {
        readRules(reader, adapters, "plan.adapters", plan.adapters, readAdapter);
    }
    if (const YAML::Node unfreeze = node["unfreeze"]) {
        readRules(reader, unfreeze, "plan.unfreeze", plan.unfreeze, readUnfreeze);
    }
    if (const YAML::Node scale = node["lr_scale"]) {
        readRules(reader, scale, "plan.lr_scale", plan.lrScale, readScale);
    }
    if (const YAML::Node exclude = node["exclude"]) {
        readPatterns(reader, exclude, "plan.exclude", plan.exclude);
    }
}

template <HasFields T>
void readSection(YamlReader& reader, const YAML::Node& root, const char* name, T& value)
{
    if (const YAML::Node node = root[name];
        node && !node.IsNull() && reader.checkMap(node, name, YamlReader::keys<T>())) {
        reader.readFields(node, name, value);
    }
}

void readExperiment(YamlReader& reader, const YAML::Node& root, Experiment& experiment)
{
    if (!reader.checkMap(root, "", {"name", "note", "accept", "model", "data", "plan", "train", "monitor"})) {
        return;
    }
    if (root["name"]) {
        reader.readText(root["name"], "name", experiment.name);
    }
    if (root["note"]) {
        reader.readText(root["note"], "note", experiment.note);
    }
    if (root["accept"] && !root["accept"].IsNull()) {
        reader.readTexts(root["accept"], "accept", experiment.accept);
    }
    readSection(reader, root, "model", experiment.model);
    readSection(reader, root, "data", experiment.data);
    if (root["plan"] && !root["plan"].IsNull()) {
        readPlan(reader, root["plan"], experiment.plan);
    }
    readSection(reader, root, "train", experiment.train);
    readSection(reader, root, "monitor", experiment.monitor);
    if (const auto fault = faultOf(experiment)) {
        const std::size_t dot = fault->key.find('.');
        reader.refuse(root[fault->key.substr(0, dot)][fault->key.substr(dot + 1)], fault->message);
    }
}

/// Aliases can make a small file unfold without end: what is walked is counted.
bool isTooLarge(const YAML::Node& node, int depth, std::size_t& count)
{
    if (depth > kLargestDepth || ++count > kLargestNodeCount) {
        return true;
    }
    if (node.IsSequence()) {
        return std::any_of(node.begin(), node.end(),
                           [&](const auto& item) { return isTooLarge(item, depth + 1, count); });
    }
    if (node.IsMap()) {
        return std::any_of(node.begin(), node.end(), [&](const auto& item) {
            return isTooLarge(item.first, depth + 1, count) || isTooLarge(item.second, depth + 1, count);
        });
    }
    return false;
}

/// The YAML parser makes bytes of its own from some escapes (`\_`, `\N`), and takes a NUL for one.
bool holdsBytes(const YAML::Node& node)
{
    if (node.IsScalar()) {
        return !isUtf8(node.Scalar());
    }
    return std::any_of(node.begin(), node.end(), [&](const auto& item) {
        return node.IsMap() ? holdsBytes(item.first) || holdsBytes(item.second) : holdsBytes(item);
    });
}

std::vector<std::string> splitAtDots(std::string_view key)
{
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= key.size();) {
        const std::size_t dot = std::min(key.find('.', from), key.size());
        parts.emplace_back(key.substr(from, dot - from));
        from = dot + 1;
    }
    return parts;
}

/// Accepted findings and lists of plan and model are given with commas; everything else is one scalar, or YAML when it
/// begins with a bracket.
YAML::Node valueOfSet(const std::vector<std::string>& path, const std::string& text)
{
    if (!text.empty() && (text.front() == '[' || text.front() == '{')) {
        return YAML::Load(text);
    }
    static constexpr std::array<std::string_view, 3> kLists{"freeze", "unfreeze", "exclude"};
    const bool isList =
        path.size() == 1
            ? path[0] == "accept"
            : (path[0] == "plan" && std::ranges::find(kLists, path[1]) != kLists.end()) ||
                  (path[0] == "model" && (path[1] == "classes" || path[1] == "prompts" || path[1] == "templates")) ||
                  (path[0] == "monitor" && path[1] == "ladder");
    if (!isList || text.rfind("re:", 0) == 0) {
        YAML::Node scalar(YAML::NodeType::Scalar);
        scalar = text;
        return scalar;
    }
    YAML::Node list(YAML::NodeType::Sequence);
    for (const std::string& item : network::splitPatternList(text)) {
        list.push_back(item);
    }
    return list;
}

Status applySet(YAML::Node root, const std::string& set)
{
    const auto equals = set.find('=');
    const std::vector<std::string> path = splitAtDots(std::string_view(set).substr(0, equals));
    if (equals == std::string::npos || path.size() > 2 || path.front().empty() || path.back().empty()) {
        return fail(ErrorCode::InvalidInput, "must look like section.key=value", "--set " + set.substr(0, 80));
    }
    const YAML::Node value = valueOfSet(path, set.substr(equals + 1));
    if (path.size() == 1) {
        root[path[0]] = value;
        return {};
    }
    if (root[path[0]] && !root[path[0]].IsMap() && !root[path[0]].IsNull()) {
        return {}; // the section itself is refused below, with its line
    }
    root[path[0]][path[1]] = value;
    return {};
}

std::string withoutPosition(const std::string& what)
{
    const auto colon = what.find(": ", what.find("column"));
    return colon == std::string::npos ? what : what.substr(colon + 2);
}

} // namespace

Result<Experiment> parseYaml(std::string_view text, const std::string& fileName, std::span<const std::string> sets)
{
    if (text.size() > kLargestFile) {
        return fail(ErrorCode::InvalidInput, "an experiment is at most 1 MB long", fileName);
    }
    if (!isUtf8(text)) {
        return fail(ErrorCode::InvalidInput, "is no UTF-8 text: save it as UTF-8", fileName);
    }
    try {
        YAML::Node root = YAML::Load(std::string(text));
        std::size_t count = 0;
        if (isTooLarge(root, 0, count)) {
            return fail(ErrorCode::InvalidInput, "nests too deep or repeats itself too often", fileName);
        }
        if (holdsBytes(root)) {
            return fail(ErrorCode::InvalidInput, "has an escape that makes no UTF-8 text: write the character itself",
                        fileName);
        }
        if (root.IsNull()) {
            root = YAML::Node(YAML::NodeType::Map);
        }
        if (!root.IsMap()) {
            return fail(ErrorCode::InvalidInput,
                        "an experiment must be a map with the keys name, accept, model, data, plan, train, monitor",
                        fileName);
        }
        Experiment experiment;
        YamlReader reader(fileName);
        readExperiment(reader, root, experiment);
        if (reader.error()) {
            return fail(*reader.error());
        }
        for (const std::string& set : sets) {
            if (Status applied = applySet(root, set); !applied) {
                return fail(applied.error());
            }
            // Read again after each, so that a fault names the argument that made it.
            Experiment changed;
            YamlReader again("--set " + set.substr(0, 80));
            readExperiment(again, root, changed);
            if (again.error()) {
                return fail(Error{ErrorCode::InvalidInput, again.error()->message, "--set " + set.substr(0, 80)});
            }
            experiment = std::move(changed);
        }
        return experiment;
    } catch (const YAML::Exception& exception) {
        const bool hasLine = !exception.mark.is_null();
        return fail(ErrorCode::InvalidInput, "not valid YAML: " + readable(withoutPosition(exception.what())),
                    hasLine ? fileName + ":" + std::to_string(exception.mark.line + 1) : fileName);
    }
}

Result<Experiment> load(const std::filesystem::path& file, std::span<const std::string> sets)
{
    const auto text = readFile(file, kLargestFile);
    if (!text) {
        return fail(text.error());
    }
    return parseYaml(*text, file.string(), sets);
}

} // namespace espalier::experiment

#include "core/exchange/peft.h"
#include "core/network/pattern.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

namespace espalier::exchange {

namespace {

constexpr std::string_view kPrefix = "base_model.model.";
constexpr std::size_t kMostListed = 8;

/// Options that change what an adapter computes and that we do not.
constexpr std::array<std::string_view, 12> kRefused{
    "use_bdlora",        "alora_invocation_tokens", "use_qalora",        "arrow_config",
    "kasa_config",       "velora_config",           "monteclora_config", "layer_replication",
    "target_parameters", "trainable_token_indices", "lora_bias",         "fan_in_fan_out"};
constexpr std::array<std::string_view, 4> kBeginnings{"true", "false", "gaussian", "orthogonal"};

/// One tensor of an update, told by the end of its name.
constexpr std::array<std::string_view, 5> kEnds{".lora_A.weight", ".lora_B.weight", ".lora_embedding_A",
                                                ".lora_embedding_B", ".lora_magnitude_vector"};

bool isSet(const Json& config, std::string_view key)
{
    const auto value = config.find(std::string(key));
    return value != config.end() && !value->is_null() && *value != false && !(value->is_object() && value->empty());
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kMostListed); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() > kMostListed ? text + " and " + std::to_string(names.size() - kMostListed) + " more" : text;
}

Status checkConfig(const Json& config)
{
    const auto refuse = [](const std::string& message) {
        return fail(ErrorCode::Unsupported, message, "adapter_config.json");
    };
    if (!config.is_object()) {
        return fail(ErrorCode::InvalidInput, "must be a map of HF PEFT's options", "adapter_config.json");
    }
    const auto kind = config.find("peft_type");
    if (kind == config.end() || *kind != "LORA") {
        return refuse("peft_type is " + (kind == config.end() ? "missing" : jsonText(*kind)) +
                      "; LORA is read, DoRA with it");
    }
    for (const std::string_view key : kRefused) {
        if (isSet(config, key)) {
            return refuse("sets " + std::string(key) + ", which is not computed here");
        }
    }
    if (const auto beginning = config.find("init_lora_weights"); beginning != config.end()) {
        const std::string text = beginning->is_string() ? beginning->get<std::string>() : jsonText(*beginning);
        if (std::ranges::find(kBeginnings, text) == kBeginnings.end()) {
            return refuse("init_lora_weights is " + text + ": such an adapter changed its base, which is not here");
        }
    }
    if (const auto bias = config.find("bias"); bias != config.end() && *bias != "none") {
        return refuse("trains biases (bias: " + jsonText(*bias) + "); none is read");
    }
    return {};
}

Result<double> numberAt(const Json& config, const char* key, double otherwise)
{
    const auto found = config.find(key);
    if (found == config.end()) {
        return otherwise;
    }
    if (!found->is_number() || !std::isfinite(found->get<double>()) || found->get<double>() < 0) {
        return fail(ErrorCode::InvalidInput, std::string(key) + " must be a number of at least 0",
                    "adapter_config.json");
    }
    return found->get<double>();
}

/// Keys of rank_pattern and alpha_pattern are tried in order; the first that ends the path at a dot, or is it, stands.
std::optional<double> patternFor(const Json& config, const char* key, const std::string& path)
{
    const auto patterns = config.find(key);
    if (patterns == config.end() || !patterns->is_object()) {
        return std::nullopt;
    }
    for (const auto& [pattern, value] : patterns->items()) {
        const auto regex = network::Pattern::parse("re:^(.*\\.)?(" + pattern + ")$");
        if (regex && regex->matches(path) && value.is_number()) {
            return value.get<double>();
        }
    }
    return std::nullopt;
}

/// As HF PEFT selects: entries of a list are whole paths or end one at a dot; a text is a whole regular expression.
bool isTarget(const Json& targets, const std::string& path)
{
    if (targets.is_string()) {
        const auto regex = network::Pattern::parse("re:^(" + targets.get<std::string>() + ")$");
        return regex && regex->matches(path);
    }
    return targets.is_array() && std::ranges::any_of(targets, [&](const Json& entry) {
               if (!entry.is_string()) {
                   return false;
               }
               const std::string name = entry.get<std::string>();
               return path == name || path.ends_with("." + name);
           });
}

/// Names in files of other versions carry the wrapper of a saved module.
std::string withoutWrapper(std::string name)
{
    for (const std::string_view wrapper : {".modules_to_save.", ".base_layer."}) {
        if (const auto at = name.find(wrapper); at != std::string::npos) {
            name.replace(at, wrapper.size(), ".");
        }
    }
    return name;
}

struct Parts {
    std::set<std::string> sites;
    std::set<std::string> saved;
    std::vector<std::string> strangers;
    TensorValues tensors;
};

Parts partsOf(const network::NetworkTree& tree, const TensorValues& tensors)
{
    Parts parts;
    for (const auto& [key, values] : tensors) {
        if (!key.starts_with(kPrefix)) {
            parts.strangers.push_back(key);
            continue;
        }
        const std::string name = key.substr(kPrefix.size());
        const auto end = std::ranges::find_if(kEnds, [&](std::string_view each) { return name.ends_with(each); });
        const bool isUpdate = end != kEnds.end();
        const std::string plain = isUpdate ? name : withoutWrapper(name);
        if (!isUpdate && name.find(".original_module.") != std::string::npos) {
            continue; // the base's own, kept beside a saved module
        }
        const std::string path = plain.substr(0, isUpdate ? plain.size() - end->size() : plain.rfind('.'));
        const network::ModuleId id = tree.find(path);
        const bool fits = id != network::kNoModule &&
                          (isUpdate || std::ranges::any_of(tree.module(id).tensors, [&](const network::Tensor& tensor) {
                               return tree.tensorName(id, tensor) == plain && tensor.shape == values.shape;
                           }));
        if (!fits) {
            parts.strangers.push_back(key);
            continue;
        }
        (isUpdate ? parts.sites : parts.saved).insert(path);
        parts.tensors[plain] = values;
    }
    return parts;
}

} // namespace

Result<Imported> fromPeft(const network::NetworkTree& tree, const PeftAdapter& adapter)
{
    const Json& config = adapter.config;
    if (Status fine = checkConfig(config); !fine) {
        return fail(fine.error());
    }
    Parts parts = partsOf(tree, adapter.tensors);
    if (!parts.strangers.empty()) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(parts.strangers.size()) +
                        " tensors fit nothing in this network: " + listed(parts.strangers),
                    "adapter_model.safetensors");
    }
    const auto alpha = numberAt(config, "lora_alpha", 8);
    const auto dropout = numberAt(config, "lora_dropout", 0);
    if (!alpha || !dropout) {
        return fail(alpha ? dropout.error() : alpha.error());
    }
    const bool useDora = isSet(config, "use_dora");
    const bool useRslora = isSet(config, "use_rslora");
    Imported imported;
    imported.plan.freeze = {"**"};
    std::vector<std::string> lacking;
    for (const network::Module& module : tree.modules()) {
        const bool isSite = parts.sites.contains(module.path);
        const bool isExcluded = config.contains("exclude_modules") && isTarget(config["exclude_modules"], module.path);
        const bool isWanted = config.contains("target_modules") && !parts.saved.contains(module.path) && !isExcluded &&
                              isTarget(config["target_modules"], module.path) &&
                              plan::isLegalSite(module, plan::LoraOptions{});
        if (isWanted && !isSite && !isSet(config, "layers_to_transform")) {
            lacking.push_back(module.path);
        }
        if (!isSite) {
            continue;
        }
        const std::string down =
            module.path + (module.kind == network::ModuleKind::Embedding ? ".lora_embedding_A" : ".lora_A.weight");
        const auto first = parts.tensors.find(down);
        if (first == parts.tensors.end() || first->second.shape.empty()) {
            return fail(ErrorCode::InvalidInput, "is missing", down);
        }
        constexpr std::int64_t kLargestRank = 4096;
        const std::int64_t wide = first->second.shape.front();
        if (wide < 1 || wide > kLargestRank) {
            return fail(ErrorCode::InvalidInput, "has a rank of " + std::to_string(wide) + "; 1 to 4096 are read",
                        down);
        }
        const int rank = static_cast<int>(wide);
        const double scaled = patternFor(config, "alpha_pattern", module.path).value_or(*alpha);
        plan::AdapterRule rule;
        rule.pattern = module.path;
        if (useDora) {
            rule.adapter = plan::DoraOptions{rank, scaled, *dropout, useRslora};
        } else {
            rule.adapter = plan::LoraOptions{rank, scaled, *dropout, useRslora};
        }
        imported.plan.adapters.push_back(std::move(rule));
    }
    if (!lacking.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "the configuration selects " + std::to_string(lacking.size()) +
                        " modules that have no tensors: " + listed(lacking),
                    "adapter_model.safetensors");
    }
    for (const std::string& path : parts.saved) {
        imported.plan.unfreeze.push_back({path, 1.0, std::nullopt});
    }
    const auto resolved = plan::resolve(tree, imported.plan);
    if (!resolved) {
        return fail(resolved.error());
    }
    // What the plan makes of it must be what came: every tensor, in its shape.
    std::set<std::string> known;
    for (const plan::Graft& graft : resolved->grafts) {
        for (const plan::GraftTensor& tensor : graft.holds) {
            const auto found = parts.tensors.find(tensor.name);
            if (found == parts.tensors.end() || found->second.shape != tensor.shape) {
                return fail(ErrorCode::InvalidInput,
                            found == parts.tensors.end() ? "is missing"
                                                         : "has another shape than this network's layer needs",
                            tensor.name);
            }
            known.insert(tensor.name);
        }
    }
    std::vector<std::string> unused;
    for (const auto& [name, values] : parts.tensors) {
        if (!known.contains(name) && !parts.saved.contains(name.substr(0, name.rfind('.')))) {
            unused.push_back(name);
        }
    }
    if (!unused.empty()) {
        return fail(ErrorCode::InvalidInput, "sit where no such adapter can: " + listed(unused),
                    "adapter_model.safetensors");
    }
    imported.tensors = std::move(parts.tensors);
    return imported;
}

} // namespace espalier::exchange

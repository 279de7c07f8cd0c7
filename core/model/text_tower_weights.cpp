#include "core/model/text_tower_weights.h"

#include "core/base/hash.h"
#include "core/model/weights_binding.h"

#include <ATen/ATen.h>

#include <set>
#include <string_view>

namespace espalier::model {

namespace {

constexpr std::string_view kModule = "module.";
constexpr std::string_view kDetector = "backbone.text_model.";
constexpr std::string_view kOurs = "model.";
constexpr std::size_t kListed = 3; ///< names in one sentence

/// TextTower's name of a tensor; empty for what is none of the tower's.
std::string nameInTower(std::string_view name)
{
    if (name.starts_with(kModule)) {
        name.remove_prefix(kModule.size());
    }
    const bool isOfDetector = name.starts_with(kDetector);
    if (isOfDetector) {
        name.remove_prefix(kDetector.size());
        return std::string(name);
    }
    const bool isPlain = name.starts_with("text_model.") || name.starts_with("text_projection.");
    return isPlain ? std::string(kOurs).append(name) : std::string();
}

/// A table of the numbers 0 to 76 that older files carry beside the parameters.
bool isPositionTable(std::string_view name)
{
    return name.ends_with(".position_ids");
}

bool isFloating(weights::ScalarType type)
{
    using weights::ScalarType;
    return type == ScalarType::Float16 || type == ScalarType::BFloat16 || type == ScalarType::Float32 ||
           type == ScalarType::Float64;
}

std::string listed(const std::set<std::string>& names)
{
    std::string text;
    std::size_t count = 0;
    for (const std::string& name : names) {
        if (count++ == kListed) {
            return text + " and " + std::to_string(names.size() - kListed) + " more";
        }
        text += (text.empty() ? "`" : ", `") + name + "`";
    }
    return text;
}

} // namespace

TextTowerWeights::TextTowerWeights(weights::WeightsFile file, std::string where)
    : m_file(std::move(file)), m_where(std::move(where))
{
    for (const auto& [name, view] : m_file.tensors()) {
        const std::string ours = nameInTower(name);
        if (!ours.empty() && !isPositionTable(ours)) {
            m_tensors.emplace(ours, view);
        }
    }
}

Result<TextTowerWeights> TextTowerWeights::open(const std::filesystem::path& file)
{
    auto opened = weights::WeightsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    TextTowerWeights weights(std::move(*opened), file.string());
    if (weights.m_tensors.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "holds no CLIP text tower (no `backbone.text_model.model.…` and no `text_model.…`): name a file "
                    "that does in model.text_weights",
                    file.string());
    }
    return weights;
}

std::uint64_t TextTowerWeights::hash() const
{
    std::uint64_t hash = fnv1a64("text tower");
    for (const auto& [name, view] : m_tensors) {
        std::string text = name + " " + std::to_string(static_cast<int>(view.type));
        for (const std::int64_t length : view.shape) {
            text += " " + std::to_string(length);
        }
        text += hexDigits(xxHash64({reinterpret_cast<const char*>(view.bytes.data()), view.bytes.size()}));
        hash = fnv1a64(text, hash);
    }
    return hash;
}

Status TextTowerWeights::copyInto(TextTower& tower) const
{
    const at::NoGradGuard noGradients;
    std::set<std::string> missing;
    std::set<std::string> unfit;
    std::set<std::string> known;
    for (auto& [name, tensor] : namedTensors(tower)) {
        known.insert(name);
        const auto found = m_tensors.find(name);
        if (found == m_tensors.end()) {
            missing.insert(name);
        } else if (at::IntArrayRef(found->second.shape) != tensor.sizes() || !isFloating(found->second.type)) {
            unfit.insert(name);
        } else {
            tensor.copy_(toTensor(found->second));
        }
    }
    for (const auto& [name, view] : m_tensors) {
        if (known.count(name) == 0) {
            unfit.insert(name);
        }
    }
    if (missing.empty() && unfit.empty()) {
        return {};
    }
    std::set<std::string> wrong = missing;
    wrong.insert(unfit.begin(), unfit.end());
    return fail(ErrorCode::InvalidInput,
                "holds another text tower than CLIP ViT-B/32's: " + std::to_string(missing.size()) +
                    " tensors missing, " + std::to_string(unfit.size()) + " without a place: " + listed(wrong),
                m_where);
}

} // namespace espalier::model

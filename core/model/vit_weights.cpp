#include "core/model/vit_weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace espalier::model {

namespace {

using Tensors = std::map<std::string, weights::TensorView>;

/// Wrappers around a network, the longest first; `param.` is that of a run's own file, `vit.` HF's.
constexpr std::array<std::string_view, 7> kPrefixes{"module.backbone.", "visual.trunk.", "backbone.", "module.",
                                                    "model.",           "param.",        "vit."};
constexpr std::array<std::string_view, 4> kPassedOver{"pooler.", "pre_logits.", "fc_norm.", "head_dist."};

using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array<Pair, 4> kOutside{{{"cls_token", "embeddings.cls_token"},
                                        {"pos_embed", "embeddings.position_embeddings"},
                                        {"patch_embed.proj.", "embeddings.patch_embeddings.projection."},
                                        {"norm.", "layernorm."}}};
/// Behind `blocks.i.` and `encoder.layer.i.`.
constexpr std::array<Pair, 5> kInside{{{"norm1.", "layernorm_before."},
                                       {"norm2.", "layernorm_after."},
                                       {"attn.proj.", "attention.output.dense."},
                                       {"mlp.fc1.", "intermediate.dense."},
                                       {"mlp.fc2.", "output.dense."}}};
constexpr std::array<std::string_view, 3> kParts{"query.", "key.", "value."};

Tensors unwrapped(const Tensors& tensors)
{
    Tensors answer;
    for (const auto& [name, view] : tensors) {
        std::string_view bare = name;
        for (bool isWrapped = true; isWrapped;) {
            isWrapped = false;
            for (const std::string_view prefix : kPrefixes) {
                if (bare.starts_with(prefix)) {
                    bare.remove_prefix(prefix.size());
                    isWrapped = true;
                }
            }
        }
        answer.emplace(bare, view);
    }
    return answer;
}

const weights::TensorView* find(const Tensors& tensors, const std::string& name)
{
    const auto found = tensors.find(name);
    return found == tensors.end() ? nullptr : &found->second;
}

/// Positions of a square grid onto ours.
void placePositions(Vit& network, at::Tensor target, const weights::TensorView& view, const std::string& name,
                    Binding& binding)
{
    const bool hasOtherLength =
        view.shape.size() == 3 && view.shape[1] != target.size(1) && view.shape[2] == target.size(2);
    const auto side = hasOtherLength ? std::llround(std::sqrt(static_cast<double>(view.shape[1] - 1))) : 0;
    if (side < 1 || side * side != view.shape[1] - 1) {
        place(std::move(target), view, name, binding);
        return;
    }
    at::Tensor theirs = at::empty(view.shape);
    place(theirs, view, name, binding);
    const VitOptions& options = network.options();
    const std::int64_t rows = options.imageSize / options.patch;
    const at::NoGradGuard noGradients;
    target.copy_(resampledPositions(theirs, side, side, rows, (target.size(1) - 1) / rows));
}

} // namespace

std::string nameInHf(std::string_view name, int part)
{
    if (name.starts_with("head.")) {
        return "classifier." + std::string(name.substr(5));
    }
    for (const auto& [ours, theirs] : kOutside) {
        if (name.starts_with(ours)) {
            return std::string(theirs) + std::string(name.substr(ours.size()));
        }
    }
    constexpr std::string_view kBlocks = "blocks.";
    const auto dot = name.find('.', kBlocks.size());
    if (!name.starts_with(kBlocks) || dot == std::string_view::npos) {
        return {};
    }
    const std::string layer = "encoder.layer." + std::string(name.substr(kBlocks.size(), dot - kBlocks.size())) + ".";
    const std::string_view rest = name.substr(dot + 1);
    constexpr std::string_view kFused = "attn.qkv.";
    if (rest.starts_with(kFused)) {
        return layer + "attention.attention." + std::string(kParts.at(static_cast<std::size_t>(part))) +
               std::string(rest.substr(kFused.size()));
    }
    for (const auto& [ours, theirs] : kInside) {
        if (rest.starts_with(ours)) {
            return layer + std::string(theirs) + std::string(rest.substr(ours.size()));
        }
    }
    return {};
}

Binding bindVit(Vit& network, const Tensors& given)
{
    const Tensors tensors = unwrapped(given);
    const bool isHf = tensors.contains("embeddings.cls_token");
    Binding binding;
    std::set<std::string> known;
    for (auto& [name, tensor] : namedTensors(network)) {
        const bool isFused = isHf && name.find(".qkv.") != std::string::npos;
        for (int part = 0; part < (isFused ? 3 : 1); ++part) {
            const std::string theirs = isHf ? nameInHf(name, part) : name;
            known.insert(theirs);
            const weights::TensorView* view = find(tensors, theirs);
            const bool isHead = name.starts_with("head.");
            if (view == nullptr || (isHead && at::IntArrayRef(view->shape) != tensor.sizes())) {
                (isHead ? binding.initialised : binding.missing).push_back(isHead ? name : theirs);
            } else if (name == "pos_embed") {
                placePositions(network, tensor, *view, theirs, binding);
            } else if (isFused) {
                const std::int64_t rows = tensor.size(0) / 3;
                place(tensor.detach().narrow(0, part * rows, rows), *view, theirs, binding);
            } else {
                place(tensor, *view, theirs, binding);
            }
        }
    }
    for (const auto& [name, view] : tensors) {
        const bool isPassedOver = std::ranges::any_of(
            kPassedOver, [&](std::string_view prefix) { return std::string_view(name).starts_with(prefix); });
        if (!known.contains(name) && !isPassedOver) {
            binding.unexpected.push_back(name);
        }
    }
    return binding;
}

} // namespace espalier::model

#include "core/plan/method_sites.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>

namespace espalier::plan {

namespace {

using network::Module;
using network::ModuleKind;
using enum ModuleKind;

constexpr std::array kFeatureMaps{Block, Conv2d, Identity, Other};
constexpr std::array kLowRank{Linear, Conv2d, Embedding};
constexpr std::array kMatrices{Linear, Conv2d};
constexpr std::array kLinear{Linear};
constexpr std::array kAffine{Linear, Conv2d, Embedding, LayerNorm, BatchNorm2d};
constexpr std::array kWithBias{Linear, Conv2d, LayerNorm, BatchNorm2d};
constexpr std::array kSublayers{Attention, Perceptron};
constexpr std::array kPerceptrons{Perceptron};
constexpr std::array kLayers{TransformerLayer};
constexpr std::array kTokenNorms{LayerNorm};

MethodSites rowOf(const FeatureAdapterOptions&)
{
    return {kFeatureMaps, "A feature adapter acts on an image's feature map: drop it on a block or a convolution"};
}
MethodSites rowOf(const LoraOptions&)
{
    return {kLowRank, "LoRA changes a weight matrix: drop it on a linear layer, a convolution or an embedding"};
}
MethodSites rowOf(const DoraOptions&)
{
    return {kMatrices, "DoRA splits a weight into rows and their lengths: drop it on a linear layer or a convolution"};
}
MethodSites rowOf(const RlrrOptions&)
{
    return {kMatrices,
            "RLRR scales rows and columns of a weight: drop it on a linear layer or a convolution, and SSF on "
            "norms"};
}
MethodSites rowOf(const SsfOptions&)
{
    return {kAffine, "SSF scales and shifts what a layer computes: drop it on a linear layer, a convolution, an "
                     "embedding or a norm"};
}
MethodSites rowOf(const BottleneckOptions&)
{
    return {kSublayers,
            "An adapter stands behind the attention or the perceptron of a transformer layer: drop it there"};
}
MethodSites rowOf(const AdaptFormerOptions&)
{
    return {kPerceptrons, "AdaptFormer runs beside the perceptron of a transformer layer: drop it there"};
}
MethodSites rowOf(const FactOptions&)
{
    return {kLinear, "FacT shares factors among the linear layers of a transformer: drop it on its linear layers"};
}
MethodSites rowOf(const VptOptions&)
{
    return {kLayers, "Prompts are tokens before a transformer layer of an image tower: drop them on such layers"};
}
MethodSites rowOf(const ArcOptions&)
{
    return {kTokenNorms, "ARC changes what attention and perceptron read: drop it on the norms before them"};
}
MethodSites rowOf(const BitfitOptions&)
{
    return {kWithBias, "BitFit trains biases: drop it on a linear layer, a convolution or a norm"};
}

SiteRefusal further(const FeatureAdapterOptions&, const Module& module)
{
    return module.isImageMap ? SiteRefusal::None : SiteRefusal::NoOutput;
}
SiteRefusal further(const LoraOptions& options, const Module& module)
{
    const bool isFused = module.kind == Linear && module.outputs == 3 * module.inputs;
    return options.parts == "whole" || isFused ? SiteRefusal::None : SiteRefusal::NotFused;
}
SiteRefusal further(const FactOptions&, const Module& module)
{
    const auto [small, large] = std::minmax(module.inputs, module.outputs);
    return large % small == 0 ? SiteRefusal::None : SiteRefusal::NotSquare;
}
SiteRefusal further(const BitfitOptions&, const Module& module)
{
    return std::ranges::find(module.tensors, "bias", &network::Tensor::name) != module.tensors.end()
               ? SiteRefusal::None
               : SiteRefusal::NoBias;
}
template <class Options>
SiteRefusal further(const Options&, const Module&)
{
    return SiteRefusal::None;
}

bool hasSize(const Module& module)
{
    const bool readsInputs = module.kind == Linear || module.kind == Conv2d || module.kind == Embedding;
    return module.outputs > 0 && (!readsInputs || module.inputs > 0) && (module.kind != Conv2d || module.kernel > 0);
}

} // namespace

MethodSites methodSites(const AdapterOptions& adapter)
{
    return std::visit([](const auto& options) { return rowOf(options); }, adapter);
}

SiteRefusal siteRefusal(const Module& module, const AdapterOptions& adapter)
{
    if (std::ranges::find(methodSites(adapter).kinds, module.kind) == methodSites(adapter).kinds.end()) {
        return SiteRefusal::WrongKind;
    }
    if (!hasSize(module)) {
        return SiteRefusal::NoOutput;
    }
    if (!module.canGraft) {
        return SiteRefusal::NotOpen;
    }
    return std::visit([&](const auto& options) { return further(options, module); }, adapter);
}

std::string_view sentenceOf(SiteRefusal refusal, const AdapterOptions& adapter)
{
    switch (refusal) {
    case SiteRefusal::None:
        return {};
    case SiteRefusal::WrongKind:
        return methodSites(adapter).sentence;
    case SiteRefusal::NoOutput:
        return "This module makes no single map of known width for an adapter to act on";
    case SiteRefusal::NotOpen:
        return "The running network lets no adapter act here";
    case SiteRefusal::NotFused:
        return "Parts are chosen, and this is no fused query-key-value layer: set parts to whole";
    case SiteRefusal::NotSquare:
        return "FacT cuts a weight into squares, and the longer side of this one is no multiple of the shorter";
    case SiteRefusal::NoBias:
        return "This layer has no bias to train";
    }
    ESPALIER_ASSERT(false, "every refusal has a sentence");
    return {};
}

} // namespace espalier::plan

#include "core/plan/graft_tensors.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace espalier::plan {

namespace {

using network::Module;
using network::ModuleKind;
using Shape = std::vector<std::int64_t>;
using Kind = Beginning::Kind;

constexpr Beginning kZeros{Kind::Constant, 0, 0};
constexpr double kSsfDeviation = 0.02;

Beginning within(double bound)
{
    return {Kind::Uniform, bound, 0};
}

std::int64_t product(const Shape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape) {
        count *= side;
    }
    return count;
}

double fanIn(const Shape& shape)
{
    return static_cast<double>(product(shape) / shape.front());
}

/// a = √5 (He et al. 2015), as PyTorch initialises layers.
Beginning kaiming(const Shape& shape)
{
    return within(1.0 / std::sqrt(fanIn(shape)));
}

/// a = 0.
Beginning wideKaiming(const Shape& shape)
{
    return within(std::sqrt(6.0 / fanIn(shape)));
}

/// Glorot and Bengio 2010, for a matrix.
Beginning xavier(std::int64_t inputs, std::int64_t outputs)
{
    return within(std::sqrt(6.0 / static_cast<double>(inputs + outputs)));
}

std::string under(const Module& site, const char* name)
{
    return (site.path.empty() ? "" : site.path + '.') + name;
}

/// What the sites of a rule share stands outside of them all.
std::string shared(const char* method, const Companions& companions, std::int64_t width, const char* name)
{
    return std::string(method) + '.' + std::to_string(companions.rule) + '.' + std::to_string(width) + '.' + name;
}

/// A and B of a low-rank update, under HF PEFT's names.
std::vector<GraftTensor> lowRank(const Module& site, std::int64_t rank, double lrRatio)
{
    if (site.kind == ModuleKind::Embedding) {
        return {{under(site, "lora_embedding_A"), {rank, site.inputs}, kZeros},
                {under(site, "lora_embedding_B"), {site.outputs, rank}, {Kind::Normal, 1, 0}, lrRatio}};
    }
    const bool isConvolution = site.kind == ModuleKind::Conv2d;
    const Shape down = isConvolution ? Shape{rank, site.inputs, site.kernel, site.kernel} : Shape{rank, site.inputs};
    const Shape up = isConvolution ? Shape{site.outputs, rank, 1, 1} : Shape{site.outputs, rank};
    return {{under(site, "lora_A.weight"), down, kaiming(down)}, {under(site, "lora_B.weight"), up, kZeros, lrRatio}};
}

/// Down and up of a bottleneck with biases, up zero.
std::vector<GraftTensor> bottleneck(const Module& site, const std::string& stem, std::int64_t rank)
{
    const Shape down{rank, site.outputs};
    const auto named = [&](const char* name) { return under(site, (stem + name).c_str()); };
    return {{named("down_proj.weight"), down, kaiming(down)},
            {named("down_proj.bias"), {rank}, kZeros, 1.0, 0.0},
            {named("up_proj.weight"), {site.outputs, rank}, kZeros},
            {named("up_proj.bias"), {site.outputs}, kZeros, 1.0, 0.0}};
}

// The feature adapter's names have one segment more than LoRA's, as both may sit on one convolution.
std::vector<GraftTensor> tensorsOf(const FeatureAdapterOptions& options, const Module& site, const Companions&)
{
    const Shape down{options.rank, site.outputs, 1, 1};
    return {{under(site, "feature_adapter.lora_A.weight"), down, kaiming(down)},
            {under(site, "feature_adapter.lora_B.weight"), {site.outputs, options.rank, 1, 1}, kZeros}};
}

std::vector<GraftTensor> tensorsOf(const LoraOptions& options, const Module& site, const Companions&)
{
    std::vector<GraftTensor> tensors = lowRank(site, options.rank, options.lrRatio);
    if (options.parts != "whole") {
        const auto parts = static_cast<std::int64_t>(options.parts.size());
        tensors[0].shape = {parts * options.rank, site.inputs};
        tensors[1].shape = {parts * (site.outputs / 3), options.rank};
    }
    if (options.init == "gaussian" && site.kind != ModuleKind::Embedding) {
        tensors[0].beginning = {Kind::Normal, 1.0 / options.rank, 0};
    }
    return tensors;
}

std::vector<GraftTensor> tensorsOf(const DoraOptions& options, const Module& site, const Companions&)
{
    std::vector<GraftTensor> tensors = lowRank(site, options.rank, options.lrRatio);
    const bool isConvolution = site.kind == ModuleKind::Conv2d;
    // Decay on the lengths would shrink the weight itself.
    tensors.push_back({under(site, "lora_magnitude_vector"),
                       isConvolution ? Shape{1, site.outputs, 1, 1} : Shape{site.outputs},
                       {Kind::RowNorms, 0, 0},
                       1.0,
                       0.0});
    return tensors;
}

std::vector<GraftTensor> tensorsOf(const RlrrOptions& options, const Module& site, const Companions&)
{
    const std::int64_t kernel = site.kind == ModuleKind::Conv2d ? site.kernel : 1;
    const Shape column{1, site.inputs * kernel};
    const Shape line{site.outputs * kernel, 1};
    const bool isPaper = options.init == "paper";
    // Without the residual the factors stand in the place of 1. Beside it two zeros would have no gradient: one of both
    // begins as the paper's.
    const Beginning one{Kind::Constant, 1, 0};
    const Beginning lone = options.residual ? kZeros : one;
    const Beginning first = options.residual && options.sides == "both" ? wideKaiming(column) : lone;
    std::vector<GraftTensor> tensors;
    if (options.sides != "right") {
        tensors.push_back({under(site, "rlrr.scale_col"), column, isPaper ? wideKaiming(column) : first});
    }
    if (options.sides != "left") {
        tensors.push_back({under(site, "rlrr.scale_line"), line, isPaper ? wideKaiming(line) : lone});
    }
    tensors.push_back({under(site, "rlrr.shift_bias"), {1, site.outputs}, kZeros, 1.0, 0.0});
    return tensors;
}

std::vector<GraftTensor> tensorsOf(const SsfOptions& options, const Module& site, const Companions&)
{
    const double deviation = options.init == "paper" ? kSsfDeviation : 0.0;
    return {{under(site, "ssf.scale"), {site.outputs}, {Kind::Normal, deviation, 1}, 1.0, 0.0},
            {under(site, "ssf.shift"), {site.outputs}, {Kind::Normal, deviation, 0}, 1.0, 0.0}};
}

std::vector<GraftTensor> tensorsOf(const BottleneckOptions& options, const Module& site, const Companions&)
{
    return bottleneck(site, "adapter.", options.rank);
}

std::vector<GraftTensor> tensorsOf(const AdaptFormerOptions& options, const Module& site, const Companions&)
{
    return bottleneck(site, "adaptmlp.", options.rank);
}

std::vector<GraftTensor> tensorsOf(const FactOptions& options, const Module& site, const Companions& companions)
{
    const std::int64_t rank = options.rank;
    const std::int64_t width = sharedWidth(site, options);
    const auto named = [&](const char* name) { return shared("fact", companions, width, name); };
    const Shape first{rank, width};
    std::vector<GraftTensor> tensors{
        {named("FacTu.weight"), first, kaiming(first), 1.0, std::nullopt, true},
        {named("FacTv.weight"), {width, rank}, kZeros, 1.0, std::nullopt, true},
    };
    if (options.form == "tk") {
        const auto square = static_cast<double>(rank * rank);
        tensors.push_back(
            {named("FacTc"), {rank, rank, rank}, within(std::sqrt(6.0 / (2 * square))), 1.0, std::nullopt, true});
        tensors.push_back(
            {named("FacTp"), {rank, companions.all}, xavier(companions.all, rank), 1.0, std::nullopt, true});
        return tensors;
    }
    const Shape core{rank * (site.outputs / width), rank * (site.inputs / width)};
    tensors.push_back({under(site, "FacTs.weight"), core, kaiming(core)});
    return tensors;
}

std::vector<GraftTensor> tensorsOf(const VptOptions& options, const Module& site, const Companions&)
{
    const double patch = 3.0 * options.patch * options.patch;
    return {{under(site, "vpt.prompts"),
             {options.tokens, site.outputs},
             within(std::sqrt(6.0 / (patch + static_cast<double>(site.outputs))))}};
}

std::vector<GraftTensor> tensorsOf(const ArcOptions& options, const Module& site, const Companions& companions)
{
    const std::int64_t width = site.outputs;
    const Beginning scale = options.init == "xavier" ? xavier(options.rank, 1) : kZeros;
    return {{shared("arc", companions, width, "projection"),
             {width, options.rank},
             xavier(options.rank, width),
             1.0,
             std::nullopt,
             true},
            {under(site, "arc.scale"), {1, options.rank}, scale},
            {under(site, "arc.bias"), {width}, kZeros, 1.0, 0.0}};
}

std::vector<GraftTensor> tensorsOf(const BitfitOptions&, const Module& site, const Companions&)
{
    return {{under(site, "bitfit.shift"), {site.outputs}, kZeros, 1.0, 0.0}};
}

} // namespace

std::int64_t GraftTensor::count() const
{
    return product(shape);
}

std::vector<GraftTensor> graftTensors(const Module& site, const AdapterOptions& adapter,
                                      const std::optional<GateOptions>& gate, const Companions& companions)
{
    auto tensors = std::visit([&](const auto& options) { return tensorsOf(options, site, companions); }, adapter);
    if (gate) {
        const std::string name = std::string(adapterId(adapter)) + "_gate.score";
        tensors.push_back({under(site, name.c_str()), {}, {Kind::Constant, gate->init, 0}, gate->lrRatio, 0.0});
    }
    return tensors;
}

std::int64_t graftUnits(const Module& site, const AdapterOptions& adapter)
{
    if (!std::holds_alternative<FactOptions>(adapter)) {
        return 1;
    }
    return std::max(site.inputs, site.outputs) / std::min(site.inputs, site.outputs);
}

std::int64_t sharedWidth(const Module& site, const AdapterOptions& adapter)
{
    return std::holds_alternative<FactOptions>(adapter) ? std::min(site.inputs, site.outputs) : site.outputs;
}

bool beginsAsBase(const AdapterOptions& adapter)
{
    if (const auto* rlrr = std::get_if<RlrrOptions>(&adapter)) {
        return rlrr->init == "identity";
    }
    if (const auto* ssf = std::get_if<SsfOptions>(&adapter)) {
        return ssf->init == "identity";
    }
    if (const auto* arc = std::get_if<ArcOptions>(&adapter)) {
        return arc->init == "identity";
    }
    return !std::holds_alternative<VptOptions>(adapter);
}

} // namespace espalier::plan

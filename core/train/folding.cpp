#include "core/train/folding.h"

#include "core/base/assert.h"
#include "core/model/weights_binding.h"

#include <ATen/ATen.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace espalier::train {

namespace {

using kernel::LinearMap;

/// Sites that a map passes on its way to a convolution, in the order in which they act. The first makes the map.
using Sites = std::vector<std::string>;

/// A convolution, and where each stretch of its input channels comes from.
struct Consumer {
    std::string convolution;
    std::vector<Sites> slices;
};

/// A block hands on what its last convolution block makes.
Sites outputOf(const std::string& block, const char* last = "final_conv")
{
    return {block + "." + last, block};
}

Sites through(Sites sites, std::string site)
{
    sites.push_back(std::move(site));
    return sites;
}

/// Every map that convolutions alone read, by its readers (spec 1.3, data flow; the resampled map is the first slice).
std::vector<Consumer> consumersOf(const model::YoloWorld& network)
{
    const std::string image = "backbone.image_model.";
    const std::string neck = "neck.";
    const Sites p3 = outputOf(image + "stage2.1");
    const Sites p4 = outputOf(image + "stage3.1");
    const Sites n3 = through(p3, neck + "reduce_layers.0");
    const Sites n4 = through(p4, neck + "reduce_layers.1");
    const Sites n5 = through(outputOf(image + "stage4.2", "conv2"), neck + "reduce_layers.2");
    const Sites t4 = outputOf(neck + "top_down_layers.0");
    const Sites t3 = outputOf(neck + "top_down_layers.1");
    const Sites b4 = outputOf(neck + "bottom_up_layers.0");
    const Sites b5 = outputOf(neck + "bottom_up_layers.1");
    std::vector<Consumer> consumers{
        {image + "stage1.0.conv", {{image + "stem"}}},
        {image + "stage2.0.conv", {outputOf(image + "stage1.1")}},
        {image + "stage3.0.conv", {p3}},
        {image + "stage4.0.conv", {p4}},
        {image + "stage4.2.conv1.conv", {outputOf(image + "stage4.1")}},
        {neck + "top_down_layers.0.main_conv.conv", {n5, n4}},
        {neck + "top_down_layers.1.main_conv.conv", {t4, n3}},
        {neck + "downsample_layers.0.conv", {t3}},
        {neck + "bottom_up_layers.0.main_conv.conv", {{neck + "downsample_layers.0"}, t4}},
        {neck + "downsample_layers.1.conv", {b4}},
        {neck + "bottom_up_layers.1.main_conv.conv", {{neck + "downsample_layers.1"}, n5}},
    };
    for (const char* stage : {"stage1", "stage2", "stage3", "stage4"}) {
        consumers.push_back({image + stage + ".1.main_conv.conv", {{image + stage + ".0"}}});
    }
    const std::vector<Sites> maps{t3, b4, b5};
    for (std::size_t level = 0; level < maps.size(); ++level) {
        const Sites map = through(maps[level], neck + "out_layers." + std::to_string(level));
        for (const char* branches : {"cls_preds.", "reg_preds."}) {
            const std::string branch = std::string("bbox_head.head_module.") + branches + std::to_string(level);
            consumers.push_back({branch + ".0.conv", {map}});
            consumers.push_back({branch + ".1.conv", {{branch + ".0"}}});
            consumers.push_back({branch + ".2", {{branch + ".1"}}});
        }
    }
    for (const auto& item : network.named_modules({}, /*include_self=*/false)) {
        if (dynamic_cast<const model::Bottleneck*>(item.value().get()) != nullptr) {
            consumers.push_back({item.key() + ".conv2.conv", {{item.key() + ".conv1"}}});
        }
    }
    return consumers;
}

class Folding {
public:
    explicit Folding(model::YoloWorld& network);
    Status foldIntoLayers();
    Status foldIntoOwnConvolution();
    Status foldIntoConsumers(const std::vector<Consumer>& consumers);
    /// The first site whose grafts have gone nowhere; empty: none.
    [[nodiscard]] std::string left() const;
    void commit();

private:
    struct Site {
        kernel::Graftable* graftable;
        const torch::nn::Module* module;
    };
    /// In double precision; only commit() writes it back.
    at::Tensor& staged(const std::string& tensor);
    [[nodiscard]] std::int64_t channelsOf(const std::string& convolutionBlock) const;
    [[nodiscard]] const kernel::Graftable* graftsAt(const std::string& path) const;
    /// `map`, then all grafts of a site.
    Result<LinearMap> merged(LinearMap map, const std::string& path);
    Status foldInto(const std::string& layer, const std::string& path);

    std::map<std::string, at::Tensor> m_tensors;
    std::map<std::string, at::Tensor> m_staged;
    std::map<std::string, Site> m_sites; ///< that have grafts
    std::set<std::string> m_done;
};

Folding::Folding(model::YoloWorld& network)
{
    for (auto& [name, tensor] : model::namedTensors(network)) {
        m_tensors.emplace(name, tensor);
    }
    for (const auto& item : network.named_modules({}, /*include_self=*/false)) {
        auto* graftable = dynamic_cast<kernel::Graftable*>(item.value().get());
        if (graftable != nullptr && graftable->hasGrafts()) {
            m_sites.emplace(item.key(), Site{graftable, item.value().get()});
        }
    }
}

at::Tensor& Folding::staged(const std::string& tensor)
{
    const auto found = m_staged.find(tensor);
    return found != m_staged.end() ? found->second
                                   : m_staged.emplace(tensor, m_tensors.at(tensor).to(at::kDouble)).first->second;
}

std::int64_t Folding::channelsOf(const std::string& convolutionBlock) const
{
    return m_tensors.at(convolutionBlock + ".conv.weight").size(0);
}

const kernel::Graftable* Folding::graftsAt(const std::string& path) const
{
    const auto found = m_sites.find(path);
    return found == m_sites.end() ? nullptr : found->second.graftable;
}

Result<LinearMap> Folding::merged(LinearMap map, const std::string& path)
{
    const bool hasBias = map.bias.defined();
    for (const auto& graft : m_sites.at(path).graftable->grafts()) {
        auto next = graft->merged(map);
        if (!next || next->bias.defined() != hasBias) {
            return fail(ErrorCode::Unsupported, "its adapter is no linear map that a convolution could do", path);
        }
        map = std::move(*next);
    }
    m_done.insert(path);
    return map;
}

/// The grafts of `path` into the tensors of `layer`. What they add to a convolution that has a norm in the place of a
/// bias goes into the norm's mean.
Status Folding::foldInto(const std::string& layer, const std::string& path)
{
    const bool hasBias = m_tensors.contains(layer + ".bias");
    const std::string mean = layer.substr(0, layer.rfind('.') + 1) + "bn.running_mean";
    const bool hasNorm = !hasBias && layer.ends_with(".conv") && m_tensors.contains(mean);
    at::Tensor& weight = staged(layer + ".weight");
    const at::Tensor none = hasNorm ? at::zeros({weight.size(0)}, weight.options()) : at::Tensor();
    auto map = merged({weight, hasBias ? staged(layer + ".bias") : none}, path);
    if (!map) {
        return fail(map.error());
    }
    weight = map->weight;
    if (hasBias) {
        staged(layer + ".bias") = map->bias;
    } else if (hasNorm) {
        staged(mean) = staged(mean) - map->bias;
    }
    return {};
}

Status Folding::foldIntoLayers()
{
    for (const auto& [path, site] : m_sites) {
        if (dynamic_cast<const kernel::Layered*>(site.module) == nullptr) {
            continue;
        }
        if (Status folded = foldInto(path, path); !folded) {
            return folded;
        }
    }
    return {};
}

/// Where nothing bends between the last convolution and the graft. After foldIntoLayers(): what sits on that
/// convolution acts first.
Status Folding::foldIntoOwnConvolution()
{
    for (const auto& [path, site] : m_sites) {
        if (dynamic_cast<const model::PredictionBranch*>(site.module) != nullptr) {
            if (Status folded = foldInto(path + ".2", path); !folded) {
                return folded;
            }
        }
        const auto* block = dynamic_cast<const model::ConvModule*>(site.module);
        if (block == nullptr || block->hasActivation()) {
            continue;
        }
        // The norm's own factors go into the convolution too, since M mixes channels after them; the norm keeps the
        // shift and is otherwise made to do nothing.
        at::Tensor& variance = staged(path + ".bn.running_var");
        at::Tensor& mean = staged(path + ".bn.running_mean");
        const at::Tensor scale = staged(path + ".bn.weight") / (variance + model::kBatchNormEpsilon).sqrt();
        const at::Tensor shift = staged(path + ".bn.bias") - mean * scale;
        auto map = merged({staged(path + ".conv.weight") * scale.view({-1, 1, 1, 1}), shift}, path);
        if (!map) {
            return fail(map.error());
        }
        staged(path + ".conv.weight") = map->weight;
        staged(path + ".bn.bias") = map->bias;
        mean = at::zeros_like(mean);
        variance = at::ones_like(variance);
        staged(path + ".bn.weight") = (variance + model::kBatchNormEpsilon).sqrt();
    }
    return {};
}

/// W'[o, :, u, v] = W[o, :, u, v] M on each slice, M the product of what its map passes.
Status Folding::foldIntoConsumers(const std::vector<Consumer>& consumers)
{
    for (const Consumer& consumer : consumers) {
        std::int64_t first = 0;
        for (const Sites& sites : consumer.slices) {
            const std::int64_t channels = channelsOf(sites.front());
            at::Tensor passed;
            for (const std::string& site : sites) {
                if (graftsAt(site) == nullptr) {
                    continue;
                }
                auto map = merged({passed.defined() ? passed : at::eye(channels, at::kDouble), {}}, site);
                if (!map) {
                    return fail(map.error());
                }
                passed = map->weight;
            }
            if (passed.defined()) {
                at::Tensor& weight = staged(consumer.convolution + ".weight");
                const at::Tensor slice = weight.narrow(1, first, channels).permute({0, 2, 3, 1});
                at::Tensor folded = weight.clone();
                folded.narrow(1, first, channels).copy_(at::matmul(slice, passed).permute({0, 3, 1, 2}));
                weight = folded;
            }
            first += channels;
        }
        ESPALIER_ASSERT(first == m_tensors.at(consumer.convolution + ".weight").size(1),
                        "the slices of an input are all of it");
    }
    return {};
}

std::string Folding::left() const
{
    for (const auto& [path, site] : m_sites) {
        if (!m_done.contains(path)) {
            return path;
        }
    }
    return {};
}

void Folding::commit()
{
    for (const auto& [name, value] : m_staged) {
        m_tensors.at(name).copy_(value);
    }
    for (const auto& [path, site] : m_sites) {
        site.graftable->removeGrafts();
    }
}

} // namespace

Status foldAdapters(model::YoloWorld& network)
{
    const at::NoGradGuard noGradients;
    Folding folding(network);
    if (Status folded = folding.foldIntoLayers(); !folded) {
        return folded;
    }
    if (Status folded = folding.foldIntoOwnConvolution(); !folded) {
        return folded;
    }
    if (Status folded = folding.foldIntoConsumers(consumersOf(network)); !folded) {
        return folded;
    }
    if (const std::string site = folding.left(); !site.empty()) {
        return fail(ErrorCode::Unsupported,
                    "its adapter cannot be folded: the map that it changes is split, pooled or added before the next "
                    "convolution",
                    site);
    }
    folding.commit();
    return {};
}

} // namespace espalier::train

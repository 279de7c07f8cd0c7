#include "core/model/describe.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace espalier::model {

namespace {

using network::Module;
using network::ModuleKind;

/// Output stride of a part against the image, in pixels; children have their parent's.
struct StrideRow {
    std::string_view path;
    std::int64_t stride;
};
constexpr std::array kStrides{
    StrideRow{"backbone.image_model.stem", 2},
    StrideRow{"backbone.image_model.stage1", 4},
    StrideRow{"backbone.image_model.stage2", 8},
    StrideRow{"backbone.image_model.stage3", 16},
    StrideRow{"backbone.image_model.stage4", 32},
    StrideRow{"neck.reduce_layers.0", 8},
    StrideRow{"neck.reduce_layers.1", 16},
    StrideRow{"neck.reduce_layers.2", 32},
    StrideRow{"neck.upsample_layers.0", 16},
    StrideRow{"neck.upsample_layers.1", 8},
    StrideRow{"neck.top_down_layers.0", 16},
    StrideRow{"neck.top_down_layers.1", 8},
    StrideRow{"neck.downsample_layers.0", 16},
    StrideRow{"neck.downsample_layers.1", 32},
    StrideRow{"neck.bottom_up_layers.0", 16},
    StrideRow{"neck.bottom_up_layers.1", 32},
    StrideRow{"neck.out_layers.0", 8},
    StrideRow{"neck.out_layers.1", 16},
    StrideRow{"neck.out_layers.2", 32},
    StrideRow{"bbox_head.head_module.cls_preds.0", 8},
    StrideRow{"bbox_head.head_module.cls_preds.1", 16},
    StrideRow{"bbox_head.head_module.cls_preds.2", 32},
    StrideRow{"bbox_head.head_module.reg_preds.0", 8},
    StrideRow{"bbox_head.head_module.reg_preds.1", 16},
    StrideRow{"bbox_head.head_module.reg_preds.2", 32},
    StrideRow{"bbox_head.head_module.cls_contrasts.0", 8},
    StrideRow{"bbox_head.head_module.cls_contrasts.1", 16},
    StrideRow{"bbox_head.head_module.cls_contrasts.2", 32},
};
constexpr std::string_view kTextTower = "backbone.text_model";

struct EdgeRow {
    std::string_view from;
    std::string_view to;
};
/// Spec: the resampled map goes first in each concatenation; the text goes to the gates and the contrasts.
constexpr std::array kEdges{
    EdgeRow{"backbone.image_model.stem", "backbone.image_model.stage1"},
    EdgeRow{"backbone.image_model.stage1", "backbone.image_model.stage2"},
    EdgeRow{"backbone.image_model.stage2", "backbone.image_model.stage3"},
    EdgeRow{"backbone.image_model.stage3", "backbone.image_model.stage4"},
    EdgeRow{"backbone.image_model.stage2", "neck.reduce_layers.0"},
    EdgeRow{"backbone.image_model.stage3", "neck.reduce_layers.1"},
    EdgeRow{"backbone.image_model.stage4", "neck.reduce_layers.2"},
    EdgeRow{"neck.reduce_layers.2", "neck.upsample_layers.0"},
    EdgeRow{"neck.upsample_layers.0", "neck.top_down_layers.0"},
    EdgeRow{"neck.reduce_layers.1", "neck.top_down_layers.0"},
    EdgeRow{"neck.top_down_layers.0", "neck.upsample_layers.1"},
    EdgeRow{"neck.upsample_layers.1", "neck.top_down_layers.1"},
    EdgeRow{"neck.reduce_layers.0", "neck.top_down_layers.1"},
    EdgeRow{"neck.top_down_layers.1", "neck.downsample_layers.0"},
    EdgeRow{"neck.downsample_layers.0", "neck.bottom_up_layers.0"},
    EdgeRow{"neck.top_down_layers.0", "neck.bottom_up_layers.0"},
    EdgeRow{"neck.bottom_up_layers.0", "neck.downsample_layers.1"},
    EdgeRow{"neck.downsample_layers.1", "neck.bottom_up_layers.1"},
    EdgeRow{"neck.reduce_layers.2", "neck.bottom_up_layers.1"},
    EdgeRow{"neck.top_down_layers.1", "neck.out_layers.0"},
    EdgeRow{"neck.bottom_up_layers.0", "neck.out_layers.1"},
    EdgeRow{"neck.bottom_up_layers.1", "neck.out_layers.2"},
    EdgeRow{"neck.out_layers.0", "bbox_head.head_module.cls_preds.0"},
    EdgeRow{"neck.out_layers.1", "bbox_head.head_module.cls_preds.1"},
    EdgeRow{"neck.out_layers.2", "bbox_head.head_module.cls_preds.2"},
    EdgeRow{"neck.out_layers.0", "bbox_head.head_module.reg_preds.0"},
    EdgeRow{"neck.out_layers.1", "bbox_head.head_module.reg_preds.1"},
    EdgeRow{"neck.out_layers.2", "bbox_head.head_module.reg_preds.2"},
    EdgeRow{"bbox_head.head_module.cls_preds.0", "bbox_head.head_module.cls_contrasts.0"},
    EdgeRow{"bbox_head.head_module.cls_preds.1", "bbox_head.head_module.cls_contrasts.1"},
    EdgeRow{"bbox_head.head_module.cls_preds.2", "bbox_head.head_module.cls_contrasts.2"},
    EdgeRow{kTextTower, "neck.top_down_layers.0"},
    EdgeRow{kTextTower, "neck.top_down_layers.1"},
    EdgeRow{kTextTower, "neck.bottom_up_layers.0"},
    EdgeRow{kTextTower, "neck.bottom_up_layers.1"},
    EdgeRow{kTextTower, "bbox_head.head_module.cls_contrasts.0"},
    EdgeRow{kTextTower, "bbox_head.head_module.cls_contrasts.1"},
    EdgeRow{kTextTower, "bbox_head.head_module.cls_contrasts.2"},
};

std::string side(std::int64_t kernel)
{
    return std::to_string(kernel) + "×" + std::to_string(kernel);
}

void fillGeometry(const kernel::LayerGeometry& geometry, Module& row)
{
    row.inputs = geometry.inputs;
    row.outputs = geometry.outputs;
    row.kernel = geometry.kernel;
}

/// What a module is, from its class. Image maps are told by the class too: they are what has channels.
void fillKind(const torch::nn::Module& module, Module& row)
{
    const auto isBlock = [&](std::int64_t inputs, std::int64_t outputs, std::string type) {
        row.kind = ModuleKind::Block;
        row.inputs = inputs;
        row.outputs = outputs;
        row.type = std::move(type);
        row.isImageMap = true;
    };
    if (const auto* convolution = dynamic_cast<const Conv2d*>(&module)) {
        row.kind = ModuleKind::Conv2d;
        fillGeometry(convolution->geometry(), row);
        row.type = "Conv2d " + side(row.kernel);
        row.isImageMap = true;
    } else if (const auto* linear = dynamic_cast<const Linear*>(&module)) {
        row.kind = ModuleKind::Linear;
        fillGeometry(linear->geometry(), row);
        row.type = "Linear";
    } else if (const auto* norm = dynamic_cast<const BatchNorm2d*>(&module)) {
        row.kind = ModuleKind::BatchNorm2d;
        row.inputs = row.outputs = norm->channels();
        row.type = "BatchNorm2d";
        row.isImageMap = true;
    } else if (const auto* layerNorm = dynamic_cast<const LayerNorm*>(&module)) {
        row.kind = ModuleKind::LayerNorm;
        row.inputs = row.outputs = layerNorm->features();
        row.type = "LayerNorm";
    } else if (const auto* embedding = dynamic_cast<const Embedding*>(&module)) {
        row.kind = ModuleKind::Embedding;
        fillGeometry(embedding->geometry(), row);
        row.type = "Embedding";
    } else if (const auto* identity = dynamic_cast<const Identity*>(&module)) {
        isBlock(identity->channels(), identity->channels(), "Identity");
        row.kind = ModuleKind::Identity;
    } else if (const auto* upsample = dynamic_cast<const Upsample*>(&module)) {
        isBlock(upsample->channels(), upsample->channels(), "Upsample ×2");
        row.kind = ModuleKind::Other;
    } else if (const auto* conv = dynamic_cast<const ConvModule*>(&module)) {
        const kernel::LayerGeometry geometry = conv->geometry();
        isBlock(geometry.inputs, geometry.outputs,
                (conv->hasActivation() ? "CBS " : "CB ") + side(geometry.kernel) + (geometry.stride == 2 ? " /2" : ""));
    } else if (const auto* bottleneck = dynamic_cast<const Bottleneck*>(&module)) {
        isBlock(bottleneck->channels(), bottleneck->channels(), "Bottleneck");
    } else if (const auto* csp = dynamic_cast<const CspLayer*>(&module)) {
        isBlock(csp->inputs(), csp->outputs(), "CSP×" + std::to_string(csp->blocks()));
    } else if (const auto* textCsp = dynamic_cast<const TextCspLayer*>(&module)) {
        isBlock(textCsp->inputs(), textCsp->outputs(), "T-CSP×" + std::to_string(textCsp->blocks()));
    } else if (const auto* sppf = dynamic_cast<const Sppf*>(&module)) {
        isBlock(sppf->channels(), sppf->channels(), "SPPF");
    } else if (const auto* branch = dynamic_cast<const PredictionBranch*>(&module)) {
        isBlock(branch->inputs(), branch->outputs(), "Head branch");
    } else if (const auto* gate = dynamic_cast<const MaxSigmoidAttention*>(&module)) {
        isBlock(gate->outputs(), gate->outputs(), "Text gate, " + std::to_string(gate->heads()) + " heads");
    } else if (const auto* contrast = dynamic_cast<const BatchNormContrast*>(&module)) {
        row.kind = ModuleKind::Other;
        row.inputs = contrast->width();
        row.type = "BN contrast";
    } else if (const auto* layer = dynamic_cast<const TransformerLayer*>(&module)) {
        row.kind = ModuleKind::TransformerLayer;
        row.inputs = row.outputs = layer->width();
        row.type = "Transformer layer";
    } else if (const auto* attention = dynamic_cast<const SelfAttention*>(&module)) {
        row.kind = ModuleKind::Attention;
        row.inputs = row.outputs = attention->width();
        row.type = "Attention";
    } else if (const auto* perceptron = dynamic_cast<const Perceptron*>(&module)) {
        row.kind = ModuleKind::Perceptron;
        row.inputs = row.outputs = perceptron->width();
        row.type = "Perceptron";
    }
    row.canGraft = dynamic_cast<const kernel::Graftable*>(&module) != nullptr;
    if (const auto* layer = dynamic_cast<const TransformerLayer*>(&module)) {
        row.canGraft = !layer->isMasked();
    }
}

void addTensors(const torch::nn::Module& module, Module& row)
{
    const auto add = [&](const std::string& name, const at::Tensor& tensor, bool isParameter) {
        row.tensors.push_back({name, tensor.sizes().vec(), isParameter});
    };
    for (const auto& item : module.named_parameters(/*recurse=*/false)) {
        add(item.key(), item.value(), true);
    }
    for (const auto& item : module.named_buffers(/*recurse=*/false)) {
        add(item.key(), item.value(), false);
    }
}

void addModule(network::NetworkTree& tree, network::ModuleId parent, const std::string& path, const std::string& name,
               const torch::nn::Module& module, std::int64_t stride, std::span<const StrideRow> parts)
{
    Module row;
    row.name = name;
    fillKind(module, row);
    addTensors(module, row);
    for (const StrideRow& part : parts) {
        if (part.path == path) {
            stride = part.stride;
            row.part = path;
        }
    }
    if (path == kTextTower) {
        row.part = path;
        row.type = "CLIP text tower";
    }
    row.stride = row.isImageMap ? stride : 0;
    const network::ModuleId id = tree.add(parent, std::move(row));
    for (const auto& child : module.named_children()) {
        addModule(tree, id, path.empty() ? child.key() : path + "." + child.key(), child.key(), *child.value(), stride,
                  parts);
    }
}

} // namespace

network::NetworkTree describe(const torch::nn::Module& network, const std::string& model, const std::string& family)
{
    network::NetworkTree tree(model, family);
    addModule(tree, network::kNoModule, "", "", network, 0, kStrides);
    return tree;
}

network::NetworkTree describe(const VitOptions& options)
{
    std::vector<std::string> paths{"patch_embed"};
    for (int i = 0; i < options.layers; ++i) {
        paths.push_back("blocks." + std::to_string(i));
    }
    paths.emplace_back("norm");
    if (options.classes > 0) {
        paths.emplace_back("head");
    }
    std::vector<StrideRow> parts;
    for (const std::string& path : paths) {
        parts.push_back({path, options.patch});
    }
    network::NetworkTree tree(options.model, "vit");
    addModule(tree, network::kNoModule, "", "", Vit(options, at::kMeta), 0, parts);
    for (std::size_t i = 1; i < paths.size(); ++i) {
        tree.connect(tree.find(paths[i - 1]), tree.find(paths[i]));
    }
    return tree;
}

network::NetworkTree describe(const YoloWorldOptions& options)
{
    const YoloWorld network(options, at::kMeta);
    network::NetworkTree tree = describe(network, options.model, "yolo_world");
    for (const EdgeRow& edge : kEdges) {
        const network::ModuleId from = tree.find(edge.from);
        const network::ModuleId to = tree.find(edge.to);
        if (from != network::kNoModule && to != network::kNoModule) {
            tree.connect(from, to);
        }
    }
    return tree;
}

} // namespace espalier::model

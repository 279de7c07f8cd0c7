// A small network by hand with what patterns and plans meet in a large one: lists, identities, norms, linear layers, a
// part that cannot be grafted, tensors held by a block itself.
#pragma once

#include "core/network/network_tree.h"

#include <string>

namespace espalier::network::hand {

inline Module module(std::string name, ModuleKind kind)
{
    Module made;
    made.name = std::move(name);
    made.kind = kind;
    made.canGraft = kind != ModuleKind::Container;
    return made;
}

inline Module imageMap(std::string name, ModuleKind kind, std::int64_t inputs, std::int64_t outputs)
{
    Module made = module(std::move(name), kind);
    made.inputs = inputs;
    made.outputs = outputs;
    made.stride = 8;
    made.isImageMap = true;
    return made;
}

inline ModuleId addConvolution(NetworkTree& tree, ModuleId parent, std::string name, std::int64_t inputs,
                               std::int64_t outputs, std::int64_t kernel, bool hasBias)
{
    Module made = imageMap(std::move(name), ModuleKind::Conv2d, inputs, outputs);
    made.kernel = kernel;
    made.tensors = {{"weight", {outputs, inputs, kernel, kernel}}};
    if (hasBias) {
        made.tensors.push_back({"bias", {outputs}});
    }
    return tree.add(parent, std::move(made));
}

inline ModuleId addNorm(NetworkTree& tree, ModuleId parent, std::string name, std::int64_t channels)
{
    Module made = module(std::move(name), ModuleKind::BatchNorm2d);
    made.canGraft = false;
    made.tensors = {{"weight", {channels}},
                    {"bias", {channels}},
                    {"running_mean", {channels}, false},
                    {"running_var", {channels}, false},
                    {"num_batches_tracked", {}, false}};
    return tree.add(parent, std::move(made));
}

/// Convolution, norm, activation: k²·inputs·outputs + 2·outputs parameters in 3 tensors.
inline ModuleId addBlock(NetworkTree& tree, ModuleId parent, std::string name, std::int64_t inputs,
                         std::int64_t outputs, std::int64_t kernel)
{
    const ModuleId block = tree.add(parent, imageMap(std::move(name), ModuleKind::Block, inputs, outputs));
    addConvolution(tree, block, "conv", inputs, outputs, kernel, false);
    addNorm(tree, block, "bn", outputs);
    Module activation = module("activate", ModuleKind::Other);
    activation.canGraft = false;
    tree.add(block, std::move(activation));
    return block;
}

/// Linear layer of inputs·outputs + outputs parameters.
inline ModuleId addLinear(NetworkTree& tree, ModuleId parent, std::string name, std::int64_t inputs,
                          std::int64_t outputs, bool canGraft)
{
    Module made = module(std::move(name), ModuleKind::Linear);
    made.inputs = inputs;
    made.outputs = outputs;
    made.canGraft = canGraft;
    made.tensors = {{"weight", {outputs, inputs}}, {"bias", {outputs}}};
    return tree.add(parent, std::move(made));
}

/// A list `name` whose items 0 and 1 are blocks of 8 channels with a gate: 2 + (8·4 + 4) + 80 = 118 parameters each.
inline void addGatedLayers(NetworkTree& tree, ModuleId parent, std::string name)
{
    const ModuleId list = tree.add(parent, module(std::move(name), ModuleKind::Container));
    for (const char* index : {"0", "1"}) {
        const ModuleId layer = tree.add(list, imageMap(index, ModuleKind::Block, 8, 8));
        Module gate = imageMap("attn_block", ModuleKind::Block, 8, 8);
        gate.tensors = {{"bias", {2}}};
        const ModuleId gateId = tree.add(layer, std::move(gate));
        addLinear(tree, gateId, "guide_fc", 8, 4, true);
        addBlock(tree, layer, "final_conv", 8, 8, 1);
    }
}

inline void addIdentities(NetworkTree& tree, ModuleId parent, std::string name)
{
    const ModuleId list = tree.add(parent, module(std::move(name), ModuleKind::Container));
    for (const char* index : {"0", "1", "2"}) {
        tree.add(list, imageMap(index, ModuleKind::Identity, 8, 8));
    }
}

/// A list of three branches 8→`width`→`outputs` : 8·width + 2·width + width·outputs + outputs parameters each.
inline void addBranches(NetworkTree& tree, ModuleId parent, std::string name, std::int64_t width, std::int64_t outputs)
{
    const ModuleId list = tree.add(parent, module(std::move(name), ModuleKind::Container));
    for (const char* index : {"0", "1", "2"}) {
        const ModuleId branch = tree.add(list, imageMap(index, ModuleKind::Block, 8, outputs));
        addBlock(tree, branch, "0", 8, width, 1);
        addConvolution(tree, branch, "2", width, outputs, 1, true);
    }
}

inline void addBackbone(NetworkTree& tree)
{
    const ModuleId backbone = tree.add(0, module("backbone", ModuleKind::Container));
    const ModuleId image = tree.add(backbone, module("image_model", ModuleKind::Container));
    addBlock(tree, image, "stem", 3, 4, 3); // 108 + 8
    Module stage = imageMap("stage4", ModuleKind::Block, 4, 8);
    const ModuleId stage4 = tree.add(image, std::move(stage));
    addBlock(tree, stage4, "0", 4, 8, 3); // 288 + 16
    const ModuleId text = tree.add(backbone, module("text_model", ModuleKind::Container));
    Module embedding = module("token_embedding", ModuleKind::Embedding);
    embedding.canGraft = false;
    embedding.tensors = {{"weight", {100, 8}}};
    tree.add(text, std::move(embedding));
    addLinear(tree, text, "proj", 8, 8, false); // 72
}

inline void addHead(NetworkTree& tree)
{
    const ModuleId head = tree.add(0, module("bbox_head", ModuleKind::Container));
    const ModuleId inner = tree.add(head, module("head_module", ModuleKind::Container));
    addBranches(tree, inner, "cls_preds", 6, 16); // 172 each
    addBranches(tree, inner, "reg_preds", 4, 4);  // 60 each
    const ModuleId contrasts = tree.add(inner, module("cls_contrasts", ModuleKind::Container));
    for (const char* index : {"0", "1", "2"}) {
        Module contrast = module(index, ModuleKind::Other);
        contrast.canGraft = false;
        contrast.tensors = {{"bias", {}}, {"logit_scale", {}}};
        addNorm(tree, tree.add(contrasts, std::move(contrast)), "norm", 16); // 34 each
    }
}

inline constexpr std::int64_t kImage = 116 + 304;
inline constexpr std::int64_t kText = 872;
inline constexpr std::int64_t kNeck = 4 * 118;
inline constexpr std::int64_t kHead = 3 * (172 + 60 + 34);
inline constexpr std::int64_t kTotal = kImage + kText + kNeck + kHead;

/// The whole of it. Data flows backbone → neck layers → out_layers → head.
inline NetworkTree network()
{
    NetworkTree tree("hand", "yolo_world");
    tree.add(kNoModule, module("", ModuleKind::Container));
    addBackbone(tree);
    const ModuleId neck = tree.add(0, module("neck", ModuleKind::Container));
    addIdentities(tree, neck, "reduce_layers");
    addGatedLayers(tree, neck, "top_down_layers");
    addGatedLayers(tree, neck, "bottom_up_layers");
    addIdentities(tree, neck, "out_layers");
    addHead(tree);
    const auto connect = [&tree](const char* from, const char* to) { tree.connect(tree.find(from), tree.find(to)); };
    connect("backbone.image_model.stage4", "neck.reduce_layers.2");
    connect("neck.reduce_layers.2", "neck.top_down_layers.0");
    connect("neck.top_down_layers.0", "neck.top_down_layers.1");
    connect("neck.top_down_layers.1", "neck.out_layers.0");
    connect("neck.bottom_up_layers.0", "neck.out_layers.1");
    connect("neck.bottom_up_layers.1", "neck.out_layers.2");
    return tree;
}

} // namespace espalier::network::hand

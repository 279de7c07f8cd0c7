// YOLO-World-v2 as a tree without weights, made here so that the window is tested on the network that people open: the
// names, shapes and counts of the described one.
#pragma once

#include "core/network/network_tree.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace espalier::ui::test {

using network::Module;
using network::ModuleId;
using network::ModuleKind;
using network::NetworkTree;

class YoloWorldTree {
public:
    struct Size {
        std::string model;
        std::int64_t stem;
        std::array<std::int64_t, 4> stages;
        std::array<int, 4> stageBlocks;
        int neckBlocks;
        std::array<std::int64_t, 3> gateEmbed;
        std::array<std::int64_t, 3> gateHeads;
        std::int64_t classWidth;
        std::int64_t boxWidth;
    };
    static Size large()
    {
        return {"yolo_world_v2_l", 64, {128, 256, 512, 512}, {3, 6, 6, 3}, 3, {128, 256, 256}, {4, 8, 8}, 256, 64};
    }
    static Size nano()
    {
        return {"yolo_world_v2_n", 16, {32, 64, 128, 256}, {1, 2, 2, 1}, 1, {32, 64, 128}, {1, 2, 4}, 64, 64};
    }

    static NetworkTree make(const Size& size)
    {
        YoloWorldTree maker(size);
        maker.addBackbone();
        maker.addNeck();
        maker.addHead();
        maker.connectAll();
        return std::move(maker.m_tree);
    }

private:
    explicit YoloWorldTree(const Size& size) : m_size(size), m_tree(size.model, "yolo_world")
    {
        m_tree.add(network::kNoModule, Module{});
    }

    ModuleId group(ModuleId parent, const std::string& name)
    {
        Module module;
        module.name = name;
        return m_tree.add(parent, module);
    }
    ModuleId map(ModuleId parent, const std::string& name, ModuleKind kind, const std::string& type,
                 std::int64_t inputs, std::int64_t outputs, bool canGraft)
    {
        Module module;
        module.name = name;
        module.kind = kind;
        module.type = type;
        module.inputs = inputs;
        module.outputs = outputs;
        module.isImageMap = true;
        module.canGraft = canGraft;
        module.stride = m_stride;
        module.part = std::exchange(m_part, {});
        return m_tree.add(parent, module);
    }
    void convolution(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs,
                     std::int64_t kernel, bool hasBias)
    {
        Module module;
        module.name = name;
        module.kind = ModuleKind::Conv2d;
        module.type = "Conv2d " + side(kernel);
        module.inputs = inputs;
        module.outputs = outputs;
        module.kernel = kernel;
        module.isImageMap = true;
        module.canGraft = true;
        module.stride = m_stride;
        module.tensors = {{"weight", {outputs, inputs, kernel, kernel}}};
        if (hasBias) {
            module.tensors.push_back({"bias", {outputs}});
        }
        m_tree.add(parent, module);
    }
    void norm(ModuleId parent, const std::string& name, std::int64_t channels)
    {
        Module module;
        module.name = name;
        module.kind = ModuleKind::BatchNorm2d;
        module.type = "BatchNorm2d";
        module.inputs = module.outputs = channels;
        module.isImageMap = true;
        module.stride = m_stride;
        module.tensors = {{"weight", {channels}},
                          {"bias", {channels}},
                          {"running_mean", {channels}, false},
                          {"running_var", {channels}, false},
                          {"num_batches_tracked", {}, false}};
        m_tree.add(parent, module);
    }
    void linear(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs, bool hasBias)
    {
        Module module;
        module.name = name;
        module.kind = ModuleKind::Linear;
        module.type = "Linear";
        module.inputs = inputs;
        module.outputs = outputs;
        module.canGraft = true;
        module.tensors = {{"weight", {outputs, inputs}}};
        if (hasBias) {
            module.tensors.push_back({"bias", {outputs}});
        }
        m_tree.add(parent, module);
    }
    static std::string side(std::int64_t kernel) { return std::to_string(kernel) + "×" + std::to_string(kernel); }

    ModuleId block(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs,
                   std::int64_t kernel, bool isDown = false)
    {
        const ModuleId id =
            map(parent, name, ModuleKind::Block, "CBS " + side(kernel) + (isDown ? " /2" : ""), inputs, outputs, true);
        convolution(id, "conv", inputs, outputs, kernel, false);
        norm(id, "bn", outputs);
        return id;
    }
    void csp(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs, int blocks,
             int textLevel)
    {
        const bool hasText = textLevel >= 0;
        const std::int64_t middle = outputs / 2;
        const ModuleId id = map(parent, name, ModuleKind::Block, (hasText ? "T-CSP×" : "CSP×") + std::to_string(blocks),
                                inputs, outputs, true);
        block(id, "main_conv", inputs, 2 * middle, 1);
        block(id, "final_conv", (2 + blocks + (hasText ? 1 : 0)) * middle, outputs, 1);
        const ModuleId list = group(id, "blocks");
        for (int i = 0; i < blocks; ++i) {
            const ModuleId bottleneck =
                map(list, std::to_string(i), ModuleKind::Block, "Bottleneck", middle, middle, false);
            block(bottleneck, "conv1", middle, middle, 3);
            block(bottleneck, "conv2", middle, middle, 3);
        }
        if (hasText) {
            addGate(id, middle, m_size.gateEmbed[static_cast<std::size_t>(textLevel)],
                    m_size.gateHeads[static_cast<std::size_t>(textLevel)]);
        }
    }
    void addGate(ModuleId parent, std::int64_t channels, std::int64_t embed, std::int64_t heads)
    {
        Module gate;
        gate.name = "attn_block";
        gate.kind = ModuleKind::Block;
        gate.type = "Text gate, " + std::to_string(heads) + " heads";
        gate.inputs = gate.outputs = channels;
        gate.isImageMap = true;
        gate.stride = m_stride;
        gate.tensors = {{"bias", {heads}}};
        const ModuleId id = m_tree.add(parent, gate);
        if (embed != channels) {
            block(id, "embed_conv", channels, embed, 1);
        }
        linear(id, "guide_fc", 512, embed, true);
        block(id, "project_conv", channels, channels, 3);
    }

    void addBackbone()
    {
        const ModuleId backbone = group(0, "backbone");
        const ModuleId image = group(backbone, "image_model");
        m_stride = 2;
        m_part = "backbone.image_model.stem";
        block(image, "stem", 3, m_size.stem, 3, true);
        std::int64_t inputs = m_size.stem;
        for (std::size_t i = 0; i < 4; ++i) {
            m_stride *= 2;
            Module list;
            list.name = "stage" + std::to_string(i + 1);
            list.part = "backbone.image_model." + list.name;
            const ModuleId stage = m_tree.add(image, list);
            block(stage, "0", inputs, m_size.stages[i], 3, true);
            csp(stage, "1", m_size.stages[i], m_size.stages[i], m_size.stageBlocks[i], -1);
            if (i == 3) {
                const std::int64_t width = m_size.stages[3];
                const ModuleId sppf = map(stage, "2", ModuleKind::Block, "SPPF", width, width, true);
                block(sppf, "conv1", width, width / 2, 1);
                block(sppf, "conv2", width * 2, width, 1);
            }
            inputs = m_size.stages[i];
        }
        addText(backbone);
    }
    void addText(ModuleId backbone)
    {
        m_stride = 0;
        Module tower;
        tower.name = "text_model";
        tower.type = "CLIP text tower";
        tower.part = "backbone.text_model";
        const ModuleId model = group(m_tree.add(backbone, tower), "model");
        const ModuleId text = group(model, "text_model");
        const ModuleId embeddings = group(text, "embeddings");
        for (const auto& [name, rows] : {std::pair{"token_embedding", 49408}, std::pair{"position_embedding", 77}}) {
            Module embedding;
            embedding.name = name;
            embedding.kind = ModuleKind::Embedding;
            embedding.type = "Embedding";
            embedding.outputs = 512;
            embedding.tensors = {{"weight", {rows, 512}}};
            m_tree.add(embeddings, embedding);
        }
        const ModuleId layers = group(group(text, "encoder"), "layers");
        for (int i = 0; i < 12; ++i) {
            const ModuleId layer = group(layers, std::to_string(i));
            const ModuleId attention = group(layer, "self_attn");
            for (const char* name : {"k_proj", "v_proj", "q_proj", "out_proj"}) {
                linear(attention, name, 512, 512, true);
            }
            addLayerNorm(layer, "layer_norm1");
            const ModuleId mlp = group(layer, "mlp");
            linear(mlp, "fc1", 512, 2048, true);
            linear(mlp, "fc2", 2048, 512, true);
            addLayerNorm(layer, "layer_norm2");
        }
        addLayerNorm(text, "final_layer_norm");
        linear(model, "text_projection", 512, 512, false);
    }
    void addLayerNorm(ModuleId parent, const std::string& name)
    {
        Module module;
        module.name = name;
        module.kind = ModuleKind::LayerNorm;
        module.type = "LayerNorm";
        module.inputs = module.outputs = 512;
        module.tensors = {{"weight", {512}}, {"bias", {512}}};
        m_tree.add(parent, module);
    }

    void addNeck()
    {
        const std::array<std::int64_t, 3> maps{m_size.stages[1], m_size.stages[2], m_size.stages[3]};
        const ModuleId neck = group(0, "neck");
        const auto part = [&](std::int64_t stride, const std::string& list, int index) {
            m_stride = stride;
            m_part = "neck." + list + "." + std::to_string(index);
        };
        const ModuleId reduce = group(neck, "reduce_layers");
        for (int i = 0; i < 3; ++i) {
            part(8LL << i, "reduce_layers", i);
            const std::int64_t width = maps[static_cast<std::size_t>(i)];
            map(reduce, std::to_string(i), ModuleKind::Identity, "Identity", width, width, true);
        }
        const ModuleId up = group(neck, "upsample_layers");
        for (int i = 0; i < 2; ++i) {
            part(16 >> i, "upsample_layers", i);
            const std::int64_t width = maps[static_cast<std::size_t>(2 - i)];
            map(up, std::to_string(i), ModuleKind::Other, "Upsample ×2", width, width, false);
        }
        const ModuleId topDown = group(neck, "top_down_layers");
        part(16, "top_down_layers", 0);
        csp(topDown, "0", maps[2] + maps[1], maps[1], m_size.neckBlocks, 1);
        part(8, "top_down_layers", 1);
        csp(topDown, "1", maps[1] + maps[0], maps[0], m_size.neckBlocks, 0);
        const ModuleId down = group(neck, "downsample_layers");
        for (int i = 0; i < 2; ++i) {
            part(16LL << i, "downsample_layers", i);
            block(down, std::to_string(i), maps[static_cast<std::size_t>(i)], maps[static_cast<std::size_t>(i)], 3,
                  true);
        }
        const ModuleId bottomUp = group(neck, "bottom_up_layers");
        part(16, "bottom_up_layers", 0);
        csp(bottomUp, "0", maps[0] + maps[1], maps[1], m_size.neckBlocks, 1);
        part(32, "bottom_up_layers", 1);
        csp(bottomUp, "1", maps[1] + maps[2], maps[2], m_size.neckBlocks, 2);
        const ModuleId out = group(neck, "out_layers");
        for (int i = 0; i < 3; ++i) {
            part(8LL << i, "out_layers", i);
            const std::int64_t width = maps[static_cast<std::size_t>(i)];
            map(out, std::to_string(i), ModuleKind::Identity, "Identity", width, width, true);
        }
    }

    void addHead()
    {
        const ModuleId head = group(group(0, "bbox_head"), "head_module");
        addBranches(head, "cls_preds", m_size.classWidth, 512);
        addBranches(head, "reg_preds", m_size.boxWidth, 64);
        const ModuleId contrasts = group(head, "cls_contrasts");
        for (int i = 0; i < 3; ++i) {
            m_stride = 8LL << i;
            Module contrast;
            contrast.name = std::to_string(i);
            contrast.kind = ModuleKind::Other;
            contrast.type = "BN contrast";
            contrast.inputs = 512;
            contrast.part = "bbox_head.head_module.cls_contrasts." + contrast.name;
            contrast.tensors = {{"bias", {}}, {"logit_scale", {}}};
            norm(m_tree.add(contrasts, contrast), "norm", 512);
        }
    }
    void addBranches(ModuleId head, const std::string& name, std::int64_t width, std::int64_t outputs)
    {
        const ModuleId list = group(head, name);
        for (int i = 0; i < 3; ++i) {
            m_stride = 8LL << i;
            m_part = "bbox_head.head_module." + name + "." + std::to_string(i);
            const std::int64_t inputs = m_size.stages[static_cast<std::size_t>(i) + 1];
            const ModuleId branch =
                map(list, std::to_string(i), ModuleKind::Block, "Head branch", inputs, outputs, true);
            block(branch, "0", inputs, width, 3);
            block(branch, "1", width, width, 3);
            convolution(branch, "2", width, outputs, 1, true);
        }
    }

    void connectAll()
    {
        const auto connect = [this](const std::string& from, const std::string& to) {
            m_tree.connect(m_tree.find(from), m_tree.find(to));
        };
        const std::string image = "backbone.image_model.";
        const std::string head = "bbox_head.head_module.";
        const std::string text = "backbone.text_model";
        const std::array<std::pair<std::string, std::string>, 22> edges{{
            {image + "stem", image + "stage1"},
            {image + "stage1", image + "stage2"},
            {image + "stage2", image + "stage3"},
            {image + "stage3", image + "stage4"},
            {image + "stage2", "neck.reduce_layers.0"},
            {image + "stage3", "neck.reduce_layers.1"},
            {image + "stage4", "neck.reduce_layers.2"},
            {"neck.reduce_layers.2", "neck.upsample_layers.0"},
            {"neck.upsample_layers.0", "neck.top_down_layers.0"},
            {"neck.reduce_layers.1", "neck.top_down_layers.0"},
            {"neck.top_down_layers.0", "neck.upsample_layers.1"},
            {"neck.upsample_layers.1", "neck.top_down_layers.1"},
            {"neck.reduce_layers.0", "neck.top_down_layers.1"},
            {"neck.top_down_layers.1", "neck.downsample_layers.0"},
            {"neck.downsample_layers.0", "neck.bottom_up_layers.0"},
            {"neck.top_down_layers.0", "neck.bottom_up_layers.0"},
            {"neck.bottom_up_layers.0", "neck.downsample_layers.1"},
            {"neck.downsample_layers.1", "neck.bottom_up_layers.1"},
            {"neck.reduce_layers.2", "neck.bottom_up_layers.1"},
            {"neck.top_down_layers.1", "neck.out_layers.0"},
            {"neck.bottom_up_layers.0", "neck.out_layers.1"},
            {"neck.bottom_up_layers.1", "neck.out_layers.2"},
        }};
        for (const auto& [from, to] : edges) {
            connect(from, to);
        }
        for (const char* index : {"0", "1", "2"}) {
            const std::string level = std::string(".") + index;
            connect("neck.out_layers" + level, head + "cls_preds" + level);
            connect("neck.out_layers" + level, head + "reg_preds" + level);
            connect(head + "cls_preds" + level, head + "cls_contrasts" + level);
            connect(text, head + "cls_contrasts" + level);
        }
        for (const char* gate :
             {"top_down_layers.0", "top_down_layers.1", "bottom_up_layers.0", "bottom_up_layers.1"}) {
            connect(text, std::string("neck.") + gate);
        }
    }

    Size m_size;
    NetworkTree m_tree;
    std::int64_t m_stride = 0;
    std::string m_part;
};

} // namespace espalier::ui::test

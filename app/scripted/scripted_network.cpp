#include "app/scripted/scripted_network.h"

#include <array>
#include <string>

namespace espalier::scripted {

namespace {

using network::Module;
using network::ModuleId;
using network::ModuleKind;
using network::NetworkTree;

/// Width of size n; the others are multiples.
std::int64_t widthOf(const std::string& size)
{
    return size == "n" ? 1 : size == "s" ? 2 : size == "m" ? 3 : size == "l" ? 4 : 5;
}

class Builder {
public:
    explicit Builder(const std::string& size) : tree("yolo_world_v2_" + size, "yolo_world"), m_width(widthOf(size))
    {
        Module root;
        root.type = "YOLO-World-v2 (scripted)";
        (void)tree.add(network::kNoModule, root);
    }

    ModuleId group(ModuleId parent, const std::string& name)
    {
        Module row;
        row.name = name;
        return tree.add(parent, std::move(row));
    }

    /// Convolution, norm, activation.
    ModuleId cbs(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs,
                 std::int64_t kernel, std::int64_t stride)
    {
        const ModuleId id = map(parent, name, ModuleKind::Block, "CBS " + side(kernel), inputs, outputs, stride);
        Module conv = image("conv", ModuleKind::Conv2d, "Conv2d " + side(kernel), inputs, outputs, stride);
        conv.kernel = kernel;
        conv.tensors = {{"weight", {outputs, inputs, kernel, kernel}, true}};
        (void)tree.add(id, std::move(conv));
        Module norm = image("bn", ModuleKind::BatchNorm2d, "BatchNorm2d", outputs, outputs, stride);
        norm.canGraft = false;
        norm.tensors = {{"weight", {outputs}, true},
                        {"bias", {outputs}, true},
                        {"running_mean", {outputs}, false},
                        {"running_var", {outputs}, false},
                        {"num_batches_tracked", {}, false}};
        (void)tree.add(id, std::move(norm));
        return id;
    }

    /// CSP layer: an entry, a bottleneck, an exit.
    void csp(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs, std::int64_t stride,
             const std::string& type, bool isPart)
    {
        const ModuleId id = map(parent, name, ModuleKind::Block, type, inputs, outputs, stride, isPart);
        (void)cbs(id, "main_conv", inputs, outputs, 1, stride);
        const ModuleId blocks = group(id, "blocks");
        const ModuleId block = map(blocks, "0", ModuleKind::Block, "Bottleneck", outputs / 2, outputs / 2, stride);
        (void)cbs(block, "conv1", outputs / 2, outputs / 2, 3, stride);
        (void)cbs(block, "conv2", outputs / 2, outputs / 2, 3, stride);
        (void)cbs(id, "final_conv", outputs * 3 / 2, outputs, 1, stride);
    }

    ModuleId map(ModuleId parent, const std::string& name, ModuleKind kind, const std::string& type,
                 std::int64_t inputs, std::int64_t outputs, std::int64_t stride, bool isPart = false)
    {
        Module row = image(name, kind, type, inputs, outputs, stride);
        if (isPart) {
            row.part = parent == 0 ? name : tree.module(parent).path + "." + name;
        }
        return tree.add(parent, std::move(row));
    }

    void branch(ModuleId parent, const std::string& name, std::int64_t inputs, std::int64_t outputs,
                std::int64_t stride)
    {
        const ModuleId id = map(parent, name, ModuleKind::Block, "Head branch", inputs, outputs, stride, true);
        (void)cbs(id, "0", inputs, inputs, 3, stride);
        (void)cbs(id, "1", inputs, inputs, 3, stride);
        Module last = image("2", ModuleKind::Conv2d, "Conv2d 1×1", inputs, outputs, stride);
        last.kernel = 1;
        last.tensors = {{"weight", {outputs, inputs, 1, 1}, true}, {"bias", {outputs}, true}};
        (void)tree.add(id, std::move(last));
    }

    void connect(const std::string& from, const std::string& to) { tree.connect(tree.find(from), tree.find(to)); }
    [[nodiscard]] std::int64_t channels(int level) const { return m_width * (std::int64_t{16} << level); }

    NetworkTree tree;

private:
    static std::string side(std::int64_t kernel) { return std::to_string(kernel) + "×" + std::to_string(kernel); }
    static Module image(const std::string& name, ModuleKind kind, const std::string& type, std::int64_t inputs,
                        std::int64_t outputs, std::int64_t stride)
    {
        Module row;
        row.name = name;
        row.kind = kind;
        row.type = type;
        row.inputs = inputs;
        row.outputs = outputs;
        row.stride = stride;
        row.isImageMap = true;
        row.canGraft = true;
        return row;
    }

    std::int64_t m_width;
};

void addBackbone(Builder& builder)
{
    const ModuleId backbone = builder.group(0, "backbone");
    const ModuleId image = builder.group(backbone, "image_model");
    const ModuleId stem = builder.map(image, "stem", ModuleKind::Block, "CBS 3×3 /2", 3, builder.channels(0), 2, true);
    (void)builder.cbs(stem, "0", 3, builder.channels(0), 3, 2);
    for (int stage = 1; stage <= 4; ++stage) {
        const std::int64_t inputs = builder.channels(stage - 1);
        const std::int64_t outputs = builder.channels(stage);
        const std::int64_t stride = std::int64_t{2} << stage;
        const ModuleId id = builder.map(image, "stage" + std::to_string(stage), ModuleKind::Block, "CBS · CSP", inputs,
                                        outputs, stride, true);
        (void)builder.cbs(id, "0", inputs, outputs, 3, stride);
        builder.csp(id, "1", outputs, outputs, stride, "CSP×1", false);
    }
    Module text;
    text.name = "text_model";
    text.type = "CLIP text tower";
    text.part = "backbone.text_model";
    const ModuleId tower = builder.tree.add(backbone, std::move(text));
    Module embedding;
    embedding.name = "token_embedding";
    embedding.kind = ModuleKind::Embedding;
    embedding.type = "Embedding";
    embedding.outputs = 512;
    embedding.tensors = {{"weight", {49408, 512}, true}};
    (void)builder.tree.add(tower, std::move(embedding));
}

void addNeck(Builder& builder)
{
    const ModuleId neck = builder.group(0, "neck");
    const std::array<const char*, 6> lists{"reduce_layers",     "upsample_layers",  "top_down_layers",
                                           "downsample_layers", "bottom_up_layers", "out_layers"};
    std::array<ModuleId, 6> ids{};
    for (std::size_t list = 0; list < lists.size(); ++list) {
        ids.at(list) = builder.group(neck, lists.at(list));
    }
    const auto wide = [&](int level) { return builder.channels(level + 2); };
    const auto stride = [](int level) { return std::int64_t{8} << level; };
    for (int level = 0; level < 3; ++level) {
        const std::string name = std::to_string(level);
        (void)builder.map(ids[0], name, ModuleKind::Identity, "Identity", wide(level), wide(level), stride(level),
                          true);
        (void)builder.map(ids[5], name, ModuleKind::Identity, "Identity", wide(level), wide(level), stride(level),
                          true);
    }
    for (int step = 0; step < 2; ++step) {
        const std::string name = std::to_string(step);
        const int down = 1 - step;
        const int up = step + 1;
        (void)builder.map(ids[1], name, ModuleKind::Other, "Upsample ×2", wide(down + 1), wide(down + 1), stride(down),
                          true);
        builder.csp(ids[2], name, wide(down) + wide(down + 1), wide(down), stride(down), "T-CSP×1", true);
        const ModuleId reduce =
            builder.map(ids[3], name, ModuleKind::Block, "CBS 3×3 /2", wide(up - 1), wide(up - 1), stride(up), true);
        (void)builder.cbs(reduce, "0", wide(up - 1), wide(up - 1), 3, stride(up));
        builder.csp(ids[4], name, wide(up - 1) + wide(up), wide(up), stride(up), "T-CSP×1", true);
    }
}

void addHead(Builder& builder, std::int64_t classes)
{
    const ModuleId head = builder.group(builder.group(0, "bbox_head"), "head_module");
    const ModuleId cls = builder.group(head, "cls_preds");
    const ModuleId reg = builder.group(head, "reg_preds");
    const ModuleId contrasts = builder.group(head, "cls_contrasts");
    for (int level = 0; level < 3; ++level) {
        const std::int64_t inputs = builder.channels(level + 2);
        const std::int64_t stride = std::int64_t{8} << level;
        builder.branch(cls, std::to_string(level), inputs, 512, stride);
        builder.branch(reg, std::to_string(level), inputs, 64, stride);
        Module contrast;
        contrast.name = std::to_string(level);
        contrast.kind = ModuleKind::Other;
        contrast.type = "BN contrast";
        contrast.inputs = 512;
        contrast.outputs = classes;
        contrast.part = "bbox_head.head_module.cls_contrasts." + std::to_string(level);
        contrast.tensors = {{"bias", {}, true}, {"logit_scale", {}, true}};
        (void)builder.tree.add(contrasts, std::move(contrast));
    }
}

void connectParts(Builder& builder)
{
    const std::string image = "backbone.image_model.";
    const std::string head = "bbox_head.head_module.";
    builder.connect(image + "stem", image + "stage1");
    for (const int stage : {1, 2, 3}) {
        builder.connect(image + "stage" + std::to_string(stage), image + "stage" + std::to_string(stage + 1));
        builder.connect(image + "stage" + std::to_string(stage + 1), "neck.reduce_layers." + std::to_string(stage - 1));
    }
    for (const auto& [from, to] :
         std::array<std::array<const char*, 2>, 15>{{{"reduce_layers.2", "upsample_layers.0"},
                                                     {"upsample_layers.0", "top_down_layers.0"},
                                                     {"reduce_layers.1", "top_down_layers.0"},
                                                     {"top_down_layers.0", "upsample_layers.1"},
                                                     {"upsample_layers.1", "top_down_layers.1"},
                                                     {"reduce_layers.0", "top_down_layers.1"},
                                                     {"top_down_layers.1", "downsample_layers.0"},
                                                     {"downsample_layers.0", "bottom_up_layers.0"},
                                                     {"top_down_layers.0", "bottom_up_layers.0"},
                                                     {"bottom_up_layers.0", "downsample_layers.1"},
                                                     {"downsample_layers.1", "bottom_up_layers.1"},
                                                     {"reduce_layers.2", "bottom_up_layers.1"},
                                                     {"top_down_layers.1", "out_layers.0"},
                                                     {"bottom_up_layers.0", "out_layers.1"},
                                                     {"bottom_up_layers.1", "out_layers.2"}}}) {
        builder.connect(std::string("neck.") + from, std::string("neck.") + to);
    }
    for (const char* level : {"0", "1", "2"}) {
        builder.connect(std::string("neck.out_layers.") + level, head + "cls_preds." + level);
        builder.connect(std::string("neck.out_layers.") + level, head + "reg_preds." + level);
        builder.connect(head + "cls_preds." + level, head + "cls_contrasts." + level);
        builder.connect("backbone.text_model", head + "cls_contrasts." + level);
    }
}

} // namespace

Result<NetworkTree> describeScripted(const experiment::ModelSettings& model)
{
    Builder builder(model.size);
    addBackbone(builder);
    addNeck(builder);
    addHead(builder, model.classes.empty() ? 80 : static_cast<std::int64_t>(model.classes.size()));
    connectParts(builder);
    return std::move(builder.tree);
}

} // namespace espalier::scripted

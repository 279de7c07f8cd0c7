#include "core/model/yolo_world.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace espalier::model {

namespace {

struct SizeRow {
    std::string_view size;
    YoloWorldScaling scaling;
};
constexpr std::array kSizes{
    SizeRow{"n", {0.33, 0.25, 1024, {128, 256, 512}, {4, 8, 16}}},
    SizeRow{"s", {0.33, 0.5, 1024, {128, 256, 512}, {4, 8, 16}}},
    SizeRow{"m", {0.67, 0.75, 768, {128, 256, 384}, {4, 8, 12}}},
    SizeRow{"l", {1.0, 1.0, 512, {128, 256, 256}, {4, 8, 8}}},
    SizeRow{"x", {1.0, 1.25, 512, {128, 256, 256}, {4, 8, 8}}},
};

std::int64_t channels(std::int64_t base, double width)
{
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(base) * width / 8.0)) * 8;
}

int repeats(int base, double depth)
{
    return std::max(static_cast<int>(std::nearbyint(base * depth)), 1);
}

} // namespace

YoloWorldOptions scaled(const YoloWorldScaling& scaling, int classes)
{
    YoloWorldOptions options;
    options.stem = channels(64, scaling.width);
    options.stages = {channels(128, scaling.width), channels(256, scaling.width), channels(512, scaling.width),
                      channels(scaling.lastStage, scaling.width)};
    options.stageBlocks = {repeats(3, scaling.depth), repeats(6, scaling.depth), repeats(6, scaling.depth),
                           repeats(3, scaling.depth)};
    options.neckBlocks = repeats(3, scaling.depth);
    for (std::size_t i = 0; i < 3; ++i) {
        options.gateEmbed[i] = channels(scaling.gateEmbed[i], scaling.width);
        options.gateHeads[i] = std::max<std::int64_t>(
            1, static_cast<std::int64_t>(std::nearbyint(static_cast<double>(scaling.gateHeads[i]) * scaling.width)));
    }
    const std::int64_t finest = options.stages[1];
    options.classWidth = std::max<std::int64_t>(finest, classes);
    options.boxWidth = std::max<std::int64_t>({16, finest / 4, options.bins * 4});
    return options;
}

Result<YoloWorldOptions> yoloWorldOptions(std::string_view size, int classes)
{
    const auto row = std::find_if(kSizes.begin(), kSizes.end(), [&](const SizeRow& r) { return r.size == size; });
    if (row == kSizes.end()) {
        return fail(ErrorCode::InvalidInput,
                    "YOLO-World-v2 has no size `" + std::string(size.substr(0, 20)) + "`; allowed: n, s, m, l, x",
                    "model.size");
    }
    YoloWorldOptions options = scaled(row->scaling, classes);
    options.model = "yolo_world_v2_" + std::string(size);
    return options;
}

YoloWorld::YoloWorld(const YoloWorldOptions& options, at::Device device) : m_options(options)
{
    buildBackbone(device);
    buildNeck(device);
    buildHead(device);
}

void YoloWorld::buildBackbone(at::Device device)
{
    const auto backbone = register_module("backbone", std::make_shared<Group>());
    m_backbone = backbone;
    const auto image = backbone->add("image_model", std::make_shared<Group>());
    m_stem = image->add("stem", std::make_shared<ConvModule>(3, m_options.stem, 3, 2, device));
    std::int64_t inputs = m_options.stem;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto stage = image->add("stage" + std::to_string(i + 1), std::make_shared<ModuleList>());
        const std::int64_t outputs = m_options.stages[i];
        m_stageDown[i] = stage->add(std::make_shared<ConvModule>(inputs, outputs, 3, 2, device));
        m_stageCsp[i] =
            stage->add(std::make_shared<CspLayer>(outputs, outputs, m_options.stageBlocks[i], true, device));
        if (i == 3) {
            m_sppf = stage->add(std::make_shared<Sppf>(outputs, device));
        }
        inputs = outputs;
    }
    if (m_options.withTextTower) {
        backbone->add("text_model", std::make_shared<TextTower>(m_options.textTower, device));
    }
}

void YoloWorld::setTextTower(std::shared_ptr<TextTower> tower)
{
    ESPALIER_ASSERT(!m_options.withTextTower, "a network has one text tower");
    m_options.withTextTower = true;
    m_backbone->register_module("text_model", std::move(tower));
}

void YoloWorld::buildNeck(at::Device device)
{
    const std::array<std::int64_t, 3> maps{m_options.stages[1], m_options.stages[2], m_options.stages[3]};
    const auto neck = register_module("neck", std::make_shared<Group>());
    const auto block = [&](std::int64_t inputs, std::size_t level) {
        return std::make_shared<TextCspLayer>(inputs, maps[level], m_options.neckBlocks, m_options.textWidth,
                                              m_options.gateEmbed[level], m_options.gateHeads[level], device);
    };
    const auto reduce = neck->add("reduce_layers", std::make_shared<ModuleList>());
    for (std::size_t i = 0; i < 3; ++i) {
        m_reduce[i] = reduce->add(std::make_shared<Identity>(maps[i]));
    }
    const auto upsample = neck->add("upsample_layers", std::make_shared<ModuleList>());
    m_upsample = {upsample->add(std::make_shared<Upsample>(maps[2])),
                  upsample->add(std::make_shared<Upsample>(maps[1]))};
    const auto topDown = neck->add("top_down_layers", std::make_shared<ModuleList>());
    m_topDown = {topDown->add(block(maps[2] + maps[1], 1)), topDown->add(block(maps[1] + maps[0], 0))};
    const auto downsample = neck->add("downsample_layers", std::make_shared<ModuleList>());
    for (std::size_t i = 0; i < 2; ++i) {
        m_downsample[i] = downsample->add(std::make_shared<ConvModule>(maps[i], maps[i], 3, 2, device));
    }
    const auto bottomUp = neck->add("bottom_up_layers", std::make_shared<ModuleList>());
    m_bottomUp = {bottomUp->add(block(maps[0] + maps[1], 1)), bottomUp->add(block(maps[1] + maps[2], 2))};
    const auto out = neck->add("out_layers", std::make_shared<ModuleList>());
    for (std::size_t i = 0; i < 3; ++i) {
        m_out[i] = out->add(std::make_shared<Identity>(maps[i]));
    }
}

void YoloWorld::buildHead(at::Device device)
{
    const auto box = register_module("bbox_head", std::make_shared<Group>());
    const auto head = box->add("head_module", std::make_shared<Group>());
    const auto classes = head->add("cls_preds", std::make_shared<ModuleList>());
    const auto boxes = head->add("reg_preds", std::make_shared<ModuleList>());
    const auto contrasts = head->add("cls_contrasts", std::make_shared<ModuleList>());
    for (std::size_t i = 0; i < 3; ++i) {
        const std::int64_t inputs = m_options.stages[i + 1];
        m_classBranch[i] =
            classes->add(std::make_shared<PredictionBranch>(inputs, m_options.classWidth, m_options.textWidth, device));
        m_boxBranch[i] =
            boxes->add(std::make_shared<PredictionBranch>(inputs, m_options.boxWidth, 4 * m_options.bins, device));
        m_contrast[i] = contrasts->add(std::make_shared<BatchNormContrast>(m_options.textWidth, device));
    }
}

std::vector<at::Tensor> YoloWorld::features(const at::Tensor& images, const at::Tensor& text)
{
    std::array<at::Tensor, 3> maps;
    at::Tensor map = m_stem->forward(images);
    for (std::size_t i = 0; i < 4; ++i) {
        map = m_stageCsp[i]->forward(m_stageDown[i]->forward(map));
        if (i == 3) {
            map = m_sppf->forward(map);
        }
        if (i >= 1) {
            maps[i - 1] = m_reduce[i - 1]->forward(map);
        }
    }
    const auto joined = [](const at::Tensor& resampled, const at::Tensor& other) {
        return at::cat({resampled, other}, 1);
    };
    const at::Tensor t4 = m_topDown[0]->forward(joined(m_upsample[0]->forward(maps[2]), maps[1]), text);
    const at::Tensor t3 = m_topDown[1]->forward(joined(m_upsample[1]->forward(t4), maps[0]), text);
    const at::Tensor b4 = m_bottomUp[0]->forward(joined(m_downsample[0]->forward(t3), t4), text);
    const at::Tensor b5 = m_bottomUp[1]->forward(joined(m_downsample[1]->forward(b4), maps[2]), text);
    return {m_out[0]->forward(t3), m_out[1]->forward(b4), m_out[2]->forward(b5)};
}

YoloWorld::Output YoloWorld::head(const std::vector<at::Tensor>& features, const at::Tensor& text,
                                  const at::Tensor& textMask)
{
    Output output;
    for (std::size_t i = 0; i < 3; ++i) {
        at::Tensor logits = m_contrast[i]->forward(m_classBranch[i]->forward(features[i]), text);
        if (textMask.defined()) {
            logits = logits.masked_fill(textMask.logical_not().unsqueeze(-1).unsqueeze(-1), kMaskedLogit);
        }
        output.logits.push_back(std::move(logits));
        output.distributions.push_back(m_boxBranch[i]->forward(features[i]));
    }
    return output;
}

YoloWorld::Output YoloWorld::forward(const at::Tensor& images, const at::Tensor& text, const at::Tensor& textMask)
{
    const at::Tensor perImage = text.dim() == 2 ? text.unsqueeze(0).expand({images.size(0), -1, -1}) : text;
    return head(features(images, perImage), perImage, textMask);
}

} // namespace espalier::model

// YOLO-World-v2 (Cheng et al. 2024): backbone, text-guided neck, contrastive head, in every size from one builder.
#pragma once

#include "core/base/result.h"
#include "core/model/blocks.h"
#include "core/model/text_tower.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::model {

/// Factors as the reference's configurations give them; see scaled().
struct YoloWorldScaling {
    double depth = 1;
    double width = 1;
    std::int64_t lastStage = 512; ///< channels of stage 4 at width 1
    std::array<std::int64_t, 3> gateEmbed{128, 256, 256};
    std::array<std::int64_t, 3> gateHeads{4, 8, 8};
};

struct YoloWorldOptions {
    std::string model; ///< `yolo_world_v2_l`
    std::int64_t stem = 64;
    std::array<std::int64_t, 4> stages{128, 256, 512, 512}; ///< output channels of stages 1 to 4
    std::array<int, 4> stageBlocks{3, 6, 6, 3};
    int neckBlocks = 3;
    std::array<std::int64_t, 3> gateEmbed{128, 256, 256}; ///< by level P3, P4, P5
    std::array<std::int64_t, 3> gateHeads{4, 8, 8};
    std::int64_t textWidth = 512;
    std::int64_t classWidth = 256;
    std::int64_t boxWidth = 64;
    std::int64_t bins = 16; ///< of each side's distance
    bool withTextTower = true;
    TextTowerOptions textTower; ///< its projection is textWidth
};

/// Channels are multiples of 8, rounded up; blocks are rounded half to even, at least one.
[[nodiscard]] YoloWorldOptions scaled(const YoloWorldScaling& scaling, int classes);
/// Size n, s, m, l or x; `classes` widens the class branch only beyond its own width.
[[nodiscard]] Result<YoloWorldOptions> yoloWorldOptions(std::string_view size, int classes);

/// The reference's; half precision would need a smaller one.
inline constexpr double kMaskedLogit = -1e7;

class YoloWorld final : public torch::nn::Module {
public:
    /// On the meta device it takes no memory. Weights are not initialised.
    YoloWorld(const YoloWorldOptions& options, at::Device device);

    struct Output {
        std::vector<at::Tensor> logits;        ///< per level B×K×H×W
        std::vector<at::Tensor> distributions; ///< per level B×(4·bins)×H×W, channel = side · bins + bin
    };
    /// `images` B×3×S×S in 0…1, `text` B×K×textWidth (or K×textWidth, the same for each image). `textMask` B×K, true
    /// where a text counts, is for images that carry fewer than K texts (version 2.1): the logits of the others are
    /// kMaskedLogit, which neither scores nor costs anything. The gates see every text all the same, as in the
    /// reference. Undefined: all count.
    Output forward(const at::Tensor& images, const at::Tensor& text, const at::Tensor& textMask = {});
    /// The neck's three maps, strides 8, 16, 32.
    std::vector<at::Tensor> features(const at::Tensor& images, const at::Tensor& text);
    Output head(const std::vector<at::Tensor>& features, const at::Tensor& text, const at::Tensor& textMask = {});

    /// The tower becomes `backbone.text_model` of a network that was made without one: its tensors are counted, named
    /// and trained with the others. forward() still takes the text as embeddings.
    void setTextTower(std::shared_ptr<TextTower> tower);

    [[nodiscard]] const YoloWorldOptions& options() const { return m_options; }

private:
    void buildBackbone(at::Device device);
    void buildNeck(at::Device device);
    void buildHead(at::Device device);

    YoloWorldOptions m_options;
    std::shared_ptr<torch::nn::Module> m_backbone;
    std::shared_ptr<ConvModule> m_stem;
    std::array<std::shared_ptr<ConvModule>, 4> m_stageDown;
    std::array<std::shared_ptr<CspLayer>, 4> m_stageCsp;
    std::shared_ptr<Sppf> m_sppf;
    std::array<std::shared_ptr<Identity>, 3> m_reduce;
    std::array<std::shared_ptr<Upsample>, 2> m_upsample;
    std::array<std::shared_ptr<TextCspLayer>, 2> m_topDown;
    std::array<std::shared_ptr<ConvModule>, 2> m_downsample;
    std::array<std::shared_ptr<TextCspLayer>, 2> m_bottomUp;
    std::array<std::shared_ptr<Identity>, 3> m_out;
    std::array<std::shared_ptr<PredictionBranch>, 3> m_classBranch;
    std::array<std::shared_ptr<PredictionBranch>, 3> m_boxBranch;
    std::array<std::shared_ptr<BatchNormContrast>, 3> m_contrast;
};

} // namespace espalier::model

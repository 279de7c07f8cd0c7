// SmallNetwork: a detector in miniature on images that it draws itself: backbone, neck, class and box branch.
#pragma once

#include "core/train/gradient_norm.h"
#include "core/train/state_tensors.h"
#include "tests/lab/kinds.h"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace espalier::lab {

constexpr std::int64_t kSide = 16; ///< of an image
constexpr std::int64_t kClasses = 4;
constexpr std::int64_t kSamples = 256;

struct Batch {
    at::Tensor images; ///< B×3×16×16
    at::Tensor labels; ///< B, int64
    at::Tensor boxes;  ///< B×4, shares of the side: x, y, width, height
};

/// Coloured bars on noise; direction and colour tell the class.
class SmallData {
public:
    explicit SmallData(std::int64_t seed);
    /// The batch at a place of a schedule; each order shuffles otherwise.
    [[nodiscard]] Batch at(const Kind& kind, const When& when, std::int64_t order) const;

private:
    std::int64_t m_seed;
    Batch m_all;
};

struct Losses {
    at::Tensor classes;
    at::Tensor boxes;
};

class SmallNetwork : public torch::nn::Module {
public:
    SmallNetwork(const Kind& kind, std::int64_t seed);

    [[nodiscard]] Losses losses(const Batch& batch);
    [[nodiscard]] const train::NamedTensors& trainable() const { return m_trainable; }
    [[nodiscard]] const std::vector<int>& branchOf() const { return m_branchOf; }
    [[nodiscard]] static const std::vector<std::string>& branches();
    /// Parameters and statistics, live.
    [[nodiscard]] train::StateTensors state() const;
    /// Multiplies every weight of a module, or of all whose paths begin so.
    void scaleWeights(const std::string& module, double factor);

private:
    [[nodiscard]] at::Tensor rounded(const at::Tensor& tensor) const;
    [[nodiscard]] at::Tensor block(const at::Tensor& input, torch::nn::Conv2d& conv,
                                   torch::nn::BatchNorm2d& norm) const;
    [[nodiscard]] at::Tensor classLogits(const at::Tensor& features);

    bool m_hasNorms;
    bool m_isHalf;
    double m_adapterScale;
    double m_frozenVariance;
    torch::nn::Conv2d m_stem{nullptr};
    torch::nn::BatchNorm2d m_stemNorm{nullptr};
    torch::nn::Conv2d m_stage{nullptr};
    torch::nn::BatchNorm2d m_stageNorm{nullptr};
    torch::nn::Conv2d m_neck{nullptr};
    torch::nn::BatchNorm2d m_neckNorm{nullptr};
    torch::nn::Conv2d m_adapterDown{nullptr}; ///< null without an adapter
    torch::nn::Conv2d m_adapterUp{nullptr};
    torch::nn::Conv2d m_classConv{nullptr};
    torch::nn::BatchNorm2d m_classNorm{nullptr};
    torch::nn::Linear m_classOut{nullptr};
    torch::nn::Linear m_boxOut{nullptr};
    train::NamedTensors m_trainable;
    std::vector<int> m_branchOf;
};

} // namespace espalier::lab

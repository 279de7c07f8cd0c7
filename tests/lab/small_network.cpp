#include "tests/lab/small_network.h"

#include <algorithm>
#include <cmath>

namespace espalier::lab {

namespace {

constexpr double kSmoothing = 0.1; ///< of labels: the loss has a floor, and what is sure is not ever surer

at::Generator generator(std::int64_t seed)
{
    return at::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(seed));
}

/// Modules within a dotted path: `backbone.stem.conv` is registered as given.
template <class Module>
void add(torch::nn::Module& parent, const std::string& path, const Module& module)
{
    const auto dot = path.find('.');
    if (dot == std::string::npos) {
        parent.register_module(path, module);
        return;
    }
    const std::string head = path.substr(0, dot);
    auto children = parent.named_children();
    torch::nn::Module& child = children.contains(head)
                                   ? *children[head]
                                   : *parent.register_module(head, std::make_shared<torch::nn::Module>(head));
    add(child, path.substr(dot + 1), module);
}

} // namespace

SmallData::SmallData(std::int64_t seed) : m_seed(seed)
{
    at::Generator random = generator(1000 + seed);
    m_all.images = at::randn({kSamples, 3, kSide, kSide}, random, at::kFloat) * 0.3;
    m_all.labels = at::arange(kSamples, at::kLong).remainder(kClasses);
    const at::Tensor corners = at::randint(1, 8, {kSamples, 2}, random, at::kLong);
    m_all.boxes = at::zeros({kSamples, 4});
    for (std::int64_t i = 0; i < kSamples; ++i) {
        const auto label = m_all.labels[i].item<std::int64_t>();
        const auto x = corners[i][0].item<std::int64_t>();
        const auto y = corners[i][1].item<std::int64_t>();
        const std::int64_t width = label % 2 == 0 ? 7 : 3;
        const std::int64_t height = label % 2 == 0 ? 3 : 7;
        m_all.images[i][label / 2].slice(0, y, y + height).slice(1, x, x + width).add_(1.5);
        m_all.boxes[i] = at::tensor({static_cast<float>(x), static_cast<float>(y), static_cast<float>(width),
                                     static_cast<float>(height)}) /
                         static_cast<double>(kSide);
    }
}

Batch SmallData::at(const Kind& kind, const When& when, std::int64_t order) const
{
    const std::int64_t batchesPerEpoch = kSamples / kind.batch;
    const std::int64_t epoch = when.place / batchesPerEpoch;
    at::Generator shuffle = generator(m_seed * 7919 + epoch * 104729 + order * 1299709 + 1);
    const at::Tensor rows =
        at::randperm(kSamples, shuffle, at::kLong)
            .slice(0, (when.place % batchesPerEpoch) * kind.batch, (when.place % batchesPerEpoch + 1) * kind.batch);
    Batch batch{m_all.images.index_select(0, rows), m_all.labels.index_select(0, rows),
                m_all.boxes.index_select(0, rows)};
    // Every sight of a sample is another, as with augmented images.
    at::Generator look = generator(m_seed * 37 + when.place * 19 + order * 11 + 3);
    batch.images = batch.images + at::randn(batch.images.sizes(), look, at::kFloat) * 0.5;
    const double noise = std::max(kind.labelNoise, kind.noise ? kind.noise(when) : 0.0);
    if (noise > 0) {
        at::Generator random = generator(m_seed * 31 + when.place * 17 + order * 13 + 2);
        const at::Tensor isWrong = at::rand({kind.batch}, random, at::kFloat) < noise;
        const at::Tensor wrong = at::randint(0, kClasses, {kind.batch}, random, at::kLong);
        batch.labels = at::where(isWrong, wrong, batch.labels);
    }
    if (kind.isOtherData && kind.isOtherData(when)) {
        batch.images = batch.images.flip({3}) * 1.5 + 0.5;
        batch.boxes = batch.boxes.clone();
        batch.boxes.select(1, 0) = 1 - batch.boxes.select(1, 0) - batch.boxes.select(1, 2);
    }
    if (kind.imageGain) {
        batch.images = batch.images * kind.imageGain(when);
    }
    if (const double pixel = kind.poison ? kind.poison(when) : 0.0; pixel != 0) {
        const at::Tensor isPoisoned = rows == 7;
        batch.images = at::where(isPoisoned.reshape({kind.batch, 1, 1, 1}), at::full({}, pixel), batch.images);
    }
    return batch;
}

SmallNetwork::SmallNetwork(const Kind& kind, std::int64_t seed)
    : m_hasNorms(kind.hasNorms), m_isHalf(kind.isHalf), m_adapterScale(kind.adapterScale),
      m_frozenVariance(kind.frozenNormVariance)
{
    using namespace torch::nn;
    torch::manual_seed(static_cast<std::uint64_t>(seed));
    m_stem = Conv2d(Conv2dOptions(3, 8, 3).stride(2).padding(1));
    m_stage = Conv2d(Conv2dOptions(8, 16, 3).stride(2).padding(1));
    m_neck = Conv2d(Conv2dOptions(16, 16, 3).padding(1));
    m_classConv = Conv2d(Conv2dOptions(16, 16, 1));
    m_classOut = Linear(16, kClasses);
    m_boxOut = Linear(16 * 16, 4);
    add(*this, "backbone.stem.conv", m_stem);
    add(*this, "backbone.stage.conv", m_stage);
    add(*this, "neck.conv", m_neck);
    if (m_hasNorms) {
        add(*this, "backbone.stem.norm", m_stemNorm = BatchNorm2d(8));
        add(*this, "backbone.stage.norm", m_stageNorm = BatchNorm2d(16));
        add(*this, "neck.norm", m_neckNorm = BatchNorm2d(16));
    }
    if (kind.hasAdapter) {
        add(*this, "neck.adapter.down", m_adapterDown = Conv2d(Conv2dOptions(16, 4, 1).bias(false)));
        add(*this, "neck.adapter.up", m_adapterUp = Conv2d(Conv2dOptions(4, 16, 1).bias(false)));
        m_adapterUp->weight.detach().zero_();
    }
    add(*this, "head.cls_preds.conv", m_classConv);
    if (m_hasNorms || m_frozenVariance > 0) {
        add(*this, "head.cls_preds.norm", m_classNorm = BatchNorm2d(16));
    }
    add(*this, "head.cls_preds.out", m_classOut);
    add(*this, "head.reg_preds.out", m_boxOut);
    if (m_frozenVariance > 0) {
        m_classNorm->running_var.fill_(m_frozenVariance);
        m_classNorm->eval();
        // As pretrained: the statistics fit what the convolution gives at first.
        constexpr double kOutputVariance = 0.12;
        m_classConv->weight.detach().mul_(std::sqrt(m_frozenVariance / kOutputVariance));
        m_classConv->bias.detach().zero_();
        for (auto& parameter : m_classNorm->parameters()) {
            parameter.requires_grad_(false);
        }
    }
    for (const auto& item : named_parameters()) {
        if (item.value().requires_grad()) {
            m_trainable.emplace_back(item.key(), item.value());
            const auto found =
                std::ranges::find_if(branches(), [&](const auto& branch) { return item.key().starts_with(branch); });
            m_branchOf.push_back(static_cast<int>(found - branches().begin()));
        }
    }
}

const std::vector<std::string>& SmallNetwork::branches()
{
    static const std::vector<std::string> names{"backbone.stem", "backbone.stage", "neck", "head.cls_preds",
                                                "head.reg_preds"};
    return names;
}

/// Both ways: what goes back is cast as well.
at::Tensor SmallNetwork::rounded(const at::Tensor& tensor) const
{
    return m_isHalf ? tensor.to(at::kHalf).to(at::kFloat) : tensor;
}

at::Tensor SmallNetwork::block(const at::Tensor& input, torch::nn::Conv2d& conv, torch::nn::BatchNorm2d& norm) const
{
    at::Tensor output = rounded(conv->forward(input));
    if (!norm.is_empty()) {
        output = rounded(norm->forward(output));
    }
    return at::silu(output);
}

at::Tensor SmallNetwork::classLogits(const at::Tensor& features)
{
    return m_classOut->forward(block(features, m_classConv, m_classNorm).mean({2, 3}));
}

Losses SmallNetwork::losses(const Batch& batch)
{
    at::Tensor features = block(batch.images, m_stem, m_stemNorm);
    features = block(features, m_stage, m_stageNorm);
    at::Tensor neck = rounded(m_neck->forward(features));
    if (!m_adapterUp.is_empty()) {
        neck = neck + m_adapterScale * m_adapterUp->forward(m_adapterDown->forward(features));
    }
    if (!m_neckNorm.is_empty()) {
        neck = rounded(m_neckNorm->forward(neck));
    }
    neck = at::silu(neck);
    const at::Tensor boxes = m_boxOut->forward(neck.flatten(1));
    return {at::cross_entropy_loss(rounded(classLogits(neck)), batch.labels, {}, at::Reduction::Mean, -100, kSmoothing),
            at::smooth_l1_loss(rounded(boxes), batch.boxes, at::Reduction::Mean, 0.1)};
}

train::StateTensors SmallNetwork::state() const
{
    train::StateTensors tensors;
    for (const auto& item : named_parameters()) {
        tensors.emplace("param." + item.key(), item.value());
    }
    for (const auto& item : named_buffers()) {
        tensors.emplace("buffer." + item.key(), item.value());
    }
    return tensors;
}

void SmallNetwork::scaleWeights(const std::string& module, double factor)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : m_trainable) {
        if (name.starts_with(module)) {
            tensor.mul_(factor);
        }
    }
}

} // namespace espalier::lab

#include "core/model/vit.h"

#include "core/base/hash.h"
#include "core/kernel/kaiming_uniform.h"
#include "core/model/weights_binding.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <array>

namespace espalier::model {

namespace {

/// Specification 2.1; the first is our own.
struct SizeRow {
    std::string_view size;
    std::int64_t width;
    int layers;
    std::int64_t heads;
    std::int64_t patch;
    std::int64_t imageSize;
};
constexpr std::array kSizes{
    SizeRow{"tiny_patch4_28", 64, 6, 4, 4, 28},          SizeRow{"small_patch16_224", 384, 12, 6, 16, 224},
    SizeRow{"base_patch32_224", 768, 12, 12, 32, 224},   SizeRow{"base_patch16_224", 768, 12, 12, 16, 224},
    SizeRow{"large_patch16_224", 1024, 24, 16, 16, 224}, SizeRow{"huge_patch14_224", 1280, 32, 16, 14, 224},
};

constexpr double kDeviation = 0.02;
constexpr double kClassDeviation = 1e-6;

} // namespace

Result<VitOptions> vitOptions(std::string_view size, int classes)
{
    const auto* row = std::ranges::find(kSizes, size, &SizeRow::size);
    if (row == kSizes.end()) {
        std::string known;
        for (const SizeRow& one : kSizes) {
            known += (known.empty() ? "" : ", ") + std::string(one.size);
        }
        return fail(ErrorCode::InvalidInput, "`" + std::string(size) + "` is no vision transformer: there are " + known,
                    "model.size");
    }
    VitOptions options;
    options.model = "vit_" + std::string(size);
    options.imageSize = row->imageSize;
    options.patch = row->patch;
    options.transformer = {row->width, 4 * row->width, row->heads, false, false, /*isFused=*/true, 1e-6, kTimmNames};
    options.layers = row->layers;
    options.classes = classes;
    return options;
}

Vit::Vit(const VitOptions& options, at::Device device)
    : m_options(options), m_rows(options.imageSize / options.patch),
      m_columns((options.imageWidth > 0 ? options.imageWidth : options.imageSize) / options.patch)
{
    const std::int64_t width = options.transformer.width;
    const at::TensorOptions kind = at::TensorOptions(at::kFloat).device(device);
    m_class = register_parameter("cls_token", at::empty({1, 1, width}, kind));
    m_positions = register_parameter("pos_embed", at::empty({1, 1 + m_rows * m_columns, width}, kind));
    m_patches = register_module("patch_embed", std::make_shared<Group>())
                    ->add("proj", std::make_shared<Conv2d>(3, width, options.patch, options.patch, true, device, 0));
    const auto blocks = register_module("blocks", std::make_shared<ModuleList>());
    for (int i = 0; i < options.layers; ++i) {
        m_layers.push_back(blocks->add(std::make_shared<TransformerLayer>(options.transformer, device)));
    }
    m_norm = register_module("norm", std::make_shared<LayerNorm>(width, device, options.transformer.epsilon));
    if (options.classes > 0) {
        m_head = register_module("head", std::make_shared<Linear>(width, options.classes, true, device));
    }
}

at::Tensor Vit::positions(std::int64_t rows, std::int64_t columns) const
{
    return resampledPositions(m_positions, m_rows, m_columns, rows, columns);
}

at::Tensor Vit::embed(const at::Tensor& images)
{
    const at::Tensor patches = m_patches->forward(images);
    const at::Tensor tokens = patches.flatten(2).transpose(1, 2);
    return at::cat({m_class.expand({images.size(0), -1, -1}), tokens}, 1) + positions(patches.size(2), patches.size(3));
}

at::Tensor Vit::through(at::Tensor tokens)
{
    for (const auto& layer : m_layers) {
        tokens = layer->forward(tokens);
    }
    return tokens;
}

at::Tensor Vit::forward(const at::Tensor& images)
{
    return m_head->forward(m_norm->forward(through(embed(images))).select(1, 0));
}

at::Tensor resampledPositions(const at::Tensor& values, std::int64_t rows, std::int64_t columns, std::int64_t newRows,
                              std::int64_t newColumns)
{
    if (rows == newRows && columns == newColumns) {
        return values;
    }
    const std::int64_t width = values.size(2);
    const at::Tensor grid =
        values.narrow(1, 1, rows * columns).reshape({1, rows, columns, width}).permute({0, 3, 1, 2});
    const at::Tensor resized = at::_upsample_bicubic2d_aa(grid.contiguous(), {newRows, newColumns}, false);
    return at::cat({values.narrow(1, 0, 1), resized.permute({0, 2, 3, 1}).reshape({1, newRows * newColumns, width})},
                   1);
}

void initialise(Vit& network, std::uint64_t seed)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : namedTensors(network)) {
        at::Generator generator = at::detail::createCPUGenerator(splitMix64(seed ^ fnv1a64(name), 1));
        if (name == "cls_token") {
            tensor.normal_(0, kClassDeviation, generator);
        } else if (name == "patch_embed.proj.weight") {
            kernel::fillKaimingUniform(tensor, name, seed);
        } else if (tensor.dim() >= 2) {
            tensor.normal_(0, kDeviation, generator);
        } else if (name.ends_with("norm.weight") || name.ends_with("norm1.weight") || name.ends_with("norm2.weight")) {
            tensor.fill_(1.0);
        } else {
            tensor.zero_();
        }
    }
}

} // namespace espalier::model

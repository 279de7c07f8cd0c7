#include "core/model/weights_binding.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <array>
#include <cstring>
#include <set>

namespace espalier::model {

namespace {

using weights::ScalarType;

constexpr std::array<std::pair<ScalarType, at::ScalarType>, 10> kTypes{{
    {ScalarType::Bool, at::kBool},
    {ScalarType::UInt8, at::kByte},
    {ScalarType::Int8, at::kChar},
    {ScalarType::Int16, at::kShort},
    {ScalarType::Int32, at::kInt},
    {ScalarType::Int64, at::kLong},
    {ScalarType::Float16, at::kHalf},
    {ScalarType::BFloat16, at::kBFloat16},
    {ScalarType::Float32, at::kFloat},
    {ScalarType::Float64, at::kDouble},
}};

std::string shapeText(at::IntArrayRef shape)
{
    std::string text;
    for (const std::int64_t length : shape) {
        text += (text.empty() ? "" : "×") + std::to_string(length);
    }
    return text.empty() ? "scalar" : text;
}

bool isCounter(const std::string& name)
{
    return name.size() >= 19 && name.compare(name.size() - 19, 19, "num_batches_tracked") == 0;
}

} // namespace

at::Tensor toTensor(const weights::TensorView& view)
{
    at::ScalarType type = at::kFloat;
    for (const auto& [ours, torchs] : kTypes) {
        type = ours == view.type ? torchs : type;
    }
    at::Tensor tensor = at::empty(view.shape, type);
    if (!view.bytes.empty()) {
        std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
    }
    return tensor;
}

weights::TensorToWrite toWrite(std::string name, const at::Tensor& tensor)
{
    ESPALIER_ASSERT(tensor.is_contiguous() && tensor.is_cpu(), "only contiguous CPU tensors are written");
    ScalarType type = ScalarType::Float32;
    for (const auto& [ours, torchs] : kTypes) {
        type = torchs == tensor.scalar_type() ? ours : type;
    }
    return {std::move(name),
            type,
            tensor.sizes().vec(),
            {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
}

std::vector<std::pair<std::string, at::Tensor>> namedTensors(const torch::nn::Module& module)
{
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& item : module.named_parameters()) {
        tensors.emplace_back(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        tensors.emplace_back(item.key(), item.value());
    }
    return tensors;
}

Binding bind(const torch::nn::Module& module, const weights::SafetensorsFile& file)
{
    const at::NoGradGuard noGradients;
    Binding binding;
    std::set<std::string> known;
    for (auto& [name, tensor] : namedTensors(module)) {
        known.insert(name);
        const weights::TensorView* view = file.find(name);
        if (view == nullptr) {
            if (!isCounter(name)) {
                binding.missing.push_back(name);
            }
        } else if (at::IntArrayRef(view->shape) != tensor.sizes()) {
            binding.misshaped.push_back(name + ": file " + shapeText(view->shape) + ", network " +
                                        shapeText(tensor.sizes()));
        } else {
            tensor.copy_(toTensor(*view));
        }
    }
    for (const auto& [name, view] : file.tensors()) {
        if (known.count(name) == 0) {
            binding.unexpected.push_back(name);
        }
    }
    return binding;
}

} // namespace espalier::model

#include "core/model/weights_binding.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <array>
#include <cstdint>
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

at::ScalarType typeOf(const weights::TensorView& view)
{
    at::ScalarType type = at::kFloat;
    for (const auto& [ours, torchs] : kTypes) {
        type = ours == view.type ? torchs : type;
    }
    return type;
}

/// The file's own bytes as a tensor to read from; a copy where they lie at an address that its type does not allow.
at::Tensor mapped(const weights::TensorView& view)
{
    if (view.bytes.empty() || reinterpret_cast<std::uintptr_t>(view.bytes.data()) % weights::byteSize(view.type) != 0) {
        return toTensor(view);
    }
    return at::from_blob(const_cast<std::byte*>(view.bytes.data()), view.shape, at::TensorOptions(typeOf(view)));
}

} // namespace

at::Tensor toTensor(const weights::TensorView& view)
{
    at::Tensor tensor = at::empty(view.shape, typeOf(view));
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

bool isBatchCounter(std::string_view name)
{
    return name.ends_with("num_batches_tracked");
}

void place(at::Tensor target, const weights::TensorView& view, const std::string& name, Binding& binding)
{
    const at::NoGradGuard noGradients;
    if (at::IntArrayRef(view.shape) != target.sizes()) {
        binding.misshaped.push_back(name + ": file " + shapeText(view.shape) + ", network " +
                                    shapeText(target.sizes()));
        return;
    }
    const at::Tensor source = mapped(view);
    if (source.is_floating_point() != target.is_floating_point()) {
        binding.misshaped.push_back(name + (target.is_floating_point() ? ": file whole numbers, network fractions"
                                                                       : ": file fractions, network whole numbers"));
        return;
    }
    target.copy_(source);
    if (target.is_floating_point() && !at::isfinite(target).all().item<bool>()) {
        binding.notFinite.push_back(name);
    }
}

Binding bind(const torch::nn::Module& module, const std::map<std::string, weights::TensorView>& tensors)
{
    Binding binding;
    std::set<std::string> known;
    for (auto& [name, tensor] : namedTensors(module)) {
        known.insert(name);
        if (const auto found = tensors.find(name); found != tensors.end()) {
            place(tensor, found->second, name, binding);
        } else if (!isBatchCounter(name)) {
            binding.missing.push_back(name);
        }
    }
    for (const auto& [name, view] : tensors) {
        if (known.count(name) == 0) {
            binding.unexpected.push_back(name);
        }
    }
    return binding;
}

} // namespace espalier::model

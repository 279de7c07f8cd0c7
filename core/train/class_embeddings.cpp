#include "core/train/class_embeddings.h"

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/model/weights_binding.h"
#include "core/weights/safetensors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier::train {

at::Tensor hashedEmbeddings(const std::vector<std::string>& classes, std::int64_t width)
{
    at::Tensor rows = at::empty({static_cast<std::int64_t>(classes.size()), width}, at::kDouble);
    auto* element = rows.data_ptr<double>();
    for (const std::string& name : classes) {
        const std::uint64_t base = fnv1a64(name);
        for (std::uint64_t j = 0; j < static_cast<std::uint64_t>(width); ++j) {
            const double u = hashUniform(base, 2 * j + 1);
            const double v = hashUniform(base, 2 * j + 2);
            *element++ = std::sqrt(-2.0 * std::log(1.0 - u)) * std::cos(2.0 * std::numbers::pi * v);
        }
    }
    return (rows / rows.norm(2, {1}, true)).to(at::kFloat);
}

Result<at::Tensor> loadEmbeddings(const std::filesystem::path& file, const std::vector<std::string>& classes,
                                  std::int64_t width)
{
    auto opened = weights::SafetensorsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    const weights::TensorView* view = opened->find("embeddings");
    if (view == nullptr || view->shape.size() != 2 || view->shape[1] != width) {
        return fail(ErrorCode::InvalidInput, "holds no tensor `embeddings` of shape K×" + std::to_string(width),
                    file.string());
    }
    at::Tensor rows = model::toTensor(*view).to(at::kFloat);
    std::vector<std::int64_t> order;
    const auto named = opened->metadata().find("classes");
    if (named != opened->metadata().end()) {
        const auto list = parseJson(named->second, file.string());
        if (!list || !list->is_array()) {
            return fail(ErrorCode::InvalidInput, "its metadata `classes` is no JSON list of names", file.string());
        }
        for (const std::string& name : classes) {
            const auto found = std::find(list->begin(), list->end(), Json(name));
            if (found == list->end() || found - list->begin() >= rows.size(0)) {
                return fail(ErrorCode::InvalidInput, "holds no embedding for the class `" + name + "`", file.string());
            }
            order.push_back(found - list->begin());
        }
        rows = rows.index_select(0, at::tensor(order, at::kLong));
    } else if (rows.size(0) != static_cast<std::int64_t>(classes.size())) {
        return fail(ErrorCode::InvalidInput,
                    "has " + std::to_string(rows.size(0)) + " rows for " + std::to_string(classes.size()) + " classes",
                    file.string());
    }
    const at::Tensor lengths = rows.norm(2, {1}, true);
    if (!lengths.isfinite().all().item<bool>() || lengths.min().item<float>() <= 0) {
        return fail(ErrorCode::InvalidInput, "has a row that is zero or not finite", file.string());
    }
    return rows / lengths;
}

} // namespace espalier::train

#include "core/adapter/fact.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace espalier::adapter {

namespace {

constexpr std::int64_t kFused = 3; ///< query, key and value: squares that have nothing to do with each other

} // namespace

Fact::Fact(Ground ground, const plan::FactOptions& options)
    : TrainedGraft(std::move(ground)), m_rank(options.rank), m_isTucker(options.form == "tk"), m_scale(options.scale),
      m_dropout(options.dropout)
{
}

std::int64_t Fact::squares() const
{
    return std::max(layer().outputs, layer().inputs) / std::min(layer().outputs, layer().inputs);
}

at::Tensor Fact::core() const
{
    if (!m_isTucker) {
        return tensor(2);
    }
    // Σ_c C[a,b,c] P[c,j]: rank×rank×squares; a is what U made.
    const at::Tensor mixed = at::matmul(tensor(2), tensor(3).narrow(1, companions().before, squares()));
    if (squares() == kFused && isLong()) {
        return mixed.permute({2, 1, 0}).reshape({kFused * m_rank, m_rank});
    }
    const at::Tensor flat = mixed.reshape({m_rank, m_rank * squares()});
    return isLong() ? flat.t() : flat;
}

at::Tensor Fact::forward(const at::Tensor& input, const at::Tensor& output)
{
    const std::int64_t width = std::min(layer().outputs, layer().inputs);
    std::vector<std::int64_t> shape = output.sizes().vec();
    shape.back() = squares();
    shape.push_back(isLong() ? m_rank : width);
    if (isLong()) {
        const at::Tensor narrow = at::dropout(at::linear(at::linear(input, first()), core()), m_dropout, isTraining());
        return output + at::linear(narrow.reshape(shape), last()).flatten(-2) * m_scale;
    }
    const at::Tensor narrow = at::linear(input.reshape(shape), first()).flatten(-2);
    return output + at::linear(at::dropout(at::linear(narrow, core()), m_dropout, isTraining()), last()) * m_scale;
}

std::optional<kernel::LinearMap> Fact::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    const auto type = map.weight.scalar_type();
    std::vector<at::Tensor> parts;
    for (const at::Tensor& square : core().to(type).chunk(squares(), isLong() ? 0 : 1)) {
        parts.push_back(at::matmul(last().to(type), at::matmul(square, first().to(type))));
    }
    return kernel::LinearMap{map.weight + at::cat(parts, isLong() ? 0 : 1) * m_scale, map.bias};
}

} // namespace espalier::adapter

#include "core/kernel/kaiming_uniform.h"

#include "core/base/hash.h"
#include "core/base/random.h"

#include <ATen/ATen.h>

#include <cmath>
#include <utility>

namespace espalier::kernel {

namespace {

template <class Draw>
void fill(at::Tensor& tensor, const std::string& name, std::uint64_t seed, Draw draw)
{
    const at::NoGradGuard noGradients;
    Random random(fnv1a64(name) ^ (seed * 0x9E3779B97F4A7C15ULL));
    at::Tensor values = at::empty(tensor.sizes(), at::kFloat);
    auto* const data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        data[i] = static_cast<float>(draw(random));
    }
    tensor.copy_(values);
}

} // namespace

void fillKaimingUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed)
{
    const double bound = 1.0 / std::sqrt(static_cast<double>(tensor.numel() / tensor.size(0)));
    fillUniform(std::move(tensor), name, seed, bound);
}

void fillUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed, double bound)
{
    fill(tensor, name, seed, [bound](Random& random) { return random.uniform(-bound, bound); });
}

void fillNormal(at::Tensor tensor, const std::string& name, std::uint64_t seed, double mean, double deviation)
{
    fill(tensor, name, seed, [=](Random& random) { return mean + deviation * random.normal(); });
}

} // namespace espalier::kernel

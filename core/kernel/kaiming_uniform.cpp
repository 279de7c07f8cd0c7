#include "core/kernel/kaiming_uniform.h"

#include "core/base/hash.h"
#include "core/base/random.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::kernel {

void fillKaimingUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed)
{
    const at::NoGradGuard noGradients;
    Random random(fnv1a64(name) ^ (seed * 0x9E3779B97F4A7C15ULL));
    const double bound = 1.0 / std::sqrt(static_cast<double>(tensor.numel() / tensor.size(0)));
    at::Tensor values = at::empty(tensor.sizes(), at::kFloat);
    auto* const data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        data[i] = static_cast<float>(random.uniform(-bound, bound));
    }
    tensor.copy_(values);
}

} // namespace espalier::kernel

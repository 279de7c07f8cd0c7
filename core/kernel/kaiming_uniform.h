// Random initialisation whose numbers come from the tensor's name, not from the order of modules.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>

namespace espalier::kernel {

/// a = √5 (He et al. 2015, as PyTorch initialises layers): uniform in ±1 / √fan_in.
void fillKaimingUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed);

/// Within ± bound.
void fillUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed, double bound);
void fillNormal(at::Tensor tensor, const std::string& name, std::uint64_t seed, double mean, double deviation);

} // namespace espalier::kernel

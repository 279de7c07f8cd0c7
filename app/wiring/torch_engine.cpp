#include "core/train/torch_engine.h"

#include "app/wiring/engine.h"
#include "app/wiring/network_options.h"
#include "core/base/files.h"
#include "core/model/describe.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <algorithm>
#include <thread>

namespace espalier::wiring {

std::unique_ptr<run::Engine> makeEngine(Facts environment)
{
    return std::make_unique<train::TorchEngine>(
        train::Surroundings{std::move(environment), resourceFolder(), memoryBytes(), cacheFolder()});
}

Result<network::NetworkTree> describeNetwork(const experiment::ModelSettings& model)
{
    const auto options = networkOptions(model);
    if (!options) {
        return fail(options.error());
    }
    return model::describe(*options);
}

Facts engineFacts()
{
    return {{"torch", TORCH_VERSION},
            {"threads", std::to_string(at::get_num_threads())},
            {"cuda", at::hasCUDA() ? "available" : "not in this build"}};
}

void setComputeThreads(int threads)
{
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(threads > 0 ? threads : cores);
}

} // namespace espalier::wiring

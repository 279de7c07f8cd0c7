#include "core/train/torch_engine.h"

#include "app/wiring/engine.h"
#include "app/wiring/network_options.h"
#include "core/base/files.h"
#include "core/model/describe.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/zeros.h>
#include <torch/version.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace espalier::wiring {

namespace {

/// OpenMP's threads spin for milliseconds at the end of every parallel region, in case the next begins. Beside other
/// work they so wait for each other's time slices, and a training takes six times as long. GNU's runtime spins a
/// thousand times less while it holds more threads than there are cores (`gomp_managed_threads`): a team that once
/// worked and now sleeps sees to that. OMP_WAIT_POLICY and GOMP_SPINCOUNT still set bounds, other runtimes do not mind.
class IdleTeam {
public:
    explicit IdleTeam(int size)
        : m_thread([size](const std::stop_token& end) {
              constexpr std::int64_t kShare = 1 << 16; // numbers a thread, twice what torch divides work by
              (void)at::zeros({size * kShare}).add_(1);
              std::mutex mutex;
              std::condition_variable_any never;
              std::unique_lock lock(mutex);
              never.wait(lock, end, [] { return false; });
          })
    {
    }

private:
    std::jthread m_thread;
};

} // namespace

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
    static const IdleTeam calm(cores);
}

} // namespace espalier::wiring

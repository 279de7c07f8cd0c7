// What the guard costs: a training step with it and without, in turn, in one process. "Without" has neither norms nor
// a clip: backward, then the optimizer's step.
#include "core/plan/presets.h"
#include "core/train/detection_loss.h"
#include "core/train/guard.h"
#include "core/train/training_network.h"

#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include <algorithm>
#include <ctime>
#include <vector>

namespace {

using namespace espalier;

/// Seconds that this process computed: a busy machine does not lengthen them as it does the clock's.
double computed()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double quantile(std::vector<double> values, double share)
{
    const auto place =
        values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

void guardedStep(benchmark::State& state, const char* preset, std::int64_t side)
{
    at::set_num_threads(1);
    torch::manual_seed(0);
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan = plan::findPreset(preset)->make();
    experiment.monitor.policy = "ladder";
    auto network = train::TrainingNetwork::build(experiment, {"defect", "dust", "discoloration", "coil"}, {});
    if (!network) {
        state.SkipWithError(describe(network.error()).c_str());
        return;
    }
    train::Optimizer optimizer(experiment.train, network->plan().groups, network->trainable());
    optimizer.setLearningRate(1e-6); // the run must stay what it is
    train::Guard guard(experiment.monitor, experiment.train.clip,
                       {network->trainable(), network->branchOf(), network->branches(),
                        [&] {
                            train::StateTensors tensors = network->state();
                            for (const auto& [name, tensor] : optimizer.state()) {
                                tensors.emplace("optimizer." + name, tensor);
                            }
                            return tensors;
                        }},
                       optimizer);
    const at::Tensor images = at::rand({4, 3, side, side});
    const at::Tensor boxes = at::tensor({10.F, 10.F, 60.F, 60.F}).reshape({1, 1, 4}).expand({4, 1, 4}).contiguous();
    const at::Tensor labels = at::zeros({4, 1}, at::kLong);
    network->train(true);
    train::Position position;
    std::vector<double> with;
    std::vector<double> without;
    std::vector<double> guards;
    const auto step = [&](bool isGuarded) {
        const double begin = computed();
        optimizer.zeroGradients();
        const auto output = network->forward(images);
        const auto loss = train::detectionLoss(output.logits, output.distributions, boxes, labels);
        (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
        double spent = 0;
        if (isGuarded) {
            monitor::Observation seen;
            seen.parts = {{"loss_cls", loss.loss_cls.item<double>()},
                          {"loss_bbox", loss.loss_bbox.item<double>()},
                          {"loss_dfl", loss.loss_dfl.item<double>()}};
            seen.loss = seen.parts[0].value + seen.parts[1].value + seen.parts[2].value;
            const double before = computed();
            benchmark::DoNotOptimize(guard.judge(seen, position));
            spent = computed() - before;
            ++position.step;
        }
        optimizer.step();
        const double whole = computed() - begin;
        (isGuarded ? with : without).push_back(whole);
        if (isGuarded) {
            guards.push_back(spent);
        }
        return whole;
    };
    (void)step(false);
    (void)step(true);
    with.clear();
    without.clear();
    guards.clear();
    bool isGuardedFirst = false;
    for (auto round : state) {
        const double first = step(isGuardedFirst);
        state.SetIterationTime(first + step(!isGuardedFirst));
        isGuardedFirst = !isGuardedFirst;
    }
    std::vector<double> ratios;
    for (std::size_t i = 0; i < with.size(); ++i) {
        ratios.push_back(with[i] / without[i]);
    }
    double sum = 0;
    for (const double spent : guards) {
        sum += spent;
    }
    const double usual = quantile(without, 0.5);
    state.counters["without_ms"] = 1e3 * usual;
    state.counters["guard_ms"] = 1e3 * sum / static_cast<double>(guards.size()); // kept states and all
    state.counters["guard_percent"] = 100 * sum / static_cast<double>(guards.size()) / usual;
    state.counters["ratio"] = quantile(ratios, 0.5);
    state.counters["ratio_low"] = quantile(ratios, 0.25);
    state.counters["ratio_high"] = quantile(ratios, 0.75);
    state.counters["keep_ms"] = guard.keeps() > 0 ? 1e3 * guard.keepSeconds() / guard.keeps() : 0;
    state.counters["keep_MiB"] = static_cast<double>(guard.stateBytes()) / (1 << 20);
}

BENCHMARK_CAPTURE(guardedStep, baseline_320, "baseline", 320)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(guardedStep, step2_320, "step2", 320)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(guardedStep, step2_640, "step2", 640)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK_CAPTURE(guardedStep, step3_640, "step3", 640)->Unit(benchmark::kMillisecond)->UseManualTime();

} // namespace

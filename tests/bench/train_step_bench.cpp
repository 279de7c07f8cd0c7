// One training step, forward, loss, backward, norms, clip and update, of each preset: what freezing saves.
#include "core/plan/presets.h"
#include "core/train/detection_loss.h"
#include "core/train/gradient_norm.h"
#include "core/train/optimizer.h"
#include "core/train/training_network.h"

#include <benchmark/benchmark.h>
#include <torch/torch.h>

namespace {

using namespace espalier;

void trainStep(benchmark::State& state, const char* preset, std::int64_t side)
{
    torch::manual_seed(0);
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan = plan::findPreset(preset)->make();
    auto network = train::TrainingNetwork::build(experiment, {"defect", "dust", "discoloration", "coil"}, {});
    if (!network) {
        state.SkipWithError(describe(network.error()).c_str());
        return;
    }
    train::Optimizer optimizer(experiment.train, network->plan().groups, network->trainable());
    const at::Tensor images = at::rand({4, 3, side, side});
    const at::Tensor boxes = at::tensor({10.F, 10.F, 60.F, 60.F}).reshape({1, 1, 4}).expand({4, 1, 4}).contiguous();
    const at::Tensor labels = at::zeros({4, 1}, at::kLong);
    network->train(true);
    for (auto step : state) {
        optimizer.zeroGradients();
        const auto output = network->forward(images);
        const auto loss = train::detectionLoss(output.logits, output.distributions, boxes, labels);
        (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
        const auto norms = train::gradientNorms(network->trainable(), network->branchOf(), network->branches().size());
        train::clipGradients(network->trainable(), norms.total, experiment.train.clip);
        optimizer.step();
    }
}

BENCHMARK_CAPTURE(trainStep, baseline_160, "baseline", 160)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(trainStep, step1_160, "step1", 160)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(trainStep, step2_160, "step2", 160)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(trainStep, step3_160, "step3", 160)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(trainStep, baseline_320, "baseline", 320)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(trainStep, step2_320, "step2", 320)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

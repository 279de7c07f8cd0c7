#include "core/train/dry_run.h"

#include "core/dataset/batch_loader.h"
#include "core/train/batch.h"
#include "core/train/detection_loss.h"
#include "core/train/optimizer.h"
#include "core/train/step_meter.h"
#include "core/train/training_network.h"

#include <torch/torch.h>

#include <chrono>

namespace espalier::train {

namespace {

using Stage = run::DryRunStage;
using SteadyClock = std::chrono::steady_clock;

constexpr double kQuickSeconds = 4; ///< a step that takes less is measured again, warm

double secondsSince(SteadyClock::time_point begin)
{
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

tl::unexpected<Error> calledOff()
{
    return fail(ErrorCode::Cancelled, "called off", "dry run");
}

/// The module of the tree that a tensor stands in.
std::string moduleIn(const network::NetworkTree& tree, std::string name)
{
    while (!name.empty()) {
        const auto dot = name.rfind('.');
        name = dot == std::string::npos ? std::string() : name.substr(0, dot);
        if (tree.find(name) != network::kNoModule) {
            break;
        }
    }
    return name;
}

std::vector<std::pair<std::string, at::Tensor>> weightsOf(TrainingNetwork& network)
{
    std::vector<std::pair<std::string, at::Tensor>> weights;
    const auto add = [&](const std::string& name, const at::Tensor& tensor) {
        weights.emplace_back(moduleIn(network.tree(), name), tensor);
    };
    for (const auto& item : network.model().named_parameters()) {
        add(item.key(), item.value());
    }
    for (const auto& item : network.model().named_buffers()) {
        add(item.key(), item.value());
    }
    for (const auto& [name, tensor] : network.trainable()) {
        add(name, tensor); // adapters
    }
    return weights;
}

std::int64_t bytesOf(const at::Tensor& tensor)
{
    return tensor.defined() ? static_cast<std::int64_t>(tensor.nbytes()) : 0;
}

} // namespace

Result<run::DryRun> dryRun(const run::RunSpec& spec, const Surroundings& surroundings, const run::DryRunWatch& watch)
{
    const experiment::Experiment& experiment = spec.experiment;
    const experiment::TrainSettings& train = experiment.train;
    const auto tell = [&](Stage stage, std::string_view module = {}) {
        if (watch.progress) {
            watch.progress(stage, module);
        }
        return !watch.shouldStop || !watch.shouldStop();
    };
    torch::manual_seed(static_cast<std::uint64_t>(train.seed));
    if (!tell(Stage::Data)) {
        return calledOff();
    }
    auto data = dataset::openDataset(experiment.data, experiment.model.classes, spec.experimentFolder, train.seed);
    if (!data) {
        return fail(data.error());
    }
    if (data->train->size() == 0) {
        return fail(ErrorCode::InvalidInput, "the training set has no image that can be used", "data");
    }
    run::DryRun made;
    const auto begin = SteadyClock::now();
    const dataset::BatchPlan plan{train.batch, train.epochs, train.seed};
    std::vector<dataset::Sample> samples;
    for (std::size_t i = 0; i < std::min(data->train->size(), static_cast<std::size_t>(train.batch)); ++i) {
        auto sample = dataset::sampleOfEpoch(*data->train, i, experiment.data, plan, 0);
        if (!sample) {
            return fail(sample.error());
        }
        samples.push_back(std::move(*sample));
    }
    made.data = secondsSince(begin);
    if (!tell(Stage::Network)) {
        return calledOff();
    }
    auto network = TrainingNetwork::build(experiment, data->train->catalogue().classes,
                                          {spec.experimentFolder, surroundings.resources, surroundings.cache});
    if (!network) {
        return fail(network.error());
    }
    network->train(true);
    Optimizer optimizer(train, network->plan().groups, network->trainable());
    optimizer.setLearningRate(train.lr);
    const BatchTensors batch = toTensors(samples);
    const auto weights = weightsOf(*network);
    const StepMeter meter(weights);

    bool isWanted = true;
    MeteredPass pass;
    for (bool isAgain = true; isAgain && isWanted;) {
        if (!tell(Stage::Forward)) {
            return calledOff();
        }
        TrainingNetwork::Output output;
        pass = meter.pass([&] { output = network->forward(batch.images); },
                          [&] {
                              const DetectionLoss loss =
                                  detectionLoss(output.logits, output.distributions, batch.boxes, batch.labels,
                                                train.dflLayout == "mixed" ? DistributionLayout::MixedCells
                                                                           : DistributionLayout::Cells);
                              output = {};
                              return loss.loss_cls + loss.loss_bbox + loss.loss_dfl;
                          },
                          [&](const std::string& module) { (void)tell(Stage::Forward, module); },
                          [&] { return isWanted = tell(Stage::Backward); });
        isAgain = !made.isWarm && pass.forward + pass.backward < kQuickSeconds;
        made.isWarm = made.isWarm || isAgain;
    }
    if (!isWanted || !tell(Stage::Update)) {
        return calledOff();
    }
    const auto update = SteadyClock::now();
    optimizer.step();
    made.update = secondsSince(update);

    made.modules = std::move(pass.modules);
    made.forward = pass.forward;
    made.backward = pass.backward;
    made.kept = pass.kept;
    made.images = static_cast<int>(samples.size());
    made.batchesPerStep = train.accumulate;
    const auto images = static_cast<std::int64_t>(data->train->size());
    const std::int64_t batches = (images + train.batch - 1) / train.batch;
    made.steps = train.epochs * ((batches + train.accumulate - 1) / train.accumulate);
    for (const auto& item : network->model().named_parameters()) {
        made.weights += bytesOf(item.value());
    }
    for (const auto& item : network->model().named_buffers()) {
        made.weights += bytesOf(item.value());
    }
    for (const auto& [name, tensor] : network->trainable()) {
        made.gradients += bytesOf(tensor.grad());
    }
    made.weights += network->plan().adapters * static_cast<std::int64_t>(sizeof(float));
    for (const auto& [name, tensor] : optimizer.state()) {
        made.optimizer += bytesOf(tensor);
    }
    made.peak = made.weights + made.optimizer + bytesOf(batch.images) + pass.peak;
    return made;
}

} // namespace espalier::train

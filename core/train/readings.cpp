#include "core/train/readings.h"

#include "core/model/blocks.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace espalier::train {

namespace {

constexpr std::string_view kParameter = "param.";
constexpr std::string_view kBuffer = "buffer.";
constexpr std::string_view kMean = ".running_mean";
constexpr const char* kVariance = ".running_var";

/// The convolution or linear map whose output is the site's, and what grows there.
struct Site {
    at::Tensor weight;
    const kernel::Graftable* grafts = nullptr;
};

Site siteAt(TrainingNetwork& network, const std::string& path)
{
    for (const auto& item : network.model().named_modules({}, /*include_self=*/false)) {
        if (item.key() != path) {
            continue;
        }
        const auto* grafts = dynamic_cast<const kernel::Graftable*>(item.value().get());
        // A prediction branch ends with a bare convolution; behind the last one of other blocks stand norm and
        // activation, and no single weight does what an adapter there does.
        const auto* branch = dynamic_cast<const model::PredictionBranch*>(item.value().get());
        const auto parameters = item.value()->named_parameters(/*recurse=*/branch != nullptr);
        const at::Tensor* weight = parameters.find(branch != nullptr ? "2.weight" : "weight");
        return {weight != nullptr ? *weight : at::Tensor(), grafts};
    }
    return {};
}

/// What the grafts add to `weight`; undefined where no linear map does what they do.
at::Tensor addedTo(const Site& site, const at::Tensor& weight)
{
    kernel::LinearMap map{weight, {}};
    for (const auto& graft : site.grafts->grafts()) {
        auto merged = graft->merged(map);
        if (!merged) {
            return {};
        }
        map = std::move(*merged);
    }
    return map.weight - weight;
}

double normOf(const at::Tensor& tensor)
{
    return tensor.norm().item<double>();
}

} // namespace

Origins originsOf(TrainingNetwork& network)
{
    const at::NoGradGuard noGradients;
    Origins origins;
    for (const auto& [name, tensor] : network.state()) {
        if (name.starts_with(kBuffer)) {
            origins.norms.emplace(name, tensor.clone());
        }
    }
    origins.sizes = weightSizes(network.state());
    for (const plan::Graft& graft : network.plan().grafts) {
        const std::string& path = network.tree().module(graft.site).path;
        const Site site = siteAt(network, path);
        if (site.grafts != nullptr && site.weight.defined() && site.weight.requires_grad()) {
            origins.weights.emplace(path, site.weight.detach().clone());
        }
    }
    return origins;
}

std::vector<monitor::ModuleReading> readingsOf(const Pass& pass)
{
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    std::vector<monitor::ModuleReading> readings;
    for (const ModuleTrace& trace : pass.modules) {
        readings.push_back({trace.module, trace.activation, trace.parameterGradient, kUnknown, kUnknown});
    }
    return readings;
}

std::map<std::string, double> weightSizes(const StateTensors& state)
{
    const at::NoGradGuard noGradients;
    std::map<std::string, double> squares;
    for (const auto& [name, tensor] : state) {
        if (name.starts_with(kParameter)) {
            const double least = kLeastWeight * std::sqrt(static_cast<double>(tensor.numel()));
            squares[moduleOf(name.substr(kParameter.size()))] += std::pow(std::max(least, normOf(tensor)), 2);
        }
    }
    for (auto& [module, square] : squares) {
        square = std::sqrt(square);
    }
    return squares;
}

std::vector<run::Sample> growthSince(const std::map<std::string, double>& then, const StateTensors& state)
{
    std::vector<run::Sample> growth;
    for (const auto& [module, size] : weightSizes(state)) {
        if (const auto before = then.find(module); before != then.end()) {
            growth.push_back({module, size / before->second});
        }
    }
    return growth;
}

std::map<std::string, double> updateRatios(const NamedTensors& trainable, const Optimizer& optimizer,
                                           const experiment::TrainSettings& settings)
{
    const at::NoGradGuard noGradients;
    const StateTensors state = optimizer.state();
    const double steps = state.at("steps").item<double>();
    struct Squares {
        double update = 0;
        double weight = 0;
    };
    std::map<std::string, Squares> squares;
    for (std::size_t i = 0; steps > 0 && i < trainable.size(); ++i) {
        if (optimizer.isFrozen(i)) {
            continue;
        }
        const auto& [name, tensor] = trainable[i];
        const double rate = optimizer.groupRate(optimizer.groupOf(i));
        at::Tensor update;
        if (settings.optimizer == "adamw") {
            const double meanCorrection = 1 - std::pow(settings.beta1, steps);
            const double squareCorrection = 1 - std::pow(settings.beta2, steps);
            const at::Tensor deviation =
                state.at(name + ".square").sqrt().div_(std::sqrt(squareCorrection)).add_(settings.epsilon);
            update = state.at(name + ".mean") / deviation * (rate / meanCorrection);
        } else {
            update = state.at(name + ".momentum") * rate;
        }
        const double least = kLeastWeight * std::sqrt(static_cast<double>(tensor.numel()));
        Squares& sum = squares[moduleOf(name)];
        sum.update += std::pow(normOf(update), 2);
        sum.weight += std::pow(std::max(least, normOf(tensor)), 2);
    }
    std::map<std::string, double> ratios;
    for (const auto& [module, sum] : squares) {
        ratios.emplace(module, std::sqrt(sum.update / sum.weight));
    }
    return ratios;
}

std::vector<monitor::MomentFacts> momentsOf(const NamedTensors& trainable, const Optimizer& optimizer,
                                            const experiment::TrainSettings& settings)
{
    const at::NoGradGuard noGradients;
    std::vector<monitor::MomentFacts> facts;
    const StateTensors state = optimizer.state();
    const double steps = state.at("steps").item<double>();
    if (settings.optimizer != "adamw" || steps < 1) {
        return facts;
    }
    double square = 0;
    for (const auto& [name, tensor] : trainable) {
        square += tensor.grad().defined() ? std::pow(normOf(tensor.grad()), 2) : 0;
    }
    if (!std::isfinite(square)) {
        square = 0; // some are not finite: no clipping would mend that
    }
    const double norm = std::sqrt(square);
    const double factor = settings.clip > 0 && norm > settings.clip ? settings.clip / norm : 1;
    const double correction = 1 - std::pow(settings.beta2, steps);
    for (const auto& [name, tensor] : trainable) {
        if (!tensor.grad().defined()) {
            continue;
        }
        // In double precision: the square of what a float just holds is no zero.
        const double gradient = tensor.grad().to(at::kDouble).square().mean().item<double>() * factor * factor;
        if (std::isfinite(gradient)) {
            facts.push_back({name, gradient, state.at(name + ".square").mean().item<double>() / correction,
                             state.at(name + ".mean").abs().max().item<double>()});
        }
    }
    return facts;
}

std::map<std::string, double> normDrifts(const StateTensors& state, const StateTensors& origins)
{
    const at::NoGradGuard noGradients;
    std::map<std::string, double> drifts;
    for (const auto& [name, then] : origins) {
        if (!name.ends_with(kMean)) {
            continue;
        }
        const std::string path = name.substr(0, name.size() - kMean.size());
        const at::Tensor variance = origins.at(path + kVariance) + model::kBatchNormEpsilon;
        const double drift = ((state.at(name) - then).square() / variance).mean().sqrt().item<double>();
        drifts.emplace(path.substr(kBuffer.size()), drift);
    }
    return drifts;
}

std::vector<run::Sample> largestByBranch(const std::map<std::string, double>& byModule,
                                         const std::vector<std::string>& branches, const std::string& prefix)
{
    std::vector<run::Sample> samples;
    for (const std::string& branch : branches) {
        std::optional<double> largest;
        for (const auto& [module, value] : byModule) {
            if (module == branch || module.starts_with(branch + '.')) {
                const double before = largest.value_or(value);
                largest = std::isnan(before) || value < before ? before : value; // NaN stays
            }
        }
        if (largest) {
            samples.push_back({prefix + "/" + branch, *largest});
        }
    }
    return samples;
}

std::vector<monitor::AdapterFacts> adaptersBesideWeights(TrainingNetwork& network, const Origins& origins)
{
    const at::NoGradGuard noGradients;
    std::vector<monitor::AdapterFacts> facts;
    for (const auto& [path, origin] : origins.weights) {
        const Site site = siteAt(network, path);
        const at::Tensor added = addedTo(site, site.weight.detach());
        if (!added.defined()) {
            continue;
        }
        const at::Tensor moved = site.weight.detach() - origin;
        const double size = std::max(normOf(origin), std::numeric_limits<double>::min());
        const double adapter = normOf(added);
        const double weight = normOf(moved);
        const double cosine = adapter > 0 && weight > 0 ? (added * moved).sum().item<double>() / (adapter * weight)
                                                        : std::numeric_limits<double>::quiet_NaN();
        facts.push_back({path, adapter / size, weight / size, cosine});
    }
    return facts;
}

monitor::BatchFacts batchFacts(std::span<const dataset::Sample> samples)
{
    monitor::BatchFacts facts;
    facts.images = static_cast<std::int64_t>(samples.size());
    facts.lowest = std::numeric_limits<double>::infinity();
    facts.highest = -facts.lowest;
    for (const dataset::Sample& sample : samples) {
        const std::size_t plane = sample.pixels.size() / 3;
        bool isConstant = true;
        for (std::size_t i = 0; i < sample.pixels.size(); ++i) {
            const float pixel = sample.pixels[i];
            isConstant = isConstant && (plane == 0 || pixel == sample.pixels[i / plane * plane]);
            if (!std::isfinite(pixel)) {
                ++facts.nonFinitePixels;
                continue;
            }
            facts.lowest = std::min(facts.lowest, static_cast<double>(pixel));
            facts.highest = std::max(facts.highest, static_cast<double>(pixel));
        }
        facts.constantImages += isConstant ? 1 : 0;
        facts.boxes += static_cast<std::int64_t>(sample.boxes.size());
        const auto side = static_cast<float>(sample.side);
        facts.oddBoxes += std::ranges::count_if(sample.boxes, [side](const dataset::Box& box) {
            const bool isWithin = box[0] >= -1 && box[1] >= -1 && box[2] <= side + 1 && box[3] <= side + 1;
            return !(isWithin && box[2] > box[0] && box[3] > box[1]);
        });
    }
    if (facts.lowest > facts.highest) {
        facts.lowest = facts.highest = 0;
    }
    return facts;
}

std::int64_t ownClassBoxes(const std::vector<at::Tensor>& logits, const BatchTensors& batch)
{
    const at::NoGradGuard noGradients;
    std::int64_t own = 0;
    const auto side = static_cast<double>(batch.images.size(3));
    const auto boxes = batch.boxes.accessor<float, 3>();
    const auto labels = batch.labels.accessor<std::int64_t, 2>();
    for (std::int64_t b = 0; b < batch.boxes.size(0); ++b) {
        for (std::int64_t i = 0; i < batch.boxes.size(1); ++i) {
            const double x = (boxes[b][i][0] + boxes[b][i][2]) / 2.0;
            const double y = (boxes[b][i][1] + boxes[b][i][3]) / 2.0;
            if (!(boxes[b][i][2] > boxes[b][i][0]) || !(x >= 0 && x < side && y >= 0 && y < side)) {
                continue;
            }
            at::Tensor best;
            for (const at::Tensor& level : logits) {
                const auto row = static_cast<std::int64_t>(y / side * static_cast<double>(level.size(2)));
                const auto column = static_cast<std::int64_t>(x / side * static_cast<double>(level.size(3)));
                const at::Tensor here = level.detach()[b].select(1, row).select(1, column);
                best = best.defined() ? at::maximum(best, here) : here;
            }
            own += best.defined() && best.argmax().item<std::int64_t>() == labels[b][i] ? 1 : 0;
        }
    }
    return own;
}

} // namespace espalier::train

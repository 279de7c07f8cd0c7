#include "tests/lab/explanation.h"

#include "core/train/readings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace espalier::lab {

namespace {

/// The laboratory's pixels lie within this, those of a real batch between 0 and 1.
constexpr double kLargestPixel = 6;

monitor::BatchFacts batchFacts(const Batch& batch)
{
    monitor::BatchFacts facts;
    facts.images = batch.images.size(0);
    facts.boxes = facts.images;
    facts.classes = kClasses;
    const at::Tensor isFinite = batch.images.isfinite();
    facts.nonFinitePixels = isFinite.logical_not().sum().item<std::int64_t>();
    const at::Tensor finite = at::where(isFinite, batch.images, at::zeros({})) / kLargestPixel;
    facts.lowest = finite.min().item<double>();
    facts.highest = finite.max().item<double>();
    const at::Tensor flat = batch.images.flatten(1);
    facts.constantImages = (flat == flat.narrow(1, 0, 1)).all(1).sum().item<std::int64_t>();
    return facts;
}

} // namespace

Explanation::Explanation(const Kind& kind, SmallNetwork& network, const train::Optimizer& optimizer)
    : m_kind(kind), m_network(network), m_optimizer(optimizer), m_origins(train::cloned(network.state()))
{
}

run::StepDone Explanation::stepDone(const monitor::Observation& seen, std::int64_t step) const
{
    run::StepDone done;
    done.step = step;
    done.samples = seen.parts;
    done.samples.push_back({"loss", *seen.loss});
    done.samples.push_back({"grad_norm", *seen.gradientNorm});
    done.samples.push_back({"lr", *seen.learningRate});
    if (seen.lossScale) {
        done.samples.push_back({"loss_scale", *seen.lossScale});
    }
    return done;
}

void Explanation::add(const monitor::Observation& seen, std::int64_t step, run::Stability stability, bool skipped)
{
    run::StepDone done = stepDone(seen, step);
    done.stability = stability;
    done.skipped = skipped;
    m_history.add(done);
}

std::vector<monitor::AdapterFacts> Explanation::adapters() const
{
    const at::NoGradGuard noGradients;
    const train::StateTensors state = m_network.state();
    const auto up = state.find("param.neck.adapter.up.weight");
    if (up == state.end()) {
        return {};
    }
    // A 1×1 beside a 3×3 acts as its centre.
    const at::Tensor origin = m_origins.at("param.neck.conv.weight");
    at::Tensor added = at::zeros_like(origin);
    added.select(3, 1).select(2, 1).copy_(
        m_kind.adapterScale * at::matmul(up->second.flatten(1), state.at("param.neck.adapter.down.weight").flatten(1)));
    const at::Tensor moved = state.at("param.neck.conv.weight") - origin;
    const auto normOf = [](const at::Tensor& tensor) { return tensor.norm().item<double>(); };
    const double cosine = (added * moved).sum().item<double>() / (normOf(added) * normOf(moved));
    return {{"neck", normOf(added) / normOf(origin), normOf(moved) / normOf(origin), cosine}};
}

std::string Explanation::causeOf(const monitor::Verdict& verdict, const monitor::Observation& seen, std::int64_t step,
                                 const Batch& batch, const Loss& loss, const train::StateTensors* healthy)
{
    monitor::Facts facts;
    facts.step = step;
    facts.verdict = verdict;
    facts.firstWarningStep = m_history.firstWarningStep();
    facts.setup.isAdam = m_kind.optimizer == "adamw";
    facts.setup.isHalfPrecision = m_kind.isHalf;
    facts.setup.unboundedBranch = m_kind.frozenNormVariance > 0 ? "head.cls_preds" : "";
    monitor::History history = m_history;
    history.add(stepDone(seen, step));
    facts.course = history.course();
    facts.batch = batchFacts(batch);
    facts.adapters = adapters();

    const train::NamedTensors& trainable = m_network.trainable();
    std::vector<at::Tensor> gradients;
    for (const auto& [name, tensor] : trainable) {
        gradients.push_back(tensor.grad());
        tensor.mutable_grad().reset();
    }
    const train::StateTensors now = train::cloned(m_network.state());
    const train::Probe probe(m_network);
    std::vector<run::Sample> parts;
    const train::Pass failed = probe.pass([&] { return loss(parts); });
    facts.modules = train::readingsOf(failed);
    const experiment::TrainSettings settings = [&] {
        experiment::TrainSettings train;
        train.optimizer = m_kind.optimizer;
        train.beta1 = m_kind.beta1;
        train.beta2 = m_kind.beta2;
        train.epsilon = m_kind.epsilon;
        train.clip = m_kind.clip;
        return train;
    }();
    facts.moments = train::momentsOf(trainable, m_optimizer, settings);
    const auto ratios = train::updateRatios(trainable, m_optimizer, settings);
    for (monitor::ModuleReading& reading : facts.modules) {
        if (const auto ratio = ratios.find(reading.module); ratio != ratios.end()) {
            reading.updateRatio = ratio->second;
        }
    }
    train::FirstBad first = train::firstBad(failed);
    if (healthy != nullptr) {
        train::StateTensors weights;
        for (const auto& [name, tensor] : now) {
            weights.emplace(name, healthy->at(name));
        }
        (void)train::copyInto(m_network.state(), weights);
        const train::Pass before = probe.pass([&] { return loss(facts.partsOnHealthy); });
        facts.healthyModules = train::readingsOf(before);
        first = train::firstBad(failed, &before);
    }
    facts.firstModule = first.module;
    facts.direction = first.direction;
    (void)train::copyInto(m_network.state(), now);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        trainable[i].second.mutable_grad() = gradients[i];
    }
    const monitor::Autopsy autopsy = monitor::diagnose(facts, m_first ? &*m_first : nullptr);
    if (!m_first) {
        m_first = autopsy;
    }
    return autopsy.causes.empty() ? std::string() : autopsy.causes.front().code;
}

} // namespace espalier::lab

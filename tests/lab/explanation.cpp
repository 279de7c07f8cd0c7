#include "tests/lab/explanation.h"

#include "core/train/examination.h"
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
    : m_kind(kind), m_network(network), m_optimizer(optimizer), m_origins(train::cloned(network.state())),
      m_sizes(train::weightSizes(network.state()))
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

monitor::Autopsy Explanation::explain(const monitor::Verdict& verdict, const monitor::Observation& seen,
                                      std::int64_t step, const Batch& batch, const Loss& loss,
                                      const train::StateTensors* healthy)
{
    monitor::Facts facts;
    facts.step = step;
    facts.verdict = verdict;
    facts.firstWarningStep = m_history.firstWarningStep();
    facts.setup.isAdam = m_kind.optimizer == "adamw";
    facts.setup.epsilon = m_kind.epsilon;
    facts.setup.isHalfPrecision = m_kind.isHalf;
    facts.setup.unboundedBranch = m_kind.frozenNormVariance > 0 ? "head.cls_preds" : "";
    monitor::History history = m_history;
    history.add(stepDone(seen, step));
    facts.course = history.course();
    facts.batch = batchFacts(batch);
    facts.adapters = adapters();
    if (healthy != nullptr) {
        facts.growth = train::growthSince(m_sizes, *healthy);
    }

    const experiment::TrainSettings settings = [&] {
        experiment::TrainSettings train;
        train.optimizer = m_kind.optimizer;
        train.beta1 = m_kind.beta1;
        train.beta2 = m_kind.beta2;
        train.epsilon = m_kind.epsilon;
        train.clip = m_kind.clip;
        return train;
    }();
    const train::Unchanged unchanged(m_network.trainable(), m_network.state());
    const train::Probe probe(m_network);
    const auto replay = [&] {
        train::Replay answer;
        answer.pass = probe.pass([&] { return loss(answer.parts); });
        return answer;
    };
    const auto lossNow = [&] {
        std::vector<run::Sample> parts;
        return loss(parts).item<double>();
    };
    (void)train::examine({m_network.state(), m_network.trainable(), m_optimizer, settings, replay, lossNow}, healthy,
                         facts);
    monitor::Autopsy autopsy = monitor::diagnose(facts, m_first ? &*m_first : nullptr);
    if (!m_first) {
        m_first = autopsy;
    }
    return autopsy;
}

} // namespace espalier::lab

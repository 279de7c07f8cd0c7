// Readings: what an autopsy measures on a network beside its replayed pass.
#pragma once

#include "core/dataset/dataset.h"
#include "core/monitor/diagnosis.h"
#include "core/train/batch.h"
#include "core/train/optimizer.h"
#include "core/train/probe.h"
#include "core/train/training_network.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace espalier::train {

/// What drift is measured against: copies made when a run begins, of few tensors.
struct Origins {
    StateTensors norms;                        ///< statistics that move, as they were loaded: `buffer.…`
    std::map<std::string, double> sizes;       ///< weightSizes() of what trains
    std::map<std::string, at::Tensor> weights; ///< by site: the weight beside an adapter, where it trains
};
[[nodiscard]] Origins originsOf(TrainingNetwork& network);

/// Activations and gradients of a pass; what else a reading holds is not known from it.
[[nodiscard]] std::vector<monitor::ModuleReading> readingsOf(const Pass& pass);
/// ‖w‖ by module, of the `param.…` in a state; none smaller than one of kLeastWeight a number.
[[nodiscard]] std::map<std::string, double> weightSizes(const StateTensors& state);
/// How many times `then` they have become, by module.
[[nodiscard]] std::vector<run::Sample> growthSince(const std::map<std::string, double>& then,
                                                   const StateTensors& state);
/// ‖Δw‖ / ‖w‖ by module, of the update that AdamW's moments (SGD's momentum) make at the rate in force. A weight counts
/// as no smaller than kLeastWeight a number: what starts at zero would move without bound. Empty before the first step.
inline constexpr double kLeastWeight = 0.05;
[[nodiscard]] std::map<std::string, double> updateRatios(const NamedTensors& trainable, const Optimizer& optimizer,
                                                         const experiment::TrainSettings& settings);
/// g² of the gradients that the tensors have now, clipped as a step would, against AdamW's second moment. Those whose
/// gradient is not finite are left out; empty for SGD.
[[nodiscard]] std::vector<monitor::MomentFacts> momentsOf(const NamedTensors& trainable, const Optimizer& optimizer,
                                                          const experiment::TrainSettings& settings);
/// `state` and `origins` hold `buffer.….running_mean` and `….running_var`. By module: root mean square over the
/// channels of (mean now − mean then) / deviation then.
[[nodiscard]] std::map<std::string, double> normDrifts(const StateTensors& state, const StateTensors& origins);
/// `<prefix>/<branch>`: the largest value of the branch's modules; branches without one are left out.
[[nodiscard]] std::vector<run::Sample> largestByBranch(const std::map<std::string, double>& byModule,
                                                       const std::vector<std::string>& branches,
                                                       const std::string& prefix);
[[nodiscard]] std::vector<monitor::AdapterFacts> adaptersBesideWeights(TrainingNetwork& network,
                                                                       const Origins& origins);

[[nodiscard]] monitor::BatchFacts batchFacts(std::span<const dataset::Sample> samples);
/// Boxes whose own class has the highest logit, over all levels, at the cell of the box's centre.
[[nodiscard]] std::int64_t ownClassBoxes(const std::vector<at::Tensor>& logits, const BatchTensors& batch);

} // namespace espalier::train

// Replay: the batch of a step once more, under watch, and as if it had not happened.
#pragma once

#include "core/run/event.h"
#include "core/train/batch.h"
#include "core/train/detection_loss.h"
#include "core/train/probe.h"
#include "core/train/training_network.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace espalier::train {

struct Replay {
    Pass pass;
    std::vector<run::Sample> parts; ///< `loss_cls`, `loss_bbox`, `loss_dfl`
    std::vector<at::Tensor> logits; ///< per level B×K×H×W
};

/// One pass forward and backward with the weights that the network has, under the random numbers that `random`, a state
/// of the generator, begins. Gradients, moving statistics and the generator are changed: see Unchanged.
[[nodiscard]] Replay replay(TrainingNetwork& network, const BatchTensors& batch, const at::Tensor& random,
                            DistributionLayout layout);

/// The loss that such a pass begins with; no gradients, nothing under watch. Changes statistics and generator.
[[nodiscard]] double lossOf(TrainingNetwork& network, const BatchTensors& batch, const at::Tensor& random,
                            DistributionLayout layout);

/// Puts back, when it ends, what replays change: gradients, moving statistics, the generator, and weights that were
/// lent to the network.
class Unchanged {
public:
    /// `state` is live; `trainable` must outlive it.
    Unchanged(const NamedTensors& trainable, StateTensors state);
    ~Unchanged();
    Unchanged(const Unchanged&) = delete;
    Unchanged& operator=(const Unchanged&) = delete;

private:
    const NamedTensors& m_trainable;
    StateTensors m_live;
    StateTensors m_state;
    at::Tensor m_random;
    std::vector<at::Tensor> m_gradients;
};

} // namespace espalier::train

// Examination: the batch of a step looked at closely, for an autopsy: replayed with the weights at hand, with the
// newest healthy ones, and with parts of these put back.
#pragma once

#include "core/monitor/diagnosis.h"
#include "core/train/optimizer.h"
#include "core/train/replay.h"
#include "core/train/state_tensors.h"

#include <functional>

namespace espalier::train {

/// A training loop, any.
struct Examined {
    StateTensors state; ///< live: what trains, and statistics that move
    const NamedTensors& trainable;
    const Optimizer& optimizer;
    const experiment::TrainSettings& settings;
    std::function<Replay()> replay; ///< of the batch, under watch
    std::function<double()> loss;   ///< of the same batch, of the same random numbers, without gradients
};

/// Fills what `facts` holds of modules, moments, healthy weights, healing and the first module that went bad;
/// `facts.batch` is there already. `healthy` may be null, else it holds what the state does and maybe more. Gradients,
/// statistics and generator are changed: see Unchanged. Gives the replay with healthy weights back; without any, the
/// one with those at hand.
Replay examine(const Examined& examined, const StateTensors* healthy, monitor::Facts& facts);

} // namespace espalier::train

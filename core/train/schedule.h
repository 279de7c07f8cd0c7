// Schedule: learning rate and momentum over a run's true length, for the trainer.
#pragma once

#include "core/experiment/schedule.h"

namespace espalier::train {

using experiment::learningRateFactor;
using experiment::momentum;

} // namespace espalier::train

// Schedule: the learning rate over a run's true length, for the trainer.
#pragma once

#include "core/experiment/schedule.h"

namespace espalier::train {

using experiment::learningRateFactor;

} // namespace espalier::train

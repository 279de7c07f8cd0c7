// The functions behind the table of checks, by subject.
#pragma once

#include "core/preflight/preflight.h"

#include <vector>

namespace espalier::preflight {

// plan_checks.cpp
void patternNoModule(const Subject& subject, std::vector<Finding>& findings);
void patternNoParameter(const Subject& subject, std::vector<Finding>& findings);
void nothingTrains(const Subject& subject, std::vector<Finding>& findings);
void lrScaleReachesNothing(const Subject& subject, std::vector<Finding>& findings);
void frozenTextUnfrozenClassBranch(const Subject& subject, std::vector<Finding>& findings);
void contrastFrozenClassUnfrozen(const Subject& subject, std::vector<Finding>& findings);
void adapterAndUnfreeze(const Subject& subject, std::vector<Finding>& findings);
void frozenStatisticsMove(const Subject& subject, std::vector<Finding>& findings);
void memory(const Subject& subject, std::vector<Finding>& findings);

// schedule_checks.cpp
void scheduleShorterThanRun(const Subject& subject, std::vector<Finding>& findings);
void negativeLearningRate(const Subject& subject, std::vector<Finding>& findings);
void warmUpNeverEnds(const Subject& subject, std::vector<Finding>& findings);
void warmUpLongerThanHalf(const Subject& subject, std::vector<Finding>& findings);
void mosaicNeverCloses(const Subject& subject, std::vector<Finding>& findings);
void closeMosaicLongerThanRun(const Subject& subject, std::vector<Finding>& findings);
void clipZeroWithHighLr(const Subject& subject, std::vector<Finding>& findings);
void accumulationLargerThanEpoch(const Subject& subject, std::vector<Finding>& findings);

// data_checks.cpp
void validationImagesInTraining(const Subject& subject, std::vector<Finding>& findings);
void noBoxSurvives(const Subject& subject, std::vector<Finding>& findings);
void fewBoxes(const Subject& subject, std::vector<Finding>& findings);
void classWithoutBox(const Subject& subject, std::vector<Finding>& findings);
void batchTooSmallForBatchNorm(const Subject& subject, std::vector<Finding>& findings);
void metricNoise(const Subject& subject, std::vector<Finding>& findings);

// class_checks.cpp
void classOrder(const Subject& subject, std::vector<Finding>& findings);
void promptsCount(const Subject& subject, std::vector<Finding>& findings);

// loss_checks.cpp
void dflLayoutMixed(const Subject& subject, std::vector<Finding>& findings);

} // namespace espalier::preflight

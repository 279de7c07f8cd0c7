#include "core/preflight/check_functions.h"
#include "core/preflight/wording.h"

#include <cmath>
#include <cstdio>

namespace espalier::preflight {

void dflLayoutMixed(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::TrainSettings& train = subject.experiment.train;
    if (train.dflLayout != "mixed") {
        return;
    }
    constexpr double kBins = 16;
    constexpr double kWeight = 1.5;
    const double chance = kWeight * std::log(kBins);
    char text[160];
    std::snprintf(text, sizeof text, "stays at chance, 1.5 ln 16 = %.3f an image (%.2f at batch %d)", chance,
                  chance * train.batch, train.batch);
    findings.push_back(
        {"dfl-layout-mixed",
         Severity::Error,
         "The box loss reads distributions across cells, so loss_dfl learns nothing and " + std::string(text),
         "train.dfl_layout",
         {"Read distributions cell by cell", {"train.dfl_layout=cells"}}});
}

} // namespace espalier::preflight

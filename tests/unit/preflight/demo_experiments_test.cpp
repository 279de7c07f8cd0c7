#include "tests/unit/preflight/situation.h"

#include <filesystem>

namespace espalier::preflight::test {
namespace {

TEST(DemoExperiments, HaveNoError)
{
    int count = 0;
    const std::filesystem::path folder = std::filesystem::path(ESPALIER_SOURCE_DIR) / "experiments/demo";
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".yaml") {
            continue;
        }
        ++count;
        SCOPED_TRACE(file.path().filename());
        Situation situation;
        auto experiment = experiment::load(file.path());
        ASSERT_TRUE(experiment.has_value());
        situation.experiment = std::move(*experiment);
        const auto data = dataset::openDataset(situation.experiment.data, situation.experiment.model.classes, folder,
                                               situation.experiment.train.seed);
        ASSERT_TRUE(data.has_value());
        situation.train = data->train->catalogue();
        situation.val = data->val->catalogue();
        for (const Finding& finding : situation.all()) {
            EXPECT_NE(finding.severity, Severity::Error) << finding.id << ": " << finding.sentence;
        }
    }
    EXPECT_GE(count, 5);
}

} // namespace
} // namespace espalier::preflight::test

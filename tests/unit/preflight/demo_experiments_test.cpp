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

/// Without their images: what the files alone say. Those that reproduce the study say that its faults are meant.
TEST(ShippedExperiments, AreAdmittedAndThePublishedOnesOnlyByTheirOwnWord)
{
    int published = 0;
    int others = 0;
    const std::filesystem::path folder = std::filesystem::path(ESPALIER_SOURCE_DIR) / "experiments";
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".yaml") {
            continue;
        }
        SCOPED_TRACE(file.path());
        auto experiment = experiment::load(file.path());
        ASSERT_TRUE(experiment.has_value()) << describe(experiment.error());
        EXPECT_TRUE(checkAccepted(*experiment));
        Situation situation;
        situation.hasData = false;
        situation.experiment = std::move(*experiment);
        EXPECT_TRUE(admit(situation.experiment, situation.all()));
        const bool isPublished = file.path().parent_path().filename() == "published";
        ++(isPublished ? published : others);
        EXPECT_EQ(situation.experiment.accept.empty(), !isPublished);
        situation.experiment.accept.clear();
        EXPECT_EQ(admit(situation.experiment, situation.all()).has_value(), !isPublished);
    }
    EXPECT_GE(published, 8);
    EXPECT_GE(others, 13);
}

} // namespace
} // namespace espalier::preflight::test

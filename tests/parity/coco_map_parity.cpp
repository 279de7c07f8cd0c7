// Average precision and recall against the COCO evaluation's own numbers.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/metrics/detection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

namespace espalier::metrics {
namespace {

constexpr double kTolerance = 1e-9;

std::filesystem::path goldens()
{
    const char* named = std::getenv("ESPALIER_GOLDENS");
    const auto root = named != nullptr ? std::filesystem::path(named)
                                       : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/goldens";
    return root / "coco_map";
}

std::optional<Json> read(const std::string& name)
{
    const auto path = goldens() / name;
    if (!std::filesystem::exists(path)) {
        std::cout << "no golden coco_map/" << name << ": nothing compared\n";
        return std::nullopt;
    }
    const auto text = readFile(path);
    EXPECT_TRUE(text);
    auto json = parseJson(*text, name);
    EXPECT_TRUE(json);
    return *json;
}

Box boxOf(const Json& row)
{
    const auto b = row["bbox"].get<std::vector<double>>();
    return {b[0], b[1], b[0] + b[2], b[1] + b[3]};
}

DetectionScores scoresOf(const Json& truth, const Json& detections, std::vector<int>& categoryIds)
{
    std::map<int, int> label;
    for (const Json& category : truth["categories"]) {
        categoryIds.push_back(category["id"].get<int>());
    }
    std::sort(categoryIds.begin(), categoryIds.end());
    for (std::size_t i = 0; i < categoryIds.size(); ++i) {
        label[categoryIds[i]] = static_cast<int>(i);
    }
    std::vector<TruthBox> boxes;
    for (const Json& row : truth["annotations"]) {
        boxes.push_back({row["image_id"].get<std::int64_t>(), label.at(row["category_id"].get<int>()), boxOf(row),
                         row["area"].get<double>(), row["iscrowd"].get<int>() != 0});
    }
    std::vector<DetectedBox> found;
    for (const Json& row : detections) {
        found.push_back({row["image_id"].get<std::int64_t>(), label.at(row["category_id"].get<int>()), boxOf(row),
                         row["score"].get<double>()});
    }
    return evaluateDetections(boxes, found, static_cast<int>(categoryIds.size()));
}

void expectStats(const DetectionScores& scores, const std::vector<double>& expected)
{
    const double ours[]{scores.map,       scores.map50,       scores.map75,        scores.mapSmall,
                        scores.mapMedium, scores.mapLarge,    scores.recall1,      scores.recall10,
                        scores.recall100, scores.recallSmall, scores.recallMedium, scores.recallLarge};
    ASSERT_EQ(expected.size(), std::size(ours));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i] < 0) {
            EXPECT_TRUE(std::isnan(ours[i])) << "figure " << i;
        } else {
            EXPECT_NEAR(ours[i], expected[i], kTolerance) << "figure " << i;
        }
    }
}

class Cases : public testing::TestWithParam<const char*> {};

TEST_P(Cases, AgreeWithTheProtocol)
{
    const std::string name = GetParam();
    const auto about = read(name + ".json");
    const auto truth = read(name + ".gt.json");
    const auto detections = read(name + ".dt.json");
    if (!about || !truth || !detections) {
        return;
    }
    std::vector<int> ids;
    const DetectionScores scores = scoresOf(*truth, *detections, ids);
    std::vector<double> expected;
    for (const auto& [key, value] : (*about)["stats"].items()) {
        expected.push_back(value.get<double>());
    }
    expectStats(scores, expected);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_NEAR(scores.perClass[i], (*about)["per_category"][std::to_string(ids[i])]["AP"].get<double>(),
                    kTolerance);
    }
}

INSTANTIATE_TEST_SUITE_P(Coco, Cases, testing::Values("basic", "ties"));

TEST(HandCases, AgreeWithTheProtocol)
{
    const auto file = read("hand_cases.json");
    if (!file) {
        return;
    }
    for (const Json& about : (*file)["cases"]) {
        SCOPED_TRACE(about["name"].get<std::string>());
        std::vector<int> ids;
        expectStats(scoresOf(about["gt"], about["dt"], ids), about["stats"].get<std::vector<double>>());
    }
}

} // namespace
} // namespace espalier::metrics

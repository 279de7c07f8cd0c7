// Average precision and recall against the COCO evaluation's own numbers.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/metrics/detection.h"
#include "core/weights/safetensors.h"
#include "tests/parity/record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
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

struct Boxes {
    std::vector<TruthBox> truth;
    std::vector<DetectedBox> found;
    std::vector<int> categoryIds; ///< by label
    [[nodiscard]] int categories() const { return static_cast<int>(categoryIds.size()); }
    [[nodiscard]] DetectionScores scores() const { return evaluateDetections(truth, found, categories()); }
};

Boxes boxesOf(const Json& truth, const Json& detections)
{
    Boxes boxes;
    std::map<int, int> label;
    for (const Json& category : truth["categories"]) {
        boxes.categoryIds.push_back(category["id"].get<int>());
    }
    std::sort(boxes.categoryIds.begin(), boxes.categoryIds.end());
    for (std::size_t i = 0; i < boxes.categoryIds.size(); ++i) {
        label[boxes.categoryIds[i]] = static_cast<int>(i);
    }
    for (const Json& row : truth["annotations"]) {
        boxes.truth.push_back({row["image_id"].get<std::int64_t>(), label.at(row["category_id"].get<int>()), boxOf(row),
                               row["area"].get<double>(), row["iscrowd"].get<int>() != 0});
    }
    for (const Json& row : detections) {
        boxes.found.push_back({row["image_id"].get<std::int64_t>(), label.at(row["category_id"].get<int>()), boxOf(row),
                               row["score"].get<double>()});
    }
    return boxes;
}

void expectStats(const DetectionScores& scores, const std::vector<double>& expected, const std::string& what)
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
            const double apart = std::abs(ours[i] - expected[i]);
            parity::record({"figures: " + what + std::to_string(i), kTolerance, apart, kTolerance, "of 1"});
        }
    }
}

/// Double by double: not one may differ. The reference's −1 is our NaN.
void expectSame(const std::vector<double>& ours, const weights::TensorView* tensor, const std::string& name)
{
    ASSERT_NE(tensor, nullptr) << name;
    ASSERT_EQ(tensor->bytes.size(), ours.size() * sizeof(double)) << name;
    std::vector<double> expected(ours.size());
    std::memcpy(expected.data(), tensor->bytes.data(), tensor->bytes.size());
    double different = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        different += expected[i] == -1 ? !std::isnan(ours[i]) : ours[i] != expected[i];
    }
    EXPECT_EQ(different, 0) << name << ": of " << ours.size() << " values";
    parity::record({"table: " + name, 0, different, 0, "values"});
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
    parity::recordCase("coco_map/" + name, *about);
    const Boxes boxes = boxesOf(*truth, *detections);
    const DetectionScores scores = boxes.scores();
    std::vector<double> expected;
    for (const auto& [key, value] : (*about)["stats"].items()) {
        expected.push_back(value.get<double>());
    }
    expectStats(scores, expected, "");
    for (std::size_t i = 0; i < boxes.categoryIds.size(); ++i) {
        const std::string id = std::to_string(boxes.categoryIds[i]);
        const double apart = std::abs(scores.perClass[i] - (*about)["per_category"][id]["AP"].get<double>());
        EXPECT_LE(apart, kTolerance) << "class " << id;
        parity::record({"figures: AP of class " + id, kTolerance, apart, kTolerance, "of 1"});
    }
    const auto tensors = weights::SafetensorsFile::open(goldens() / (name + ".safetensors"));
    ASSERT_TRUE(tensors) << describe(tensors.error());
    const PrecisionTable table = tabulatePrecision(boxes.truth, boxes.found, boxes.categories());
    expectSame(table.precision, tensors->find("precision"), "precision");
    expectSame(table.recall, tensors->find("recall"), "recall");
}

INSTANTIATE_TEST_SUITE_P(Coco, Cases, testing::Values("basic", "ties"));

TEST(HandCases, AgreeWithTheProtocol)
{
    const auto file = read("hand_cases.json");
    if (!file) {
        return;
    }
    parity::recordCase("coco_map/hand_cases", *file);
    for (const Json& about : (*file)["cases"]) {
        const auto name = about["name"].get<std::string>();
        SCOPED_TRACE(name);
        expectStats(boxesOf(about["gt"], about["dt"]).scores(), about["stats"].get<std::vector<double>>(), name + " ");
    }
}

} // namespace
} // namespace espalier::metrics

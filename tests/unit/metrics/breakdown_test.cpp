#include "core/base/random.h"
#include "core/metrics/breakdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier::metrics {
namespace {

TruthBox truth(std::int64_t image, int category, Box box)
{
    return {image, category, box, -1, false};
}

/// Class 0 in images 1 and 2, class 1 in image 1, nothing in image 3.
const std::vector<TruthBox> kTruth{truth(1, 0, {0, 0, 10, 10}), truth(1, 1, {20, 0, 30, 10}),
                                   truth(2, 0, {0, 0, 10, 10})};

/// One right, one that says 0 of a 1, one beside everything, one below the score, one in an image without truth.
const std::vector<DetectedBox> kDetections{{1, 0, {0, 0, 10, 10}, 0.9},
                                           {1, 0, {20, 0, 30, 10}, 0.8},
                                           {2, 1, {50, 50, 60, 60}, 0.7},
                                           {2, 0, {0, 0, 10, 10}, 0.1},
                                           {3, 1, {0, 0, 5, 5}, 0.6}};

TEST(MatchBoxes, SaysWhatBecameOfEachBox)
{
    const BoxMatches matches = matchBoxes(kTruth, kDetections, {});
    EXPECT_EQ(matches.fates,
              (std::vector<Fate>{Fate::Hit, Fate::Mislabelled, Fate::Background, Fate::BelowScore, Fate::Background}));
    EXPECT_EQ(matches.detectionOf, (std::vector<std::optional<std::size_t>>{0, 1, std::nullopt}));
}

TEST(MatchBoxes, BetterScoresChooseFirstAndTakeTheLargestOverlap)
{
    const std::vector<TruthBox> two{truth(1, 0, {0, 0, 10, 10}), truth(1, 0, {0, 0, 10, 8})};
    const std::vector<DetectedBox> said{{1, 0, {0, 0, 10, 8}, 0.5}, {1, 0, {0, 0, 10, 8}, 0.9}};
    const BoxMatches matches = matchBoxes(two, said, {0.25, 0.5});
    EXPECT_EQ(matches.detectionOf[1], 1U); // overlap 1, chosen by the better score
    EXPECT_EQ(matches.detectionOf[0], 0U); // overlap 0.8, what is left
}

TEST(MatchBoxes, TakesItsOwnClassAmongEqualOverlaps)
{
    const std::vector<TruthBox> two{truth(1, 1, {0, 0, 10, 10}), truth(1, 0, {0, 0, 10, 10})};
    const BoxMatches matches = matchBoxes(two, std::vector<DetectedBox>{{1, 0, {0, 0, 10, 10}, 0.9}}, {});
    EXPECT_EQ(matches.fates[0], Fate::Hit);
    EXPECT_EQ(matches.detectionOf, (std::vector<std::optional<std::size_t>>{std::nullopt, 0}));
}

TEST(MatchBoxes, TheOverlapAndTheScoreThemselvesAreEnough)
{
    const std::vector<TruthBox> one{truth(1, 0, {0, 0, 10, 10})};
    const std::vector<DetectedBox> half{{1, 0, {0, 0, 10, 5}, 0.25}};
    EXPECT_EQ(matchBoxes(one, half, {0.25, 0.5}).fates[0], Fate::Hit);
    EXPECT_EQ(matchBoxes(one, half, {0.25, 0.51}).fates[0], Fate::Background);
    EXPECT_EQ(matchBoxes(one, half, {0.26, 0.5}).fates[0], Fate::BelowScore);
    const std::vector<DetectedBox> beside{{1, 0, {10, 0, 20, 10}, 0.9}};
    EXPECT_EQ(matchBoxes(one, beside, {0.25, 0}).fates[0], Fate::Background); // touching is not overlapping
}

TEST(MatchBoxes, ACrowdIsNeitherFoundNorMissed)
{
    std::vector<TruthBox> crowd{truth(1, 0, {0, 0, 100, 100})};
    crowd[0].isCrowd = true;
    const std::vector<DetectedBox> said{
        {1, 0, {0, 0, 10, 10}, 0.9}, {1, 0, {5, 5, 15, 15}, 0.8}, {1, 1, {0, 0, 10, 10}, 0.7}};
    const BoxMatches matches = matchBoxes(crowd, said, {});
    EXPECT_EQ(matches.fates, (std::vector<Fate>{Fate::Crowd, Fate::Crowd, Fate::Background}));
    const ConfusionMatrix matrix = confusionOf(crowd, said, matches, 2);
    EXPECT_EQ(matrix.at(0, 2), 0);
    EXPECT_EQ(matrix.at(2, 0), 0);
    EXPECT_EQ(matrix.at(2, 1), 1);
    EXPECT_EQ(imagesOf(crowd, said, matches), (std::vector<ImageBreakdown>{{1, 0, 0, 1}}));
}

TEST(Confusion, CountsByHand)
{
    const ConfusionMatrix matrix = breakDown(kTruth, kDetections, 2).confusion;
    ASSERT_EQ(matrix.classes(), 2U);
    const std::vector<std::vector<std::int64_t>> expected{{1, 0, 1}, {1, 0, 0}, {0, 2, 0}};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            EXPECT_EQ(matrix.at(row, column), expected[row][column]) << row << ", " << column;
        }
    }
}

TEST(Images, CountByHand)
{
    const auto images = breakDown(kTruth, kDetections, 2).images;
    EXPECT_EQ(images, (std::vector<ImageBreakdown>{{1, 1, 1, 1}, {2, 0, 1, 1}, {3, 0, 0, 1}}));
    EXPECT_EQ(images[0].disagreement(), 2);
}

TEST(BestThreshold, IsWhereF1IsHighest)
{
    const std::vector<TruthBox> two{truth(1, 0, {0, 0, 10, 10}), truth(2, 0, {0, 0, 10, 10})};
    // Kept from 0.9: P 1, R 1/2, F1 2/3. From 0.8: P 1/2, F1 1/2. From 0.7: P 2/3, R 1, F1 4/5. From 0.6: F1 2/3.
    const std::vector<DetectedBox> said{{1, 0, {0, 0, 10, 10}, 0.9},
                                        {1, 0, {50, 0, 60, 10}, 0.8},
                                        {2, 0, {0, 0, 10, 10}, 0.7},
                                        {2, 0, {50, 0, 60, 10}, 0.6}};
    const Threshold best = bestThreshold(two, said);
    EXPECT_EQ(best.score, 0.7);
    EXPECT_DOUBLE_EQ(best.f1, 0.8);
    EXPECT_DOUBLE_EQ(best.precision, 2.0 / 3);
    EXPECT_EQ(best.recall, 1);
}

TEST(BestThreshold, DoesNotPartEqualScores)
{
    const std::vector<TruthBox> one{truth(1, 0, {0, 0, 10, 10})};
    const std::vector<DetectedBox> said{{1, 0, {0, 0, 10, 10}, 0.5}, {1, 0, {50, 0, 60, 10}, 0.5}};
    const Threshold best = bestThreshold(one, said);
    EXPECT_EQ(best.score, 0.5);
    EXPECT_EQ(best.precision, 0.5);
}

TEST(BestThreshold, IsNoneWhereNothingIsRight)
{
    EXPECT_TRUE(std::isnan(bestThreshold({}, kDetections).score));
    EXPECT_TRUE(std::isnan(bestThreshold(kTruth, {}).score));
    EXPECT_EQ(bestThreshold(kTruth, {}).f1, 0);
}

TEST(BreakDown, SaysByHandWhatAClassReached)
{
    const Breakdown breakdown = breakDown(kTruth, kDetections, 3);
    ASSERT_EQ(breakdown.classes.size(), 3U);
    // Class 0: right at 0.9, wrong at 0.8, right at 0.1. Precision 1 up to recall 1/2 (51 of 101 points), then 2/3.
    const ClassBreakdown& first = breakdown.classes[0];
    EXPECT_NEAR(first.ap, (51 + 50 * 2.0 / 3) / 101, 1e-12);
    EXPECT_NEAR(first.ap50, first.ap, 1e-12);
    EXPECT_NEAR(first.ap75, first.ap, 1e-12);
    EXPECT_EQ(first.recall100, 1);
    EXPECT_EQ(first.truth, 2);
    EXPECT_EQ(first.detections, 3);
    EXPECT_EQ(first.best.score, 0.1);
    EXPECT_EQ(breakdown.classes[1].ap, 0);
    EXPECT_EQ(breakdown.classes[1].truth, 1);
    EXPECT_TRUE(std::isnan(breakdown.classes[2].ap)); // no truth: nothing to reach
    EXPECT_EQ(breakdown.classes[2].truth, 0);
    EXPECT_NEAR(breakdown.scores.map, first.ap / 2, 1e-12);
}

/// Boxes without equal scores or overlaps, so that an order cannot matter.
struct Scene {
    std::vector<TruthBox> truth;
    std::vector<DetectedBox> detections;
};

constexpr int kClasses = 4;

Scene randomScene(std::uint64_t seed)
{
    Random random(seed);
    Scene scene;
    const auto anyBox = [&] {
        const double x = random.uniform(0, 60);
        const double y = random.uniform(0, 60);
        return Box{x, y, x + random.uniform(5, 50), y + random.uniform(5, 50)};
    };
    for (int i = 0; i < 60; ++i) {
        TruthBox box = truth(random.below(12), static_cast<int>(random.below(kClasses)), anyBox());
        box.isCrowd = random.chance(0.1);
        scene.truth.push_back(box);
        if (random.chance(0.8)) {
            Box near = box.box;
            for (double& side : near) {
                side += random.uniform(-2, 2);
            }
            const int said = random.chance(0.8) ? box.category : static_cast<int>(random.below(kClasses));
            scene.detections.push_back({box.image, said, near, random.uniform()});
        }
        scene.detections.push_back(
            {random.below(14), static_cast<int>(random.below(kClasses)), anyBox(), random.uniform()});
    }
    return scene;
}

void expectSame(const ClassBreakdown& a, const ClassBreakdown& b)
{
    EXPECT_DOUBLE_EQ(a.ap, b.ap);
    EXPECT_DOUBLE_EQ(a.ap50, b.ap50);
    EXPECT_DOUBLE_EQ(a.ap75, b.ap75);
    EXPECT_DOUBLE_EQ(a.recall100, b.recall100);
    EXPECT_EQ(a.truth, b.truth);
    EXPECT_EQ(a.detections, b.detections);
    EXPECT_EQ(a.best.score, b.best.score);
    EXPECT_EQ(a.best.f1, b.best.f1);
}

TEST(BreakDownProperties, TheOrderOfBoxesDoesNotMatter)
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Scene scene = randomScene(seed);
        const Breakdown before = breakDown(scene.truth, scene.detections, kClasses);
        Random random(seed + 1000);
        random.shuffle(std::span(scene.truth));
        random.shuffle(std::span(scene.detections));
        const Breakdown after = breakDown(scene.truth, scene.detections, kClasses);
        EXPECT_EQ(before.images, after.images);
        for (std::size_t row = 0; row <= kClasses; ++row) {
            for (std::size_t column = 0; column <= kClasses; ++column) {
                EXPECT_EQ(before.confusion.at(row, column), after.confusion.at(row, column));
            }
        }
        for (std::size_t i = 0; i < kClasses; ++i) {
            expectSame(before.classes[i], after.classes[i]);
        }
    }
}

TEST(BreakDownProperties, PermutedClassesPermuteTheResult)
{
    const std::vector<std::size_t> to{2, 0, 3, 1, kClasses}; // the background stays
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Scene scene = randomScene(seed);
        const Breakdown before = breakDown(scene.truth, scene.detections, kClasses);
        for (TruthBox& box : scene.truth) {
            box.category = static_cast<int>(to[static_cast<std::size_t>(box.category)]);
        }
        for (DetectedBox& box : scene.detections) {
            box.category = static_cast<int>(to[static_cast<std::size_t>(box.category)]);
        }
        const Breakdown after = breakDown(scene.truth, scene.detections, kClasses);
        EXPECT_EQ(before.images, after.images);
        EXPECT_NEAR(before.scores.map, after.scores.map, 1e-12); // a sum in another order
        for (std::size_t i = 0; i < kClasses; ++i) {
            expectSame(before.classes[i], after.classes[to[i]]);
        }
        for (std::size_t row = 0; row <= kClasses; ++row) {
            for (std::size_t column = 0; column <= kClasses; ++column) {
                EXPECT_EQ(before.confusion.at(row, column), after.confusion.at(to[row], to[column]));
            }
        }
    }
}

TEST(BreakDownProperties, EveryBoxIsCountedOnce)
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Scene scene = randomScene(seed);
        const MatchRules rules{0.3, 0.5};
        const Breakdown breakdown = breakDown(scene.truth, scene.detections, kClasses, rules);
        const BoxMatches matches = matchBoxes(scene.truth, scene.detections, rules);
        std::int64_t diagonal = 0;
        std::int64_t truthBoxes = 0;
        for (std::size_t i = 0; i < kClasses; ++i) {
            std::int64_t row = 0;
            std::int64_t column = 0;
            for (std::size_t j = 0; j <= kClasses; ++j) {
                row += breakdown.confusion.at(i, j);
                column += breakdown.confusion.at(j, i);
            }
            EXPECT_EQ(row, breakdown.classes[i].truth);
            const auto shown =
                std::count_if(scene.detections.begin(), scene.detections.end(), [&](const DetectedBox& box) {
                    const auto fate = matches.fates[static_cast<std::size_t>(&box - scene.detections.data())];
                    return box.category == static_cast<int>(i) && fate != Fate::BelowScore && fate != Fate::Crowd;
                });
            EXPECT_EQ(column, shown);
            diagonal += breakdown.confusion.at(i, i);
            truthBoxes += breakdown.classes[i].truth;
        }
        std::int64_t matched = 0;
        std::int64_t missed = 0;
        for (const ImageBreakdown& image : breakdown.images) {
            matched += image.matched;
            missed += image.missed;
        }
        EXPECT_EQ(matched, diagonal);
        EXPECT_EQ(matched + missed, truthBoxes);
    }
}

TEST(BreakDownProperties, TheBestThresholdIsTheBestOfAll)
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Scene scene = randomScene(seed);
        std::erase_if(scene.truth, [](const TruthBox& box) { return box.category != 0; });
        std::erase_if(scene.detections, [](const DetectedBox& box) { return box.category != 0; });
        const Threshold best = bestThreshold(scene.truth, scene.detections);
        const auto f1At = [&](double score) {
            const BoxMatches matches = matchBoxes(scene.truth, scene.detections, {score, 0.5});
            const auto count = [&](Fate fate) {
                return static_cast<double>(std::count(matches.fates.begin(), matches.fates.end(), fate));
            };
            const auto positives = static_cast<double>(std::count_if(scene.truth.begin(), scene.truth.end(),
                                                                     [](const TruthBox& box) { return !box.isCrowd; }));
            return 2 * count(Fate::Hit) / (count(Fate::Hit) + count(Fate::Background) + positives);
        };
        EXPECT_DOUBLE_EQ(f1At(best.score), best.f1);
        for (const DetectedBox& box : scene.detections) {
            EXPECT_LE(f1At(box.score), best.f1);
        }
    }
}

TEST(BreakDown, LeavesOutClassesThatAreNotKnown)
{
    const std::vector<TruthBox> odd{truth(1, 7, {0, 0, 1, 1}), truth(1, -1, {0, 0, 1, 1})};
    const Breakdown breakdown = breakDown(odd, std::vector<DetectedBox>{{1, 9, {5, 5, 6, 6}, 0.9}}, 1);
    EXPECT_EQ(breakdown.classes[0].truth, 0);
    EXPECT_EQ(breakdown.confusion.at(0, 1), 0);
    EXPECT_EQ(breakdown.confusion.at(1, 0), 0);
    EXPECT_TRUE(breakDown({}, {}, 0).images.empty());
}

} // namespace
} // namespace espalier::metrics

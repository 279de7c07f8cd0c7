#include "core/dataset/augment.h"
#include "core/dataset/batch_loader.h"
#include "core/dataset/inspection.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::dataset {
namespace {

constexpr int kSide = 64;

/// Images of one shade each, 10 · (index + 1), with one box of the label `index` over all of it; any may be damaged.
class Shades final : public DetectionDataset {
public:
    explicit Shades(int count, std::vector<std::size_t> damaged = {}) : m_damaged(std::move(damaged))
    {
        for (int i = 0; i < count; ++i) {
            Entry entry;
            entry.id = i + 1;
            entry.fileName = std::to_string(i) + ".png";
            entry.annotations.push_back({i, {0, 0, 48, 40}, i, -1, false});
            entry.annotations.push_back({i, {0, 0, 48, 40}, 99, -1, true}); // a crowd
            m_catalogue.entries.push_back(entry);
            m_catalogue.classes.push_back(std::to_string(i));
        }
    }
    [[nodiscard]] const Catalogue& catalogue() const override { return m_catalogue; }
    [[nodiscard]] Result<Image> image(std::size_t index) const override
    {
        if (std::count(m_damaged.begin(), m_damaged.end(), index) > 0) {
            return fail(ErrorCode::Unreadable, "is damaged", m_catalogue.entries[index].fileName);
        }
        Image image{48, 40, {}};
        image.pixels.assign(48 * 40 * 3, static_cast<std::uint8_t>(10 * (index + 1)));
        return image;
    }

private:
    Catalogue m_catalogue;
    std::vector<std::size_t> m_damaged;
};

/// Mosaic always, nothing else unless said.
experiment::DataSettings settings()
{
    experiment::DataSettings data;
    data.imageSize = kSide;
    data.mosaic = 1;
    data.hsv = 0;
    data.flip = 0;
    data.workers = 0;
    return data;
}

int shadeAt(const Sample& sample, float x, float y)
{
    const auto column = static_cast<std::size_t>(std::clamp(x, 0.F, kSide - 1.F));
    const auto row = static_cast<std::size_t>(std::clamp(y, 0.F, kSide - 1.F));
    return static_cast<int>(sample.pixels[row * kSide + column] * 255.0F + 0.5F);
}

void expectWithin(const Sample& sample)
{
    ASSERT_EQ(sample.boxes.size(), sample.labels.size());
    for (const Box& box : sample.boxes) {
        EXPECT_GE(box[0], 0);
        EXPECT_GE(box[1], 0);
        EXPECT_LE(box[2], kSide);
        EXPECT_LE(box[3], kSide);
        EXPECT_GT(box[2] - box[0], 2);
        EXPECT_GT(box[3] - box[1], 2);
    }
}

TEST(Mixing, BoxesOfAMosaicStayInsideAndLabelsFollowThem)
{
    const Shades set(9);
    std::size_t most = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto sample = augmentedSample(set, seed % 9, settings(), Random(seed));
        ASSERT_TRUE(sample);
        EXPECT_EQ(sample->side, kSide);
        EXPECT_EQ(sample->pixels.size(), std::size_t{3} * kSide * kSide);
        expectWithin(*sample);
        for (std::size_t i = 0; i < sample->boxes.size(); ++i) {
            const Box& box = sample->boxes[i];
            EXPECT_EQ(shadeAt(*sample, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2), 10 * (sample->labels[i] + 1));
        }
        most = std::max(most, sample->boxes.size());
    }
    EXPECT_EQ(most, 4U);
}

TEST(Mixing, APartWithoutPixelsLeavesItsPlaceGrey)
{
    std::array<LabelledImage, 4> parts;
    parts[3].image = Image{4, 4, std::vector<std::uint8_t>(4 * 4 * 3, 7)};
    parts[3].boxes = {{{0, 0, 4, 4}}, {5}};
    const LabelledImage whole = mosaic(parts, 8, 6, 4);
    EXPECT_EQ(whole.image.width, 16);
    const auto at = [&](int x, int y) { return whole.image.pixels[static_cast<std::size_t>(3 * (16 * y + x))]; };
    EXPECT_EQ(at(5, 4), 114);
    EXPECT_EQ(at(6, 3), 114);
    EXPECT_EQ(at(6, 4), 7);
    EXPECT_EQ(at(13, 11), 7);
    EXPECT_EQ(at(14, 11), 114);
    EXPECT_EQ(whole.boxes.boxes, (std::vector<Box>{{6, 4, 14, 12}}));
    EXPECT_EQ(whole.boxes.labels, std::vector<int>{5});
}

TEST(Mixing, ABoxBeyondTheCanvasIsDropped)
{
    std::array<LabelledImage, 4> parts;
    parts[0].image = Image{8, 8, std::vector<std::uint8_t>(8 * 8 * 3, 7)};
    parts[0].boxes = {{{0, 0, 3, 3}, {2, 2, 8, 8}}, {1, 2}};
    const LabelledImage whole = mosaic(parts, 8, 5, 5); // its first three columns and rows are cut
    EXPECT_EQ(whole.boxes.boxes, (std::vector<Box>{{0, 0, 5, 5}}));
    EXPECT_EQ(whole.boxes.labels, std::vector<int>{2});
}

TEST(Mixing, MixupWeighsPixelsAndCutsTheFraction)
{
    Image first{2, 1, {0, 100, 255, 10, 20, 30}};
    mixIn(first, Image{2, 1, {255, 101, 255, 0, 0, 0}}, 0.5);
    EXPECT_EQ(first.pixels, (std::vector<std::uint8_t>{127, 100, 255, 5, 10, 15}));
}

TEST(Mixing, MixupJoinsBoxesAndItsShareIsNearOneHalf)
{
    const Shades set(9);
    experiment::DataSettings alone = settings();
    alone.mosaic = 0;
    alone.translate = alone.scale = 0; // every image fills columns 0 to 63 and rows 5 to 57
    experiment::DataSettings mixed = alone;
    mixed.mixup = 1;
    double sum = 0;
    int counted = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto first = augmentedSample(set, seed % 9, alone, Random(seed));
        const auto both = augmentedSample(set, seed % 9, mixed, Random(seed));
        ASSERT_TRUE(first && both);
        ASSERT_EQ(first->boxes.size(), 1U);
        ASSERT_EQ(both->boxes.size(), 2U);
        EXPECT_EQ(both->boxes[0], first->boxes[0]);
        EXPECT_EQ(both->labels[0], first->labels[0]);
        const int a = 10 * (both->labels[0] + 1);
        const int b = 10 * (both->labels[1] + 1);
        const int seen = shadeAt(*both, 32, 32);
        EXPECT_GE(seen, std::min(a, b) - 1);
        EXPECT_LE(seen, std::max(a, b));
        if (std::abs(a - b) >= 50) {
            const double share = static_cast<double>(seen - b) / (a - b);
            EXPECT_GT(share, 0.2); // 4.8 deviations of Beta(32, 32)
            EXPECT_LT(share, 0.8);
            sum += share;
            ++counted;
        }
    }
    ASSERT_GT(counted, 20);
    EXPECT_NEAR(sum / counted, 0.5, 0.05);
}

TEST(Mixing, MixupOfMosaicsStaysInside)
{
    const Shades set(9);
    experiment::DataSettings both = settings();
    both.mixup = 1;
    both.flip = 0.5;
    std::size_t most = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const auto sample = augmentedSample(set, seed % 9, both, Random(seed));
        ASSERT_TRUE(sample);
        expectWithin(*sample);
        most = std::max(most, sample->boxes.size());
    }
    EXPECT_GT(most, 4U);
}

TEST(Mixing, AnotherProbabilityLeavesTheRestOfASampleAsItWas)
{
    const Shades set(5);
    experiment::DataSettings half = settings();
    half.mosaic = 0.5;
    half.mixup = 0.5;
    half.flip = 0.5;
    half.hsv = 1;
    experiment::DataSettings none = half;
    none.mosaic = none.mixup = 0;
    int same = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const auto mixed = augmentedSample(set, 2, half, Random(seed));
        const auto alone = augmentedSample(set, 2, none, Random(seed));
        ASSERT_TRUE(mixed && alone);
        same += mixed->pixels == alone->pixels && mixed->boxes == alone->boxes ? 1 : 0;
    }
    EXPECT_GT(same, 3); // a quarter has neither
    EXPECT_LT(same, 30);
}

TEST(Mixing, ADamagedPartnerIsLeftOutAndReported)
{
    const auto set = std::make_shared<Shades>(3, std::vector<std::size_t>{1, 2});
    experiment::DataSettings data = settings();
    data.mixup = 1;
    std::size_t reported = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto sample = augmentedSample(*set, 0, data, Random(seed));
        ASSERT_TRUE(sample);
        for (const int label : sample->labels) {
            EXPECT_EQ(label, 0);
        }
        reported += sample->leftOut.size();
    }
    EXPECT_GT(reported, 20U);
    EXPECT_FALSE(augmentedSample(*set, 1, data, Random(1))) << "an image without its own pixels is no sample";

    BatchLoader loader(set, data, {3, 5, 1}, {});
    std::size_t partners = 0;
    for (int epoch = 0; epoch < 4; ++epoch) {
        const Batch batch = loader.next();
        ASSERT_EQ(batch.samples.size(), 1U);
        EXPECT_TRUE(batch.samples[0].leftOut.empty());
        EXPECT_GE(batch.defects.size(), 2U);
        for (const Defect& defect : batch.defects) {
            EXPECT_EQ(defect.kind, Defect::Kind::DamagedImage);
            EXPECT_NE(defect.file, "0.png");
        }
        partners += batch.defects.size() - 2;
    }
    EXPECT_GT(partners, 0U);
}

TEST(Mixing, TheLastEpochsAreWithoutBoth)
{
    const auto set = std::make_shared<Shades>(6);
    experiment::DataSettings open = settings();
    open.mixup = 0.5;
    open.closeMosaic = 2;
    experiment::DataSettings closed = open;
    closed.mosaic = closed.mixup = 0;
    EXPECT_TRUE(isMixing(open, 0, 5));
    EXPECT_TRUE(isMixing(open, 2, 5));
    EXPECT_FALSE(isMixing(open, 3, 5));
    EXPECT_FALSE(isMixing(open, 4, 5));
    EXPECT_FALSE(isMixing(closed, 0, 5));
    BatchLoader mixed(set, open, {6, 5, 42}, {});
    BatchLoader plain(set, closed, {6, 5, 42}, {});
    for (int epoch = 0; epoch < 5; ++epoch) {
        const Batch a = mixed.next();
        const Batch b = plain.next();
        for (std::size_t i = 0; i < a.samples.size(); ++i) {
            ASSERT_EQ(a.samples[i].imageId, b.samples[i].imageId);
            EXPECT_EQ(a.samples[i].pixels == b.samples[i].pixels, epoch >= 3) << epoch;
            if (epoch >= 3) {
                EXPECT_EQ(a.samples[i].boxes, b.samples[i].boxes);
                EXPECT_EQ(a.samples[i].labels, b.samples[i].labels);
            }
        }
    }
}

TEST(Mixing, WorkersAndResumingChangeNothing)
{
    const auto set = makeInspectionDataset("bottles", 7, kSide, 1, "train", {});
    experiment::DataSettings data = settings();
    data.mosaic = 0.8;
    data.mixup = 0.3;
    data.hsv = 1;
    data.flip = 0.5;
    data.closeMosaic = 1;
    experiment::DataSettings many = data;
    many.workers = 3;
    BatchLoader alone(set, data, {3, 3, 42}, {});
    BatchLoader worked(set, many, {3, 3, 42}, {});
    std::unique_ptr<BatchLoader> resumed;
    for (int i = 0; i < 9; ++i) {
        if (i == 4) {
            resumed = std::make_unique<BatchLoader>(set, many, BatchPlan{3, 3, 42}, BatchPosition{1, 1, 0});
        }
        const Batch a = alone.next();
        const Batch b = worked.next();
        const Batch c = resumed ? resumed->next() : a;
        ASSERT_EQ(a.samples.size(), b.samples.size());
        ASSERT_EQ(a.samples.size(), c.samples.size());
        for (std::size_t k = 0; k < a.samples.size(); ++k) {
            EXPECT_EQ(a.samples[k].pixels, b.samples[k].pixels);
            EXPECT_EQ(a.samples[k].pixels, c.samples[k].pixels);
            EXPECT_EQ(a.samples[k].boxes, b.samples[k].boxes);
            EXPECT_EQ(a.samples[k].boxes, c.samples[k].boxes);
            EXPECT_EQ(a.samples[k].labels, b.samples[k].labels);
        }
    }
}

} // namespace
} // namespace espalier::dataset

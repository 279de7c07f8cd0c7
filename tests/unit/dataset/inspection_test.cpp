#include "core/dataset/inspection.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace espalier::dataset {
namespace {

TEST(Inspection, ThePictureDependsOnSeedSplitAndNumberAlone)
{
    const auto a = makeInspectionDataset("bottles", 4, 96, 7, "train", {});
    const auto b = makeInspectionDataset("bottles", 9, 96, 7, "train", {});
    const auto val = makeInspectionDataset("bottles", 4, 96, 7, "val", {});
    const auto other = makeInspectionDataset("bottles", 4, 96, 8, "train", {});
    EXPECT_EQ(a->image(3)->pixels, b->image(3)->pixels);
    EXPECT_NE(a->image(3)->pixels, val->image(3)->pixels);
    EXPECT_NE(a->image(3)->pixels, other->image(3)->pixels);
}

TEST(Inspection, BoxesLieInsideAndAreNotTiny)
{
    for (const char* scene : {"bottles", "parts"}) {
        const auto set = makeInspectionDataset(scene, 60, 160, 1, "train", {});
        std::vector<int> seen(set->catalogue().classes.size(), 0);
        for (const Entry& entry : set->catalogue().entries) {
            EXPECT_FALSE(entry.annotations.empty());
            for (const Annotation& annotation : entry.annotations) {
                ++seen[static_cast<std::size_t>(annotation.label)];
                EXPECT_GE(annotation.box[0], 0);
                EXPECT_LE(annotation.box[3], 160);
                EXPECT_GT(annotation.box[2] - annotation.box[0], 4);
                EXPECT_GT(annotation.box[3] - annotation.box[1], 4);
            }
        }
        for (const int count : seen) {
            EXPECT_GT(count, 0) << scene;
        }
    }
}

TEST(Inspection, ClassesAreMatchedByName)
{
    const auto set = makeInspectionDataset("bottles", 40, 96, 1, "train", {"coil", "dust"});
    for (const Entry& entry : set->catalogue().entries) {
        for (const Annotation& annotation : entry.annotations) {
            EXPECT_LT(annotation.label, 2);
        }
    }
}

TEST(Inspection, ExportsWhatTheReaderReads)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "espalier_inspection";
    std::filesystem::remove_all(folder);
    const char* kept = std::getenv("ESPALIER_KEEP_PICTURES");
    const auto target = kept != nullptr ? std::filesystem::path(kept) : folder;
    const auto set = makeInspectionDataset("bottles", 6, 320, 3, "train", {});
    ASSERT_TRUE(exportInspectionDataset(*set, target));
    if (kept != nullptr) {
        ASSERT_TRUE(exportInspectionDataset(*makeInspectionDataset("parts", 6, 320, 3, "parts", {}), target));
        return;
    }
    const auto read = readCoco(target / "annotations.json", {});
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->classes, set->catalogue().classes);
    EXPECT_EQ(read->usedBoxes, set->catalogue().usedBoxes);
    EXPECT_TRUE(read->defects.empty());
    const auto back = decodeImage(target / read->entries[2].fileName);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->pixels, set->image(2)->pixels) << "PNG loses nothing";
}

} // namespace
} // namespace espalier::dataset

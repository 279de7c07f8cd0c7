#include "tests/unit/dataset/data_folder.h"

namespace espalier::dataset {
namespace {

using Classes = std::vector<std::string>;

std::string object(const std::string& name, const std::string& corners, const std::string& more = {})
{
    return "<object><name>" + name + "</name>" + more + "<bndbox>" + corners + "</bndbox></object>";
}

std::string corners(const std::string& x1, const std::string& y1, const std::string& x2, const std::string& y2)
{
    return "<xmin>" + x1 + "</xmin><ymin>" + y1 + "</ymin><xmax>" + x2 + "</xmax><ymax>" + y2 + "</ymax>";
}

std::string annotation(const std::string& image, const std::string& objects)
{
    return "<?xml version=\"1.0\"?><annotation><filename>" + image +
           "</filename><size><width>40</width><height>30</height></size>" + objects + "</annotation>";
}

class PascalVoc : public DataFolder {
protected:
    void SetUp() override
    {
        DataFolder::SetUp();
        picture("JPEGImages/a.png");
        picture("JPEGImages/b.png", 20);
        text("Annotations/a.xml",
             annotation("a.png", object("dust", corners("1", "1", "10", "12")) +
                                     object("coil", corners("5", "6", "40", "30"), "<difficult>1</difficult>")));
        text("Annotations/b.xml", annotation("b.png", ""));
    }
    Result<Catalogue> read(const Classes& classes = {}) { return readVoc(m_folder, classes); }
    /// What comes of a.xml with this content, b.xml being fine.
    Catalogue readWith(const std::string& xml)
    {
        text("Annotations/a.xml", xml);
        auto catalogue = read({"dust", "coil"});
        EXPECT_TRUE(catalogue) << describe(catalogue.error());
        return catalogue ? std::move(*catalogue) : Catalogue{};
    }
};

TEST_F(PascalVoc, CornersAreOneBasedAndInclusive)
{
    const auto catalogue = read();
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->classes, (Classes{"coil", "dust"})) << "ordered by name, not by appearance";
    const Entry* entry = entryOf(*catalogue, "JPEGImages/a.png");
    ASSERT_NE(entry, nullptr);
    ASSERT_EQ(entry->annotations.size(), 2U);
    EXPECT_EQ(entry->annotations[0].box, (Box{0, 0, 10, 12}));
    EXPECT_EQ(entry->annotations[0].label, 1);
    EXPECT_FALSE(entry->annotations[0].isCrowd);
    EXPECT_EQ(entry->annotations[1].box, (Box{4, 5, 40, 30}));
    EXPECT_EQ(entry->annotations[1].label, 0);
    EXPECT_TRUE(entry->annotations[1].isCrowd);
    EXPECT_TRUE(catalogue->defects.empty());
}

TEST_F(PascalVoc, AListNamesTheSplit)
{
    text("ImageSets/Main/train.txt", "b  1\n\nmissing -1\n../../secret\n");
    const auto catalogue = readVoc(m_folder / "ImageSets/Main/train.txt", {});
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    ASSERT_EQ(catalogue->entries.size(), 1U);
    EXPECT_EQ(catalogue->entries[0].fileName, "JPEGImages/b.png");
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::DamagedLabel), 1) << "missing.xml";
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::PathOutside), 1);
}

TEST_F(PascalVoc, BadObjectsAreReportedAndTheGoodOnesStay)
{
    const Catalogue catalogue = readWith(annotation(
        "a.png",
        object("dust", corners("1", "1", "10", "12")) + object("dust", corners("nan", "1", "10", "12")) +
            object("dust", corners("one", "1", "10", "12")) + object("dust", corners("1", "1", "1e300", "12")) +
            object("dust", corners("9", "9", "2", "2")) + object("dust", corners("100", "100", "120", "120")) +
            object("rust", corners("1", "1", "10", "12")) + "<object/>" + "<object><name>dust</name></object>"));
    EXPECT_EQ(countOf(catalogue, Defect::Kind::BoxNotFinite), 3);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::BoxEmpty), 1);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::BoxOutside), 1);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::UnknownCategory), 1);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::DamagedLabel), 2);
    EXPECT_EQ(catalogue.listedBoxes, 9);
    EXPECT_EQ(catalogue.usedBoxes, 1);
}

TEST_F(PascalVoc, CutAndForeignFilesAreLeftOutAndNamed)
{
    const std::string whole = annotation("a.png", object("dust", corners("1", "1", "10", "12")));
    for (const std::string& broken : {whole.substr(0, whole.size() / 2), std::string(), std::string("<html/>"),
                                      std::string("\0\0\0", 3), std::string(50000, '<')}) {
        const Catalogue catalogue = readWith(broken);
        EXPECT_EQ(catalogue.entries.size(), 1U);
        EXPECT_EQ(countOf(catalogue, Defect::Kind::DamagedLabel), 1) << broken.substr(0, 20);
        EXPECT_EQ(catalogue.listedImages, 2);
    }
}

TEST_F(PascalVoc, EntitiesAreNeverExpanded)
{
    std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"dust\">";
    for (int i = 1; i < 40; ++i) {
        const std::string inner = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + inner + inner + inner + inner + "\">";
    }
    const Catalogue laughs =
        readWith(bomb + "]>" + annotation("a.png", object("&a39;", corners("1", "1", "10", "12"))).substr(21));
    EXPECT_EQ(laughs.usedBoxes, 0);
    EXPECT_EQ(countOf(laughs, Defect::Kind::UnknownCategory), 1);

    text("secret", "dust");
    const Catalogue external =
        readWith("<!DOCTYPE x [<!ENTITY e SYSTEM \"file://" + (m_folder / "secret").string() + "\">]>" +
                 annotation("a.png", object("&e;", corners("1", "1", "10", "12"))).substr(21));
    EXPECT_EQ(external.usedBoxes, 0) << "the file would have said `dust`";
    EXPECT_EQ(countOf(external, Defect::Kind::UnknownCategory), 1);
}

TEST_F(PascalVoc, DeepNestingAndManyObjectsEnd)
{
    std::string deep;
    for (int i = 0; i < 200000; ++i) {
        deep += "<a>";
    }
    EXPECT_EQ(readWith(deep).entries.size(), 1U);
    std::string many;
    for (int i = 0; i < 20000; ++i) {
        many += "<object/>";
    }
    EXPECT_LT(readWith(annotation("a.png", many)).defects.size(), 1100U);
}

TEST_F(PascalVoc, ImagesOutsideAreNotOpened)
{
    picture("../secret.png", 7);
    for (const std::string& name :
         {std::string("../../secret.png"), std::string("..\\..\\secret.png"), (m_outside / "secret.png").string()}) {
        const Catalogue catalogue = readWith(annotation(name, object("dust", corners("1", "1", "10", "12"))));
        EXPECT_EQ(countOf(catalogue, Defect::Kind::PathOutside), 1) << name;
        EXPECT_EQ(catalogue.usedBoxes, 0);
    }
}

TEST_F(PascalVoc, FilesWithoutTheirPartnerAreNamed)
{
    text("Annotations/gone.xml", annotation("gone.png", object("dust", corners("1", "1", "10", "12"))));
    picture("JPEGImages/bare.png", 3);
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::OrphanLabel), 1);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::MissingLabel), 1);
    EXPECT_EQ(catalogue->entries.size(), 2U);
}

TEST_F(PascalVoc, AWrongSizeIsMended)
{
    picture("JPEGImages/a.png", 90, 20, 20);
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::SizeMismatch), 1);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::BoxClipped), 1);
}

} // namespace
} // namespace espalier::dataset

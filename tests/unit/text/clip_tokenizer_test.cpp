#include "core/text/clip_tokenizer.h"
#include "tests/unit/text/tokenizer_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::text {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::filesystem::path scratch(const char* name)
{
    return std::filesystem::path(testing::TempDir()) / "espalier_tokenizer" / name;
}

ClipTokenizer smallTokenizer()
{
    auto tokenizer = ClipTokenizer::open(writeSmallTokenizer(scratch("small")));
    EXPECT_TRUE(tokenizer) << describe(tokenizer.error());
    return std::move(*tokenizer);
}

/// Id of a byte that ends a word.
constexpr std::int64_t last(char byte)
{
    return 256 + static_cast<unsigned char>(byte);
}

TEST(ClipTokenizer, MergesByRankNotFromTheLeft)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    EXPECT_EQ(tokenizer.size(), 518);
    EXPECT_THAT(tokenizer.encode("dust"), ElementsAre(kSmallBegin, 514, kSmallEnd));
    EXPECT_THAT(tokenizer.encode("dus"), ElementsAre(kSmallBegin, 512, last('s'), kSmallEnd)) << "du before us";
    EXPECT_THAT(tokenizer.encode("us"), ElementsAre(kSmallBegin, 'u', last('s'), kSmallEnd)) << "us ends no word";
    EXPECT_THAT(tokenizer.encode("usx"), ElementsAre(kSmallBegin, 515, last('x'), kSmallEnd));
}

TEST(ClipTokenizer, CapitalsAndSpacesDoNotCount)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    EXPECT_EQ(tokenizer.encode("  DUST \t\n dust\xC2\xA0"), tokenizer.encode("dust dust"));
    EXPECT_THAT(tokenizer.encode(""), ElementsAre(kSmallBegin, kSmallEnd));
    EXPECT_EQ(tokenizer.encode("e\xCC\x81"), tokenizer.encode("\xC3\xA9")) << "composed before it is taken apart";
}

TEST(ClipTokenizer, DigitsStandAloneAndSignsTogether)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    EXPECT_THAT(tokenizer.encode("12!?"), ElementsAre(kSmallBegin, last('1'), last('2'), '!', last('?'), kSmallEnd));
    EXPECT_THAT(tokenizer.encode("a's"), ElementsAre(kSmallBegin, last('a'), '\'', last('s'), kSmallEnd));
}

TEST(ClipTokenizer, KeepsTheEndMarkWhenItCuts)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "dust ";
    }
    const auto ids = tokenizer.encode(text);
    ASSERT_THAT(ids, SizeIs(ClipTokenizer::kLongest));
    EXPECT_EQ(ids.back(), kSmallEnd);
    EXPECT_EQ(ids[75], 514);
    EXPECT_THAT(tokenizer.encode(text, 3), ElementsAre(kSmallBegin, 514, kSmallEnd));
}

TEST(ClipTokenizer, ReadsMarksInTheText)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    EXPECT_THAT(tokenizer.encode("<|startoftext|>dust<|endoftext|>"),
                ElementsAre(kSmallBegin, kSmallBegin, 514, kSmallEnd, kSmallEnd));
}

TEST(ClipTokenizer, TakesBytesThatAreNoText)
{
    const ClipTokenizer tokenizer = smallTokenizer();
    EXPECT_EQ(tokenizer.encode("\xFF"), tokenizer.encode("\xEF\xBF\xBD"));
    EXPECT_THAT(tokenizer.encode(std::string_view("a\0b", 3)), SizeIs(5));
    EXPECT_EQ(tokenizer.encode(std::string(100000, 'u')).size(), ClipTokenizer::kLongest);
}

TEST(ClipTokenizer, HashFollowsBothFiles)
{
    const ClipTokenizer one = smallTokenizer();
    MergePairs fewer = kSmallMerges;
    fewer.pop_back();
    const auto other = ClipTokenizer::open(writeTokenizer(scratch("fewer"), smallVocabularyJson(), mergesText(fewer)));
    ASSERT_TRUE(other);
    EXPECT_NE(one.hash(), other->hash());
    EXPECT_EQ(one.hash(), smallTokenizer().hash());
}

struct BrokenFiles {
    const char* name;
    std::string vocabulary;
    std::string merges;
    const char* sentence;
};

std::vector<BrokenFiles> brokenFiles()
{
    const std::string good = smallVocabularyJson();
    const std::string merges = mergesText(kSmallMerges);
    std::string twice = good;
    twice.insert(1, R"("d":3,)");
    std::string gap = good;
    gap.replace(gap.rfind("517"), 3, "600");
    std::vector<std::string> tokens = smallVocabulary();
    const std::string noMarks = vocabularyJson(tokens);
    tokens[7] = "something else";
    const std::string noByte = vocabularyJson(tokens);
    return {{"empty", "", merges, "cut short"},
            {"cut", good.substr(0, good.size() / 2), merges, "cut short"},
            {"list", "[1,2]", merges, "no flat JSON object"},
            {"deep", R"({"a":{"b":1}})", merges, "no flat JSON object"},
            {"negative", R"({"a":-1})", merges, "no flat JSON object"},
            {"huge", R"({"a":99999999999})", merges, "no flat JSON object"},
            {"number", "7", merges, "no flat JSON object"},
            {"twice", twice, merges, "names the token `d` twice"},
            {"gap", gap, merges, "do not count from 0 to 517"},
            {"marks", noMarks, "", "lacks the token `<|startoftext|>`"},
            {"byte", noByte, "", "lacks the token"},
            {"one", good, "#version\nd u\nd\n", "merges.txt:3: is no pair"},
            {"three", good, "d u s\n", "merges.txt:1: is no pair"},
            {"unknown", good, "d u\nu u\n", "merges.txt:2: `uu` is not in vocab.json"},
            {"repeated", good, "d u\nd u\n", "merges.txt:2: repeats"}};
}

TEST(ClipTokenizer, RefusesHostileFilesWithOneSentence)
{
    for (const BrokenFiles& files : brokenFiles()) {
        const auto opened = ClipTokenizer::open(writeTokenizer(scratch(files.name), files.vocabulary, files.merges));
        ASSERT_FALSE(opened) << files.name;
        EXPECT_THAT(describe(opened.error()), HasSubstr(files.sentence)) << files.name;
    }
}

TEST(ClipTokenizer, NamesTheFileThatIsMissing)
{
    const auto folder = scratch("halved");
    writeSmallTokenizer(folder);
    std::filesystem::remove(folder / "merges.txt");
    const auto opened = ClipTokenizer::open(folder);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::NotFound);
    EXPECT_THAT(describe(opened.error()), HasSubstr("merges.txt"));
}

} // namespace
} // namespace espalier::text

// CLIP's tokenizer against the reference's ids. Needs the real vocabulary, which lies beside the goldens.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/text/clip_tokenizer.h"
#include "core/weights/safetensors.h"
#include "tests/parity/record.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>

namespace espalier::parity {
namespace {

std::filesystem::path goldenFolder()
{
    const char* named = std::getenv("ESPALIER_GOLDENS");
    return named != nullptr ? std::filesystem::path(named)
                            : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/goldens";
}

/// Nothing, with a printed line, where one of the two is not there.
std::optional<Json> openCase(const std::string& name)
{
    const auto file = goldenFolder() / (name + ".json");
    const auto vocabulary = goldenFolder() / "../data/clip-tokenizer/vocab.json";
    for (const auto& needed : {file, vocabulary}) {
        if (!std::filesystem::exists(needed)) {
            std::cout << "no " << needed.string() << ": nothing compared\n";
            return std::nullopt;
        }
    }
    const auto text = readFile(file);
    EXPECT_TRUE(text) << describe(text.error());
    auto json = parseJson(*text, file.string());
    EXPECT_TRUE(json) << describe(json.error());
    recordCase(name, *json);
    return std::move(*json);
}

using Ids = std::vector<std::int64_t>;

void expectIds(const Ids& ids, const Ids& expected, const std::string& text)
{
    EXPECT_EQ(ids, expected) << text;
    record({"token ids: " + text, 0, ids == expected ? 0.0 : 1.0, 0, "texts"});
}

text::ClipTokenizer openTokenizer()
{
    auto tokenizer = text::ClipTokenizer::open(goldenFolder() / "../data/clip-tokenizer");
    EXPECT_TRUE(tokenizer) << describe(tokenizer.error());
    return std::move(*tokenizer);
}

TEST(Tokenizer, AgreesInEveryCase)
{
    const auto golden = openCase("clip/tokenizer");
    if (!golden) {
        return;
    }
    const text::ClipTokenizer tokenizer = openTokenizer();
    EXPECT_EQ(tokenizer.size(), 49408);
    EXPECT_EQ(tokenizer.beginOfText(), (*golden)["sot"].get<std::int64_t>());
    EXPECT_EQ(tokenizer.endOfText(), (*golden)["eot"].get<std::int64_t>());
    const Json& rows = (*golden)["rows"];
    EXPECT_GT(rows.size(), 100U);
    for (const Json& row : rows) {
        const auto text = row["text"].get<std::string>();
        expectIds(tokenizer.encode(text), row["hf_77"].get<Ids>(), text);
        expectIds(tokenizer.encode(text, 1000), row["hf_ids"].get<Ids>(), text);
    }
    const Json& batch = (*golden)["hf_padded_batch"];
    for (std::size_t i = 0; i < batch["texts"].size(); ++i) {
        Ids ids = tokenizer.encode(batch["texts"][i].get<std::string>());
        const auto expected = batch["input_ids"][i].get<Ids>();
        ASSERT_LE(ids.size(), expected.size());
        ids.resize(expected.size(), tokenizer.endOfText());
        expectIds(ids, expected, batch["texts"][i].get<std::string>());
    }
}

TEST(Tokenizer, AgreesWithTheDetectorsOwnIds)
{
    const auto golden = openCase("yolo_world/text_backbone");
    if (!golden) {
        return;
    }
    const text::ClipTokenizer tokenizer = openTokenizer();
    const auto file = weights::SafetensorsFile::open(goldenFolder() / "yolo_world/text_backbone.safetensors");
    ASSERT_TRUE(file) << describe(file.error());
    const weights::TensorView* view = file->find("tok.input_ids");
    ASSERT_NE(view, nullptr);
    ASSERT_EQ(view->type, weights::ScalarType::Int64);
    const auto length = static_cast<std::size_t>(view->shape[1]);
    std::size_t row = 0;
    for (const Json& image : (*golden)["texts"]) {
        for (const Json& text : image) {
            Ids expected(length);
            std::memcpy(expected.data(), view->bytes.data() + row++ * length * sizeof(std::int64_t),
                        length * sizeof(std::int64_t));
            Ids ids = tokenizer.encode(text.get<std::string>());
            ASSERT_LE(ids.size(), length);
            ids.resize(length, tokenizer.endOfText());
            expectIds(ids, expected, text.get<std::string>());
        }
    }
    EXPECT_EQ(static_cast<std::int64_t>(row), view->shape[0]);
}

} // namespace
} // namespace espalier::parity

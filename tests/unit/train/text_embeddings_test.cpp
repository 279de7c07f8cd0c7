#include "core/train/class_embeddings.h"
#include "core/train/state_tensors.h"
#include "core/train/text_embeddings.h"
#include "tests/unit/train/text_network.h"

#include <gmock/gmock.h>

namespace espalier::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TextFiles filesOf(const experiment::ModelSettings& settings)
{
    return {settings.embeddings, settings.tokenizer, settings.textWeights, {}};
}

Result<at::Tensor> rowsOf(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                          const std::filesystem::path& cache = {})
{
    TextFiles files = filesOf(settings);
    files.cache = cache;
    return fixedEmbeddings(settings, classes, files, smallTower());
}

at::Tensor goodRows(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                    const std::filesystem::path& cache = {})
{
    auto rows = rowsOf(settings, classes, cache);
    EXPECT_TRUE(rows) << describe(rows.error());
    return *rows;
}

TEST(ClassStrings, FindThePromptByNameNotByPlace)
{
    experiment::ModelSettings settings;
    EXPECT_THAT(classStrings(settings, {"b", "a"})->strings, ElementsAre("b", "a")) << "the name is the prompt";
    settings.classes = {"a", "b"};
    settings.prompts = {"prompt of a", "prompt of b"};
    EXPECT_THAT(classStrings(settings, {"b", "a"})->strings, ElementsAre("prompt of b", "prompt of a"));
    settings.templates = {"a {}", "{} or {}"};
    const auto texts = classStrings(settings, {"b"});
    EXPECT_THAT(texts->strings, ElementsAre("a prompt of b", "prompt of b or prompt of b"));
    EXPECT_EQ(texts->templates, 2U);
}

TEST(ClassStrings, RefuseWhatCannotBePaired)
{
    experiment::ModelSettings settings;
    settings.prompts = {"x"};
    EXPECT_THAT(describe(classStrings(settings, {"a"}).error()), HasSubstr("1 prompts and 0 names in model.classes"));
    settings.classes = {"a"};
    EXPECT_THAT(describe(classStrings(settings, {"a", "b"}).error()), HasSubstr("the class `b` of the data has no"));
    settings.templates = {"a photo"};
    EXPECT_THAT(describe(classStrings(settings, {"a"}).error()), HasSubstr("`a photo` has no {}"));
}

TEST(FixedEmbeddings, AreTheTowersAnswers)
{
    const experiment::ModelSettings settings = textExperiment().model;
    const at::Tensor rows = goodRows(settings, {"dust", "dent"});
    // dust is one token of the small vocabulary, dent four.
    const auto tower = filledTower(1);
    const auto byte = [](char c, bool isLast = false) { return (isLast ? 256 : 0) + static_cast<std::int64_t>(c); };
    const at::Tensor dust = at::tensor({text::kSmallBegin, std::int64_t{514}, text::kSmallEnd}, at::kLong);
    const at::Tensor dent =
        at::tensor({text::kSmallBegin, byte('d'), byte('e'), byte('n'), byte('t', true), text::kSmallEnd}, at::kLong);
    for (const auto& [row, ids] : {std::pair{rows[0], dust}, std::pair{rows[1], dent}}) {
        const at::Tensor answer = tower->forward(ids.unsqueeze(0))[0];
        EXPECT_TRUE(at::allclose(row, answer / answer.norm(), 1e-4, 1e-5));
    }
    EXPECT_FALSE(rows.requires_grad());
}

TEST(FixedEmbeddings, AverageTheTemplates)
{
    experiment::ModelSettings settings = textExperiment().model;
    const at::Tensor single = goodRows(settings, {"a dust", "the dust"});
    settings.templates = {"a {}", "the {}"};
    const at::Tensor both = goodRows(settings, {"dust"});
    const at::Tensor mean = single.mean(0);
    EXPECT_TRUE(at::allclose(both[0], mean / mean.norm(), 1e-4, 1e-6));
}

TEST(FixedEmbeddings, ReadTheTowerUnderEachOfItsNames)
{
    experiment::ModelSettings settings = textExperiment().model;
    const at::Tensor expected = goodRows(settings, {"dust"});
    const auto tower = filledTower(1);
    for (const char* prefix : {"module.", "backbone.text_model.model.", "module.backbone.text_model.model."}) {
        settings.textWeights = writeTower("prefixed.safetensors", *tower, prefix).string();
        EXPECT_TRUE(at::equal(goodRows(settings, {"dust"}), expected)) << prefix;
    }
}

TEST(FixedEmbeddings, TakeAFileBeforeATowerAndAHashWithoutATokenizer)
{
    experiment::ModelSettings settings = textExperiment().model;
    const at::Tensor given = at::eye(2, 512);
    const auto file = textScratch("given.safetensors");
    const auto row = model::toWrite("embeddings", given);
    ASSERT_TRUE(weights::writeSafetensors(file, std::span(&row, 1)));
    settings.embeddings = file.string();
    EXPECT_TRUE(at::equal(goodRows(settings, {"dust", "dent"}), given));
    EXPECT_TRUE(at::equal(goodRows({}, {"dust"}), hashedEmbeddings({"dust"})));
}

TEST(FixedEmbeddings, SayWhatIsMissingInOneSentence)
{
    const experiment::ModelSettings good = textExperiment().model;
    experiment::ModelSettings settings = good;
    settings.tokenizer.clear();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("model.tokenizer: the text tower needs its"));
    settings = good;
    settings.textWeights.clear();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("the prompts need a text tower"));
    settings.textWeights = textScratch("no_tower_here.safetensors").string();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("no_tower_here"));
    settings.textWeights = writeTower("image.safetensors", *filledTower(1), "backbone.image_model.").string();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("holds no CLIP text tower"));
    model::TextTowerOptions deeper = smallTower();
    deeper.layers = 3;
    settings.textWeights = writeTower("deeper.safetensors", model::TextTower(deeper, at::kCPU)).string();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("16 without a place"));
    settings = good;
    settings.tokenizer = textScratch("no_tokenizer_here").string();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("no_tokenizer_here/vocab.json"));
    model::TextTowerOptions narrow = smallTower();
    narrow.vocabulary = 500;
    EXPECT_THAT(describe(fixedEmbeddings(good, {"dust"}, filesOf(good), narrow).error()),
                HasSubstr("has 518 tokens, the text tower knows 500"));
    const auto broken = filledTower(1);
    broken->named_parameters()["model.text_projection.weight"].detach().fill_(std::numeric_limits<float>::quiet_NaN());
    settings = good;
    settings.textWeights = writeTower("broken.safetensors", *broken).string();
    EXPECT_THAT(describe(rowsOf(settings, {"dust"}).error()), HasSubstr("not finite"));
}

TEST(EncodedStrings, ComeFromTheCacheWhenTowerTokenizerAndStringAreTheSame)
{
    experiment::ModelSettings settings = textExperiment().model;
    const auto cache = textScratch("cache");
    std::filesystem::remove_all(cache);
    const at::Tensor expected = goodRows(settings, {"dust", "dent"}, cache);
    const auto file = cache / "text_embeddings.safetensors";
    auto kept = readStateTensors(file);
    ASSERT_TRUE(kept) << describe(kept.error());
    ASSERT_EQ(kept->tensors.size(), 2U);
    EXPECT_TRUE(at::equal(goodRows(settings, {"dust", "dent"}, cache), expected));

    // What the cache says is believed: so it was read.
    for (auto& [key, row] : kept->tensors) {
        row = at::eye(1, 512)[0].contiguous();
    }
    ASSERT_TRUE(writeStateTensors(file, kept->tensors, {}));
    EXPECT_TRUE(at::equal(goodRows(settings, {"dust"}, cache)[0], at::eye(1, 512)[0]));
    EXPECT_FALSE(at::allclose(goodRows(settings, {"dent dent"}, cache)[0], at::eye(1, 512)[0])) << "another string";
    EXPECT_EQ(readStateTensors(file)->tensors.size(), 3U);
    settings.textWeights = writeTower("other.safetensors", *filledTower(2)).string();
    EXPECT_FALSE(at::allclose(goodRows(settings, {"dust"}, cache)[0], at::eye(1, 512)[0])) << "another tower";
    EXPECT_EQ(readStateTensors(file)->tensors.size(), 4U);
}

TEST(EncodedStrings, ADamagedCacheIsMadeAnew)
{
    const experiment::ModelSettings settings = textExperiment().model;
    const auto cache = textScratch("damaged");
    const auto file = cache / "text_embeddings.safetensors";
    std::filesystem::remove_all(cache);
    const at::Tensor expected = goodRows(settings, {"dust"}, cache);
    ASSERT_TRUE(writeFileAtomically(file, "no safetensors"));
    EXPECT_TRUE(at::equal(goodRows(settings, {"dust"}, cache), expected));
    auto kept = readStateTensors(file);
    ASSERT_TRUE(kept) << "written anew";
    for (const at::Tensor& wrong : {at::zeros({512}), at::full({512}, std::nan("")), at::ones({7})}) {
        kept->tensors.begin()->second = wrong;
        ASSERT_TRUE(writeStateTensors(file, kept->tensors, {}));
        EXPECT_TRUE(at::equal(goodRows(settings, {"dust"}, cache), expected));
    }
    std::filesystem::remove_all(cache);
    ASSERT_TRUE(writeFileAtomically(cache, "a file where the folder would be"));
    EXPECT_TRUE(at::equal(goodRows(settings, {"dust"}, cache), expected));
}

} // namespace
} // namespace espalier::train

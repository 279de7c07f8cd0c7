#include "core/train/text_embeddings.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/model/text_tower_weights.h"
#include "core/text/clip_tokenizer.h"
#include "core/train/class_embeddings.h"
#include "core/train/state_tensors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

namespace espalier::train {

namespace {

constexpr std::string_view kPlace = "{}";
constexpr const char* kCacheName = "text_embeddings.safetensors";
constexpr std::size_t kMostCached = 4096; ///< rows of 2 KiB
constexpr std::size_t kPerBatch = 64;     ///< strings encoded at a time

/// Names a calculation: a tower computed otherwise needs another, so that no old row is taken for a new one.
constexpr std::string_view kCalculation = "clip text 1";

std::string inTemplate(std::string sentence, const std::string& prompt)
{
    for (auto at = sentence.find(kPlace); at != std::string::npos; at = sentence.find(kPlace, at + prompt.size())) {
        sentence.replace(at, kPlace.size(), prompt);
    }
    return sentence;
}

at::Tensor unitRows(const at::Tensor& rows)
{
    return rows / rows.norm(2, {-1}, true);
}

/// One row of `rows` is a string; `templates` rows in turn are of one class.
at::Tensor averaged(const at::Tensor& rows, std::int64_t templates)
{
    return unitRows(unitRows(rows).view({-1, templates, rows.size(1)}).mean(1));
}

Result<text::ClipTokenizer> openTokenizer(const TextFiles& files, const model::TextTowerOptions& options)
{
    auto tokenizer = text::ClipTokenizer::open(files.tokenizer);
    if (!tokenizer) {
        return fail(withContext(tokenizer.error(), "model.tokenizer"));
    }
    if (tokenizer->size() > options.vocabulary) {
        return fail(ErrorCode::InvalidInput,
                    "has " + std::to_string(tokenizer->size()) + " tokens, the text tower knows " +
                        std::to_string(options.vocabulary) + ": take the tokenizer of CLIP ViT-B/32",
                    "model.tokenizer");
    }
    return tokenizer;
}

Result<model::TextTowerWeights> openTower(const experiment::ModelSettings& settings, const TextFiles& files)
{
    const std::string where = settings.textWeights.empty() ? "model.checkpoint" : "model.text_weights";
    if (files.tower.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "the prompts need a text tower: name its file in model.text_weights, or a checkpoint that holds it",
                    "model.text_weights");
    }
    auto weights = model::TextTowerWeights::open(files.tower);
    if (!weights) {
        return fail(withContext(weights.error(), where));
    }
    return weights;
}

Result<std::shared_ptr<model::TextTower>>
makeTower(const model::TextTowerWeights& weights, model::TextTowerOptions options, const text::ClipTokenizer& tokenizer)
{
    options.endOfText = tokenizer.endOfText();
    auto tower = std::make_shared<model::TextTower>(options, at::kCPU);
    if (Status copied = weights.copyInto(*tower); !copied) {
        return fail(copied.error());
    }
    return tower;
}

/// B×L, padded with the end mark: what stands behind a text's end does not reach its row.
at::Tensor idsOf(const text::ClipTokenizer& tokenizer, std::span<const std::string> strings, std::int64_t positions)
{
    std::vector<std::vector<std::int64_t>> rows;
    std::size_t longest = 0;
    for (const std::string& string : strings) {
        rows.push_back(tokenizer.encode(string, static_cast<std::size_t>(positions)));
        longest = std::max(longest, rows.back().size());
    }
    at::Tensor ids = at::full({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest)},
                              tokenizer.endOfText(), at::kLong);
    auto* row = ids.data_ptr<std::int64_t>();
    for (const auto& tokens : rows) {
        std::copy(tokens.begin(), tokens.end(), row);
        row += longest;
    }
    return ids;
}

bool isRow(const at::Tensor& row, std::int64_t width)
{
    return row.scalar_type() == at::kFloat && row.dim() == 1 && row.size(0) == width &&
           row.isfinite().all().item<bool>() && row.norm().item<float>() > 0;
}

/// Content of tower, tokenizer and string.
std::string keyOf(const std::string& string, std::uint64_t basis)
{
    return hexDigits(fnv1a64(string, basis));
}

std::uint64_t basisOf(const model::TextTowerWeights& weights, const text::ClipTokenizer& tokenizer)
{
    return fnv1a64(hexDigits(weights.hash()) + hexDigits(tokenizer.hash()), fnv1a64(kCalculation));
}

/// Empty when there is none that can be read; a row that is not whole is left out.
StateTensors readCache(const std::filesystem::path& folder, std::int64_t width)
{
    if (folder.empty()) {
        return {};
    }
    auto loaded = readStateTensors(folder / kCacheName);
    if (!loaded) {
        return {};
    }
    std::erase_if(loaded->tensors, [&](const auto& item) { return !isRow(item.second, width); });
    return std::move(loaded->tensors);
}

/// `known` and `used` together, or `used` alone when that grows too large.
void writeCache(const std::filesystem::path& folder, StateTensors known, const StateTensors& used)
{
    known.insert(used.begin(), used.end());
    if (!folder.empty() && createFolder(folder)) {
        (void)writeStateTensors(folder / kCacheName, known.size() > kMostCached ? used : known, {});
    }
}

/// Unit rows of `strings`, in their order.
Result<std::vector<at::Tensor>> encodeAll(model::TextTower& tower, const text::ClipTokenizer& tokenizer,
                                          std::span<const std::string> strings)
{
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> rows;
    while (!strings.empty()) {
        const auto batch = strings.first(std::min(strings.size(), kPerBatch));
        strings = strings.subspan(batch.size());
        const at::Tensor encoded = unitRows(tower.forward(idsOf(tokenizer, batch, tower.options().positions)));
        if (!encoded.isfinite().all().item<bool>()) {
            return fail(ErrorCode::InvalidInput, "the text tower's answer is not finite: its weights are damaged",
                        "model.text_weights");
        }
        for (std::int64_t i = 0; i < encoded.size(0); ++i) {
            rows.push_back(encoded[i].clone());
        }
    }
    return rows;
}

Result<at::Tensor> towerEmbeddings(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                                   const TextFiles& files, const model::TextTowerOptions& options)
{
    const auto texts = classStrings(settings, classes);
    if (!texts) {
        return fail(texts.error());
    }
    const auto tokenizer = openTokenizer(files, options);
    if (!tokenizer) {
        return fail(tokenizer.error());
    }
    const auto weights = openTower(settings, files);
    if (!weights) {
        return fail(weights.error());
    }
    // Without a cache nobody needs a hash that reads every byte of the tower.
    const std::uint64_t basis = files.cache.empty() ? 0 : basisOf(*weights, *tokenizer);
    StateTensors known = readCache(files.cache, options.projection);
    StateTensors used;
    const std::set<std::string> distinct(texts->strings.begin(), texts->strings.end());
    std::vector<std::string> unknown;
    for (const std::string& string : distinct) {
        const auto found = known.find(keyOf(string, basis));
        if (found == known.end()) {
            unknown.push_back(string);
        } else {
            used.insert(*found);
        }
    }
    if (!unknown.empty()) {
        const auto tower = makeTower(*weights, options, *tokenizer);
        if (!tower) {
            return fail(tower.error());
        }
        auto rows = encodeAll(**tower, *tokenizer, unknown);
        if (!rows) {
            return fail(rows.error());
        }
        for (std::size_t i = 0; i < unknown.size(); ++i) {
            used.emplace(keyOf(unknown[i], basis), (*rows)[i]);
        }
        writeCache(files.cache, std::move(known), used);
    }
    std::vector<at::Tensor> rows;
    for (const std::string& string : texts->strings) {
        rows.push_back(used.at(keyOf(string, basis)));
    }
    return averaged(at::stack(rows), static_cast<std::int64_t>(texts->templates));
}

} // namespace

Result<ClassStrings> classStrings(const experiment::ModelSettings& settings, const std::vector<std::string>& classes)
{
    const std::vector<std::string>& prompts = settings.prompts;
    if (!prompts.empty() && prompts.size() != settings.classes.size()) {
        return fail(ErrorCode::InvalidInput,
                    "there are " + std::to_string(prompts.size()) + " prompts and " +
                        std::to_string(settings.classes.size()) +
                        " names in model.classes: name the class of each prompt there, in the same order",
                    "model.prompts");
    }
    std::vector<std::string> templates = settings.templates;
    for (const std::string& sentence : templates) {
        if (sentence.find(kPlace) == std::string::npos) {
            return fail(ErrorCode::InvalidInput, "`" + sentence + "` has no {} where the prompt goes",
                        "model.templates");
        }
    }
    if (templates.empty()) {
        templates.emplace_back(kPlace);
    }
    ClassStrings texts;
    texts.templates = templates.size();
    for (const std::string& name : classes) {
        std::string prompt = name;
        if (!prompts.empty()) {
            const auto place = std::ranges::find(settings.classes, name);
            if (place == settings.classes.end()) {
                return fail(ErrorCode::InvalidInput,
                            "the class `" + name +
                                "` of the data has no prompt: add it to model.classes and its "
                                "prompt to model.prompts",
                            "model.prompts");
            }
            prompt = prompts[static_cast<std::size_t>(place - settings.classes.begin())];
        }
        for (const std::string& sentence : templates) {
            texts.strings.push_back(inTemplate(sentence, prompt));
        }
    }
    return texts;
}

Result<at::Tensor> fixedEmbeddings(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                                   const TextFiles& files, const model::TextTowerOptions& options)
{
    if (!files.embeddings.empty()) {
        return loadEmbeddings(files.embeddings, classes, options.projection);
    }
    if (!files.tokenizer.empty()) {
        return towerEmbeddings(settings, classes, files, options);
    }
    if (!settings.textWeights.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "the text tower needs its tokenizer: name the folder with vocab.json and merges.txt",
                    "model.tokenizer");
    }
    return hashedEmbeddings(classes, options.projection);
}

TrainedText::TrainedText(std::shared_ptr<model::TextTower> tower, at::Tensor ids, std::int64_t templates)
    : m_tower(std::move(tower)), m_ids(std::move(ids)), m_templates(templates)
{
}

Result<TrainedText> TrainedText::open(const experiment::ModelSettings& settings,
                                      const std::vector<std::string>& classes, const TextFiles& files,
                                      const model::TextTowerOptions& options)
{
    if (!files.embeddings.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "the plan trains the text tower, whose place model.embeddings takes: remove the file, or add "
                    "`backbone.text_model` to plan.freeze",
                    "model.embeddings");
    }
    if (files.tokenizer.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "the plan trains the text tower, which needs its tokenizer: name the folder with vocab.json and "
                    "merges.txt, or add `backbone.text_model` to plan.freeze",
                    "model.tokenizer");
    }
    const auto texts = classStrings(settings, classes);
    if (!texts) {
        return fail(texts.error());
    }
    const auto tokenizer = openTokenizer(files, options);
    if (!tokenizer) {
        return fail(tokenizer.error());
    }
    const auto weights = openTower(settings, files);
    if (!weights) {
        return fail(weights.error());
    }
    auto tower = makeTower(*weights, options, *tokenizer);
    if (!tower) {
        return fail(tower.error());
    }
    return TrainedText(std::move(*tower), idsOf(*tokenizer, texts->strings, options.positions),
                       static_cast<std::int64_t>(texts->templates));
}

at::Tensor TrainedText::encode() const
{
    return averaged(m_tower->forward(m_ids), m_templates);
}

} // namespace espalier::train

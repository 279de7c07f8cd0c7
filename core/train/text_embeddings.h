// Text embeddings: what the network sees of its classes: fixed rows, or prompts that a tower in training encodes anew.
#pragma once

#include "core/base/result.h"
#include "core/experiment/experiment.h"
#include "core/model/text_tower.h"

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace espalier::train {

/// Where they come from; an empty path: not named.
struct TextFiles {
    std::filesystem::path embeddings; ///< safetensors of K×width rows
    std::filesystem::path tokenizer;  ///< folder with vocab.json and merges.txt
    std::filesystem::path tower;      ///< weights that hold the tower: model.text_weights, else the checkpoint
    std::filesystem::path cache;      ///< folder in which encoded strings are kept; empty: they are not
};

/// The strings of each class.
struct ClassStrings {
    std::vector<std::string> strings; ///< the class's prompt in each template, class after class
    std::size_t templates = 1;        ///< strings of each class
};
/// The prompt of a class is found *by name*: settings.prompts stand in the order of settings.classes, which need not be
/// that of `classes`. Without prompts it is the name. Without templates the prompt is the whole string, which is the
/// reference's rule; of several synonyms its tests take the first, so name that one. Errors: a class without a prompt,
/// prompts without classes to pair them with, a template without {}.
[[nodiscard]] Result<ClassStrings> classStrings(const experiment::ModelSettings& settings,
                                                const std::vector<std::string>& classes);

/// K×width unit rows, one a class, from the first that is named: the embeddings file, the tower (there must be a
/// tokenizer, too), the hash of the names. A class's strings are encoded, normalised, averaged and normalised again.
/// The tower is freed before this returns; strings that the cache has from the same tower and tokenizer do not need
/// it. A cache that cannot be read or written is no error. Errors: what is asked for but missing, or does not fit.
[[nodiscard]] Result<at::Tensor> fixedEmbeddings(const experiment::ModelSettings& settings,
                                                 const std::vector<std::string>& classes, const TextFiles& files,
                                                 const model::TextTowerOptions& options);

/// Prompts for a network whose plan trains its tower: the tower, filled, and their ids.
class TrainedText {
public:
    /// Errors: no tokenizer, no file that holds the tower, an embeddings file in its place, what does not fit.
    [[nodiscard]] static Result<TrainedText> open(const experiment::ModelSettings& settings,
                                                  const std::vector<std::string>& classes, const TextFiles& files,
                                                  const model::TextTowerOptions& options);

    [[nodiscard]] const std::shared_ptr<model::TextTower>& tower() const { return m_tower; }
    /// K×width unit rows, by the tower as it is now, with the gradient that its parameters ask for.
    [[nodiscard]] at::Tensor encode() const;

private:
    TrainedText(std::shared_ptr<model::TextTower> tower, at::Tensor ids, std::int64_t templates);

    std::shared_ptr<model::TextTower> m_tower;
    at::Tensor m_ids; ///< (K · templates)×L
    std::int64_t m_templates;
};

} // namespace espalier::train

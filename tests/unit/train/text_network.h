// A detector with a small text tower, its weights and its tokenizer, for tests of what the network sees of its classes.
#pragma once

#include "core/model/describe.h"
#include "core/model/text_tower.h"
#include "core/model/weights_binding.h"
#include "core/train/training_network.h"
#include "tests/unit/text/tokenizer_folder.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace espalier::train {

inline std::filesystem::path textScratch(const std::string& name)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "espalier_text";
    std::filesystem::create_directories(folder);
    return folder / name;
}

/// For text::writeSmallTokenizer()'s vocabulary.
inline model::TextTowerOptions smallTower()
{
    model::TextTowerOptions options;
    options.vocabulary = 518;
    options.width = 16;
    options.hidden = 32;
    options.layers = 2;
    options.heads = 4;
    options.endOfText = text::kSmallEnd;
    return options;
}

inline std::shared_ptr<model::TextTower> filledTower(std::uint64_t seed)
{
    auto tower = std::make_shared<model::TextTower>(smallTower(), at::kCPU);
    const at::NoGradGuard noGradients;
    at::manual_seed(seed);
    for (auto& [name, tensor] : model::namedTensors(*tower)) {
        tensor.normal_(0, 0.5);
    }
    return tower;
}

/// A file of the tower's tensors, their names `prefix` + what CLIP's own files say (`text_model.…`).
inline std::filesystem::path writeTower(const std::string& file, const model::TextTower& tower,
                                        const std::string& prefix = "")
{
    std::vector<weights::TensorToWrite> rows;
    const auto tensors = model::namedTensors(tower);
    for (const auto& [name, tensor] : tensors) {
        rows.push_back(model::toWrite(prefix + name.substr(6), tensor.detach()));
    }
    const auto path = textScratch(file);
    EXPECT_TRUE(weights::writeSafetensors(path, rows));
    return path;
}

/// Tower and tokenizer on disk, and an experiment that names both. The detector is the shipped one: one of random
/// weights would hardly heed its text.
inline experiment::Experiment textExperiment()
{
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.model.checkpoint = ESPALIER_SOURCE_DIR "/resources/weights/inspection-base-n.safetensors";
    experiment.model.tokenizer = text::writeSmallTokenizer(textScratch("tokenizer")).string();
    experiment.model.textWeights = writeTower("tower.safetensors", *filledTower(1)).string();
    experiment.plan.freeze = {"**"};
    return experiment;
}

inline const std::vector<std::string> kTextClasses{"dust", "dent"};

inline Result<TrainingNetwork> buildWithSmallTower(const experiment::Experiment& experiment)
{
    auto options = *model::yoloWorldOptions("n", 2);
    options.textTower = smallTower();
    network::NetworkTree tree = model::describe(options);
    auto plan = plan::resolve(tree, experiment.plan);
    if (!plan) {
        return fail(plan.error());
    }
    return TrainingNetwork::build(PlannedNetwork{options, std::move(tree), std::move(*plan)}, experiment, kTextClasses,
                                  {});
}

} // namespace espalier::train

#include "core/experiment/experiment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace espalier::experiment {
namespace {

TEST(Settings, NameEveryFieldOnce)
{
    std::set<std::string> keys;
    for (const auto& [key, value] : settings(Experiment())) {
        EXPECT_TRUE(keys.insert(key).second) << key;
    }
    for (const char* key : {"name", "note", "model.size", "data.image_size", "plan.freeze", "plan.adapters", "train.lr",
                            "train.seed", "monitor.policy"}) {
        EXPECT_TRUE(keys.contains(key)) << key;
    }
}

TEST(RecipeHash, IgnoresNameNoteAcceptedFindingsAndSeedAndNothingElse)
{
    const std::string plain = recipeHash(Experiment());
    Experiment same;
    same.name = "n";
    same.note = "m";
    same.accept = {"negative-learning-rate"};
    same.train.seed = 7;
    EXPECT_EQ(recipeHash(same), plain);
    std::set<std::string> hashes{plain};
    Experiment lr;
    lr.train.lr = std::nextafter(lr.train.lr, 1.0);
    Experiment policy;
    policy.monitor.policy = "skip";
    Experiment adapters;
    adapters.plan.adapters.emplace_back().pattern = "a";
    Experiment pattern;
    pattern.plan.adapters.emplace_back().pattern = "b";
    Experiment average;
    average.train.ema = true;
    Experiment data;
    data.data.flip = 0;
    for (const Experiment& other : {lr, policy, adapters, pattern, average, data}) {
        EXPECT_TRUE(hashes.insert(recipeHash(other)).second) << toYaml(other);
    }
}

} // namespace
} // namespace espalier::experiment

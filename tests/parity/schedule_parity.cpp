// The reference's epoch-wise schedule, from its own program and from the study's logs.
#include "core/train/schedule.h"
#include "tests/parity/goldens.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace espalier::parity {
namespace {

TEST(Schedule, FollowsTheReferencesHook)
{
    const auto golden = openGolden("yolo_world/yolo_param_scheduler");
    if (!golden) {
        return;
    }
    for (const Json& item : golden->json["cases"]) {
        const Json& config = item["config"];
        SCOPED_TRACE(config.dump());
        const auto perEpoch = config["iters_per_epoch"].get<std::int64_t>();
        experiment::TrainSettings settings;
        settings.schedule = config["scheduler_type"].get<std::string>() + "_by_epoch";
        settings.epochs = config["max_epochs"].get<int>();
        settings.lrFloor = config["lr_factor"].get<double>();
        settings.clampLr = false;
        settings.warmupSteps = static_cast<int>(std::max(config["warmup_epochs"].get<std::int64_t>() * perEpoch,
                                                         config["warmup_mim_iter"].get<std::int64_t>()));
        const double base = config["base_lrs"][0].get<double>();
        std::int64_t step = 0;
        for (const Json& groups : item["lr_momentum_per_iter"]) {
            EXPECT_NEAR(base * train::learningRateFactor(settings, step, perEpoch), groups[0][0].get<double>(), 1e-15)
                << "step " << step;
            ++step;
        }
        EXPECT_GT(step, 0);
    }
}

/// 8 steps an epoch, a warm-up of 1000 steps, 100 epochs: the logs hold the rate of each epoch's last step.
TEST(Schedule, FollowsTheStudysLogs)
{
    const char* named = std::getenv("ESPALIER_DATA");
    const std::filesystem::path logs =
        (named != nullptr ? std::filesystem::path(named)
                          : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/data/mvtec-bottle") /
        "logs";
    if (!std::filesystem::exists(logs)) {
        std::cout << "no logs at " << logs << ": nothing compared\n";
        return;
    }
    experiment::TrainSettings settings;
    settings.schedule = "linear_by_epoch";
    settings.epochs = 100;
    settings.warmupSteps = 1000;
    settings.clampLr = false;
    std::size_t compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(logs)) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const auto read = [&](const std::string& key) -> std::optional<double> {
                const auto at = line.find("\"" + key + "\": ");
                return at == std::string::npos
                           ? std::nullopt
                           : std::optional(std::strtod(line.c_str() + at + key.size() + 4, nullptr));
            };
            const auto rate = read("lr");
            const auto step = read("step");
            const auto epoch = read("epoch");
            const auto base = read("base_lr");
            if (!rate || !step || !epoch || !base || *step != *epoch * 8) {
                continue; // a validation, or a run on another number of images
            }
            EXPECT_NEAR(*base * train::learningRateFactor(settings, static_cast<std::int64_t>(*step) - 1, 8), *rate,
                        1e-12 * *base)
                << entry.path().filename() << ", step " << *step;
            ++compared;
        }
    }
    EXPECT_GE(compared, 100U);
    std::cout << compared << " learning rates of the study's logs compared\n";
}

} // namespace
} // namespace espalier::parity

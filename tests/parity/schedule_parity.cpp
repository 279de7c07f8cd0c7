// Schedules: the reference's epoch-wise one, from its own program and from the study's logs; the cosine of PyTorch and
// timm.
#include "core/train/schedule.h"
#include "tests/parity/goldens.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace espalier::parity {
namespace {

constexpr double kTolerance = 1e-12;

/// Learning rate of every group and momentum, warm-up and all. One quirk is left out: where a warm-up rate for biases
/// is given, the reference hands it to group 2, whatever that group holds.
TEST(Schedule, FollowsTheReferencesHook)
{
    const auto golden = openGolden("yolo_world/yolo_param_scheduler");
    if (!golden) {
        return;
    }
    constexpr std::size_t kBiasGroup = 2;
    for (const Json& item : golden->json["cases"]) {
        const Json& config = item["config"];
        SCOPED_TRACE(config.dump());
        const auto perEpoch = config["iters_per_epoch"].get<std::int64_t>();
        const bool isSgd = config["optimizer"] == "SGD";
        experiment::TrainSettings settings;
        settings.schedule = config["scheduler_type"].get<std::string>() + "_by_epoch";
        settings.epochs = config["max_epochs"].get<int>();
        settings.lrFloor = config["lr_factor"].get<double>();
        settings.clampLr = false;
        settings.warmupSteps = static_cast<int>(std::max(config["warmup_epochs"].get<std::int64_t>() * perEpoch,
                                                         config["warmup_mim_iter"].get<std::int64_t>()));
        settings.beta1 = 0.937;
        settings.warmupMomentum = config["warmup_momentum"].get<double>();
        std::int64_t step = 0;
        for (const Json& row : item["lr_momentum_per_iter"]) {
            const std::string at = ", step " + std::to_string(step);
            const double factor = train::learningRateFactor(settings, step, perEpoch);
            for (std::size_t group = 0; group < row[0].size(); ++group) {
                if (group == kBiasGroup && config["warmup_bias_lr"] != 0.0 && step < settings.warmupSteps) {
                    continue;
                }
                expectClose(config["base_lrs"][group].get<double>() * factor, row[0][group].get<double>(), kTolerance,
                            "learning rates: group " + std::to_string(group) + at);
                if (isSgd) {
                    expectClose(train::momentum(settings, step, perEpoch), row[1][group].get<double>(), kTolerance,
                                "momentum: group " + std::to_string(group) + at);
                }
            }
            ++step;
        }
        EXPECT_EQ(step, settings.epochs * perEpoch);
    }
}

/// Cosine over `steps` steps with `floor`, no warm-up: the factor before each step.
double cosine(std::int64_t steps, double floor, std::int64_t step)
{
    experiment::TrainSettings settings;
    settings.schedule = "cosine";
    settings.epochs = static_cast<int>(steps);
    settings.lrFloor = floor;
    settings.warmup = 0;
    return train::learningRateFactor(settings, step, 1);
}

/// The shapes of PyTorch and timm that this schedule has. Not built, so not compared: decays that begin after the
/// warm-up (transformers, mmengine, chained PyTorch schedules), steps and milestones; a cosine that rises again past
/// its end, where ours stays at the floor.
TEST(Schedule, IsPyTorchsCosine)
{
    const auto golden = openGolden("torch_optim/schedules");
    if (!golden) {
        return;
    }
    constexpr std::int64_t kLength = 50;
    for (const auto& [name, floor] : {std::pair{"cosine_annealing_T50", 0.0}, {"cosine_annealing_T50_eta", 0.05}}) {
        const Json& rates = golden->json["schedules"][name];
        ASSERT_GE(rates.size(), static_cast<std::size_t>(kLength));
        for (std::int64_t step = 0; step <= kLength; ++step) {
            const double expected = rates[static_cast<std::size_t>(step)].get<double>();
            EXPECT_NEAR(cosine(kLength, floor, step), expected, kTolerance) << name << ", step " << step;
            if (expected != 0) {
                expectClose(cosine(kLength, floor, step), expected, 1e-11, name + (": " + std::to_string(step)));
            }
        }
    }
    const Json& groups = golden->json["groups_cosine(lrs 1e-3,5e-5,2.5e-4; CosineAnnealingLR T_max 20)"];
    ASSERT_EQ(groups.size(), 21U);
    for (std::size_t step = 0; step < groups.size(); ++step) {
        for (std::size_t group = 0; group < groups[step].size(); ++group) {
            const double base = groups[0][group].get<double>();
            EXPECT_NEAR(base * cosine(20, 0, static_cast<std::int64_t>(step)), groups[step][group].get<double>(),
                        kTolerance * base);
        }
    }
    const Json& timm = golden->json["timm_cosine(t_initial=100,warmup_t=10,lr_min=1e-5,warmup_lr_init=1e-6,lr=1e-3): "
                                    "value for epoch 0..110"];
    ASSERT_EQ(timm.size(), 111U);
    for (std::size_t epoch = 10; epoch < timm.size(); ++epoch) {
        expectClose(1e-3 * cosine(100, 0.01, static_cast<std::int64_t>(epoch)), timm[epoch].get<double>(), 1e-11,
                    "timm's cosine after its warm-up: epoch " + std::to_string(epoch));
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

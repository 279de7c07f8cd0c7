#include "core/plan/presets.h"
#include "core/train/audit.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace espalier::train {
namespace {

TrainingNetwork step2()
{
    experiment::Experiment experiment;
    experiment.plan = plan::findPreset("step2")->make();
    auto network = TrainingNetwork::build(experiment, {"defect", "dust", "discoloration", "coil"}, {});
    EXPECT_TRUE(network);
    return std::move(*network);
}

TEST(Audit, CoversEveryTensorThatDoesNotTrain)
{
    const TrainingNetwork network = step2();
    const StateTensors frozen = network.frozen();
    for (const auto& [name, tensor] : network.state()) {
        EXPECT_FALSE(frozen.contains(name)) << name << " trains or moves";
    }
    const AuditResult result = Audit(frozen).compare(frozen);
    EXPECT_TRUE(result.moved.empty());
    EXPECT_GT(result.tensors, 100U);
    EXPECT_GT(result.buffers, 100U);
    EXPECT_EQ(result.tensors + result.buffers, frozen.size());
    EXPECT_EQ(result.sentence(), "audit: " + std::to_string(result.tensors) + " frozen tensors and " +
                                     std::to_string(result.buffers) + " buffers bit-identical");
}

TEST(Audit, SeesOneBitOfOneWeightAndOneStatistic)
{
    const TrainingNetwork network = step2();
    StateTensors frozen = network.frozen();
    const Audit audit(frozen);
    const at::NoGradGuard noGradients;
    const std::string weight = "param.backbone.image_model.stem.conv.weight";
    const std::string statistic = "buffer.backbone.image_model.stem.bn.running_mean";
    static_cast<std::uint32_t*>(frozen.at(weight).data_ptr())[17] ^= 1U;
    frozen.at(statistic)[3] += 1;
    const AuditResult result = audit.compare(network.frozen());
    EXPECT_EQ(result.moved, (std::vector<std::string>{statistic, weight}));
    EXPECT_NE(result.sentence().find(weight), std::string::npos) << result.sentence();
    EXPECT_NE(Audit(network.frozen()).fingerprint(), audit.fingerprint());
    EXPECT_EQ(Audit({}).compare({}).sentence(), "audit: nothing is frozen");
}

TEST(Audit, SignsOffWhatTrains)
{
    const TrainingNetwork network = step2();
    const Json json = auditJson(network, nullptr);
    std::int64_t parameters = 0;
    for (const Json& row : json["trains"]) {
        parameters += row["parameters"].get<std::int64_t>();
    }
    EXPECT_EQ(json["trains"].size(), network.trainable().size());
    EXPECT_EQ(parameters, network.plan().trainable);
    EXPECT_EQ(json["moves"].size() + network.trainable().size(), network.state().size());
    EXPECT_TRUE(json["result"].is_null());
    const std::string sentence = whatTrains(network);
    EXPECT_NE(sentence.find("trains " + std::to_string(network.trainable().size()) + " tensors"), std::string::npos)
        << sentence;
    const AuditResult moved{1, 1, {"param.a"}};
    EXPECT_EQ(auditJson(network, &moved)["result"]["moved"], Json::array({"param.a"}));
}

} // namespace
} // namespace espalier::train

#include "core/plan/advice.h"

namespace espalier::plan {

namespace {

struct SizeRow {
    std::int64_t below;
    AdviceReason reason;
    std::string_view preset;
};
// From the fewest samples on. The presets are those whose ranks and rates the studies' rows name.
constexpr SizeRow kSizes[] = {
    {kFewSamples, AdviceReason::FewSamples, "step1"},
    {kManySamples, AdviceReason::SomeSamples, "lora_convolutions"},
    {kVeryManySamples, AdviceReason::ManySamples, "step3"},
};

} // namespace

Advice advise(const Situation& situation)
{
    Advice made;
    if (situation.samples > 0) {
        SizeRow row{0, AdviceReason::VeryMany, "baseline"};
        for (const SizeRow& each : kSizes) {
            if (situation.samples < each.below) {
                row = each;
                break;
            }
        }
        made = {row.preset, {row.reason}};
    }
    const auto put = [&](std::string_view preset, AdviceReason reason) {
        made.preset = preset;
        made.reasons.insert(made.reasons.begin(), reason);
    };
    if (situation.isForDeployment) {
        put("step2", AdviceReason::Deployment);
    }
    if (situation.memoryBytes > 0 && situation.memoryBytes < kLittleMemory) {
        put("step1", AdviceReason::LittleMemory);
    }
    return made;
}

} // namespace espalier::plan

#include "core/plan/presets.h"

#include <algorithm>
#include <array>

namespace espalier::plan {

namespace {

TuningPlan full()
{
    return {};
}

TuningPlan baseline()
{
    TuningPlan plan;
    plan.freeze = {"backbone.text_model"};
    return plan;
}

TuningPlan linearProbe()
{
    TuningPlan plan;
    plan.freeze = {"**"};
    for (const char* pattern : {"cls_preds.0.2", "cls_preds.1.2", "cls_preds.2.2", "cls_contrasts"}) {
        plan.unfreeze.push_back({pattern, 1.0, std::nullopt});
    }
    return plan;
}

/// Steps 1 to 3 graft the same sixteen adapters: ten in the neck, six in the head.
TuningPlan featureAdapters(double dropout)
{
    TuningPlan plan;
    plan.freeze = {"**"};
    for (const char* pattern : {"reduce_layers", "top_down_layers", "bottom_up_layers", "out_layers"}) {
        plan.adapters.push_back({pattern, FeatureAdapterOptions{16, 16.0, dropout}, 1.0, std::nullopt});
    }
    for (const char* pattern : {"cls_preds", "reg_preds"}) {
        plan.adapters.push_back({pattern, FeatureAdapterOptions{32, 16.0, dropout}, 1.0, std::nullopt});
    }
    return plan;
}

TuningPlan step1()
{
    return featureAdapters(0.1);
}

// Some patterns of steps 2 and 3 select nothing on this network. They are kept as the study lists them: its counts
// follow from that, and the reports say so.
TuningPlan step2()
{
    TuningPlan plan = step1();
    for (const char* pattern : {"out_layers.2", "cls_preds.2", "reg_preds.2"}) {
        plan.unfreeze.push_back({pattern, 0.5, std::nullopt});
    }
    return plan;
}

TuningPlan step3()
{
    TuningPlan plan = featureAdapters(0.0);
    plan.unfreeze.push_back({"image_model.stage4", 0.1, std::nullopt});
    for (const char* pattern : {"top_down_layers.1", "top_down_layers.2", "bottom_up_layers.1", "bottom_up_layers.2",
                                "out_layers.1", "out_layers.2"}) {
        plan.unfreeze.push_back({pattern, 1.0, std::nullopt, /*allowEmpty=*/true});
    }
    for (const char* pattern : {"cls_preds", "reg_preds"}) {
        plan.unfreeze.push_back({pattern, 0.5, std::nullopt});
    }
    return plan;
}

// Every convolution of the image path is the `conv` of a convolution block, or the last one of a head branch. The
// gates' linear layers have other names.
TuningPlan loraConvolutions()
{
    TuningPlan plan;
    plan.freeze = {"**"};
    for (const char* pattern : {"conv", "cls_preds.*.2", "reg_preds.*.2"}) {
        plan.adapters.push_back({pattern, LoraOptions{8, 16.0, 0.0}, 1.0, std::nullopt});
    }
    return plan;
}

constexpr std::array<Preset, 7> kPresets{{
    {"full", "Full fine-tuning", "Everything trains, the text tower too", &full},
    {"baseline", "Baseline", "Everything but the text tower trains, as the study's baseline", &baseline},
    {"linear_probe", "Linear probe", "Only the last layer of the classification branch trains", &linearProbe},
    {"step1", "Step 1 Dense LoRA", "Sixteen feature adapters in neck and head on a frozen network", &step1},
    {"step2", "Step 2 Hybrid Moderate", "Step 1, and the coarsest level of the head opened at half the rate", &step2},
    {"step3", "Step 3 Hybrid Aggressive", "Step 1 without dropout, with the last stage, neck and head opened", &step3},
    {"lora_convolutions", "LoRA on all convolutions", "A low-rank update on each convolution of a frozen network",
     &loraConvolutions},
}};

} // namespace

std::span<const Preset> presets()
{
    return kPresets;
}

const Preset* findPreset(std::string_view id)
{
    const auto* found = std::ranges::find(kPresets, id, &Preset::id);
    return found == kPresets.end() ? nullptr : &*found;
}

} // namespace espalier::plan

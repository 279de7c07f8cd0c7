// A situation: an experiment, its network and its data, held together for the checks.
#pragma once

#include "core/plan/presets.h"
#include "core/preflight/preflight.h"
#include "tests/ui/yolo_world_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace espalier::preflight::test {

struct Situation {
    experiment::Experiment experiment;
    network::NetworkTree tree = ui::test::YoloWorldTree::make(ui::test::YoloWorldTree::nano());
    dataset::Catalogue train;
    dataset::Catalogue val;
    bool hasData = true;
    std::int64_t memoryBytes = 0;

    /// 31 training and 32 validation images of 900 px, eight boxes a class, as quiet as data can be.
    Situation()
    {
        experiment.plan = plan::findPreset("baseline")->make();
        experiment.model.classes = {"defect", "dust", "discoloration", "coil"};
        train = split("train", 31);
        val = split("val", 32);
    }

    static dataset::Catalogue split(const std::string& name, int images)
    {
        dataset::Catalogue out;
        out.classes = {"defect", "dust", "discoloration", "coil"};
        out.folder = "data/" + name;
        for (int i = 0; i < images; ++i) {
            dataset::Entry entry;
            entry.id = i;
            entry.fileName = std::to_string(i) + ".png";
            entry.width = entry.height = 900;
            entry.annotations = {{i, {100, 100, 300, 300}, i % 4, -1, false}};
            out.entries.push_back(std::move(entry));
        }
        return out;
    }

    [[nodiscard]] plan::ResolvedPlan resolved() const
    {
        auto answer = plan::resolve(tree, experiment.plan);
        EXPECT_TRUE(answer.has_value());
        return answer.value_or(plan::ResolvedPlan{});
    }
    [[nodiscard]] std::vector<Finding> all() const { return all(resolved()); }
    [[nodiscard]] std::vector<Finding> all(const plan::ResolvedPlan& plan) const
    {
        return check({experiment, tree, plan, hasData ? &train : nullptr, hasData ? &val : nullptr, memoryBytes});
    }
    [[nodiscard]] std::vector<Finding> of(std::string_view id) const
    {
        std::vector<Finding> some;
        for (Finding& finding : all()) {
            if (finding.id == id) {
                some.push_back(std::move(finding));
            }
        }
        return some;
    }
    /// The one finding of this check; an empty one (and a failed test) when there are more or none.
    [[nodiscard]] Finding only(std::string_view id) const
    {
        const auto some = of(id);
        EXPECT_EQ(some.size(), 1U) << id;
        return some.size() == 1 ? some.front() : Finding{};
    }
    /// Findings of `id` after the repair of `finding`.
    [[nodiscard]] std::vector<Finding> afterRepair(const Finding& finding) const
    {
        Situation mended = *this;
        const auto changed = repaired(experiment, finding.repair);
        EXPECT_TRUE(changed.has_value()) << (changed ? "" : describe(changed.error()));
        mended.experiment = changed.value_or(experiment);
        return mended.of(finding.id);
    }
};

} // namespace espalier::preflight::test

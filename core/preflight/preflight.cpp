#include "core/preflight/preflight.h"

#include "core/preflight/check_functions.h"

#include <algorithm>
#include <array>

namespace espalier::preflight {

namespace {

constexpr std::array kChecks{
    Check{"pattern-no-module", Severity::Error, "Every pattern selects a module", false, patternNoModule},
    Check{"pattern-no-parameter", Severity::Warning, "Every pattern selects parameters", false, patternNoParameter},
    Check{"nothing-trains", Severity::Error, "Something trains", false, nothingTrains},
    Check{"lr-scale-reaches-nothing", Severity::Warning, "Every learning-rate scale acts", false,
          lrScaleReachesNothing},
    Check{"schedule-shorter-than-run", Severity::Error, "The schedule spans the run", false, scheduleShorterThanRun},
    Check{"negative-learning-rate", Severity::Error, "The learning rate stays at or above zero", false,
          negativeLearningRate},
    Check{"warm-up-never-ends", Severity::Warning, "The warm-up ends", false, warmUpNeverEnds},
    Check{"warm-up-longer-than-half", Severity::Warning, "The warm-up takes less than half of the run", false,
          warmUpLongerThanHalf},
    Check{"validation-images-in-training", Severity::Error, "No validation image is trained on", false,
          validationImagesInTraining},
    Check{"class-order", Severity::Error, "Each prompt belongs to its class", false, classOrder},
    Check{"prompts-count", Severity::Error, "There is one prompt for each class", false, promptsCount},
    Check{"class-without-box", Severity::Warning, "Every class has boxes in both splits", true, classWithoutBox},
    Check{"no-box-survives", Severity::Error, "Boxes survive the resizing", true, noBoxSurvives},
    Check{"few-boxes", Severity::Warning, "No box shrinks below 2 pixels", true, fewBoxes},
    Check{"metric-noise", Severity::Note, "Validation has enough boxes to tell runs apart", true, metricNoise},
    Check{"frozen-text-unfrozen-class-branch", Severity::Warning, "The class branch is held like its texts", false,
          frozenTextUnfrozenClassBranch},
    Check{"contrast-frozen-class-unfrozen", Severity::Warning, "The contrast's norm trains with its class branch",
          false, contrastFrozenClassUnfrozen},
    Check{"adapter-and-unfreeze-on-one-weight", Severity::Warning, "No adapter sits on weights that train", false,
          adapterAndUnfreeze},
    Check{"frozen-batchnorm-statistics-move", Severity::Error, "Statistics of frozen norms stay", false,
          frozenStatisticsMove},
    Check{"batch-too-small-for-batchnorm", Severity::Warning, "Batches are large enough for the norms that train",
          false, batchTooSmallForBatchNorm},
    Check{"dfl-layout-mixed", Severity::Error, "The box loss reads distributions cell by cell", false, dflLayoutMixed},
    Check{"mosaic-never-closes", Severity::Warning, "Mosaic ends before the run does", false, mosaicNeverCloses},
    Check{"close-mosaic-longer-than-run", Severity::Warning, "Mosaic acts at all", false, closeMosaicLongerThanRun},
    Check{"clip-zero-with-high-lr", Severity::Warning, "A high learning rate has its gradients clipped", false,
          clipZeroWithHighLr},
    Check{"accumulation-larger-than-epoch", Severity::Warning, "An epoch fills the accumulated batch", false,
          accumulationLargerThanEpoch},
    Check{"memory", Severity::Warning, "The run fits into memory", false, memory},
};

/// Each finding at one place is repaired once: a repair that does not help must not go round for ever.
bool isRepaired(const std::vector<Finding>& repaired, const Finding& finding)
{
    return std::ranges::any_of(repaired, [&](const Finding& earlier) {
        return earlier.id == finding.id && earlier.place == finding.place && earlier.repair == finding.repair;
    });
}

} // namespace

std::string_view toText(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return "note";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return {};
}

std::span<const Check> checks()
{
    return kChecks;
}

std::vector<Finding> check(const Subject& subject)
{
    std::vector<Finding> findings;
    for (const Check& one : kChecks) {
        one.run(subject, findings);
    }
    return findings;
}

bool isAccepted(const experiment::Experiment& experiment, const Finding& finding)
{
    return std::ranges::find(experiment.accept, finding.id) != experiment.accept.end();
}

Status checkAccepted(const experiment::Experiment& experiment)
{
    for (const std::string& id : experiment.accept) {
        if (std::ranges::find(kChecks, id, &Check::id) == kChecks.end()) {
            std::string allowed;
            for (const Check& one : kChecks) {
                allowed += (allowed.empty() ? "" : ", ") + std::string(one.id);
            }
            return fail(ErrorCode::InvalidInput,
                        "names `" + id.substr(0, 60) + "`, which no check is called; allowed: " + allowed, "accept");
        }
    }
    return {};
}

Status admit(const experiment::Experiment& experiment, std::span<const Finding> findings)
{
    const Finding* first = nullptr;
    std::vector<std::string> ids;
    for (const Finding& finding : findings) {
        if (finding.severity != Severity::Error || isAccepted(experiment, finding)) {
            continue;
        }
        first = first == nullptr ? &finding : first;
        if (std::ranges::find(ids, finding.id) == ids.end()) {
            ids.emplace_back(finding.id);
        }
    }
    if (first == nullptr) {
        return {};
    }
    std::string others;
    std::string all;
    for (const std::string& id : ids) {
        others += id == ids.front() ? "" : (others.empty() ? "; also " : ", ") + id;
        all += (all.empty() ? "" : ", ") + id;
    }
    return fail(ErrorCode::InvalidInput,
                first->sentence + " [" + ids.front() + "]" + others +
                    "; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and `accept: [" +
                    all + "]` in it says that this is meant",
                first->place);
}

Result<experiment::Experiment> repaired(const experiment::Experiment& experiment, const Repair& repair)
{
    return experiment::parseYaml(experiment::toYaml(experiment), experiment.name, repair.sets);
}

Result<RepairedExperiment> repairAll(const Subject& subject)
{
    RepairedExperiment out{subject.experiment, {}};
    for (;;) {
        const auto resolved = plan::resolve(subject.tree, out.experiment.plan);
        if (!resolved) {
            return fail(resolved.error());
        }
        const auto findings =
            check({out.experiment, subject.tree, *resolved, subject.train, subject.val, subject.memoryBytes});
        const auto next = std::ranges::find_if(findings, [&](const Finding& finding) {
            return !finding.repair.sets.empty() && !isAccepted(out.experiment, finding) &&
                   !isRepaired(out.repaired, finding);
        });
        if (next == findings.end()) {
            return out;
        }
        auto changed = repaired(out.experiment, next->repair);
        if (!changed) {
            return fail(changed.error());
        }
        out.experiment = std::move(*changed);
        out.repaired.push_back(*next);
    }
}

} // namespace espalier::preflight

#include "app/wiring/evaluation.h"
#include "app/wiring/torch_surroundings.h"
#include "core/plan/presets.h"
#include "core/train/caught.h"
#include "core/train/evaluate.h"
#include "core/train/open_trained.h"

#include <algorithm>

namespace espalier::wiring {

namespace {

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "`" : ", `") + name + "`";
    }
    return text;
}

/// What of the data cannot be scored; an error when that is all of it.
Result<std::vector<std::string>> lossesOf(const dataset::Catalogue& catalogue)
{
    const std::int64_t lost = catalogue.listedBoxes - catalogue.usedBoxes;
    if (lost > 0 && catalogue.usedBoxes == 0) {
        return fail(ErrorCode::InvalidInput,
                    "none of the " + std::to_string(lost) + " validation boxes can be used for the classes " +
                        listed(catalogue.classes) + ": is it another data set?",
                    "data");
    }
    std::vector<std::string> notes;
    if (lost > 0) {
        notes.push_back(std::to_string(lost) + " of " + std::to_string(catalogue.listedBoxes) +
                        " validation boxes are left out" +
                        (catalogue.defects.empty() ? "" : ", first: " + catalogue.defects.front().message));
    }
    return notes;
}

} // namespace

Result<EvaluatedSubject> evaluateSubject(const Subject& subject, const Watch& watch)
{
    return train::caught([&]() -> Result<EvaluatedSubject> {
        run::RunSpec spec = subject.spec;
        if (spec.resumeFrom.empty()) {
            // The base as it stands: what a plan would train, and whether it trains anything, does not matter.
            spec.experiment.plan = plan::findPreset("baseline")->make();
        }
        auto opened = train::openSubject(spec, surroundings());
        if (!opened) {
            return fail(opened.error());
        }
        auto notes = lossesOf(opened->data.val->catalogue());
        if (!notes) {
            return fail(notes.error());
        }
        const std::size_t images = opened->data.val->size();
        const auto batch = static_cast<std::size_t>(spec.experiment.train.batch);
        std::size_t asked = 0;
        bool isStopped = false;
        train::Evaluation evaluation = train::evaluate(
            opened->network, *opened->data.val, spec.experiment.data.imageSize, spec.experiment.train.batch, [&] {
                watch.progress(std::min(asked * batch, images), images);
                ++asked;
                isStopped = watch.shouldStop();
                return isStopped;
            });
        if (isStopped) {
            return fail(ErrorCode::Cancelled, "stopped: nothing was evaluated", subject.name);
        }
        watch.progress(images, images);
        EvaluatedSubject answer{std::move(evaluation.boxes), opened->network.notes()};
        std::ranges::move(*notes, std::back_inserter(answer.notes));
        if (const std::size_t lost = images - answer.boxes.images.size(); lost > 0) {
            answer.notes.push_back(std::to_string(lost) + " of " + std::to_string(images) +
                                   " images could not be read and are left out");
        }
        return answer;
    });
}

} // namespace espalier::wiring

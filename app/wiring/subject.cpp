#include "app/wiring/subject.h"

#include "app/wiring/run_session.h"
#include "core/dataset/formats.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace espalier::wiring {

namespace {

constexpr std::array<const char*, 5> kLayouts{"coco", "yolo", "voc", "labelme", "masks"};

std::optional<store::RunId> runNumber(const std::string& text)
{
    store::RunId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(id) : std::nullopt;
}

Result<Subject> subjectOfFile(const std::filesystem::path& file, std::span<const std::string> sets)
{
    auto experiment = experiment::load(file, sets);
    if (!experiment) {
        return fail(experiment.error());
    }
    applyEnvironment(*experiment);
    Subject subject;
    subject.name = file.string();
    subject.spec.experiment = std::move(*experiment);
    subject.spec.experimentFolder = std::filesystem::absolute(file).parent_path();
    return subject;
}

const dataset::SplitSource& named(const std::vector<dataset::SplitSource>& splits,
                                  std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const auto found = std::ranges::find(splits, name, &dataset::SplitSource::name);
        if (found != splits.end()) {
            return *found;
        }
    }
    return splits.front();
}

} // namespace

Result<Subject> subjectOf(const store::RunDetail& run)
{
    const std::string name = "run " + std::to_string(run.summary.id);
    if (run.lastCheckpoint.empty()) {
        return fail(ErrorCode::NotFound, "has no checkpoint yet: nothing is trained to look at", name);
    }
    return Subject{
        name, run.summary.id, {run.experiment, run.experimentFolder, run.runFolder, run.lastCheckpoint, /*past=*/{}}};
}

Result<Subject> openSubject(const std::filesystem::path& store, const std::string& argument,
                            std::span<const std::string> sets)
{
    const auto id = runNumber(argument);
    if (!id) {
        return subjectOfFile(argument, sets);
    }
    auto opened = store::Store::open(store);
    if (!opened) {
        return fail(opened.error());
    }
    auto run = (*opened)->runDetail(*id);
    if (!run) {
        return fail(run.error());
    }
    auto subject = subjectOf(*run);
    if (!subject || sets.empty()) {
        return subject;
    }
    auto changed = experiment::parseYaml(run->experimentYaml, subject->name, sets);
    if (!changed) {
        return fail(changed.error());
    }
    subject->spec.experiment = std::move(*changed);
    return subject;
}

Status useData(Subject& subject, const std::filesystem::path& folder)
{
    experiment::DataSettings& data = subject.spec.experiment.data;
    const std::filesystem::path root = std::filesystem::absolute(folder);
    for (const char* layout : kLayouts) {
        const std::vector<dataset::SplitSource> splits = dataset::findSplits(layout, root);
        if (splits.empty()) {
            continue;
        }
        const experiment::DataSettings defaults;
        data.kind = layout;
        data.root = root.string();
        data.train = defaults.train;
        data.val = defaults.val;
        if (data.kind == "coco") {
            // Its file names are settings; the other layouts find their own splits.
            data.train = named(splits, {"train"}).path.string();
            data.val = named(splits, {"val", "test"}).path.string();
        }
        return {};
    }
    return fail(ErrorCode::InvalidInput,
                "holds no data set of a known layout: COCO, YOLO text, Pascal VOC, LabelMe or masks", root.string());
}

} // namespace espalier::wiring

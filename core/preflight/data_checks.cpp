#include "core/preflight/check_functions.h"
#include "core/preflight/wording.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace espalier::preflight {

namespace {

using dataset::Catalogue;
using dataset::Entry;
using plan::TrainState;

constexpr double kSmallestSide = 2; ///< pixels of the input; boxes at or below are dropped by the augmentation
constexpr std::int64_t kFewBoxes = 5;
constexpr int kSmallBatch = 4;

struct Split {
    const Catalogue* catalogue;
    const char* name;
    const char* place;
};

std::vector<Split> splitsOf(const Subject& subject)
{
    std::vector<Split> splits;
    if (subject.train != nullptr) {
        splits.push_back({subject.train, "training", "data.train"});
    }
    if (subject.val != nullptr) {
        splits.push_back({subject.val, "validation", "data.val"});
    }
    return splits;
}

struct BoxCounts {
    std::int64_t boxes = 0;
    std::int64_t small = 0;
};

BoxCounts countBoxes(const Catalogue& catalogue, int side)
{
    BoxCounts counts;
    for (const Entry& entry : catalogue.entries) {
        const int longer = std::max(entry.width, entry.height);
        const double scale = longer > 0 ? static_cast<double>(side) / longer : 1.0;
        for (const dataset::Annotation& annotation : entry.annotations) {
            const auto& [x1, y1, x2, y2] = annotation.box;
            ++counts.boxes;
            counts.small += std::min(x2 - x1, y2 - y1) * scale <= kSmallestSide ? 1 : 0;
        }
    }
    return counts;
}

std::vector<std::int64_t> boxesOfClasses(const Catalogue& catalogue)
{
    std::vector<std::int64_t> counts(catalogue.classes.size(), 0);
    for (const Entry& entry : catalogue.entries) {
        for (const dataset::Annotation& annotation : entry.annotations) {
            const auto label = static_cast<std::size_t>(annotation.label);
            if (annotation.label >= 0 && label < counts.size()) {
                ++counts[label];
            }
        }
    }
    return counts;
}

std::string pathOf(const Catalogue& catalogue, const Entry& entry)
{
    return (catalogue.folder / entry.fileName).lexically_normal().string();
}

/// Validation images that are training images too, by file or by content.
std::vector<std::string> sharedImages(const Catalogue& train, const Catalogue& val)
{
    std::unordered_set<std::string> paths;
    std::unordered_set<std::uint64_t> contents;
    for (const Entry& entry : train.entries) {
        if (!train.folder.empty()) {
            paths.insert(pathOf(train, entry));
        }
        if (entry.contentHash != 0) {
            contents.insert(entry.contentHash);
        }
    }
    std::vector<std::string> shared;
    for (const Entry& entry : val.entries) {
        const bool isSameFile = !val.folder.empty() && paths.contains(pathOf(val, entry));
        if (isSameFile || contents.contains(entry.contentHash)) {
            shared.push_back(entry.fileName);
        }
    }
    return shared;
}

/// One annotation file for both. A YOLO description holds several splits.
bool isOneFile(const experiment::DataSettings& data)
{
    const auto extension = std::filesystem::path(data.train).extension();
    const bool holdsSplits = data.kind == "yolo" && (extension == ".yaml" || extension == ".yml");
    return data.kind != "inspection" && !holdsSplits && !data.train.empty() &&
           std::filesystem::path(data.train).lexically_normal() == std::filesystem::path(data.val).lexically_normal();
}

/// Where one side still has its usual name, the other side's usual name is the likely one.
Repair usualFiles(const experiment::DataSettings& data)
{
    const experiment::DataSettings usual;
    if (isOneFile(data) && data.train == usual.val) {
        return {"Train on " + usual.train, {"data.train=" + usual.train}};
    }
    if (isOneFile(data) && data.val == usual.train) {
        return {"Validate on " + usual.val, {"data.val=" + usual.val}};
    }
    return {};
}

std::int64_t openNorms(const Subject& subject)
{
    std::int64_t count = 0;
    for (std::size_t i = 0; i < subject.tree.size(); ++i) {
        const bool isNorm = subject.tree.modules()[i].kind == network::ModuleKind::BatchNorm2d;
        count += isNorm && subject.plan.own[i] == TrainState::Unfrozen ? 1 : 0;
    }
    return count;
}

/// The nearest batch from `least` on whose last batch is not a single image.
Repair wholeBatches(std::int64_t images, int least)
{
    int batch = least;
    while (images > 1 && images % batch == 1) {
        ++batch;
    }
    return {"Take batches of " + std::to_string(batch), {"train.batch=" + std::to_string(batch)}};
}

} // namespace

void validationImagesInTraining(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::DataSettings& data = subject.experiment.data;
    std::string sentence;
    if (isOneFile(data)) {
        sentence = "Training and validation read one file, " + data.train;
    }
    if (subject.train != nullptr && subject.val != nullptr) {
        const auto shared = sharedImages(*subject.train, *subject.val);
        if (!shared.empty()) {
            sentence += (sentence.empty() ? "" : ": ") + grouped(static_cast<std::int64_t>(shared.size())) + " of " +
                        counted(static_cast<std::int64_t>(subject.val->entries.size()), "validation image") +
                        (shared.size() == 1 ? " is" : " are") + " trained on (`" + shared.front() +
                        (shared.size() == 1 ? "`)" : "` first)") + ", so the result says nothing";
        }
    }
    if (!sentence.empty()) {
        findings.push_back(
            {"validation-images-in-training", Severity::Error, std::move(sentence), "data.train", usualFiles(data)});
    }
}

void noBoxSurvives(const Subject& subject, std::vector<Finding>& findings)
{
    const int side = subject.experiment.data.imageSize;
    for (const Split& split : splitsOf(subject)) {
        const BoxCounts counts = countBoxes(*split.catalogue, side);
        if (counts.boxes > counts.small) {
            continue;
        }
        findings.push_back(
            {"no-box-survives", Severity::Error,
             counts.boxes == 0
                 ? "The " + std::string(split.name) + " set of " +
                       counted(static_cast<std::int64_t>(split.catalogue->entries.size()), "image") +
                       " has no box at all"
                 : "None of the " +
                       counted(counts.boxes, std::string(split.name) + " box", std::string(split.name) + " boxes") +
                       " is larger than 2 px at an input of " + std::to_string(side) + " px",
             split.place});
    }
}

void fewBoxes(const Subject& subject, std::vector<Finding>& findings)
{
    const int side = subject.experiment.data.imageSize;
    for (const Split& split : splitsOf(subject)) {
        const BoxCounts counts = countBoxes(*split.catalogue, side);
        if (counts.small == 0 || counts.small == counts.boxes) {
            continue;
        }
        findings.push_back(
            {"few-boxes", Severity::Warning,
             grouped(counts.small) + " of " +
                 counted(counts.boxes, std::string(split.name) + " box", std::string(split.name) + " boxes") +
                 (counts.small == 1 ? " is" : " are") + " 2 px or less at an input of " + std::to_string(side) +
                 " px and cannot be learnt",
             "data.image_size"});
    }
}

void classWithoutBox(const Subject& subject, std::vector<Finding>& findings)
{
    for (const Split& split : splitsOf(subject)) {
        const auto counts = boxesOfClasses(*split.catalogue);
        std::vector<std::string> missing;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] == 0) {
                missing.push_back(split.catalogue->classes[i]);
            }
        }
        // None of any class is said by no-box-survives.
        if (missing.empty() || missing.size() == counts.size()) {
            continue;
        }
        findings.push_back({"class-without-box", Severity::Warning,
                            std::string(missing.size() == 1 ? "Class " : "Classes ") + listed(missing) +
                                (missing.size() == 1 ? " has" : " have") + " no " + split.name + " box: " +
                                (split.catalogue == subject.train ? "nothing of it is learnt" : "it has no AP"),
                            split.place});
    }
}

void batchTooSmallForBatchNorm(const Subject& subject, std::vector<Finding>& findings)
{
    const std::int64_t norms = openNorms(subject);
    const int batch = subject.experiment.train.batch;
    const std::int64_t images = trainingImages(subject);
    if (norms == 0) {
        return;
    }
    if (batch < kSmallBatch) {
        findings.push_back({"batch-too-small-for-batchnorm", Severity::Warning,
                            counted(norms, "BatchNorm") + (norms == 1 ? " trains" : " train") + " on batches of " +
                                counted(batch, "image") + ": below " + std::to_string(kSmallBatch) +
                                " their statistics are mostly noise",
                            "train.batch", wholeBatches(images, kSmallBatch)});
    } else if (images % batch == 1) {
        findings.push_back({"batch-too-small-for-batchnorm", Severity::Warning,
                            counted(images, "training image") + " in batches of " + std::to_string(batch) +
                                " leave a last batch of 1 image, on which " + counted(norms, "BatchNorm") +
                                (norms == 1 ? " trains" : " train"),
                            "train.batch", wholeBatches(images, batch + 1)});
    }
}

void metricNoise(const Subject& subject, std::vector<Finding>& findings)
{
    if (subject.val == nullptr) {
        return;
    }
    const auto counts = boxesOfClasses(*subject.val);
    std::string few;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0 && counts[i] < kFewBoxes) {
            few += (few.empty() ? "" : ", ") + grouped(counts[i]) + " of `" + subject.val->classes[i] + "`";
        }
    }
    if (!few.empty()) {
        findings.push_back({"metric-noise", Severity::Note,
                            "Validation has few boxes of some classes (" + few +
                                "): each box moves the mean AP much, so small differences between runs are noise",
                            "data.val"});
    }
}

} // namespace espalier::preflight

#include "core/dataset/check.h"

#include "core/dataset/reader.h"

#include <algorithm>
#include <unordered_map>

namespace espalier::dataset {

namespace {

constexpr float kMostCover = 0.95F;
constexpr float kSameBox = 0.95F;
constexpr std::size_t kMostNeighbours = 1000; ///< compared with one box: a hostile image must not cost for ever
constexpr std::array<const char*, 5> kFormats{"coco", "yolo", "voc", "labelme", "masks"};

std::int64_t boxesOf(const SplitReport& split, const std::string& name)
{
    const auto found = std::find(split.classes.begin(), split.classes.end(), name);
    return found == split.classes.end() ? 0
                                        : split.boxesOfClass[static_cast<std::size_t>(found - split.classes.begin())];
}

float areaOf(const Box& box)
{
    return std::max(0.0F, box[2] - box[0]) * std::max(0.0F, box[3] - box[1]);
}

float overlap(const Box& a, const Box& b)
{
    const float common =
        areaOf({std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]), std::min(a[3], b[3])});
    return common / (areaOf(a) + areaOf(b) - common);
}

SplitReport summaryOf(const NamedSplit& split)
{
    const Catalogue& catalogue = split.catalogue;
    SplitReport report;
    report.name = split.name;
    report.listedImages = catalogue.listedImages;
    report.usedImages = static_cast<std::int64_t>(catalogue.entries.size());
    report.listedBoxes = catalogue.listedBoxes;
    report.usedBoxes = catalogue.usedBoxes;
    report.classes = catalogue.classes;
    report.boxesOfClass.resize(catalogue.classes.size());
    for (const Entry& entry : catalogue.entries) {
        report.emptyImages += entry.annotations.empty() ? 1 : 0;
        ++report.sizes[{entry.width, entry.height}];
        for (const Annotation& annotation : entry.annotations) {
            ++report.boxesOfClass[static_cast<std::size_t>(annotation.label)];
        }
    }
    return report;
}

class Check {
public:
    explicit Check(std::string format) { m_report.format = std::move(format); }

    void add(const std::string& split, Defect defect)
    {
        const Severity severity = severityOf(defect.kind);
        add(split, std::move(defect), severity);
    }

    void addSplit(const NamedSplit& split)
    {
        m_report.splits.push_back(summaryOf(split));
        for (const Defect& defect : split.catalogue.defects) {
            add(split.name, defect);
        }
        for (const Entry& entry : split.catalogue.entries) {
            checkContent(split, entry);
            checkCover(split, entry);
            checkRepeats(split, entry);
        }
    }

    FolderReport finish()
    {
        checkClasses();
        return std::move(m_report);
    }

private:
    struct Seen {
        std::size_t source; ///< which addSplit: two files may both be called train
        std::string split;
        std::string fileName;
    };

    void add(const std::string& split, Defect defect, Severity severity)
    {
        ++(severity == Severity::Loss ? m_report.losses : m_report.notes);
        m_report.findings.push_back({split, std::move(defect), severity});
    }

    void checkContent(const NamedSplit& split, const Entry& entry)
    {
        if (entry.contentHash == 0) {
            return;
        }
        std::vector<Seen>& seen = m_seen[entry.contentHash];
        const auto twin = std::find_if(seen.begin(), seen.end(),
                                       [&](const Seen& one) { return one.source == m_report.splits.size(); });
        if (twin != seen.end()) {
            add(split.name,
                {Defect::Kind::RepeatedImage, entry.fileName, -1, "is the same image as " + twin->fileName});
            return;
        }
        for (const Seen& one : seen) {
            if (one.split == split.name) {
                continue;
            }
            const bool isLearnt = one.split == "train" || split.name == "train";
            add(split.name,
                {Defect::Kind::SharedImage, entry.fileName, -1,
                 "also stands in " + one.split + (one.fileName == entry.fileName ? "" : " as " + one.fileName)},
                isLearnt ? Severity::Loss : Severity::Note);
        }
        seen.push_back({m_report.splits.size(), split.name, entry.fileName});
    }

    void checkCover(const NamedSplit& split, const Entry& entry)
    {
        const float whole = static_cast<float>(entry.width) * static_cast<float>(entry.height);
        for (const Annotation& annotation : entry.annotations) {
            if (whole > 0 && areaOf(annotation.box) > kMostCover * whole) {
                add(split.name, {Defect::Kind::BoxCoversImage, entry.fileName, annotation.id,
                                 "has a box of `" + nameOf(split, annotation) + "` over nearly all of it"});
            }
        }
    }

    void checkRepeats(const NamedSplit& split, const Entry& entry)
    {
        std::vector<const Annotation*> boxes;
        for (const Annotation& annotation : entry.annotations) {
            boxes.push_back(&annotation);
        }
        std::stable_sort(boxes.begin(), boxes.end(), [](const Annotation* a, const Annotation* b) {
            return std::pair(a->label, a->box[0]) < std::pair(b->label, b->box[0]);
        });
        std::vector<bool> isRepeat(boxes.size());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const Box& box = boxes[i]->box;
            // Left rims further apart than this cannot belong to boxes that overlap so much.
            const float reach = box[0] + (1 - kSameBox) * (box[2] - box[0]);
            const std::size_t end = std::min(boxes.size(), i + 1 + kMostNeighbours);
            for (std::size_t k = i + 1;
                 !isRepeat[i] && k < end && boxes[k]->label == boxes[i]->label && boxes[k]->box[0] <= reach; ++k) {
                if (isRepeat[k] || overlap(box, boxes[k]->box) <= kSameBox) {
                    continue;
                }
                isRepeat[k] = true;
                add(split.name, {Defect::Kind::RepeatedBox, entry.fileName, boxes[k]->id,
                                 "has a box of `" + nameOf(split, *boxes[k]) + "` twice: also as annotation " +
                                     std::to_string(boxes[i]->id)});
            }
        }
    }

    static const std::string& nameOf(const NamedSplit& split, const Annotation& annotation)
    {
        return split.catalogue.classes[static_cast<std::size_t>(annotation.label)];
    }

    void checkClasses()
    {
        const auto train = std::find_if(m_report.splits.begin(), m_report.splits.end(),
                                        [](const SplitReport& split) { return split.name == "train"; });
        if (train == m_report.splits.end()) {
            return;
        }
        const SplitReport first = *train;
        for (const SplitReport& split : m_report.splits) {
            if (split.name == first.name || split.usedImages == 0 || first.usedImages == 0) {
                continue;
            }
            checkOrder(first, split);
            for (const std::string& name : split.classes) {
                checkClass(first, split, name);
            }
            for (const std::string& name : first.classes) {
                if (boxesOf(first, name) > 0 && boxesOf(split, name) == 0) {
                    add(split.name, {Defect::Kind::ClassInOneSplit, name, -1,
                                     "has " + std::to_string(boxesOf(first, name)) + " boxes in train and none in " +
                                         split.name + ": it is never measured there"});
                }
            }
        }
    }

    void checkClass(const SplitReport& train, const SplitReport& split, const std::string& name)
    {
        const std::int64_t count = boxesOf(split, name);
        if (count == 0 || boxesOf(train, name) > 0) {
            return;
        }
        const bool isKnown = std::find(train.classes.begin(), train.classes.end(), name) != train.classes.end();
        const std::string sentence =
            "has " + std::to_string(count) + " boxes in " + split.name + " and none in train: ";
        if (isKnown) {
            add(split.name, {Defect::Kind::ClassInOneSplit, name, -1, sentence + "it is never learnt"});
        } else {
            add(split.name, {Defect::Kind::UnknownCategory, name, -1,
                             sentence + "a run that takes its classes from train leaves them out"});
        }
    }

    void checkOrder(const SplitReport& train, const SplitReport& split)
    {
        if (train.classes != split.classes && train.classes.size() == split.classes.size() &&
            std::is_permutation(train.classes.begin(), train.classes.end(), split.classes.begin())) {
            add(split.name, {Defect::Kind::CategoryOrder, split.name, -1,
                             "numbers the classes otherwise than train: matched by name here, not by every tool"});
        }
    }

    FolderReport m_report;
    std::unordered_map<std::uint64_t, std::vector<Seen>> m_seen;
};

/// The format of one file, and the splits that it stands for.
std::pair<std::string, std::vector<SplitSource>> recogniseFile(const std::filesystem::path& file)
{
    const std::string name = file.stem().string();
    switch (recogniseJson(file)) {
    case JsonKind::Coco:
        return {"coco", {{name, file}}};
    case JsonKind::LabelMe:
        return {"labelme", {{"all", plainPath(file).parent_path()}}};
    case JsonKind::Other:
        break;
    }
    if (isYoloDescription(file)) {
        std::vector<SplitSource> splits;
        for (const std::string& split : splitsOfDescription(file)) {
            splits.push_back({split, file});
        }
        return {"yolo", splits};
    }
    if (isVocFile(file)) {
        return {"voc", {{"all", plainPath(file).parent_path()}}};
    }
    if (hasExtension(file, ".txt")) {
        return {plainPath(file).parent_path().filename() == "Main" ? "voc" : "yolo", {{name, file}}};
    }
    return {};
}

} // namespace

std::string_view toText(Severity severity)
{
    return severity == Severity::Loss ? "loss" : "note";
}

Severity severityOf(Defect::Kind kind)
{
    switch (kind) {
    case Defect::Kind::BoxClipped:
    case Defect::Kind::SizeMismatch:
    case Defect::Kind::MissingLabel:
    case Defect::Kind::MaskSpeck:
    case Defect::Kind::RepeatedImage:
    case Defect::Kind::ClassInOneSplit:
    case Defect::Kind::CategoryOrder:
    case Defect::Kind::BoxCoversImage:
    case Defect::Kind::RepeatedBox:
        return Severity::Note;
    case Defect::Kind::MissingImage:
    case Defect::Kind::DamagedImage:
    case Defect::Kind::UnknownCategory:
    case Defect::Kind::BoxOutside:
    case Defect::Kind::BoxEmpty:
    case Defect::Kind::BoxNotFinite:
    case Defect::Kind::OrphanAnnotation:
    case Defect::Kind::DuplicateImage:
    case Defect::Kind::DamagedLabel:
    case Defect::Kind::OrphanLabel:
    case Defect::Kind::PathOutside:
    case Defect::Kind::SharedImage:
        return Severity::Loss;
    }
    return Severity::Loss;
}

FolderReport checkSplits(const std::string& format, const std::vector<NamedSplit>& splits)
{
    Check check(format);
    for (const NamedSplit& split : splits) {
        check.addSplit(split);
    }
    return check.finish();
}

Result<FolderReport> checkFolder(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return fail(ErrorCode::NotFound, "does not exist", path.string());
    }
    std::string format;
    std::vector<SplitSource> sources;
    std::vector<std::string> others;
    if (!isFolder(path)) {
        std::tie(format, sources) = recogniseFile(path);
    } else {
        for (const char* kind : kFormats) {
            auto found = findSplits(kind, path);
            if (!found.empty() && format.empty()) {
                format = kind;
                sources = std::move(found);
            } else if (!found.empty()) {
                others.emplace_back(kind);
            }
        }
    }
    if (format.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "is in no known format: COCO (JSON), YOLO text (data.yaml, or images beside labels), Pascal VOC "
                    "(XML), LabelMe (JSON per image), or masks (test beside ground_truth)",
                    path.string());
    }
    Check check(format);
    for (const SplitSource& source : sources) {
        auto catalogue = collectSplit(format, source, {}, {});
        if (catalogue) {
            check.addSplit({source.name, std::move(*catalogue)});
        } else {
            const Error& reason = catalogue.error();
            check.addSplit({source.name, {}});
            check.add(source.name, {Defect::Kind::DamagedLabel,
                                    reason.where.empty() ? source.path.string() : reason.where, -1, reason.message});
        }
    }
    FolderReport report = check.finish();
    report.alsoHolds = std::move(others);
    return report;
}

} // namespace espalier::dataset

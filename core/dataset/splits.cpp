#include "core/dataset/reader.h"

#include <algorithm>

namespace espalier::dataset {

namespace {

constexpr std::array<const char*, 4> kFolderNames{"train", "val", "valid", "test"};

std::string splitName(const std::string& folder)
{
    return folder == "valid" ? "val" : folder;
}

bool isJsonName(const std::filesystem::path& name)
{
    return hasExtension(name, ".json");
}

bool isXmlName(const std::filesystem::path& name)
{
    return hasExtension(name, ".xml");
}

/// `train` of instances_train2017.json and train/annotations.json; else the file's own name.
std::string cocoSplit(const std::filesystem::path& relative)
{
    const std::string whole = relative.generic_string();
    for (const char* name : {"train", "val", "test"}) {
        if (whole.find(name) != std::string::npos) {
            return name;
        }
    }
    return relative.stem().string();
}

std::vector<SplitSource> cocoSplits(const std::filesystem::path& root)
{
    std::vector<SplitSource> found;
    const auto look = [&](const std::filesystem::path& folder) {
        for (const std::filesystem::path& name : folderNames(root / folder)) {
            if (isFile(root / folder / name) && recogniseJson(root / folder / name) == JsonKind::Coco) {
                found.push_back({cocoSplit(folder / name), root / folder / name});
            }
        }
    };
    look({});
    for (const std::filesystem::path& name : folderNames(root)) {
        std::error_code error;
        if (isFolder(root / name) && !std::filesystem::is_symlink(root / name, error)) {
            look(name);
        }
    }
    return found;
}

std::vector<SplitSource> yoloSplits(const std::filesystem::path& root)
{
    std::vector<SplitSource> found;
    for (const std::filesystem::path& name : folderNames(root)) {
        if (!isYoloDescription(root / name)) {
            continue;
        }
        for (const std::string& split : splitsOfDescription(root / name)) {
            found.push_back({split, root / name});
        }
        return found;
    }
    for (const char* name : kFolderNames) {
        if (isFolder(root / "images" / name) && isFolder(root / "labels" / name)) {
            found.push_back({splitName(name), root / "images" / name});
        } else if (isFolder(root / name / "images") && isFolder(root / name / "labels")) {
            found.push_back({splitName(name), root / name / "images"});
        }
    }
    if (found.empty() && isFolder(root / "images") && isFolder(root / "labels")) {
        found.push_back({"all", root / "images"});
    }
    return found;
}

bool holdsVoc(const std::filesystem::path& folder)
{
    const std::filesystem::path annotations = isFolder(folder / "Annotations") ? folder / "Annotations" : folder;
    const auto files = filesBelow(annotations, isXmlName);
    const auto asked = std::min<std::size_t>(files.size(), 20);
    return std::any_of(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(asked),
                       [&](const auto& name) { return isVocFile(annotations / name); });
}

bool holdsLabelMe(const std::filesystem::path& folder)
{
    const auto files = filesBelow(folder, isJsonName);
    const auto asked = std::min<std::size_t>(files.size(), 20);
    return std::any_of(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(asked),
                       [&](const auto& name) { return recogniseJson(folder / name) == JsonKind::LabelMe; });
}

/// Folders named as splits, else the whole.
std::vector<SplitSource> folderSplits(const std::filesystem::path& root, bool (*holds)(const std::filesystem::path&))
{
    std::vector<SplitSource> found;
    for (const char* name : kFolderNames) {
        if (isFolder(root / name) && holds(root / name)) {
            found.push_back({splitName(name), root / name});
        }
    }
    if (found.empty() && holds(root)) {
        found.push_back({"all", root});
    }
    return found;
}

std::vector<SplitSource> vocSplits(const std::filesystem::path& root)
{
    std::vector<SplitSource> found;
    for (const char* name : kFolderNames) {
        const std::filesystem::path list = root / "ImageSets" / "Main" / (std::string(name) + ".txt");
        if (isFile(list) && isFolder(root / "Annotations")) {
            found.push_back({splitName(name), list});
        }
    }
    return found.empty() ? folderSplits(root, holdsVoc) : found;
}

} // namespace

std::vector<SplitSource> findSplits(const std::string& kind, const std::filesystem::path& root)
{
    if (kind == "coco") {
        return cocoSplits(root);
    }
    if (kind == "yolo") {
        return yoloSplits(root);
    }
    if (kind == "voc") {
        return vocSplits(root);
    }
    if (kind == "labelme") {
        return folderSplits(root, holdsLabelMe);
    }
    if (kind == "masks" && isFolder(root / "test") && isFolder(root / "ground_truth")) {
        return {{"all", root}};
    }
    return {};
}

Result<Catalogue> collectSplit(const std::string& kind, const SplitSource& source,
                               const std::vector<std::string>& classes, const Reading& reading)
{
    if (kind == "coco") {
        return collectCoco(source.path, classes, reading);
    }
    if (kind == "yolo") {
        return collectYolo(source.path, classes, source.name, reading);
    }
    if (kind == "voc") {
        return collectVoc(source.path, classes, reading);
    }
    if (kind == "labelme") {
        return collectLabelMe(source.path, classes, reading);
    }
    if (kind == "masks") {
        return collectMasks(source.path, classes, reading);
    }
    return fail(ErrorCode::InvalidInput, "`" + kind + "` is no layout of files", "data.kind");
}

Result<Catalogue> readSplit(const std::string& kind, const SplitSource& source, const std::vector<std::string>& classes,
                            bool checkImages, OpenProgress* progress)
{
    return usable(collectSplit(kind, source, classes, {checkImages, progress}), source.path);
}

} // namespace espalier::dataset

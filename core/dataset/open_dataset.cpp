#include "core/base/hash.h"
#include "core/dataset/inspection.h"
#include "core/dataset/reader.h"

#include <algorithm>
#include <cstdlib>

namespace espalier::dataset {

namespace {

constexpr int kGrid = 32; ///< the coarsest stride

constexpr double kTrainShare = 0.8;

class FileDataset final : public DetectionDataset {
public:
    explicit FileDataset(Catalogue catalogue) : m_catalogue(std::move(catalogue)) {}
    [[nodiscard]] const Catalogue& catalogue() const override { return m_catalogue; }
    [[nodiscard]] Result<Image> image(std::size_t index) const override
    {
        return decodeImage(m_catalogue.folder / m_catalogue.entries[index].fileName);
    }

private:
    Catalogue m_catalogue;
};

Result<Splits> splitsOf(Result<Catalogue> train, Result<Catalogue> val)
{
    if (!train) {
        return fail(train.error());
    }
    if (!val) {
        return fail(val.error());
    }
    return Splits{std::make_shared<FileDataset>(std::move(*train)), std::make_shared<FileDataset>(std::move(*val))};
}

Result<Splits> openBoth(const std::string& kind, const SplitSource& train, const SplitSource& val,
                        const std::vector<std::string>& classes, OpenProgress* progress)
{
    auto first = readSplit(kind, train, classes, true, progress);
    if (!first) {
        return fail(first.error());
    }
    auto second = readSplit(kind, val, first->classes, true, progress);
    return splitsOf(std::move(first), std::move(second));
}

/// One side of a set that is not divided. What was wrong with the files stays with the training side.
Catalogue sideOf(const Catalogue& whole, bool isTraining)
{
    Catalogue side;
    side.classes = whole.classes;
    side.folder = whole.folder;
    for (const Entry& entry : whole.entries) {
        if ((hashUniform(fnv1a64(entry.fileName), 1) < kTrainShare) == isTraining) {
            side.entries.push_back(entry);
            side.usedBoxes += static_cast<std::int64_t>(entry.annotations.size());
        }
    }
    side.listedImages = static_cast<std::int64_t>(side.entries.size());
    side.listedBoxes = side.usedBoxes;
    if (isTraining) {
        side.defects = whole.defects;
        side.listedImages += whole.listedImages - static_cast<std::int64_t>(whole.entries.size());
        side.listedBoxes += whole.listedBoxes - whole.usedBoxes;
    }
    return side;
}

Result<Splits> divide(const std::string& kind, const SplitSource& source, const std::vector<std::string>& classes,
                      OpenProgress* progress)
{
    const auto whole = readSplit(kind, source, classes, true, progress);
    if (!whole) {
        return fail(whole.error());
    }
    Catalogue train = sideOf(*whole, true);
    Catalogue val = sideOf(*whole, false);
    if (train.entries.empty() || val.entries.empty()) {
        return fail(ErrorCode::InvalidInput,
                    "holds too few images to be divided by their names: make folders `train` and `val`",
                    source.path.string());
    }
    return splitsOf(std::move(train), std::move(val));
}

/// What the setting names, unless it is left at its default; then the layout's own split, if there is one.
std::optional<SplitSource> sourceOf(const std::string& name, const std::string& setting, const std::string& untouched,
                                    const std::filesystem::path& root, const std::vector<SplitSource>& found)
{
    if (!setting.empty() && setting != untouched) {
        return SplitSource{name, root / setting};
    }
    const auto at = std::find_if(found.begin(), found.end(), [&](const SplitSource& one) { return one.name == name; });
    return at == found.end() ? std::nullopt : std::optional(*at);
}

Result<Splits> openLayout(const experiment::DataSettings& settings, const std::filesystem::path& root,
                          const std::vector<std::string>& classes, OpenProgress* progress)
{
    const experiment::DataSettings untouched;
    const std::vector<SplitSource> found = findSplits(settings.kind, root);
    const auto train = sourceOf("train", settings.train, untouched.train, root, found);
    const auto val = sourceOf("val", settings.val, untouched.val, root, found);
    if (train && val) {
        return openBoth(settings.kind, *train, *val, classes, progress);
    }
    if (!train && !val && found.size() == 1 && found.front().name == "all") {
        return divide(settings.kind, found.front(), classes, progress);
    }
    if (found.empty()) {
        return fail(ErrorCode::InvalidInput, "holds no data set of kind `" + settings.kind + "`: see data.kind",
                    root.string());
    }
    return fail(ErrorCode::InvalidInput,
                std::string("holds no ") + (train ? "validation" : "training") + " split: name it with data." +
                    (train ? "val" : "train"),
                root.string());
}

/// The setting, else the environment, else a sentence.
Result<std::filesystem::path> rootOf(const experiment::DataSettings& settings,
                                     const std::filesystem::path& experimentFolder)
{
    std::filesystem::path root = experimentFolder / settings.root;
    if (settings.root.empty()) {
        const char* named = std::getenv("ESPALIER_DATA");
        if (named == nullptr || *named == '\0') {
            return fail(ErrorCode::InvalidInput,
                        "no folder is named: use --set data.root=FOLDER or the variable ESPALIER_DATA", "data.root");
        }
        root = named;
    }
    std::error_code error;
    if (!std::filesystem::is_directory(root, error)) {
        return fail(ErrorCode::NotFound, "the folder " + root.string() + " does not exist", "data.root");
    }
    return root;
}

} // namespace

Result<Splits> openDataset(const experiment::DataSettings& settings, const std::vector<std::string>& classes,
                           const std::filesystem::path& experimentFolder, std::int64_t seed, OpenProgress* progress)
{
    if (settings.imageSize % kGrid != 0) {
        return fail(ErrorCode::InvalidInput, std::to_string(settings.imageSize) + " is no multiple of 32",
                    "data.image_size");
    }
    if (settings.kind == "inspection") {
        const auto base = static_cast<std::uint64_t>(seed);
        auto train =
            makeInspectionDataset(settings.scene, settings.trainImages, settings.imageSize, base, "train", classes);
        auto val = makeInspectionDataset(settings.scene, settings.valImages, settings.imageSize, base, "val",
                                         train->catalogue().classes);
        return Splits{std::move(train), std::move(val)};
    }
    const auto root = rootOf(settings, experimentFolder);
    if (!root) {
        return fail(root.error());
    }
    if (settings.kind == "coco") {
        return openBoth("coco", {"train", *root / settings.train}, {"val", *root / settings.val}, classes, progress);
    }
    return openLayout(settings, *root, classes, progress);
}

} // namespace espalier::dataset

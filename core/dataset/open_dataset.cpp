#include "core/dataset/dataset.h"
#include "core/dataset/inspection.h"

#include <cstdlib>

namespace espalier::dataset {

namespace {

constexpr int kGrid = 32; ///< the coarsest stride

class CocoDataset final : public DetectionDataset {
public:
    CocoDataset(Catalogue catalogue, std::filesystem::path folder)
        : m_catalogue(std::move(catalogue)), m_folder(std::move(folder))
    {
    }
    [[nodiscard]] const Catalogue& catalogue() const override { return m_catalogue; }
    [[nodiscard]] Result<Image> image(std::size_t index) const override
    {
        return decodeImage(m_folder / m_catalogue.entries[index].fileName);
    }

private:
    Catalogue m_catalogue;
    std::filesystem::path m_folder;
};

Result<std::shared_ptr<DetectionDataset>> openCoco(const std::filesystem::path& file,
                                                   const std::vector<std::string>& classes, OpenProgress* progress)
{
    auto catalogue = readCoco(file, classes, true, progress);
    if (!catalogue) {
        return fail(catalogue.error());
    }
    return std::make_shared<CocoDataset>(std::move(*catalogue), file.parent_path());
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
    auto train = openCoco(*root / settings.train, classes, progress);
    if (!train) {
        return fail(train.error());
    }
    auto val = openCoco(*root / settings.val, (*train)->catalogue().classes, progress);
    if (!val) {
        return fail(val.error());
    }
    return Splits{std::move(*train), std::move(*val)};
}

} // namespace espalier::dataset

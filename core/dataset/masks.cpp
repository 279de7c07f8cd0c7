#include "core/dataset/opencv_image.h"
#include "core/dataset/reader.h"

#include <opencv2/imgproc.hpp>

#include <set>

namespace espalier::dataset {

namespace {

constexpr int kLeastPixels = 4;
constexpr int kMostBoxes = 10000; ///< of a mask
constexpr const char* kGood = "good";

/// What a mask holds.
struct Components {
    std::vector<Corners> boxes;
    int specks = 0;
    bool isTooMany = false;
};

Result<Components> componentsOf(const Image& mask, const std::string& where)
{
    try {
        cv::Mat grey;
        cv::cvtColor(matrixOf(mask), grey, cv::COLOR_RGB2GRAY);
        cv::Mat labels;
        cv::Mat stats;
        cv::Mat centres;
        const int count = cv::connectedComponentsWithStats(grey > 0, labels, stats, centres, 8);
        Components found;
        for (int i = 1; i < count; ++i) { // 0 is what is black
            if (stats.at<int>(i, cv::CC_STAT_AREA) < kLeastPixels) {
                ++found.specks;
                continue;
            }
            if (static_cast<int>(found.boxes.size()) == kMostBoxes) {
                found.isTooMany = true;
                break;
            }
            const double left = stats.at<int>(i, cv::CC_STAT_LEFT);
            const double top = stats.at<int>(i, cv::CC_STAT_TOP);
            found.boxes.push_back(
                {left, top, left + stats.at<int>(i, cv::CC_STAT_WIDTH), top + stats.at<int>(i, cv::CC_STAT_HEIGHT)});
        }
        return found;
    } catch (const cv::Exception&) {
        return fail(ErrorCode::Unreadable, "cannot be taken apart", where);
    }
}

class Reader {
public:
    Reader(const std::filesystem::path& root, const std::vector<std::string>& classes, const Reading& reading)
        : m_root(plainPath(root)), m_builder(m_root, m_root, reading)
    {
        m_builder.useClasses(classes);
    }

    Result<Catalogue> read()
    {
        for (const std::filesystem::path& defect : folderNames(m_root / "test")) {
            if (isFolder(m_root / "test" / defect)) {
                readDefect(defect.string());
            }
        }
        for (const std::filesystem::path& mask : filesBelow(m_root / "ground_truth", isImageName)) {
            if (!m_used.contains(mask.generic_string())) {
                m_builder.report(Defect::Kind::OrphanLabel, "ground_truth/" + mask.generic_string(), -1,
                                 "is the mask of no image: left out");
            }
        }
        return m_builder.finish();
    }

private:
    void readDefect(const std::string& defect)
    {
        const std::filesystem::path folder = m_root / "test" / defect;
        const auto images = filesBelow(folder, isImageName);
        m_builder.expectImages(images.size());
        for (const std::filesystem::path& name : images) {
            if (m_builder.isCancelled()) {
                return;
            }
            const std::size_t place = m_builder.addImage("test/" + defect + "/" + name.generic_string());
            if (defect != kGood && m_builder.isUsable(place)) {
                readMask(place, defect, name);
            } else if (defect != kGood) {
                m_used.insert(maskName(defect, name));
            }
        }
    }

    static std::string maskName(const std::string& defect, const std::filesystem::path& image)
    {
        return defect + "/" + (image.parent_path() / (image.stem().string() + "_mask.png")).generic_string();
    }

    void readMask(std::size_t place, const std::string& defect, const std::filesystem::path& image)
    {
        const std::string name = maskName(defect, image);
        m_used.insert(name);
        const std::string shown = "ground_truth/" + name;
        const auto leaveOut = [&](const std::string& what) {
            m_builder.report(Defect::Kind::DamagedLabel, shown, -1, what + ": its image is left out");
            m_builder.leaveOut(place);
        };
        const auto mask = decodeImage(m_root / shown);
        if (!mask) {
            return leaveOut(mask.error().code == ErrorCode::NotFound ? "is missing" : mask.error().message);
        }
        const Entry& entry = m_builder.catalogue().entries[place];
        if (entry.width > 0 && (entry.width != mask->width || entry.height != mask->height)) {
            return leaveOut("is of another size than its image");
        }
        const auto found = componentsOf(*mask, shown);
        if (!found) {
            return leaveOut(found.error().message);
        }
        if (found->isTooMany) {
            return leaveOut("falls into more than " + std::to_string(kMostBoxes) + " pieces");
        }
        if (found->specks > 0) {
            m_builder.report(Defect::Kind::MaskSpeck, shown, -1,
                             "has " + std::to_string(found->specks) + " specks of less than 4 pixels: left out");
        }
        if (found->boxes.empty()) {
            return leaveOut("shows nothing, though its folder says `" + defect + "`");
        }
        for (const Corners& corners : found->boxes) {
            m_builder.addNamedBox(place, defect, m_builder.nextAnnotation(), corners, "component ");
        }
    }

    std::filesystem::path m_root;
    CatalogueBuilder m_builder;
    std::set<std::string> m_used; ///< masks, relative to ground_truth
};

} // namespace

Result<Catalogue> collectMasks(const std::filesystem::path& path, const std::vector<std::string>& classes,
                               const Reading& reading)
{
    if (!isFolder(path / "test") || !isFolder(path / "ground_truth")) {
        return fail(isFolder(path) ? ErrorCode::InvalidInput : ErrorCode::NotFound,
                    "is no category of masks: it needs the folders `test` and `ground_truth`", path.string());
    }
    return Reader(path, classes, reading).read();
}

Result<Catalogue> readMasks(const std::filesystem::path& path, const std::vector<std::string>& classes,
                            bool checkImages, OpenProgress* progress)
{
    return usable(collectMasks(path, classes, {checkImages, progress}), path);
}

} // namespace espalier::dataset

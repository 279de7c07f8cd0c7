#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 256ULL << 20; ///< the image itself may be inside
constexpr std::size_t kMostShapes = 100000;
constexpr std::size_t kMostPoints = 100000;
constexpr std::size_t kMostDefects = 1000; ///< of a file

bool isJsonName(const std::filesystem::path& name)
{
    return hasExtension(name, ".json");
}

std::string textAt(const Json& row, const char* key)
{
    const auto found = row.find(key);
    return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Points x, y; nothing when the list holds anything else.
std::optional<std::vector<std::array<double, 2>>> pointsOf(const Json& shape)
{
    const auto list = shape.find("points");
    if (list == shape.end() || !list->is_array() || list->size() < 2 || list->size() > kMostPoints) {
        return std::nullopt;
    }
    std::vector<std::array<double, 2>> points;
    for (const Json& point : *list) {
        if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) {
            return std::nullopt;
        }
        points.push_back({point[0].get<double>(), point[1].get<double>()});
    }
    return points;
}

class Reader {
public:
    Reader(const std::filesystem::path& root, const std::vector<std::string>& classes, const Reading& reading)
        : m_root(plainPath(root)), m_builder(m_root, m_root, reading)
    {
        m_builder.useClasses(classes);
    }

    /// False: no file of the folder is LabelMe's.
    bool read()
    {
        bool foundAny = false;
        const auto files = filesBelow(m_root, isJsonName);
        m_builder.expectImages(files.size());
        for (const std::filesystem::path& name : files) {
            if (m_builder.isCancelled()) {
                return foundAny;
            }
            foundAny = readJson(m_root / name) || foundAny;
        }
        for (const std::filesystem::path& name : filesBelow(m_root, isImageName)) {
            if (!m_used.contains(m_root / name)) {
                m_builder.report(Defect::Kind::MissingLabel, name.generic_string(), -1, "has no JSON file: not used");
            }
        }
        return foundAny;
    }

    Result<Catalogue> finish() { return m_builder.finish(); }

private:
    std::string shown(const std::filesystem::path& file) const
    {
        return file.lexically_relative(m_root).generic_string();
    }

    void leaveFileOut(const std::filesystem::path& file, const std::string& what)
    {
        m_builder.passImage();
        m_builder.report(Defect::Kind::DamagedLabel, shown(file), -1, what + ": its image is left out");
    }

    bool readJson(const std::filesystem::path& file)
    {
        const auto text = readFile(file, kLargestFile);
        if (!text) {
            leaveFileOut(file, text.error().message);
            return false;
        }
        const auto root = parseJson(*text, file.string());
        if (!root) {
            leaveFileOut(file, root.error().message);
            return text->find("\"shapes\"") != std::string::npos;
        }
        const auto shapes = root->is_object() ? root->find("shapes") : root->end();
        if (!root->is_object() || shapes == root->end() || !shapes->is_array()) {
            return false; // some other JSON file that lies about
        }
        const auto image = imageOf(textAt(*root, "imagePath"), file);
        if (!image) {
            return true;
        }
        m_used.insert(*image);
        const std::size_t place =
            m_builder.addImage(shown(*image), sizeAt(*root, "imageWidth"), sizeAt(*root, "imageHeight"));
        readShapes(*shapes, place, file);
        return true;
    }

    static int sizeAt(const Json& row, const char* key)
    {
        const auto found = row.find(key);
        const double value = found != row.end() && found->is_number() ? found->get<double>() : 0;
        return value >= 1 && value <= 1000000 ? static_cast<int>(value) : 0;
    }

    void readShapes(const Json& shapes, std::size_t place, const std::filesystem::path& file)
    {
        const std::size_t before = m_builder.catalogue().defects.size();
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            if (i >= kMostShapes || m_builder.catalogue().defects.size() - before > kMostDefects) {
                m_builder.report(Defect::Kind::DamagedLabel, shown(file), -1,
                                 "holds too many shapes, or too many wrong ones: what follows shape " +
                                     std::to_string(i) + " is left out");
                return;
            }
            readShape(shapes[i], place, file, "shape " + std::to_string(i + 1) + " ");
        }
    }

    void readShape(const Json& shape, std::size_t place, const std::filesystem::path& file, const std::string& who)
    {
        const Annotation annotation = m_builder.nextAnnotation();
        const auto leaveShapeOut = [&](const std::string& what) {
            m_builder.report(Defect::Kind::DamagedLabel, shown(file), annotation.id, who + what + ": left out");
        };
        const std::string label = shape.is_object() ? textAt(shape, "label") : std::string();
        const auto points = shape.is_object() ? pointsOf(shape) : std::nullopt;
        if (label.empty() || !points) {
            return leaveShapeOut("lacks its label, or points of two numbers");
        }
        const std::string kind = shape.contains("shape_type") ? textAt(shape, "shape_type") : "polygon";
        Corners corners = boundsOfPoints(*points);
        if (kind == "circle") {
            const auto& [centre, rim] = std::array{(*points)[0], (*points)[1]};
            const double radius = std::hypot(rim[0] - centre[0], rim[1] - centre[1]);
            corners = {centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius};
        } else if (kind != "rectangle" && kind != "polygon" && kind != "mask") {
            return leaveShapeOut("is a " + (kind.empty() ? "thing without a type" : kind) + ", which has no area");
        }
        if (m_builder.isUsable(place)) {
            m_builder.addNamedBox(place, label, annotation, corners, who);
        }
    }

    /// The image that `imagePath` says, else one that is called as the file; reported when there is none. The path is
    /// often that of another machine: then only its last part counts.
    std::optional<std::filesystem::path> imageOf(std::string said, const std::filesystem::path& file)
    {
        std::replace(said.begin(), said.end(), '\\', '/');
        const std::filesystem::path folder = file.parent_path();
        const auto path = said.empty() ? std::nullopt : pathInside(m_root, folder, said);
        if (path && isFile(*path)) {
            return path;
        }
        const auto beside = pathInside(m_root, folder, std::filesystem::path(said).filename().string());
        if (beside && isFile(*beside)) {
            return beside;
        }
        for (const char* extension : {".jpg", ".png", ".jpeg", ".bmp", ".JPG", ".PNG", ".tif", ".webp"}) {
            std::filesystem::path named = file;
            named.replace_extension(extension);
            if (!path && !said.empty()) {
                break; // a path that leads out is not mended by guessing
            }
            if (isFile(named)) {
                return named;
            }
        }
        m_builder.passImage();
        if (!said.empty() && !path) {
            m_builder.report(Defect::Kind::PathOutside, shown(file), -1,
                             "names the image `" + said + "`, which leads out of the data set's folder: left out");
        } else {
            m_builder.report(Defect::Kind::OrphanLabel, shown(file), -1,
                             "has no image" + (said.empty() ? "" : " `" + said + "`") + ": its boxes are left out");
        }
        return std::nullopt;
    }

    std::filesystem::path m_root;
    CatalogueBuilder m_builder;
    std::set<std::filesystem::path> m_used;
};

} // namespace

Result<Catalogue> collectLabelMe(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                 const Reading& reading)
{
    if (!isFolder(path)) {
        return fail(ErrorCode::NotFound, "is no folder", path.string());
    }
    Reader reader(path, classes, reading);
    if (!reader.read() && (reading.progress == nullptr || !reading.progress->isCancelled)) {
        return fail(ErrorCode::InvalidInput, "holds no JSON file of LabelMe", path.string());
    }
    return reader.finish();
}

Result<Catalogue> readLabelMe(const std::filesystem::path& path, const std::vector<std::string>& classes,
                              bool checkImages, OpenProgress* progress)
{
    return usable(collectLabelMe(path, classes, {checkImages, progress}), path);
}

JsonKind recogniseJson(const std::filesystem::path& file)
{
    if (!hasExtension(file, ".json")) {
        return JsonKind::Other;
    }
    const auto text = readFile(file);
    const auto has = [&](const char* key) { return text->find(key) != std::string::npos; };
    if (text && has("\"shapes\"")) {
        return JsonKind::LabelMe;
    }
    return text && has("\"images\"") && (has("\"annotations\"") || has("\"categories\"")) ? JsonKind::Coco
                                                                                          : JsonKind::Other;
}

} // namespace espalier::dataset

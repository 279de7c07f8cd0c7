#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/dataset/reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestDescription = 4ULL << 20;
constexpr std::uint64_t kLargestLabel = 16ULL << 20;
constexpr std::uint64_t kLargestList = 256ULL << 20;
constexpr int kMostClasses = 10000;
constexpr std::size_t kMostNumbers = 20001; ///< of a line: a polygon of ten thousand points
constexpr std::size_t kMostDefects = 1000;  ///< of a label file
constexpr int kLevelsUp = 2;                ///< from a folder of images to its description

/// What data.yaml says.
struct Description {
    std::vector<std::string> names;
    std::string base = ".";                                  ///< the key `path`
    std::map<std::string, std::vector<std::string>> sources; ///< by split, as written
};

/// Names as a list, or as a table from id to name without holes.
Result<std::vector<std::string>> readNames(const YAML::Node& node, const std::string& where)
{
    std::map<int, std::string> named;
    if (node.IsSequence()) {
        for (const YAML::Node& name : node) {
            named.emplace(static_cast<int>(named.size()), name.as<std::string>());
            if (named.size() > kMostClasses) {
                break;
            }
        }
    } else if (node.IsMap()) {
        for (const auto& row : node) {
            named.emplace(row.first.as<int>(), row.second.as<std::string>());
        }
    }
    if (named.empty() || named.begin()->first != 0 || named.rbegin()->first != static_cast<int>(named.size()) - 1 ||
        named.size() > kMostClasses) {
        return fail(ErrorCode::InvalidInput, "`names` must name classes 0, 1, 2, … without a hole, 10000 at most",
                    where);
    }
    std::vector<std::string> names;
    for (const auto& [id, name] : named) {
        if (!isUtf8(name)) { // the parser makes bytes of its own from some escapes
            return fail(ErrorCode::InvalidInput, "the name of class " + std::to_string(id) + " is no UTF-8 text",
                        where);
        }
        names.push_back(name);
    }
    return names;
}

/// Where a split lies. `path` and `../` are taken as the tools that write them do, yet never out of `root`.
Result<std::filesystem::path> placeOf(const std::filesystem::path& root, const std::string& base,
                                      const std::string& value, const std::string& where)
{
    std::string inner = value;
    while (inner.starts_with("../")) {
        inner.erase(0, 3);
    }
    for (const std::string& candidate : {(std::filesystem::path(base) / value).string(), value, inner}) {
        const auto path = pathInside(root, root, candidate);
        std::error_code error;
        if (path && std::filesystem::exists(*path, error)) {
            return *path;
        }
    }
    if (!pathInside(root, root, value)) {
        return fail(ErrorCode::InvalidInput,
                    "`" + readable(value) +
                        "` leads out of the folder of the description: put it into the data set's folder",
                    where);
    }
    return fail(ErrorCode::NotFound, "names `" + readable(value) + "`, which does not exist", where);
}

Result<Description> parseDescription(const std::string& text, const std::filesystem::path& file)
{
    const YAML::Node node = YAML::Load(text);
    if (!node.IsMap()) {
        return fail(ErrorCode::InvalidInput, "is no data description: it lacks `names` and `train`", file.string());
    }
    Description description;
    if (node["names"]) {
        auto names = readNames(node["names"], file.string());
        if (!names) {
            return fail(names.error());
        }
        description.names = std::move(*names);
    }
    description.base = node["path"] && node["path"].IsScalar() ? node["path"].Scalar() : ".";
    for (const char* key : {"train", "val", "test"}) {
        const YAML::Node value = node[key];
        if (value && value.IsScalar() && !value.Scalar().empty()) {
            description.sources[key].push_back(value.Scalar());
        } else if (value && value.IsSequence()) {
            description.sources[key] = value.as<std::vector<std::string>>();
        }
    }
    return description;
}

Result<Description> readDescription(const std::filesystem::path& file)
{
    const auto text = readFile(file, kLargestDescription);
    if (!text) {
        return fail(text.error());
    }
    if (!isUtf8(*text)) {
        return fail(ErrorCode::Unreadable, "is no UTF-8 text: save it as UTF-8", file.string());
    }
    try {
        return parseDescription(*text, file);
    } catch (const YAML::Exception& exception) {
        return fail(ErrorCode::Unreadable, readable(exception.msg),
                    file.string() + (exception.mark.line >= 0 ? ":" + std::to_string(exception.mark.line + 1) : ""));
    }
}

/// The nearest description above a folder of images; empty when there is none.
std::filesystem::path descriptionAbove(std::filesystem::path folder)
{
    for (int level = 0; level <= kLevelsUp; ++level, folder = folder.parent_path()) {
        for (const char* name : {"data.yaml", "data.yml", "dataset.yaml"}) {
            if (isFile(folder / name)) {
                return folder / name;
            }
        }
    }
    return {};
}

/// The last folder `images` of a path becomes `labels`; without one, labels lie beside.
std::filesystem::path labelPlace(const std::filesystem::path& image)
{
    std::vector<std::filesystem::path> parts(image.begin(), image.end());
    const auto found = std::find(parts.rbegin(), parts.rend(), "images");
    if (found == parts.rend()) {
        return image;
    }
    *found = "labels";
    std::filesystem::path place;
    for (const std::filesystem::path& part : parts) {
        place /= part;
    }
    return place;
}

std::filesystem::path labelFileOf(const std::filesystem::path& image)
{
    std::filesystem::path beside = image;
    beside.replace_extension(".txt");
    std::filesystem::path sibling = labelPlace(image);
    sibling.replace_extension(".txt");
    std::error_code error;
    return std::filesystem::exists(sibling, error) ? sibling : beside;
}

/// A label file, not one of the lists that lie beside such files.
bool isLabelName(const std::filesystem::path& name)
{
    return hasExtension(name, ".txt") && name.filename() != "classes.txt" && name.filename() != "train.txt" &&
           name.filename() != "val.txt" && name.filename() != "test.txt";
}

class Reader {
public:
    Reader(const std::filesystem::path& root, std::vector<std::string> names, const std::vector<std::string>& classes,
           OpenProgress* progress)
        : m_root(plainPath(root)), m_names(std::move(names)), m_builder(m_root, m_root, {true, progress})
    {
        m_isNamed = !m_names.empty();
        m_builder.catalogue().classes = classes.empty() ? m_names : classes;
        m_collects = classes.empty() && m_names.empty();
    }

    Status read(const std::filesystem::path& source)
    {
        const std::filesystem::path place = plainPath(source);
        if (isFolder(place)) {
            readFolder(place);
            return {};
        }
        return readList(place);
    }

    Result<Catalogue> finish()
    {
        if (m_collects) {
            for (int id = 0; id <= m_largestId; ++id) {
                m_builder.catalogue().classes.push_back(std::to_string(id));
            }
        }
        return m_builder.finish();
    }

private:
    void readFolder(const std::filesystem::path& folder)
    {
        std::set<std::filesystem::path> used;
        const auto images = filesBelow(folder, isImageName);
        m_builder.expectImages(images.size());
        for (const std::filesystem::path& name : images) {
            if (m_builder.isCancelled()) {
                return;
            }
            used.insert(readImage(folder / name));
        }
        const std::filesystem::path labels = labelPlace(folder);
        for (const std::filesystem::path& name : filesBelow(isFolder(labels) ? labels : folder, isLabelName)) {
            const std::filesystem::path file = (isFolder(labels) ? labels : folder) / name;
            if (!used.contains(file)) {
                m_builder.report(Defect::Kind::OrphanLabel, shown(file), -1, "has no image: its boxes are left out");
            }
        }
    }

    Status readList(const std::filesystem::path& file)
    {
        const auto text = readFile(file, kLargestList);
        if (!text) {
            return fail(text.error());
        }
        const auto rows = lines(*text);
        m_builder.expectImages(rows.size());
        for (const std::string_view line : rows) {
            const std::string name(trimmed(line));
            if (name.empty() || m_builder.isCancelled()) {
                continue;
            }
            const auto path = pathInside(m_root, file.parent_path(), name);
            if (path) {
                readImage(*path);
            } else {
                m_builder.report(Defect::Kind::PathOutside, name, -1, "leads out of the data set's folder: left out");
                m_builder.passImage();
            }
        }
        return {};
    }

    std::string shown(const std::filesystem::path& file) const
    {
        return file.lexically_relative(m_root).generic_string();
    }

    /// The label file that belongs to the image.
    std::filesystem::path readImage(const std::filesystem::path& image)
    {
        const std::size_t place = m_builder.addImage(shown(image));
        const std::filesystem::path file = labelFileOf(image);
        const auto text = readFile(file, kLargestLabel);
        if (!text && text.error().code == ErrorCode::NotFound) {
            m_builder.report(Defect::Kind::MissingLabel, shown(image), -1, "has no label file: taken as without boxes");
        } else if (!text) {
            m_builder.report(Defect::Kind::DamagedLabel, shown(file), -1,
                             text.error().message + ": its image is left out");
            m_builder.leaveOut(place);
        } else {
            readLines(place, *text, shown(file));
        }
        return file;
    }

    void readLines(std::size_t place, std::string_view text, const std::string& file)
    {
        const std::size_t before = m_builder.catalogue().defects.size();
        int number = 0;
        for (const std::string_view line : lines(text)) {
            ++number;
            if (m_builder.catalogue().defects.size() - before > kMostDefects) {
                m_builder.report(Defect::Kind::DamagedLabel, file, -1,
                                 "is wrong in a thousand places: what follows line " + std::to_string(number) +
                                     " is left out");
                return;
            }
            if (!trimmed(line).empty()) {
                readLine(place, line, file, number);
            }
        }
    }

    void readLine(std::size_t place, std::string_view line, const std::string& file, int number)
    {
        Annotation annotation = m_builder.nextAnnotation();
        const std::string who = "line " + std::to_string(number) + " of " + file + " ";
        const auto pieces = words(line, kMostNumbers + 1);
        std::vector<double> numbers;
        for (const std::string_view piece : pieces) {
            if (const auto value = parseNumber(piece)) {
                numbers.push_back(*value);
            }
        }
        const bool isBox = pieces.size() == 5;
        const bool isPolygon = pieces.size() >= 7 && pieces.size() % 2 == 1 && pieces.size() <= kMostNumbers;
        if (numbers.size() != pieces.size() || (!isBox && !isPolygon)) {
            m_builder.report(Defect::Kind::DamagedLabel, file, annotation.id,
                             "line " + std::to_string(number) +
                                 " is neither a class and a box of four numbers nor a polygon: left out");
            return;
        }
        const auto label = labelOf(numbers[0]);
        if (!label) {
            m_builder.report(Defect::Kind::UnknownCategory, file, annotation.id,
                             "line " + std::to_string(number) + " is of class " + std::string(pieces[0]) +
                                 ", which is not among the classes: left out");
            return;
        }
        annotation.label = *label;
        if (m_builder.isUsable(place)) {
            m_builder.addBox(place, annotation, isBox ? boxOf(place, numbers) : boundsOf(place, numbers), who);
        }
    }

    std::optional<int> labelOf(double id)
    {
        if (!(id >= 0 && id < kMostClasses) || id != std::floor(id)) {
            return std::nullopt;
        }
        const auto index = static_cast<std::size_t>(id);
        const std::vector<std::string>& classes = m_builder.catalogue().classes;
        if (m_collects) {
            m_largestId = std::max(m_largestId, static_cast<int>(index));
            return static_cast<int>(index);
        }
        if (!m_isNamed) {
            return index < classes.size() ? std::optional(static_cast<int>(index)) : std::nullopt;
        }
        const auto found =
            index < m_names.size() ? std::find(classes.begin(), classes.end(), m_names[index]) : classes.end();
        return found == classes.end() ? std::nullopt : std::optional(static_cast<int>(found - classes.begin()));
    }

    Corners boxOf(std::size_t place, const std::vector<double>& numbers)
    {
        const Entry& entry = m_builder.catalogue().entries[place];
        return {(numbers[1] - numbers[3] / 2) * entry.width, (numbers[2] - numbers[4] / 2) * entry.height,
                (numbers[1] + numbers[3] / 2) * entry.width, (numbers[2] + numbers[4] / 2) * entry.height};
    }

    Corners boundsOf(std::size_t place, const std::vector<double>& numbers)
    {
        const Entry& entry = m_builder.catalogue().entries[place];
        std::vector<std::array<double, 2>> points;
        for (std::size_t i = 1; i + 1 < numbers.size(); i += 2) {
            points.push_back({numbers[i] * entry.width, numbers[i + 1] * entry.height});
        }
        return boundsOfPoints(points);
    }

    std::filesystem::path m_root;
    std::vector<std::string> m_names;
    bool m_isNamed = false;  ///< ids mean names; else they mean classes
    bool m_collects = false; ///< neither names nor classes are known
    int m_largestId = -1;
    CatalogueBuilder m_builder;
};

/// The folder that names may not leave: above the tree `images`, else that of the list or of the images.
std::filesystem::path rootOf(const std::filesystem::path& source, const std::filesystem::path& description)
{
    if (!description.empty()) {
        return description.parent_path();
    }
    const std::filesystem::path plain = plainPath(source);
    const std::vector<std::filesystem::path> parts(plain.begin(), plain.end());
    const auto found = std::find(parts.rbegin(), parts.rend(), "images");
    if (found == parts.rend()) {
        return isFolder(plain) ? plain : plain.parent_path();
    }
    std::filesystem::path root;
    for (auto part = parts.begin(); part != found.base() - 1; ++part) {
        root /= *part;
    }
    return root;
}

} // namespace

Result<Catalogue> collectYolo(const std::filesystem::path& path, const std::vector<std::string>& classes,
                              const std::string& split, const Reading& reading)
{
    const bool isDescription = hasExtension(path, ".yaml") || hasExtension(path, ".yml");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return fail(ErrorCode::NotFound, "does not exist", path.string());
    }
    const std::filesystem::path file = isDescription ? plainPath(path) : descriptionAbove(plainPath(path));
    Description description;
    if (!file.empty()) {
        auto read = readDescription(file);
        if (!read) {
            return fail(read.error());
        }
        description = std::move(*read);
    }
    std::vector<std::filesystem::path> sources;
    if (!isDescription) {
        sources.push_back(path);
    }
    for (const std::string& source : isDescription ? description.sources[split] : std::vector<std::string>{}) {
        const auto place = placeOf(file.parent_path(), description.base, source, file.string() + ": " + split);
        if (!place) {
            return fail(place.error());
        }
        sources.push_back(*place);
    }
    if (sources.empty()) {
        return fail(ErrorCode::InvalidInput, "names no folder under `" + split + "`", path.string());
    }
    Reader reader(rootOf(path, file), description.names, classes, reading.progress);
    for (const auto& source : sources) {
        if (Status done = reader.read(source); !done) {
            return fail(done.error());
        }
    }
    return reader.finish();
}

Result<Catalogue> readYolo(const std::filesystem::path& path, const std::vector<std::string>& classes, bool checkImages,
                           OpenProgress* progress, const std::string& split)
{
    return usable(collectYolo(path, classes, split, {checkImages, progress}), path);
}

bool isYoloDescription(const std::filesystem::path& file)
{
    if (!hasExtension(file, ".yaml") && !hasExtension(file, ".yml")) {
        return false;
    }
    const auto text = readFile(file, kLargestDescription);
    const auto hasKey = [&](const std::string& key) {
        return text->starts_with(key + ":") || text->find("\n" + key + ":") != std::string::npos;
    };
    return text && hasKey("names") && (hasKey("train") || hasKey("val") || hasKey("test"));
}

std::vector<std::string> splitsOfDescription(const std::filesystem::path& file)
{
    const auto text = readFile(file, kLargestDescription);
    std::vector<std::string> found;
    for (const char* key : {"train", "val", "test"}) {
        const std::string start = std::string(key) + ":";
        for (const std::string_view line : text ? lines(*text) : std::vector<std::string_view>{}) {
            if (line.starts_with(start) && (found.empty() || found.back() != key)) {
                found.emplace_back(key);
            }
        }
    }
    return found;
}

} // namespace espalier::dataset

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 1ULL << 30;
constexpr std::string_view kInstances = "instances_";

std::string idText(std::int64_t id)
{
    return std::to_string(id);
}

std::optional<std::int64_t> integerAt(const Json& row, const char* key)
{
    const auto found = row.find(key);
    return found != row.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>()) : std::nullopt;
}

/// A list of objects under `key`; a sentence when there is none.
Result<const Json*> listAt(const Json& root, const char* key, const std::string& where)
{
    const auto found = root.find(key);
    if (found == root.end() || !found->is_array()) {
        return fail(ErrorCode::InvalidInput, std::string("holds no list `") + key + "`: it is no COCO annotation file",
                    where);
    }
    return &*found;
}

/// What the reader makes of the box of a row: NaN for what is no number.
Corners cornersOf(const Json& row)
{
    Corners xywh;
    xywh.fill(std::numeric_limits<double>::quiet_NaN());
    const auto box = row.find("bbox");
    if (box != row.end() && box->is_array() && box->size() == xywh.size()) {
        for (std::size_t i = 0; i < xywh.size(); ++i) {
            if ((*box)[i].is_number()) {
                xywh[i] = (*box)[i].get<double>();
            }
        }
    }
    return {xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3]};
}

/// Where the data set begins: COCO's own layout keeps its files in a folder `annotations`.
std::filesystem::path rootOf(const std::filesystem::path& file)
{
    const std::filesystem::path folder = plainPath(file.parent_path().empty() ? "." : file.parent_path());
    return folder.filename() == "annotations" ? folder.parent_path() : folder;
}

class Reader {
public:
    Reader(const std::filesystem::path& file, const Reading& reading)
        : m_file(file), m_root(rootOf(file)), m_builder(m_root, file.parent_path(), reading)
    {
    }

    Result<Catalogue> read(const std::vector<std::string>& classes)
    {
        const auto text = readFile(m_file, kLargestFile);
        if (!text) {
            return fail(text.error());
        }
        const auto root = parseJson(*text, m_file.string());
        if (!root) {
            return fail(root.error());
        }
        if (!root->is_object()) {
            return fail(ErrorCode::InvalidInput, "is no COCO annotation file", m_file.string());
        }
        if (Status done = readCategories(*root, classes); !done) {
            return fail(done.error());
        }
        if (Status done = readImages(*root); !done) {
            return fail(done.error());
        }
        if (Status done = readAnnotations(*root); !done) {
            return fail(done.error());
        }
        return m_builder.finish();
    }

private:
    Status readCategories(const Json& root, const std::vector<std::string>& classes)
    {
        const auto list = listAt(root, "categories", m_file.string());
        if (!list) {
            return fail(list.error());
        }
        std::map<std::int64_t, std::string> named;
        for (const Json& row : **list) {
            const auto id = row.is_object() ? integerAt(row, "id") : std::nullopt;
            if (!id || !row.contains("name") || !row["name"].is_string()) {
                return fail(ErrorCode::InvalidInput, "has a category without an id and a name", m_file.string());
            }
            if (!named.emplace(*id, row["name"].get<std::string>()).second) {
                return fail(ErrorCode::InvalidInput, "has two categories of id " + idText(*id), m_file.string());
            }
        }
        std::vector<std::string>& known = m_builder.catalogue().classes;
        known = classes;
        if (classes.empty()) {
            for (const auto& [id, name] : named) {
                known.push_back(name);
            }
        }
        for (const auto& [id, name] : named) {
            const auto found = std::find(known.begin(), known.end(), name);
            m_label[id] = found == known.end() ? -1 : static_cast<int>(found - known.begin());
            m_categoryName[id] = name;
        }
        return {};
    }

    Status readImages(const Json& root)
    {
        const auto list = listAt(root, "images", m_file.string());
        if (!list) {
            return fail(list.error());
        }
        m_builder.setFolder(imageFolder(**list));
        m_builder.expectImages((*list)->size());
        for (const Json& row : **list) {
            if (m_builder.isCancelled()) {
                return {}; // finish() says so
            }
            const auto id = row.is_object() ? integerAt(row, "id") : std::nullopt;
            if (!id || !row.contains("file_name") || !row["file_name"].is_string()) {
                return fail(ErrorCode::InvalidInput,
                            "has an image without an id and a file_name (entry " +
                                std::to_string(m_builder.catalogue().listedImages) + ")",
                            m_file.string());
            }
            Entry entry;
            entry.id = *id;
            entry.fileName = row["file_name"].get<std::string>();
            entry.width = sizeAt(row, "width");
            entry.height = sizeAt(row, "height");
            if (m_place.contains(*id)) {
                m_builder.passImage();
                m_builder.report(Defect::Kind::DuplicateImage, entry.fileName, -1,
                                 "image id " + idText(*id) + " is listed twice; the first is used");
                continue;
            }
            m_place[*id] = m_builder.addImage(std::move(entry));
        }
        return {};
    }

    /// The first of the usual places that holds one of the first images: beside the file, in `images`, and for COCO's
    /// own layout in what the file's name says (instances_train2017.json: ../train2017) or ../images.
    std::filesystem::path imageFolder(const Json& list) const
    {
        const std::filesystem::path folder = m_file.parent_path();
        std::string split = m_file.stem().string();
        split.erase(0, split.starts_with(kInstances) ? kInstances.size() : 0);
        const std::size_t asked = std::min<std::size_t>(list.size(), 20);
        for (const std::filesystem::path& place :
             {folder, folder / "images", m_root / split, m_root / "images", m_root / "images" / split}) {
            for (std::size_t i = 0; i < asked; ++i) {
                const Json& row = list[i];
                const bool isNamed = row.is_object() && row.contains("file_name") && row["file_name"].is_string();
                const auto path =
                    isNamed ? pathInside(m_root, place, row["file_name"].get<std::string>()) : std::nullopt;
                if (path && isFile(*path)) {
                    return place;
                }
            }
        }
        return folder;
    }

    static int sizeAt(const Json& row, const char* key)
    {
        const auto value = integerAt(row, key).value_or(0);
        return value > 0 && value <= 1000000 ? static_cast<int>(value) : 0;
    }

    Status readAnnotations(const Json& root)
    {
        const auto list = listAt(root, "annotations", m_file.string());
        if (!list) {
            return fail(list.error());
        }
        for (const Json& row : **list) {
            ++m_builder.catalogue().listedBoxes;
            if (!row.is_object()) {
                return fail(ErrorCode::InvalidInput, "has an annotation that is no object", m_file.string());
            }
            readAnnotation(row);
        }
        return {};
    }

    void readAnnotation(const Json& row)
    {
        const std::int64_t id = integerAt(row, "id").value_or(m_builder.catalogue().listedBoxes);
        const auto image = integerAt(row, "image_id");
        const auto place = image ? m_place.find(*image) : m_place.end();
        if (place == m_place.end()) {
            m_builder.report(Defect::Kind::OrphanAnnotation, m_file.filename().string(), id,
                             "belongs to no listed image: left out");
            return;
        }
        const std::string fileName = m_builder.catalogue().entries[place->second].fileName;
        const auto category = integerAt(row, "category_id");
        const auto label = category ? m_label.find(*category) : m_label.end();
        if (label == m_label.end()) {
            m_builder.report(Defect::Kind::UnknownCategory, fileName, id,
                             "has the unknown category " + (category ? idText(*category) : std::string("(none)")) +
                                 ": left out");
            return;
        }
        if (label->second < 0) {
            m_builder.report(Defect::Kind::UnknownCategory, fileName, id,
                             "category `" + m_categoryName[*category] + "` is not among the classes: left out");
            return;
        }
        Annotation annotation;
        annotation.id = id;
        annotation.label = label->second;
        if (row.contains("area") && row["area"].is_number() && std::isfinite(row["area"].get<double>())) {
            annotation.area = row["area"].get<double>();
        }
        annotation.isCrowd = integerAt(row, "iscrowd").value_or(0) != 0;
        m_builder.addBox(place->second, annotation, cornersOf(row));
    }

    std::filesystem::path m_file;
    std::filesystem::path m_root;
    CatalogueBuilder m_builder;
    std::map<std::int64_t, int> m_label; ///< by category id; -1: not among the classes
    std::map<std::int64_t, std::string> m_categoryName;
    std::map<std::int64_t, std::size_t> m_place; ///< by image id
};

} // namespace

std::string_view toText(Defect::Kind kind)
{
    switch (kind) {
    case Defect::Kind::MissingImage:
        return "missing image";
    case Defect::Kind::DamagedImage:
        return "damaged image";
    case Defect::Kind::UnknownCategory:
        return "unknown category";
    case Defect::Kind::BoxOutside:
        return "box outside";
    case Defect::Kind::BoxClipped:
        return "box clipped";
    case Defect::Kind::BoxEmpty:
        return "empty box";
    case Defect::Kind::BoxNotFinite:
        return "box not finite";
    case Defect::Kind::OrphanAnnotation:
        return "orphan annotation";
    case Defect::Kind::DuplicateImage:
        return "duplicate image";
    case Defect::Kind::SizeMismatch:
        return "size mismatch";
    case Defect::Kind::DamagedLabel:
        return "damaged label";
    case Defect::Kind::MissingLabel:
        return "missing label";
    case Defect::Kind::OrphanLabel:
        return "orphan label";
    case Defect::Kind::PathOutside:
        return "path outside";
    case Defect::Kind::MaskSpeck:
        return "mask speck";
    case Defect::Kind::RepeatedImage:
        return "repeated image";
    case Defect::Kind::SharedImage:
        return "shared image";
    case Defect::Kind::ClassInOneSplit:
        return "class in one split";
    case Defect::Kind::CategoryOrder:
        return "category order";
    case Defect::Kind::BoxCoversImage:
        return "box covers image";
    case Defect::Kind::RepeatedBox:
        return "repeated box";
    }
    return "";
}

Result<Catalogue> collectCoco(const std::filesystem::path& annotations, const std::vector<std::string>& classes,
                              const Reading& reading)
{
    return Reader(annotations, reading).read(classes);
}

Result<Catalogue> readCoco(const std::filesystem::path& annotations, const std::vector<std::string>& classes,
                           bool checkImages, OpenProgress* progress)
{
    return usable(collectCoco(annotations, classes, {checkImages, progress}), annotations);
}

} // namespace espalier::dataset

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/dataset.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 1ULL << 30;
constexpr double kLeastSide = 1; ///< px; smaller boxes are empty after rounding

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

class Reader {
public:
    Reader(const std::filesystem::path& file, bool checkImages, OpenProgress* progress)
        : m_file(file), m_checksImages(checkImages), m_progress(progress)
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
        dropUnusable();
        if (m_catalogue.entries.empty()) {
            const auto& defects = m_catalogue.defects;
            return fail(ErrorCode::InvalidInput,
                        defects.empty() ? "lists no image"
                                        : "lists no image that can be used; the first trouble: " +
                                              defects.front().file + " " + defects.front().message,
                        m_file.string());
        }
        return std::move(m_catalogue);
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
        m_catalogue.classes = classes;
        if (classes.empty()) {
            for (const auto& [id, name] : named) {
                m_catalogue.classes.push_back(name);
            }
        }
        for (const auto& [id, name] : named) {
            const auto found = std::find(m_catalogue.classes.begin(), m_catalogue.classes.end(), name);
            m_label[id] =
                found == m_catalogue.classes.end() ? -1 : static_cast<int>(found - m_catalogue.classes.begin());
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
        if (m_progress != nullptr) {
            m_progress->listed += static_cast<std::int64_t>((*list)->size());
        }
        for (const Json& row : **list) {
            if (m_progress != nullptr && m_progress->isCancelled) {
                return fail(ErrorCode::Cancelled, "was not read to its end: called off", m_file.string());
            }
            const auto id = row.is_object() ? integerAt(row, "id") : std::nullopt;
            if (!id || !row.contains("file_name") || !row["file_name"].is_string()) {
                return fail(ErrorCode::InvalidInput,
                            "has an image without an id and a file_name (entry " +
                                std::to_string(m_catalogue.listedImages) + ")",
                            m_file.string());
            }
            ++m_catalogue.listedImages;
            Entry entry;
            entry.id = *id;
            entry.fileName = row["file_name"].get<std::string>();
            entry.width = sizeAt(row, "width");
            entry.height = sizeAt(row, "height");
            if (!m_place.emplace(*id, m_catalogue.entries.size()).second) {
                report(Defect::Kind::DuplicateImage, entry.fileName, -1,
                       "image id " + idText(*id) + " is listed twice; the first is used");
                countChecked();
                continue;
            }
            m_catalogue.entries.push_back(std::move(entry));
            m_isUsable.push_back(true);
            checkImage(m_catalogue.entries.size() - 1);
            countChecked();
        }
        return {};
    }

    void countChecked()
    {
        if (m_progress != nullptr) {
            ++m_progress->checked;
        }
    }

    static int sizeAt(const Json& row, const char* key)
    {
        const auto value = integerAt(row, key).value_or(0);
        return value > 0 && value <= 1000000 ? static_cast<int>(value) : 0;
    }

    void checkImage(std::size_t index)
    {
        if (!m_checksImages) {
            return;
        }
        Entry& entry = m_catalogue.entries[index];
        const std::filesystem::path path = m_file.parent_path() / entry.fileName;
        const auto image = decodeImage(path);
        if (!image) {
            const bool isMissing = image.error().code == ErrorCode::NotFound;
            report(isMissing ? Defect::Kind::MissingImage : Defect::Kind::DamagedImage, entry.fileName, -1,
                   isMissing ? "image is missing: left out" : "image " + image.error().message + ": left out");
            m_isUsable[index] = false;
            return;
        }
        if (entry.width > 0 && (entry.width != image->width || entry.height != image->height)) {
            report(Defect::Kind::SizeMismatch, entry.fileName, -1,
                   "is " + std::to_string(image->width) + "×" + std::to_string(image->height) + ", listed as " +
                       std::to_string(entry.width) + "×" + std::to_string(entry.height) + ": the image is believed");
        }
        entry.width = image->width;
        entry.height = image->height;
    }

    Status readAnnotations(const Json& root)
    {
        const auto list = listAt(root, "annotations", m_file.string());
        if (!list) {
            return fail(list.error());
        }
        for (const Json& row : **list) {
            ++m_catalogue.listedBoxes;
            if (!row.is_object()) {
                return fail(ErrorCode::InvalidInput, "has an annotation that is no object", m_file.string());
            }
            readAnnotation(row);
        }
        return {};
    }

    void readAnnotation(const Json& row)
    {
        const std::int64_t id = integerAt(row, "id").value_or(m_catalogue.listedBoxes);
        const auto image = integerAt(row, "image_id");
        const auto place = image ? m_place.find(*image) : m_place.end();
        if (place == m_place.end()) {
            report(Defect::Kind::OrphanAnnotation, m_file.filename().string(), id,
                   "belongs to no listed image: left out");
            return;
        }
        Entry& entry = m_catalogue.entries[place->second];
        const auto category = integerAt(row, "category_id");
        const auto label = category ? m_label.find(*category) : m_label.end();
        if (label == m_label.end()) {
            report(Defect::Kind::UnknownCategory, entry.fileName, id,
                   "has the unknown category " + (category ? idText(*category) : std::string("(none)")) + ": left out");
            return;
        }
        if (label->second < 0) {
            report(Defect::Kind::UnknownCategory, entry.fileName, id,
                   "category `" + m_categoryName[*category] + "` is not among the classes: left out");
            return;
        }
        Annotation annotation;
        annotation.id = id;
        annotation.label = label->second;
        if (!readBox(row, entry, annotation)) {
            return;
        }
        if (row.contains("area") && row["area"].is_number() && std::isfinite(row["area"].get<double>())) {
            annotation.area = row["area"].get<double>();
        }
        annotation.isCrowd = integerAt(row, "iscrowd").value_or(0) != 0;
        entry.annotations.push_back(annotation);
    }

    bool readBox(const Json& row, const Entry& entry, Annotation& annotation)
    {
        const auto box = row.find("bbox");
        std::array<double, 4> xywh{};
        bool isFine = box != row.end() && box->is_array() && box->size() == 4;
        for (std::size_t i = 0; isFine && i < 4; ++i) {
            isFine = (*box)[i].is_number() && std::isfinite((*box)[i].get<double>()) &&
                     std::abs((*box)[i].get<double>()) < 1e7;
            xywh[i] = isFine ? (*box)[i].get<double>() : 0;
        }
        if (!isFine) {
            report(Defect::Kind::BoxNotFinite, entry.fileName, annotation.id,
                   "has no box of four finite numbers: left out");
            return false;
        }
        if (xywh[2] < kLeastSide || xywh[3] < kLeastSide) {
            report(Defect::Kind::BoxEmpty, entry.fileName, annotation.id, "has a box of less than a pixel: left out");
            return false;
        }
        std::array<double, 4> corners{xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3]};
        if (entry.width > 0 && entry.height > 0) {
            const std::array<double, 4> before = corners;
            for (const std::size_t side : {0U, 2U}) {
                corners[side] = std::clamp(corners[side], 0.0, static_cast<double>(entry.width));
                corners[side + 1] = std::clamp(corners[side + 1], 0.0, static_cast<double>(entry.height));
            }
            if (corners[2] - corners[0] < kLeastSide || corners[3] - corners[1] < kLeastSide) {
                report(Defect::Kind::BoxOutside, entry.fileName, annotation.id,
                       "has a box outside its image: left out");
                return false;
            }
            // Labelling tools round outwards: a pixel over the rim is no news.
            for (std::size_t i = 0; i < 4; ++i) {
                if (std::abs(before[i] - corners[i]) > 1) {
                    report(Defect::Kind::BoxClipped, entry.fileName, annotation.id,
                           "has a box that reaches over its image: cut at the rim");
                    break;
                }
            }
        }
        for (std::size_t i = 0; i < 4; ++i) {
            annotation.box[i] = static_cast<float>(corners[i]);
        }
        return true;
    }

    void dropUnusable()
    {
        std::vector<Entry> usable;
        for (std::size_t i = 0; i < m_catalogue.entries.size(); ++i) {
            if (m_isUsable[i]) {
                m_catalogue.usedBoxes += static_cast<std::int64_t>(m_catalogue.entries[i].annotations.size());
                usable.push_back(std::move(m_catalogue.entries[i]));
            }
        }
        m_catalogue.entries = std::move(usable);
    }

    void report(Defect::Kind kind, const std::string& file, std::int64_t annotation, std::string message)
    {
        m_catalogue.defects.push_back({kind, file, annotation, std::move(message)});
    }

    std::filesystem::path m_file;
    bool m_checksImages;
    OpenProgress* m_progress;
    Catalogue m_catalogue;
    std::vector<bool> m_isUsable;
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
    }
    return "";
}

Result<Catalogue> readCoco(const std::filesystem::path& annotations, const std::vector<std::string>& classes,
                           bool checkImages, OpenProgress* progress)
{
    return Reader(annotations, checkImages, progress).read(classes);
}

} // namespace espalier::dataset

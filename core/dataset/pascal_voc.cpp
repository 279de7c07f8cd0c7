#include "core/base/files.h"
#include "core/dataset/reader.h"

#include <pugixml.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 16ULL << 20;
constexpr std::uint64_t kLargestList = 64ULL << 20;
constexpr std::size_t kMostObjects = 100000; ///< of an image
constexpr std::size_t kMostDefects = 1000;   ///< of a file

bool isXmlName(const std::filesystem::path& name)
{
    return hasExtension(name, ".xml");
}

/// Where a VOC set keeps its files.
struct Layout {
    std::filesystem::path root;
    std::filesystem::path annotations;
    std::filesystem::path images;
};

Layout layoutOf(const std::filesystem::path& root)
{
    Layout layout{root, root, root};
    if (isFolder(root / "Annotations")) {
        layout.annotations = root / "Annotations";
    }
    for (const char* name : {"JPEGImages", "images"}) {
        if (isFolder(root / name)) {
            layout.images = root / name;
            break;
        }
    }
    return layout;
}

class Reader {
public:
    Reader(Layout layout, const std::vector<std::string>& classes, const Reading& reading)
        : m_layout(std::move(layout)), m_builder(m_layout.root, m_layout.root, reading)
    {
        m_builder.useClasses(classes);
    }

    /// Every annotation file, and whatever images have none.
    void readFolder()
    {
        std::set<std::string> labelled;
        const auto files = filesBelow(m_layout.annotations, isXmlName);
        m_builder.expectImages(files.size());
        for (const std::filesystem::path& name : files) {
            if (m_builder.isCancelled()) {
                return;
            }
            readFile(m_layout.annotations / name);
            labelled.insert(name.stem().string());
        }
        for (const std::filesystem::path& name : filesBelow(m_layout.images, isImageName)) {
            if (!labelled.contains(name.stem().string()) && !m_used.contains(m_layout.images / name)) {
                m_builder.report(Defect::Kind::MissingLabel, shown(m_layout.images / name), -1,
                                 "has no annotation file: not used");
            }
        }
    }

    /// The first word of every line names an annotation file.
    Status readList(const std::filesystem::path& file)
    {
        const auto text = espalier::readFile(file, kLargestList);
        if (!text) {
            return fail(text.error());
        }
        const auto rows = lines(*text);
        m_builder.expectImages(rows.size());
        for (const std::string_view line : rows) {
            const auto pieces = words(line, 1);
            if (pieces.empty() || m_builder.isCancelled()) {
                continue;
            }
            const std::string name(pieces[0]);
            const auto path = pathInside(m_layout.root, m_layout.annotations, name + ".xml");
            if (path) {
                readFile(*path);
            } else {
                m_builder.passImage();
                m_builder.report(Defect::Kind::PathOutside, name, -1, "leads out of the data set's folder: left out");
            }
        }
        return {};
    }

    Result<Catalogue> finish() { return m_builder.finish(); }

private:
    std::string shown(const std::filesystem::path& file) const
    {
        return file.lexically_relative(m_layout.root).generic_string();
    }

    void leaveFileOut(const std::filesystem::path& file, const std::string& what)
    {
        m_builder.passImage();
        m_builder.report(Defect::Kind::DamagedLabel, shown(file), -1, what + ": its image is left out");
    }

    void readFile(const std::filesystem::path& file)
    {
        const auto text = espalier::readFile(file, kLargestFile);
        if (!text) {
            return leaveFileOut(file, text.error().message);
        }
        pugi::xml_document document;
        // Character references only: a document type, and with it every entity of its own, is skipped unread.
        const auto parsed = document.load_buffer(text->data(), text->size(), pugi::parse_default);
        if (!parsed) {
            const auto line =
                std::count(text->begin(),
                           text->begin() + std::min(parsed.offset, static_cast<std::ptrdiff_t>(text->size())), '\n');
            return leaveFileOut(file, "is no XML, or cut short, at line " + std::to_string(line + 1) + " (" +
                                          parsed.description() + ")");
        }
        const pugi::xml_node root = document.child("annotation");
        if (!root) {
            return leaveFileOut(file, "holds no `annotation`");
        }
        readAnnotation(root, file);
    }

    void readAnnotation(const pugi::xml_node& root, const std::filesystem::path& file)
    {
        const auto image = imageOf(root.child_value("filename"), file);
        if (!image) {
            return;
        }
        m_used.insert(*image);
        const pugi::xml_node size = root.child("size");
        const std::size_t place =
            m_builder.addImage(shown(*image), sizeOf(size.child_value("width")), sizeOf(size.child_value("height")));
        const std::size_t before = m_builder.catalogue().defects.size();
        int number = 0;
        for (const pugi::xml_node& object : root.children("object")) {
            ++number;
            if (static_cast<std::size_t>(number) > kMostObjects ||
                m_builder.catalogue().defects.size() - before > kMostDefects) {
                m_builder.report(Defect::Kind::DamagedLabel, shown(file), -1,
                                 "holds too many objects, or too many wrong ones: what follows object " +
                                     std::to_string(number) + " is left out");
                return;
            }
            readObject(object, place, file, number);
        }
    }

    void readObject(const pugi::xml_node& object, std::size_t place, const std::filesystem::path& file, int number)
    {
        Annotation annotation = m_builder.nextAnnotation();
        const std::string name(trimmed(object.child_value("name")));
        const pugi::xml_node box = object.child("bndbox");
        if (name.empty() || !box) {
            m_builder.report(Defect::Kind::DamagedLabel, shown(file), annotation.id,
                             "object " + std::to_string(number) + " lacks its `name` or `bndbox`: left out");
            return;
        }
        const auto number0 = [&](const char* key) {
            return parseNumber(box.child_value(key)).value_or(std::numeric_limits<double>::quiet_NaN());
        };
        annotation.isCrowd = trimmed(object.child_value("difficult")) == "1";
        if (m_builder.isUsable(place)) {
            // Pixels are counted from 1 and both corners belong to the box.
            m_builder.addNamedBox(place, name, annotation,
                                  {number0("xmin") - 1, number0("ymin") - 1, number0("xmax"), number0("ymax")},
                                  "object " + std::to_string(number) + " ");
        }
    }

    static int sizeOf(std::string_view text)
    {
        const double value = parseNumber(text).value_or(0);
        return value >= 1 && value <= 1000000 ? static_cast<int>(value) : 0;
    }

    /// The image that `filename` says, else one that is called as the file; reported when there is none.
    std::optional<std::filesystem::path> imageOf(std::string_view said, const std::filesystem::path& file)
    {
        std::string name(trimmed(said));
        std::replace(name.begin(), name.end(), '\\', '/');
        bool isOutside = false;
        for (const std::filesystem::path& folder : {m_layout.images, file.parent_path(), m_layout.root}) {
            const auto path = name.empty() ? std::nullopt : pathInside(m_layout.root, folder, name);
            isOutside = isOutside || (!name.empty() && !path);
            if (path && isFile(*path)) {
                return path;
            }
        }
        if (isOutside) {
            m_builder.passImage();
            m_builder.report(Defect::Kind::PathOutside, shown(file), -1,
                             "names the image `" + name + "`, which leads out of the data set's folder: left out");
            return std::nullopt;
        }
        for (const std::filesystem::path& folder : {m_layout.images, file.parent_path()}) {
            for (const char* extension : {".jpg", ".png", ".jpeg", ".bmp", ".JPG", ".PNG", ".tif", ".webp"}) {
                std::filesystem::path path = folder / file.stem();
                path += extension;
                if (isFile(path)) {
                    return path;
                }
            }
        }
        m_builder.passImage();
        m_builder.report(Defect::Kind::OrphanLabel, shown(file), -1,
                         "has no image" + (name.empty() ? "" : " `" + name + "`") + ": its boxes are left out");
        return std::nullopt;
    }

    Layout m_layout;
    CatalogueBuilder m_builder;
    std::set<std::filesystem::path> m_used;
};

} // namespace

Result<Catalogue> collectVoc(const std::filesystem::path& path, const std::vector<std::string>& classes,
                             const Reading& reading)
{
    const std::filesystem::path plain = plainPath(path);
    if (isFolder(plain)) {
        const bool isInner = plain.filename() == "Annotations";
        const Layout layout = layoutOf(isInner ? plain.parent_path() : plain);
        if (filesBelow(layout.annotations, isXmlName).empty()) {
            return fail(ErrorCode::InvalidInput, "holds no annotation file (XML) of Pascal VOC", path.string());
        }
        Reader reader(layout, classes, reading);
        reader.readFolder();
        return reader.finish();
    }
    if (!isFile(plain)) {
        return fail(ErrorCode::NotFound, "does not exist", path.string());
    }
    // <root>/ImageSets/Main/train.txt: the root is where the annotations are.
    std::filesystem::path root = plain.parent_path();
    for (int level = 0; level < 2 && !isFolder(root / "Annotations"); ++level) {
        root = root.parent_path();
    }
    Reader reader(layoutOf(isFolder(root / "Annotations") ? root : plain.parent_path()), classes, reading);
    if (Status done = reader.readList(plain); !done) {
        return fail(done.error());
    }
    return reader.finish();
}

Result<Catalogue> readVoc(const std::filesystem::path& path, const std::vector<std::string>& classes, bool checkImages,
                          OpenProgress* progress)
{
    return usable(collectVoc(path, classes, {checkImages, progress}), path);
}

bool isVocFile(const std::filesystem::path& file)
{
    if (!hasExtension(file, ".xml")) {
        return false;
    }
    const auto text = espalier::readFile(file, kLargestFile);
    return text && text->find("<annotation") != std::string::npos;
}

} // namespace espalier::dataset

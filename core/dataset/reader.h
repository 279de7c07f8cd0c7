// What all readers of annotation files share: images probed, boxes checked, names kept inside. For this folder's
// sources.
#pragma once

#include "core/dataset/formats.h"

#include <map>
#include <optional>

namespace espalier::dataset {

/// `name`, which may be absolute, below `root` when it starts at `folder`; nothing when it leads out of `root`. Judged
/// by its letters: a link that the owner of the folder made may lead where it likes.
[[nodiscard]] std::optional<std::filesystem::path>
pathInside(const std::filesystem::path& root, const std::filesystem::path& folder, const std::string& name);
/// Absolute and without `.`, `..` and a slash at the end.
[[nodiscard]] std::filesystem::path plainPath(const std::filesystem::path& path);

/// The whole of `text` as a number, blanks around it allowed; `nan` and `inf` are numbers here, what overflows is none.
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Pieces between blanks; at most `limit` of them.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text, std::size_t limit);
/// Lines without their ends.
[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);

[[nodiscard]] bool isImageName(const std::filesystem::path& name);
[[nodiscard]] bool hasExtension(const std::filesystem::path& name, std::string_view lowerCase);
[[nodiscard]] bool isFolder(const std::filesystem::path& path);
[[nodiscard]] bool isFile(const std::filesystem::path& path);
/// Regular files below `folder` that `isWanted`, as paths relative to it, sorted. Linked folders are not entered, so a
/// loop of links ends; deeper than 16 levels or more than a million files are not looked at.
[[nodiscard]] std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder,
                                                            bool (*isWanted)(const std::filesystem::path&));
/// Folders and files in `folder`, names sorted.
[[nodiscard]] std::vector<std::filesystem::path> folderNames(const std::filesystem::path& folder);

using Corners = std::array<double, 4>; ///< x1, y1, x2, y2 in pixels, not yet checked

/// The box around points x, y; without any, NaN.
[[nodiscard]] Corners boundsOfPoints(const std::vector<std::array<double, 2>>& points);

/// How a reader is to go about it.
struct Reading {
    bool checksImages = true;
    OpenProgress* progress = nullptr;
};

/// Fills a catalogue; what is wrong with an image or a box is said here, in the same words for every format.
class CatalogueBuilder {
public:
    /// File names of entries start at `folder` and may not leave `root`.
    CatalogueBuilder(std::filesystem::path root, std::filesystem::path folder, Reading reading);

    /// With names that boxes bring along: when `classes` is empty they are collected, and ordered by finish().
    void useClasses(const std::vector<std::string>& classes);
    void setFolder(std::filesystem::path folder) { m_catalogue.folder = std::move(folder); }
    [[nodiscard]] Catalogue& catalogue() { return m_catalogue; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_catalogue.folder; }

    void report(Defect::Kind kind, const std::string& file, std::int64_t annotation, const std::string& message);
    /// So many more will come: for those who watch.
    void expectImages(std::size_t count);
    [[nodiscard]] bool isCancelled() const { return m_reading.progress != nullptr && m_reading.progress->isCancelled; }
    /// Counts an image of which nothing more can be said.
    void passImage();
    /// Counts and probes the image; its size comes from the file. The place in `entries`, also when it cannot be used.
    std::size_t addImage(Entry entry);
    /// The same for files that number no images: by their order.
    std::size_t addImage(const std::string& fileName, int width = 0, int height = 0);
    /// Counts a listed box, for files that number no boxes.
    [[nodiscard]] Annotation nextAnnotation();
    [[nodiscard]] bool isUsable(std::size_t place) const { return m_isUsable[place]; }
    void leaveOut(std::size_t place) { m_isUsable[place] = false; }
    /// Checks and cuts the box; false when it was left out. `who` begins the sentence (`line 3 `); may be empty.
    bool addBox(std::size_t place, Annotation annotation, const Corners& corners, const std::string& who = {});
    /// The same for a box that comes with a name; an unknown one leaves it out.
    bool addNamedBox(std::size_t place, const std::string& name, Annotation annotation, const Corners& corners,
                     const std::string& who);

    /// Drops what cannot be used, orders collected classes, counts. Cancelled: called off meanwhile.
    [[nodiscard]] Result<Catalogue> finish();

private:
    void probe(std::size_t place);

    std::filesystem::path m_root;
    Reading m_reading;
    bool m_collectsClasses = false;
    Catalogue m_catalogue;
    std::vector<bool> m_isUsable;
    std::map<std::string, int, std::less<>> m_label;
};

/// As readX, but a set without any usable image is a catalogue with its defects, not an error.
[[nodiscard]] Result<Catalogue> collectCoco(const std::filesystem::path& annotations,
                                            const std::vector<std::string>& classes, const Reading& reading);
[[nodiscard]] Result<Catalogue> collectYolo(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                            const std::string& split, const Reading& reading);
[[nodiscard]] Result<Catalogue> collectVoc(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                           const Reading& reading);
[[nodiscard]] Result<Catalogue> collectLabelMe(const std::filesystem::path& path,
                                               const std::vector<std::string>& classes, const Reading& reading);
[[nodiscard]] Result<Catalogue> collectMasks(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                             const Reading& reading);
/// The collector of `kind`.
[[nodiscard]] Result<Catalogue> collectSplit(const std::string& kind, const SplitSource& source,
                                             const std::vector<std::string>& classes, const Reading& reading);
/// `catalogue`, or an error when no image of it can be used.
[[nodiscard]] Result<Catalogue> usable(Result<Catalogue> catalogue, const std::filesystem::path& where);

/// What a JSON file seems to be, by the keys that stand in it: cut files are recognised too.
enum class JsonKind { Other, Coco, LabelMe };
[[nodiscard]] JsonKind recogniseJson(const std::filesystem::path& file);
/// A VOC file: XML whose first element is `annotation`.
[[nodiscard]] bool isVocFile(const std::filesystem::path& file);
/// A YAML file with `names` and one of `train`, `val`, `test`.
[[nodiscard]] bool isYoloDescription(const std::filesystem::path& file);
/// The keys train, val and test that a description holds.
[[nodiscard]] std::vector<std::string> splitsOfDescription(const std::filesystem::path& file);

} // namespace espalier::dataset

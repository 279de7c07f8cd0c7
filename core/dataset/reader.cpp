#include "core/dataset/reader.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace espalier::dataset {

namespace {

constexpr double kLeastSide = 1 - 1e-6; ///< px; smaller boxes are empty after rounding
constexpr double kFarthest = 2e7;       ///< px; nothing that an image has
constexpr int kDeepest = 16;
constexpr std::size_t kMostFiles = 1000000;
constexpr std::uint64_t kLargestImage = 256ULL << 20;

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

} // namespace

std::filesystem::path plainPath(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::path plain = std::filesystem::absolute(path, error).lexically_normal();
    return plain.has_filename() || !plain.has_relative_path() ? plain : plain.parent_path();
}

std::optional<std::filesystem::path> pathInside(const std::filesystem::path& root, const std::filesystem::path& folder,
                                                const std::string& name)
{
    if (name.empty() || name.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    const std::filesystem::path path = plainPath(folder / name);
    const std::filesystem::path relative = path.lexically_relative(plainPath(root));
    if (relative.empty() || *relative.begin() == "..") {
        return std::nullopt;
    }
    return path;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::vector<std::string_view> words(std::string_view text, std::size_t limit)
{
    std::vector<std::string_view> found;
    for (text = trimmed(text); !text.empty() && found.size() < limit; text = trimmed(text)) {
        const auto end = std::find_if(text.begin(), text.end(), isBlank);
        found.push_back(text.substr(0, static_cast<std::size_t>(end - text.begin())));
        text.remove_prefix(found.back().size());
    }
    return found;
}

std::vector<std::string_view> lines(std::string_view text)
{
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        found.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

bool hasExtension(const std::filesystem::path& name, std::string_view lowerCase)
{
    return lowered(name.extension().string()) == lowerCase;
}

bool isImageName(const std::filesystem::path& name)
{
    constexpr std::array<std::string_view, 7> kKnown{".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"};
    const std::string extension = lowered(name.extension().string());
    return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end();
}

bool isFolder(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

bool isFile(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder,
                                              bool (*isWanted)(const std::filesystem::path&))
{
    std::vector<std::filesystem::path> found;
    std::error_code error;
    std::filesystem::recursive_directory_iterator at(folder, std::filesystem::directory_options::skip_permission_denied,
                                                     error);
    for (; !error && at != std::filesystem::recursive_directory_iterator() && found.size() < kMostFiles;
         at.increment(error)) {
        if (at.depth() >= kDeepest) {
            at.disable_recursion_pending();
        }
        std::error_code none;
        if (isWanted(at->path()) && at->is_regular_file(none)) {
            found.push_back(at->path().lexically_relative(folder));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::filesystem::path> folderNames(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> found;
    std::error_code error;
    std::filesystem::directory_iterator at(folder, std::filesystem::directory_options::skip_permission_denied, error);
    for (; !error && at != std::filesystem::directory_iterator() && found.size() < kMostFiles; at.increment(error)) {
        found.push_back(at->path().filename());
    }
    std::sort(found.begin(), found.end());
    return found;
}

Corners boundsOfPoints(const std::vector<std::array<double, 2>>& points)
{
    Corners corners;
    corners.fill(std::numeric_limits<double>::quiet_NaN());
    for (const auto& [x, y] : points) {
        if (!std::isfinite(x) || !std::isfinite(y)) {
            corners.fill(std::numeric_limits<double>::quiet_NaN());
            return corners;
        }
        corners = {std::fmin(corners[0], x), std::fmin(corners[1], y), std::fmax(corners[2], x),
                   std::fmax(corners[3], y)};
    }
    return corners;
}

CatalogueBuilder::CatalogueBuilder(std::filesystem::path root, std::filesystem::path folder, Reading reading)
    : m_root(std::move(root)), m_reading(reading)
{
    m_catalogue.folder = std::move(folder);
}

void CatalogueBuilder::useClasses(const std::vector<std::string>& classes)
{
    m_collectsClasses = classes.empty();
    m_catalogue.classes = classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        m_label.emplace(classes[i], static_cast<int>(i));
    }
}

void CatalogueBuilder::report(Defect::Kind kind, const std::string& file, std::int64_t annotation,
                              const std::string& message)
{
    // Names and texts of a hostile file are part of both, and both are shown and stored as text.
    m_catalogue.defects.push_back({kind, isUtf8(file) ? file : readable(file), annotation, readable(message)});
}

void CatalogueBuilder::expectImages(std::size_t count)
{
    if (m_reading.progress != nullptr) {
        m_reading.progress->listed += static_cast<std::int64_t>(count);
    }
}

void CatalogueBuilder::passImage()
{
    ++m_catalogue.listedImages;
    if (m_reading.progress != nullptr) {
        ++m_reading.progress->checked;
    }
}

std::size_t CatalogueBuilder::addImage(Entry entry)
{
    m_catalogue.entries.push_back(std::move(entry));
    m_isUsable.push_back(true);
    if (!isCancelled()) {
        probe(m_catalogue.entries.size() - 1);
    }
    passImage();
    return m_catalogue.entries.size() - 1;
}

std::size_t CatalogueBuilder::addImage(const std::string& fileName, int width, int height)
{
    Entry entry;
    entry.id = m_catalogue.listedImages + 1;
    entry.fileName = fileName;
    entry.width = width;
    entry.height = height;
    return addImage(std::move(entry));
}

Annotation CatalogueBuilder::nextAnnotation()
{
    Annotation annotation;
    annotation.id = ++m_catalogue.listedBoxes;
    return annotation;
}

void CatalogueBuilder::probe(std::size_t place)
{
    Entry& entry = m_catalogue.entries[place];
    const auto path = pathInside(m_root, m_catalogue.folder, entry.fileName);
    if (!path) {
        report(Defect::Kind::PathOutside, entry.fileName, -1, "leads out of the data set's folder: left out");
        m_isUsable[place] = false;
        return;
    }
    if (!isUtf8(entry.fileName)) {
        report(Defect::Kind::DamagedImage, entry.fileName, -1, "has a name that is no UTF-8: left out, rename it");
        m_isUsable[place] = false;
        return;
    }
    if (!m_reading.checksImages) {
        return;
    }
    const auto bytes = readFile(*path, kLargestImage);
    const auto image = bytes ? decodeImageBytes(*bytes, path->string()) : Result<Image>(fail(bytes.error()));
    if (!image) {
        const bool isMissing = image.error().code == ErrorCode::NotFound;
        report(isMissing ? Defect::Kind::MissingImage : Defect::Kind::DamagedImage, entry.fileName, -1,
               isMissing ? "image is missing: left out" : "image " + image.error().message + ": left out");
        m_isUsable[place] = false;
        return;
    }
    if (entry.width > 0 && (entry.width != image->width || entry.height != image->height)) {
        report(Defect::Kind::SizeMismatch, entry.fileName, -1,
               "is " + std::to_string(image->width) + "×" + std::to_string(image->height) + ", listed as " +
                   std::to_string(entry.width) + "×" + std::to_string(entry.height) + ": the image is believed");
    }
    entry.width = image->width;
    entry.height = image->height;
    entry.contentHash = fnv1a64(*bytes);
}

bool CatalogueBuilder::addBox(std::size_t place, Annotation annotation, const Corners& given, const std::string& who)
{
    Entry& entry = m_catalogue.entries[place];
    const auto leaveBoxOut = [&](Defect::Kind kind, const char* what) {
        report(kind, entry.fileName, annotation.id, who + what + ": left out");
        return false;
    };
    if (!std::all_of(given.begin(), given.end(),
                     [](double x) { return std::isfinite(x) && std::abs(x) < kFarthest; })) {
        return leaveBoxOut(Defect::Kind::BoxNotFinite, "has no box of four finite numbers");
    }
    if (given[2] - given[0] < kLeastSide || given[3] - given[1] < kLeastSide) {
        return leaveBoxOut(Defect::Kind::BoxEmpty, "has a box of less than a pixel");
    }
    Corners corners = given;
    if (entry.width > 0 && entry.height > 0) {
        for (const std::size_t side : {0U, 2U}) {
            corners[side] = std::clamp(corners[side], 0.0, static_cast<double>(entry.width));
            corners[side + 1] = std::clamp(corners[side + 1], 0.0, static_cast<double>(entry.height));
        }
        if (corners[2] - corners[0] < kLeastSide || corners[3] - corners[1] < kLeastSide) {
            return leaveBoxOut(Defect::Kind::BoxOutside, "has a box outside its image");
        }
        // Labelling tools round outwards: a pixel over the rim is no news.
        for (std::size_t i = 0; i < corners.size(); ++i) {
            if (std::abs(given[i] - corners[i]) > 1) {
                report(Defect::Kind::BoxClipped, entry.fileName, annotation.id,
                       who + "has a box that reaches over its image: cut at the rim");
                break;
            }
        }
    }
    for (std::size_t i = 0; i < corners.size(); ++i) {
        annotation.box[i] = static_cast<float>(corners[i]);
    }
    entry.annotations.push_back(annotation);
    return true;
}

bool CatalogueBuilder::addNamedBox(std::size_t place, const std::string& name, Annotation annotation,
                                   const Corners& corners, const std::string& who)
{
    if (!isUtf8(name)) {
        report(Defect::Kind::DamagedLabel, m_catalogue.entries[place].fileName, annotation.id,
               who + "is of a class whose name is no UTF-8: left out");
        return false;
    }
    auto found = m_label.find(name);
    if (found == m_label.end() && !m_collectsClasses) {
        report(Defect::Kind::UnknownCategory, m_catalogue.entries[place].fileName, annotation.id,
               who + "is of class `" + name + "`, which is not among the classes: left out");
        return false;
    }
    if (found == m_label.end()) {
        found = m_label.emplace(name, static_cast<int>(m_catalogue.classes.size())).first;
        m_catalogue.classes.push_back(name);
    }
    annotation.label = found->second;
    return addBox(place, annotation, corners, who);
}

Result<Catalogue> CatalogueBuilder::finish()
{
    if (isCancelled()) {
        return fail(ErrorCode::Cancelled, "was not read to its end: called off", m_catalogue.folder.string());
    }
    std::vector<int> order(m_catalogue.classes.size()); // by label as collected: label to be
    std::iota(order.begin(), order.end(), 0);
    if (m_collectsClasses) {
        int next = 0;
        for (const auto& [name, label] : m_label) {
            m_catalogue.classes[static_cast<std::size_t>(next)] = name;
            order[static_cast<std::size_t>(label)] = next++;
        }
    }
    std::vector<Entry> kept;
    for (std::size_t i = 0; i < m_catalogue.entries.size(); ++i) {
        if (!m_isUsable[i]) {
            continue;
        }
        for (Annotation& annotation : m_catalogue.entries[i].annotations) {
            annotation.label = order[static_cast<std::size_t>(annotation.label)];
        }
        m_catalogue.usedBoxes += static_cast<std::int64_t>(m_catalogue.entries[i].annotations.size());
        kept.push_back(std::move(m_catalogue.entries[i]));
    }
    m_catalogue.entries = std::move(kept);
    return std::move(m_catalogue);
}

Result<Catalogue> usable(Result<Catalogue> catalogue, const std::filesystem::path& where)
{
    if (!catalogue || !catalogue->entries.empty()) {
        return catalogue;
    }
    if (catalogue->defects.empty()) {
        return fail(ErrorCode::InvalidInput, "lists no image", where.string());
    }
    const Defect& first = catalogue->defects.front();
    return fail(ErrorCode::InvalidInput,
                "lists no image that can be used; the first trouble: " + readable(first.file + " " + first.message),
                where.string());
}

} // namespace espalier::dataset

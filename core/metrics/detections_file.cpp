#include "core/metrics/detections_file.h"

#include "core/base/files.h"
#include "core/base/json.h"

#include <cmath>
#include <limits>
#include <optional>
#include <unordered_set>

namespace espalier::metrics {

namespace {

constexpr std::uint64_t kMostBytes = 1ULL << 30;
constexpr std::int64_t kLongestSide = 1'000'000;
constexpr std::size_t kMostClasses = 100'000;
constexpr double kFarthest = 1e9; ///< pixels: an area stays finite, an overlap exact

/// The header's facts that lines are checked against.
struct Known {
    std::size_t classes = 0;
    std::unordered_set<std::int64_t> images;
};

std::optional<std::int64_t> integerOf(const Json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer() ||
        (found->is_number_unsigned() &&
         found->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))) {
        return std::nullopt;
    }
    return found->get<std::int64_t>();
}

std::optional<double> finiteOf(const Json& value)
{
    if (!value.is_number()) {
        return std::nullopt;
    }
    const double number = value.get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<Box> boxOf(const Json& object)
{
    const auto found = object.find("box");
    if (found == object.end() || !found->is_array() || found->size() != 4) {
        return std::nullopt;
    }
    Box box{};
    for (std::size_t i = 0; i < box.size(); ++i) {
        const auto number = finiteOf((*found)[i]);
        if (!number || std::abs(*number) > kFarthest) {
            return std::nullopt;
        }
        box[i] = *number;
    }
    return box[0] <= box[2] && box[1] <= box[3] ? std::optional(box) : std::nullopt;
}

/// Image, class and box, which truth and detections share.
template <class Boxed>
std::optional<Error> readBox(const Json& object, const Known& known, Boxed& boxed)
{
    const auto refuse = [](const char* message) { return Error{ErrorCode::Unreadable, message, {}}; };
    if (!object.is_object()) {
        return refuse("a box is an object with image, category and box");
    }
    const auto image = integerOf(object, "image");
    if (!image || known.images.count(*image) == 0) {
        return refuse("`image` is no number of an image of the header");
    }
    const auto category = integerOf(object, "category");
    if (!category || *category < 0 || static_cast<std::uint64_t>(*category) >= known.classes) {
        return refuse("`category` is no label of the classes of the header");
    }
    const auto box = boxOf(object);
    if (!box) {
        return refuse("`box` is not four finite numbers x1, y1, x2, y2 in order");
    }
    boxed.image = *image;
    boxed.category = static_cast<int>(*category);
    boxed.box = *box;
    return std::nullopt;
}

Result<TruthBox> truthOf(const Json& object, const Known& known)
{
    TruthBox truth;
    if (auto error = readBox(object, known, truth)) {
        return fail(std::move(*error));
    }
    if (const auto area = object.find("area"); area != object.end()) {
        const auto number = finiteOf(*area);
        if (!number || *number < 0) {
            return fail(ErrorCode::Unreadable, "`area` is no finite number of 0 or more");
        }
        truth.area = *number;
    }
    if (const auto crowd = object.find("crowd"); crowd != object.end()) {
        if (!crowd->is_boolean()) {
            return fail(ErrorCode::Unreadable, "`crowd` is neither true nor false");
        }
        truth.isCrowd = crowd->get<bool>();
    }
    return truth;
}

Result<DetectedBox> detectionOf(const Json& object, const Known& known)
{
    DetectedBox detection;
    if (auto error = readBox(object, known, detection)) {
        return fail(std::move(*error));
    }
    const auto score = object.find("score");
    const auto number = score == object.end() ? std::nullopt : finiteOf(*score);
    if (!number || *number < 0 || *number > 1) {
        return fail(ErrorCode::Unreadable, "`score` is no number from 0 to 1");
    }
    detection.score = *number;
    return detection;
}

Result<ImageEntry> imageOf(const Json& object)
{
    const auto side = [&](const char* key) -> std::optional<int> {
        const auto number = integerOf(object, key);
        return number && *number >= 1 && *number <= kLongestSide ? std::optional(static_cast<int>(*number))
                                                                 : std::nullopt;
    };
    const auto id = object.is_object() ? integerOf(object, "id") : std::nullopt;
    const auto file = object.is_object() ? object.find("file") : object.end();
    if (!id || file == object.end() || !file->is_string()) {
        return fail(ErrorCode::Unreadable, "an image is an object with a whole `id` and a `file`");
    }
    const auto width = side("width");
    const auto height = side("height");
    if (!width || !height) {
        return fail(ErrorCode::Unreadable, "`width` and `height` of an image are whole numbers from 1 to 1,000,000");
    }
    return ImageEntry{*id, file->get<std::string>(), *width, *height};
}

Status readClasses(const Json& header, DetectionsFile& file, Known& known)
{
    const auto classes = header.find("classes");
    if (classes == header.end() || !classes->is_array() || classes->size() > kMostClasses) {
        return fail(ErrorCode::Unreadable, "the header has no list `classes` of at most 100,000 names");
    }
    for (const Json& name : *classes) {
        if (!name.is_string()) {
            return fail(ErrorCode::Unreadable, "a class of the header is no text");
        }
        file.classes.push_back(name.get<std::string>());
    }
    known.classes = file.classes.size();
    return {};
}

Status readImages(const Json& header, DetectionsFile& file, Known& known)
{
    const auto images = header.find("images");
    if (images == header.end() || !images->is_array()) {
        return fail(ErrorCode::Unreadable, "the header has no list `images`");
    }
    for (const Json& object : *images) {
        auto image = imageOf(object);
        if (!image) {
            return fail(image.error());
        }
        if (!known.images.insert(image->id).second) {
            return fail(ErrorCode::Unreadable, "image " + std::to_string(image->id) + " is listed twice");
        }
        file.images.push_back(std::move(*image));
    }
    return {};
}

Status readTruth(const Json& header, DetectionsFile& file, const Known& known)
{
    const auto truth = header.find("truth");
    if (truth == header.end() || !truth->is_array()) {
        return fail(ErrorCode::Unreadable, "the header has no list `truth`");
    }
    for (const Json& object : *truth) {
        auto box = truthOf(object, known);
        if (!box) {
            return fail(withContext(box.error(), "truth[" + std::to_string(file.truth.size()) + "]"));
        }
        file.truth.push_back(*box);
    }
    return {};
}

Status readHeader(const Json& header, DetectionsFile& file, Known& known)
{
    if (!header.is_object()) {
        return fail(ErrorCode::Unreadable, "the first line is no object with classes, images and truth");
    }
    if (Status read = readClasses(header, file, known); !read) {
        return read;
    }
    if (Status read = readImages(header, file, known); !read) {
        return read;
    }
    return readTruth(header, file, known);
}

Json toJson(const Box& box)
{
    return Json(box);
}

/// Names of files may hold any byte; those that are no UTF-8 are replaced.
std::string lineOf(const Json& json)
{
    return jsonText(json) + "\n";
}

std::string headerOf(const DetectionsFile& file)
{
    Json images = Json::array();
    for (const ImageEntry& image : file.images) {
        images.push_back({{"id", image.id}, {"file", image.file}, {"width", image.width}, {"height", image.height}});
    }
    Json truth = Json::array();
    for (const TruthBox& box : file.truth) {
        Json object{{"image", box.image}, {"category", box.category}, {"box", toJson(box.box)}};
        if (box.area >= 0) {
            object["area"] = box.area;
        }
        if (box.isCrowd) {
            object["crowd"] = true;
        }
        truth.push_back(std::move(object));
    }
    return lineOf({{"classes", file.classes},
                   {"images", std::move(images)},
                   {"truth", std::move(truth)},
                   {"detections", file.detections.size()}});
}

} // namespace

Result<DetectionsFile> parseDetections(std::string_view text, const std::string& where)
{
    DetectionsFile file;
    Known known;
    std::optional<std::int64_t> announced;
    bool hasHeader = false;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string place = where + ":" + std::to_string(++number);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        const auto json = parseJson(line, where);
        if (!json) {
            return fail(json.error().code, json.error().message, place);
        }
        if (!hasHeader) {
            hasHeader = true;
            if (const Status read = readHeader(*json, file, known); !read) {
                return fail(withContext(read.error(), place));
            }
            announced = integerOf(*json, "detections");
            continue;
        }
        auto detection = detectionOf(*json, known);
        if (!detection) {
            return fail(withContext(detection.error(), place));
        }
        file.detections.push_back(*detection);
    }
    if (!hasHeader) {
        return fail(ErrorCode::Unreadable, "empty: a file of detections begins with a header", where);
    }
    if (announced && *announced != static_cast<std::int64_t>(file.detections.size())) {
        return fail(ErrorCode::Unreadable,
                    "holds " + std::to_string(file.detections.size()) + " detections where its header says " +
                        std::to_string(*announced) + ": it was cut short or changed",
                    where);
    }
    return file;
}

Result<DetectionsFile> readDetections(const std::filesystem::path& path)
{
    const auto text = readFile(path, kMostBytes);
    return text ? parseDetections(*text, path.string()) : fail(text.error());
}

Status writeDetections(const DetectionsFile& detections, const std::filesystem::path& path)
{
    std::string text = headerOf(detections);
    for (const DetectedBox& box : detections.detections) {
        text +=
            lineOf({{"image", box.image}, {"category", box.category}, {"box", toJson(box.box)}, {"score", box.score}});
    }
    if (const auto readsBack = parseDetections(text, path.string()); !readsBack) {
        return fail(ErrorCode::InvalidInput, "these detections cannot be kept: " + readsBack.error().message,
                    readsBack.error().where);
    }
    return writeFileAtomically(path, text);
}

} // namespace espalier::metrics

// Detection data sets: a catalogue of images and boxes, and how one image becomes one sample.
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/experiment/experiment.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::dataset {

/// Corners in pixels: x1, y1, x2, y2.
using Box = std::array<float, 4>;

/// RGB bytes, row-major H×W×3.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

struct Annotation {
    std::int64_t id = 0; ///< as in the file
    Box box{};           ///< in the original image
    int label = 0;       ///< index into Catalogue::classes
    double area = -1;    ///< negative: of the box
    bool isCrowd = false;
};

struct Entry {
    std::int64_t id = 0; ///< as in the file
    std::string fileName;
    int width = 0; ///< as the file says; 0: not said
    int height = 0;
    std::vector<Annotation> annotations;
    std::uint64_t contentHash = 0; ///< of the file's bytes; 0: it was not opened
};

/// Something in the files that was left out or mended, with its place; or, from the checks of check.h, something that a
/// run would take as it is and should not.
struct Defect {
    enum class Kind {
        MissingImage,
        DamagedImage,
        UnknownCategory,
        BoxOutside,
        BoxClipped,
        BoxEmpty,
        BoxNotFinite,
        OrphanAnnotation,
        DuplicateImage,
        SizeMismatch,
        DamagedLabel,    ///< a label file, or a part of it, that cannot be read
        MissingLabel,    ///< an image without a label file
        OrphanLabel,     ///< a label file without its image
        PathOutside,     ///< a file name that leads out of the data set's folder: never opened
        MaskSpeck,       ///< components of a mask too small to be a box
        RepeatedImage,   ///< one image twice in a split, by content
        SharedImage,     ///< one image in two splits, by content
        ClassInOneSplit, ///< a class with boxes in one split and none in another
        CategoryOrder,   ///< two splits name the same classes in different order
        BoxCoversImage,  ///< more than 95 % of it
        RepeatedBox,     ///< two boxes of one class and IoU > 0.95
    };
    Kind kind = Kind::MissingImage;
    std::string file;             ///< image, or annotation file
    std::int64_t annotation = -1; ///< id; -1: the image itself
    std::string message;          ///< one sentence
};
[[nodiscard]] std::string_view toText(Defect::Kind kind);

/// One split. Labels follow `classes` by *name*.
struct Catalogue {
    std::vector<std::string> classes;
    std::vector<Entry> entries; ///< images that can be used
    std::vector<Defect> defects;
    std::int64_t listedImages = 0; ///< in the file, usable or not
    std::int64_t listedBoxes = 0;
    std::int64_t usedBoxes = 0;
    std::filesystem::path folder; ///< file names start here; empty: there are no files
};

/// How far the opening of a data set has come, read by another thread, which may also call it off.
struct OpenProgress {
    std::atomic<std::int64_t> listed = 0;  ///< images found in the files so far
    std::atomic<std::int64_t> checked = 0; ///< of these, opened once
    std::atomic<bool> isCancelled = false; ///< set from outside: opening ends with ErrorCode::Cancelled
};

/// Reads a COCO file: hostile until parsed. Every image is opened once to see that it decodes (`checkImages`).
/// `classes` empty: the file's categories ordered by id; else categories are matched to them by name. Images lie beside
/// the file, in `images` beside it, or in COCO's own layout beside its folder `annotations`; no name may lead out of
/// that place. Other formats: formats.h.
[[nodiscard]] Result<Catalogue> readCoco(const std::filesystem::path& annotations,
                                         const std::vector<std::string>& classes, bool checkImages = true,
                                         OpenProgress* progress = nullptr);

/// What the network gets: letterboxed, 0…1 RGB planes, boxes in input pixels.
struct Sample {
    std::int64_t imageId = 0;
    int side = 0;
    std::vector<float> pixels; ///< 3×side×side
    std::vector<Box> boxes;    ///< input pixels
    std::vector<int> labels;
    std::vector<Defect> leftOut; ///< partners of mosaic and mixup that cannot be read
    // How a plain sample comes back to the original image: (x - padLeft) / scaleX.
    float scaleX = 1, scaleY = 1, padLeft = 0, padTop = 0;
    int originalWidth = 0, originalHeight = 0;
};

/// Letterbox of the reference (spec 5.5): keep-ratio resize with truncated size, area filter when shrinking, bilinear
/// else, centred padding of 114.
struct Letterboxed {
    Image image;
    float scaleX = 1, scaleY = 1, padLeft = 0, padTop = 0;
};
[[nodiscard]] Letterboxed letterbox(const Image& image, int width, int height);
/// Decodes PNG, JPEG, BMP and what OpenCV reads besides; EXIF orientation ignored, as the reference does.
[[nodiscard]] Result<Image> decodeImage(const std::filesystem::path& file);
/// The same of a file's bytes; `where` names it in errors.
[[nodiscard]] Result<Image> decodeImageBytes(std::string_view bytes, const std::string& where);
[[nodiscard]] Status writePng(const std::filesystem::path& file, const Image& image);

/// Images of one split with their truth. Thread-safe: `load` may be called from many threads at once.
class DetectionDataset {
public:
    virtual ~DetectionDataset() = default;
    [[nodiscard]] virtual const Catalogue& catalogue() const = 0;
    [[nodiscard]] virtual Result<Image> image(std::size_t index) const = 0;
    [[nodiscard]] std::size_t size() const { return catalogue().entries.size(); }
};

struct Splits {
    std::shared_ptr<DetectionDataset> train;
    std::shared_ptr<DetectionDataset> val;
};
/// What `settings` names: files below `root` (relative ones start at `experimentFolder`) in the layout `kind`, or a
/// drawn inspection set. Both splits get the same `classes`; those of the training set when empty. For every kind but
/// `coco`, `train` and `val` left at their defaults mean the layout's own splits (findSplits of formats.h); a set that
/// has none is divided 80 to 20 by the hash of each image's file name, so the same image always falls on the same side.
[[nodiscard]] Result<Splits> openDataset(const experiment::DataSettings& settings,
                                         const std::vector<std::string>& classes,
                                         const std::filesystem::path& experimentFolder, std::int64_t seed,
                                         OpenProgress* progress = nullptr);

/// The validation sample: letterbox only.
[[nodiscard]] Result<Sample> plainSample(const DetectionDataset& dataset, std::size_t index, int side);
/// The training sample (spec 5.2): alone or in a mosaic, random scale and shift, mixup, colour jitter, flip; boxes are
/// checked again. All randomness is drawn from `random`, so sample i of epoch e is the same however many workers there
/// are. `closeMosaic` is the loader's business: whoever closes sets both probabilities to 0.
[[nodiscard]] Result<Sample> augmentedSample(const DetectionDataset& dataset, std::size_t index,
                                             const experiment::DataSettings& settings, Random random);

} // namespace espalier::dataset

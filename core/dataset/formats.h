// Readers of the annotation formats besides COCO, and the splits that a folder of each format holds.
#pragma once

#include "core/dataset/dataset.h"

namespace espalier::dataset {

// Every reader takes its files as hostile: what cannot be used becomes a Defect and is left out; a file name that leads
// out of the data set's folder is never opened. `classes` empty: the names found, in the order said below; else labels
// are matched to `classes` by name. An error: nothing there can be read, or no image can be used.

/// YOLO text: `path` is a folder of images, a list of them (.txt), or a description (data.yaml), of which the key
/// `split` is read. Labels lie in the tree `labels` beside the tree `images`, else beside each image; a line is the
/// class id and centre x, centre y, width, height in shares of the image, or a polygon, of which the bounding box is
/// taken. Names come from the description (the nearest data.yaml above a folder); without one classes are called by
/// their ids. An image without a label file has no boxes. Images are always opened, since boxes are shares of their
/// size.
[[nodiscard]] Result<Catalogue> readYolo(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                         bool checkImages = true, OpenProgress* progress = nullptr,
                                         const std::string& split = "train");

/// Pascal VOC: `path` is a list such as ImageSets/Main/train.txt, or a folder with XML files in it or in its folder
/// `Annotations`; images lie in `JPEGImages`, in `images` or beside. Corners are 1-based and inclusive; `difficult`
/// makes a crowd. Classes are ordered by name. Entities, external or not, are never expanded.
[[nodiscard]] Result<Catalogue> readVoc(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                        bool checkImages = true, OpenProgress* progress = nullptr);

/// LabelMe: a folder with one JSON file per image, anywhere below it. Rectangles, circles and polygons become their
/// bounding box; the image is that of `imagePath`, else of the JSON's own name. Classes are ordered by name.
[[nodiscard]] Result<Catalogue> readLabelMe(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                            bool checkImages = true, OpenProgress* progress = nullptr);

/// Masks in the layout of MVTec AD: `path` is a category, with test/<defect>/<name>.png and
/// ground_truth/<defect>/<name>_mask.png. Every 8-connected component of a mask becomes a box of class <defect>, those
/// under 4 pixels are left out; images of `good` have no box. Classes are ordered by name.
[[nodiscard]] Result<Catalogue> readMasks(const std::filesystem::path& path, const std::vector<std::string>& classes,
                                          bool checkImages = true, OpenProgress* progress = nullptr);

/// One split of a folder, for the reader of its format.
struct SplitSource {
    std::string name; ///< train, val, test; `all`: the set is not divided
    std::filesystem::path path;
};
/// The splits that `root` holds in the layout `kind` (a value of data.kind); empty: none of this layout.
/// coco: annotation files in the folder, in `annotations` and in folders of one level. yolo: keys of data.yaml, else
/// images/<split> or <split>/images. voc: lists of ImageSets/Main, else folders named as splits. labelme: folders named
/// as splits. masks: the whole category.
[[nodiscard]] std::vector<SplitSource> findSplits(const std::string& kind, const std::filesystem::path& root);

/// The reader of `kind` on `source`.
[[nodiscard]] Result<Catalogue> readSplit(const std::string& kind, const SplitSource& source,
                                          const std::vector<std::string>& classes, bool checkImages = true,
                                          OpenProgress* progress = nullptr);

} // namespace espalier::dataset

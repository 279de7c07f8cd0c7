// Looks a data set over before a run does: what would be lost, and what a run would take that it should not.
#pragma once

#include "core/dataset/dataset.h"

#include <map>
#include <utility>

namespace espalier::dataset {

enum class Severity {
    Note, ///< worth a look; nothing is lost
    Loss, ///< a run would lose boxes or images, or measure itself on images it has learnt from
};
[[nodiscard]] std::string_view toText(Severity severity);
[[nodiscard]] Severity severityOf(Defect::Kind kind);

/// One split as it was read, with its own defects.
struct NamedSplit {
    std::string name; ///< train, val, …
    Catalogue catalogue;
};

struct Finding {
    std::string split; ///< whose file it is
    Defect defect;
    Severity severity =
        Severity::Note; ///< that of the kind, but for images shared by splits none of which is learnt from
};

struct SplitReport {
    std::string name;
    std::int64_t listedImages = 0, usedImages = 0, emptyImages = 0; ///< empty: usable and without a box
    std::int64_t listedBoxes = 0, usedBoxes = 0;
    std::vector<std::string> classes;                  ///< in label order
    std::vector<std::int64_t> boxesOfClass;            ///< beside `classes`
    std::map<std::pair<int, int>, std::int64_t> sizes; ///< width, height → images
};

struct FolderReport {
    std::string format;                 ///< a value of data.kind
    std::vector<std::string> alsoHolds; ///< other formats seen in the folder; not read
    std::vector<SplitReport> splits;
    std::vector<Finding> findings;
    std::int64_t losses = 0, notes = 0; ///< findings by severity
};

/// Everything that can be told from catalogues that stand already: their own defects, images twice in a split and in
/// two splits (by the hash of the bytes, so a renamed copy is found, and train and val being one file too), classes
/// that only one split has, category order, boxes over 95 % of their image, repeated boxes.
[[nodiscard]] FolderReport checkSplits(const std::string& format, const std::vector<NamedSplit>& splits);

/// Recognises the format of a folder, or of one annotation file, by content, reads every split in it and checks them. A
/// split that cannot be read is a finding, not an error. Reads every image once. NotFound: nothing there;
/// InvalidInput: no known format.
[[nodiscard]] Result<FolderReport> checkFolder(const std::filesystem::path& path);

} // namespace espalier::dataset

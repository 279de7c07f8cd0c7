#include "ui/bridge/prediction_table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace espalier::ui {

namespace {

using metrics::DetectionsFile;

/// Truth and size by the name of the image: numbers of images and the order of lines do not matter.
struct Content {
    int width = 0;
    int height = 0;
    std::vector<std::tuple<int, metrics::Box, bool>> truth;
    bool operator==(const Content&) const = default;
};

std::map<std::string, Content> contentOf(const DetectionsFile& file)
{
    std::map<std::string, Content> content;
    std::unordered_map<std::int64_t, Content*> byNumber;
    for (const metrics::ImageEntry& image : file.images) {
        Content& entry = content[image.file];
        entry.width = image.width;
        entry.height = image.height;
        byNumber[image.id] = &entry;
    }
    for (const metrics::TruthBox& box : file.truth) {
        byNumber.at(box.image)->truth.emplace_back(box.category, box.box, box.isCrowd);
    }
    for (auto& [name, entry] : content) {
        std::ranges::sort(entry.truth);
    }
    return content;
}

/// Place of an image in the table, by its number in `file`.
using Places = std::unordered_map<std::int64_t, std::size_t>;

Places placesIn(const DetectionsFile& file, const std::unordered_map<std::string, std::size_t>& byName)
{
    Places places;
    for (const metrics::ImageEntry& image : file.images) {
        places[image.id] = byName.at(image.file);
    }
    return places;
}

void addTruth(std::vector<PredictedImage>& images, const DetectionsFile& file, const Places& places)
{
    for (const metrics::TruthBox& box : file.truth) {
        images[places.at(box.image)].truth.push_back(box);
    }
}

/// The cell of one run in every image. Truth boxes of an image stand in the order of the file's truth; that of another
/// file of the same data may differ, so a box is found again by what it is.
void addRun(std::vector<PredictedImage>& images, const DetectionsFile& file, const Places& places,
            const metrics::MatchRules& rules)
{
    const metrics::BoxMatches matches = metrics::matchBoxes(file.truth, file.detections, rules);
    for (PredictedImage& image : images) {
        image.cells.emplace_back();
        image.cells.back().isMissed.assign(image.truth.size(), false);
    }
    for (std::size_t i = 0; i < file.detections.size(); ++i) {
        const metrics::DetectedBox& box = file.detections[i];
        if (matches.fates[i] != metrics::Fate::BelowScore) {
            PredictedCell& cell = images[places.at(box.image)].cells.back();
            cell.boxes.push_back({box.box, box.category, box.score, matches.fates[i]});
        }
    }
    for (std::size_t i = 0; i < file.truth.size(); ++i) {
        const metrics::TruthBox& box = file.truth[i];
        const auto& taken = matches.detectionOf[i];
        if (box.isCrowd || (taken && file.detections[*taken].category == box.category)) {
            continue;
        }
        PredictedImage& image = images[places.at(box.image)];
        PredictedCell& cell = image.cells.back();
        for (std::size_t k = 0; k < image.truth.size(); ++k) {
            if (!cell.isMissed[k] && image.truth[k].category == box.category && image.truth[k].box == box.box) {
                cell.isMissed[k] = true;
                break;
            }
        }
    }
    for (const metrics::ImageBreakdown& counts : metrics::imagesOf(file.truth, file.detections, matches)) {
        PredictedCell& cell = images[places.at(counts.image)].cells.back();
        cell.matched = counts.matched;
        cell.missed = counts.missed;
        cell.falses = counts.falses;
    }
    for (PredictedImage& image : images) {
        std::ranges::stable_sort(image.cells.back().boxes, std::ranges::greater(), &PredictedBox::score);
    }
}

} // namespace

std::int64_t PredictedImage::disagreement() const
{
    std::int64_t sum = 0;
    for (const PredictedCell& cell : cells) {
        sum += cell.disagreement();
    }
    return sum;
}

std::int64_t PredictedImage::spread() const
{
    if (cells.empty()) {
        return 0;
    }
    const auto [least, most] = std::ranges::minmax_element(cells, {}, &PredictedCell::disagreement);
    return most->disagreement() - least->disagreement();
}

bool PredictedImage::hasMissed() const
{
    return std::ranges::any_of(cells, [](const PredictedCell& cell) { return cell.missed > 0; });
}

bool PredictedImage::hasFalses() const
{
    return std::ranges::any_of(cells, [](const PredictedCell& cell) { return cell.falses > 0; });
}

bool isSameData(const DetectionsFile& a, const DetectionsFile& b)
{
    return a.classes == b.classes && a.images.size() == b.images.size() && a.truth.size() == b.truth.size() &&
           contentOf(a) == contentOf(b);
}

PredictionTable predictionTable(std::span<const LoadedPredictions> loaded, const metrics::MatchRules& rules)
{
    PredictionTable table;
    table.score = rules.score;
    const DetectionsFile* first = nullptr;
    std::unordered_map<std::string, std::size_t> byName;
    for (const LoadedPredictions& one : loaded) {
        PredictedRun run{one.run, one.isDamaged ? PredictedRun::Kind::Damaged : PredictedRun::Kind::None, one.error};
        if (one.file && first == nullptr) {
            first = one.file.get();
            table.classes = first->classes;
            for (const metrics::ImageEntry& image : first->images) {
                // A name that stands twice is one image: its boxes are drawn together.
                if (byName.emplace(image.file, table.images.size()).second) {
                    table.images.push_back({QString::fromStdString(image.file), image.width, image.height, {}, {}});
                }
            }
            addTruth(table.images, *first, placesIn(*first, byName));
        }
        if (one.file) {
            const bool isSame = one.file.get() == first || isSameData(*first, *one.file);
            run.kind = isSame ? PredictedRun::Kind::Shown : PredictedRun::Kind::OtherData;
            if (isSame) {
                table.shown.push_back(one.run);
                addRun(table.images, *one.file, placesIn(*one.file, byName), rules);
            }
        }
        table.runs.push_back(std::move(run));
    }
    return table;
}

} // namespace espalier::ui

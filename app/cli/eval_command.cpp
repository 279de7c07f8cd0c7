#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/watch.h"
#include "app/wiring/engine.h"
#include "app/wiring/evaluation.h"
#include "core/base/json.h"
#include "core/metrics/breakdown.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace espalier::cli {

namespace {

using metrics::Breakdown;
using metrics::ClassBreakdown;
using metrics::DetectionScores;

constexpr std::size_t kShownImages = 10;

/// COCO's twelve, in its order; names as in a run's series.
struct Figure {
    const char* key;
    double DetectionScores::*value;
    const char* title;
};
constexpr std::array<Figure, 12> kFigures{{
    {"mAP", &DetectionScores::map, "AP  IoU 0.50:0.95  all     100 boxes an image"},
    {"mAP50", &DetectionScores::map50, "AP  IoU 0.50       all     100"},
    {"mAP75", &DetectionScores::map75, "AP  IoU 0.75       all     100"},
    {"mAP_small", &DetectionScores::mapSmall, "AP  IoU 0.50:0.95  small   100"},
    {"mAP_medium", &DetectionScores::mapMedium, "AP  IoU 0.50:0.95  medium  100"},
    {"mAP_large", &DetectionScores::mapLarge, "AP  IoU 0.50:0.95  large   100"},
    {"AR1", &DetectionScores::recall1, "AR  IoU 0.50:0.95  all       1"},
    {"AR10", &DetectionScores::recall10, "AR  IoU 0.50:0.95  all      10"},
    {"AR100", &DetectionScores::recall100, "AR  IoU 0.50:0.95  all     100"},
    {"AR_small", &DetectionScores::recallSmall, "AR  IoU 0.50:0.95  small   100"},
    {"AR_medium", &DetectionScores::recallMedium, "AR  IoU 0.50:0.95  medium  100"},
    {"AR_large", &DetectionScores::recallLarge, "AR  IoU 0.50:0.95  large   100"},
}};

/// What is printed: the boxes, and what they come to.
struct Report {
    const wiring::Subject& subject;
    const wiring::EvaluatedSubject& evaluated;
    Breakdown breakdown;
    std::vector<metrics::ImageBreakdown> worst; ///< most disagreement first, then by number
    std::map<std::int64_t, std::string> files;
};

Report reportOf(const wiring::Subject& subject, const wiring::EvaluatedSubject& evaluated)
{
    const metrics::DetectionsFile& boxes = evaluated.boxes;
    Report report{subject, evaluated, metrics::breakDown(boxes.truth, boxes.detections, boxes.classes.size()), {}, {}};
    report.worst = report.breakdown.images;
    std::ranges::stable_sort(report.worst, std::greater{}, &metrics::ImageBreakdown::disagreement);
    report.worst.resize(std::min(report.worst.size(), kShownImages));
    for (const metrics::ImageEntry& image : boxes.images) {
        report.files.emplace(image.id, image.file);
    }
    return report;
}

/// What the score of an image is: a number where there is one, null where there is nothing to measure.
Json figure(double value)
{
    return std::isnan(value) ? Json() : jsonNumber(value);
}

std::string text(double value)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.3f", value);
    return std::isnan(value) ? "–" : digits;
}

Json toJson(const Report& report)
{
    const metrics::DetectionsFile& boxes = report.evaluated.boxes;
    Json object{{"subject", report.subject.name},
                {"run", report.subject.run ? Json(*report.subject.run) : Json()},
                {"experiment", report.subject.spec.experiment.name},
                {"checkpoint", report.subject.spec.resumeFrom.string()},
                {"image_size", report.subject.spec.experiment.data.imageSize},
                {"images", boxes.images.size()},
                {"boxes", boxes.truth.size()},
                {"detections", boxes.detections.size()}};
    for (const Figure& one : kFigures) {
        object[one.key] = figure(report.breakdown.scores.*one.value);
    }
    object["classes"] = Json::array();
    for (std::size_t i = 0; i < boxes.classes.size(); ++i) {
        const ClassBreakdown& one = report.breakdown.classes[i];
        object["classes"].push_back({{"name", boxes.classes[i]},
                                     {"AP", figure(one.ap)},
                                     {"AP50", figure(one.ap50)},
                                     {"AP75", figure(one.ap75)},
                                     {"recall", figure(one.recall100)},
                                     {"boxes", one.truth},
                                     {"detections", one.detections},
                                     {"threshold", figure(one.best.score)},
                                     {"f1", figure(one.best.f1)},
                                     {"precision", figure(one.best.precision)},
                                     {"recall_at_threshold", figure(one.best.recall)}});
    }
    // Rows are the truth, columns what was said; last the background.
    object["confusion"] = Json::array();
    for (std::size_t row = 0; row <= boxes.classes.size(); ++row) {
        Json counts = Json::array();
        for (std::size_t column = 0; column <= boxes.classes.size(); ++column) {
            counts.push_back(report.breakdown.confusion.at(row, column));
        }
        object["confusion"].push_back(std::move(counts));
    }
    object["disagreement"] = Json::array();
    for (const metrics::ImageBreakdown& image : report.worst) {
        object["disagreement"].push_back({{"image", image.image},
                                          {"file", report.files.at(image.image)},
                                          {"matched", image.matched},
                                          {"missed", image.missed},
                                          {"falses", image.falses}});
    }
    object["notes"] = report.evaluated.notes;
    return object;
}

void printClasses(const Report& report)
{
    const metrics::DetectionsFile& boxes = report.evaluated.boxes;
    std::vector<std::vector<std::string>> rows{
        {"class", "boxes", "AP", "AP50", "AP75", "recall", "best threshold", "F1", "precision", "recall"}};
    for (std::size_t i = 0; i < boxes.classes.size(); ++i) {
        const ClassBreakdown& one = report.breakdown.classes[i];
        rows.push_back({boxes.classes[i], grouped(one.truth), text(one.ap), text(one.ap50), text(one.ap75),
                        text(one.recall100), text(one.best.score), text(one.best.f1), text(one.best.precision),
                        text(one.best.recall)});
    }
    printTable(rows, {false, true, true, true, true, true, true, true, true, true});
}

void printConfusion(const Report& report)
{
    std::vector<std::string> names = report.evaluated.boxes.classes;
    std::vector<std::vector<std::string>> rows{{"true \\ said"}};
    rows.front().insert(rows.front().end(), names.begin(), names.end());
    rows.front().push_back("missed");
    names.push_back("background");
    std::vector<bool> rightAligned{false};
    for (std::size_t row = 0; row < names.size(); ++row) {
        rows.push_back({names[row]});
        rightAligned.push_back(true);
        for (std::size_t column = 0; column < names.size(); ++column) {
            rows.back().push_back(grouped(report.breakdown.confusion.at(row, column)));
        }
    }
    std::printf("\nboxes by class, from score %.2f on and IoU %.2f\n", metrics::MatchRules{}.score,
                metrics::MatchRules{}.overlap);
    printTable(rows, rightAligned);
}

void printImages(const Report& report)
{
    std::vector<std::vector<std::string>> rows{{"most disagreement", "matched", "missed", "false"}};
    for (const metrics::ImageBreakdown& image : report.worst) {
        rows.push_back(
            {report.files.at(image.image), grouped(image.matched), grouped(image.missed), grouped(image.falses)});
    }
    std::printf("\n");
    printTable(rows, {false, true, true, true});
}

void print(const Report& report)
{
    const metrics::DetectionsFile& boxes = report.evaluated.boxes;
    std::printf("%s: %s images, %s boxes, %s detections\n\n", report.subject.name.c_str(),
                grouped(static_cast<std::int64_t>(boxes.images.size())).c_str(),
                grouped(static_cast<std::int64_t>(boxes.truth.size())).c_str(),
                grouped(static_cast<std::int64_t>(boxes.detections.size())).c_str());
    std::vector<std::vector<std::string>> rows;
    for (const Figure& one : kFigures) {
        rows.push_back({one.title, text(report.breakdown.scores.*one.value)});
    }
    printTable(rows, {false, true});
    std::printf("\n");
    printClasses(report);
    printConfusion(report);
    printImages(report);
}

} // namespace

int eval(const Common& common, const EvalArguments& arguments)
{
    auto subject = wiring::openSubject(common.store, arguments.subject, arguments.sets);
    if (!subject) {
        return report(common, subject.error());
    }
    if (!arguments.data.empty()) {
        if (const Status used = wiring::useData(*subject, arguments.data); !used) {
            return report(common, used.error());
        }
    }
    wiring::setComputeThreads(subject->spec.experiment.train.threads);
    const InterruptGuard guard;
    const auto evaluated = wiring::evaluateSubject(*subject, watchOnStandardError("images"));
    if (!evaluated) {
        return report(common, evaluated.error());
    }
    for (const std::string& note : evaluated->notes) {
        std::fprintf(stderr, "%s\n", note.c_str());
    }
    if (!arguments.predictions.empty()) {
        if (const Status written = metrics::writeDetections(evaluated->boxes, arguments.predictions); !written) {
            return report(common, written.error());
        }
    }
    const Report made = reportOf(*subject, *evaluated);
    if (common.json) {
        std::printf("%s\n", jsonText(toJson(made)).c_str());
    } else {
        print(made);
        if (!arguments.predictions.empty()) {
            std::printf("\n%s\n", arguments.predictions.c_str());
        }
    }
    return kFinished;
}

} // namespace espalier::cli

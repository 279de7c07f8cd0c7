#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/json.h"
#include "core/dataset/check.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace espalier::cli {

namespace {

using dataset::Finding;
using dataset::FolderReport;
using dataset::Severity;
using dataset::SplitReport;

constexpr std::size_t kShownOfKind = 20;
constexpr std::size_t kShownSizes = 4;

/// File names need not be UTF-8: what is not becomes the replacement character.
void printLine(const Json& object)
{
    std::printf("%s\n", jsonText(object).c_str());
}

std::string sizeText(const std::pair<int, int>& size)
{
    return std::to_string(size.first) + "x" + std::to_string(size.second);
}

Json toJson(const Finding& finding)
{
    Json object{{"event", "defect"},
                {"split", finding.split},
                {"kind", toText(finding.defect.kind)},
                {"severity", toText(finding.severity)},
                {"file", finding.defect.file}};
    if (finding.defect.annotation >= 0) {
        object["annotation"] = finding.defect.annotation;
    }
    object["message"] = finding.defect.message;
    return object;
}

Json toJson(const SplitReport& split)
{
    Json classes = Json::object();
    for (std::size_t i = 0; i < split.classes.size(); ++i) {
        classes[split.classes[i]] = split.boxesOfClass[i];
    }
    Json sizes = Json::object();
    for (const auto& [size, count] : split.sizes) {
        sizes[sizeText(size)] = count;
    }
    return {{"name", split.name},
            {"listed_images", split.listedImages},
            {"used_images", split.usedImages},
            {"empty_images", split.emptyImages},
            {"listed_boxes", split.listedBoxes},
            {"used_boxes", split.usedBoxes},
            {"classes", std::move(classes)},
            {"sizes", std::move(sizes)}};
}

Json summaryOf(const FolderReport& report)
{
    Json splits = Json::array();
    for (const SplitReport& split : report.splits) {
        splits.push_back(toJson(split));
    }
    return {{"event", "summary"},          {"format", report.format}, {"also_holds", report.alsoHolds},
            {"splits", std::move(splits)}, {"losses", report.losses}, {"notes", report.notes}};
}

/// The most frequent sizes, and how many others there are.
std::string sizesText(const SplitReport& split)
{
    std::vector<std::pair<std::int64_t, std::string>> rows;
    for (const auto& [size, count] : split.sizes) {
        rows.emplace_back(-count, sizeText(size) + " (" + grouped(count) + ")");
    }
    std::sort(rows.begin(), rows.end());
    std::string text;
    for (std::size_t i = 0; i < std::min(rows.size(), kShownSizes); ++i) {
        text += (i == 0 ? "" : ", ") + rows[i].second;
    }
    return rows.size() > kShownSizes ? text + " and " + std::to_string(rows.size() - kShownSizes) + " more" : text;
}

void printSplits(const FolderReport& report)
{
    std::vector<std::vector<std::string>> rows{{"split", "images", "used", "without box", "boxes", "used", "sizes"}};
    for (const SplitReport& split : report.splits) {
        rows.push_back({split.name, grouped(split.listedImages), grouped(split.usedImages), grouped(split.emptyImages),
                        grouped(split.listedBoxes), grouped(split.usedBoxes), sizesText(split)});
    }
    printTable(rows, {false, true, true, true, true, true, false});
}

void printClasses(const FolderReport& report)
{
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows{{"class"}};
    std::vector<bool> rightAligned{false};
    for (const SplitReport& split : report.splits) {
        rows[0].push_back(split.name);
        rightAligned.push_back(true);
        for (const std::string& name : split.classes) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    for (const std::string& name : names) {
        rows.push_back({name});
        for (const SplitReport& split : report.splits) {
            const auto found = std::find(split.classes.begin(), split.classes.end(), name);
            rows.back().push_back(
                found == split.classes.end()
                    ? "-"
                    : grouped(split.boxesOfClass[static_cast<std::size_t>(found - split.classes.begin())]));
        }
    }
    std::printf("\n");
    printTable(rows, rightAligned);
}

/// Losses first, then by kind; of a kind no more than a screen bears.
void printFindings(const FolderReport& report)
{
    std::map<std::pair<bool, dataset::Defect::Kind>, std::vector<const Finding*>> byKind;
    for (const Finding& finding : report.findings) {
        byKind[{finding.severity != Severity::Loss, finding.defect.kind}].push_back(&finding);
    }
    for (const auto& [key, findings] : byKind) {
        std::printf("\n%s: %s, %s\n", key.first ? "note" : "loss", std::string(toText(key.second)).c_str(),
                    grouped(static_cast<std::int64_t>(findings.size())).c_str());
        std::vector<std::vector<std::string>> rows;
        for (const Finding* finding : findings) {
            if (rows.size() == kShownOfKind) {
                break;
            }
            const dataset::Defect& defect = finding->defect;
            rows.push_back({"  " + finding->split, defect.file,
                            defect.annotation < 0 ? "" : "#" + std::to_string(defect.annotation), defect.message});
        }
        printTable(rows, {});
        if (findings.size() > rows.size()) {
            std::printf("  and %s more: --json lists all\n",
                        grouped(static_cast<std::int64_t>(findings.size() - rows.size())).c_str());
        }
    }
}

void print(const FolderReport& report)
{
    std::string others;
    for (const std::string& kind : report.alsoHolds) {
        others += (others.empty() ? "" : ", ") + kind;
    }
    std::printf("format %s%s\n\n", report.format.c_str(),
                others.empty() ? "" : (" (also there, not read: " + others + ")").c_str());
    printSplits(report);
    printClasses(report);
    printFindings(report);
    if (report.findings.empty()) {
        std::printf("\nnothing to mend\n");
    } else {
        std::printf("\n%s losses, %s notes\n", grouped(report.losses).c_str(), grouped(report.notes).c_str());
    }
}

} // namespace

int checkData(const Common& common, const DataArguments& arguments)
{
    const auto checked = dataset::checkFolder(arguments.path);
    if (!checked) {
        return report(common, checked.error());
    }
    if (common.json) {
        for (const Finding& finding : checked->findings) {
            printLine(toJson(finding));
        }
        printLine(summaryOf(*checked));
    } else {
        print(*checked);
    }
    return checked->losses > 0 ? kBadInput : kFinished;
}

} // namespace espalier::cli

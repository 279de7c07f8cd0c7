#include "core/compare/report_chart.h"
#include "core/compare/report_tables.h"

#include <algorithm>
#include <array>

namespace espalier::compare {

namespace {

/// Colours of the window's theme: light, then dark.
constexpr const char* kStyle = R"css(
:root { color-scheme: light dark; --ground: #fcfdfc; --raised: #eff2f1; --line: #dce2e0; --grid: #eaeeed;
  --text: #172024; --faint: #4a575f; --note: #fff3d1;
  --run0: #004d97; --run1: #d07f00; --run2: #00a0a0; --run3: #cf2242;
  --run4: #4500a5; --run5: #403e00; --run6: #783762; --run7: #006eff; }
@media (prefers-color-scheme: dark) { :root { --ground: #13181b; --raised: #1f262b; --line: #3d4850; --grid: #222a30;
  --text: #e6ebed; --faint: #aab5bc; --note: #332b14;
  --run0: #4c8dff; --run1: #ffc233; --run2: #22d3a5; --run3: #e2622f;
  --run4: #d3a6ff; --run5: #e4f291; --run6: #5e8078; --run7: #bdebff; } }
body { background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
p { color: var(--faint); margin: .2rem 0 .6rem; max-width: 60rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: left; font-weight: normal;
  overflow-wrap: anywhere; }
thead th { background: var(--raised); font-weight: 600; vertical-align: bottom; }
.number { text-align: right; white-space: nowrap; }
.notes { background: var(--note); padding: .6rem 1rem .6rem 2rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(34rem, 100%), 1fr)); gap: 0 1.5rem; }
figure { margin: 0 0 1rem; }
figcaption { font-weight: 600; }
svg { width: 100%; height: auto; }
svg text { fill: var(--faint); font: 11px system-ui, sans-serif; }
.grid { stroke: var(--grid); fill: none; }
.frame { stroke: var(--line); fill: none; }
.run { stroke: var(--colour); fill: none; }
.line { stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; opacity: .85; }
.rim { fill: var(--colour); }
.run0 { --colour: var(--run0); } .run1 { --colour: var(--run1); } .run2 { --colour: var(--run2); }
.run3 { --colour: var(--run3); } .run4 { --colour: var(--run4); } .run5 { --colour: var(--run5); }
.run6 { --colour: var(--run6); } .run7 { --colour: var(--run7); }
.line.dash1 { stroke-dasharray: 7 4; } .line.dash2 { stroke-dasharray: 2 4; } .line.dash3 { stroke-dasharray: 9 3 2 3; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; }
.legend svg { width: 2rem; height: .8rem; margin-right: .4rem; }
@media print { body { max-width: none; } figure, tr { break-inside: avoid; } }
)css";

std::string cell(const char* tag, const std::string& text, const char* scope, bool isNumber)
{
    return std::string("<") + tag + scope + (isNumber ? " class=\"number\"" : "") + ">" + htmlText(text) + "</" + tag +
           ">";
}

std::string toHtml(const ReportTable& table)
{
    std::string html = "<h2>" + htmlText(table.title) + "</h2>\n";
    html += table.caption.empty() ? "" : "<p>" + htmlText(table.caption) + "</p>\n";
    html += "<div class=\"wide\"><table>\n<thead><tr>";
    for (std::size_t i = 0; i < table.head.size(); ++i) {
        html += cell("th", table.head[i], " scope=\"col\"", i >= table.textColumns);
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const Cells& row : table.rows) {
        html += "<tr>" + cell("th", row.front(), " scope=\"row\"", false);
        for (std::size_t i = 1; i < row.size(); ++i) {
            html += cell("td", row[i], "", i >= table.textColumns);
        }
        html += "</tr>\n";
    }
    return html + "</tbody>\n</table></div>\n";
}

std::string nameOf(const ReportRun& run)
{
    return "run " + std::to_string(run.result.run) + ": " + run.result.name + ", seed " + std::to_string(run.seed);
}

/// Place of each run's group.
std::vector<std::size_t> looksOf(const StudyReport& report)
{
    std::vector<std::size_t> looks(report.runs.size());
    for (std::size_t group = 0; group < report.groups.size(); ++group) {
        for (const std::size_t run : report.groups[group].runs) {
            looks[run] = group;
        }
    }
    return looks;
}

std::string legendOf(const StudyReport& report, const std::vector<std::size_t>& looks)
{
    std::string html = "<ul class=\"legend\">\n";
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        html += "<li><svg viewBox=\"0 0 32 10\" aria-hidden=\"true\"><path class=\"line " + classesOf(looks[i]) +
                "\" d=\"M1 5h30\"/></svg>" + htmlText(nameOf(report.runs[i])) + "</li>\n";
    }
    return html + "</ul>\n";
}

/// What any run has: metrics, the loss and its parts, norms, rates.
std::vector<std::string> seriesOf(const StudyReport& report)
{
    std::vector<std::string> names;
    for (const ReportRun& run : report.runs) {
        for (const ReportCurve& curve : run.curves) {
            if (!curve.points.empty() && std::find(names.begin(), names.end(), curve.series) == names.end()) {
                names.push_back(curve.series);
            }
        }
    }
    constexpr std::array<std::string_view, 3> kFirst{"mAP", "mAP50", "loss"};
    const auto rank = [&](const std::string& name) { return std::find(kFirst.begin(), kFirst.end(), name); };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
    return names;
}

std::string chartsOf(const StudyReport& report)
{
    const auto names = seriesOf(report);
    if (names.empty()) {
        return {};
    }
    const auto looks = looksOf(report);
    std::string html = "<h2>Curves</h2>\n<p>Over optimizer steps. At the rim: ▲ and ▼ infinite, × not a number.</p>\n" +
                       legendOf(report, looks) + "<div class=\"charts\">\n";
    for (const std::string& name : names) {
        Chart chart{name, {}};
        for (std::size_t i = 0; i < report.runs.size(); ++i) {
            for (const ReportCurve& curve : report.runs[i].curves) {
                if (curve.series == name) {
                    chart.lines.push_back({nameOf(report.runs[i]), looks[i], curve.points});
                }
            }
        }
        html += "<figure><figcaption>" + htmlText(name) + "</figcaption>\n" + toSvg(chart) + "</figure>\n";
    }
    return html + "</div>\n";
}

std::string notesOf(const StudyReport& report)
{
    if (report.notes.empty()) {
        return {};
    }
    std::string html = "<h2>Notes</h2>\n<ul class=\"notes\">\n";
    for (const std::string& note : report.notes) {
        html += "<li>" + htmlText(note) + "</li>\n";
    }
    return html + "</ul>\n";
}

} // namespace

std::string toHtml(const StudyReport& report)
{
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'\">\n<title>Study report: ";
    html += htmlText(report.groups.front().name) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n";
    html += "<h1>Study report</h1>\n<p>" + htmlText(subtitleOf(report)) + "</p>\n";
    html += notesOf(report);
    for (const ReportTable& table : tablesOf(report)) {
        html += toHtml(table);
    }
    return html + chartsOf(report) + "</body>\n</html>\n";
}

} // namespace espalier::compare

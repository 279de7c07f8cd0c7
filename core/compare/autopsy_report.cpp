#include "core/compare/autopsy_report.h"

#include "core/base/files.h"
#include "core/compare/text_cells.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace espalier::compare {

namespace {

constexpr std::uint64_t kLargestImage = 64ULL << 20;
/// Of the modules those that stand out, in order of computation.
constexpr std::size_t kMostModules = 24;

constexpr const char* kStyle = R"css(
:root { color-scheme: light dark; --ground: #fcfdfc; --raised: #eff2f1; --line: #dce2e0; --text: #172024;
  --faint: #4a575f; --bad: #b3122f; --bar: #cf2242; }
@media (prefers-color-scheme: dark) { :root { --ground: #13181b; --raised: #1f262b; --line: #3d4850; --text: #e6ebed;
  --faint: #aab5bc; --bad: #ff8a97; --bar: #e2622f; } }
body { background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
p { color: var(--faint); margin: .2rem 0 .6rem; }
p.cause { color: var(--text); font-size: 1.15rem; margin: 1rem 0; border-left: .3rem solid var(--bar);
  padding-left: .8rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: left; font-weight: normal;
  vertical-align: top; overflow-wrap: anywhere; }
thead th { background: var(--raised); font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
tr.first { color: var(--bad); font-weight: 600; }
meter { width: 8rem; vertical-align: middle; }
ul { margin: .1rem 0 .6rem; padding-left: 1.4rem; }
.images { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
figure img { width: 100%; height: auto; border: 1px solid var(--line); }
figcaption { color: var(--faint); font-size: .85rem; }
@media print { body { max-width: none; } figure, tr { break-inside: avoid; } }
)css";

struct Row {
    std::string label;
    std::string text;
};

std::string percent(double share)
{
    return fixedNumber(100 * share, 0) + " %";
}

std::string figure(double value)
{
    return std::isnan(value) ? "–" : shortNumber(value, 4);
}

std::string conditionSentence(monitor::Condition condition)
{
    switch (condition) {
    case monitor::Condition::Stable:
        return "stable";
    case monitor::Condition::LossScaleSearch:
        return "search for the loss scale, harmless";
    case monitor::Condition::LoneSpike:
        return "a lone spike";
    case monitor::Condition::ChanceLevel:
        return "a loss part stands at chance level";
    case monitor::Condition::Drift:
        return "a drift: the run leaves its own course";
    case monitor::Condition::Divergence:
        return "a divergence: the run left its course for good";
    case monitor::Condition::Exploded:
        return "an explosion: not finite any more";
    }
    return {};
}

std::string headingOf(const monitor::Autopsy& autopsy)
{
    return "Autopsy of step " + std::to_string(autopsy.step) + ", epoch " + shortNumber(autopsy.epoch, 4);
}

std::string likelyCause(const monitor::Autopsy& autopsy)
{
    if (autopsy.causes.empty()) {
        return "No cause stands out: what is known fits none of those that we look for";
    }
    const monitor::Cause& cause = autopsy.causes.front();
    return monitor::causeSentence(cause.code) + " (confidence " + percent(cause.confidence) + ")";
}

std::vector<Row> rowsOf(const monitor::Autopsy& autopsy)
{
    std::vector<Row> rows;
    const monitor::Verdict& verdict = autopsy.verdict;
    rows.push_back({"what happened", conditionSentence(verdict.condition) +
                                         (verdict.series.empty() ? "" : "; " + verdict.series + " = ") +
                                         (verdict.series.empty() ? "" : shortNumber(verdict.value, 4))});
    rows.push_back({"first warning", autopsy.firstWarningStep > 0 && autopsy.firstWarningStep < autopsy.step
                                         ? "step " + std::to_string(autopsy.firstWarningStep) + ", " +
                                               std::to_string(autopsy.step - autopsy.firstWarningStep) +
                                               (autopsy.step - autopsy.firstWarningStep == 1 ? " step" : " steps") +
                                               " before"
                                         : "none came before"});
    std::string shares;
    auto sorted = autopsy.lossShares;
    std::ranges::stable_sort(sorted, std::ranges::greater(), &run::Sample::value);
    for (const run::Sample& share : sorted) {
        shares += (shares.empty() ? "" : ", ") + share.series + " " + percent(share.value);
    }
    rows.push_back({"share of the loss", shares.empty() ? "not known" : shares});
    rows.push_back({"first module", autopsy.firstModule.empty() ? "none was found"
                                                                : autopsy.firstModule + (autopsy.direction == "backward"
                                                                                             ? ", on the way back"
                                                                                             : ", on the way there")});
    rows.push_back({"what was done", monitor::actionSentence(autopsy.action)});
    return rows;
}

/// How much a reading stands out.
double weightOf(const monitor::ModuleReading& reading)
{
    const auto known = [](double value) { return std::isnan(value) ? 0.0 : value; };
    if (!std::isfinite(reading.activation) || std::isinf(reading.gradient)) {
        return 1e6;
    }
    return std::max(1e3 * known(reading.updateRatio), known(reading.normDrift));
}

std::vector<monitor::ModuleReading> modulesOf(const monitor::Autopsy& autopsy)
{
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < autopsy.modules.size(); ++i) {
        const bool isFirst = autopsy.modules[i].module == autopsy.firstModule;
        if (const double weight = isFirst ? 1e9 : weightOf(autopsy.modules[i]); weight > 0) {
            order.emplace_back(weight, i);
        }
    }
    std::ranges::stable_sort(order, std::ranges::greater(), [](const auto& pair) { return pair.first; });
    order.resize(std::min(order.size(), kMostModules));
    std::ranges::sort(order, {}, [](const auto& pair) { return pair.second; });
    std::vector<monitor::ModuleReading> modules;
    for (const auto& [weight, index] : order) {
        modules.push_back(autopsy.modules[index]);
    }
    return modules;
}

const Cells kModuleHead{"module", "largest output", "gradient norm", "last update", "norm drift"};

Cells cellsOf(const monitor::ModuleReading& reading)
{
    return {reading.module, figure(reading.activation), figure(reading.gradient),
            std::isnan(reading.updateRatio) ? "–" : shortNumber(100 * reading.updateRatio, 3) + " %",
            figure(reading.normDrift)};
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += i + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

/// What stands in `backquotes` is code. Of our own sentences only: places are text as they are.
struct Sentence {
    std::string text;
    bool isOurs = false;
};
struct Lists {
    const char* title;
    std::vector<Sentence> sentences;
};

Sentence evidenceOf(const monitor::Evidence& evidence)
{
    return {monitor::sentenceOf(evidence), false};
}

Sentence adviceOf(const std::string& code)
{
    std::string sentence = monitor::adviceSentence(code);
    const bool isOurs = sentence != code;
    return {std::move(sentence), isOurs};
}

std::string inMarkdown(const Sentence& sentence)
{
    return sentence.isOurs ? sentence.text : markdownText(sentence.text);
}

std::string inHtml(const Sentence& sentence)
{
    std::string html = htmlText(sentence.text);
    for (bool isOpen = false; sentence.isOurs; isOpen = !isOpen) {
        const auto at = html.find('`');
        if (at == std::string::npos) {
            break;
        }
        html.replace(at, 1, isOpen ? "</code>" : "<code>");
    }
    return html;
}

std::vector<Lists> listsOf(const monitor::Cause& cause)
{
    std::vector<Lists> lists{{"For", {}}, {"Against", {}}, {"What to try", {}}};
    std::ranges::transform(cause.evidenceFor, std::back_inserter(lists[0].sentences), evidenceOf);
    std::ranges::transform(cause.evidenceAgainst, std::back_inserter(lists[1].sentences), evidenceOf);
    std::ranges::transform(cause.advice, std::back_inserter(lists[2].sentences), adviceOf);
    std::erase_if(lists, [](const Lists& list) { return list.sentences.empty(); });
    return lists;
}

std::string imagesOf(const monitor::Autopsy& autopsy, const std::filesystem::path& folder)
{
    if (autopsy.images.empty() || folder.empty()) {
        return {};
    }
    std::string html = "<h2>The batch as the network got it</h2>\n<div class=\"images\">\n";
    for (const std::string& name : autopsy.images) {
        // Who hands on an autopsy may have put a link there: what it points to is none of the page's.
        std::error_code ignored;
        const bool isFile =
            std::filesystem::symlink_status(folder / name, ignored).type() == std::filesystem::file_type::regular;
        const auto bytes = isFile ? readFile(folder / name, kLargestImage)
                                  : fail(ErrorCode::NotFound, "is no file", (folder / name).string());
        html += "<figure>";
        html += bytes ? "<img alt=\"\" src=\"data:image/png;base64," + base64(*bytes) + "\">" : std::string();
        html +=
            "<figcaption>" + htmlText(name) + (bytes ? "" : ": cannot be read any more") + "</figcaption></figure>\n";
    }
    return html + "</div>\n";
}

} // namespace

std::string toMarkdown(const monitor::Autopsy& autopsy, const std::string& title)
{
    std::string text = "# " + markdownText(headingOf(autopsy)) + "\n\n";
    text += title.empty() ? "" : markdownText(title) + "\n\n";
    text += "**Likely cause:** " + markdownText(likelyCause(autopsy)) + "\n\n| | |\n| --- | --- |\n";
    for (const Row& row : rowsOf(autopsy)) {
        text += markdownLine({row.label, row.text});
    }
    for (std::size_t i = 0; i < autopsy.causes.size(); ++i) {
        const monitor::Cause& cause = autopsy.causes[i];
        text += "\n## " + std::to_string(i + 1) + ". " + markdownText(monitor::causeSentence(cause.code)) + ": " +
                percent(cause.confidence) + "\n";
        for (const Lists& list : listsOf(cause)) {
            text += "\n" + std::string(list.title) + ":\n\n";
            for (const Sentence& sentence : list.sentences) {
                text += "- " + inMarkdown(sentence) + "\n";
            }
        }
    }
    if (const auto modules = modulesOf(autopsy); !modules.empty()) {
        text += "\n## Modules that stand out\n\nIn order of computation, " + std::to_string(modules.size()) + " of " +
                std::to_string(autopsy.modules.size()) + ".\n\n" + markdownLine(kModuleHead) +
                "| --- | ---: | ---: | ---: | ---: |\n";
        for (const monitor::ModuleReading& reading : modules) {
            text += markdownLine(cellsOf(reading));
        }
    }
    if (!autopsy.images.empty()) {
        text += "\n## The batch as the network got it\n\n";
        for (const std::string& name : autopsy.images) {
            text += "- " + markdownText(name) + "\n";
        }
    }
    return text;
}

std::string toHtml(const monitor::Autopsy& autopsy, const std::string& title, const std::filesystem::path& folder)
{
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                       "style-src 'unsafe-inline'\">\n<title>";
    html += htmlText(headingOf(autopsy)) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n";
    html += "<h1>" + htmlText(headingOf(autopsy)) + "</h1>\n<p>" + htmlText(title) + "</p>\n";
    html += "<p class=\"cause\">" + htmlText(likelyCause(autopsy)) + "</p>\n<table><tbody>\n";
    for (const Row& row : rowsOf(autopsy)) {
        html += "<tr><th scope=\"row\">" + htmlText(row.label) + "</th><td>" + htmlText(row.text) + "</td></tr>\n";
    }
    html += "</tbody></table>\n" + imagesOf(autopsy, folder);
    html += autopsy.causes.empty() ? "" : "<h2>For and against</h2>\n";
    for (const monitor::Cause& cause : autopsy.causes) {
        html += "<h3>" + htmlText(monitor::causeSentence(cause.code)) + "</h3>\n<p><meter value=\"" +
                fixedNumber(cause.confidence, 3) + "\"></meter> " + percent(cause.confidence) + "</p>\n";
        for (const Lists& list : listsOf(cause)) {
            html += "<p>" + std::string(list.title) + "</p>\n<ul>\n";
            for (const Sentence& sentence : list.sentences) {
                html += "<li>" + inHtml(sentence) + "</li>\n";
            }
            html += "</ul>\n";
        }
    }
    if (const auto modules = modulesOf(autopsy); !modules.empty()) {
        html += "<h2>Modules that stand out</h2>\n<p>In order of computation, " + std::to_string(modules.size()) +
                " of " + std::to_string(autopsy.modules.size()) + ".</p>\n<div class=\"wide\"><table>\n<thead><tr>";
        for (std::size_t i = 0; i < kModuleHead.size(); ++i) {
            html += std::string("<th scope=\"col\"") + (i > 0 ? " class=\"number\"" : "") + ">" +
                    htmlText(kModuleHead[i]) + "</th>";
        }
        html += "</tr></thead>\n<tbody>\n";
        for (const monitor::ModuleReading& reading : modules) {
            const Cells cells = cellsOf(reading);
            html += std::string("<tr") + (reading.module == autopsy.firstModule ? " class=\"first\"" : "") +
                    "><th scope=\"row\">" + htmlText(cells.front()) + "</th>";
            for (std::size_t i = 1; i < cells.size(); ++i) {
                html += "<td class=\"number\">" + htmlText(cells[i]) + "</td>";
            }
            html += "</tr>\n";
        }
        html += "</tbody>\n</table></div>\n";
    }
    return html + "</body>\n</html>\n";
}

} // namespace espalier::compare

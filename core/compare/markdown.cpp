#include "core/compare/markdown.h"

#include "core/compare/text_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace espalier::compare {

namespace {

std::string number(double value, const char* format)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

/// How numbers look: for people, or to read back.
struct Style {
    const char* metric;
    const char* other;
    const char* missing;
};
constexpr Style kForPeople{"%.3f", "%.1f", "–"};
constexpr Style kExact{"%.17g", "%.17g", ""};

std::vector<std::string> classNames(std::span<const ResultRow> rows)
{
    std::vector<std::string> names;
    for (const ResultRow& row : rows) {
        for (const auto& [name, value] : row.classes) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    return names;
}

Cells headOf(const std::vector<std::string>& classes)
{
    Cells head{"run", "name", "state", "trainable", "adapters", "best mAP", "epoch of best", "last mAP"};
    for (const std::string& name : classes) {
        head.push_back("AP " + name);
    }
    head.insert(head.end(), {"seconds", "exploded at step"});
    return head;
}

Cells cellsOf(const ResultRow& row, const std::vector<std::string>& classes, const Style& style)
{
    const auto metric = [&](const std::optional<double>& value) {
        return value && std::isfinite(*value) ? number(*value, style.metric) : std::string(style.missing);
    };
    Cells cells{std::to_string(row.run),
                row.name,
                std::string(run::toText(row.state)),
                std::to_string(row.trainable),
                std::to_string(row.adapterParameters),
                metric(row.best),
                row.best ? number(row.bestEpoch, style.other) : style.missing,
                metric(row.last)};
    for (const std::string& name : classes) {
        const auto found = std::find_if(row.classes.begin(), row.classes.end(),
                                        [&](const auto& entry) { return entry.first == name; });
        cells.push_back(found == row.classes.end() ? style.missing : metric(found->second));
    }
    cells.push_back(number(row.seconds, style.other));
    cells.push_back(row.explodedStep ? std::to_string(*row.explodedStep) : style.missing);
    return cells;
}

} // namespace

std::string toMarkdown(std::span<const ResultRow> rows)
{
    const auto classes = classNames(rows);
    const Cells head = headOf(classes);
    std::string text = markdownLine(head) + "|";
    for (std::size_t i = 0; i < head.size(); ++i) {
        text += i == 1 || i == 2 ? " --- |" : " ---: |"; // names and states to the left, numbers to the right
    }
    text += "\n";
    for (const ResultRow& row : rows) {
        text += markdownLine(cellsOf(row, classes, kForPeople));
    }
    return text;
}

std::string toCsv(std::span<const ResultRow> rows)
{
    const auto classes = classNames(rows);
    std::string text = csvLine(headOf(classes));
    for (const ResultRow& row : rows) {
        text += csvLine(cellsOf(row, classes, kExact));
    }
    return text;
}

} // namespace espalier::compare

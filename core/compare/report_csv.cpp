#include "core/compare/report.h"
#include "core/compare/text_cells.h"

#include <cmath>

namespace espalier::compare {

namespace {

/// Empty where there is no value.
std::string exact(double value)
{
    return std::isfinite(value) ? exactNumber(value) : std::string();
}

/// One line, column by column, so that the head and the values cannot part.
class Line {
public:
    void add(std::string name, std::string value)
    {
        m_head.push_back(std::move(name));
        m_cells.push_back(std::move(value));
    }
    void add(const std::string& name, const Spread& spread)
    {
        add(name, exact(spread.mean));
        add(name + "_low", exact(spread.low));
        add(name + "_high", exact(spread.high));
    }
    [[nodiscard]] const Cells& head() const { return m_head; }
    [[nodiscard]] const Cells& cells() const { return m_cells; }

private:
    Cells m_head;
    Cells m_cells;
};

std::string placesOf(const StudyReport& report, const ReportGroup& group, std::int64_t (*numberOf)(const ReportRun&))
{
    std::string text;
    for (const std::size_t place : group.runs) {
        text += (text.empty() ? "" : " ") + std::to_string(numberOf(report.runs[place]));
    }
    return text;
}

Line lineOf(const StudyReport& report, const ReportGroup& group, const std::string& scope, const std::string& state)
{
    Line line;
    line.add("scope", scope);
    line.add("name", group.name);
    line.add("runs", placesOf(report, group, [](const ReportRun& run) { return run.result.run; }));
    line.add("seeds", placesOf(report, group, [](const ReportRun& run) { return run.seed; }));
    line.add("recipe", report.runs[group.runs.front()].recipe);
    line.add("state", state);
    line.add("parameters", std::to_string(group.parameters));
    line.add("trainable", std::to_string(group.trainable));
    line.add("trainable_share", exact(group.trainableShare()));
    line.add("adapter_parameters", std::to_string(group.adapterParameters));
    line.add("adapter_share", exact(group.adapterShare()));
    line.add("ratio_to_full", exact(group.ratioToFull()));
    line.add("ratio_to_baseline", exact(report.ratioToBaseline(group)));
    line.add("seconds", group.seconds);
    line.add("step_seconds", group.stepMedian);
    line.add("step_seconds_p95", group.stepP95);
    line.add("peak_memory_bytes", group.peakMemory);
    line.add("inference_ms", group.inferenceMs);
    line.add("fps", group.fps);
    line.add("overhead", exact(report.overhead(group)));
    line.add("folded_ms", group.foldedMs);
    line.add("folded_overhead", exact(report.foldedOverhead(group)));
    line.add("n", std::to_string(group.best.count));
    line.add("best_map", group.best);
    line.add("last_map", group.last);
    line.add("best_ap50", group.best50);
    line.add("best_ap75", group.best75);
    for (std::size_t i = 0; i < report.classes.size(); ++i) {
        line.add("ap_" + report.classes[i], group.classes[i]);
    }
    return line;
}

std::string stateOf(const StudyReport& report, const ReportGroup& group)
{
    return group.runs.size() == 1 ? std::string(run::toText(report.runs[group.runs.front()].result.state)) : "";
}

} // namespace

std::string toCsv(const StudyReport& report)
{
    std::string text;
    for (const ReportGroup& group : report.groups) {
        const Line line = lineOf(report, group, "recipe", stateOf(report, group));
        text += (text.empty() ? csvLine(line.head()) : "") + csvLine(line.cells());
    }
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const ReportGroup alone = groupOf(report, {i});
        text += csvLine(lineOf(report, alone, "run", stateOf(report, alone)).cells());
    }
    return text;
}

} // namespace espalier::compare

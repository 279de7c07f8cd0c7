#include "core/compare/report_tables.h"

namespace espalier::compare {

std::string toMarkdown(const StudyReport& report)
{
    std::string text = "# Study report\n\n" + markdownText(subtitleOf(report)) + "\n";
    for (const ReportTable& table : tablesOf(report)) {
        text += "\n## " + markdownText(table.title) + "\n\n";
        text += table.caption.empty() ? "" : markdownText(table.caption) + "\n\n";
        text += markdownLine(table.head) + "|";
        for (std::size_t i = 0; i < table.head.size(); ++i) {
            text += i < table.textColumns ? " --- |" : " ---: |";
        }
        text += "\n";
        for (const Cells& row : table.rows) {
            text += markdownLine(row);
        }
    }
    text += report.notes.empty() ? "" : "\n## Notes\n\n";
    for (const std::string& note : report.notes) {
        text += "- " + markdownText(note) + "\n";
    }
    return text;
}

} // namespace espalier::compare

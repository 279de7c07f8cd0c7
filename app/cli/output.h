// What the CLI prints: plain tables, figures, and a progress line that knows whether it stands on a terminal.
#pragma once

#include "core/run/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::cli {

/// 110,260,130
[[nodiscard]] std::string grouped(std::int64_t value);
/// Four significant digits; non-finite as nan, inf, -inf.
[[nodiscard]] std::string shortNumber(double value);
/// 1:02:03 or 2:03
[[nodiscard]] std::string duration(double seconds);
/// Local time, 2026-11-24 14:02
[[nodiscard]] std::string localTime(std::int64_t wallMicroseconds);

/// Columns padded to their widest cell; those of `rightAligned` to the right. Widths count code points.
void printTable(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& rightAligned);

/// A line that is redrawn on a terminal, and printed every tenth of the run elsewhere.
class ProgressLine {
public:
    void started(const run::Started& started);
    void step(const run::StepDone& step, double seconds);
    /// Make room for a message.
    void clear();

private:
    std::int64_t m_first = 0;
    std::int64_t m_total = 0;
    double m_epochs = 0;
    double m_lastDrawn = -1;
    double m_firstSeconds = 0;
    int m_tenths = -1;
    bool m_drawn = false;
};

} // namespace espalier::cli

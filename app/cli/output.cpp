#include "app/cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace espalier::cli {

namespace {

std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

double sampleOf(const run::StepDone& step, const char* series)
{
    for (const run::Sample& sample : step.samples) {
        if (sample.series == series) {
            return sample.value;
        }
    }
    return std::nan("");
}

constexpr int kBarWidth = 24;
constexpr double kRedrawSeconds = 0.1;

} // namespace

std::string grouped(std::int64_t value)
{
    std::string digits = std::to_string(std::llabs(value));
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
    }
    if (value < 0) {
        digits.insert(digits.begin(), '-');
    }
    return digits;
}

std::string shortNumber(double value)
{
    if (std::isnan(value)) {
        return "nan";
    }
    if (std::isinf(value)) {
        return value > 0 ? "inf" : "-inf";
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string duration(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::max(0.0, seconds) + 0.5);
    char text[32];
    if (whole >= 3600) {
        std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", static_cast<long long>(whole / 3600),
                      static_cast<long long>(whole / 60 % 60), static_cast<long long>(whole % 60));
    } else {
        std::snprintf(text, sizeof text, "%lld:%02lld", static_cast<long long>(whole / 60),
                      static_cast<long long>(whole % 60));
    }
    return text;
}

std::string localTime(std::int64_t wallMicroseconds)
{
    const std::time_t seconds = static_cast<std::time_t>(wallMicroseconds / 1000000);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
    return text;
}

void printTable(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& rightAligned)
{
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width(row[i]));
        }
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - width(row[i]), ' ');
            const bool right = i < rightAligned.size() && rightAligned[i];
            line += right ? pad + row[i] : row[i] + pad;
            line += i + 1 < row.size() ? "  " : "";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        std::printf("%s\n", line.c_str());
    }
    std::fflush(stdout);
}

void ProgressLine::started(const run::Started& started)
{
    m_first = started.firstStep;
    m_total = started.totalSteps;
    m_epochs = started.epochs;
    m_firstSeconds = -1;
}

void ProgressLine::step(const run::StepDone& step, double seconds)
{
    if (m_firstSeconds < 0) {
        m_firstSeconds = seconds;
        m_first = step.step;
    }
    const double share = m_epochs > 0 ? std::clamp(step.epoch / m_epochs, 0.0, 1.0) : 0.0;
    const double done = static_cast<double>(step.step - m_first);
    const double left = done > 0 ? (seconds - m_firstSeconds) / done * static_cast<double>(m_total) * (1 - share) : 0;
    char bar[kBarWidth * 3 + 1] = {};
    std::string drawn;
    for (int i = 0; i < kBarWidth; ++i) {
        drawn += i < static_cast<int>(share * kBarWidth + 0.5) ? "█" : "·";
    }
    std::snprintf(bar, sizeof bar, "%s", drawn.c_str());
    char line[256];
    std::snprintf(line, sizeof line, "%s %3.0f %%  epoch %.1f/%.0f  step %lld  loss %s  norm %s  left %s", bar,
                  share * 100, step.epoch, m_epochs, static_cast<long long>(step.step),
                  shortNumber(sampleOf(step, "loss")).c_str(), shortNumber(sampleOf(step, "grad_norm")).c_str(),
                  duration(left).c_str());
    if (isatty(STDOUT_FILENO)) {
        if (seconds - m_lastDrawn >= kRedrawSeconds || m_lastDrawn < 0 || share >= 1) {
            std::printf("\r\033[K%s", line);
            std::fflush(stdout);
            m_lastDrawn = seconds;
            m_drawn = true;
        }
        return;
    }
    if (const int tenths = static_cast<int>(share * 10); tenths != m_tenths) {
        m_tenths = tenths;
        std::printf("%s\n", line);
        std::fflush(stdout);
    }
}

void ProgressLine::clear()
{
    if (m_drawn) {
        std::printf("\r\033[K");
        m_drawn = false;
    }
}

} // namespace espalier::cli

// Seconds and bytes of a step as people read them.
#pragma once

#include <QString>
#include <cmath>

namespace espalier::ui {

/// `2.46 GiB`, `18.2 MiB`, `512 B`.
[[nodiscard]] inline QString bytesText(double bytes)
{
    constexpr double kStep = 1024;
    const char* unit = "B";
    for (const char* larger : {"KiB", "MiB", "GiB", "TiB"}) {
        if (bytes < kStep) {
            break;
        }
        bytes /= kStep;
        unit = larger;
    }
    const int digits = *unit == 'B' || bytes >= 100 ? 0 : bytes >= 10 ? 1 : 2;
    return QStringLiteral("%1 %2").arg(bytes, 0, 'f', digits).arg(QString::fromLatin1(unit));
}

/// `3.12 s`, `12.4 ms`, `81 µs`.
[[nodiscard]] inline QString stepText(double seconds)
{
    const double thousandths = seconds * 1e3;
    const auto number = [](double value) {
        return QString::number(value, 'f', value >= 100 ? 0 : value >= 10 ? 1 : 2);
    };
    if (seconds >= 1) {
        return number(seconds) + QStringLiteral(" s");
    }
    if (thousandths >= 1) {
        return number(thousandths) + QStringLiteral(" ms");
    }
    return QString::number(std::round(seconds * 1e6)) + QStringLiteral(" \u00B5s");
}

} // namespace espalier::ui

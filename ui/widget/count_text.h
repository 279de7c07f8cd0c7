// Counts as people read them: whole and exact in tables, short where a box leaves little room.
#pragma once

#include <QLocale>
#include <QString>
#include <cstdint>

namespace espalier::ui {

/// `110,509,986`: the same in every language, as figures are compared between screens and reports.
[[nodiscard]] inline QString exactCount(std::int64_t count)
{
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(count));
}

/// `7.48 M` from a million on, else exact.
[[nodiscard]] inline QString shortCount(std::int64_t count)
{
    if (count < 1'000'000) {
        return exactCount(count);
    }
    return QString::number(static_cast<double>(count) / 1e6, 'f', 2) + QStringLiteral(" M");
}

/// `one` for 1, else `many` with the count in its %1.
[[nodiscard]] inline QString counted(std::int64_t count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(exactCount(count));
}

/// `0.5`, `1e-04`: no digit more than it needs.
[[nodiscard]] inline QString factorText(double factor)
{
    return QString::number(factor, 'g', 4);
}

} // namespace espalier::ui

#include "ui/plot/figure_text.h"

#include <QLocale>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr char16_t kMinus = u'−';

QString withRealMinus(QString text)
{
    return text.replace(u'-', kMinus);
}

QString trimExponent(QString text)
{
    // `2.10e-05` → `2.1e-5`
    const qsizetype e = text.indexOf(u'e');
    if (e < 0) {
        return text;
    }
    QString mantissa = text.left(e);
    if (mantissa.contains(u'.')) {
        while (mantissa.endsWith(u'0')) {
            mantissa.chop(1);
        }
        if (mantissa.endsWith(u'.')) {
            mantissa.chop(1);
        }
    }
    return mantissa + QStringLiteral("e%1").arg(text.mid(e + 1).toInt());
}

QString nonFinite(double value)
{
    return std::isnan(value) ? QStringLiteral("NaN")
           : value > 0       ? QStringLiteral("inf")
                             : withRealMinus(QStringLiteral("-inf"));
}

} // namespace

QString figure(double value, int digits)
{
    if (!std::isfinite(value)) {
        return nonFinite(value);
    }
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
        return withRealMinus(trimExponent(QString::number(value, 'e', digits - 2)));
    }
    // Zeros behind the point are no digits: .0131 keeps three.
    const int before = size == 0 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    return withRealMinus(QString::number(value, 'f', std::max(0, digits - before)));
}

QString exactFigure(double value)
{
    if (!std::isfinite(value)) {
        return std::isnan(value) ? QStringLiteral("nan") : value > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
    }
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QString axisFigure(double value)
{
    const double size = std::abs(value);
    if (size < 1e-12) {
        return QStringLiteral("0");
    }
    if (size >= 1e3 && size < 1e6) {
        return withRealMinus(QStringLiteral("%1k").arg(QString::number(value / 1e3, 'g', 4)));
    }
    if (size >= 1e6 && size < 1e9) {
        return withRealMinus(QStringLiteral("%1M").arg(QString::number(value / 1e6, 'g', 4)));
    }
    if (size < 1e-2 || size >= 1e9) {
        return withRealMinus(trimExponent(QString::number(value, 'e', 2)));
    }
    return withRealMinus(QString::number(value, 'g', 4));
}

QString countText(std::int64_t value)
{
    return withRealMinus(QLocale(QLocale::English).toString(static_cast<qlonglong>(value)));
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) {
        return QStringLiteral("–");
    }
    const auto whole = static_cast<qlonglong>(std::floor(seconds));
    const QChar zero = u'0';
    if (whole < 3600) {
        return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, zero);
    }
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, zero).arg(whole % 60, 2, 10, zero);
}

QString positionText(XAxis axis, double x)
{
    switch (axis) {
    case XAxis::Step:
        return countText(std::llround(x));
    case XAxis::Epoch:
        return QString::number(x, 'f', 1);
    case XAxis::Time:
        return durationText(x);
    }
    return {};
}

} // namespace espalier::ui

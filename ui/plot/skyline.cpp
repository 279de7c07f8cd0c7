#include "ui/plot/skyline.h"

#include "ui/plot/figure_text.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace espalier::ui {

namespace {

struct SkylineText {
    Q_DECLARE_TR_FUNCTIONS(Skyline)
};

constexpr int kColors = 256;
constexpr double kDecades = 1e-4;
constexpr double kOutermost = 0.005; // share of the values that may lie beyond either end of the scale
constexpr int kScaleParts = 200;
constexpr double kParted = 5; // a row as high as this has a line below it
constexpr int kHatch = 5;     // px from line to line
constexpr int kLeastBad = 3;  // px: one bad step is seen
constexpr double kNameHeight = 9;

std::array<QRgb, kColors> heatColors(const Theme& theme)
{
    std::array<QRgb, kColors> colors{};
    for (int i = 0; i < kColors; ++i) {
        colors[static_cast<std::size_t>(i)] = theme.heatColor(i / (kColors - 1.0)).rgb();
    }
    return colors;
}

/// One line of pixels; hatched ones are named, since they differ from scan line to scan line.
struct Line {
    std::vector<QRgb> pixels;
    std::vector<int> bad;
    std::vector<int> missing;
};

/// What lies before the run's first point and past its last is no gap.
Line lineOf(const std::vector<Peak>& peaks, std::pair<int, int> run, const HeatScale& scale,
            const std::array<QRgb, kColors>& colors, int least, QRgb ground)
{
    Line line;
    line.pixels.assign(peaks.size(), ground);
    const auto count = static_cast<int>(peaks.size());
    int badUntil = 0;
    for (int x = 0; x < count; ++x) {
        const Peak& peak = peaks[static_cast<std::size_t>(x)];
        if (peak.kind == Peak::Kind::NonFinite) {
            badUntil = std::max(badUntil, x + least);
        }
        if (x < badUntil) {
            line.bad.push_back(x);
        } else if (peak.kind == Peak::Kind::Missing) {
            if (run.first <= x && x <= run.second) {
                line.missing.push_back(x);
            }
        } else {
            const double place = scale.shareOf(peak.high) * (kColors - 1);
            line.pixels[static_cast<std::size_t>(x)] = colors[static_cast<std::size_t>(place + 0.5)];
        }
    }
    return line;
}

} // namespace

double HeatScale::shareOf(double value) const
{
    if (isEmpty()) {
        return 0.5;
    }
    return value > low ? std::min(1.0, std::log(value / low) / std::log(high / low)) : 0;
}

HeatScale HeatScale::of(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return !(value > 0) || !std::isfinite(value); });
    if (values.empty()) {
        return {};
    }
    std::ranges::sort(values);
    const auto spare = static_cast<std::size_t>(kOutermost * static_cast<double>(values.size()));
    const double high = values[values.size() - 1 - spare];
    const double low = std::max(values[spare], high * kDecades);
    return low < high ? HeatScale{low, high} : HeatScale{high / 2, high * 2};
}

QStringList shortNames(const QStringList& names)
{
    QStringList made;
    for (const QString& name : names) {
        const qsizetype parts = name.count(u'.') + 1;
        qsizetype taken = 1;
        const auto end = [&](const QString& of) { return of.section(u'.', -taken); };
        const auto isAlone = [&] {
            bool isNumber = false;
            (void)end(name).toInt(&isNumber);
            return !isNumber &&
                   std::ranges::count_if(names, [&](const QString& other) { return end(other) == end(name); }) == 1;
        };
        while (taken < parts && !isAlone()) {
            ++taken;
        }
        made << end(name);
    }
    return made;
}

QRectF Skyline::rowRect(const QRectF& area, std::size_t row, std::size_t rows)
{
    const double height = area.height() / static_cast<double>(std::max<std::size_t>(rows, 1));
    const double top = std::round(height * static_cast<double>(row));
    const double bottom = std::round(height * static_cast<double>(row + 1));
    return {area.left(), area.top() + top, area.width(), bottom - top};
}

std::optional<std::size_t> Skyline::rowAt(const QRectF& area, double y, std::size_t rows)
{
    const double share = (y - area.top()) / std::max(1.0, area.height());
    if (share < 0 || share >= 1 || rows == 0) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(share * static_cast<double>(rows));
}

void Skyline::takeScale(std::span<const CurveIndex* const> rows)
{
    std::vector<double> values;
    for (const CurveIndex* row : rows) {
        const auto [from, to] = row->xRange();
        for (const Column& column : row->columns(from, to, kScaleParts)) {
            values.push_back(column.mean);
        }
    }
    m_scale = HeatScale::of(std::move(values));
}

void Skyline::fill(std::span<const CurveIndex* const> rows, double devicePixelRatio, const Theme& theme)
{
    m_image = QImage(m_state.size, QImage::Format_RGB32);
    m_image.setDevicePixelRatio(devicePixelRatio);
    m_image.fill(theme.color(Token::Bg0));
    const std::array<QRgb, kColors> colors = heatColors(theme);
    const QRgb bad = theme.color(Token::ExplodedLine).rgb();
    const QRgb ground = theme.color(Token::Bg0).rgb();
    const QRgb missing = theme.color(Token::Bg2).rgb();
    const QRgb missingLine = theme.color(Token::Line2).rgb();
    const int unit = std::max(1, static_cast<int>(std::round(devicePixelRatio)));
    const auto isOnHatch = [&](int place) {
        return (place % (kHatch * unit) + kHatch * unit) % (kHatch * unit) < unit;
    };
    const PlotScale place{QRectF(0, 0, m_state.size.width(), 1), m_state.x0, m_state.x1, 0, 1, false};
    int first = m_state.size.width();
    int last = -1;
    for (const CurveIndex* row : rows) {
        if (const auto [from, to] = row->xRange(); from <= to) {
            first = std::min(first, static_cast<int>(place.px(from)));
            last = std::max(last, static_cast<int>(place.px(to)));
        }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const QRectF rect = rowRect(QRectF(QPointF(0, 0), QSizeF(m_state.size)), row, rows.size());
        const int top = static_cast<int>(rect.top());
        const int parted = rect.height() >= kParted * devicePixelRatio ? unit : 0;
        const int bottom = std::min(static_cast<int>(rect.bottom()) - parted, m_state.size.height());
        Line line = lineOf(rows[row]->peaks(m_state.x0, m_state.x1, m_state.size.width()), {first, last}, m_scale,
                           colors, kLeastBad * unit, ground);
        for (int y = top; y < bottom; ++y) {
            for (const int x : line.bad) {
                line.pixels[static_cast<std::size_t>(x)] = isOnHatch(x + y) ? ground : bad;
            }
            for (const int x : line.missing) {
                line.pixels[static_cast<std::size_t>(x)] = isOnHatch(x - y) ? missingLine : missing;
            }
            std::memcpy(m_image.scanLine(y), line.pixels.data(), line.pixels.size() * sizeof(QRgb));
        }
    }
}

void Skyline::paint(QPainter& painter, const PlotScale& scale, std::span<const CurveIndex* const> rows,
                    const Theme& theme)
{
    const double ratio = painter.device()->devicePixelRatioF();
    State state{scale.x0, scale.x1, (scale.area.size() * ratio).toSize(), theme.scheme(), {}};
    for (const CurveIndex* row : rows) {
        state.rows.emplace_back(row->view().y, row->size());
    }
    if (state.size.isEmpty() || rows.empty()) {
        return;
    }
    if (state != m_state || m_image.isNull()) {
        if (state.rows != m_state.rows) {
            takeScale(rows);
        }
        m_state = std::move(state);
        fill(rows, ratio, theme);
    }
    painter.drawImage(scale.area.topLeft(), m_image);
}

void Skyline::paintNames(QPainter& painter, const QRectF& area, int width, const QStringList& names,
                         std::optional<std::size_t> current, const Theme& theme)
{
    const auto rows = static_cast<std::size_t>(names.size());
    const double height = area.height() / std::max(1.0, static_cast<double>(rows));
    const QFontMetrics metrics(theme.mono(9));
    const auto name = [&](std::size_t row, bool isCurrent) {
        const QRectF rect = rowRect(area, row, rows);
        const QRectF place(2, rect.center().y() - 8, width - 10, 16);
        painter.setFont(theme.mono(9, isCurrent));
        painter.setPen(theme.color(isCurrent ? Token::Tx1 : Token::Tx2));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(names[static_cast<qsizetype>(row)], Qt::ElideMiddle, width - 12));
    };
    // Rows thinner than a line of text: every n-th is named, all answer to the cursor.
    const auto stride = static_cast<std::size_t>(std::ceil(kNameHeight / std::max(0.1, height)));
    for (std::size_t row = 0; row < rows; row += stride) {
        const bool isHidden = current && row != *current && stride > 1 &&
                              std::abs(static_cast<double>(row) - static_cast<double>(*current)) * height < kNameHeight;
        if (!isHidden && row != current) {
            name(row, false);
        }
    }
    if (current && *current < rows) {
        name(*current, true);
    }
}

int Skyline::paintKey(QPainter& painter, const QRectF& line, const Theme& theme) const
{
    constexpr int kSwatch = 14;
    constexpr int kRamp = 80;
    const QFontMetrics words(theme.body(10));
    const double middle = line.center().y();
    double x = line.right();
    const auto hatched = [&](const QString& text, Token ground, Token stroke, bool leansLeft) {
        x -= words.horizontalAdvance(text);
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(QRectF(x, line.top(), line.right() - x + 2, line.height()), Qt::AlignVCenter, text);
        x -= kSwatch + 5;
        const QRectF swatch(x, middle - 4, kSwatch, 8);
        painter.save();
        painter.setClipRect(swatch);
        painter.fillRect(swatch, theme.color(ground));
        painter.setPen(QPen(theme.color(stroke), 1));
        for (double at = swatch.left() - 8; at < swatch.right() + 8; at += kHatch) {
            painter.drawLine(QPointF(at, leansLeft ? swatch.bottom() : swatch.top()),
                             QPointF(at + 8, leansLeft ? swatch.top() : swatch.bottom()));
        }
        painter.restore();
        x -= 12;
    };
    hatched(SkylineText::tr("not measured"), Token::Bg2, Token::Line2, false);
    hatched(SkylineText::tr("non-finite"), Token::ExplodedLine, Token::Bg0, true);
    if (!m_scale.isEmpty()) {
        const QFontMetrics figures(theme.mono(10));
        painter.setFont(theme.mono(10));
        painter.setPen(theme.color(Token::Tx3));
        const QString high = figure(m_scale.high, 2);
        const QString low = figure(m_scale.low, 2);
        x -= figures.horizontalAdvance(high);
        painter.drawText(QRectF(x, line.top(), line.right() - x, line.height()), Qt::AlignVCenter, high);
        x -= kRamp + 5;
        for (int i = 0; i < kRamp; ++i) {
            painter.fillRect(QRectF(x + i, middle - 4, 1, 8), theme.heatColor(i / (kRamp - 1.0)));
        }
        x -= figures.horizontalAdvance(low) + 5;
        painter.drawText(QRectF(x, line.top(), line.right() - x, line.height()), Qt::AlignVCenter, low);
    }
    return static_cast<int>(line.right() - x);
}

} // namespace espalier::ui

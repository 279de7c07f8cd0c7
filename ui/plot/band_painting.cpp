#include "ui/plot/plot_painting.h"
#include "ui/plot/strokes.h"

#include <QImage>
#include <QPaintEngine>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ui {

namespace {

constexpr float kShare = 0.30F; ///< of the line's own opacity

/// The band by device pixels: a value of each column of pixels from `left` on, from the top of the area.
struct BandEdges {
    int left = 0;
    std::vector<double> tops;
    std::vector<double> bottoms;
};

/// A column of pixels holds the extremes of all that lies on it, and what the outline has at its middle: no spike is
/// too narrow to be seen.
BandEdges edgesOf(const PlotScale& scale, std::span<const Column> stroke, double ratio)
{
    struct Corner {
        double x, top, bottom;
    };
    const auto cornerOf = [&](const Column& column) {
        return Corner{(scale.px(column.x) - scale.area.left()) * ratio,
                      (scale.py(column.high) - scale.area.top()) * ratio,
                      (scale.py(column.low) - scale.area.top()) * ratio};
    };
    const auto pixelOf = [](double x) { return static_cast<int>(std::floor(x)); };
    BandEdges edges;
    const int last = static_cast<int>(std::ceil(scale.area.width() * ratio)) - 1;
    edges.left = std::max(0, pixelOf(cornerOf(stroke.front()).x));
    const int right = std::min(last, pixelOf(cornerOf(stroke.back()).x));
    if (right < edges.left) {
        return edges;
    }
    const auto count = static_cast<std::size_t>(right - edges.left + 1);
    edges.tops.assign(count, std::numeric_limits<double>::infinity());
    edges.bottoms.assign(count, -std::numeric_limits<double>::infinity());
    const auto add = [&](int pixel, double top, double bottom) {
        const auto at = static_cast<std::size_t>(pixel - edges.left);
        edges.tops[at] = std::min(edges.tops[at], top);
        edges.bottoms[at] = std::max(edges.bottoms[at], bottom);
    };
    Corner before = cornerOf(stroke.front());
    for (const Column& column : stroke) {
        const Corner corner = cornerOf(column);
        const int pixel = pixelOf(corner.x);
        for (int between = std::max(edges.left, pixelOf(before.x) + 1); between < std::min(pixel, right + 1);
             ++between) {
            const double share = (between + 0.5 - before.x) / (corner.x - before.x);
            add(between, before.top + share * (corner.top - before.top),
                before.bottom + share * (corner.bottom - before.bottom));
        }
        if (pixel >= edges.left && pixel <= right) {
            add(pixel, corner.top, corner.bottom);
        }
        before = corner;
    }
    return edges;
}

QRgb faded(QRgb premultiplied, double share)
{
    const auto part = [share](int value) { return static_cast<int>(std::lround(share * value)); };
    return qRgba(part(qRed(premultiplied)), part(qGreen(premultiplied)), part(qBlue(premultiplied)),
                 part(qAlpha(premultiplied)));
}

/// Pixel by pixel into a picture: as an outline of a thousand corners, the raster engine takes ten times as long.
void paintPicture(QPainter& painter, const PlotScale& scale, std::span<const Column> stroke, const QColor& fill)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const BandEdges edges = edgesOf(scale, stroke, ratio);
    if (edges.tops.empty()) {
        return;
    }
    const double height = scale.area.height() * ratio;
    const int top = static_cast<int>(std::floor(std::clamp(*std::ranges::min_element(edges.tops), 0.0, height)));
    const int bottom = static_cast<int>(std::ceil(std::clamp(*std::ranges::max_element(edges.bottoms), 0.0, height)));
    if (bottom <= top) {
        return;
    }
    QImage picture(static_cast<int>(edges.tops.size()), bottom - top, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    auto* const pixels = reinterpret_cast<QRgb*>(picture.bits());
    const std::ptrdiff_t stride = picture.bytesPerLine() / static_cast<std::ptrdiff_t>(sizeof(QRgb));
    const QRgb full = qPremultiply(fill.rgba());
    for (std::size_t i = 0; i < edges.tops.size(); ++i) {
        const double high = std::clamp(edges.tops[i], static_cast<double>(top), static_cast<double>(bottom)) - top;
        const double low = std::clamp(edges.bottoms[i], static_cast<double>(top), static_cast<double>(bottom)) - top;
        if (low <= high) {
            continue;
        }
        QRgb* const column = pixels + i;
        const auto first = static_cast<std::ptrdiff_t>(high);
        const auto end = static_cast<std::ptrdiff_t>(low); // the row that is covered in part
        if (first == end) {
            column[first * stride] = faded(full, low - high);
            continue;
        }
        column[first * stride] = faded(full, static_cast<double>(first + 1) - high);
        for (std::ptrdiff_t row = first + 1; row < end; ++row) {
            column[row * stride] = full;
        }
        if (end < picture.height()) {
            column[end * stride] = faded(full, low - static_cast<double>(end));
        }
    }
    picture.setDevicePixelRatio(ratio);
    painter.drawImage(QPointF(scale.area.left() + edges.left / ratio, scale.area.top() + top / ratio), picture);
}

} // namespace

void paintBand(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const RunLook& look)
{
    QColor fill = look.color;
    fill.setAlphaF(fill.alphaF() * kShare);
    const bool isRaster = painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::Raster;
    eachStroke(columns, [&](std::span<const Column> stroke) {
        if (std::ranges::none_of(stroke, [](const Column& column) { return column.high > column.low; })) {
            return;
        }
        if (isRaster) {
            paintPicture(painter, scale, stroke, fill);
            return;
        }
        QPolygonF outline; // files of lines stay lines
        for (const Column& column : stroke) {
            outline << QPointF(scale.px(column.x), scale.py(column.high));
        }
        for (auto column = stroke.rbegin(); column != stroke.rend(); ++column) {
            outline << QPointF(scale.px(column->x), scale.py(column->low));
        }
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(outline);
        painter.setPen(QPen(fill, 1)); // a spike is narrower than a pixel as an area
        for (const Column& column : stroke) {
            painter.drawLine(QPointF(scale.px(column.x), scale.py(column.high)),
                             QPointF(scale.px(column.x), scale.py(column.low)));
        }
    });
}

} // namespace espalier::ui

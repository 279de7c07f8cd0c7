// Skyline: a heat map of many rows over the x axis of the plots above it, module by time.
#pragma once

#include "ui/plot/curve_index.h"
#include "ui/plot/plot_painting.h"

#include <QImage>
#include <QString>
#include <QStringList>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace espalier::ui {

/// From lowest to highest colour, logarithmic.
struct HeatScale {
    double low = 0;
    double high = 0;
    [[nodiscard]] bool isEmpty() const { return !(low < high); }
    [[nodiscard]] double shareOf(double value) const; ///< in [0, 1]; what is not above 0 is the lowest
    /// Of values: without the few outermost, and of no more than four decades, since those tell more than forty.
    [[nodiscard]] static HeatScale of(std::vector<double> values);
};

/// The shortest ends of dotted names that still tell them apart.
[[nodiscard]] QStringList shortNames(const QStringList& names);

/// The picture is kept until the view, the points or the theme change: a cursor above it costs nothing.
class Skyline {
public:
    /// Every row keeps its maximum in each pixel. What is not finite and what was not measured are hatched, each its
    /// own way, whatever the colours.
    void paint(QPainter& painter, const PlotScale& scale, std::span<const CurveIndex* const> rows, const Theme& theme);
    [[nodiscard]] const HeatScale& scale() const { return m_scale; } ///< of what was painted last

    /// Rows fill the area from the top; the last pixel of a row parts it from the next where there is room.
    [[nodiscard]] static QRectF rowRect(const QRectF& area, std::size_t row, std::size_t rows);
    [[nodiscard]] static std::optional<std::size_t> rowAt(const QRectF& area, double y, std::size_t rows);

    /// Left of the area; `current` stands out and is named even where the rows are too thin for all names.
    static void paintNames(QPainter& painter, const QRectF& area, int width, const QStringList& names,
                           std::optional<std::size_t> current, const Theme& theme);
    /// The scale, right-aligned in `line`. Answers the width it took.
    int paintKey(QPainter& painter, const QRectF& line, const Theme& theme) const;

private:
    struct State {
        double x0 = 0, x1 = 0;
        QSize size;
        Scheme scheme = Scheme::Dark;
        std::vector<std::pair<const void*, std::size_t>> rows;
        bool operator==(const State&) const = default;
    };
    void takeScale(std::span<const CurveIndex* const> rows);
    void fill(std::span<const CurveIndex* const> rows, double devicePixelRatio, const Theme& theme);

    State m_state;
    HeatScale m_scale;
    QImage m_image;
};

} // namespace espalier::ui

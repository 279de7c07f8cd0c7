// CurveIndex: finds in a curve what one picture needs, however many points it has.
#pragma once

#include "ui/plot/curve_set.h"
#include "ui/plot/min_max_pyramid.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace espalier::ui {

/// What one bin of x draws.
struct Column {
    double x = 0;
    double low = 0;
    double high = 0;
    double mean = 0;
    std::size_t count = 0;     ///< finite points in it
    bool startsStroke = false; ///< nothing finite, or a step back of x, lies before it
};

/// What one pixel of a heat map's row shows.
struct Peak {
    enum class Kind : std::uint8_t { Missing, Finite, NonFinite };
    double high = 0; ///< largest finite value in it; 0 when there is none
    Kind kind = Kind::Missing;
};

enum class RimKind { PlusInfinity, NotANumber, MinusInfinity };

struct RimMark {
    double x = 0;
    RimKind kind = RimKind::NotANumber;
    bool operator==(const RimMark&) const = default;
};

/// x may go back (a rewind seen by epoch): each ascending stretch is searched by itself.
class CurveIndex {
public:
    void update(const CurveView& view); ///< cheap when little was appended

    /// Columns that cover [from, to] and a neighbour on both sides: single points where there are few, otherwise bins
    /// of a width that stays put while the view pans. At most two a pixel and stretch. `smoothing`: pixels a bin at
    /// least; from 2 on few points are taken together too, and every column keeps their lowest and highest.
    [[nodiscard]] std::vector<Column> columns(double from, double to, int pixels, int smoothing = 1) const;
    /// One for each of `pixels` equal parts of [from, to]: the maximum survives every zoom. A point holds until the
    /// next one, unless that is far away: what lies between is missing.
    [[nodiscard]] std::vector<Peak> peaks(double from, double to, int pixels) const;
    /// Every non-finite point.
    [[nodiscard]] std::vector<RimMark> rim() const;
    [[nodiscard]] bool hasRim(RimKind kind) const;
    /// The point nearest to x; of several stretches the newest that holds x.
    [[nodiscard]] std::optional<std::size_t> nearest(double x) const;
    /// Of every point in [from, to], whichever stretch.
    [[nodiscard]] MinMax query(double from, double to) const;
    [[nodiscard]] bool hasNonFinite(double from, double to) const;
    [[nodiscard]] std::pair<double, double> xRange() const; ///< first > last when empty
    [[nodiscard]] const CurveView& view() const { return m_view; }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    struct Stretch {
        std::size_t first;
        std::size_t last;
    };
    [[nodiscard]] Stretch stretch(std::size_t number) const;
    [[nodiscard]] Stretch within(Stretch stretch, double from, double to) const;
    void appendPoints(Stretch points, std::vector<Column>& columns) const;
    void appendBins(Stretch points, double width, std::vector<Column>& columns) const;
    void addPeaks(Stretch whole, double from, double to, std::vector<Peak>& peaks) const;
    [[nodiscard]] std::size_t indexPast(std::size_t first, std::size_t last, double edge) const;

    CurveView m_view;
    MinMaxPyramid m_pyramid;
    std::vector<std::size_t> m_starts; ///< where each ascending stretch of x begins
    std::size_t m_size = 0;
    double m_lowX = 0;
    double m_highX = -1;
};

} // namespace espalier::ui

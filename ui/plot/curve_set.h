// CurveSet: what a plot shows, as values; the points themselves stay where they are.
#pragma once

#include "ui/widget/theme.h"

#include <QString>
#include <algorithm>
#include <memory>
#include <vector>

namespace espalier::ui {

/// Two append-only columns owned elsewhere. `owner` keeps them alive.
struct CurveView {
    std::shared_ptr<const void> owner;
    const std::vector<double>* x = nullptr;
    const std::vector<double>* y = nullptr;
    [[nodiscard]] std::size_t size() const { return x && y ? std::min(x->size(), y->size()) : 0; }
};

struct PlotCurve {
    QString id;   ///< unique in its panel
    QString name; ///< in the panel's head
    RunLook look;
    CurveView points;
    bool hasMarkers = false; ///< few points: each gets its marker
    qint64 group = 0;        ///< curves of one run light up together
    QString missing = {};    ///< in the head instead of a figure while it has no point; empty: a dash
};

enum class PanelKind { Curves, HeatMap };

struct PlotPanel {
    QString id; ///< zoom and order are kept by it
    QString title;
    QString note;
    PanelKind kind = PanelKind::Curves;
    bool isLogarithmic = false;
    bool hasRim = false; ///< lanes stand even while nothing is in them; otherwise they come with the first point
    int stretch = 100;   ///< share of the height
    std::vector<PlotCurve> curves;
    std::vector<double> skipped; ///< x of steps that the optimizer did not take
    bool includesZero = false;   ///< the value axis shows 0; what lies below it stands out
    QString emptyText;           ///< why there is nothing, in the middle of the panel
};

enum class MarkKind {
    Checkpoint,
    Evaluation,
    Warning,
    Exploded,
    Rewind,
    Command,
    Note,
    Recovered,
    Skip,
    Clip,
    LowerRate,
    FreezeBranch,
    Stop,
    Limping
};

struct PlotMark {
    double x = 0;
    MarkKind kind = MarkKind::Note;
    QString text; ///< on hover
    qint64 key = 0;
};

/// As monitor::Condition; Warning is of runs whose guard did not say which, Unknown of a lost one.
enum class GuardState {
    Unknown,
    Stable,
    LossScaleSearch,
    ChanceLevel,
    LoneSpike,
    Warning,
    Drift,
    Divergence,
    Exploded
};

struct GuardSpan {
    double from = 0;
    double to = 0;
    GuardState state = GuardState::Stable;
};

enum class XAxis { Step, Epoch, Time }; ///< in the order of Curve::x()

/// A part of a run in which the epoch grows with the step; a rewind begins another.
struct EpochStretch {
    double step = 0;  ///< where it begins
    double epoch = 0; ///< there
    double slope = 1; ///< epochs a step
    [[nodiscard]] double epochAt(double at) const { return epoch + (at - step) * slope; }
    [[nodiscard]] double stepOf(double at) const { return step + (at - epoch) / slope; }
};

struct CurveSet {
    XAxis axis = XAxis::Step;
    std::vector<EpochStretch> epochs; ///< by step as run: the axis says epochs, time never folds back; empty: steps
    std::vector<PlotPanel> panels;    ///< from top to bottom, one x axis
    bool hasMarkLane = false;
    bool hasGuardBand = false;
    int smoothing = 1; ///< px a bin of curves without markers: the line is its mean, the band keeps its extremes
    double xEnd = 0;   ///< where x will end, as far as known: the fit leaves room for what is to come
};

} // namespace espalier::ui

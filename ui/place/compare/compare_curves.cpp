#include "ui/place/compare/compare_curves.h"

#include "ui/plot/curve_plot.h"
#include "ui/plot/run_curves.h"
#include "ui/widget/controls.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace espalier::ui {

namespace {

constexpr int kWide = 1400;                            ///< from here on the gradient norm stands beside the others
constexpr std::array<int, 4> kSmoothing{1, 4, 10, 24}; ///< px a bin
constexpr int kUsualSmoothing = 1;
constexpr const char* kScore = "mAP";
constexpr const char* kNorm = "grad_norm";

} // namespace

CompareCurves::CompareCurves(Theme& theme, CommandTable& commands, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_commands(commands)
{
    m_row = new QWidget(this);
    auto* row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    column->addWidget(m_row, 1);
}

QWidget* CompareCurves::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    m_seriesChoice = new QComboBox(bar);
    m_seriesChoice->addItems({QStringLiteral("loss"), QStringLiteral("loss_cls"), QStringLiteral("loss_bbox"),
                              QStringLiteral("loss_dfl"), QString::fromLatin1(kNorm)});
    m_seriesChoice->setAccessibleName(tr("Loss shown"));
    m_axisChoice = new QComboBox(bar);
    m_axisChoice->addItems({tr("by step"), tr("by epoch"), tr("by time")});
    m_axisChoice->setCurrentIndex(static_cast<int>(m_axis));
    m_axisChoice->setAccessibleName(tr("Axis"));
    m_smoothing = new QComboBox(bar);
    m_smoothing->addItems({tr("not smoothed"), tr("smoothed a little"), tr("smoothed"), tr("smoothed much")});
    m_smoothing->setCurrentIndex(kUsualSmoothing);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(
        tr("The line is the mean of wider parts; the band keeps the lowest and the highest of each, "
           "so that no spike is lost"));
    QAction* sideBySide = m_commands.action(CommandId::SideBySide);
    sideBySide->setCheckable(true);
    auto* side = new CommandButton(sideBySide, CommandButton::Kind::Normal, bar);
    side->setFollowsCheck();
    row->addWidget(m_seriesChoice);
    row->addWidget(m_axisChoice);
    row->addWidget(m_smoothing);
    row->addWidget(side);
    row->addStretch(1);
    connect(m_axisChoice, &QComboBox::activated, this, [this](int axis) { setAxis(static_cast<XAxis>(axis)); });
    connect(m_seriesChoice, &QComboBox::activated, this, &CompareCurves::rebuild);
    connect(m_smoothing, &QComboBox::currentIndexChanged, this, &CompareCurves::rebuild);
    return bar;
}

void CompareCurves::setFeeds(const RunFeeds& feeds)
{
    m_feeds = feeds;
    rebuild();
}

void CompareCurves::pointsAppended()
{
    for (CurvePlot* plot : m_plots) {
        plot->pointsAppended();
    }
}

void CompareCurves::setAxis(XAxis axis)
{
    m_axis = axis;
    m_axisChoice->setCurrentIndex(static_cast<int>(axis));
    rebuild();
}

void CompareCurves::setSideBySide(bool isSideBySide)
{
    m_isSideBySide = isSideBySide;
    rebuild();
}

void CompareCurves::setHighlight(qint64 run)
{
    for (CurvePlot* plot : m_plots) {
        plot->setHighlight(run > 0 && !m_isSideBySide ? std::optional<qint64>(run) : std::nullopt);
    }
}

std::vector<std::string> CompareCurves::shownSeries() const
{
    std::vector<std::string> series{m_seriesChoice->currentText().toStdString(), kScore};
    if ((m_isSideBySide || width() >= kWide) && series.front() != kNorm) {
        series.push_back(kNorm);
    }
    return series;
}

PlotPanel CompareCurves::panel(const RunFeeds& feeds, const std::string& series) const
{
    PlotPanel made;
    const bool isScore = series == kScore;
    made.id = QString::fromStdString(series);
    made.title = isScore           ? tr("Validation mAP")
                 : series == kNorm ? tr("Gradient norm")
                                   : QString::fromStdString(series);
    made.note = isScore ? QString() : tr("log · band = min to max of every step");
    made.isLogarithmic = !isScore;
    made.includesZero = isScore;
    made.stretch = series == kNorm ? 80 : 120;
    made.emptyText = isScore ? tr("No validation yet") : tr("No step yet");
    for (const auto& feed : feeds) {
        PlotCurve curve{QString::number(feed->id()),
                        QStringLiteral("#%1").arg(feed->id()),
                        m_theme.runLook(feed->id()),
                        curveView(feed, series, m_axis),
                        isScore,
                        feed->id(),
                        {}};
        curve.missing = isScore ? tr("no validation") : tr("not recorded");
        made.curves.push_back(std::move(curve));
    }
    return made;
}

CurveSet CompareCurves::curveSet(const RunFeeds& feeds, const std::vector<std::string>& series) const
{
    CurveSet set;
    set.axis = m_axis;
    set.xEnd = commonEnd();
    set.smoothing = kSmoothing[static_cast<std::size_t>(m_smoothing->currentIndex())];
    for (const std::string& one : series) {
        set.panels.push_back(panel(feeds, one));
    }
    return set;
}

double CompareCurves::commonEnd() const
{
    double end = 0;
    for (const auto& feed : m_feeds) {
        const CurveView view = curveView(feed, "loss", m_axis);
        if (view.size() > 0) {
            end = std::max(end, *std::ranges::max_element(*view.x));
        }
    }
    return end;
}

void CompareCurves::addPlot()
{
    auto* plot = new CurvePlot(m_theme, m_row);
    plot->setProperty("panel", true);
    m_row->layout()->addWidget(plot);
    connect(plot, &CurvePlot::curveHovered, this, &CompareCurves::hovered);
    const auto others = [this, plot](const auto& act) {
        for (CurvePlot* other : m_plots) {
            if (other != plot) {
                act(*other);
            }
        }
    };
    connect(plot, &CurvePlot::cursorMoved, this,
            [others](double x) { others([x](CurvePlot& other) { other.setCursor(x); }); });
    connect(plot, &CurvePlot::cursorLeft, this,
            [others] { others([](CurvePlot& other) { other.setCursor(std::nullopt); }); });
    connect(plot, &CurvePlot::xRangeChanged, this,
            [others](double from, double to) { others([from, to](CurvePlot& other) { other.setXRange(from, to); }); });
    m_plots.push_back(plot);
}

void CompareCurves::rebuild()
{
    const std::vector<std::string> series = shownSeries();
    const std::size_t wanted = m_feeds.empty() ? 0 : m_isSideBySide ? m_feeds.size() : series.size();
    while (m_plots.size() > wanted) {
        delete m_plots.back();
        m_plots.pop_back();
    }
    while (m_plots.size() < wanted) {
        addPlot();
    }
    for (std::size_t index = 0; index < m_plots.size(); ++index) {
        const QSignalBlocker quiet(m_plots[index]);
        m_plots[index]->setCurves(m_isSideBySide ? curveSet({m_feeds[index]}, series)
                                                 : curveSet(m_feeds, {series[index]}));
        m_plots[index]->fit();
        m_plots[index]->replotNow();
    }
}

void CompareCurves::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (!m_isSideBySide && !m_feeds.empty() && shownSeries().size() != m_plots.size()) {
        rebuild();
    }
}

} // namespace espalier::ui

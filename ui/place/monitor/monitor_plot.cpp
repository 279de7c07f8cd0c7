#include "ui/place/monitor/monitor_plot.h"

#include "ui/place/monitor/mini_plots.h"
#include "ui/plot/run_text.h"

#include <QVBoxLayout>

namespace espalier::ui {

namespace {

constexpr int kGuardMilliseconds = 400;
constexpr int kClsLook = 4; ///< parts of the loss have colours of their own: cls 4, bbox 1, dfl 3
constexpr int kBboxLook = 1;
constexpr int kDflLook = 3;
constexpr int kTotalLook = 7;
constexpr QSize kRoomForMinis(880, 700);

int lookOfLoss(const std::string& series)
{
    return series == "loss_cls"    ? kClsLook
           : series == "loss_bbox" ? kBboxLook
           : series == "loss_dfl"  ? kDflLook
                                   : kTotalLook;
}

} // namespace

MonitorPlot::MonitorPlot(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_plot(new CurvePlot(theme, this)), m_minis(new MiniPlots(theme, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_plot, 1);
    column->addWidget(m_minis);
    m_plot->setProperty("panel", true);
    connect(&theme, &Theme::changed, this, &MonitorPlot::rebuild);
    m_guardTimer.setInterval(kGuardMilliseconds);
    connect(&m_guardTimer, &QTimer::timeout, this, [this] {
        if (m_feed && isVisible()) {
            m_plot->setGuard(guardSpans(*m_feed, m_axis));
            if (isOutdated()) {
                rebuild();
            }
        }
    });
    m_guardTimer.start();
}

void MonitorPlot::setFeed(std::shared_ptr<RunFeed> feed)
{
    m_feed = std::move(feed);
    rebuild();
    m_plot->fit();
    m_minis->setFeed(m_feed);
}

void MonitorPlot::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_minis->setVisible(width() >= kRoomForMinis.width() && height() >= kRoomForMinis.height());
}

bool MonitorPlot::isOutdated() const
{
    return m_feed->skippedSteps().size() != m_skipped || m_feed->detail().summary.totalSteps != m_total ||
           (m_isAsRun && epochStretches(*m_feed).size() != m_stretches);
}

void MonitorPlot::setAxis(XAxis axis, bool isAsRun)
{
    m_axis = axis;
    m_isAsRun = isAsRun;
    rebuild();
    m_plot->fit();
}

void MonitorPlot::takeSteps()
{
    if (!m_feed) {
        return;
    }
    if (m_feed->curves().size() != m_series) {
        rebuild();
    } else {
        m_plot->pointsAppended();
    }
}

void MonitorPlot::takeMarks()
{
    if (m_feed) {
        m_plot->setMarks(plotMarks(*m_feed, m_axis));
        m_plot->setGuard(guardSpans(*m_feed, m_axis));
    }
}

void MonitorPlot::showMark(std::size_t mark)
{
    if (!m_feed || mark >= m_feed->marks().size()) {
        return;
    }
    const run::Event& event = m_feed->marks()[mark];
    const auto step = eventStep(event);
    if (!step) {
        return;
    }
    const double x = positionOf(*m_feed, m_axis, static_cast<double>(*step), event.seconds);
    const auto [from, to] = m_plot->xRange();
    if (x < from || x > to) {
        const double half = (to - from) / 2;
        m_plot->setXRange(x - half, x + half);
    }
    m_plot->setCursor(x);
}

void MonitorPlot::showModule(const QString& path)
{
    if (!m_feed) {
        return;
    }
    std::string within = path.toStdString();
    while (!within.empty() && !m_feed->curves().contains(kBranchNorm + within)) {
        const std::size_t dot = within.rfind('.');
        within.resize(dot == std::string::npos ? 0 : dot);
    }
    m_plot->setHeatRow(QString::fromStdString(kBranchNorm + within));
}

PlotCurve MonitorPlot::curve(const std::string& series, const QString& name, int look) const
{
    PlotCurve made;
    made.id = QString::fromStdString(series);
    made.name = name;
    made.look = m_theme.runLook(look);
    made.points = curveView(m_feed, series, m_axis);
    return made;
}

PlotPanel MonitorPlot::lossPanel() const
{
    PlotPanel panel;
    panel.id = QStringLiteral("loss");
    panel.title = tr("Loss parts");
    panel.note = tr("log · line = mean, band = min to max of every step");
    panel.isLogarithmic = true;
    panel.stretch = 130;
    panel.emptyText = tr("No step yet");
    for (const auto& [series, points] : m_feed->curves()) {
        if (series.starts_with("loss_")) {
            panel.curves.push_back(curve(series, QString::fromStdString(series), lookOfLoss(series)));
        }
    }
    if (panel.curves.empty() && m_feed->curves().contains("loss")) {
        panel.curves.push_back(curve("loss", QStringLiteral("loss"), kTotalLook));
    }
    return panel;
}

PlotPanel MonitorPlot::normPanel() const
{
    PlotPanel panel;
    panel.id = QStringLiteral("norm");
    panel.title = tr("Gradient norm");
    const double clip = m_feed->detail().experiment.train.clip;
    panel.note = clip > 0 ? tr("log · before clipping at %1 · non-finite steps stand at the rim").arg(clip)
                          : tr("log · non-finite steps stand at the rim");
    panel.isLogarithmic = true;
    panel.hasRim = true;
    panel.stretch = 110;
    panel.emptyText = tr("No step yet");
    if (m_feed->curves().contains("grad_norm")) {
        PlotCurve total = curve("grad_norm", tr("total"), kTotalLook);
        total.look.color = m_theme.color(Token::Tx1);
        total.look.dash.clear();
        panel.curves.push_back(std::move(total));
    }
    for (const double step : m_feed->skippedSteps()) {
        panel.skipped.push_back(positionOfStep(*m_feed, m_axis, step));
    }
    return panel;
}

PlotPanel MonitorPlot::ratePanel() const
{
    PlotPanel panel;
    panel.id = QStringLiteral("lr");
    panel.title = tr("Learning rate");
    panel.note = tr("as realised, by group");
    panel.stretch = 80;
    panel.includesZero = true;
    panel.emptyText = tr("No step yet");
    constexpr int kGroupLooks[] = {3, 2, 5, 1, 4, 8, 6, 7};
    std::size_t group = 0;
    for (const auto& [series, points] : m_feed->curves()) {
        if (series.starts_with("lr/")) {
            panel.curves.push_back(
                curve(series, QString::fromStdString(series.substr(3)), kGroupLooks[group++ % std::size(kGroupLooks)]));
        }
    }
    if (panel.curves.empty() && m_feed->curves().contains("lr")) { // one group: all that trains
        panel.curves.push_back(curve("lr", tr("all groups"), kGroupLooks[0]));
    }
    return panel;
}

PlotPanel MonitorPlot::scorePanel() const
{
    PlotPanel panel;
    panel.id = QStringLiteral("map");
    panel.title = tr("Validation mAP");
    panel.stretch = 80;
    panel.includesZero = true;
    const int every = m_feed->detail().experiment.train.evalEvery;
    panel.note = every > 0 ? tr("every %n epoch(s)", nullptr, every) : tr("at the end");
    panel.emptyText = tr("No validation yet");
    const std::pair<const char*, int> metrics[] = {{"mAP", 4}, {"mAP50", 1}, {"mAP75", 3}};
    for (const auto& [series, look] : metrics) {
        if (m_feed->curves().contains(series)) {
            panel.curves.push_back(curve(series, QString::fromLatin1(series), look));
            panel.curves.back().hasMarkers = true;
        }
    }
    return panel;
}

/// Branches in the order of the network: the run names its series in it.
PlotPanel MonitorPlot::skylinePanel() const
{
    PlotPanel panel;
    panel.id = QStringLiteral("skyline");
    panel.kind = PanelKind::HeatMap;
    panel.title = tr("Gradient skyline");
    panel.note = tr("norm by branch, largest of each pixel · click: in Design");
    panel.stretch = 170;
    panel.emptyText = tr("This run keeps no norm by branch");
    for (const std::string& series : m_feed->stepSeries()) {
        if (series.starts_with(kBranchNorm)) {
            panel.curves.push_back(curve(series, branchName(series), kTotalLook));
        }
    }
    return panel;
}

void MonitorPlot::rebuild()
{
    if (!m_feed) {
        return;
    }
    m_series = m_feed->curves().size();
    m_skipped = m_feed->skippedSteps().size();
    m_total = m_feed->detail().summary.totalSteps;
    CurveSet set;
    set.axis = m_axis;
    if (m_isAsRun) {
        set.epochs = epochStretches(*m_feed);
    }
    m_stretches = set.epochs.size();
    set.hasMarkLane = true;
    set.hasGuardBand = true;
    set.xEnd = m_feed->isLive() ? plannedEnd(*m_feed, m_axis) : 0;
    set.panels = {lossPanel(), normPanel(), ratePanel(), scorePanel(), skylinePanel()};
    m_plot->setCurves(std::move(set));
    takeMarks();
}

} // namespace espalier::ui

#include "ui/place/monitor/mini_plots.h"

#include "ui/widget/controls.h"

#include <QHBoxLayout>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr int kHeight = 116;
constexpr int kMilliseconds = 1000;
constexpr int kLook = 7;
constexpr const char* kUpdateRatio = "update_ratio/";
constexpr const char* kDataWait = "data_wait";

} // namespace

MiniPlots::MiniPlots(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(kHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (CurvePlot*& plot : m_plots) {
        plot = new CurvePlot(theme, this);
        plot->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(plot, 1);
    }
    m_plots[0]->setAccessibleName(tr("Images a second"));
    m_plots[1]->setAccessibleName(tr("Update against weight"));
    m_plots[2]->setAccessibleName(tr("Wait for data"));
    connect(&theme, &Theme::changed, this, &MiniPlots::rebuild);
    m_timer.setInterval(kMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &MiniPlots::takeSteps);
    m_timer.start();
}

void MiniPlots::setFeed(std::shared_ptr<RunFeed> feed)
{
    m_feed = std::move(feed);
    rebuild();
}

void MiniPlots::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    takeSteps();
}

CurveSet MiniPlots::setOf(const QString& id, const QString& title, const QString& note, const QString& emptyText,
                          CurveView points, bool isLogarithmic) const
{
    PlotCurve curve;
    curve.id = id;
    curve.look = m_theme.runLook(kLook);
    curve.look.color = m_theme.color(Token::Tx1); // one line alone: it needs no colour of its own
    curve.look.dash.clear();
    curve.points = std::move(points);
    PlotPanel panel;
    panel.id = id;
    panel.title = title;
    panel.note = note;
    panel.emptyText = emptyText;
    panel.isLogarithmic = isLogarithmic;
    panel.includesZero = !isLogarithmic;
    panel.curves.push_back(std::move(curve));
    CurveSet set;
    set.panels.push_back(std::move(panel));
    return set;
}

void MiniPlots::rebuild()
{
    if (!m_feed) {
        return;
    }
    m_series = m_feed->curves().size();
    m_speed = std::make_shared<Derived>();
    m_updates = std::make_shared<Derived>();
    deriveSpeed();
    deriveUpdates();
    m_plots[0]->setCurves(setOf(QStringLiteral("images"), tr("Images / s"), tr("by step"), tr("No step yet"),
                                {m_speed, &m_speed->x, &m_speed->y}, false));
    m_plots[1]->setCurves(setOf(QStringLiteral("updates"), tr("Update / weight"), tr("log · largest of all branches"),
                                tr("This run does not say it"), {m_updates, &m_updates->x, &m_updates->y}, true));
    m_plots[2]->setCurves(setOf(QStringLiteral("wait"), tr("Wait for data"), tr("seconds a step"),
                                tr("This run does not say it"), curveView(m_feed, kDataWait, XAxis::Step), false));
    for (CurvePlot* plot : m_plots) {
        plot->fit();
    }
}

void MiniPlots::takeSteps()
{
    if (!m_feed || !isVisible()) {
        return;
    }
    if (m_feed->curves().size() != m_series) {
        rebuild();
        return;
    }
    deriveSpeed();
    deriveUpdates();
    for (CurvePlot* plot : m_plots) {
        plot->pointsAppended();
    }
}

/// From the clock of the steps; what took no time at all, as a repeated row, says nothing.
void MiniPlots::deriveSpeed()
{
    const auto loss = m_feed->curves().find("loss");
    if (loss == m_feed->curves().end()) {
        return;
    }
    const experiment::TrainSettings& train = m_feed->detail().experiment.train;
    const double images = static_cast<double>(train.batch) * train.accumulate;
    const Curve& clock = loss->second;
    for (std::size_t i = std::max<std::size_t>(1, m_speed->read); i < clock.seconds.size(); ++i) {
        const double took = clock.seconds[i] - clock.seconds[i - 1];
        if (took > 0) {
            m_speed->x.push_back(clock.step[i]);
            m_speed->y.push_back(images / took);
        }
    }
    m_speed->read = clock.seconds.size();
}

/// The branches say it at the same steps.
void MiniPlots::deriveUpdates()
{
    std::vector<const Curve*> branches;
    std::size_t count = 0;
    for (auto each = m_feed->curves().lower_bound(kUpdateRatio);
         each != m_feed->curves().end() && each->first.starts_with(kUpdateRatio); ++each) {
        branches.push_back(&each->second);
        count = branches.size() == 1 ? each->second.value.size() : std::min(count, each->second.value.size());
    }
    for (std::size_t i = m_updates->read; i < count; ++i) {
        double largest = branches.front()->value[i];
        for (const Curve* branch : branches) {
            largest = std::isnan(branch->value[i]) ? branch->value[i] : std::max(largest, branch->value[i]);
        }
        m_updates->x.push_back(branches.front()->step[i]);
        m_updates->y.push_back(largest);
    }
    m_updates->read = count;
}

} // namespace espalier::ui

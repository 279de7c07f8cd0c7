#include "ui/place/monitor/monitor_place.h"

#include "ui/bridge/core_text.h"
#include "ui/place/monitor/autopsy_panel.h"
#include "ui/place/monitor/event_list.h"
#include "ui/place/monitor/idle_veil.h"
#include "ui/place/monitor/live_strip.h"
#include "ui/place/monitor/monitor_head.h"
#include "ui/place/monitor/monitor_plot.h"
#include "ui/place/monitor/run_prompts.h"
#include "ui/place/monitor/run_state_view.h"
#include "ui/place/monitor/verdict_box.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kEventsWidth = 400;
constexpr int kAutopsyWidth = 440; ///< beside the events
constexpr int kWide = 1800;        ///< from here on autopsy and events stand side by side

} // namespace

MonitorPlace::MonitorPlace(const PlaceContext& context, QWidget* parent) : Place(parent), m_context(context)
{
    setObjectName(QStringLiteral("monitor"));
    build();
    connectCommands();
    connect(&context.runs, &RunCatalogue::changed, this, &MonitorPlace::takeRuns);
    connect(&context.navigator, &Navigator::watchRequested, this, &MonitorPlace::watch);
    takeRuns();
    showView();
}

MonitorPlace::~MonitorPlace() = default;

void MonitorPlace::build()
{
    m_views = new QStackedWidget(this);
    m_stateView = new StateView(m_context.theme, this);
    m_body = buildBody();
    m_views->addWidget(m_stateView);
    m_views->addWidget(m_body);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_views, 1);
}

QWidget* MonitorPlace::buildHead()
{
    m_head = new MonitorHead(m_context.theme, m_context.commands, this);
    connect(m_head, &MonitorHead::resumeRequested, this, &MonitorPlace::resumeRun);
    connect(m_head, &MonitorHead::watchRequested, this, &MonitorPlace::watch);
    connect(m_head, &MonitorHead::axisChosen, this,
            [this](XAxis axis, bool isAsRun) { m_plot->setAxis(axis, isAsRun); });
    return m_head;
}

/// Above the last run while nobody asked for one: how to start the next.
QWidget* MonitorPlace::buildIdleBar(QWidget* parent)
{
    m_idleBar = new QFrame(parent);
    m_idleBar->setProperty("kind", QStringLiteral("head"));
    m_idleBar->setObjectName(QStringLiteral("monitorIdle"));
    m_idleText = makeLabel({}, Tone::Second, m_idleBar);
    QPushButton* look = makeButton(tr("Look at it"), CommandButton::Kind::Link, m_idleBar);
    connect(look, &QPushButton::clicked, this, [this] { setIdle(false); });
    auto* row = new QHBoxLayout(m_idleBar);
    row->setContentsMargins(12, 6, 12, 6);
    row->addWidget(m_idleText);
    row->addWidget(look);
    row->addStretch(1);
    m_idleBar->setVisible(false);
    return m_idleBar;
}

void MonitorPlace::setIdle(bool isIdle)
{
    m_isIdle = isIdle && hasRun();
    m_idleBar->setVisible(m_isIdle);
    m_veil->setVisible(m_isIdle);
    m_veil->raise();
    if (m_isIdle) {
        m_idleText->setText(tr("No run is going. Below stands the last one, #%1 %2; start one, and it takes its place.")
                                .arg(m_run)
                                .arg(QString::fromStdString(m_feed->detail().summary.name)));
    }
}

QWidget* MonitorPlace::buildBody()
{
    auto* body = new QWidget(this);
    m_strip = new LiveStrip(m_context.theme, body);
    m_columns = new QSplitter(Qt::Horizontal, body);
    m_columns->setObjectName(QStringLiteral("monitor"));
    m_columns->setHandleWidth(1);
    m_columns->setChildrenCollapsible(false);
    m_plot = new MonitorPlot(m_context.theme, m_columns);
    m_plot->plot().setFocusPolicy(Qt::StrongFocus);
    m_veil = new IdleVeil(m_context.theme, m_plot);
    connect(m_veil, &IdleVeil::lifted, this, [this] { setIdle(false); });
    m_side = new QSplitter(Qt::Vertical, m_columns);
    m_side->setObjectName(QStringLiteral("monitorSide"));
    m_side->setHandleWidth(1);
    m_side->setChildrenCollapsible(false);
    m_autopsy = new AutopsyPanel(m_context.theme, m_context.services, m_side);
    m_autopsy->setVisible(false);
    auto* side = new QWidget(m_side);
    m_side->addWidget(m_autopsy);
    m_side->addWidget(side);
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    sideColumn->setSpacing(0);
    m_verdict = new VerdictBox(m_context.theme, side);
    connect(m_verdict, &VerdictBox::resumeRequested, this, &MonitorPlace::resumeRun);
    sideColumn->addWidget(m_verdict);
    m_events = new EventList(m_context.theme, side);
    sideColumn->addWidget(m_events, 1);
    m_columns->addWidget(m_plot);
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 0);
    m_columns->setSizes({1000, kEventsWidth});
    side->setMinimumWidth(300);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildIdleBar(body));
    column->addWidget(m_strip);
    column->addWidget(m_columns, 1);
    connect(m_events, &EventList::markSelected, this, [this](qint64 mark) {
        m_mark = mark;
        m_plot->showMark(static_cast<std::size_t>(mark));
    });
    connect(m_events, &EventList::markOpened, this, &MonitorPlace::openAutopsy);
    connect(&m_plot->plot(), &CurvePlot::markClicked, this, [this](qint64 mark) {
        m_mark = mark;
        m_events->select(static_cast<std::size_t>(mark));
        m_plot->showMark(static_cast<std::size_t>(mark));
        openAutopsy(mark);
    });
    connect(&m_plot->plot(), &CurvePlot::menuOpening, this, &MonitorPlace::fillMenu);
    connect(m_autopsy, &AutopsyPanel::closeRequested, this, &MonitorPlace::closeAutopsy);
    connect(m_autopsy, &AutopsyPanel::moduleFound, m_plot, &MonitorPlot::showModule);
    connect(m_autopsy, &AutopsyPanel::moduleRequested, &m_context.navigator, &Navigator::moduleRequested);
    connect(m_autopsy, &AutopsyPanel::noticeRequested, &m_context.navigator, &Navigator::noticeRequested);
    connect(&m_plot->plot(), &CurvePlot::followingChanged, this, &MonitorPlace::takeCommands);
    connect(&m_plot->plot(), &CurvePlot::rowClicked, this, [this](const QString& series) {
        Q_EMIT m_context.navigator.moduleRequested(branchName(series.toStdString()));
    });
    return body;
}

void MonitorPlace::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::PauseResume, [this] {
        if (hasRun()) {
            post(m_feed->state() == run::RunState::Paused ? run::CommandKind::Resume : run::CommandKind::Pause);
        }
    });
    on(CommandId::CheckpointNow, [this] { post(run::CommandKind::CheckpointNow); });
    on(CommandId::StopRun, [this] {
        if (hasRun()) {
            askToStop(m_head->stop(), *m_feed, [this](run::Command stop) { post(stop.kind, stop.value); });
        }
    });
    on(CommandId::ChangeLr, [this] {
        if (hasRun()) {
            askForRate(m_head->rate(), m_context.theme, *m_feed,
                       [this](double factor) { post(run::CommandKind::SetLearningRate, factor); });
        }
    });
    on(CommandId::RewindHere, [this] { askToRewind(stepHere()); });
    on(CommandId::ShowAutopsy, [this] { openLastAutopsy(); });
    on(CommandId::ExportAutopsy, [this] {
        if (!m_autopsy->hasPage()) {
            openLastAutopsy();
        }
        m_autopsy->askForExport();
    });
    on(CommandId::FollowLive, [this] { m_plot->plot().follow(); });
    on(CommandId::PreviousEvent, [this] { stepMark(-1); });
    on(CommandId::NextEvent, [this] { stepMark(1); });
    on(CommandId::AsTable, [this] { m_plot->plot().showTable(0); });
    on(CommandId::ExportPlot, [this] { m_plot->plot().askForExport(); });
}

void MonitorPlace::takeRuns()
{
    const auto& runs = m_context.runs.runs();
    m_head->takeRuns(runs, m_run);
    if (m_run != 0 && !m_context.runs.find(m_run)) {
        watch(0);
    }
    if (m_run == 0 && !runs.empty()) {
        watch(runs.front().id);
        setIdle(runs.front().state == run::RunState::Finished || runs.front().state == run::RunState::Stopped);
    }
    if (m_isIdle && !runs.empty() && !run::isOver(runs.front().state)) {
        watch(runs.front().id); // nobody asked for the old one
    }
    m_head->choose(m_run);
    showView();
}

void MonitorPlace::watch(qint64 run)
{
    setIdle(false);
    if (run == m_run) {
        return;
    }
    if (m_feed) {
        m_feed->disconnect(this);
    }
    m_run = run;
    m_mark = -1;
    m_autopsy->setVisible(false);
    m_feed = run == 0 ? nullptr : m_context.runs.feed(run);
    if (m_feed) {
        m_plot->setFeed(m_feed);
        m_events->setFeed(m_feed);
        connect(m_feed.get(), &RunFeed::loaded, this, [this] {
            m_plot->setFeed(m_feed);
            m_events->setFeed(m_feed);
            takeState();
            takeSteps();
            takeMarks();
        });
        connect(m_feed.get(), &RunFeed::advanced, this, &MonitorPlace::takeSteps);
        connect(m_feed.get(), &RunFeed::marked, this, &MonitorPlace::takeMarks);
        connect(m_feed.get(), &RunFeed::stateChanged, this, &MonitorPlace::takeState);
        takeSteps();
        takeMarks();
    }
    if (m_run != 0 && !m_head->offers(m_run)) {
        takeRuns(); // an old one that was not offered
    }
    m_head->choose(m_run);
    takeState();
}

void MonitorPlace::takeState()
{
    m_head->takeState(m_feed.get());
    if (m_feed) {
        m_strip->take(*m_feed);
        takeMarks();
        setIdle(m_isIdle && (m_feed->isLoading() || !m_feed->isLive()));
    }
    takeCommands();
    showView();
}

void MonitorPlace::takeSteps()
{
    if (!m_isShown || !m_feed) {
        return;
    }
    m_plot->takeSteps();
    m_strip->take(*m_feed);
    showLag();
    showView();
}

/// How far what is looked at lies behind the newest step.
void MonitorPlace::showLag()
{
    if (m_feed->isLive() && !m_plot->plot().isFollowing()) {
        const double seen = secondsAt(*m_feed, m_plot->axis(), m_plot->plot().xRange().second);
        m_head->showLag(std::max(0.0, m_feed->seconds() - seen));
    }
}

void MonitorPlace::takeMarks()
{
    if (!m_feed) {
        return;
    }
    m_plot->takeMarks();
    m_events->takeNew();
    m_head->takeGuard(*m_feed);
    m_verdict->take(*m_feed);
    m_verdict->setVisible(m_verdict->hasWords() && m_autopsy->isHidden());
}

void MonitorPlace::takeCommands()
{
    if (m_context.commands.place() != PlaceId::Monitor) {
        return;
    }
    CommandTable& commands = m_context.commands;
    const run::RunState state = hasRun() ? m_feed->state() : run::RunState::Finished;
    const bool isLive = hasRun() && m_feed->isLive();
    const bool isPaused = state == run::RunState::Paused;
    QAction* pause = commands.action(CommandId::PauseResume);
    pause->setEnabled(isLive);
    pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    pause->setIcon(themedIcon(m_context.theme, isPaused ? u"play" : u"pause"));
    for (const CommandId id : {CommandId::CheckpointNow, CommandId::ChangeLr, CommandId::StopRun}) {
        commands.action(id)->setEnabled(isLive);
    }
    const bool isFollowing = m_plot->plot().isFollowing();
    commands.action(CommandId::FollowLive)->setEnabled(isLive && !isFollowing);
    const QString reason = whyNoRewind();
    QAction* rewind = commands.action(CommandId::RewindHere);
    rewind->setEnabled(reason.isEmpty());
    rewind->setToolTip(reason.isEmpty() ? rewind->text() : reason);
    m_head->takeButtons(m_feed.get(), isFollowing);
}

void MonitorPlace::showView()
{
    m_views->setCurrentWidget(
        showRunState(*m_stateView, m_feed.get(), m_context.runs) ? static_cast<QWidget*>(m_stateView) : m_body);
}

void MonitorPlace::post(run::CommandKind kind, double value)
{
    if (hasRun() && m_feed->isLive()) {
        m_feed->post({kind, value});
    }
}

std::optional<qint64> MonitorPlace::stepHere() const
{
    const auto x = hasRun() ? m_plot->plot().cursor() : std::nullopt;
    const auto step = x ? stepAt(*m_feed, m_plot->axis(), *x) : std::nullopt;
    return step ? std::optional(static_cast<qint64>(*step)) : std::nullopt;
}

QString MonitorPlace::whyNoRewind() const
{
    return !hasRun()            ? tr("There is no run to rewind")
           : !m_feed->isLive()  ? tr("The run is over: it cannot be rewound, but resumed from its last checkpoint")
           : m_feed->step() < 1 ? tr("The run has not taken a step yet")
                                : QString();
}

void MonitorPlace::askToRewind(std::optional<qint64> step)
{
    if (!whyNoRewind().isEmpty() || !step) {
        Q_EMIT m_context.navigator.noticeRequested(
            step ? whyNoRewind() : tr("Put the cursor on the step to go back to, then rewind"), false);
        return;
    }
    askAboutRewind(this, *m_feed, *step, [this, step] { post(run::CommandKind::Rewind, static_cast<double>(*step)); });
}

void MonitorPlace::fillMenu(QMenu* menu, double x)
{
    const auto step = hasRun() ? stepAt(*m_feed, m_plot->axis(), x) : std::nullopt;
    const QString reason = whyNoRewind();
    QAction* rewind = menu->addAction(!reason.isEmpty() ? tr("Rewind: %1").arg(reason)
                                      : step ? tr("Rewind to step %1…").arg(countText(static_cast<std::int64_t>(*step)))
                                             : tr("Rewind to here…"));
    rewind->setIcon(themedIcon(m_context.theme, u"rewind"));
    rewind->setEnabled(reason.isEmpty() && step.has_value());
    connect(rewind, &QAction::triggered, this, [this, step] { askToRewind(static_cast<qint64>(*step)); });
}

void MonitorPlace::openAutopsy(qint64 mark)
{
    if (!hasRun() || mark < 0 || static_cast<std::size_t>(mark) >= m_feed->marks().size()) {
        return;
    }
    const run::Event& event = m_feed->marks()[static_cast<std::size_t>(mark)];
    const bool hasAutopsy =
        std::holds_alternative<run::Guarded>(event.body) || std::holds_alternative<run::AutopsyWritten>(event.body);
    if (!hasAutopsy) {
        return;
    }
    m_autopsy->open(m_feed, *eventStep(event));
    m_autopsy->setVisible(true);
    m_verdict->setVisible(false);
    if (m_side->orientation() == Qt::Horizontal) {
        m_columns->setSizes({width() - kAutopsyWidth - kEventsWidth, kAutopsyWidth + kEventsWidth});
        m_side->setSizes({kAutopsyWidth, kEventsWidth});
    } else {
        m_side->setSizes({m_side->height() * 2 / 3, m_side->height() / 3});
    }
}

void MonitorPlace::openLastAutopsy()
{
    if (!hasRun()) {
        return;
    }
    const auto& marks = m_feed->marks();
    const bool isHere = m_mark >= 0 && static_cast<std::size_t>(m_mark) < marks.size() &&
                        std::holds_alternative<run::Guarded>(marks[static_cast<std::size_t>(m_mark)].body);
    qint64 mark = isHere ? m_mark : static_cast<qint64>(marks.size()) - 1;
    const auto isTrouble = [&](qint64 at) {
        const auto* guarded = std::get_if<run::Guarded>(&marks[static_cast<std::size_t>(at)].body);
        return guarded != nullptr && guarded->stability != run::Stability::Stable;
    };
    while (!isHere && mark >= 0 && !isTrouble(mark)) {
        --mark;
    }
    if (mark < 0) {
        Q_EMIT m_context.navigator.noticeRequested(tr("The guard has nothing to report of this run"), false);
        return;
    }
    openAutopsy(mark);
}

void MonitorPlace::closeAutopsy()
{
    m_autopsy->setVisible(false);
    m_verdict->setVisible(m_verdict->hasWords());
    m_events->setFocus();
}

void MonitorPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    m_side->setOrientation(width() >= kWide ? Qt::Horizontal : Qt::Vertical);
}

void MonitorPlace::resumeRun()
{
    const auto resumed = m_context.runs.resume(m_run);
    if (!resumed) {
        Q_EMIT m_context.navigator.noticeRequested(errorText(resumed.error()), true);
    }
    takeState();
}

void MonitorPlace::stepMark(int direction)
{
    if (!hasRun() || m_feed->marks().empty()) {
        return;
    }
    const auto count = static_cast<qint64>(m_feed->marks().size());
    qint64 mark = m_mark < 0 ? (direction > 0 ? 0 : count - 1) : m_mark + direction;
    while (mark >= 0 && mark < count && !eventStep(m_feed->marks()[static_cast<std::size_t>(mark)])) {
        mark += direction;
    }
    if (mark < 0 || mark >= count) {
        return;
    }
    m_mark = mark;
    m_plot->showMark(static_cast<std::size_t>(mark));
    m_events->select(static_cast<std::size_t>(mark));
}

void MonitorPlace::activated()
{
    m_isShown = true;
    takeState();
    takeSteps();
    m_plot->plot().setFocus();
}

void MonitorPlace::deactivated()
{
    m_isShown = false;
}

QVariant MonitorPlace::state() const
{
    return m_run;
}

void MonitorPlace::restore(const QVariant& state)
{
    if (m_context.runs.find(state.toLongLong())) {
        watch(state.toLongLong());
    }
}

} // namespace espalier::ui

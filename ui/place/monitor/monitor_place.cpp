#include "ui/place/monitor/monitor_place.h"

#include "ui/place/monitor/autopsy_panel.h"
#include "ui/place/monitor/event_list.h"
#include "ui/place/monitor/live_strip.h"
#include "ui/place/monitor/monitor_plot.h"
#include "ui/place/monitor/run_prompts.h"
#include "ui/place/monitor/run_sentences.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kEventsWidth = 400;
constexpr int kAutopsyWidth = 440; ///< beside the events
constexpr int kOffered = 200;      ///< runs to choose from here; the whole list is in Runs
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
    auto* head = new PlaceHead(this);
    head->addLeft(makeLabel(tr("Monitor"), Tone::Title, head));
    m_choice = new QComboBox(head);
    m_choice->setMinimumWidth(260);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setAccessibleName(tr("Run to watch"));
    head->addLeft(m_choice);
    m_stateChip = new Chip(head);
    m_guardChip = new Chip(head);
    head->addLeft(m_stateChip);
    head->addLeft(m_guardChip);
    m_axis = new QComboBox(head);
    m_axis->addItems({tr("as run"), tr("by step"), tr("by time")});
    m_axis->setItemData(0, tr("Epochs over the steps as they were run; a rewind is a cut"), Qt::ToolTipRole);
    m_axis->setAccessibleName(tr("Axis"));
    const auto button = [&](CommandId id, CommandButton::Kind kind) {
        auto* made = new CommandButton(m_context.commands.action(id), kind, head);
        head->addRight(made);
        return made;
    };
    m_follow = button(CommandId::FollowLive, CommandButton::Kind::Normal);
    head->addRight(m_axis);
    m_pause = button(CommandId::PauseResume, CommandButton::Kind::Normal);
    m_checkpoint = button(CommandId::CheckpointNow, CommandButton::Kind::Normal);
    m_rate = button(CommandId::ChangeLr, CommandButton::Kind::Normal);
    m_stop = button(CommandId::StopRun, CommandButton::Kind::Danger);
    m_resume = makeButton(tr("Resume"), CommandButton::Kind::Normal, head);
    m_resume->setIcon(themedIcon(m_context.theme, u"resume"));
    head->addRight(m_resume);
    m_start = button(CommandId::StartRun, CommandButton::Kind::Primary);
    connect(m_resume, &QPushButton::clicked, this, &MonitorPlace::resumeRun);
    connect(m_choice, &QComboBox::activated, this, [this](int row) { watch(m_choice->itemData(row).toLongLong()); });
    connect(m_axis, &QComboBox::currentIndexChanged, this,
            [this](int choice) { m_plot->setAxis(choice == 2 ? XAxis::Time : XAxis::Step, choice == 0); });
    return head;
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
    m_verdict = new QFrame(side);
    m_verdict->setProperty("kind", QStringLiteral("head"));
    auto* verdict = new QVBoxLayout(m_verdict);
    verdict->setContentsMargins(12, 10, 12, 10);
    verdict->setSpacing(4);
    m_verdictTitle = makeLabel({}, Tone::Title, m_verdict);
    m_verdictText = makeLabel({}, Tone::Second, m_verdict);
    m_verdictText->setWordWrap(true);
    m_verdictText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verdict->addWidget(m_verdictTitle);
    verdict->addWidget(m_verdictText);
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
    on(CommandId::StopRun, [this] { askToStop(m_stop, [this] { post(run::CommandKind::Stop); }); });
    on(CommandId::ChangeLr, [this] {
        if (hasRun()) {
            askForRate(m_rate, m_context.theme, *m_feed,
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
    const QSignalBlocker quiet(m_choice);
    const auto& runs = m_context.runs.runs();
    m_choice->clear();
    for (const store::RunSummary& run : runs) {
        if (m_choice->count() >= kOffered && run.id != m_run) {
            continue;
        }
        m_choice->addItem(themedIcon(m_context.theme, stateIcon(run.state), stateToken(run.state)),
                          QStringLiteral("#%1  %2").arg(run.id).arg(QString::fromStdString(run.name)),
                          static_cast<qint64>(run.id));
    }
    if (m_run != 0 && !m_context.runs.find(m_run)) {
        watch(0);
    }
    if (m_run == 0 && !runs.empty()) {
        watch(runs.front().id);
    }
    m_choice->setCurrentIndex(m_choice->findData(m_run));
    m_choice->setVisible(!runs.empty());
    showView();
}

void MonitorPlace::watch(qint64 run)
{
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
    if (m_run != 0 && m_choice->findData(m_run) < 0) {
        takeRuns(); // an old one that was not offered
    }
    m_choice->setCurrentIndex(m_choice->findData(m_run));
    takeState();
}

void MonitorPlace::takeState()
{
    if (m_feed) {
        const run::RunState state = m_feed->state();
        QString text = stateText(state);
        if (state == run::RunState::Lost) {
            text = tr("Lost: no sign for %1").arg(durationText(m_feed->secondsSinceLastSign()));
        }
        m_stateChip->setState(text, stateChip(state));
        m_strip->take(*m_feed);
        takeMarks();
    } else {
        m_stateChip->setState({}, Chip::Kind::Plain);
        m_guardChip->setState({}, Chip::Kind::Plain);
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
        m_follow->setShortText(
            tr("Follow live · %1 behind").arg(durationText(std::max(0.0, m_feed->seconds() - seen))));
    }
}

void MonitorPlace::takeMarks()
{
    if (!m_feed) {
        return;
    }
    m_plot->takeMarks();
    m_events->takeNew();
    const auto& marks = m_feed->marks();
    const auto last = std::find_if(marks.rbegin(), marks.rend(), [](const run::Event& event) {
        return std::holds_alternative<run::Guarded>(event.body);
    });
    const bool isLost = m_feed->state() == run::RunState::Lost;
    m_verdict->setVisible((isLost || last != marks.rend()) && m_autopsy->isHidden());
    if (isLost) {
        m_verdictTitle->setText(tr("The process of this run is gone"));
        m_verdictText->setText(lostText(*m_feed));
    }
    if (last == marks.rend()) {
        m_guardChip->setState({}, Chip::Kind::Plain);
        return;
    }
    const auto& guarded = std::get<run::Guarded>(last->body);
    const auto kind = guarded.stability == run::Stability::Exploded  ? Chip::Kind::Bad
                      : guarded.stability == run::Stability::Warning ? Chip::Kind::Warning
                                                                     : Chip::Kind::Good;
    m_guardChip->setState(tr("guard: %1").arg(stabilityText(guarded.stability)), kind);
    if (isLost) {
        return;
    }
    m_verdictTitle->setText(
        guarded.stability == run::Stability::Exploded  ? tr("Exploded at step %1").arg(countText(guarded.step))
        : guarded.stability == run::Stability::Warning ? tr("Warning at step %1").arg(countText(guarded.step))
                                                       : tr("Stable again at step %1").arg(countText(guarded.step)));
    m_verdictText->setText(eventText(*last));
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
    const bool isAway = isLive && !m_plot->plot().isFollowing();
    commands.action(CommandId::FollowLive)->setEnabled(isAway);
    const QString reason = whyNoRewind();
    QAction* rewind = commands.action(CommandId::RewindHere);
    rewind->setEnabled(reason.isEmpty());
    rewind->setToolTip(reason.isEmpty() ? rewind->text() : reason);
    for (CommandButton* button : {m_pause, m_checkpoint, m_rate, m_stop}) {
        button->setVisible(isLive);
    }
    m_follow->setVisible(isAway);
    m_start->setVisible(!isLive);
    m_resume->setVisible(hasRun() && !isLive && state != run::RunState::Finished);
    m_axis->setVisible(hasRun());
}

void MonitorPlace::showView()
{
    const QString storeError = m_context.runs.error();
    if (!hasRun()) {
        if (!storeError.isEmpty()) {
            m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The store could not be read"),
                              storeError);
        } else {
            m_stateView->show(StateView::Kind::Empty, QStringLiteral("monitor"), tr("No run yet"),
                              tr("Start the experiment that is open in Design, here or with espalier-cli on the same "
                                 "store: it appears and moves live."));
        }
        m_views->setCurrentWidget(m_stateView);
        return;
    }
    if (!m_feed->error().isEmpty() && m_feed->curves().empty()) {
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("Run %1 could not be read").arg(m_run),
                          m_feed->error());
        m_views->setCurrentWidget(m_stateView);
        return;
    }
    if (m_feed->isLoading()) {
        m_stateView->show(StateView::Kind::Busy, QStringLiteral("clock"), tr("Reading run %1").arg(m_run), {});
        m_views->setCurrentWidget(m_stateView);
        return;
    }
    if (m_feed->state() == run::RunState::Failed && m_feed->curves().empty()) {
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("Run %1 failed").arg(m_run),
                          QString::fromStdString(m_feed->detail().summary.message));
        m_views->setCurrentWidget(m_stateView);
        return;
    }
    if (m_feed->curves().empty() && m_feed->isLive()) {
        const bool isQueued = m_feed->state() == run::RunState::Queued;
        m_stateView->show(StateView::Kind::Busy, QStringLiteral("clock"),
                          isQueued ? tr("Run %1 waits for the one before it").arg(m_run)
                                   : tr("Run %1 gets ready").arg(m_run),
                          waitingText(*m_feed, m_context.runs));
        m_views->setCurrentWidget(m_stateView);
        return;
    }
    m_views->setCurrentWidget(m_body);
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
    m_verdict->setVisible(!m_verdictText->text().isEmpty());
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
        Q_EMIT m_context.navigator.noticeRequested(QString::fromStdString(describe(resumed.error())), true);
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

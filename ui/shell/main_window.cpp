#include "ui/shell/main_window.h"

#include "ui/bridge/core_text.h"
#include "ui/bridge/experiment_queue.h"
#include "ui/edit/document_checks.h"
#include "ui/place/compare/compare_place.h"
#include "ui/place/data/data_place.h"
#include "ui/place/design/design_place.h"
#include "ui/place/monitor/monitor_place.h"
#include "ui/place/runs/runs_place.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/focus_ring.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/notice_stack.h"
#include "ui/shell/place_rail.h"
#include "ui/shell/splitter_memory.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/unsaved_copy.h"
#include "ui/widget/icon.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

const QSize kSmallest(1120, 680);
const QSize kUsual(1440, 900);

} // namespace

MainWindow::MainWindow(const Services& services, Theme& theme, Language& language, QWidget* parent)
    : QMainWindow(parent), m_services(services), m_theme(theme), m_language(language), m_document(services),
      m_runs(services), m_context{m_services, m_theme, m_commands, m_document, m_runs, m_navigator}
{
    setObjectName(QStringLiteral("window"));
    m_splitters = new SplitterMemory(this);
    m_unsaved = new UnsavedCopy(m_document, this);
    setWindowIcon(productIcon());
    setMinimumSize(kSmallest);
    resize(kUsual);
    m_commands.retranslate();
    setCommandIcons();
    for (const CommandRow& row : commandRows()) {
        addAction(m_commands.action(row.id));
    }
    buildContent();
    connectCommands();
    connectFileCommands();
    connectNavigator();
    connect(&m_document, &ExperimentDocument::fileChanged, this, &MainWindow::takeTitle);
    connect(&m_document, &ExperimentDocument::experimentChanged, this, &MainWindow::takeTitle);
    connect(&m_document.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::takeUndo);
    connect(&m_theme, &Theme::changed, this, [this] { update(); });
    setAcceptDrops(true);
    restoreGeometry(QSettings().value(QStringLiteral("window/geometry")).toByteArray());
    showPlace(PlaceId::Design);
    takeTitle();
    if (!m_runs.error().isEmpty()) {
        notify(m_runs.error(), true);
    }
}

MainWindow::~MainWindow()
{
    // Places hold feeds and look at the document: they go first.
    m_places.clear();
    delete takeCentralWidget();
}

void MainWindow::buildContent()
{
    std::map<PlaceId, QVariant> states;
    for (const auto& [id, place] : m_places) {
        states[id] = place->state();
    }
    const PlaceId shown = m_commands.place();
    m_places.clear();
    delete takeCentralWidget();
    delete m_palette;
    delete m_keys;
    delete m_ring;

    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new PlaceRail(m_commands, m_theme, content);
    row->addWidget(m_rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    m_stack = new QStackedWidget(content);
    auto* strip = new StatusStrip(m_runs, m_theme, QString::fromStdString(m_services.storePath.string()), content);
    connect(strip, &StatusStrip::watchRequested, &m_navigator, &Navigator::watchRequested);
    connect(strip, &StatusStrip::queueRequested, this, [this] { showPlace(PlaceId::Runs); });
    column->addWidget(m_stack, 1);
    column->addWidget(strip);
    row->addLayout(column, 1);

    m_places[PlaceId::Design] = new DesignPlace(m_context, m_stack);
    m_places[PlaceId::Data] = new DataPlace(m_context, m_stack);
    m_places[PlaceId::Monitor] = new MonitorPlace(m_context, m_stack);
    m_places[PlaceId::Compare] = new ComparePlace(m_context, m_stack);
    m_places[PlaceId::Runs] = new RunsPlace(m_context, m_stack);
    for (const auto& [id, place] : m_places) {
        m_stack->addWidget(place);
        if (QUndoStack* stack = place->undoStack()) {
            connect(stack, &QUndoStack::indexChanged, this, &MainWindow::takeUndo);
        }
        if (const auto found = states.find(id); found != states.end()) {
            place->restore(found->second);
        }
    }
    setCentralWidget(content);
    m_ring = new FocusRing(m_theme, this);
    if (m_notices) {
        m_notices->raise(); // what it asks outlives a change of language
    } else {
        m_notices = new NoticeStack(m_theme, this);
    }
    m_palette = new CommandPalette(m_commands, m_theme, this);
    m_keys = new KeySheet(m_commands, m_theme, this);
    showPlace(shown);
}

void MainWindow::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::GoDesign, [this] { showPlace(PlaceId::Design); });
    on(CommandId::GoData, [this] { showPlace(PlaceId::Data); });
    on(CommandId::GoMonitor, [this] { showPlace(PlaceId::Monitor); });
    on(CommandId::GoCompare, [this] { showPlace(PlaceId::Compare); });
    on(CommandId::GoRuns, [this] { showPlace(PlaceId::Runs); });
    on(CommandId::CommandPalette, [this] { m_palette->open(); });
    on(CommandId::KeySheet, [this] { m_keys->open(); });
    on(CommandId::NextPanel, [this] { focusPanel(1); });
    on(CommandId::PreviousPanel, [this] { focusPanel(-1); });
    on(CommandId::Undo, [this] { step(true); });
    on(CommandId::Redo, [this] { step(false); });
    on(CommandId::ToggleTheme, [this] {
        m_theme.setScheme(m_theme.scheme() == Scheme::Dark ? Scheme::Light : Scheme::Dark);
        rememberLayout();
    });
    on(CommandId::SwitchLanguage, [this] {
        setLanguage(m_language.code() == QLatin1String("ko") ? QStringLiteral("en") : QStringLiteral("ko"));
        rememberLayout();
    });
    on(CommandId::Quit, [this] { close(); });
    on(CommandId::AddToQueue, [this] { addToQueue(); });
    on(CommandId::StartRun, [this] {
        if (m_document.checks().errors() == 0) {
            startRun();
        } else {
            showPlace(PlaceId::Design);
            Q_EMIT m_navigator.startQuestioned();
        }
    });
}

void MainWindow::connectNavigator()
{
    connect(&m_navigator, &Navigator::showPlaceRequested, this, &MainWindow::showPlace);
    connect(&m_navigator, &Navigator::startRequested, this, &MainWindow::startRun);
    connect(&m_navigator, &Navigator::noticeRequested, this, &MainWindow::notify);
    connect(&m_navigator, &Navigator::cloneRequested, this, &MainWindow::clone);
    connect(&m_navigator, &Navigator::watchRequested, this, [this] { showPlace(PlaceId::Monitor); });
    connect(&m_navigator, &Navigator::compareRequested, this, [this] { showPlace(PlaceId::Compare); });
    connect(&m_navigator, &Navigator::moduleRequested, this, [this] { showPlace(PlaceId::Design); });
}

void MainWindow::setCommandIcons()
{
    for (const CommandRow& row : commandRows()) {
        // Those that stand on a filled button.
        const bool isPrimary =
            row.id == CommandId::StartRun || row.id == CommandId::CompareSelected || row.id == CommandId::NewFromPreset;
        m_commands.action(row.id)->setIcon(
            themedIcon(m_theme, QString::fromLatin1(row.icon), isPrimary ? Token::OnAcc : Token::Tx2));
    }
}

Place* MainWindow::place(PlaceId place) const
{
    const auto found = m_places.find(place);
    return found == m_places.end() ? nullptr : found->second;
}

void MainWindow::showPlace(PlaceId place)
{
    Place* next = this->place(place);
    if (!next) {
        return;
    }
    auto* before = qobject_cast<Place*>(m_stack->currentWidget());
    if (before && before != next) {
        before->deactivated();
    }
    m_commands.setPlace(place);
    m_stack->setCurrentWidget(next);
    m_rail->setPlace(place);
    next->activated();
    if (!next->isAncestorOf(QApplication::focusWidget())) {
        next->setFocus();
    }
    takeUndo();
}

void MainWindow::startRun()
{
    const experiment::Experiment& experiment = m_document.experiment();
    const auto started = m_runs.start(experiment, m_document.file());
    if (!started) {
        notify(tr("The run did not start: %1").arg(errorText(started.error())), true);
        return;
    }
    Q_EMIT m_navigator.watchRequested(*started);
}

void MainWindow::compare(const QList<qint64>& runs)
{
    Q_EMIT m_navigator.compareRequested(runs);
}

void MainWindow::setLanguage(const QString& code)
{
    m_language.apply(code);
    m_commands.retranslate();
    const auto state = m_splitters->states();
    buildContent();
    m_splitters->watch(this);
    m_splitters->setStates(state);
    takeTitle();
}

void MainWindow::takeTitle()
{
    const std::filesystem::path& file = m_document.file();
    const QString name = file.empty() ? QString::fromStdString(m_document.experiment().name)
                                      : QString::fromStdString(file.filename().string());
    setWindowTitle(name.isEmpty() ? QStringLiteral("Espalier") : QStringLiteral("%1[*] - Espalier").arg(name));
    setWindowModified(m_document.isModified());
}

void MainWindow::addToQueue()
{
    if (m_document.experiment() == experiment::Experiment()) {
        notify(tr("No experiment is open: there is nothing to add"), false);
        return;
    }
    ExperimentQueue& queue = m_runs.queue();
    queue.add(m_document.experiment(), m_document.file());
    if (!queue.waiting().empty()) {
        notify(tr("%1 waits at place %2; Ctrl+5 shows the queue")
                   .arg(QString::fromStdString(m_document.experiment().name))
                   .arg(queue.waiting().size()),
               false);
    }
}

void MainWindow::focusPanel(int direction)
{
    const Place* shown = place(m_commands.place());
    QList<QWidget*> panels;
    for (QWidget* widget : shown->findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->property("panel").toBool()) {
            panels.append(widget);
        }
    }
    if (panels.isEmpty()) {
        return;
    }
    // As they are read, not as they were made.
    std::ranges::stable_sort(panels, {}, [shown](const QWidget* panel) {
        const QPoint corner = panel->mapTo(shown, QPoint());
        return std::pair(corner.x(), corner.y());
    });
    const auto holdsFocus = [](QWidget* panel) {
        return panel->hasFocus() || panel->isAncestorOf(QApplication::focusWidget());
    };
    const auto current = std::ranges::find_if(panels, holdsFocus) - panels.begin();
    const auto count = panels.size();
    const auto next = current == count ? (direction > 0 ? 0 : count - 1) : (current + direction + count) % count;
    panels[next]->setFocus(Qt::ShortcutFocusReason);
    m_ring->showAround(panels[next]);
}

void MainWindow::step(bool isUndo)
{
    if (isUndo) {
        shownStack().undo();
    } else {
        shownStack().redo();
    }
}

QUndoStack& MainWindow::shownStack()
{
    Place* shown = place(m_commands.place());
    return shown && shown->undoStack() ? *shown->undoStack() : m_document.undoStack();
}

void MainWindow::takeUndo()
{
    const QUndoStack& stack = shownStack();
    QAction* undo = m_commands.action(CommandId::Undo);
    QAction* redo = m_commands.action(CommandId::Redo);
    undo->setText(stack.canUndo() ? tr("Undo: %1").arg(stack.undoText())
                                  : QCoreApplication::translate("Command", "Undo"));
    redo->setText(stack.canRedo() ? tr("Redo: %1").arg(stack.redoText())
                                  : QCoreApplication::translate("Command", "Redo"));
    undo->setEnabled(stack.canUndo());
    redo->setEnabled(stack.canRedo());
}

void MainWindow::notify(const QString& text, bool isError)
{
    m_notices->add(text, isError);
}

void MainWindow::setUnattended(bool isUnattended)
{
    m_isUnattended = isUnattended;
    m_unsaved->setPaused(isUnattended);
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (std::exchange(m_wasShown, true)) {
        return;
    }
    // Once the places have taken their first size: that is the usual one.
    QTimer::singleShot(0, this, [this] {
        m_splitters->watch(this);
        if (!m_isUnattended) {
            m_splitters->restore(QSettings());
            offerUnsaved();
        }
    });
}

void MainWindow::rememberLayout() const
{
    if (m_isUnattended) {
        return;
    }
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("theme"),
                      m_theme.scheme() == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    settings.setValue(QStringLiteral("language"), m_language.code());
    m_splitters->remember(settings);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayReplaceDocument()) {
        event->ignore();
        return;
    }
    if (m_runs.hasLocalRun() && !m_isUnattended) {
        const auto answer = QMessageBox::question(
            this, tr("A run is going"),
            tr("A run of this window is still going. It stops after its step and keeps a checkpoint to resume from. "
               "What waits in the queue stays there."),
            QMessageBox::Ok | QMessageBox::Cancel, QMessageBox::Ok);
        if (answer != QMessageBox::Ok) {
            event->ignore();
            return;
        }
    }
    rememberLayout();
    event->accept();
}

} // namespace espalier::ui

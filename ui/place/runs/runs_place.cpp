#include "ui/place/runs/runs_place.h"

#include "ui/bridge/core_text.h"
#include "ui/place/runs/queue_panel.h"
#include "ui/place/runs/run_card.h"
#include "ui/place/runs/run_filter.h"
#include "ui/place/runs/run_table.h"
#include "ui/place/runs/store_command.h"
#include "ui/plot/figure_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kSearchWidth = 380;
constexpr int kNarrowSearchWidth = 230;
constexpr int kNarrow = 1300;
constexpr int kCardWidth = 340;

} // namespace

RunsPlace::RunsPlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_context(context), m_model(new RunTreeModel(context.runs, context.services, this))
{
    setObjectName(QStringLiteral("runs"));
    QWidget* head = buildHead(); // first: the Tab key goes in this order
    m_views = new QStackedWidget(this);
    m_stateView = new StateView(context.theme, this);
    m_views->addWidget(m_stateView);
    m_views->addWidget(buildTable());
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("runs"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    m_card = new RunCard(context, splitter);
    m_card->setMinimumWidth(300);
    m_card->setFocusPolicy(Qt::NoFocus);
    auto* left = new QWidget(splitter);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    m_queue = new QueuePanel(context.runs.queue(), context.commands, context.theme, m_undo, left);
    leftColumn->addWidget(m_views, 1);
    leftColumn->addWidget(m_queue);
    splitter->addWidget(left);
    splitter->addWidget(m_card);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({1000, kCardWidth});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(splitter, 1);
    column->addWidget(buildFoot());
    connectCommands();
    connectQueueCommands();
    connect(m_model, &RunTreeModel::renameAsked, this, &RunsPlace::rename);
    connect(m_model, &RunTreeModel::modelReset, this, &RunsPlace::takeRuns);
    connect(&context.runs, &RunCatalogue::changed, this, &RunsPlace::takeRuns);
    connect(m_table, &RunTable::targetsChanged, this, &RunsPlace::takeSelection);
    connect(m_card, &RunCard::tagsEdited, this, &RunsPlace::tag);
    connect(m_card, &RunCard::noteEdited, this, &RunsPlace::note);
    connect(m_card, &RunCard::left, m_table, qOverload<>(&QWidget::setFocus));
    connect(&context.runs.queue(), &ExperimentQueue::failed, this, [this](const Error& error) {
        Q_EMIT m_context.navigator.noticeRequested(tr("The queue is held: %1").arg(errorText(error)), true);
    });
    connect(&m_undo, &QUndoStack::indexChanged, this, [this] {
        m_last->setText(m_undo.canUndo() ? m_undo.undoText() : QString());
        m_undoButton->setVisible(m_undo.canUndo());
    });
    takeRuns();
    takeSelection();
}

RunsPlace::~RunsPlace() = default;

QWidget* RunsPlace::buildHead()
{
    auto* head = new PlaceHead(this);
    head->addLeft(makeLabel(tr("Runs"), Tone::Title, head));
    m_count = makeLabel({}, Tone::Second, head);
    head->addLeft(m_count);
    m_search = new QLineEdit(head);
    m_search->setObjectName(QStringLiteral("runSearch"));
    m_search->setPlaceholderText(RunFilter::keys().mid(0, 5).join(QLatin1Char(' ')));
    m_search->setToolTip(tr("Words that all must hold: %1 or a part of the name, #12. “or” joins two, “-” turns one "
                            "round. since:7d, since:2026-01-31. trained:neck finds runs in which it trained.")
                             .arg(RunFilter::keys().join(QLatin1Char(' '))));
    m_search->setAccessibleName(tr("Search runs"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(m_context.theme, u"filter", Token::Tx3), QLineEdit::LeadingPosition);
    head->addLeft(m_search);
    m_selected = makeLabel({}, Tone::Quiet, head);
    head->addRight(m_selected);
    QAction* group = m_context.commands.action(CommandId::GroupRuns);
    group->setCheckable(true);
    group->setChecked(m_model->isGrouped());
    auto* grouping = new CommandButton(group, CommandButton::Kind::Normal, head);
    grouping->setFollowsCheck();
    head->addRight(grouping);
    for (const CommandId id : {CommandId::WatchSelected, CommandId::CloneRun, CommandId::ResumeRun}) {
        head->addRight(new CommandButton(m_context.commands.action(id), CommandButton::Kind::Normal, head));
    }
    head->addRight(
        new CommandButton(m_context.commands.action(CommandId::CompareSelected), CommandButton::Kind::Primary, head));
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setFilter(RunFilter(text));
        takeRuns();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    return head;
}

QWidget* RunsPlace::buildTable()
{
    m_table = new RunTable(m_context.theme, *m_model, this);
    connect(m_table, &RunTable::opened, this, [this] {
        m_context.commands.action(selection().size() > 1 ? CommandId::CompareSelected : CommandId::WatchSelected)
            ->trigger();
    });
    return m_table;
}

QWidget* RunsPlace::buildFoot()
{
    auto* foot = new QFrame(this);
    foot->setProperty("kind", QStringLiteral("foot"));
    foot->setFixedHeight(30);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(12, 0, 12, 0);
    m_last = makeLabel({}, Tone::Second, foot);
    auto* undo = makeButton(tr("Undo"), CommandButton::Kind::Link, foot);
    m_undoButton = undo;
    undo->setVisible(false);
    connect(undo, &QPushButton::clicked, &m_undo, &QUndoStack::undo);
    m_deleted = makeButton({}, CommandButton::Kind::Link, foot);
    m_deleted->setObjectName(QStringLiteral("showDeleted"));
    connect(m_deleted, &QPushButton::clicked, this, [this] { m_search->setText(QStringLiteral("state:deleted")); });
    row->addWidget(m_last);
    row->addWidget(undo);
    row->addWidget(m_deleted);
    row->addStretch(1);
    row->addWidget(makeLabel(tr("Enter watches one, compares several · Space choose · T tags · N note · F2 name · "
                                "D clone · R resume · Q queue · Del delete"),
                             Tone::Quiet, foot));
    return foot;
}

void RunsPlace::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::FilterRuns, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    on(CommandId::GroupRuns, [this](bool isChecked) { m_model->setGrouped(isChecked); });
    on(CommandId::ToggleRun, [this] { m_table->toggleCurrent(); });
    on(CommandId::CheckAllRuns, [this] { m_table->checkAll(); });
    on(CommandId::CompareSelected, [this] {
        if (selection().size() >= 2) {
            Q_EMIT m_context.navigator.compareRequested(selection());
        }
    });
    on(CommandId::WatchSelected, [this] {
        if (!selection().isEmpty()) {
            Q_EMIT m_context.navigator.watchRequested(selection().front());
        }
    });
    on(CommandId::RenameRun, [this] {
        const QModelIndex current = m_table->currentIndex();
        if (current.isValid()) {
            m_table->edit(current.siblingAtColumn(RunTreeModel::Name));
        }
    });
    on(CommandId::TagRun, [this] { m_card->editTags(); });
    on(CommandId::NoteRun, [this] { m_card->editNote(); });
    on(CommandId::DeleteRun, [this] { removeSelected(); });
    on(CommandId::RestoreRun, [this] { restoreSelected(); });
    on(CommandId::CloneRun, [this] {
        if (!selection().isEmpty()) {
            Q_EMIT m_context.navigator.cloneRequested(selection().front());
        }
    });
    on(CommandId::ResumeRun, [this] { resumeSelected(); });
    on(CommandId::OpenRunFolder, [this] { openFolder(); });
}

void RunsPlace::connectQueueCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::QueueAgain, [this] {
        for (const qint64 run : selection()) {
            m_context.runs.queue().addRun(run);
        }
    });
    on(CommandId::QueueStart, [this] { m_queue->startOrHold(); });
    on(CommandId::QueueEarlier, [this] { m_queue->move(-1); });
    on(CommandId::QueueLater, [this] { m_queue->move(1); });
    on(CommandId::QueueIfStable, [this] { m_queue->toggleOnlyIfStable(); });
    on(CommandId::QueueRemove, [this] { m_queue->remove(); });
}

QList<qint64> RunsPlace::selection() const
{
    return m_table->targets();
}

void RunsPlace::select(const QList<qint64>& runs)
{
    m_model->setChecked(runs.size() > 1 ? QSet<qint64>(runs.begin(), runs.end()) : QSet<qint64>());
    if (!runs.isEmpty()) {
        m_table->look(runs.front());
    }
}

void RunsPlace::takeRuns()
{
    const auto all = m_context.runs.runs().size();
    const int shown = m_model->shown();
    const bool isAll = shown == static_cast<int>(all) && m_search->text().isEmpty();
    QString count = isAll ? tr("%n run(s)", nullptr, shown) : tr("%1 of %2").arg(shown).arg(all);
    if (m_model->groups() > 0) {
        count += QStringLiteral(" · ") + tr("%n group(s)", nullptr, m_model->groups());
    }
    m_count->setText(count);
    const int deleted = static_cast<int>(m_context.runs.deleted().size());
    m_deleted->setText(tr("%n deleted, kept for %1 days", nullptr, deleted).arg(RunCatalogue::kDaysKept));
    m_deleted->setVisible(deleted > 0);
    takeSelection();
    showView();
}

void RunsPlace::showView()
{
    const auto& runs = m_context.runs.runs();
    const bool hasRows = m_model->shown() > 0;
    m_views->setCurrentIndex(hasRows ? 1 : 0);
    if (hasRows) {
        return;
    }
    const bool isAsking = !m_search->text().trimmed().isEmpty();
    if (!m_context.runs.error().isEmpty()) {
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The store could not be read"),
                          m_context.runs.error());
    } else if (runs.empty() && !isAsking) {
        m_stateView->show(StateView::Kind::Empty, QStringLiteral("runs"), tr("No run yet"),
                          tr("Every run of this store stands here, whether it was started in this window or by "
                             "espalier-cli."));
    } else if (m_model->isLooking()) {
        m_stateView->show(StateView::Kind::Busy, QStringLiteral("clock"), tr("Looking up what each run trained"), {});
    } else {
        const QString word = m_model->blockingWord();
        m_stateView->show(StateView::Kind::Empty, QStringLiteral("filter"), tr("No run passes the search"),
                          word.isEmpty()
                              ? tr("Its words exclude all %n run(s) together", nullptr, static_cast<int>(runs.size()))
                              : tr("The word “%1” excludes all that is left").arg(word));
    }
}

void RunsPlace::takeSelection()
{
    const QList<qint64> runs = selection();
    const QModelIndex current = m_table->currentIndex();
    const auto chosen = m_model->checked().size();
    m_selected->setText(chosen > 0 ? tr("%n chosen", nullptr, static_cast<int>(chosen)) : QString());
    const bool isSection = current.isValid() && m_model->kind(current) == RunTreeModel::Kind::Section;
    m_card->setTargets(runs);
    m_card->setRun(current.isValid() && !isSection ? m_model->summary(current).id : 0);
    takeCommands();
}

void RunsPlace::takeCommands()
{
    CommandTable& commands = m_context.commands;
    if (commands.place() != PlaceId::Runs) {
        return;
    }
    const QList<qint64> runs = selection();
    const store::RunSummary* first = runs.isEmpty() ? nullptr : m_context.runs.find(runs.front());
    const bool isDeleted = !runs.isEmpty() && first == nullptr;
    for (const CommandId id :
         {CommandId::WatchSelected, CommandId::RenameRun, CommandId::DeleteRun, CommandId::CloneRun, CommandId::TagRun,
          CommandId::NoteRun, CommandId::OpenRunFolder, CommandId::QueueAgain}) {
        commands.action(id)->setEnabled(first != nullptr);
    }
    commands.action(CommandId::RestoreRun)->setEnabled(isDeleted);
    commands.action(CommandId::CompareSelected)->setEnabled(first && runs.size() >= 2);
    commands.action(CommandId::ResumeRun)
        ->setEnabled(first && run::isOver(first->state) && first->state != run::RunState::Finished);
}

template <class Value, class Set>
void RunsPlace::change(const QString& text, std::vector<std::pair<qint64, std::pair<Value, Value>>> values, Set set)
{
    if (values.empty() || !m_context.runs.store()) {
        return;
    }
    const auto apply = [this, values, set](bool isForth) {
        for (const auto& [run, value] : values) {
            const Status done = set(*m_context.runs.store(), run, isForth ? value.second : value.first);
            if (!done) {
                Q_EMIT m_context.navigator.noticeRequested(errorText(done.error()), true);
            }
        }
        m_context.runs.refresh();
    };
    m_undo.push(new StoreCommand(
        text, [apply] { apply(true); }, [apply] { apply(false); }));
}

QString RunsPlace::namesOf(const QList<qint64>& runs) const
{
    return runs.size() == 1 ? QStringLiteral("#%1").arg(runs.front())
                            : tr("%n run(s)", nullptr, static_cast<int>(runs.size()));
}

void RunsPlace::rename(const QList<qint64>& runs, const QString& name)
{
    std::vector<std::pair<qint64, std::pair<std::string, std::string>>> values;
    for (const qint64 run : runs) {
        if (const store::RunSummary* summary = m_context.runs.find(run)) {
            values.push_back({run, {summary->name, name.toStdString()}});
        }
    }
    change(tr("Renamed %1 to %2").arg(namesOf(runs), name), std::move(values),
           [](store::Store& store, qint64 run, const std::string& text) { return store.rename(run, text); });
}

void RunsPlace::tag(const QStringList& added, const QStringList& removed)
{
    using Tags = std::vector<std::string>;
    std::vector<std::pair<qint64, std::pair<Tags, Tags>>> values;
    for (const qint64 run : selection()) {
        const store::RunSummary* summary = m_context.runs.find(run);
        if (!summary) {
            continue;
        }
        Tags tags = summary->tags;
        std::erase_if(tags, [&](const std::string& tag) { return removed.contains(QString::fromStdString(tag)); });
        for (const QString& tag : added) {
            if (std::ranges::find(tags, tag.toStdString()) == tags.end()) {
                tags.push_back(tag.toStdString());
            }
        }
        values.push_back({run, {summary->tags, tags}});
    }
    QStringList words;
    for (const QString& tag : added) {
        words << QLatin1Char('+') + tag;
    }
    for (const QString& tag : removed) {
        words << QChar(0x2212) + tag;
    }
    change(tr("Tags of %1: %2").arg(namesOf(selection()), words.join(QLatin1Char(' '))), std::move(values),
           [](store::Store& store, qint64 run, const Tags& tags) { return store.setTags(run, tags); });
}

void RunsPlace::note(const QString& text)
{
    std::vector<std::pair<qint64, std::pair<std::string, std::string>>> values;
    for (const qint64 run : selection()) {
        if (const store::RunSummary* summary = m_context.runs.find(run)) {
            values.push_back({run, {summary->note, text.toStdString()}});
        }
    }
    change(tr("Note on %1").arg(namesOf(selection())), std::move(values),
           [](store::Store& store, qint64 run, const std::string& note) { return store.setNote(run, note); });
}

void RunsPlace::removeSelected()
{
    const QList<qint64> runs = selection();
    const store::RunSummary* first = runs.isEmpty() ? nullptr : m_context.runs.find(runs.front());
    if (!first) {
        return;
    }
    std::vector<std::pair<qint64, std::pair<bool, bool>>> values;
    for (const qint64 run : runs) {
        values.push_back({run, {false, true}});
    }
    const QString text = runs.size() == 1 ? tr("Deleted #%1 %2").arg(first->id).arg(QString::fromStdString(first->name))
                                          : tr("Deleted %n run(s)", nullptr, static_cast<int>(runs.size()));
    change(text, std::move(values),
           [](store::Store& store, qint64 run, bool isDeleted) { return store.setDeleted(run, isDeleted); });
}

void RunsPlace::restoreSelected()
{
    const QList<qint64> runs = selection();
    std::vector<std::pair<qint64, std::pair<bool, bool>>> values;
    for (const qint64 run : runs) {
        values.push_back({run, {true, false}});
    }
    change(tr("Brought back %1").arg(namesOf(runs)), std::move(values),
           [](store::Store& store, qint64 run, bool isDeleted) { return store.setDeleted(run, isDeleted); });
}

void RunsPlace::resumeSelected()
{
    if (selection().isEmpty()) {
        return;
    }
    const qint64 run = selection().front();
    const auto resumed = m_context.runs.resume(run);
    if (!resumed) {
        Q_EMIT m_context.navigator.noticeRequested(errorText(resumed.error()), true);
        return;
    }
    Q_EMIT m_context.navigator.watchRequested(run);
}

void RunsPlace::openFolder()
{
    if (selection().isEmpty() || !m_context.runs.store()) {
        return;
    }
    const auto detail = m_context.runs.store()->runDetail(selection().front());
    const QString folder = detail ? QString::fromStdString(detail->runFolder.string()) : QString();
    if (!detail || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
        Q_EMIT m_context.navigator.noticeRequested(
            detail ? tr("No program opens folders here: %1").arg(folder) : errorText(detail.error()), true);
    }
}

void RunsPlace::activated()
{
    takeRuns();
    m_queue->takeCommands();
    m_table->setFocus();
}

void RunsPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    m_search->setFixedWidth(width() < kNarrow ? kNarrowSearchWidth : kSearchWidth);
    m_table->fitColumns(width() - m_card->width());
}

QVariant RunsPlace::state() const
{
    return m_search->text();
}

void RunsPlace::restore(const QVariant& state)
{
    m_search->setText(state.toString());
}

} // namespace espalier::ui

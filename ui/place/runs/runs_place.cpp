#include "ui/place/runs/runs_place.h"

#include "ui/place/runs/run_card.h"
#include "ui/place/runs/run_delegate.h"
#include "ui/place/runs/run_filter.h"
#include "ui/place/runs/run_table_model.h"
#include "ui/plot/figure_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QUndoCommand>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

namespace espalier::ui {

namespace {

constexpr int kSearchWidth = 360;
constexpr int kCardWidth = 340;
constexpr int kNarrow = 1300; ///< below it the table lets go of what matters least

/// One change of the store that can be taken back.
class StoreCommand final : public QUndoCommand {
public:
    using Act = std::function<void()>;
    StoreCommand(const QString& text, Act act, Act back)
        : QUndoCommand(text), m_act(std::move(act)), m_back(std::move(back))
    {
    }
    void redo() override { m_act(); }
    void undo() override { m_back(); }

private:
    Act m_act;
    Act m_back;
};

} // namespace

RunsPlace::RunsPlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_context(context), m_model(new RunTableModel(context.runs, context.services, this)),
      m_proxy(new RunProxyModel(this))
{
    setObjectName(QStringLiteral("runs"));
    m_proxy->setSourceModel(m_model);
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
    splitter->addWidget(m_views);
    splitter->addWidget(m_card);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({1000, kCardWidth});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(splitter, 1);
    column->addWidget(buildFoot());
    connectCommands();
    connect(m_model, &RunTableModel::renameAsked, this, &RunsPlace::rename);
    // Before and after the model is filled anew: the selection goes by run, not by row.
    connect(&context.runs, &RunCatalogue::changed, this, &RunsPlace::takeRuns);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPlace::takeSelection);
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
    m_search->setFixedWidth(kSearchWidth);
    m_search->setPlaceholderText(tr("Search: name, #number, state:exploded, since:2026-01-31"));
    m_search->setAccessibleName(tr("Search runs"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(m_context.theme, u"filter", Token::Tx3), QLineEdit::LeadingPosition);
    head->addLeft(m_search);
    m_selected = makeLabel({}, Tone::Quiet, head);
    head->addRight(m_selected);
    for (const CommandId id : {CommandId::WatchSelected, CommandId::CloneRun, CommandId::ResumeRun}) {
        head->addRight(new CommandButton(m_context.commands.action(id), CommandButton::Kind::Normal, head));
    }
    head->addRight(
        new CommandButton(m_context.commands.action(CommandId::CompareSelected), CommandButton::Kind::Primary, head));
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilter(RunFilter(text));
        takeRuns();
    });
    return head;
}

QWidget* RunsPlace::buildTable()
{
    m_table = new QTreeView(this);
    m_table->setModel(m_proxy);
    m_table->setItemDelegate(new RunDelegate(m_context.theme, m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunTableModel::Started, Qt::DescendingOrder);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setProperty("panel", true);
    QHeaderView* header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(RunTableModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {{RunTableModel::Number, 56},  {RunTableModel::State, 130},
                                          {RunTableModel::Spark, 100},  {RunTableModel::Trainable, 104},
                                          {RunTableModel::Best, 84},    {RunTableModel::Duration, 76},
                                          {RunTableModel::Started, 112}};
    for (const auto& [column, width] : widths) {
        header->resizeSection(column, width);
    }
    connect(m_table, &QTreeView::activated, this, [this] {
        if (!m_table->indexWidget(m_table->currentIndex())) {
            m_context.commands.action(selection().size() > 1 ? CommandId::CompareSelected : CommandId::WatchSelected)
                ->trigger();
        }
    });
    connect(&m_context.theme, &Theme::changed, m_table, [this] { m_table->viewport()->update(); });
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
    row->addWidget(m_last);
    row->addWidget(undo);
    row->addStretch(1);
    row->addWidget(makeLabel(tr("Enter watches one, compares several · F2 name · D clone · R resume · Del delete"),
                             Tone::Quiet, foot));
    return foot;
}

void RunsPlace::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::FilterRuns, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
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
            m_table->edit(current.siblingAtColumn(RunTableModel::Name));
        }
    });
    on(CommandId::DeleteRun, [this] { removeSelected(); });
    on(CommandId::CloneRun, [this] {
        if (!selection().isEmpty()) {
            Q_EMIT m_context.navigator.cloneRequested(selection().front());
        }
    });
    on(CommandId::ResumeRun, [this] { resumeSelected(); });
}

QList<qint64> RunsPlace::selection() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QList<qint64> runs;
    for (const QModelIndex& row : rows) {
        runs << row.data(RunTableModel::RunRole).toLongLong();
    }
    return runs;
}

void RunsPlace::select(const QList<qint64>& runs)
{
    QItemSelection rows;
    for (const qint64 run : runs) {
        const QModelIndex index = m_proxy->mapFromSource(m_model->index(m_model->rowOf(run), 0));
        if (index.isValid()) {
            rows.select(index, index);
        }
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!rows.isEmpty()) {
        m_table->selectionModel()->setCurrentIndex(rows.indexes().front(), QItemSelectionModel::NoUpdate);
    }
}

void RunsPlace::takeRuns()
{
    const auto all = m_context.runs.runs().size();
    const int shown = m_proxy->rowCount();
    m_count->setText(shown == static_cast<int>(all) ? tr("%n run(s)", nullptr, shown)
                                                    : tr("%1 of %2").arg(shown).arg(all));
    if (m_table->selectionModel()->selectedRows().isEmpty() && shown > 0) {
        select({m_proxy->index(0, 0).data(RunTableModel::RunRole).toLongLong()});
    }
    takeSelection();
    showView();
}

void RunsPlace::showView()
{
    const auto& runs = m_context.runs.runs();
    const bool hasRows = m_proxy->rowCount() > 0;
    m_views->setCurrentIndex(hasRows ? 1 : 0);
    if (hasRows) {
        return;
    }
    if (!m_context.runs.error().isEmpty()) {
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The store could not be read"),
                          m_context.runs.error());
    } else if (runs.empty()) {
        m_stateView->show(StateView::Kind::Empty, QStringLiteral("runs"), tr("No run yet"),
                          tr("Every run of this store stands here, whether it was started in this window or by "
                             "espalier-cli."));
    } else {
        const QString word = RunFilter(m_search->text()).blockingWord(runs);
        m_stateView->show(StateView::Kind::Empty, QStringLiteral("filter"), tr("No run passes the search"),
                          word.isEmpty()
                              ? tr("Its words exclude all %n run(s) together", nullptr, static_cast<int>(runs.size()))
                              : tr("The word “%1” excludes all that is left").arg(word));
    }
}

void RunsPlace::takeSelection()
{
    const QList<qint64> runs = selection();
    m_selected->setText(runs.size() > 1 ? tr("%n selected", nullptr, static_cast<int>(runs.size())) : QString());
    m_card->setRun(runs.isEmpty() ? 0 : runs.front());
    CommandTable& commands = m_context.commands;
    if (commands.place() != PlaceId::Runs) {
        return;
    }
    const store::RunSummary* first = runs.isEmpty() ? nullptr : m_context.runs.find(runs.front());
    for (const CommandId id :
         {CommandId::WatchSelected, CommandId::RenameRun, CommandId::DeleteRun, CommandId::CloneRun}) {
        commands.action(id)->setEnabled(first != nullptr);
    }
    commands.action(CommandId::CompareSelected)->setEnabled(runs.size() >= 2);
    commands.action(CommandId::ResumeRun)
        ->setEnabled(first && run::isOver(first->state) && first->state != run::RunState::Finished);
}

void RunsPlace::rename(qint64 run, const QString& name)
{
    const store::RunSummary* summary = m_context.runs.find(run);
    if (!summary || !m_context.runs.store()) {
        return;
    }
    const auto set = [this, run](const std::string& text) {
        if (const Status done = m_context.runs.store()->rename(run, text); !done) {
            Q_EMIT m_context.navigator.noticeRequested(QString::fromStdString(describe(done.error())), true);
        }
        m_context.runs.refresh();
    };
    m_undo.push(new StoreCommand(
        tr("Renamed #%1 to %2").arg(run).arg(name), [set, text = name.toStdString()] { set(text); },
        [set, text = summary->name] { set(text); }));
}

void RunsPlace::removeSelected()
{
    const QList<qint64> runs = selection();
    if (runs.isEmpty() || !m_context.runs.store()) {
        return;
    }
    const auto set = [this, runs](bool isDeleted) {
        for (const qint64 run : runs) {
            if (const Status done = m_context.runs.store()->setDeleted(run, isDeleted); !done) {
                Q_EMIT m_context.navigator.noticeRequested(QString::fromStdString(describe(done.error())), true);
            }
        }
        m_context.runs.refresh();
        if (!isDeleted) {
            select(runs);
        }
    };
    const store::RunSummary* first = m_context.runs.find(runs.front());
    const QString text = runs.size() == 1 && first
                             ? tr("Deleted #%1 %2").arg(first->id).arg(QString::fromStdString(first->name))
                             : tr("Deleted %n run(s)", nullptr, static_cast<int>(runs.size()));
    m_undo.push(new StoreCommand(
        text, [set] { set(true); }, [set] { set(false); }));
}

void RunsPlace::resumeSelected()
{
    if (selection().isEmpty()) {
        return;
    }
    const qint64 run = selection().front();
    const auto resumed = m_context.runs.resume(run);
    if (!resumed) {
        Q_EMIT m_context.navigator.noticeRequested(QString::fromStdString(describe(resumed.error())), true);
        return;
    }
    Q_EMIT m_context.navigator.watchRequested(run);
}

void RunsPlace::activated()
{
    takeRuns();
    m_table->setFocus();
}

void RunsPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    m_table->setColumnHidden(RunTableModel::Started, width() < kNarrow);
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

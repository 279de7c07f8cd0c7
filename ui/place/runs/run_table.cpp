#include "ui/place/runs/run_table.h"

#include "ui/place/runs/run_delegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kNarrow = 1000; ///< of the table: below it tags go, below the next the date too
constexpr int kNarrower = 960;
constexpr int kNarrowest = 780; ///< then the small curve and the time

} // namespace

RunTable::RunTable(const Theme& theme, RunTreeModel& model, QWidget* parent) : QTreeView(parent), m_model(model)
{
    setModel(&model);
    setItemDelegate(new RunDelegate(theme, model, this));
    setRootIsDecorated(false);
    setIndentation(0);
    setUniformRowHeights(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSortingEnabled(true);
    sortByColumn(RunTreeModel::Started, Qt::DescendingOrder);
    setAccessibleName(tr("Runs"));
    setProperty("panel", true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(RunTreeModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {{RunTreeModel::Number, 88},  {RunTreeModel::State, 120},
                                          {RunTreeModel::Spark, 84},   {RunTreeModel::Trainable, 84},
                                          {RunTreeModel::Best, 120},   {RunTreeModel::Duration, 60},
                                          {RunTreeModel::Started, 98}, {RunTreeModel::Tags, 96}};
    for (const auto& [column, width] : widths) {
        header()->resizeSection(column, width);
    }
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &RunTable::remember);
    connect(&model, &QAbstractItemModel::modelReset, this, &RunTable::restore);
    connect(&model, &RunTreeModel::checkedChanged, this, &RunTable::targetsChanged);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, &RunTable::targetsChanged);
    connect(this, &QTreeView::activated, this, [this] {
        if (state() != EditingState) { // there Enter ends the name
            Q_EMIT opened();
        }
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    restore();
}

void RunTable::remember()
{
    const QModelIndex current = currentIndex();
    m_looked = current.data(RunTreeModel::RunRole).toLongLong();
    m_lookedAtGroup = current.isValid() && m_model.kind(current) == RunTreeModel::Kind::Group;
    m_lookedRow = current.isValid() ? std::max(0, visualRect(current).center().y()) : 0;
    m_open.clear();
    for (int section = 0; section < m_model.rowCount(); ++section) {
        const QModelIndex above = m_model.index(section, 0);
        for (int row = 0; row < m_model.rowCount(above); ++row) {
            const QModelIndex group = m_model.index(row, 0, above);
            if (isExpanded(group)) {
                m_open.insert(group.data(RunTreeModel::RunRole).toLongLong());
            }
        }
    }
}

void RunTable::restore()
{
    for (int section = 0; section < m_model.rowCount(); ++section) {
        const QModelIndex above = m_model.index(section, 0);
        if (m_model.kind(above) != RunTreeModel::Kind::Section) {
            continue;
        }
        setFirstColumnSpanned(section, {}, true);
        setExpanded(above, true);
        for (int row = 0; row < m_model.rowCount(above); ++row) {
            const QModelIndex group = m_model.index(row, 0, above);
            const QList<qint64> runs = m_model.runsOf(group);
            const bool wasOpen = runs.size() > 1 && std::any_of(runs.begin(), runs.end(),
                                                                [this](qint64 run) { return m_open.contains(run); });
            if (wasOpen) {
                setExpanded(group, true);
            }
        }
    }
    QModelIndex looked = m_model.indexOf(m_looked);
    if (looked.isValid() && m_lookedAtGroup && m_model.kind(looked) == RunTreeModel::Kind::Repeat) {
        looked = looked.parent();
    }
    if (!looked.isValid()) {
        doItemsLayout();
        looked = indexAt(QPoint(4, m_lookedRow)).siblingAtColumn(0);
        if (!looked.isValid() || m_model.kind(looked) == RunTreeModel::Kind::Section) {
            looked = moveCursor(MoveHome, Qt::NoModifier);
        }
    }
    if (looked.isValid() && m_model.kind(looked) != RunTreeModel::Kind::Section) {
        setCurrentIndex(looked.siblingAtColumn(0));
    }
    Q_EMIT targetsChanged();
}

void RunTable::look(qint64 run)
{
    const QModelIndex row = m_model.indexOf(run);
    if (row.isValid()) {
        setExpanded(row.parent(), true);
        setCurrentIndex(row);
        scrollTo(row);
    }
}

QList<qint64> RunTable::targets() const
{
    const QSet<qint64>& checked = m_model.checked();
    if (checked.isEmpty()) {
        const QModelIndex current = currentIndex();
        return current.isValid() && m_model.kind(current) != RunTreeModel::Kind::Section ? m_model.runsOf(current)
                                                                                         : QList<qint64>();
    }
    QList<qint64> runs;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        for (const qint64 run : m_model.runsOf(m_model.index(row, 0))) {
            if (checked.contains(run)) {
                runs << run;
            }
        }
    }
    return runs;
}

void RunTable::toggleCurrent()
{
    const QModelIndex current = currentIndex().siblingAtColumn(RunTreeModel::Name);
    if (current.isValid()) {
        const bool isChecked = current.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        m_model.setData(current, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
}

void RunTable::checkAll()
{
    QSet<qint64> all;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QList<qint64> runs = m_model.runsOf(m_model.index(row, 0));
        all.unite(QSet<qint64>(runs.begin(), runs.end()));
    }
    m_model.setChecked(all == m_model.checked() ? QSet<qint64>() : all);
}

void RunTable::checkTo(const QModelIndex& index)
{
    QModelIndex from = currentIndex().siblingAtColumn(0);
    QModelIndex to = index.siblingAtColumn(0);
    if (from.isValid() && visualRect(from).top() > visualRect(to).top()) {
        std::swap(from, to);
    }
    QSet<qint64> checked = m_model.checked();
    for (QModelIndex row = from.isValid() ? from : to; row.isValid(); row = indexBelow(row)) {
        if (m_model.kind(row) != RunTreeModel::Kind::Section) {
            const QList<qint64> runs = m_model.runsOf(row);
            checked.unite(QSet<qint64>(runs.begin(), runs.end()));
        }
        if (row == to) {
            break;
        }
    }
    m_model.setChecked(checked);
}

void RunTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !m_model.checked().isEmpty()) {
        m_model.setChecked({});
        return;
    }
    QTreeView::keyPressEvent(event);
}

void RunTable::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid() || m_model.kind(index) == RunTreeModel::Kind::Section) {
        QTreeView::mousePressEvent(event);
        return;
    }
    const QModelIndex name = index.siblingAtColumn(RunTreeModel::Name);
    const bool isName = index.column() == RunTreeModel::Name;
    const QPoint place = event->position().toPoint();
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        checkTo(name);
    } else if (event->modifiers().testFlag(Qt::ControlModifier) ||
               (isName && RunDelegate::boxArea(visualRect(name)).contains(place))) {
        const bool isChecked = name.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        m_model.setData(name, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        setCurrentIndex(name);
    } else if (isName && m_model.kind(index) == RunTreeModel::Kind::Group &&
               RunDelegate::openerArea(visualRect(name)).contains(place)) {
        setExpanded(name, !isExpanded(name));
    } else {
        QTreeView::mousePressEvent(event);
    }
}

void RunTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool isOnBox = index.isValid() && index.column() == RunTreeModel::Name &&
                         event->position().x() < RunDelegate::openerArea(visualRect(index)).right();
    if (isOnBox) { // two quick clicks are two clicks
        mousePressEvent(event);
    } else if (index.isValid() && m_model.kind(index) != RunTreeModel::Kind::Section) {
        Q_EMIT opened();
    }
}

void RunTable::fitColumns(int width)
{
    setColumnHidden(RunTreeModel::Tags, width < kNarrow);
    setColumnHidden(RunTreeModel::Started, width < kNarrower);
    setColumnHidden(RunTreeModel::Spark, width < kNarrowest);
    setColumnHidden(RunTreeModel::Duration, width < kNarrowest);
}

} // namespace espalier::ui

#include "ui/place/design/outline_panel.h"

#include "ui/canopy/canopy_painting.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

using plan::TrainState;

constexpr int kRowHeight = 21;

/// Names and figures in Mono, state as icon, adapters as leaves, a bar at the left edge for match and finding.
class OutlineDelegate final : public QStyledItemDelegate {
public:
    OutlineDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem ground(option);
        initStyleOption(&ground, index);
        ground.text.clear();
        ground.icon = {};
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, widget);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect area = option.rect.adjusted(4, 0, -6, 0);
        const QVariant state = index.siblingAtColumn(0).data(OutlineModel::StateRole);
        const QString text = index.data().toString();
        switch (index.column()) {
        case OutlineModel::Name:
            paintName(*painter, option, index, state);
            break;
        case OutlineModel::Adapter:
            paintAdapter(*painter, area, text);
            break;
        default:
            painter->setFont(m_theme.mono(11));
            painter->setPen(m_theme.color(figureToken(index, state)));
            painter->drawText(area, index.data(Qt::TextAlignmentRole).toInt(),
                              elided(*painter, index, text, area.width()));
        }
        painter->restore();
    }

private:
    static QString elided(const QPainter& painter, const QModelIndex& index, const QString& text, int width)
    {
        const bool isFigure = index.column() >= OutlineModel::Parameters;
        return isFigure ? text : painter.fontMetrics().elidedText(text, Qt::ElideRight, width);
    }

    static Token figureToken(const QModelIndex& index, const QVariant& state)
    {
        const bool trains = index.data(OutlineModel::CountRole).toLongLong() > 0;
        if (index.column() == OutlineModel::Trainable && trains) {
            return state.toInt() == static_cast<int>(TrainState::Unfrozen) ? Token::UnfrozenText : Token::AdapterText;
        }
        return index.column() == OutlineModel::Parameters ? Token::Tx1 : Token::Tx3;
    }

    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   const QVariant& state) const
    {
        const bool isWarned = index.data(OutlineModel::WarningRole).toBool();
        if (isWarned || index.data(OutlineModel::MatchRole).toBool()) {
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                             m_theme.color(isWarned ? Token::WarningLine : Token::Acc));
        }
        const QPointF mark(option.rect.left() + 13, option.rect.center().y() + 0.5);
        paintState(painter, index, state, mark);
        const bool isQuiet =
            state.isValid() &&
            index.siblingAtColumn(OutlineModel::Trainable).data(OutlineModel::CountRole).toLongLong() == 0;
        painter.setFont(m_theme.mono(12));
        painter.setPen(m_theme.color(isWarned ? Token::WarningLine : isQuiet ? Token::FrozenText : Token::Tx1));
        const QRect area = option.rect.adjusted(26, 0, -4, 0);
        painter.drawText(area, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, area.width()));
    }

    void paintState(QPainter& painter, const QModelIndex& index, const QVariant& state, QPointF center) const
    {
        if (!state.isValid()) {
            return;
        }
        const bool hasGrafts = !index.siblingAtColumn(OutlineModel::Adapter).data().toString().isEmpty();
        const auto icon = [&](const char* name, Token token) {
            painter.drawPixmap(center - QPointF(7, 7), iconPixmap(QString::fromLatin1(name), m_theme.color(token), 14,
                                                                  painter.device()->devicePixelRatioF()));
        };
        switch (static_cast<TrainState>(state.toInt())) {
        case TrainState::Unfrozen:
            icon("flame", Token::UnfrozenLine);
            break;
        case TrainState::Excluded:
            icon("exclude", Token::ExcludedLine);
            break;
        case TrainState::Frozen:
            icon(hasGrafts ? "leaf" : "lock", hasGrafts ? Token::AdapterLine : Token::FrozenLine);
            break;
        case TrainState::Mixed: {
            const QRectF disc(center - QPointF(5, 5), QSizeF(10, 10));
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Token::UnfrozenLine));
            painter.drawPie(disc, 90 * 16, 180 * 16);
            painter.setBrush(m_theme.color(Token::FrozenLine));
            painter.drawPie(disc, -90 * 16, 180 * 16);
            break;
        }
        }
    }

    void paintAdapter(QPainter& painter, const QRect& area, const QString& text) const
    {
        if (text.isEmpty()) {
            return;
        }
        const double width = QFontMetricsF(m_theme.mono(9)).horizontalAdvance(text) + 9;
        paintLeaf(painter, m_theme, QRectF(area.right() - width, area.center().y() - 6.5, width, 14), text);
    }

    const Theme& m_theme;
};

} // namespace

OutlinePanel::OutlinePanel(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_view(new QTreeView(this)), m_find(new QLineEdit(this)),
      m_count(makeLabel({}, Tone::Quiet, this))
{
    m_filter.setSourceModel(&m_model);
    m_view->setModel(&m_filter);
    m_view->setObjectName(QStringLiteral("outline"));
    m_view->setAccessibleName(tr("Outline"));
    m_view->setProperty("panel", true);
    m_view->setItemDelegate(new OutlineDelegate(theme, m_view));
    m_view->setUniformRowHeights(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setIndentation(12);
    m_view->setAllColumnsShowFocus(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked);
    m_view->setExpandsOnDoubleClick(true);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::Interactive);
    m_view->header()->setSectionResizeMode(OutlineModel::Name, QHeaderView::Stretch);
    m_view->header()->setMinimumSectionSize(36);
    m_view->installEventFilter(this);
    m_find->setPlaceholderText(tr("Find module"));
    m_find->setObjectName(QStringLiteral("outlineFind"));
    m_find->setAccessibleName(tr("Find module"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(themedIcon(theme, u"search", Token::Tx3), QLineEdit::LeadingPosition);
    m_find->setMaximumWidth(200);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 6);
    head->setSpacing(8);
    head->addWidget(makeLabel(tr("Outline"), Tone::Section, this));
    head->addWidget(m_count);
    head->addStretch(1);
    head->addWidget(m_find, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_view, 1);

    connect(m_find, &QLineEdit::textChanged, this, [this](const QString& text) {
        const QScopedValueRollback quiet(m_isTaking, true);
        m_filter.setText(text);
        if (text.trimmed().isEmpty()) {
            expandFirst();
        } else {
            m_view->expandAll();
        }
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OutlinePanel::readSelection);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(&m_model, &OutlineModel::marksChanged, m_view->viewport(), qOverload<>(&QWidget::update));
}

void OutlinePanel::setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan)
{
    const QScopedValueRollback quiet(m_isTaking, true);
    m_tree = tree;
    m_model.setNetwork(tree, plan);
    std::int64_t tensors = 0;
    if (tree != nullptr && tree->size() > 0) {
        tensors = tree->subtreeTotals().front().parameterTensors;
    }
    m_count->setText(tree == nullptr ? QString() : tr("%1 tensors").arg(exactCount(tensors)));
    expandFirst();
}

void OutlinePanel::expandFirst()
{
    // The parts a person thinks in: three levels, the head's lists one more.
    m_view->collapseAll();
    if (m_tree == nullptr) {
        return;
    }
    for (std::size_t id = 0; id < m_tree->size(); ++id) {
        const auto& module = m_tree->modules()[id];
        const auto depth = std::count(module.path.begin(), module.path.end(), '.');
        if (module.path.empty() || (depth == 0 && module.name != "backbone") || module.name == "head_module" ||
            module.path == "backbone") {
            m_view->setExpanded(shown(static_cast<network::ModuleId>(id)), true);
        }
    }
}

bool OutlinePanel::edit(OutlineModel::Column column)
{
    const QModelIndex index = m_view->currentIndex().siblingAtColumn(column);
    if (!index.isValid() || m_view->isColumnHidden(column) || !index.flags().testFlag(Qt::ItemIsEditable)) {
        return false;
    }
    m_view->setCurrentIndex(index);
    m_view->edit(index);
    return true;
}

void OutlinePanel::refresh()
{
    m_model.refresh();
}

QModelIndex OutlinePanel::shown(network::ModuleId id) const
{
    return m_filter.mapFromSource(m_model.indexOf(id));
}

void OutlinePanel::setFindings(const std::vector<network::ModuleId>& modules)
{
    m_model.setFindings(modules);
}

void OutlinePanel::setMatches(const std::vector<network::ModuleId>& modules)
{
    m_model.setMatches(modules);
}

void OutlinePanel::setSelection(const std::vector<network::ModuleId>& modules)
{
    if (m_isTaking) {
        return;
    }
    const QScopedValueRollback quiet(m_isTaking, true);
    QItemSelection selection;
    QModelIndex first;
    for (const network::ModuleId id : modules) {
        const QModelIndex index = shown(id);
        if (index.isValid()) {
            selection.select(index, index.siblingAtColumn(OutlineModel::ColumnCount - 1));
            first = first.isValid() ? first : index;
        }
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first.isValid()) {
        m_view->scrollTo(first);
        m_view->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    }
}

void OutlinePanel::readSelection()
{
    if (m_isTaking) {
        return;
    }
    const QScopedValueRollback quiet(m_isTaking, true);
    std::vector<network::ModuleId> modules;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
        modules.push_back(m_model.moduleAt(m_filter.mapToSource(index)));
    }
    Q_EMIT selectionRequested(modules);
}

bool OutlinePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        Q_EMIT toggleRequested();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void OutlinePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    struct ColumnRow {
        OutlineModel::Column column;
        int width;
        int from; ///< least width of the panel that shows it
    };
    static constexpr std::array kColumns{
        ColumnRow{OutlineModel::Type, 92, 640},     ColumnRow{OutlineModel::Shape, 76, 580},
        ColumnRow{OutlineModel::Parameters, 88, 0}, ColumnRow{OutlineModel::Trainable, 84, 0},
        ColumnRow{OutlineModel::Adapter, 66, 0},    ColumnRow{OutlineModel::LrScale, 42, 460},
    };
    for (const ColumnRow& row : kColumns) {
        m_view->setColumnHidden(row.column, width() < row.from);
        m_view->setColumnWidth(row.column, row.width);
    }
}

} // namespace espalier::ui

#include "ui/place/monitor/event_list.h"

#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kRowHeight = 24;
constexpr int kTimeWidth = 52;
constexpr int kPlaceWidth = 56;

class EventDelegate final : public QStyledItemDelegate {
public:
    EventDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const auto token = static_cast<Token>(index.data(EventModel::TokenRole).toInt());
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, m_theme.color(Token::AccBg));
        } else if (token == Token::ExplodedLine) {
            painter->fillRect(option.rect, m_theme.color(Token::ExplodedFill));
        }
        QRect area = option.rect.adjusted(12, 0, -8, 0);
        painter->setFont(m_theme.mono(11));
        painter->setPen(m_theme.color(Token::Tx3));
        painter->drawText(QRect(area.left(), area.top(), kTimeWidth, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data(EventModel::TimeRole).toString());
        area.setLeft(area.left() + kTimeWidth);
        painter->drawText(QRect(area.left(), area.top(), kPlaceWidth, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data(EventModel::PlaceRole).toString());
        area.setLeft(area.left() + kPlaceWidth);
        painter->drawPixmap(area.left(), area.center().y() - 7,
                            iconPixmap(index.data(EventModel::IconRole).toString(), m_theme.color(token), 14,
                                       painter->device()->devicePixelRatioF()));
        area.setLeft(area.left() + 22);
        painter->setFont(m_theme.body());
        painter->setPen(m_theme.color(Token::Tx1));
        const QString text = index.data(Qt::DisplayRole).toString();
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          QFontMetrics(m_theme.body()).elidedText(text, Qt::ElideRight, area.width()));
        painter->setPen(m_theme.color(Token::Line));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {200, kRowHeight};
    }

private:
    const Theme& m_theme;
};

} // namespace

EventModel::EventModel(QObject* parent) : QAbstractListModel(parent) {}

void EventModel::setFeed(std::shared_ptr<RunFeed> feed)
{
    m_feed = std::move(feed);
    reread();
}

void EventModel::setFilter(Filter filter)
{
    m_filter = filter;
    reread();
}

void EventModel::reread()
{
    beginResetModel();
    m_rows.clear();
    m_taken = 0;
    if (m_feed) {
        for (; m_taken < m_feed->marks().size(); ++m_taken) {
            if (passes(m_feed->marks()[m_taken], m_filter)) {
                m_rows.push_back(m_taken);
            }
        }
    }
    endResetModel();
}

void EventModel::takeNew()
{
    if (!m_feed) {
        return;
    }
    std::vector<std::size_t> fresh;
    for (; m_taken < m_feed->marks().size(); ++m_taken) {
        if (passes(m_feed->marks()[m_taken], m_filter)) {
            fresh.push_back(m_taken);
        }
    }
    if (!fresh.empty()) {
        beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
        m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
}

bool EventModel::passes(const run::Event& event, Filter filter) const
{
    switch (filter) {
    case Filter::All:
        return true;
    case Filter::Guard:
        return std::holds_alternative<run::Guarded>(event.body) ||
               std::holds_alternative<run::AutopsyWritten>(event.body);
    case Filter::Checkpoints:
        return std::holds_alternative<run::CheckpointWritten>(event.body) ||
               std::holds_alternative<run::EvalDone>(event.body);
    case Filter::Mine:
        return std::holds_alternative<run::CommandApplied>(event.body);
    }
    return true;
}

int EventModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventModel::rowOf(std::size_t mark) const
{
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), mark);
    return found == m_rows.end() || *found != mark ? -1 : static_cast<int>(m_rows.end() - found) - 1;
}

int EventModel::countOf(Filter filter) const
{
    if (!m_feed) {
        return 0;
    }
    return static_cast<int>(std::count_if(m_feed->marks().begin(), m_feed->marks().end(),
                                          [&](const run::Event& event) { return passes(event, filter); }));
}

QVariant EventModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_feed) {
        return {};
    }
    const std::size_t mark = m_rows[m_rows.size() - 1 - static_cast<std::size_t>(index.row())];
    const run::Event& event = m_feed->marks()[mark];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return eventText(event);
    case TimeRole:
        return durationText(event.seconds);
    case PlaceRole: {
        const auto step = eventStep(event);
        return step ? countText(*step) : QString();
    }
    case IconRole:
        return eventIcon(event);
    case TokenRole:
        return static_cast<int>(eventToken(event));
    case MarkRole:
        return static_cast<qint64>(mark);
    default:
        return {};
    }
}

EventList::EventList(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_model(new EventModel(this)), m_view(new QListView(this)),
      m_count(makeMono(theme, 11, false, this)), m_filters(new QButtonGroup(this))
{
    setFocusProxy(m_view);
    m_count->setProperty("tone", QStringLiteral("quiet"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EventDelegate(theme, m_view));
    m_view->setUniformItemSizes(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Events"));
    m_view->setProperty("panel", true);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 12, 4);
    head->setSpacing(6);
    head->addWidget(makeLabel(tr("Events"), Tone::Section, this));
    head->addWidget(m_count);
    head->addStretch(1);
    const QStringList names{tr("all"), tr("guard"), tr("results"), tr("mine")};
    for (int filter = 0; filter < names.size(); ++filter) {
        QPushButton* button = makeButton(names[filter], CommandButton::Kind::Normal, this);
        button->setCheckable(true);
        button->setChecked(filter == 0);
        m_filters->addButton(button, filter);
        head->addWidget(button);
    }
    m_filters->setExclusive(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_view, 1);
    connect(m_filters, &QButtonGroup::idClicked, this,
            [this](int filter) { m_model->setFilter(static_cast<EventModel::Filter>(filter)); });
    const auto tell = [this](const QModelIndex& index) {
        if (index.isValid()) {
            Q_EMIT markSelected(index.data(EventModel::MarkRole).toLongLong());
        }
    };
    connect(m_view, &QListView::clicked, this, tell);
    connect(m_view, &QListView::activated, this, [this, tell](const QModelIndex& index) {
        tell(index);
        if (index.isValid()) {
            Q_EMIT markOpened(index.data(EventModel::MarkRole).toLongLong());
        }
    });
    connect(&theme, &Theme::changed, m_view, [view = m_view] { view->viewport()->update(); });
}

void EventList::setFeed(std::shared_ptr<RunFeed> feed)
{
    m_model->setFeed(std::move(feed));
    takeCounts();
}

void EventList::takeNew()
{
    m_model->takeNew();
    takeCounts();
}

void EventList::takeCounts()
{
    m_count->setText(countText(m_model->countOf(EventModel::Filter::All)));
}

void EventList::select(std::size_t mark)
{
    const int row = m_model->rowOf(mark);
    if (row >= 0) {
        const QModelIndex index = m_model->index(row);
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
    }
}

} // namespace espalier::ui

// EventList: what happened, newest first, with filters.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QAbstractListModel>
#include <QWidget>
#include <memory>

class QButtonGroup;
class QLabel;
class QListView;

namespace espalier::ui {

/// Rows of feed->marks(), newest first. User roles give what the delegate paints.
class EventModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Filter { All, Guard, Checkpoints, Mine };
    enum Role { TimeRole = Qt::UserRole + 1, PlaceRole, IconRole, TokenRole, MarkRole };

    explicit EventModel(QObject* parent = nullptr);
    void setFeed(std::shared_ptr<RunFeed> feed);
    void setFilter(Filter filter);
    void takeNew(); ///< the feed has more marks
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] int rowOf(std::size_t mark) const; ///< -1: filtered away
    [[nodiscard]] int countOf(Filter filter) const;

private:
    [[nodiscard]] bool passes(const run::Event& event, Filter filter) const;
    void reread();

    std::shared_ptr<RunFeed> m_feed;
    std::vector<std::size_t> m_rows; ///< indices of marks, oldest first
    std::size_t m_taken = 0;
    Filter m_filter = Filter::All;
};

class EventList : public QWidget {
    Q_OBJECT
public:
    explicit EventList(const Theme& theme, QWidget* parent = nullptr);
    void setFeed(std::shared_ptr<RunFeed> feed);
    void takeNew();
    void select(std::size_t mark);
    [[nodiscard]] const EventModel& model() const { return *m_model; }

Q_SIGNALS:
    void markSelected(qint64 mark);
    void markOpened(qint64 mark); ///< Enter or a double click

private:
    void takeCounts();
    EventModel* m_model;
    QListView* m_view;
    QLabel* m_count;
    QButtonGroup* m_filters;
};

} // namespace espalier::ui

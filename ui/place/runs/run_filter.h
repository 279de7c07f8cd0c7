// RunFilter: the words of the search line: `state:exploded`, `since:2026-11-18`, `#41`, anything else is free text.
#pragma once

#include "core/store/store.h"

#include <QDate>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace espalier::ui {

class RunFilter {
public:
    explicit RunFilter(const QString& text = {});
    [[nodiscard]] bool accepts(const store::RunSummary& run) const;
    /// The one word without which something of `runs` would pass; empty when no single word is to blame.
    [[nodiscard]] QString blockingWord(const std::vector<store::RunSummary>& runs) const;
    [[nodiscard]] bool isEmpty() const { return m_words.isEmpty(); }

private:
    [[nodiscard]] static bool acceptsWord(const QString& word, const store::RunSummary& run);
    QStringList m_words;
};

/// Sorts and filters the table by its summaries.
class RunProxyModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunProxyModel(QObject* parent = nullptr);
    void setFilter(const RunFilter& filter);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    RunFilter m_filter;
};

} // namespace espalier::ui

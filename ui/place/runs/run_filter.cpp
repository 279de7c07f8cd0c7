#include "ui/place/runs/run_filter.h"

#include "ui/place/runs/run_table_model.h"
#include "ui/plot/run_text.h"

#include <QDateTime>
#include <algorithm>

namespace espalier::ui {

RunFilter::RunFilter(const QString& text) : m_words(text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {}

bool RunFilter::accepts(const store::RunSummary& run) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) { return acceptsWord(word, run); });
}

bool RunFilter::acceptsWord(const QString& word, const store::RunSummary& run)
{
    const QString value = word.section(QLatin1Char(':'), 1);
    if (word.startsWith(QLatin1String("state:"), Qt::CaseInsensitive)) {
        const auto code = run::toText(run.state);
        return QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()))
                   .startsWith(value, Qt::CaseInsensitive) ||
               stateText(run.state).startsWith(value, Qt::CaseInsensitive);
    }
    if (word.startsWith(QLatin1String("since:"), Qt::CaseInsensitive)) {
        const QDate since = QDate::fromString(value, Qt::ISODate);
        return !since.isValid() || QDateTime::fromMSecsSinceEpoch(run.createdMicroseconds / 1000).date() >= since;
    }
    if (word.startsWith(QLatin1Char('#'))) {
        return QString::number(run.id) == word.mid(1);
    }
    return QString::fromStdString(run.name).contains(word, Qt::CaseInsensitive) ||
           QString::fromStdString(run.experimentFile).contains(word, Qt::CaseInsensitive) ||
           QString::number(run.id) == word;
}

QString RunFilter::blockingWord(const std::vector<store::RunSummary>& runs) const
{
    for (const QString& word : m_words) {
        QStringList others = m_words;
        others.removeOne(word);
        const RunFilter without(others.join(QLatin1Char(' ')));
        if (std::any_of(runs.begin(), runs.end(), [&](const store::RunSummary& run) { return without.accepts(run); })) {
            return word;
        }
    }
    return {};
}

RunProxyModel::RunProxyModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void RunProxyModel::setFilter(const RunFilter& filter)
{
    m_filter = filter;
    invalidateFilter();
}

bool RunProxyModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    return m_filter.accepts(table->summary(row));
}

bool RunProxyModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto* table = static_cast<const RunTableModel*>(sourceModel());
    const store::RunSummary& one = table->summary(left.row());
    const store::RunSummary& other = table->summary(right.row());
    switch (left.column()) {
    case RunTableModel::Name:
        return QString::localeAwareCompare(QString::fromStdString(one.name), QString::fromStdString(other.name)) < 0;
    case RunTableModel::State:
        return one.state < other.state;
    case RunTableModel::Trainable:
        return one.trainable < other.trainable;
    case RunTableModel::Best:
        return one.bestMetric.value_or(-1) < other.bestMetric.value_or(-1);
    case RunTableModel::Duration:
        return one.seconds < other.seconds;
    default:
        return one.createdMicroseconds < other.createdMicroseconds;
    }
}

} // namespace espalier::ui

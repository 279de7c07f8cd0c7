#include "ui/place/compare/difference_model.h"

#include "ui/place/compare/result_model.h"

#include <QSize>
#include <algorithm>

namespace espalier::ui {

namespace {
constexpr int kRowHeight = 22;
constexpr std::size_t kNumberedRuns = 4; ///< with more of them the head has room for the line alone
} // namespace

DifferenceModel::DifferenceModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {}

void DifferenceModel::setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds)
{
    beginResetModel();
    std::vector<experiment::Experiment> experiments;
    m_runs.clear();
    m_total = 0;
    for (const auto& feed : feeds) {
        experiments.push_back(feed->detail().experiment);
        m_runs.push_back(feed->id());
        m_total = std::max(m_total, static_cast<int>(experiment::settings(experiments.back()).size()));
    }
    m_rows = compare::differences(experiments);
    m_realised.clear();
    for (const compare::Difference& row : m_rows) {
        std::vector<std::optional<Realised>>& realised = m_realised.emplace_back();
        for (const auto& feed : feeds) {
            realised.push_back(realisedSetting(*feed, row.key));
        }
    }
    endResetModel();
}

void DifferenceModel::setHighlight(qint64 run)
{
    if (run != m_highlight) {
        m_highlight = run;
        if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, columnCount() - 1));
        }
    }
}

int DifferenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DifferenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size()) + 1;
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const compare::Difference& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isKey = index.column() == 0;
    const std::size_t run = isKey ? 0 : static_cast<std::size_t>(index.column()) - 1;
    const QString asked = QString::fromStdString(isKey ? row.key : row.values[run]);
    const std::optional<Realised> realised =
        isKey ? std::nullopt : m_realised[static_cast<std::size_t>(index.row())][run];
    const QString text =
        realised && !realised->value.isEmpty()
            ? QStringLiteral("%1 → %2").arg(asked.isEmpty() ? QStringLiteral("–") : asked, realised->value)
            : asked;
    switch (role) {
    case Qt::DisplayRole:
        return text.isEmpty() ? QStringLiteral("–") : text;
    case Qt::ToolTipRole:
        return realised ? QStringLiteral("%1: %2\n%3").arg(QString::fromStdString(row.key), text, realised->reason)
                        : QStringLiteral("%1: %2").arg(QString::fromStdString(row.key), text);
    case Qt::FontRole:
        return m_theme.mono(11, !isKey);
    case Qt::ForegroundRole: {
        QColor color = m_theme.color(isKey            ? Token::Tx2
                                     : realised       ? Token::ExplodedLine
                                     : text.isEmpty() ? Token::Tx3
                                                      : Token::Tx1);
        color.setAlphaF(static_cast<float>(!isKey && m_highlight > 0 && m_highlight != m_runs[run] ? kFaded : 1));
        return color;
    }
    case Qt::SizeHintRole:
        return QSize(0, kRowHeight);
    case Qt::TextAlignmentRole:
        return isKey ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return section == 0 ? tr("Setting") : m_runs.size() > kNumberedRuns ? QString() : nameOf(section);
    }
    if (role == Qt::ToolTipRole && section > 0) {
        return nameOf(section);
    }
    if (role == Qt::DecorationRole && section > 0) {
        return runSample(m_theme, m_runs[static_cast<std::size_t>(section) - 1]);
    }
    if (role == Qt::TextAlignmentRole) {
        return section == 0 ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    return {};
}

QString DifferenceModel::nameOf(int section) const
{
    return QStringLiteral("#%1").arg(m_runs[static_cast<std::size_t>(section) - 1]);
}

QString DifferenceModel::markdown() const
{
    QString text;
    const auto row = [&](const auto& cell) {
        text += QLatin1String("|");
        for (int column = 0; column < columnCount(); ++column) {
            QString value = cell(column);
            text += QStringLiteral(" %1 |").arg(value.replace(QLatin1Char('|'), QLatin1String("\\|")));
        }
        text += QLatin1Char('\n');
    };
    row([this](int column) { return column == 0 ? tr("Setting") : nameOf(column); });
    row([](int column) { return column == 0 ? QStringLiteral("---") : QStringLiteral("---:"); });
    for (int line = 0; line < rowCount(); ++line) {
        row([&](int column) { return data(index(line, column), Qt::DisplayRole).toString(); });
    }
    return text;
}

} // namespace espalier::ui

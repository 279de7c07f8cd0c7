#include "ui/place/compare/difference_model.h"

#include <QSize>
#include <algorithm>

namespace espalier::ui {

namespace {
constexpr int kRowHeight = 22;
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
    endResetModel();
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
    const QString text = isKey ? QString::fromStdString(row.key)
                               : QString::fromStdString(row.values[static_cast<std::size_t>(index.column()) - 1]);
    switch (role) {
    case Qt::DisplayRole:
        return text.isEmpty() ? QStringLiteral("–") : text;
    case Qt::ToolTipRole:
        return QStringLiteral("%1: %2").arg(QString::fromStdString(row.key), text);
    case Qt::FontRole:
        return m_theme.mono(11, !isKey);
    case Qt::ForegroundRole:
        return m_theme.color(isKey ? Token::Tx2 : text.isEmpty() ? Token::Tx3 : Token::Tx1);
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
        return section == 0 ? tr("Setting") : QStringLiteral("#%1").arg(m_runs[static_cast<std::size_t>(section) - 1]);
    }
    if (role == Qt::ForegroundRole && section > 0) {
        return m_theme.runLook(m_runs[static_cast<std::size_t>(section) - 1]).color;
    }
    if (role == Qt::TextAlignmentRole) {
        return section == 0 ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    return {};
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
    row([this](int column) { return headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); });
    row([](int column) { return column == 0 ? QStringLiteral("---") : QStringLiteral("---:"); });
    for (int line = 0; line < rowCount(); ++line) {
        row([&](int column) { return data(index(line, column), Qt::DisplayRole).toString(); });
    }
    return text;
}

} // namespace espalier::ui

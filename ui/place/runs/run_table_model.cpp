#include "ui/place/runs/run_table_model.h"

#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"

#include <algorithm>

namespace espalier::ui {

RunTableModel::RunTableModel(RunCatalogue& runs, const Services& services, QObject* parent)
    : QAbstractTableModel(parent), m_catalogue(runs), m_loader(services.storePath)
{
    connect(&runs, &RunCatalogue::changed, this, &RunTableModel::take);
    connect(&m_loader, &SparkLoader::loaded, this, [this](qint64 run, const QList<double>& values) {
        m_sparks.insert(run, values);
        const int row = rowOf(run);
        if (row >= 0) {
            Q_EMIT dataChanged(index(row, Spark), index(row, Spark));
        }
    });
    take();
}

void RunTableModel::take()
{
    const auto& runs = m_catalogue.runs();
    const bool isSameList = std::equal(runs.begin(), runs.end(), m_runs.begin(), m_runs.end(),
                                       [](const auto& one, const auto& other) { return one.id == other.id; });
    if (isSameList) {
        m_runs = runs;
        if (!m_runs.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
    } else {
        beginResetModel();
        m_runs = runs;
        endResetModel();
    }
    requestSparks();
}

void RunTableModel::requestSparks()
{
    for (auto run = m_runs.rbegin(); run != m_runs.rend(); ++run) {
        if (run->step > 0 && m_sparkSteps.value(run->id, -1) != run->step) {
            m_sparkSteps.insert(run->id, run->step);
            m_loader.request(run->id);
        }
    }
}

int RunTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const store::RunSummary& RunTableModel::summary(int row) const
{
    return m_runs.at(static_cast<std::size_t>(row));
}

int RunTableModel::rowOf(qint64 run) const
{
    const auto found =
        std::find_if(m_runs.begin(), m_runs.end(), [run](const store::RunSummary& one) { return one.id == run; });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

QString RunTableModel::text(const store::RunSummary& run, int column) const
{
    switch (column) {
    case Name:
        return QString::fromStdString(run.name);
    case Number:
        return QStringLiteral("#%1").arg(run.id);
    case State:
        return run::isOver(run.state) && run.state != run::RunState::Exploded && run.state != run::RunState::Stopped
                   ? stateText(run.state)
                   : tr("%1 e%2").arg(stateText(run.state)).arg(static_cast<int>(run.epoch));
    case Trainable:
        return countText(run.trainable);
    case Best:
        return metricText(run.bestMetric);
    case Duration:
        return durationText(run.seconds);
    case Started:
        return momentText(run.createdMicroseconds);
    default:
        return {};
    }
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const store::RunSummary& run = summary(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(run, index.column());
    case Qt::EditRole:
        return index.column() == Name ? QString::fromStdString(run.name) : QVariant();
    case Qt::ToolTipRole:
        return index.column() == State && !run.message.empty() ? QString::fromStdString(run.message) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Trainable || index.column() == Best || index.column() == Duration
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case RunRole:
        return static_cast<qint64>(run.id);
    case SparkRole:
        return QVariant::fromValue(m_sparks.value(run.id));
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == Trainable || section == Best || section == Duration
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Run");
    case Number:
        return tr("No.");
    case State:
        return tr("State");
    case Spark:
        return QStringLiteral("loss");
    case Trainable:
        return tr("Trainable");
    case Best:
        return tr("Best mAP");
    case Duration:
        return tr("Time");
    case Started:
        return tr("Started");
    default:
        return {};
    }
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsEditable : flags;
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || index.column() != Name) {
        return false;
    }
    const QString name = value.toString().trimmed();
    const store::RunSummary& run = summary(index.row());
    if (name.isEmpty() || name == QString::fromStdString(run.name)) {
        return false;
    }
    Q_EMIT renameAsked(run.id, name);
    return true;
}

} // namespace espalier::ui

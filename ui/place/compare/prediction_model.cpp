#include "ui/place/compare/prediction_model.h"

#include "ui/place/compare/prediction_painting.h"
#include "ui/place/compare/result_model.h"

#include <algorithm>

namespace espalier::ui {

namespace {

constexpr qsizetype kThumbnailBytes = 64 << 20;

bool passes(const PredictedImage& image, PredictionFilter filter)
{
    switch (filter) {
    case PredictionFilter::Missed:
        return image.hasMissed();
    case PredictionFilter::Falses:
        return image.hasFalses();
    case PredictionFilter::All:
        break;
    }
    return true;
}

/// Smaller comes first; equal ones by name.
std::int64_t placeIn(const PredictedImage& image, PredictionOrder order)
{
    switch (order) {
    case PredictionOrder::MostWrong:
        return -image.disagreement();
    case PredictionOrder::LeastWrong:
        return image.disagreement();
    case PredictionOrder::RunsDiffer:
        return -image.spread();
    case PredictionOrder::Name:
        break;
    }
    return 0;
}

} // namespace

PredictionModel::PredictionModel(const Theme& theme, ImageLoader& loader, QObject* parent)
    : QAbstractTableModel(parent), m_theme(theme), m_loader(loader), m_thumbnails(kThumbnailBytes)
{
    connect(&loader, &ImageLoader::thumbnailLoaded, this,
            [this](Split, qint64 entry, const QImage& image) { takeThumbnail(entry, image); });
}

void PredictionModel::arrange()
{
    m_rows.clear();
    if (!m_table) {
        return;
    }
    for (std::size_t i = 0; i < m_table->images.size(); ++i) {
        if (passes(m_table->images[i], m_filter)) {
            m_rows.push_back(i);
        }
    }
    std::ranges::sort(m_rows, {}, [this](std::size_t place) {
        const PredictedImage& image = m_table->images[place];
        return std::pair(placeIn(image, m_order), image.file);
    });
}

void PredictionModel::setTable(std::shared_ptr<const PredictionTable> table)
{
    beginResetModel();
    m_table = std::move(table);
    arrange();
    endResetModel();
}

void PredictionModel::setOrder(PredictionOrder order)
{
    beginResetModel();
    m_order = order;
    arrange();
    endResetModel();
}

void PredictionModel::setFilter(PredictionFilter filter)
{
    beginResetModel();
    m_filter = filter;
    arrange();
    endResetModel();
}

void PredictionModel::setHighlight(qint64 run)
{
    if (run != m_highlight) {
        m_highlight = run;
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        }
    }
}

bool PredictionModel::isFaded(int column) const
{
    return m_highlight > 0 && column > 0 && m_table != nullptr &&
           m_table->shown[static_cast<std::size_t>(column - 1)] != m_highlight &&
           std::ranges::find(m_table->shown, m_highlight) != m_table->shown.end();
}

void PredictionModel::setNames(QHash<qint64, QString> names)
{
    m_names = std::move(names);
    if (columnCount() > 0) {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

void PredictionModel::setImages(std::shared_ptr<const dataset::DetectionDataset> images)
{
    beginResetModel();
    m_entries.clear();
    m_thumbnails.clear();
    m_undecodable.clear();
    if (images) {
        const std::vector<dataset::Entry>& entries = images->catalogue().entries;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            m_entries.insert(QString::fromStdString(entries[i].fileName), static_cast<qint64>(i));
        }
    }
    endResetModel();
}

const PredictedImage& PredictionModel::image(int row) const
{
    return m_table->images[m_rows[static_cast<std::size_t>(row)]];
}

int PredictionModel::rowOf(const QString& file) const
{
    const auto found = std::ranges::find_if(m_rows, [&](std::size_t i) { return m_table->images[i].file == file; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

qint64 PredictionModel::entryOf(int row) const
{
    return m_entries.value(image(row).file, -1);
}

const QPixmap* PredictionModel::thumbnail(int row) const
{
    const qint64 entry = entryOf(row);
    const QPixmap* known = entry < 0 ? nullptr : m_thumbnails.object(entry);
    if (entry >= 0 && known == nullptr && !m_undecodable.contains(entry)) {
        m_loader.requestThumbnail(Split::Val, entry);
    }
    return known;
}

void PredictionModel::takeThumbnail(qint64 entry, const QImage& image)
{
    if (image.isNull()) {
        m_undecodable.insert(entry);
        return;
    }
    m_thumbnails.insert(entry, new QPixmap(QPixmap::fromImage(image)), image.sizeInBytes() * 4 / 3);
    for (int row = 0; row < rowCount(); ++row) {
        if (entryOf(row) == entry) {
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1), {Qt::DecorationRole});
            return;
        }
    }
}

QString PredictionModel::columnName(int column) const
{
    if (column == 0) {
        return tr("Truth");
    }
    const qint64 run = m_table->shown[static_cast<std::size_t>(column - 1)];
    const QString name = m_names.value(run);
    return name.isEmpty() ? QStringLiteral("#%1").arg(run) : QStringLiteral("#%1 %2").arg(run).arg(name);
}

int PredictionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PredictionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table || m_table->shown.empty() ? 0 : 1 + static_cast<int>(m_table->shown.size());
}

QVariant PredictionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const PredictedImage& one = image(index.row());
    const QString text = predictionText(one, index.column() - 1);
    switch (role) {
    case Qt::DisplayRole:
        return text;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 · %2 · %3").arg(one.file, columnName(index.column()), text);
    default:
        return {};
    }
}

QVariant PredictionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return columnName(section);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DecorationRole:
        return section == 0 ? QVariant()
                            : QVariant(runSample(m_theme, m_table->shown[static_cast<std::size_t>(section - 1)]));
    default:
        return {};
    }
}

} // namespace espalier::ui

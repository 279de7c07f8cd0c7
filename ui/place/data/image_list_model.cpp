#include "ui/place/data/image_list_model.h"

#include "ui/bridge/core_text.h"
#include "ui/place/data/data_text.h"

#include <QHash>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr qsizetype kThumbnailBytes = 96 << 20;

ImageRow rowOfEntry(const dataset::Entry& entry, qint64 index)
{
    ImageRow row;
    row.entry = index;
    row.name = QString::fromStdString(entry.fileName);
    row.boxes = static_cast<int>(entry.annotations.size());
    const double area = static_cast<double>(entry.width) * entry.height;
    for (const dataset::Annotation& annotation : entry.annotations) {
        const dataset::Box& box = annotation.box;
        const double covered = static_cast<double>(box[2] - box[0]) * static_cast<double>(box[3] - box[1]);
        row.largestShare = std::max(row.largestShare, area > 0 ? covered / area : 0);
    }
    return row;
}

} // namespace

ImageListModel::ImageListModel(ImageLoader& loader, QObject* parent)
    : QAbstractListModel(parent), m_loader(loader), m_thumbnails(kThumbnailBytes)
{
    connect(&loader, &ImageLoader::thumbnailLoaded, this, &ImageListModel::takeThumbnail);
}

void ImageListModel::setSplit(std::shared_ptr<const dataset::DetectionDataset> data, Split split,
                              const std::vector<dataset::Finding>& findings)
{
    beginResetModel();
    m_data = std::move(data);
    m_split = split;
    m_rows.clear();
    m_thumbnails.clear();
    m_undecodable.clear();
    if (m_data) {
        const dataset::Catalogue& catalogue = m_data->catalogue();
        QHash<QString, std::size_t> places;
        for (std::size_t i = 0; i < catalogue.entries.size(); ++i) {
            m_rows.push_back(rowOfEntry(catalogue.entries[i], static_cast<qint64>(i)));
            places.insert(m_rows.back().name, i);
        }
        for (const dataset::Finding& finding : findings) {
            const QString name = QString::fromStdString(finding.defect.file);
            if (splitNamed(finding.split) != split) {
                continue;
            }
            if (isUnusable(finding.defect.kind) && !places.contains(name)) {
                places.insert(name, m_rows.size());
                m_rows.push_back({-1, name, 0, 0, 0, coreText(finding.defect.message)});
            }
            if (const auto place = places.constFind(name); place != places.constEnd()) {
                ++m_rows[*place].findings;
            }
        }
    }
    endResetModel();
}

const dataset::Entry* ImageListModel::entry(int row) const
{
    const qint64 index = m_rows[static_cast<std::size_t>(row)].entry;
    return index < 0 ? nullptr : &m_data->catalogue().entries[static_cast<std::size_t>(index)];
}

int ImageListModel::rowOf(const QString& name) const
{
    const auto found = std::ranges::find(m_rows, name, &ImageRow::name);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const QPixmap* ImageListModel::thumbnail(int row) const
{
    const qint64 index = m_rows[static_cast<std::size_t>(row)].entry;
    if (index < 0 || m_undecodable.contains(index)) {
        return nullptr;
    }
    const QPixmap* known = m_thumbnails.object(index);
    if (known == nullptr) {
        m_loader.requestThumbnail(m_split, index);
    }
    return known;
}

void ImageListModel::takeThumbnail(Split split, qint64 entry, const QImage& image)
{
    if (split != m_split || !m_data) {
        return;
    }
    if (image.isNull()) {
        m_undecodable.insert(entry);
    } else {
        m_thumbnails.insert(entry, new QPixmap(QPixmap::fromImage(image)), image.sizeInBytes() * 4 / 3);
    }
    // Usable entries stand first, in the catalogue's order.
    const QModelIndex changed = index(static_cast<int>(entry), 0);
    Q_EMIT dataChanged(changed, changed, {Qt::DecorationRole});
}

int ImageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ImageListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ImageRow& image = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return image.name;
    case Qt::ToolTipRole:
        return image.reason.isEmpty() ? image.name : QStringLiteral("%1\n%2").arg(image.name, image.reason);
    case Qt::AccessibleTextRole:
        return image.reason.isEmpty() ? tr("%1, %n box(es)", nullptr, image.boxes).arg(image.name)
                                      : QStringLiteral("%1, %2").arg(image.name, image.reason);
    default:
        return {};
    }
}

ImageProxy::ImageProxy(ImageListModel* model, QObject* parent) : QSortFilterProxyModel(parent), m_model(model)
{
    setSourceModel(model);
    setDynamicSortFilter(false); // a thumbnail that arrives changes no order
    sort(0);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { sort(0); });
}

void ImageProxy::setSearch(const QString& text)
{
    m_search = text.trimmed();
    invalidateFilter();
}

void ImageProxy::setClasses(const QSet<int>& labels)
{
    m_labels = labels;
    invalidateFilter();
}

void ImageProxy::setOrder(ImageOrder order)
{
    m_order = order;
    invalidate();
    sort(0);
}

bool ImageProxy::filterAcceptsRow(int row, const QModelIndex&) const
{
    if (!m_search.isEmpty() && !m_model->row(row).name.contains(m_search, Qt::CaseInsensitive)) {
        return false;
    }
    if (m_labels.isEmpty()) {
        return true;
    }
    const dataset::Entry* entry = m_model->entry(row);
    return entry != nullptr && std::ranges::any_of(entry->annotations, [this](const dataset::Annotation& annotation) {
               return m_labels.contains(annotation.label);
           });
}

bool ImageProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const ImageRow& a = m_model->row(left.row());
    const ImageRow& b = m_model->row(right.row());
    switch (m_order) {
    case ImageOrder::Findings:
        if (a.findings != b.findings) {
            return a.findings > b.findings;
        }
        break;
    case ImageOrder::Boxes:
        if (a.boxes != b.boxes) {
            return a.boxes > b.boxes;
        }
        break;
    case ImageOrder::Size:
        if (a.largestShare != b.largestShare) {
            return a.largestShare > b.largestShare;
        }
        break;
    case ImageOrder::Name:
        break;
    }
    return a.name < b.name;
}

} // namespace espalier::ui

#include "ui/plot/curve_table_model.h"

#include "ui/plot/figure_text.h"

#include <algorithm>

namespace espalier::ui {

CurveTableModel::CurveTableModel(XAxis axis, std::vector<PlotCurve> curves, double from, double to, QObject* parent)
    : QAbstractTableModel(parent), m_axis(axis), m_curves(std::move(curves))
{
    for (const PlotCurve& curve : m_curves) {
        for (std::size_t i = 0; i < curve.points.size(); ++i) {
            const double x = (*curve.points.x)[i];
            if (x >= from && x <= to) {
                m_x.push_back(x);
            }
        }
    }
    std::ranges::sort(m_x);
    m_x.erase(std::ranges::unique(m_x).begin(), m_x.end());
    for (const PlotCurve& curve : m_curves) {
        std::vector<std::ptrdiff_t>& points = m_points.emplace_back(m_x.size(), -1);
        // After a rewind the newer point of the same place stands.
        for (std::size_t i = 0; i < curve.points.size(); ++i) {
            const auto row = std::ranges::lower_bound(m_x, (*curve.points.x)[i]);
            if (row != m_x.end() && *row == (*curve.points.x)[i]) {
                points[static_cast<std::size_t>(row - m_x.begin())] = static_cast<std::ptrdiff_t>(i);
            }
        }
    }
}

int CurveTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(std::min<std::size_t>(m_x.size(), std::numeric_limits<int>::max()));
}

int CurveTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_curves.size()) + 1;
}

QString CurveTableModel::cell(int row, int column) const
{
    const auto at = static_cast<std::size_t>(row);
    if (column == 0) {
        return exactFigure(m_x[at]);
    }
    const auto curve = static_cast<std::size_t>(column - 1);
    const std::ptrdiff_t point = m_points[curve][at];
    return point < 0 ? QString() : exactFigure((*m_curves[curve].points.y)[static_cast<std::size_t>(point)]);
}

QVariant CurveTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return cell(index.row(), index.column());
    }
    return role == Qt::TextAlignmentRole ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

QVariant CurveTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (section > 0) {
        return m_curves[static_cast<std::size_t>(section - 1)].name;
    }
    return m_axis == XAxis::Step ? tr("step") : m_axis == XAxis::Epoch ? tr("epoch") : tr("seconds");
}

QString CurveTableModel::text(QChar separator) const
{
    QString text;
    for (int column = 0; column < columnCount(); ++column) {
        QString name = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (name.contains(separator) || name.contains(u'"')) {
            name = u'"' + name.replace(QStringLiteral("\""), QStringLiteral("\"\"")) + u'"';
        }
        text += (column > 0 ? QString(separator) : QString()) + name;
    }
    text += u'\n';
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            text += (column > 0 ? QString(separator) : QString()) + cell(row, column);
        }
        text += u'\n';
    }
    return text;
}

} // namespace espalier::ui

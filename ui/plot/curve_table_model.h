// CurveTableModel: the points of one panel as a table, for reading, copying and screen readers.
#pragma once

#include "ui/plot/curve_set.h"

#include <QAbstractTableModel>
#include <limits>

namespace espalier::ui {

/// A row for every x that any curve has, in order; a column for x and for every curve. Empty cell: no point there.
class CurveTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    CurveTableModel(XAxis axis, std::vector<PlotCurve> curves, double from = -std::numeric_limits<double>::infinity(),
                    double to = std::numeric_limits<double>::infinity(), QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// All of it, `separator` between cells; numbers with every digit, non-finite ones as nan, inf, -inf.
    [[nodiscard]] QString text(QChar separator) const;

private:
    [[nodiscard]] QString cell(int row, int column) const;

    XAxis m_axis;
    std::vector<PlotCurve> m_curves;
    std::vector<double> m_x;
    std::vector<std::vector<std::ptrdiff_t>> m_points; ///< by curve and row: index of the point, -1 for none
};

} // namespace espalier::ui

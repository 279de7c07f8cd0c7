// What a chart that is no CurvePlot shows, as a table on screen and as a file.
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>
#include <filesystem>

class QWidget;

namespace espalier::ui {

/// First row: the head.
using ChartTable = QList<QStringList>;

/// By the ending: .png, .svg, .pdf as the widget paints itself, or .csv of the table.
[[nodiscard]] Status exportChart(QWidget& chart, const ChartTable& table, const std::filesystem::path& file);
/// A window with the table, to read and to copy.
void showChartTable(QWidget* parent, const QString& title, const ChartTable& table);

} // namespace espalier::ui

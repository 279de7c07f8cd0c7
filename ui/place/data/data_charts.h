// DataCharts: counts of both splits side by side: boxes a class, sizes of boxes, sizes of images.
#pragma once

#include "core/dataset/dataset.h"
#include "ui/place/data/chart_export.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <array>
#include <map>
#include <vector>

namespace espalier::ui {

/// What the charts show of one split.
struct SplitCounts {
    static constexpr int kAreaBins = 14; ///< shares of the image 2^-14 … 1, one bin a doubling
    std::vector<std::int64_t> boxesOfClass;
    std::array<std::int64_t, kAreaBins> areas{};
    std::map<std::pair<int, int>, std::int64_t> imageSizes; ///< width, height
    double medianShare = 0;
    std::int64_t boxes = 0;
};
[[nodiscard]] SplitCounts countsOf(const dataset::Catalogue& catalogue);

class DataCharts : public QWidget {
    Q_OBJECT
public:
    explicit DataCharts(const Theme& theme, QWidget* parent = nullptr);
    void setCatalogues(const dataset::Catalogue* train, const dataset::Catalogue* val);
    [[nodiscard]] const std::array<SplitCounts, 2>& counts() const { return m_counts; }
    [[nodiscard]] ChartTable table() const; ///< all that is drawn: chart, what, train, val

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int paintClasses(QPainter& painter, int top) const;
    [[nodiscard]] int paintAreas(QPainter& painter, int top) const;
    [[nodiscard]] int paintSizes(QPainter& painter, int top) const;
    [[nodiscard]] int paintTitle(QPainter& painter, int top, const QString& title) const;
    void paintBar(QPainter& painter, const QRectF& bar, const QColor& color, bool isHollow) const;
    [[nodiscard]] int totalHeight() const;
    [[nodiscard]] QString inWords() const;

    const Theme& m_theme;
    std::vector<std::string> m_classes;
    std::array<SplitCounts, 2> m_counts; ///< train, val
};

} // namespace espalier::ui

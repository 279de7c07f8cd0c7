// ParetoPlot: the best score of each recipe against what it trains, and the front that no other beats.
#pragma once

#include "ui/place/compare/recipe_groups.h"
#include "ui/widget/theme.h"

#include <QWidget>

namespace espalier::ui {

class ParetoPlot : public QWidget {
    Q_OBJECT
public:
    explicit ParetoPlot(const Theme& theme, QWidget* parent = nullptr);

    /// Marker and colour of a recipe are those of its first run. `reference`: a run whose parameters are the measure.
    void setFeeds(const RunFeeds& feeds, qint64 reference);
    void setHighlight(qint64 run);           ///< others fade to 30 %; 0: none
    [[nodiscard]] QStringList front() const; ///< names, by parameters ascending
    /// Where a recipe's mark stands, in px of the widget; nothing where it has no score.
    [[nodiscard]] std::optional<QPointF> placeOf(std::size_t group) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 170}; }

Q_SIGNALS:
    void hovered(qint64 run); ///< 0: none
    void clicked(qint64 run);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double px(double parameters) const;
    [[nodiscard]] double py(double score) const;
    [[nodiscard]] bool isDrawn(const RecipeGroup& group) const;
    [[nodiscard]] qint64 runAt(QPointF position) const;
    [[nodiscard]] bool holds(const RecipeGroup& group, qint64 run) const;
    void paintAxes(QPainter& painter) const;
    void paintFront(QPainter& painter) const;
    void paintGroup(QPainter& painter, const RecipeGroup& group) const;
    void paintLabels(QPainter& painter) const;

    const Theme& m_theme;
    std::vector<RecipeGroup> m_groups;
    std::vector<std::size_t> m_front;
    std::vector<qint64> m_ids; ///< of the feeds
    std::string m_validation;
    std::int64_t m_reference = 0; ///< trainable parameters of the reference
    qint64 m_highlight = 0;
    double m_x0 = 1, m_x1 = 10; ///< trainable parameters, log axis
    double m_y0 = 0, m_y1 = 1;
};

} // namespace espalier::ui

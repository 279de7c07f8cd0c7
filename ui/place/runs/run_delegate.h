// RunDelegate: paints a row of the run list: box, line sample, state with icon, small curve, figures in Mono, tags.
#pragma once

#include "ui/place/runs/run_tree_model.h"
#include "ui/widget/theme.h"

#include <QStyledItemDelegate>

namespace espalier::ui {

class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    RunDelegate(const Theme& theme, const RunTreeModel& model, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;
    /// Within the cell of the name: where a click chooses, and where it opens a group.
    [[nodiscard]] static QRect boxArea(const QRect& cell);
    [[nodiscard]] static QRect openerArea(const QRect& cell);

private:
    void paintSection(QPainter& painter, const QRect& area, const QModelIndex& index) const;
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   const QColor& ground) const;
    void paintState(QPainter& painter, const QRect& area, const QModelIndex& index) const;
    void paintSpark(QPainter& painter, const QRect& area, const store::Sparkline& line, const QColor& color) const;
    void paintBest(QPainter& painter, const QRect& area, const QModelIndex& index) const;
    void paintTags(QPainter& painter, const QRect& area, const QModelIndex& index) const;

    const Theme& m_theme;
    const RunTreeModel& m_model;
};

} // namespace espalier::ui

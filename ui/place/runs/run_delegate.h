// RunDelegate: paints a row of the run table: line sample, state with icon, spark line, figures in Mono.
#pragma once

#include "ui/widget/theme.h"

#include <QStyledItemDelegate>

namespace espalier::ui {

class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit RunDelegate(const Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintSpark(QPainter& painter, const QRect& area, const QList<double>& values, const QColor& color) const;
    const Theme& m_theme;
};

} // namespace espalier::ui

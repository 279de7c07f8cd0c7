// IdleVeil: greys what it covers until somebody looks at it closely.
#pragma once

#include "ui/widget/theme.h"

#include <QWidget>

namespace espalier::ui {

/// Covers all of its parent; a click or a wheel lifts it.
class IdleVeil : public QWidget {
    Q_OBJECT
public:
    IdleVeil(const Theme& theme, QWidget* covered);

Q_SIGNALS:
    void lifted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace espalier::ui

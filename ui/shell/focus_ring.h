// FocusRing: the 2 px ring around the panel that the keyboard went to; gone with the first click.
#pragma once

#include "ui/widget/theme.h"

#include <QPointer>
#include <QWidget>

namespace espalier::ui {

class FocusRing : public QWidget {
    Q_OBJECT
public:
    FocusRing(const Theme& theme, QWidget* window);
    void showAround(QWidget* panel);
    [[nodiscard]] QWidget* panel() const { return isVisible() ? m_panel : nullptr; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    const Theme& m_theme;
    QPointer<QWidget> m_panel;
};

} // namespace espalier::ui

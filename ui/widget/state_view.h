// StateView: what a place shows when it has nothing, waits, or could not: one icon, one sentence, the way on.
#pragma once

#include "ui/widget/theme.h"

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace espalier::ui {

class StateView : public QWidget {
    Q_OBJECT
public:
    explicit StateView(const Theme& theme, QWidget* parent = nullptr);

    enum class Kind { Empty, Busy, Error };
    void show(Kind kind, const QString& icon, const QString& title, const QString& text);
    /// Buttons below the text, from the left; the view takes them.
    void setButtons(const QList<QWidget*>& buttons);

private:
    void paintIcon();

    const Theme& m_theme;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QHBoxLayout* m_buttons;
    Kind m_kind = Kind::Empty;
    QString m_iconName;
};

} // namespace espalier::ui

// Small parts that every place is made of: head bars, buttons of commands, chips, figures, lines.
#pragma once

#include "ui/widget/theme.h"

#include <QAction>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

class QHBoxLayout;

namespace espalier::ui {

enum class Tone { Title, Section, Second, Quiet, Error, Warning };
[[nodiscard]] QLabel* makeLabel(const QString& text, Tone tone, QWidget* parent = nullptr);
/// A label of this font that follows the theme; names and figures.
[[nodiscard]] QLabel* makeMono(const Theme& theme, int pixels, bool strong, QWidget* parent = nullptr);

/// A 1 px line.
[[nodiscard]] QFrame* makeLine(Qt::Orientation orientation, QWidget* parent = nullptr);

/// State in words on a tinted ground.
class Chip : public QLabel {
    Q_OBJECT
public:
    enum class Kind { Plain, Good, Accent, Warning, Bad };
    explicit Chip(QWidget* parent = nullptr);
    void setState(const QString& text, Kind kind);
};

/// A button that does what its action does: text, icon, enabled state and shortcut follow it.
class CommandButton : public QPushButton {
    Q_OBJECT
public:
    enum class Kind { Normal, Primary, Danger, Link };
    explicit CommandButton(QAction* action, Kind kind = Kind::Normal, QWidget* parent = nullptr);
    /// Shown instead of the action's text; empty: the action's text.
    void setShortText(const QString& text);
    void setFollowsCheck(); ///< its action is a switch

private:
    void take();
    QAction* m_action;
    QString m_shortText;
};

[[nodiscard]] QPushButton* makeButton(const QString& text, CommandButton::Kind kind, QWidget* parent = nullptr);

/// The 44 px bar at the top of a place: title parts left, actions right.
class PlaceHead : public QFrame {
    Q_OBJECT
public:
    explicit PlaceHead(QWidget* parent = nullptr);
    void addLeft(QWidget* widget);
    void addRight(QWidget* widget);
    void setStretching(QWidget* widget); ///< takes what is left between both sides

private:
    QHBoxLayout* m_left;
    QHBoxLayout* m_right;
};

/// Caption above a figure in Mono with a quiet remark behind it.
class Figure : public QWidget {
    Q_OBJECT
public:
    explicit Figure(const Theme& theme, QWidget* parent = nullptr);
    void setCaption(const QString& text);
    void setValue(const QString& value, const QString& remark = {});

private:
    QLabel* m_caption;
    QLabel* m_value;
    QLabel* m_remark;
};

} // namespace espalier::ui

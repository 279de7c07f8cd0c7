// StripBar: one line that says or asks something where it belongs, with its answers as buttons; gone with Esc.
#pragma once

#include "ui/widget/controls.h"

#include <QFrame>
#include <QStringList>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace espalier::ui {

class StripBar : public QFrame {
    Q_OBJECT
public:
    struct Answer {
        QString text;
        std::function<void()> act; ///< called after the line is gone
        CommandButton::Kind kind = CommandButton::Kind::Normal;
        bool stays = false; ///< the line is not gone by it
    };
    explicit StripBar(const Theme& theme, QWidget* parent = nullptr);

    /// What the line says. `lines` stand below it in Mono, at most eight of them.
    void say(const QString& icon, Token token, const QString& text, std::vector<Answer> answers,
             const QStringList& lines = {});
    /// The same, and the first answer takes the focus.
    void ask(const QString& icon, Token token, const QString& text, std::vector<Answer> answers,
             const QStringList& lines = {});
    void setText(const QString& text); ///< of what is said
    void dismiss();                    ///< without an answer
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString lines() const;
    [[nodiscard]] const std::vector<QPushButton*>& buttons() const { return m_buttons; }

Q_SIGNALS:
    void dismissed(); ///< by Esc, the cross or dismiss()

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintIcon();

    const Theme& m_theme;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_lines;
    QHBoxLayout* m_row;
    QString m_iconName;
    Token m_token = Token::Tx2;
    std::vector<QPushButton*> m_buttons;
};

} // namespace espalier::ui

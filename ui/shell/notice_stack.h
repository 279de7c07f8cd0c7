// NoticeStack: short messages above the window's lower edge. News go by themselves, errors and questions stay until
// they are answered.
#pragma once

#include "ui/widget/theme.h"

#include <QWidget>
#include <functional>

class QFrame;

namespace espalier::ui {

class NoticeStack : public QWidget {
    Q_OBJECT
public:
    NoticeStack(const Theme& theme, QWidget* window);
    void add(const QString& text, bool isError);
    struct Answer {
        QString text;
        std::function<void()> act;
    };
    /// Stays until one of `answers` is chosen, whatever comes after it; the close button is none of them.
    void ask(const QString& text, const QList<Answer>& answers);
    [[nodiscard]] int count() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QFrame* addNotice(const QString& text, const QString& icon, Token color);
    void remove(QFrame* notice);
    void makeRoom(); ///< for one more: the oldest that asks nothing goes
    void place();
    const Theme& m_theme;
};

} // namespace espalier::ui

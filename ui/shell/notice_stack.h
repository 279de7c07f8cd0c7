// NoticeStack: short messages above the window's lower edge. News go by themselves, errors stay until they are closed.
#pragma once

#include "ui/widget/theme.h"

#include <QWidget>

namespace espalier::ui {

class NoticeStack : public QWidget {
    Q_OBJECT
public:
    NoticeStack(const Theme& theme, QWidget* window);
    void add(const QString& text, bool isError);
    [[nodiscard]] int count() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    const Theme& m_theme;
};

} // namespace espalier::ui

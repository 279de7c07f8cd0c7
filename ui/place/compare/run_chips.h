// RunChips: the compared runs as chips: line sample, name, outcome; click takes one as the reference, × removes it.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QWidget>

class QHBoxLayout;

namespace espalier::ui {

class RunChips : public QWidget {
    Q_OBJECT
public:
    explicit RunChips(const Theme& theme, QWidget* parent = nullptr);
    void setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds, qint64 reference);

Q_SIGNALS:
    void referenceAsked(qint64 run);
    void removeAsked(qint64 run);
    void hovered(qint64 run); ///< 0: none

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    const Theme& m_theme;
    QHBoxLayout* m_row;
};

} // namespace espalier::ui

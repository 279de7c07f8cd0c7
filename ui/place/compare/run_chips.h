// RunChips: the compared runs as chips: line sample, name, outcome. Click takes one as the reference, × removes it,
// dragging moves it to another place.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QPoint>
#include <QWidget>

class QHBoxLayout;
class QScrollArea;

namespace espalier::ui {

class RunChips : public QWidget {
    Q_OBJECT
public:
    explicit RunChips(const Theme& theme, QWidget* parent = nullptr);
    void setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds, qint64 reference);
    [[nodiscard]] qint64 focusedRun() const; ///< of the chip with the focus; 0: none has it
    void focusRun(qint64 run);

Q_SIGNALS:
    void referenceAsked(qint64 run);
    void removeAsked(qint64 run);
    void orderAsked(QList<qint64> runs); ///< those shown, as they stand now
    void hovered(qint64 run);            ///< 0: none

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< Alt+Left, Alt+Right: one place on
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] QScrollArea* scrollArea() const;
    [[nodiscard]] QList<qint64> order() const;
    [[nodiscard]] int placeAt(int x) const;
    void moveChip(QWidget* chip, int place);

    const Theme& m_theme;
    QHBoxLayout* m_row;
    QList<QWidget*> m_chips; ///< in order
    QPoint m_grip;
    QList<qint64> m_before; ///< the order when a chip was taken
    bool m_isDragging = false;
};

} // namespace espalier::ui

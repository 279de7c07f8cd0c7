// RunTable: the view of the run list: one row is looked at, any number are chosen by their boxes.
#pragma once

#include "ui/place/runs/run_tree_model.h"
#include "ui/widget/theme.h"

#include <QTreeView>

namespace espalier::ui {

/// Up and Down look at a row, Left and Right close and open a group, Esc chooses none. A click on a box, or with Ctrl,
/// chooses; with Shift all rows from the one looked at. What is looked at and what is open outlives a new list.
class RunTable : public QTreeView {
    Q_OBJECT
public:
    RunTable(const Theme& theme, RunTreeModel& model, QWidget* parent = nullptr);

    void toggleCurrent();
    void checkAll();
    /// The chosen runs in the order of the list, or those of the row looked at.
    [[nodiscard]] QList<qint64> targets() const;
    void look(qint64 run);      ///< opens its group
    void fitColumns(int width); ///< lets go of what matters least

Q_SIGNALS:
    void targetsChanged();
    void opened(); ///< Enter, or a double click

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}

private:
    void remember();
    void restore();
    void checkTo(const QModelIndex& index);

    RunTreeModel& m_model;
    qint64 m_looked = 0;
    bool m_lookedAtGroup = false;
    int m_lookedRow = 0; ///< when the run is gone: the row that took its place
    QSet<qint64> m_open; ///< groups, by their newest run
};

} // namespace espalier::ui

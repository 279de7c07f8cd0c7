// RunsPlace: every run of the store: search, compare, watch, rename, delete with undo, clone, resume.
#pragma once

#include "ui/place/place.h"

#include <QUndoStack>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTreeView;

namespace espalier::ui {

class RunCard;
class RunProxyModel;
class RunTableModel;
class StateView;

class RunsPlace : public Place {
    Q_OBJECT
public:
    explicit RunsPlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~RunsPlace() override;

    void activated() override;
    [[nodiscard]] QUndoStack* undoStack() override { return &m_undo; }
    [[nodiscard]] QList<qint64> selection() const; ///< in the order of the table
    void select(const QList<qint64>& runs);
    [[nodiscard]] QVariant state() const override;
    void restore(const QVariant& state) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildTable();
    QWidget* buildFoot();
    void connectCommands();
    void takeSelection();
    void takeRuns();
    void showView();
    void rename(qint64 run, const QString& name);
    void removeSelected();
    void resumeSelected();

    PlaceContext m_context;
    QUndoStack m_undo;
    RunTableModel* m_model;
    RunProxyModel* m_proxy;
    QTreeView* m_table = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_selected = nullptr;
    QLabel* m_last = nullptr;
    QWidget* m_undoButton = nullptr;
    QStackedWidget* m_views = nullptr;
    StateView* m_stateView = nullptr;
    RunCard* m_card = nullptr;
};

} // namespace espalier::ui

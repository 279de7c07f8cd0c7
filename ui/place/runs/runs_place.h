// RunsPlace: every run of the store: search, compare, watch, name, tag, note, delete with undo, clone, resume; and the
// experiments that wait.
#pragma once

#include "ui/place/place.h"

#include <QUndoStack>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace espalier::ui {

class QueuePanel;
class RunCard;
class RunTable;
class RunTreeModel;
class StateView;

class RunsPlace : public Place {
    Q_OBJECT
public:
    explicit RunsPlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~RunsPlace() override;

    void activated() override;
    [[nodiscard]] QUndoStack* undoStack() override { return &m_undo; }
    /// What commands act upon, in the order of the list: the chosen runs, or those of the row looked at.
    [[nodiscard]] QList<qint64> selection() const;
    void select(const QList<qint64>& runs); ///< one is looked at, several are chosen
    [[nodiscard]] QVariant state() const override;
    void restore(const QVariant& state) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildTable();
    QWidget* buildFoot();
    void connectCommands();
    void connectQueueCommands();
    void takeSelection();
    void takeRuns();
    void takeCommands();
    void showView();
    void rename(const QList<qint64>& runs, const QString& name);
    void tag(const QStringList& added, const QStringList& removed);
    void note(const QString& text);
    void removeSelected();
    void restoreSelected();
    void resumeSelected();
    void openFolder();
    [[nodiscard]] QString namesOf(const QList<qint64>& runs) const;
    /// One value of each run, as one undo step; `set` writes, and may fail.
    template <class Value, class Set>
    void change(const QString& text, std::vector<std::pair<qint64, std::pair<Value, Value>>> values, Set set);

    PlaceContext m_context;
    QUndoStack m_undo;
    RunTreeModel* m_model;
    RunTable* m_table = nullptr;
    QueuePanel* m_queue = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_selected = nullptr;
    QLabel* m_last = nullptr;
    QWidget* m_undoButton = nullptr;
    QPushButton* m_deleted = nullptr;
    QStackedWidget* m_views = nullptr;
    StateView* m_stateView = nullptr;
    RunCard* m_card = nullptr;
};

} // namespace espalier::ui

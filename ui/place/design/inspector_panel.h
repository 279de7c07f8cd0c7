// InspectorPanel: what acts on the selected modules, which rule says so, and the fields that change it.
#pragma once

#include "ui/edit/plan_scope.h"
#include "ui/place/place.h"

#include <QWidget>
#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace espalier::ui {

class DesignActions;
class FieldForm;
class StripBar;

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(const Theme& theme, ExperimentDocument& document, DesignActions& actions, QWidget* parent = nullptr);

    void refresh(); ///< selection, plan or tree changed
    void focusLrScale();
    void focusRank();
    // Where a rule that does more than what is meant here acts, it is asked which is meant.
    void changeRank(const std::vector<network::ModuleId>& modules, int rank);
    void changeScale(const std::vector<network::ModuleId>& modules, double scale);
    void changeAdapter(const std::vector<network::ModuleId>& modules, const plan::AdapterOptions& adapter);
    void changeState(plan::TrainState wanted); ///< of what is selected

Q_SIGNALS:
    void ruleRequested(int rule); ///< show it in the rule list

private:
    /// Adapters of one method with the same options, shown and edited as one.
    struct Card {
        std::vector<network::ModuleId> sites;
        std::size_t method = 0;
        bool operator==(const Card&) const = default;
    };

    void askScope(const WiderRule& rule, const std::function<void()>& changeRule,
                  const std::function<void()>& exceptionHere);
    [[nodiscard]] double scaleAt(network::ModuleId id) const;
    [[nodiscard]] network::ModuleId first() const;
    [[nodiscard]] double actingScale() const;
    void showOne();
    void showMany();
    void showState();
    void showCards();
    void rebuildCards();
    void setRow(int row, const QString& value);
    [[nodiscard]] std::vector<Card> cardsHere() const;
    [[nodiscard]] const plan::Graft* graftOf(const Card& card) const; ///< its first; null: gone

    const Theme& m_theme;
    ExperimentDocument& m_document;
    DesignActions& m_actions;
    QLabel* m_path;
    QLabel* m_empty;
    QWidget* m_body;
    std::vector<QLabel*> m_values;
    std::vector<QPushButton*> m_states;
    FieldForm* m_lr;
    QLabel* m_lrNote;
    QPushButton* m_rule;
    int m_ruleIndex = -1;
    QVBoxLayout* m_cards;
    QLabel* m_more;
    std::vector<FieldForm*> m_forms;
    std::vector<QWidget*> m_cardWidgets;
    std::vector<QLabel*> m_cardHeads;
    std::vector<Card> m_shownCards;
    QLabel* m_stateNote;
    StripBar* m_scope;
    std::vector<network::ModuleId> m_asked; ///< the selection that the question is about
    plan::TuningPlan m_askedPlan;           ///< and the plan: its answers know the rules of it by number
};

} // namespace espalier::ui

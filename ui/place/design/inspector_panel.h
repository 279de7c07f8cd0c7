// InspectorPanel: what acts on the selected modules, which rule says so, and the fields that change it.
#pragma once

#include "ui/place/place.h"

#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace espalier::ui {

class DesignActions;
class FieldForm;

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(const Theme& theme, ExperimentDocument& document, DesignActions& actions, QWidget* parent = nullptr);

    void refresh(); ///< selection, plan or tree changed
    void focusLrScale();
    void focusRank();

Q_SIGNALS:
    void ruleRequested(int rule); ///< show it in the rule list

private:
    struct Card;

    [[nodiscard]] network::ModuleId first() const;
    [[nodiscard]] double actingScale() const;
    void showOne();
    void showMany();
    void showState();
    void showCards();
    void rebuildCards(const std::vector<std::size_t>& grafts);
    void setRow(int row, const QString& value);
    [[nodiscard]] std::vector<std::size_t> graftsHere() const;

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
    std::vector<std::pair<network::ModuleId, std::size_t>> m_shownGrafts; ///< site, method
};

} // namespace espalier::ui

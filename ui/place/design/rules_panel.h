// RulesPanel: the plan as its rules, what each selects, and a way out for those that select nothing.
#pragma once

#include "ui/model/rule_model.h"
#include "ui/place/place.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace espalier::ui {

class DesignActions;

class RulesPanel : public QWidget {
    Q_OBJECT
public:
    RulesPanel(const Theme& theme, ExperimentDocument& document, DesignActions& actions, QWidget* parent = nullptr);

    void refresh();
    void showRule(int rule);
    /// The first of its kind without an index; nothing when there is none.
    void showRule(plan::RuleKind kind, std::optional<std::size_t> index);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showCurrent();

    const Theme& m_theme;
    ExperimentDocument& m_document;
    DesignActions& m_actions;
    RuleModel m_model;
    QTreeView* m_view;
    QLabel* m_fault;
    QLabel* m_reason;
    QLineEdit* m_pattern;
    QPushButton* m_replace;
    QPushButton* m_remove;
    QCheckBox* m_mayBeEmpty;
    QWidget* m_foot;
};

} // namespace espalier::ui

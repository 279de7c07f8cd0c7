// PreflightPanel: what the checks found in the open experiment, with the way to each place and its repair; and, when a
// run is asked for while errors stand, the question.
#pragma once

#include "ui/edit/document_checks.h"
#include "ui/place/design/preflight_model.h"
#include "ui/place/place.h"

#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QTreeView;

namespace espalier::ui {

class Chip;
class CommandButton;
class StripBar;

class PreflightPanel : public QWidget {
    Q_OBJECT
public:
    PreflightPanel(const Theme& theme, CommandTable& commands, DocumentChecks& checks, QWidget* parent = nullptr);

    [[nodiscard]] const PreflightModel& model() const { return m_model; }
    /// The one that the keys act on; null: none.
    [[nodiscard]] const preflight::Finding* current() const;
    void showFirst();   ///< takes the focus
    void askForStart(); ///< in place, above the list
    void withdrawAsk(); ///< the question no longer stands
    /// What all repairs together would change, before they do.
    void showRepairs(const experiment::Experiment& before, const experiment::Experiment& mended, int repairs);
    void withdrawRepairs(); ///< the experiment is another one by now
    /// Height with three findings to read.
    [[nodiscard]] int usualHeight() const;

Q_SIGNALS:
    void placeRequested(const espalier::preflight::Finding& finding);
    void repairRequested(const espalier::preflight::Finding& finding);
    void acceptRequested(const espalier::preflight::Finding& finding); ///< or no longer
    void startConfirmed();                                             ///< with every error accepted
    void repairsConfirmed(const espalier::experiment::Experiment& mended, int repairs);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildQuestion();
    void take();
    void showHead();
    void showButtons();
    void requestPlace(const QModelIndex& index);

    const Theme& m_theme;
    CommandTable& m_commands;
    DocumentChecks& m_checks;
    PreflightModel m_model;
    QTreeView* m_view;
    Chip* m_errors;
    Chip* m_warnings;
    Chip* m_notes;
    QLabel* m_passed;
    QLabel* m_waiting;
    CommandButton* m_read;
    CommandButton* m_repairAll;
    QFrame* m_question;
    QLabel* m_questionText;
    QPushButton* m_look;
    StripBar* m_repairs; ///< the difference that Repair all would make
};

} // namespace espalier::ui

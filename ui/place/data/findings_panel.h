// FindingsPanel: what was found in the files, by kind; each row leads to its image. Below: what was checked and clean.
#pragma once

#include "ui/place/data/finding_model.h"
#include "ui/widget/theme.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QTreeView;

namespace espalier::ui {

class Chip;

class FindingsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FindingsPanel(const Theme& theme, QWidget* parent = nullptr);
    /// `format`: a value of data.kind; null splits: nothing was read.
    void setFindings(const std::vector<dataset::Finding>& findings, const dataset::Splits& splits,
                     const std::string& format);
    void step(int by); ///< to the next or the previous finding, around the end
    [[nodiscard]] const FindingModel& model() const { return *m_model; }

Q_SIGNALS:
    void findingChosen(const espalier::ui::Finding& finding);

private:
    void fillClean(const std::string& format);

    const Theme& m_theme;
    FindingModel* m_model;
    QTreeView* m_tree;
    Chip* m_lost;
    Chip* m_noted;
    QWidget* m_sound;
    QLabel* m_soundText;
    QWidget* m_clean;
    QGridLayout* m_cleanRows;
};

} // namespace espalier::ui

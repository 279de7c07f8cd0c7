// SettingsPanel: model, data, training and monitor settings as one form made from their tables.
#pragma once

#include "ui/place/place.h"

#include <QWidget>

class QScrollArea;

namespace espalier::ui {

class FieldForm;

class SettingsPanel : public QWidget {
    Q_OBJECT
public:
    SettingsPanel(const Theme& theme, ExperimentDocument& document, QWidget* parent = nullptr);
    void refresh();
    /// `train`, `schedule_epochs`: scrolled to, with the focus. Nothing for what has no field here.
    void showField(const QString& section, const QString& key);
    [[nodiscard]] FieldForm* form(int section) const { return m_forms.at(static_cast<std::size_t>(section)); }

private:
    template <class Settings>
    void addSection(const QString& title, const QString& prefix, Settings experiment::Experiment::*section);

    const Theme& m_theme;
    ExperimentDocument& m_document;
    QLayout* m_column;
    QScrollArea* m_scroll;
    std::vector<FieldForm*> m_forms; ///< experiment, model, data, train, monitor
};

} // namespace espalier::ui

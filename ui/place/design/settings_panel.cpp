#include "ui/place/design/settings_panel.h"

#include "core/experiment/experiment_faults.h"
#include "ui/bridge/core_text.h"
#include "ui/place/design/field_form.h"

#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace espalier::ui {

template <class Settings>
void SettingsPanel::addSection(const QString& title, const QString& prefix, Settings experiment::Experiment::*section)
{
    auto* form = new FieldForm(m_theme, this);
    form->addSection(title);
    form->addFields<Settings>(
        [this, section]() -> const Settings& { return m_document.experiment().*section; },
        [this, prefix, section](const QString& key, const std::function<void(Settings&)>& change) {
            m_document.edit(SettingsPanel::tr("Set %1.%2").arg(prefix, key),
                            [&](experiment::Experiment& experiment) { change(experiment.*section); });
        },
        [this, prefix, section](const QString& key, const std::function<void(Settings&)>& change) {
            experiment::Experiment changed = m_document.experiment();
            change(changed.*section);
            const auto fault = experiment::faultOf(changed);
            const bool isHere = fault && fault->key == (prefix + QLatin1Char('.') + key).toStdString();
            return isHere ? coreText(fault->message) : QString();
        });
    m_forms.push_back(form);
    m_column->addWidget(form);
}

SettingsPanel::SettingsPanel(const Theme& theme, ExperimentDocument& document, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_document(document)
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(14);
    m_column = column;
    auto* names = new FieldForm(theme, this);
    names->addSection(tr("Experiment"));
    const auto addName = [&](const QString& key, const QString& help, std::string experiment::Experiment::*member) {
        names->addText(
            key, help, [this, member] { return QString::fromStdString(m_document.experiment().*member); },
            [this, key, member](const QString& text) {
                m_document.edit(tr("Set %1").arg(key),
                                [&](experiment::Experiment& experiment) { experiment.*member = text.toStdString(); });
            });
    };
    addName(QStringLiteral("name"), tr("Shown in the list of runs"), &experiment::Experiment::name);
    addName(QStringLiteral("note"), tr("What it is for"), &experiment::Experiment::note);
    m_forms.push_back(names);
    column->addWidget(names);
    addSection(tr("Model"), QStringLiteral("model"), &experiment::Experiment::model);
    addSection(tr("Data"), QStringLiteral("data"), &experiment::Experiment::data);
    addSection(tr("Training"), QStringLiteral("train"), &experiment::Experiment::train);
    addSection(tr("Monitor"), QStringLiteral("monitor"), &experiment::Experiment::monitor);
    column->addStretch(1);

    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(content);
    m_scroll->setAccessibleName(tr("Settings"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);
    refresh();
}

void SettingsPanel::showField(const QString& section, const QString& key)
{
    const std::array sections{QStringLiteral("experiment"), QStringLiteral("model"), QStringLiteral("data"),
                              QStringLiteral("train"), QStringLiteral("monitor")};
    const auto found = std::ranges::find(sections, section);
    if (found == sections.end()) {
        return;
    }
    FieldForm* fields = m_forms[static_cast<std::size_t>(found - sections.begin())];
    if (QWidget* editor = fields->editorOf(key)) {
        fields->focusField(key);
        m_scroll->ensureWidgetVisible(editor, 0, 80);
    }
}

void SettingsPanel::refresh()
{
    for (FieldForm* form : m_forms) {
        form->reload();
    }
    const bool isCoco = m_document.experiment().data.kind == "coco";
    FieldForm* fields = m_forms[2];
    for (const char* key : {"root", "train", "val"}) {
        fields->setRowEnabled(QString::fromLatin1(key), isCoco);
    }
    for (const char* key : {"scene", "train_images", "val_images"}) {
        fields->setRowEnabled(QString::fromLatin1(key), !isCoco);
    }
}

} // namespace espalier::ui

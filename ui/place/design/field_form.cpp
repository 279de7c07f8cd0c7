#include "ui/place/design/field_form.h"

#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

FieldForm::FieldForm(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
}

void FieldForm::addSection(const QString& title)
{
    auto* label = makeLabel(title, Tone::Section, this);
    label->setContentsMargins(0, m_rows.empty() ? 0 : 12, 0, 2);
    m_form->addRow(label);
}

void FieldForm::addText(const QString& key, const QString& help, std::function<QString()> read,
                        std::function<void(const QString&)> write)
{
    FieldEditor editor;
    editor.key = key;
    editor.help = help;
    editor.read = std::move(read);
    editor.write = std::move(write);
    addEditor(std::move(editor));
}

void FieldForm::addEditor(FieldEditor editor)
{
    const std::size_t index = m_rows.size();
    Row row;
    row.editor = std::move(editor);
    if (row.editor.kind == FieldEditor::Kind::Choice) {
        auto* box = new QComboBox(this);
        box->addItems(row.editor.choices);
        connect(box, &QComboBox::textActivated, this, [this, index](const QString& text) { commit(index, text); });
        row.widget = box;
    } else if (row.editor.kind == FieldEditor::Kind::Flag) {
        auto* box = new QCheckBox(this);
        connect(box, &QCheckBox::clicked, this,
                [this, index](bool isOn) { commit(index, isOn ? QStringLiteral("true") : QStringLiteral("false")); });
        row.widget = box;
    } else {
        auto* line = new QLineEdit(this);
        line->setFont(m_theme.mono(12));
        connect(line, &QLineEdit::editingFinished, this, [this, index, line] { commit(index, line->text()); });
        connect(line, &QLineEdit::textEdited, this, [this, index] { showFault(index, {}); });
        row.widget = line;
    }
    row.widget->setToolTip(row.editor.help);
    row.widget->setAccessibleName(row.editor.key);
    row.widget->setObjectName(QStringLiteral("field.") + row.editor.key);
    row.widget->setMinimumHeight(24);
    auto* label = makeMono(m_theme, 11, false, this);
    label->setText(row.editor.key);
    label->setProperty("tone", QStringLiteral("second"));
    label->setToolTip(row.editor.help);
    label->setBuddy(row.widget); // a screen reader names a combo box by its label alone
    row.label = label;
    auto* fault = makeLabel({}, Tone::Error, this);
    fault->setWordWrap(true);
    fault->hide();
    row.fault = fault;
    auto* cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(row.widget);
    cell->addWidget(fault);
    label->setVisible(row.editor.hasLabel);
    if (row.editor.hasLabel) {
        m_form->addRow(label, cell);
    } else {
        m_form->addRow(cell);
    }
    m_rows.push_back(std::move(row));
}

namespace {

/// Of the text by itself, whatever else is set.
QString textFault(const FieldEditor& editor, const QString& text)
{
    if (editor.kind == FieldEditor::Kind::Text && text.contains(QChar::Null)) {
        return FieldForm::tr("A text may not hold a null character");
    }
    if (editor.kind == FieldEditor::Kind::List && !editor.choices.isEmpty()) {
        const QStringList parts = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
        const bool isKnown = std::ranges::all_of(parts, [&](const QString& part) {
            return part.trimmed().isEmpty() || editor.choices.contains(part.trimmed());
        });
        return isKnown ? QString() : FieldForm::tr("Allowed: %1").arg(editor.choices.join(QStringLiteral(", ")));
    }
    if (editor.kind != FieldEditor::Kind::Whole && editor.kind != FieldEditor::Kind::Real) {
        return {};
    }
    bool isNumber = false;
    const double number = text.trimmed().toDouble(&isNumber);
    const bool isWhole = editor.kind == FieldEditor::Kind::Whole;
    bool isInteger = true;
    if (isWhole) {
        text.trimmed().toLongLong(&isInteger);
    }
    if (!isNumber || !std::isfinite(number) || !isInteger) {
        return isWhole ? FieldForm::tr("Write a whole number") : FieldForm::tr("Write a number, such as 0.5 or 1e-3");
    }
    if (number < editor.range.low || number > editor.range.high) {
        return FieldForm::tr("Allowed: %1 to %2")
            .arg(QString::number(editor.range.low, 'g', 12), QString::number(editor.range.high, 'g', 12));
    }
    return {};
}

} // namespace

QString FieldForm::fault(const FieldEditor& editor, const QString& text)
{
    const QString why = textFault(editor, text);
    return why.isEmpty() && editor.check ? editor.check(text) : why;
}

void FieldForm::commit(std::size_t row, const QString& text)
{
    const FieldEditor& editor = m_rows[row].editor;
    const bool isNumber = editor.kind == FieldEditor::Kind::Whole || editor.kind == FieldEditor::Kind::Real;
    const QString clean = isNumber ? text.trimmed() : text;
    const QString why = fault(editor, clean);
    showFault(row, why);
    if (why.isEmpty() && clean != editor.read()) {
        // The write may reload this form; a copy outlives that.
        const auto write = editor.write;
        write(clean);
    }
}

void FieldForm::showFault(std::size_t row, const QString& text)
{
    auto* label = static_cast<QLabel*>(m_rows[row].fault);
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

void FieldForm::reload()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const QString text = row.editor.read();
        if (auto* box = qobject_cast<QComboBox*>(row.widget)) {
            const QSignalBlocker quiet(box);
            box->setCurrentIndex(box->findText(text));
        } else if (auto* flag = qobject_cast<QCheckBox*>(row.widget)) {
            flag->setChecked(text == QLatin1String("true"));
        } else if (auto* line = qobject_cast<QLineEdit*>(row.widget)) {
            const bool isBeingTyped = line->hasFocus() && line->isModified();
            if (!isBeingTyped && line->text() != text) {
                line->setText(text);
                showFault(i, {});
            }
        }
    }
}

QWidget* FieldForm::editorOf(const QString& key) const
{
    const auto row = std::ranges::find_if(m_rows, [&](const Row& each) { return each.editor.key == key; });
    return row == m_rows.end() ? nullptr : row->widget;
}

void FieldForm::setRowEnabled(const QString& key, bool isEnabled)
{
    const auto row = std::ranges::find_if(m_rows, [&](const Row& each) { return each.editor.key == key; });
    if (row != m_rows.end()) {
        row->widget->setEnabled(isEnabled);
        row->label->setEnabled(isEnabled);
    }
}

void FieldForm::focusField(const QString& key)
{
    if (QWidget* widget = editorOf(key)) {
        widget->setFocus(Qt::ShortcutFocusReason);
        if (auto* line = qobject_cast<QLineEdit*>(widget)) {
            line->selectAll();
        }
    }
}

} // namespace espalier::ui

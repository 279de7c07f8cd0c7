// FieldForm: editors made from the fields() table of an options struct, checked by its ranges before anything is set.
#pragma once

#include "core/base/fields.h"
#include "ui/widget/theme.h"

#include <QFormLayout>
#include <QLocale>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <cmath>
#include <concepts>
#include <functional>
#include <string>
#include <vector>

namespace espalier::ui {

/// What an editor needs to know of a field, whatever its type.
struct FieldEditor {
    QString key;
    QString help;
    bool hasLabel = true;
    enum class Kind { Text, Flag, Choice, Whole, Real, List } kind = Kind::Text;
    Range range;
    QStringList choices;
    std::function<QString()> read;             ///< as the editor shows it
    std::function<void(const QString&)> write; ///< a text that was checked
    /// May be empty. Why a text that can be read is not allowed all the same, in one sentence; empty when it is.
    std::function<QString(const QString&)> check;
};

class FieldForm : public QWidget {
    Q_OBJECT
public:
    explicit FieldForm(const Theme& theme, QWidget* parent = nullptr);

    void addSection(const QString& title);
    void addEditor(FieldEditor editor);
    void addText(const QString& key, const QString& help, std::function<QString()> read,
                 std::function<void(const QString&)> write);

    /// A row for each field of T. `value` answers the present one, `change` is given the key and what to do to a T;
    /// `check` is given the same before it and answers why that may not be done, in one sentence, or nothing.
    template <HasFields T>
    void addFields(std::function<const T&()> value,
                   std::function<void(const QString& key, const std::function<void(T&)>&)> change,
                   std::function<QString(const QString& key, const std::function<void(T&)>&)> check = {})
    {
        forEachField<T>([&](const auto& field) {
            FieldEditor editor;
            editor.key = textOf(field.key);
            editor.help = textOf(field.help);
            editor.range = field.range;
            editor.choices = textOf(field.choices.list).split(QLatin1Char('|'), Qt::SkipEmptyParts);
            using Member = std::decay_t<decltype(std::declval<T>().*(field.member))>;
            const auto member = field.member;
            editor.kind = kindOf<Member>(!editor.choices.isEmpty());
            editor.read = [value, member] { return toText(value().*member); };
            editor.write = [change, member, key = editor.key](const QString& text) {
                change(key, [&](T& options) { options.*member = fromText<Member>(text); });
            };
            if (check) {
                editor.check = [check, member, key = editor.key](const QString& text) {
                    return check(key, [&](T& options) { options.*member = fromText<Member>(text); });
                };
            }
            addEditor(std::move(editor));
        });
    }

    void reload(); ///< show the present values; an editor with the focus keeps its text
    void setRowEnabled(const QString& key, bool isEnabled);
    void focusField(const QString& key);
    [[nodiscard]] QWidget* editorOf(const QString& key) const;

    /// Why `text` is not allowed, in one sentence; empty when it is.
    [[nodiscard]] static QString fault(const FieldEditor& editor, const QString& text);

private:
    struct Row {
        FieldEditor editor;
        QWidget* widget = nullptr;
        QWidget* label = nullptr;
        QWidget* fault = nullptr;
    };
    void commit(std::size_t row, const QString& text);
    void showFault(std::size_t row, const QString& text);

    static QString textOf(std::string_view text)
    {
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    template <class Member>
    static FieldEditor::Kind kindOf(bool hasChoices)
    {
        if constexpr (std::same_as<Member, bool>) {
            return FieldEditor::Kind::Flag;
        } else if constexpr (std::integral<Member>) {
            return FieldEditor::Kind::Whole;
        } else if constexpr (std::floating_point<Member>) {
            return FieldEditor::Kind::Real;
        } else if constexpr (std::same_as<Member, std::string>) {
            return hasChoices ? FieldEditor::Kind::Choice : FieldEditor::Kind::Text;
        } else {
            return FieldEditor::Kind::List;
        }
    }
    static QString toText(const std::string& value) { return QString::fromStdString(value); }
    static QString toText(bool value) { return value ? QStringLiteral("true") : QStringLiteral("false"); }
    static QString toText(const std::vector<std::string>& values)
    {
        QStringList texts;
        for (const std::string& value : values) {
            texts << QString::fromStdString(value);
        }
        return texts.join(QStringLiteral(", "));
    }
    template <class Number>
    requires(std::integral<Number> || std::floating_point<Number>) static QString toText(Number value)
    {
        if constexpr (std::integral<Number>) {
            return QString::number(value);
        } else {
            return QString::number(value, 'g', QLocale::FloatingPointShortest);
        }
    }
    template <class Member>
    static Member fromText(const QString& text)
    {
        if constexpr (std::same_as<Member, bool>) {
            return text == QLatin1String("true");
        } else if constexpr (std::integral<Member>) {
            return static_cast<Member>(text.toLongLong());
        } else if constexpr (std::floating_point<Member>) {
            return text.toDouble();
        } else if constexpr (std::same_as<Member, std::string>) {
            return text.toStdString();
        } else {
            Member values;
            for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
                if (!part.trimmed().isEmpty()) {
                    values.push_back(part.trimmed().toStdString());
                }
            }
            return values;
        }
    }

    const Theme& m_theme;
    QFormLayout* m_form;
    std::vector<Row> m_rows;
};

} // namespace espalier::ui

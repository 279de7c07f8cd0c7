// Language: English is in the sources (its plurals in a file), Korean in a file of translations; the choice is live.
#pragma once

#include <QString>
#include <QTranslator>

namespace espalier::ui {

class Language {
public:
    /// "en", "ko"; anything else follows the system. Widgets that stand have to be made anew.
    void apply(const QString& code);
    [[nodiscard]] QString code() const { return m_code; }

private:
    QTranslator m_ours;
    QTranslator m_qts;
    QString m_code = QStringLiteral("en");
};

} // namespace espalier::ui

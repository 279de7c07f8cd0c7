#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace espalier::ui {

void Language::apply(const QString& code)
{
    const QString system = QLocale::system().name().left(2);
    const QString wanted = code == QLatin1String("ko") || code == QLatin1String("en") ? code : system;
    m_code = wanted == QLatin1String("ko") ? wanted : QStringLiteral("en");
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qts);
    if (m_ours.load(QStringLiteral(":/i18n/espalier_%1.qm").arg(m_code))) {
        QCoreApplication::installTranslator(&m_ours);
    }
    if (m_code == QLatin1String("ko")) {
        if (m_qts.load(QStringLiteral("qtbase_ko"), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
            QCoreApplication::installTranslator(&m_qts);
        }
    }
}

} // namespace espalier::ui

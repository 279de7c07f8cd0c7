#include "ui/shell/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace espalier::ui {

namespace {
constexpr const char* kKey = "files/recent";
} // namespace

QStringList RecentFiles::files()
{
    QStringList files = QSettings().value(QLatin1String(kKey)).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void RecentFiles::add(const QString& file)
{
    const QString whole = QFileInfo(file).absoluteFilePath();
    QStringList files = QSettings().value(QLatin1String(kKey)).toStringList();
    files.removeAll(whole);
    files.prepend(whole);
    QSettings().setValue(QLatin1String(kKey), files.mid(0, kMost));
}

} // namespace espalier::ui

// RecentFiles: the experiments opened last, newest first, kept in the settings.
#pragma once

#include <QString>
#include <QStringList>

namespace espalier::ui {

class RecentFiles {
public:
    static constexpr int kMost = 9;
    [[nodiscard]] static QStringList files(); ///< those that still stand
    static void add(const QString& file);
};

} // namespace espalier::ui

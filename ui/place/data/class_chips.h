// ClassChips: a switch a class, with its sample line and count; images with any of those pressed are shown.
#pragma once

#include "core/dataset/dataset.h"
#include "ui/widget/theme.h"

#include <QSet>
#include <QWidget>
#include <vector>

class QHBoxLayout;
class QPushButton;

namespace espalier::ui {

class ClassChips : public QWidget {
    Q_OBJECT
public:
    explicit ClassChips(const Theme& theme, QWidget* parent = nullptr);
    void setCatalogue(const dataset::Catalogue* catalogue); ///< null: none
    [[nodiscard]] const std::vector<QPushButton*>& chips() const { return m_chips; }
    [[nodiscard]] QSet<int> chosen() const;
    void choose(const QSet<int>& labels);

Q_SIGNALS:
    void chosenChanged();

private:
    void paintIcons();

    const Theme& m_theme;
    QHBoxLayout* m_row;
    std::vector<QPushButton*> m_chips; ///< by label
};

} // namespace espalier::ui

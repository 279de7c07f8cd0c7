// PlaceRail: the 56 px column at the left: mark, places, what serves all of them.
#pragma once

#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QFrame>
#include <map>

class QToolButton;

namespace espalier::ui {

class PlaceRail : public QFrame {
    Q_OBJECT
public:
    PlaceRail(CommandTable& commands, const Theme& theme, QWidget* parent = nullptr);
    void setPlace(PlaceId place);

private:
    QToolButton* addButton(QAction* action, bool isPlace);
    std::map<PlaceId, QToolButton*> m_places;
};

} // namespace espalier::ui

#include "ui/place/place.h"

namespace espalier::ui {

QUndoStack* Place::undoStack()
{
    return nullptr;
}

} // namespace espalier::ui

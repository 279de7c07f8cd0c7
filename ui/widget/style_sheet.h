// The one style sheet of the application: metrics and shapes, with @token where a colour stands.
#pragma once

#include <QString>

namespace espalier::ui {

[[nodiscard]] QString styleSheetTemplate();

} // namespace espalier::ui

// Words of the pre-flight: what core says in English, in the reader's language.
#pragma once

#include <QString>
#include <string>

namespace espalier::ui {

/// A finding's sentence or the label of its repair. What is not known stays as it is.
[[nodiscard]] QString preflightText(const std::string& sentence);

} // namespace espalier::ui

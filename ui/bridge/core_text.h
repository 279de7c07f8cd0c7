// Words of core: what it says in English, to the store and the command line, in the reader's language.
#pragma once

#include "core/base/result.h"

#include <QString>
#include <string>

namespace espalier::ui {

/// A finding's sentence, a repair's label, a note, a run's last words, with or without `where: ` before them. What is
/// not known stays as it is.
[[nodiscard]] QString coreText(const std::string& sentence);
[[nodiscard]] bool isCoreText(const std::string& sentence); ///< it is known

/// `where: message`. In another language a message that is not known stands in brackets behind the sentence of its
/// code.
[[nodiscard]] QString errorText(const Error& error);

} // namespace espalier::ui

// What core says of a method and a module, in the user's language.
#pragma once

#include <QString>
#include <string_view>

namespace espalier::ui {

/// A sentence of plan::sentenceOf(); the words of core where there is no translation.
[[nodiscard]] QString methodSentence(std::string_view sentence);

} // namespace espalier::ui

// An autopsy in the words of the reader: core's sentences, looked up by themselves; figures as everywhere in the
// window.
#pragma once

#include "core/monitor/autopsy.h"

#include <QString>
#include <QStringList>

namespace espalier::ui {

[[nodiscard]] QString causeText(const std::string& code);
[[nodiscard]] QString evidenceText(const monitor::Evidence& evidence);
[[nodiscard]] QString adviceText(const std::string& code);
[[nodiscard]] QString autopsyActionText(const std::string& code);
/// `87 % sure`.
[[nodiscard]] QString confidenceText(double confidence);
/// Every sentence that can be translated, in English: those of core, or a test says which is missing.
[[nodiscard]] QStringList autopsySentences();

} // namespace espalier::ui

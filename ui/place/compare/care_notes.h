// Care notes: what a reader must know before believing a difference between the compared runs, in sentences.
#pragma once

#include "ui/place/compare/recipe_groups.h"

#include <QStringList>

namespace espalier::ui {

/// The gravest first; empty when nothing stands against comparing.
[[nodiscard]] QStringList careNotes(const RunFeeds& feeds);

} // namespace espalier::ui

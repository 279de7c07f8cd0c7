// What is asked before a command changes a run: small windows under their button, a sentence and the way back.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <functional>

class QWidget;

namespace espalier::ui {

/// After this step, with a checkpoint; or at once, and what that costs.
void askToStop(QWidget* button, const RunFeed& feed, std::function<void(run::Command)> stop);
void askForRate(QWidget* button, const Theme& theme, const RunFeed& feed, std::function<void(double factor)> change);
/// In the middle of the owner; says what is given up.
void askAboutRewind(QWidget* owner, const RunFeed& feed, qint64 step, std::function<void()> rewind);

} // namespace espalier::ui

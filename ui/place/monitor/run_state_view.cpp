#include "ui/place/monitor/run_state_view.h"

#include "ui/bridge/core_text.h"
#include "ui/place/monitor/run_sentences.h"
#include "ui/widget/state_view.h"

#include <QCoreApplication>

namespace espalier::ui {

namespace {

struct RunStateText {
    Q_DECLARE_TR_FUNCTIONS(RunState)
};

} // namespace

bool showRunState(StateView& view, const RunFeed* feed, const RunCatalogue& runs)
{
    using Text = RunStateText;
    const QString warning = QStringLiteral("warning");
    const QString clock = QStringLiteral("clock");
    if (feed == nullptr && !runs.error().isEmpty()) {
        view.show(StateView::Kind::Error, warning, Text::tr("The store could not be read"), runs.error());
        return true;
    }
    if (feed == nullptr) {
        view.show(StateView::Kind::Empty, QStringLiteral("monitor"), Text::tr("No run yet"),
                  Text::tr("Start the experiment that is open in Design, here or with espalier-cli on the same store: "
                           "it appears and moves live."));
        return true;
    }
    const bool hasCurves = !feed->curves().empty();
    if (!feed->error().isEmpty() && !hasCurves) {
        view.show(StateView::Kind::Error, warning, Text::tr("Run %1 could not be read").arg(feed->id()), feed->error());
        return true;
    }
    if (feed->isLoading()) {
        view.show(StateView::Kind::Busy, clock, Text::tr("Reading run %1").arg(feed->id()), {});
        return true;
    }
    if (feed->state() == run::RunState::Failed && !hasCurves) {
        view.show(StateView::Kind::Error, warning, Text::tr("Run %1 failed").arg(feed->id()),
                  coreText(feed->detail().summary.message));
        return true;
    }
    if (feed->isLive() && !hasCurves) {
        const bool isQueued = feed->state() == run::RunState::Queued;
        view.show(StateView::Kind::Busy, clock,
                  isQueued ? Text::tr("Run %1 waits for the one before it").arg(feed->id())
                           : Text::tr("Run %1 gets ready").arg(feed->id()),
                  waitingText(*feed, runs));
        return true;
    }
    return false;
}

} // namespace espalier::ui

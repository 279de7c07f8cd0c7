#include "ui/place/monitor/run_sentences.h"

#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace espalier::ui {

namespace {

struct RunSentence {
    Q_DECLARE_TR_FUNCTIONS(RunSentence)
};

} // namespace

QString waitingText(const RunFeed& feed, const RunCatalogue& runs)
{
    const auto before = std::ranges::count_if(
        runs.runs(), [&](const store::RunSummary& run) { return run.id < feed.id() && !run::isOver(run.state); });
    const experiment::Experiment& plan = feed.detail().experiment;
    QStringList text;
    text << (feed.state() == run::RunState::Queued && before > 0
                 ? RunSentence::tr("%n run(s) before it.", nullptr, static_cast<int>(before))
                 : RunSentence::tr("Data are opened, the network is made, its adapters are grafted."));
    text << RunSentence::tr("%1: %2 epochs, batch %3, LR %4; %5 adapter rules, %6 unfreeze patterns.")
                .arg(QString::fromStdString(plan.name))
                .arg(plan.train.epochs)
                .arg(plan.train.batch)
                .arg(figure(plan.train.lr))
                .arg(plan.plan.adapters.size())
                .arg(plan.plan.unfreeze.size());
    text << RunSentence::tr("The first step is drawn as soon as it is done.");
    return text.join(QLatin1Char('\n'));
}

QString lostText(const RunFeed& feed)
{
    const store::RunSummary& summary = feed.detail().summary;
    const run::Stability guard =
        feed.stabilitySpans().empty() ? summary.stability : feed.stabilitySpans().back().second;
    const QString last = RunSentence::tr("Last heard of at step %1 of %2, epoch %3; guard: %4.")
                             .arg(countText(feed.step()), countText(summary.totalSteps),
                                  positionText(XAxis::Epoch, feed.epoch()), stabilityText(guard));
    return QStringLiteral("%1 %2").arg(last, summary.lastCheckpointStep > 0
                                                 ? RunSentence::tr("Resume goes on from its checkpoint of step %1.")
                                                       .arg(countText(summary.lastCheckpointStep))
                                                 : RunSentence::tr("It has no checkpoint: Resume begins anew."));
}

double secondsTakenBack(const RunFeed& feed)
{
    const bool hasRewind = std::ranges::any_of(feed.marks(), [](const run::Event& event) {
        const auto* guarded = std::get_if<run::Guarded>(&event.body);
        return guarded != nullptr && guarded->action == "rewind";
    });
    const auto loss = feed.curves().find("loss");
    if (!hasRewind || loss == feed.curves().end()) {
        return 0;
    }
    const Curve& clock = loss->second;
    double lost = 0;
    for (std::size_t i = 1; i < clock.epoch.size(); ++i) {
        if (clock.epoch[i] >= clock.epoch[i - 1]) {
            continue;
        }
        std::size_t kept = i; // the newest step before that stands
        while (kept > 0 && clock.epoch[kept - 1] >= clock.epoch[i]) {
            --kept;
        }
        lost += clock.seconds[i - 1] - (kept > 0 ? clock.seconds[kept - 1] : 0);
    }
    return lost;
}

} // namespace espalier::ui

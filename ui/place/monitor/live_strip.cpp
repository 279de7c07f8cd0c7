#include "ui/place/monitor/live_strip.h"

#include "ui/place/monitor/run_sentences.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr int kHeight = 54;
constexpr int kProgressWidth = 300;
constexpr int kProgressSteps = 1000;

std::optional<double> bestOf(const RunFeed& feed)
{
    const auto found = feed.curves().find("mAP");
    if (found == feed.curves().end()) {
        return feed.detail().summary.bestMetric;
    }
    std::optional<double> best;
    for (const double value : found->second.value) {
        if (std::isfinite(value) && (!best || value > *best)) {
            best = value;
        }
    }
    return best;
}

} // namespace

LiveStrip::LiveStrip(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_epochs(makeMono(theme, 15, true, this)), m_left(makeMono(theme, 12, false, this)),
      m_progress(new QProgressBar(this)), m_step(new Figure(theme, this)), m_elapsed(new Figure(theme, this)),
      m_speed(new Figure(theme, this)), m_memory(new Figure(theme, this)), m_trainable(new Figure(theme, this)),
      m_best(new Figure(theme, this)), m_guard(new Figure(theme, this))
{
    setProperty("kind", QStringLiteral("head"));
    setFixedHeight(kHeight);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, kProgressSteps);
    m_progress->setAccessibleName(tr("Progress"));
    m_step->setCaption(tr("Step"));
    m_elapsed->setCaption(tr("Elapsed"));
    m_speed->setCaption(tr("Steps / s"));
    m_memory->setCaption(tr("Memory"));
    m_trainable->setCaption(tr("Trainable"));
    m_best->setCaption(tr("Best mAP"));
    m_guard->setCaption(tr("Guard"));
    auto* progress = new QWidget(this);
    progress->setFixedWidth(kProgressWidth);
    auto* column = new QVBoxLayout(progress);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->addWidget(m_epochs);
    head->addStretch(1);
    head->addWidget(m_left);
    column->addLayout(head);
    column->addWidget(m_progress);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 8);
    row->setSpacing(28);
    row->addWidget(progress);
    for (Figure* figure : {m_step, m_elapsed, m_speed, m_memory, m_trainable, m_best, m_guard}) {
        row->addWidget(figure);
    }
    row->addStretch(1);
}

void LiveStrip::take(const RunFeed& feed)
{
    const store::RunSummary& summary = feed.detail().summary;
    m_epochs->setText(tr("%1 / %2 epochs").arg(countText(static_cast<std::int64_t>(feed.epoch()))).arg(summary.epochs));
    m_left->setText(feed.isLive() ? tr("left %1").arg(durationText(feed.secondsLeft())) : QString());
    const double share = summary.epochs > 0 ? feed.epoch() / summary.epochs : 0;
    m_progress->setValue(static_cast<int>(std::min(1.0, share) * kProgressSteps));
    m_step->setValue(countText(feed.step()), QStringLiteral("/ %1").arg(countText(summary.totalSteps)));
    const double lost = secondsTakenBack(feed);
    m_elapsed->setValue(durationText(feed.seconds()), lost > 0 ? tr("%1 lost").arg(durationText(lost)) : QString());
    m_speed->setValue(figure(feed.stepsPerSecond()));
    const double part = summary.parameters > 0
                            ? 100.0 * static_cast<double>(summary.trainable) / static_cast<double>(summary.parameters)
                            : 0;
    m_trainable->setValue(countText(summary.trainable), QStringLiteral("%1 %").arg(figure(part)));
    const auto memory = feed.curves().find("memory");
    if (memory != feed.curves().end() && !memory->second.value.empty()) {
        constexpr double kGib = 1024.0 * 1024 * 1024;
        m_memory->setValue(
            QString::number(memory->second.value.back() / kGib, 'f', 2),
            tr("GiB, peak %1").arg(QString::number(*std::ranges::max_element(memory->second.value) / kGib, 'f', 2)));
    }
    m_memory->setVisible(memory != feed.curves().end());
    m_best->setValue(metricText(bestOf(feed)));
    const run::Stability guard =
        feed.stabilitySpans().empty() ? summary.stability : feed.stabilitySpans().back().second;
    m_guard->setValue(stabilityText(guard),
                      feed.skippedSteps().empty()
                          ? QString()
                          : tr("%n skipped", nullptr, static_cast<int>(feed.skippedSteps().size())));
}

} // namespace espalier::ui

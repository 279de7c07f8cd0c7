#include "ui/place/monitor/live_strip.h"

#include "ui/bridge/core_text.h"
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
constexpr int kProgressWidth = 220;
constexpr int kGap = 20;
constexpr int kWide = 1360; ///< narrower: what Design says of a plan as well makes room
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
      m_speed(new Figure(theme, this)), m_images(new Figure(theme, this)), m_memory(new Figure(theme, this)),
      m_scale(new Figure(theme, this)), m_healthy(new Figure(theme, this)), m_trainable(new Figure(theme, this)),
      m_best(new Figure(theme, this))
{
    setProperty("kind", QStringLiteral("head"));
    setFixedHeight(kHeight);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, kProgressSteps);
    m_progress->setAccessibleName(tr("Progress"));
    m_step->setCaption(tr("Step"));
    m_elapsed->setCaption(tr("Elapsed"));
    m_speed->setCaption(tr("Steps / s"));
    m_images->setCaption(tr("Images / s"));
    m_memory->setCaption(tr("Memory"));
    m_scale->setCaption(tr("Loss scale"));
    m_scale->setObjectName(QStringLiteral("lossScale"));
    m_healthy->setCaption(tr("Healthy state"));
    m_healthy->setObjectName(QStringLiteral("healthyStates"));
    m_trainable->setCaption(tr("Trainable"));
    m_best->setCaption(tr("Best mAP"));
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
    row->setSpacing(kGap);
    row->addWidget(progress);
    for (Figure* figure : {m_step, m_elapsed, m_speed, m_images, m_memory, m_scale, m_healthy, m_trainable, m_best}) {
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
    const double speed = feed.stepsPerSecond();
    const experiment::Experiment& plan = feed.detail().experiment;
    m_speed->setValue(figure(speed), speed > 0 ? tr("%1 s").arg(figure(1 / speed)) : QString());
    m_images->setValue(figure(speed * plan.train.batch * plan.train.accumulate));
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
    takeScale(feed);
    takeHealthy(feed);
}

void LiveStrip::takeScale(const RunFeed& feed)
{
    const auto scale = feed.curves().find("loss_scale");
    const auto skipped = static_cast<int>(feed.skippedSteps().size());
    const QString remark = skipped > 0 ? tr("%n skipped", nullptr, skipped) : QString();
    if (scale == feed.curves().end() || scale->second.value.empty()) {
        m_scale->setValue(QStringLiteral("–"), remark.isEmpty() ? tr("full precision") : remark);
        m_scale->setToolTip(tr("This run computes in full precision: there is no loss to scale"));
        return;
    }
    m_scale->setValue(figure(scale->second.value.back()), remark);
    m_scale->setToolTip({});
}

void LiveStrip::takeHealthy(const RunFeed& feed)
{
    const QString most = tr("%1 kept at most").arg(feed.detail().experiment.monitor.keep);
    const auto kept = feed.curves().find("healthy_step");
    const bool isKnown = kept != feed.curves().end() && !kept->second.value.empty();
    m_healthy->setValue(isKnown ? tr("step %1").arg(countText(static_cast<std::int64_t>(kept->second.value.back())))
                                : QStringLiteral("–"),
                        most);
    const auto said = std::ranges::find_if(feed.marks(), [](const run::Event& event) {
        const auto* note = std::get_if<run::Note>(&event.body);
        return note != nullptr && note->where == "monitor";
    });
    m_healthy->setToolTip(said == feed.marks().end() ? QString() : coreText(std::get<run::Note>(said->body).message));
}

void LiveStrip::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_trainable->setVisible(width() >= kWide);
}

} // namespace espalier::ui

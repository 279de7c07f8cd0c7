#include "ui/shell/status_strip.h"

#include "ui/bridge/experiment_queue.h"
#include "ui/widget/controls.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <algorithm>

namespace espalier::ui {

namespace {
constexpr int kHeight = 24;
constexpr int kProgressSteps = 1000;
} // namespace

StatusStrip::StatusStrip(RunCatalogue& runs, const Theme& theme, const QString& store, QWidget* parent)
    : QFrame(parent), m_runs(runs), m_run(makeButton({}, CommandButton::Kind::Link, this)),
      m_progress(new QProgressBar(this)), m_figures(makeMono(theme, 11, false, this)),
      m_queue(makeButton({}, CommandButton::Kind::Link, this))
{
    setProperty("kind", QStringLiteral("foot"));
    setFixedHeight(kHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    m_run->setFlat(true);
    m_run->setFocusPolicy(Qt::NoFocus);
    m_progress->setFixedWidth(160);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, kProgressSteps);
    row->addWidget(m_run);
    row->addWidget(m_progress);
    row->addWidget(m_figures);
    m_queue->setObjectName(QStringLiteral("stripQueue"));
    m_queue->setFocusPolicy(Qt::NoFocus);
    row->addWidget(m_queue);
    row->addStretch(1);
    QLabel* place = makeMono(theme, 11, false, this);
    place->setProperty("tone", QStringLiteral("quiet"));
    place->setText(store);
    place->setToolTip(tr("Where runs are stored"));
    row->addWidget(place);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_shown > 0) {
            Q_EMIT watchRequested(m_shown);
        }
    });
    connect(m_queue, &QPushButton::clicked, this, &StatusStrip::queueRequested);
    connect(&runs, &RunCatalogue::changed, this, &StatusStrip::take);
    connect(&runs.queue(), &ExperimentQueue::changed, this, &StatusStrip::take);
    take();
}

void StatusStrip::take()
{
    const auto& runs = m_runs.runs();
    const auto live = std::find_if(runs.begin(), runs.end(), [](const store::RunSummary& run) {
        return run.state == run::RunState::Running || run.state == run::RunState::Paused ||
               run.state == run::RunState::Preparing;
    });
    const bool hasLive = live != runs.end();
    m_progress->setVisible(hasLive);
    m_figures->setVisible(hasLive);
    m_shown = hasLive ? live->id : 0;
    const auto waiting = static_cast<int>(m_runs.queue().waiting().size());
    m_queue->setVisible(waiting > 0);
    m_queue->setText(m_runs.queue().isGoing() ? tr("queue: %n waiting", nullptr, waiting)
                                              : tr("queue: %n waiting, not started", nullptr, waiting));
    if (!m_runs.error().isEmpty()) {
        m_run->setText(m_runs.error());
        return;
    }
    if (!hasLive) {
        m_run->setText(runs.empty() ? tr("No run yet") : tr("No run is going"));
        return;
    }
    m_run->setText(tr("Run %1: %2").arg(live->id).arg(QString::fromStdString(live->name)));
    const double share = live->epochs > 0 ? live->epoch / live->epochs : 0;
    m_progress->setValue(static_cast<int>(share * kProgressSteps));
    m_figures->setText(tr("epoch %1 of %2").arg(live->epoch, 0, 'f', 1).arg(live->epochs));
}

} // namespace espalier::ui

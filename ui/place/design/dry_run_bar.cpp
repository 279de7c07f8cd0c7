#include "ui/place/design/dry_run_bar.h"

#include "ui/bridge/core_text.h"
#include "ui/place/design/cost_text.h"
#include "ui/plot/figure_text.h"

#include <array>

namespace espalier::ui {

DryRunBar::DryRunBar(const PlaceContext& context, QWidget* parent)
    : StripBar(context.theme, parent), m_context(context), m_runner(context.services)
{
    setObjectName(QStringLiteral("dryRun"));
    connect(&m_runner, &DryRunner::progressed, this, &DryRunBar::showProgress);
    connect(&m_runner, &DryRunner::finished, this, [this](const run::DryRun& result) {
        m_result = result;
        showResult();
        Q_EMIT measured();
    });
    connect(&m_runner, &DryRunner::failed, this, &DryRunBar::showFailure);
    connect(this, &StripBar::dismissed, this, [this] { m_runner.cancel(); });
}

void DryRunBar::start()
{
    m_of = m_context.document.experiment();
    say(QStringLiteral("clock"), Token::Acc, tr("Dry run: waiting for the trainer thread"),
        {{tr("Cancel"), [this] { cancel(); }}});
    m_runner.start(m_of, m_context.document.file());
}

void DryRunBar::cancel()
{
    m_runner.cancel();
    hide();
}

void DryRunBar::showProgress(run::DryRunStage stage, const QString& module)
{
    const std::array<QString, 5> stages{tr("making a batch"), tr("building the network"), tr("forward"), tr("backward"),
                                        tr("update")};
    const QString name = stages[static_cast<std::size_t>(stage)];
    setText(module.isEmpty() ? tr("Dry run: %1").arg(name) : tr("Dry run: %1 · %2").arg(name, module));
}

bool DryRunBar::isCurrent() const
{
    const experiment::Experiment& now = m_context.document.experiment();
    return m_result && now.plan == m_of.plan && now.model == m_of.model && now.data == m_of.data &&
           now.train == m_of.train;
}

void DryRunBar::takeExperiment()
{
    if (m_result && isVisible() && !m_runner.isRunning()) {
        showResult();
    }
}

void DryRunBar::showResult()
{
    const run::DryRun& step = *m_result;
    QStringList parts;
    const QString what =
        step.batchesPerStep > 1
            ? tr("One step of %1 × %2 images: %3").arg(step.batchesPerStep).arg(step.images).arg(stepText(step.step()))
            : tr("One step of %n image(s): %1", nullptr, step.images).arg(stepText(step.step()));
    parts << what;
    parts << tr("memory %1").arg(bytesText(static_cast<double>(step.peak)));
    parts << tr("%1 steps: about %2")
                 .arg(countText(step.steps), durationText(static_cast<double>(step.steps) * step.step()));
    QString text = parts.join(QStringLiteral(" · "));
    if (!step.isWarm) {
        text += QStringLiteral(" · ") + tr("measured cold: later steps are quicker");
    }
    if (!isCurrent()) {
        text += QStringLiteral(" · ") + tr("measured before the last change");
    }
    say(isCurrent() ? QStringLiteral("check") : QStringLiteral("clock"), isCurrent() ? Token::Tx2 : Token::WarningLine,
        text,
        {{tr("Time on the tree"), [this] { Q_EMIT lensRequested(Lens::StepTime); }, CommandButton::Kind::Normal, true},
         {tr("Memory on the tree"), [this] { Q_EMIT lensRequested(Lens::StepMemory); }, CommandButton::Kind::Normal,
          true},
         {tr("Again"), [this] { start(); }, CommandButton::Kind::Normal, true}},
        {tr("forward %1, backward %2, update %3; batch made in %4")
             .arg(stepText(step.forward), stepText(step.backward), stepText(step.update), stepText(step.data))});
}

void DryRunBar::showFailure(const Error& error)
{
    say(QStringLiteral("exploded"), Token::ExplodedLine,
        tr("The dry run did not get through: %1").arg(errorText(error)),
        {{tr("Again"), [this] { start(); }, CommandButton::Kind::Normal, true}});
}

} // namespace espalier::ui

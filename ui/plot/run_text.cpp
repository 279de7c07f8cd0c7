#include "ui/plot/run_text.h"

#include "ui/bridge/core_text.h"
#include "ui/plot/figure_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QHash>
#include <QLocale>
#include <cmath>

namespace espalier::ui {

namespace {

struct RunText {
    Q_DECLARE_TR_FUNCTIONS(RunText)
};

/// `grad_norm/neck.out_layers.0` in words.
QString seriesText(const std::string& series)
{
    const QString branch = branchName(series);
    return branch.isEmpty() ? QString::fromStdString(series) : RunText::tr("the gradient of %1").arg(branch);
}

QString reasonText(const run::Guarded& guarded)
{
    const QString series = seriesText(guarded.series);
    const QString value = figure(guarded.value);
    if (guarded.reason == "non_finite_gradient") {
        return RunText::tr("Gradient norm is %1, largest in %2").arg(value, series);
    }
    if (guarded.reason == "non_finite_loss") {
        return RunText::tr("%1 is %2").arg(series, value);
    }
    if (guarded.reason == "diverged") {
        return RunText::tr("Diverged: %1 is %2, for good").arg(series, value);
    }
    if (guarded.reason == "spike") {
        return RunText::tr("Spike: %1 is %2").arg(series, value);
    }
    if (guarded.reason == "recovered") {
        return RunText::tr("Stable again");
    }
    if (guarded.reason == "negative_rate") {
        return RunText::tr("The learning rate is %1: below zero the loss is climbed").arg(value);
    }
    if (guarded.reason == "drift") {
        return RunText::tr("Drift: %1 leaves its course, now %2").arg(series, value);
    }
    if (guarded.reason == "loss_rises" || guarded.reason == "norm_rises") {
        return RunText::tr("%1 rises: %2").arg(series, value);
    }
    if (guarded.reason == "loss_above_start") {
        return RunText::tr("%1 stands above its start: %2").arg(series, value);
    }
    if (guarded.reason == "loss_vanished") {
        return RunText::tr("%1 fell to %2 at once: nothing is left to learn from").arg(series, value);
    }
    if (guarded.reason == "skips_persist") {
        return RunText::tr("Steps are skipped without an end: %1 is %2").arg(series, value);
    }
    if (guarded.reason == "chance_level") {
        return RunText::tr("%1 stands where guessing would: %2").arg(series, value);
    }
    if (guarded.reason == "loss_scale_search") {
        return RunText::tr("Mixed precision looks for its loss scale");
    }
    if (guarded.reason == "limping") {
        return RunText::tr("Limping: the run goes on, but it does not learn as before");
    }
    return guarded.reason == "asked" ? RunText::tr("You asked for it") : QString::fromStdString(guarded.reason);
}

QString actionText(const run::Guarded& guarded)
{
    if (guarded.action == "skip") {
        return RunText::tr("step skipped");
    }
    if (guarded.action == "rewind") {
        return RunText::tr("rewound to step %1").arg(countText(guarded.rewindStep));
    }
    if (guarded.action == "clip") {
        return RunText::tr("gradient clipped");
    }
    if (guarded.action == "lower_rate") {
        return RunText::tr("learning rate lowered");
    }
    if (guarded.action == "freeze_branch") {
        const QString branch = branchName(guarded.series);
        return branch.isEmpty() ? RunText::tr("branch frozen") : RunText::tr("branch %1 frozen").arg(branch);
    }
    return guarded.action == "stop" ? RunText::tr("run stopped") : QString();
}

QString text(const run::Started& started)
{
    const QString counts = RunText::tr("%1 of %2 parameters train; %3 training and %4 validation images")
                               .arg(countText(started.trainable), countText(started.parameters),
                                    countText(started.trainImages), countText(started.valImages));
    return started.firstStep == 0 ? RunText::tr("Started: %1").arg(counts)
                                  : RunText::tr("Went on from step %1: %2").arg(countText(started.firstStep), counts);
}

QString text(const run::EvalDone& eval)
{
    QStringList parts;
    for (const run::Sample& metric : eval.metrics) {
        if (metric.series.find('/') == std::string::npos) {
            parts << QStringLiteral("%1 %2").arg(QString::fromStdString(metric.series), metricText(metric.value));
        }
    }
    return parts.join(QStringLiteral(" · "));
}

QString text(const run::Guarded& guarded)
{
    const QString action = actionText(guarded);
    return action.isEmpty() ? reasonText(guarded) : QStringLiteral("%1; %2").arg(reasonText(guarded), action);
}

QString text(const run::CommandApplied& applied)
{
    switch (applied.command.kind) {
    case run::CommandKind::Stop:
        return RunText::tr("You asked to stop");
    case run::CommandKind::Pause:
        return RunText::tr("You paused the run");
    case run::CommandKind::Resume:
        return RunText::tr("You let the run go on");
    case run::CommandKind::CheckpointNow:
        return RunText::tr("You asked for a checkpoint");
    case run::CommandKind::SetLearningRate:
        return RunText::tr("You set LR × %1").arg(figure(applied.command.value));
    case run::CommandKind::Rewind:
        return RunText::tr("You asked to go back to step %1").arg(applied.command.value, 0, 'f', 0);
    }
    return {};
}

} // namespace

QString branchName(const std::string& series)
{
    const QString name = QString::fromStdString(series);
    return name.startsWith(QLatin1String(kBranchNorm)) ? name.mid(static_cast<qsizetype>(qstrlen(kBranchNorm)))
                                                       : QString();
}

QString stateText(run::RunState state)
{
    switch (state) {
    case run::RunState::Queued:
        return RunText::tr("Queued");
    case run::RunState::Preparing:
        return RunText::tr("Preparing");
    case run::RunState::Running:
        return RunText::tr("Running");
    case run::RunState::Paused:
        return RunText::tr("Paused");
    case run::RunState::Finished:
        return RunText::tr("Finished");
    case run::RunState::Stopped:
        return RunText::tr("Stopped");
    case run::RunState::Exploded:
        return RunText::tr("Exploded");
    case run::RunState::Failed:
        return RunText::tr("Failed");
    case run::RunState::Lost:
        return RunText::tr("Lost");
    }
    return {};
}

QString stateIcon(run::RunState state)
{
    switch (state) {
    case run::RunState::Queued:
        return QStringLiteral("queue");
    case run::RunState::Preparing:
        return QStringLiteral("clock");
    case run::RunState::Running:
        return QStringLiteral("play");
    case run::RunState::Paused:
        return QStringLiteral("pause");
    case run::RunState::Finished:
        return QStringLiteral("check");
    case run::RunState::Stopped:
        return QStringLiteral("stop");
    case run::RunState::Exploded:
        return QStringLiteral("exploded");
    case run::RunState::Failed:
        return QStringLiteral("warning");
    case run::RunState::Lost:
        return QStringLiteral("lost");
    }
    return {};
}

Token stateToken(run::RunState state)
{
    switch (state) {
    case run::RunState::Running:
    case run::RunState::Preparing:
        return Token::Acc;
    case run::RunState::Exploded:
    case run::RunState::Failed:
        return Token::ExplodedLine;
    case run::RunState::Paused:
    case run::RunState::Lost:
        return Token::WarningLine;
    default:
        return Token::Tx2;
    }
}

Chip::Kind stateChip(run::RunState state)
{
    switch (stateToken(state)) {
    case Token::Acc:
        return Chip::Kind::Accent;
    case Token::ExplodedLine:
        return Chip::Kind::Bad;
    case Token::WarningLine:
        return Chip::Kind::Warning;
    default:
        return Chip::Kind::Plain;
    }
}

QString stabilityText(run::Stability stability)
{
    return stability == run::Stability::Stable    ? RunText::tr("stable")
           : stability == run::Stability::Warning ? RunText::tr("warning")
                                                  : RunText::tr("exploded");
}

QString eventText(const run::Event& event)
{
    if (const auto* started = std::get_if<run::Started>(&event.body)) {
        return text(*started);
    }
    if (const auto* state = std::get_if<run::StateChanged>(&event.body)) {
        return stateText(state->state);
    }
    if (const auto* eval = std::get_if<run::EvalDone>(&event.body)) {
        return text(*eval);
    }
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        return text(*guarded);
    }
    if (const auto* checkpoint = std::get_if<run::CheckpointWritten>(&event.body)) {
        return RunText::tr("Checkpoint %1").arg(QFileInfo(QString::fromStdString(checkpoint->path)).fileName());
    }
    if (std::holds_alternative<run::AutopsyWritten>(event.body)) {
        return RunText::tr("Autopsy: press Enter to read why");
    }
    if (const auto* applied = std::get_if<run::CommandApplied>(&event.body)) {
        return text(*applied);
    }
    if (const auto* note = std::get_if<run::Note>(&event.body)) {
        return coreText(note->where.empty() ? note->message : note->where + ": " + note->message);
    }
    return {};
}

QString eventIcon(const run::Event& event)
{
    if (const auto* state = std::get_if<run::StateChanged>(&event.body)) {
        return stateIcon(state->state);
    }
    if (std::holds_alternative<run::EvalDone>(event.body)) {
        return QStringLiteral("compare");
    }
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        static const QHash<QString, QString> kActions{{QStringLiteral("rewind"), QStringLiteral("rewind")},
                                                      {QStringLiteral("skip"), QStringLiteral("redo")},
                                                      {QStringLiteral("clip"), QStringLiteral("fit")},
                                                      {QStringLiteral("lower_rate"), QStringLiteral("rate")},
                                                      {QStringLiteral("freeze_branch"), QStringLiteral("lock")}};
        const auto action = kActions.constFind(QString::fromStdString(guarded->action));
        return action != kActions.cend()                        ? *action
               : guarded->reason == "limping"                   ? QStringLiteral("lost")
               : guarded->stability == run::Stability::Exploded ? QStringLiteral("exploded")
               : guarded->stability == run::Stability::Warning  ? QStringLiteral("warning")
                                                                : QStringLiteral("check");
    }
    if (std::holds_alternative<run::CheckpointWritten>(event.body)) {
        return QStringLiteral("flag");
    }
    if (std::holds_alternative<run::AutopsyWritten>(event.body)) {
        return QStringLiteral("search");
    }
    if (std::holds_alternative<run::CommandApplied>(event.body)) {
        return QStringLiteral("pencil");
    }
    if (const auto* note = std::get_if<run::Note>(&event.body); note && note->severity != run::Severity::Information) {
        return QStringLiteral("warning");
    }
    return QStringLiteral("info");
}

Token eventToken(const run::Event& event)
{
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        return guarded->stability == run::Stability::Exploded  ? Token::ExplodedLine
               : guarded->stability == run::Stability::Warning ? Token::WarningLine
                                                               : Token::AdapterLine;
    }
    if (const auto* note = std::get_if<run::Note>(&event.body)) {
        return note->severity == run::Severity::Error     ? Token::ExplodedLine
               : note->severity == run::Severity::Warning ? Token::WarningLine
                                                          : Token::Tx3;
    }
    if (const auto* state = std::get_if<run::StateChanged>(&event.body)) {
        return stateToken(state->state);
    }
    return Token::Tx3;
}

std::optional<std::int64_t> eventStep(const run::Event& event)
{
    return std::visit(
        [](const auto& body) -> std::optional<std::int64_t> {
            if constexpr (requires { body.step; }) {
                return body.step;
            } else if constexpr (requires { body.firstStep; }) {
                return body.firstStep;
            } else {
                return std::nullopt;
            }
        },
        event.body);
}

QString metricText(std::optional<double> value)
{
    if (!value || !std::isfinite(*value)) {
        return QStringLiteral("–");
    }
    const QString digits = QString::number(*value, 'f', 3);
    return digits.startsWith(QLatin1String("0.")) ? digits.mid(1) : digits;
}

QString momentText(std::int64_t wallMicroseconds)
{
    if (wallMicroseconds <= 0) {
        return QStringLiteral("–");
    }
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(wallMicroseconds / 1000);
    return QLocale().toString(moment, QStringLiteral("d MMM hh:mm"));
}

} // namespace espalier::ui

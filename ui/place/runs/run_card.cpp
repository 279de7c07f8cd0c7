#include "ui/place/runs/run_card.h"

#include "ui/bridge/core_text.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_curves.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTimer>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

constexpr int kSettleMilliseconds = 150;
constexpr int kPlotHeight = 210;
constexpr int kNoteHeight = 76;

QString classScores(const RunFeed& feed)
{
    QStringList lines;
    for (const auto& [series, points] : feed.curves()) {
        if (series.starts_with("mAP/") && !points.value.empty()) {
            lines << QStringLiteral("%1 %2").arg(QString::fromStdString(series.substr(4)),
                                                 metricText(points.value.back()));
        }
    }
    return lines.isEmpty() ? QStringLiteral("–") : lines.join(QLatin1Char('\n'));
}

QStringList tagsOf(const store::RunSummary& run)
{
    QStringList tags;
    for (const std::string& tag : run.tags) {
        tags << QString::fromStdString(tag);
    }
    return tags;
}

QStringList wordsOf(const QString& text)
{
    static const QRegularExpression kSeparators(QStringLiteral("[\\s,]+"));
    QStringList words = text.split(kSeparators, Qt::SkipEmptyParts);
    words.removeDuplicates();
    return words;
}

} // namespace

RunCard::RunCard(const PlaceContext& context, QWidget* parent)
    : QScrollArea(parent), m_context(context), m_delay(new QTimer(this))
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(build());
    m_delay->setSingleShot(true);
    m_delay->setInterval(kSettleMilliseconds);
    connect(m_delay, &QTimer::timeout, this, [this] {
        m_feed = m_run > 0 ? m_context.runs.feed(m_run) : nullptr;
        if (m_feed) {
            connect(m_feed.get(), &RunFeed::loaded, this, &RunCard::takeCurves);
            connect(m_feed.get(), &RunFeed::stateChanged, this, &RunCard::take);
            connect(m_feed.get(), &RunFeed::advanced, this, [this] {
                if (isVisible()) {
                    m_plot->pointsAppended();
                }
            });
        }
        takeCurves();
    });
    connect(&context.runs, &RunCatalogue::changed, this, &RunCard::take);
    connect(&context.theme, &Theme::changed, this, &RunCard::takeCurves);
    take();
}

QLabel* RunCard::addRow(QGridLayout* grid, const QString& caption)
{
    const int row = grid->rowCount();
    grid->addWidget(makeLabel(caption, Tone::Quiet), row, 0, Qt::AlignTop);
    QLabel* value = makeMono(m_context.theme, 11, false);
    value->setWordWrap(true);
    grid->addWidget(value, row, 1);
    return value;
}

QWidget* RunCard::build()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    m_name = makeLabel({}, Tone::Title, content);
    m_name->setWordWrap(true);
    m_state = new Chip(content);
    head->addWidget(m_name, 1);
    head->addWidget(m_state, 0, Qt::AlignTop);
    column->addLayout(head);
    m_moment = makeLabel({}, Tone::Quiet, content);
    column->addWidget(m_moment);
    m_plot = new CurvePlot(m_context.theme, content);
    m_plot->setFixedHeight(kPlotHeight);
    column->addWidget(m_plot);
    const auto section = [&](const QString& title) {
        column->addWidget(makeLine(Qt::Horizontal, content));
        column->addWidget(makeLabel(title, Tone::Section, content));
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(4);
        grid->setColumnMinimumWidth(0, 84);
        grid->setColumnStretch(1, 1);
        column->addLayout(grid);
        return grid;
    };
    QGridLayout* trained = section(tr("What trained"));
    m_trainable = addRow(trained, tr("Trainable"));
    m_adapters = addRow(trained, tr("Adapters"));
    QGridLayout* result = section(tr("Result"));
    m_best = addRow(result, tr("Best mAP"));
    m_last = addRow(result, tr("Last mAP"));
    m_classes = addRow(result, tr("By class"));
    m_message = addRow(result, tr("Outcome"));
    QGridLayout* kept = section(tr("Where it came from"));
    m_model = addRow(kept, tr("Model"));
    m_data = addRow(kept, tr("Data"));
    m_file = addRow(kept, tr("Experiment"));
    m_checkpoint = addRow(kept, tr("Checkpoint"));
    addFields(column, content);
    column->addStretch(1);
    return content;
}

void RunCard::addFields(QVBoxLayout* column, QWidget* content)
{
    column->addWidget(makeLine(Qt::Horizontal, content));
    m_tagsTitle = makeLabel({}, Tone::Section, content);
    m_tags = new QLineEdit(content);
    m_tags->setPlaceholderText(tr("words, separated by blanks"));
    m_tags->installEventFilter(this);
    column->addWidget(m_tagsTitle);
    column->addWidget(m_tags);
    m_noteTitle = makeLabel({}, Tone::Section, content);
    m_note = new QPlainTextEdit(content);
    m_note->setFixedHeight(kNoteHeight);
    m_note->setTabChangesFocus(true);
    m_note->setPlaceholderText(tr("What is worth remembering of it; Ctrl+Enter keeps it"));
    m_note->installEventFilter(this);
    column->addWidget(m_noteTitle);
    column->addWidget(m_note);
    auto* row = new QHBoxLayout;
    for (const CommandId id : {CommandId::OpenRunFolder, CommandId::QueueAgain}) {
        row->addWidget(new CommandButton(m_context.commands.action(id), CommandButton::Kind::Normal, content));
    }
    row->addStretch(1);
    column->addLayout(row);
}

void RunCard::setTargets(const QList<qint64>& runs)
{
    m_targets = runs;
    takeFields();
}

QStringList RunCard::commonTags() const
{
    QStringList common;
    bool isFirst = true;
    for (const qint64 target : m_targets) {
        const store::RunSummary* run = m_context.runs.find(target);
        const QStringList tags = run ? tagsOf(*run) : QStringList();
        common = isFirst ? tags : common;
        isFirst = false;
        common.removeIf([&](const QString& tag) { return !tags.contains(tag); });
    }
    return common;
}

void RunCard::takeFields()
{
    const int count = static_cast<int>(m_targets.size());
    m_tagsTitle->setText(count > 1 ? tr("Tags that all %n run(s) have", nullptr, count) : tr("Tags"));
    m_tags->setAccessibleName(m_tagsTitle->text());
    m_noteTitle->setText(count > 1 ? tr("Note for all %n run(s)", nullptr, count) : tr("Note"));
    m_note->setAccessibleName(m_noteTitle->text());
    const store::RunSummary* run = count > 0 ? m_context.runs.find(m_targets.front()) : nullptr;
    if (!m_tags->hasFocus()) {
        m_tags->setText(commonTags().join(QLatin1Char(' ')));
    }
    if (!m_note->hasFocus()) {
        m_note->setPlainText(run && count == 1 ? QString::fromStdString(run->note) : QString());
    }
    m_tags->setEnabled(run != nullptr);
    m_note->setEnabled(run != nullptr);
}

void RunCard::editTags()
{
    ensureWidgetVisible(m_tags);
    m_tags->setFocus(Qt::ShortcutFocusReason);
    m_tags->end(false);
}

void RunCard::editNote()
{
    ensureWidgetVisible(m_note);
    m_note->setFocus(Qt::ShortcutFocusReason);
    m_note->moveCursor(QTextCursor::End);
}

void RunCard::tellTags()
{
    const QStringList before = commonTags();
    const QStringList after = wordsOf(m_tags->text());
    QStringList added = after;
    QStringList removed = before;
    added.removeIf([&](const QString& tag) { return before.contains(tag); });
    removed.removeIf([&](const QString& tag) { return after.contains(tag); });
    if (!added.isEmpty() || !removed.isEmpty()) {
        Q_EMIT tagsEdited(added, removed);
    }
}

void RunCard::tellNote()
{
    const store::RunSummary* run = m_targets.isEmpty() ? nullptr : m_context.runs.find(m_targets.front());
    const QString note = m_note->toPlainText().trimmed();
    const bool isSame = !run || (m_targets.size() == 1 ? note == QString::fromStdString(run->note) : note.isEmpty());
    if (!isSame) {
        Q_EMIT noteEdited(note);
    }
}

bool RunCard::eventFilter(QObject* watched, QEvent* event)
{
    const bool isTags = watched == m_tags;
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        isTags ? tellTags() : tellNote();
    }
    if (event->type() != QEvent::KeyPress) {
        return QScrollArea::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (key->key() == Qt::Key_Escape) { // as it was
        const store::RunSummary* run = m_targets.size() == 1 ? m_context.runs.find(m_targets.front()) : nullptr;
        m_tags->setText(commonTags().join(QLatin1Char(' ')));
        m_note->setPlainText(run ? QString::fromStdString(run->note) : QString());
        Q_EMIT left();
        return true;
    }
    if (isEnter && (isTags || key->modifiers().testFlag(Qt::ControlModifier))) {
        Q_EMIT left(); // the field tells what it holds when it loses the focus
        return true;
    }
    return QScrollArea::eventFilter(watched, event);
}

void RunCard::setRun(qint64 run)
{
    if (run == m_run) {
        return;
    }
    if (m_feed) {
        m_feed->disconnect(this);
        m_feed.reset();
        m_plot->setCurves({});
    }
    m_run = run;
    take();
    m_delay->start();
}

void RunCard::take()
{
    const store::RunSummary* run = m_context.runs.find(m_run);
    widget()->setVisible(run != nullptr);
    if (!run) {
        return;
    }
    m_name->setText(QStringLiteral("%1  #%2").arg(QString::fromStdString(run->name)).arg(run->id));
    m_state->setState(stateText(run->state), stateChip(run->state));
    m_moment->setText(QStringLiteral("%1 · %2").arg(momentText(run->createdMicroseconds), durationText(run->seconds)));
    m_trainable->setText(tr("%1 of %2").arg(countText(run->trainable), countText(run->parameters)));
    m_adapters->setText(countText(run->adapterParameters));
    m_best->setText(run->facts.isLeaked
                        ? tr("%1, leaked: validated on training images").arg(metricText(run->bestMetric))
                        : metricText(run->bestMetric));
    m_last->setText(metricText(run->lastMetric));
    takeFields();
    m_message->setText(run->message.empty() ? QStringLiteral("–") : coreText(run->message));
    m_file->setText(run->experimentFile.empty() ? QStringLiteral("–") : QString::fromStdString(run->experimentFile));
    m_checkpoint->setText(run->lastCheckpointStep > 0 ? tr("step %1").arg(countText(run->lastCheckpointStep))
                                                      : QStringLiteral("–"));
    if (m_feed) {
        const experiment::Experiment& settings = m_feed->detail().experiment;
        m_model->setText(QString::fromStdString(settings.model.architecture + "_" + settings.model.size));
        m_data->setText(settings.data.kind == "inspection"
                            ? tr("inspection set (synthetic), %1").arg(QString::fromStdString(settings.data.scene))
                            : QString::fromStdString(settings.data.root));
        m_classes->setText(classScores(*m_feed));
    }
}

void RunCard::takeCurves()
{
    if (!m_feed) {
        return;
    }
    CurveSet set;
    set.axis = XAxis::Epoch;
    PlotPanel loss;
    loss.id = QStringLiteral("loss");
    loss.title = QStringLiteral("loss");
    loss.note = tr("log");
    loss.isLogarithmic = true;
    loss.emptyText = m_feed->isLoading() ? tr("Reading…") : tr("No step yet");
    PlotPanel score;
    score.id = QStringLiteral("map");
    score.title = tr("Validation mAP");
    score.includesZero = true;
    score.emptyText = tr("No validation yet");
    const RunLook look = m_context.theme.runLook(m_run);
    loss.curves = {{QStringLiteral("loss"), {}, look, curveView(m_feed, "loss", set.axis), false, 0}};
    score.curves = {{QStringLiteral("mAP"), {}, look, curveView(m_feed, "mAP", set.axis), true, 0}};
    set.panels = {std::move(loss), std::move(score)};
    m_plot->setCurves(std::move(set));
    m_plot->fit();
    take();
}

} // namespace espalier::ui

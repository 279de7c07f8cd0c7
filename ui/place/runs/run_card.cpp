#include "ui/place/runs/run_card.h"

#include "ui/plot/curve_plot.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_curves.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"

#include <QGridLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

constexpr int kSettleMilliseconds = 150;
constexpr int kPlotHeight = 210;

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
    column->addStretch(1);
    return content;
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
    m_best->setText(metricText(run->bestMetric));
    m_last->setText(metricText(run->lastMetric));
    m_message->setText(run->message.empty() ? QStringLiteral("–") : QString::fromStdString(run->message));
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

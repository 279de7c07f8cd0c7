#include "ui/place/design/lens_bar.h"

#include "ui/place/design/cost_text.h"
#include "ui/plot/figure_text.h"
#include "ui/widget/controls.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace espalier::ui {

namespace {

constexpr int kHeight = 32;
constexpr int kFrameMilliseconds = 250;
constexpr int kPlaceWidth = 150;

const std::vector<double>* stepsOf(const RunFeed& feed)
{
    const auto loss = feed.curves().find("loss");
    return loss == feed.curves().end() || loss->second.step.empty() ? nullptr : &loss->second.step;
}

} // namespace

LensBar::LensBar(const PlaceContext& context, CanopyView& canopy, QWidget* parent)
    : QFrame(parent), m_context(context), m_canopy(canopy), m_choice(new QComboBox(this)), m_runs(new QComboBox(this)),
      m_slider(new QSlider(Qt::Horizontal, this)), m_place(makeMono(context.theme, 11, false, this)),
      m_message(makeLabel({}, Tone::Second, this))
{
    setObjectName(QStringLiteral("lensBar"));
    setProperty("kind", QStringLiteral("head"));
    setFixedHeight(kHeight);
    m_choice->addItems({tr("State"), tr("Gradient norm"), tr("Update / weight"), tr("BatchNorm drift"),
                        tr("Learning rate"), tr("Time of a step"), tr("Memory of a step")});
    m_choice->setAccessibleName(tr("Colour of the modules"));
    m_runs->setAccessibleName(tr("Run that was measured"));
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setMinimumContentsLength(18);
    m_slider->setAccessibleName(tr("Step"));
    m_place->setFixedWidth(kPlaceWidth);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 2, 12, 2);
    line->setSpacing(8);
    line->addWidget(makeLabel(tr("Colour by"), Tone::Quiet, this));
    line->addWidget(m_choice);
    line->addWidget(m_runs);
    line->addWidget(m_slider, 100);
    line->addWidget(m_place);
    line->addWidget(m_message);
    line->addStretch();
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMilliseconds);
    connect(&m_frame, &QTimer::timeout, this, &LensBar::takeSteps);
    connect(m_choice, &QComboBox::activated, this, [this](int row) { setLens(static_cast<Lens>(row)); });
    connect(m_runs, &QComboBox::activated, this, [this](int row) { setRun(m_runs->itemData(row).toLongLong()); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        m_isFollowing = value == m_slider->maximum();
        showValues();
    });
    connect(&context.runs, &RunCatalogue::changed, this, &LensBar::takeRuns);
    takeRuns();
    setLens(Lens::State);
}

void LensBar::takeRuns()
{
    const QSignalBlocker quiet(m_runs);
    m_runs->clear();
    for (const store::RunSummary& run : m_context.runs.runs()) {
        m_runs->addItem(QStringLiteral("#%1  %2").arg(run.id).arg(QString::fromStdString(run.name)),
                        static_cast<qint64>(run.id));
    }
    if (m_run == 0 && m_runs->count() > 0) {
        m_run = m_runs->itemData(0).toLongLong();
    }
    m_runs->setCurrentIndex(m_runs->findData(m_run));
    if (isOfRun(m_lens) && !m_feed) {
        openRun();
    }
}

void LensBar::setLens(Lens lens)
{
    m_lens = lens;
    m_choice->setCurrentIndex(static_cast<int>(lens));
    const bool isOn = isOfRun(lens);
    m_runs->setVisible(isOn);
    if (isOn) {
        openRun();
    } else if (m_feed) {
        m_feed->disconnect(this);
        m_feed.reset();
    }
    takeSteps();
}

void LensBar::setRun(qint64 run)
{
    if (run == m_run) {
        return;
    }
    m_run = run;
    m_runs->setCurrentIndex(m_runs->findData(run));
    m_isFollowing = true;
    if (isOfRun(m_lens)) {
        openRun();
        takeSteps();
    }
}

void LensBar::openRun()
{
    if (m_feed && m_feed->id() == m_run) {
        return;
    }
    if (m_feed) {
        m_feed->disconnect(this);
    }
    m_feed = m_run == 0 ? nullptr : m_context.runs.feed(m_run);
    if (m_feed) {
        connect(m_feed.get(), &RunFeed::loaded, this, &LensBar::takeSteps);
        connect(m_feed.get(), &RunFeed::advanced, this, [this] {
            if (!m_frame.isActive()) {
                m_frame.start();
            }
        });
    }
}

double LensBar::lastStep() const
{
    const auto* steps = m_feed ? stepsOf(*m_feed) : nullptr;
    return steps ? steps->back() : 0;
}

double LensBar::step() const
{
    return m_isFollowing ? lastStep() : m_slider->value();
}

void LensBar::takeTree()
{
    showValues();
}

void LensBar::takePlan()
{
    if (m_lens == Lens::LearningRate) {
        showValues();
    }
}

void LensBar::setDryRun(std::optional<run::DryRun> step)
{
    m_step = std::move(step);
    if (m_lens == Lens::StepTime || m_lens == Lens::StepMemory) {
        showValues();
    }
}

namespace {

/// Shares of the scale from values; one value alone is the highest.
CanopyHeat heatOf(const std::vector<double>& values, const std::function<QString(double)>& text, const QString& none)
{
    std::vector<double> known;
    std::ranges::copy_if(values, std::back_inserter(known), [](double value) { return std::isfinite(value); });
    const HeatScale scale = HeatScale::of(known);
    CanopyHeat heat;
    heat.shares = values;
    for (double& value : heat.shares) {
        value = !std::isfinite(value) ? value : scale.isEmpty() ? 1 : scale.shareOf(value);
    }
    heat.low = text(scale.low);
    heat.high = text(scale.isEmpty() && !known.empty() ? known.front() : scale.high);
    heat.none = none;
    heat.text = [values, text, none](network::ModuleId id) {
        const double value = values[static_cast<std::size_t>(id)];
        return std::isnan(value) ? none : text(value);
    };
    heat.figure = [values, text](network::ModuleId id) {
        const double value = values[static_cast<std::size_t>(id)];
        return std::isnan(value) ? QString() : text(value);
    };
    return heat;
}

} // namespace

void LensBar::showRates(const network::NetworkTree& tree)
{
    say({});
    const double rate = m_context.document.experiment().train.lr;
    m_canopy.setHeat(heatOf(
        rateValues(tree, m_context.document.resolved(), rate), [](double value) { return figure(value, 3); },
        tr("frozen")));
}

void LensBar::showStep(const network::NetworkTree& tree)
{
    if (!m_step) {
        say(tr("No step was measured yet: %1")
                .arg(m_context.commands.action(CommandId::DryRun)->shortcut().toString(QKeySequence::NativeText)));
        return;
    }
    const std::vector<double> values = stepValues(tree, *m_step, m_lens);
    if (std::ranges::all_of(values, [](double value) { return std::isnan(value); })) {
        say(tr("The step was one of another network"));
        return;
    }
    say({});
    m_canopy.setHeat(heatOf(values, m_lens == Lens::StepMemory ? bytesText : stepText, tr("not measured")));
}

void LensBar::takeSteps()
{
    if (m_feed) {
        m_scale = lensScale(*m_feed, m_lens);
        const auto* steps = stepsOf(*m_feed);
        const QSignalBlocker quiet(m_slider);
        const int before = m_slider->value();
        m_slider->setRange(steps ? static_cast<int>(steps->front()) : 0, static_cast<int>(lastStep()));
        m_slider->setValue(m_isFollowing ? m_slider->maximum() : before);
    }
    showValues();
}

void LensBar::scrub(int steps)
{
    m_slider->setValue(m_slider->value() + steps);
}

QString LensBar::message() const
{
    return m_message->text();
}

void LensBar::say(const QString& text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    const bool hasValues = m_lens != Lens::State && text.isEmpty();
    m_slider->setVisible(hasValues && isOfRun(m_lens));
    m_place->setVisible(hasValues && isOfRun(m_lens));
    if (!hasValues) {
        m_canopy.setHeat(std::nullopt);
    }
}

void LensBar::showValues()
{
    const network::NetworkTree* tree = m_context.document.tree();
    if (m_lens == Lens::State || tree == nullptr) {
        say({});
        return;
    }
    if (m_lens == Lens::LearningRate) {
        showRates(*tree);
        return;
    }
    if (!isOfRun(m_lens)) {
        showStep(*tree);
        return;
    }
    if (!m_feed) {
        say(tr("No run yet: start one, and its modules are coloured as it goes"));
        return;
    }
    if (m_feed->isLoading()) {
        say(tr("Reading run %1").arg(m_run));
        return;
    }
    if (!hasLens(*m_feed, m_lens)) {
        say(m_lens == Lens::GradientNorm  ? tr("This run keeps no gradient norm by branch")
            : m_lens == Lens::UpdateRatio ? tr("This run keeps no update ratio by branch")
                                          : tr("This run keeps no BatchNorm drift by branch"));
        return;
    }
    const double now = step();
    const LensValues found = lensValues(*m_feed, *tree, m_lens, now);
    if (found.branches == 0) {
        say(tr("This run trained another network"));
        return;
    }
    say({});
    const auto& loss = m_feed->curves().at("loss");
    const auto past = std::ranges::upper_bound(loss.step, now);
    const double epoch = past == loss.step.begin() ? 0 : *(loss.epoch.begin() + (past - loss.step.begin()) - 1);
    m_place->setText(tr("step %1 · epoch %2").arg(countText(static_cast<std::int64_t>(now))).arg(epoch, 0, 'f', 1));
    CanopyHeat heat;
    heat.shares = found.values;
    for (double& value : heat.shares) {
        value = std::isfinite(value) ? m_scale.shareOf(value) : value;
    }
    heat.low = figure(m_scale.low, 2);
    heat.high = figure(m_scale.high, 2);
    heat.text = [name = m_choice->currentText(), values = found.values](network::ModuleId id) {
        const double value = values[static_cast<std::size_t>(id)];
        return std::isnan(value)   ? tr("%1: not measured").arg(name)
               : std::isinf(value) ? tr("%1: not finite").arg(name)
                                   : QStringLiteral("%1: %2").arg(name, figure(value));
    };
    m_canopy.setHeat(std::move(heat));
}

} // namespace espalier::ui

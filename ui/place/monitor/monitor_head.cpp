#include "ui/place/monitor/monitor_head.h"

#include "ui/place/monitor/verdict_box.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"

#include <QComboBox>
#include <QSignalBlocker>

namespace espalier::ui {

namespace {

constexpr int kOffered = 200; ///< runs to choose from here; the whole list is in Runs

} // namespace

MonitorHead::MonitorHead(const Theme& theme, CommandTable& commands, QWidget* parent)
    : PlaceHead(parent), m_theme(theme), m_choice(new QComboBox(this)), m_axis(new QComboBox(this)),
      m_stateChip(new Chip(this)), m_guardChip(new Chip(this))
{
    addLeft(makeLabel(tr("Monitor"), Tone::Title, this));
    m_choice->setMinimumWidth(260);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setAccessibleName(tr("Run to watch"));
    addLeft(m_choice);
    addLeft(m_stateChip);
    addLeft(m_guardChip);
    m_axis->addItems({tr("as run"), tr("by step"), tr("by time")});
    m_axis->setItemData(0, tr("Epochs over the steps as they were run; a rewind is a cut"), Qt::ToolTipRole);
    m_axis->setAccessibleName(tr("Axis"));
    const auto button = [&](CommandId id, CommandButton::Kind kind) {
        auto* made = new CommandButton(commands.action(id), kind, this);
        addRight(made);
        return made;
    };
    m_follow = button(CommandId::FollowLive, CommandButton::Kind::Normal);
    addRight(m_axis);
    m_pause = button(CommandId::PauseResume, CommandButton::Kind::Normal);
    m_checkpoint = button(CommandId::CheckpointNow, CommandButton::Kind::Normal);
    m_rate = button(CommandId::ChangeLr, CommandButton::Kind::Normal);
    m_stop = button(CommandId::StopRun, CommandButton::Kind::Danger);
    m_resume = makeButton(tr("Resume"), CommandButton::Kind::Normal, this);
    m_resume->setIcon(themedIcon(theme, u"resume"));
    addRight(m_resume);
    m_start = button(CommandId::StartRun, CommandButton::Kind::Primary);
    connect(m_resume, &QPushButton::clicked, this, &MonitorHead::resumeRequested);
    connect(m_choice, &QComboBox::activated, this,
            [this](int row) { Q_EMIT watchRequested(m_choice->itemData(row).toLongLong()); });
    connect(m_axis, &QComboBox::currentIndexChanged, this,
            [this](int choice) { Q_EMIT axisChosen(choice == 2 ? XAxis::Time : XAxis::Step, choice == 0); });
}

void MonitorHead::takeRuns(const std::vector<store::RunSummary>& runs, qint64 watched)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const store::RunSummary& run : runs) {
        if (m_choice->count() >= kOffered && run.id != watched) {
            continue;
        }
        m_choice->addItem(themedIcon(m_theme, stateIcon(run.state), stateToken(run.state)),
                          QStringLiteral("#%1  %2").arg(run.id).arg(QString::fromStdString(run.name)),
                          static_cast<qint64>(run.id));
    }
    m_choice->setVisible(!runs.empty());
}

void MonitorHead::choose(qint64 run)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->setCurrentIndex(m_choice->findData(run));
}

bool MonitorHead::offers(qint64 run) const
{
    return m_choice->findData(run) >= 0;
}

void MonitorHead::takeState(const RunFeed* feed)
{
    if (feed == nullptr) {
        m_stateChip->setState({}, Chip::Kind::Plain);
        m_guardChip->setState({}, Chip::Kind::Plain);
        return;
    }
    m_stateChip->setState(feed->state() == run::RunState::Lost
                              ? tr("Lost: no sign for %1").arg(durationText(feed->secondsSinceLastSign()))
                              : stateText(feed->state()),
                          stateChip(feed->state()));
}

void MonitorHead::takeGuard(const RunFeed& feed)
{
    const run::Event* last = lastVerdict(feed);
    if (last == nullptr) {
        m_guardChip->setState({}, Chip::Kind::Plain);
        return;
    }
    const run::Stability stability = std::get<run::Guarded>(last->body).stability;
    m_guardChip->setState(tr("guard: %1").arg(stabilityText(stability)),
                          stability == run::Stability::Exploded  ? Chip::Kind::Bad
                          : stability == run::Stability::Warning ? Chip::Kind::Warning
                                                                 : Chip::Kind::Good);
}

void MonitorHead::takeButtons(const RunFeed* feed, bool isFollowing)
{
    const bool isLive = feed != nullptr && feed->isLive();
    for (CommandButton* button : {m_pause, m_checkpoint, m_rate, m_stop}) {
        button->setVisible(isLive);
    }
    m_follow->setVisible(isLive && !isFollowing);
    m_start->setVisible(!isLive);
    m_resume->setVisible(feed != nullptr && !isLive && feed->state() != run::RunState::Finished);
    m_axis->setVisible(feed != nullptr);
}

void MonitorHead::showLag(double seconds)
{
    m_follow->setShortText(tr("Follow live · %1 behind").arg(durationText(seconds)));
}

} // namespace espalier::ui

#include "ui/place/monitor/verdict_box.h"

#include "ui/place/monitor/run_sentences.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

const run::Event* lastVerdict(const RunFeed& feed)
{
    const auto last = std::find_if(feed.marks().rbegin(), feed.marks().rend(), [](const run::Event& event) {
        return std::holds_alternative<run::Guarded>(event.body);
    });
    return last == feed.marks().rend() ? nullptr : &*last;
}

VerdictBox::VerdictBox(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_title(makeLabel({}, Tone::Title, this)), m_text(makeLabel({}, Tone::Second, this)),
      m_resume(makeButton(tr("Resume"), CommandButton::Kind::Normal, this))
{
    setProperty("kind", QStringLiteral("head"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_resume->setIcon(themedIcon(theme, u"resume"));
    m_resume->setVisible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_resume, 0, Qt::AlignLeft);
    connect(m_resume, &QPushButton::clicked, this, &VerdictBox::resumeRequested);
}

void VerdictBox::take(const RunFeed& feed)
{
    const bool isLost = feed.state() == run::RunState::Lost;
    m_resume->setVisible(isLost);
    if (isLost) {
        m_title->setText(tr("The process of this run is gone"));
        m_text->setText(lostText(feed));
        return;
    }
    const run::Event* last = lastVerdict(feed);
    if (last == nullptr) {
        m_title->clear();
        m_text->clear();
        return;
    }
    const auto& guarded = std::get<run::Guarded>(last->body);
    const QString step = countText(guarded.step);
    m_title->setText(guarded.stability == run::Stability::Exploded  ? tr("Exploded at step %1").arg(step)
                     : guarded.stability == run::Stability::Warning ? tr("Warning at step %1").arg(step)
                                                                    : tr("Stable again at step %1").arg(step));
    m_text->setText(eventText(*last));
}

bool VerdictBox::hasWords() const
{
    return !m_text->text().isEmpty();
}

} // namespace espalier::ui

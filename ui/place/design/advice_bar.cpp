#include "ui/place/design/advice_bar.h"

#include "core/plan/presets.h"
#include "ui/edit/document_checks.h"
#include "ui/place/design/cost_text.h"
#include "ui/widget/count_text.h"

namespace espalier::ui {

AdviceBar::AdviceBar(const PlaceContext& context, QWidget* parent) : StripBar(context.theme, parent), m_context(context)
{
    setObjectName(QStringLiteral("advice"));
    connect(this, &StripBar::dismissed, this, [this] { m_isClosed = true; });
    connect(&context.document, &ExperimentDocument::fileChanged, this, [this] { m_isClosed = false; });
}

plan::Situation AdviceBar::situation() const
{
    plan::Situation made;
    const experiment::Experiment& experiment = m_context.document.experiment();
    if (experiment.data.kind == "inspection") {
        made.samples = experiment.data.trainImages;
    } else if (m_context.document.checks().hasImages()) {
        made.samples = static_cast<std::int64_t>(m_context.document.dataSet()->split(Split::Train)->size());
    }
    made.memoryBytes = m_context.services.memoryBytes;
    made.isForDeployment = m_isForDeployment;
    return made;
}

QString AdviceBar::reasonText(plan::AdviceReason reason, const plan::Situation& of) const
{
    const QString samples = exactCount(of.samples);
    switch (reason) {
    case plan::AdviceReason::FewSamples:
        return tr("%1 training images are few: adapters alone").arg(samples);
    case plan::AdviceReason::SomeSamples:
        return tr("%1 training images carry low-rank updates of rank 8 to 16").arg(samples);
    case plan::AdviceReason::ManySamples:
        return tr("%1 training images carry rank 16 to 32, and the image path at a low rate").arg(samples);
    case plan::AdviceReason::VeryMany:
        return tr("%1 training images are enough for all weights").arg(samples);
    case plan::AdviceReason::LittleMemory:
        return tr("with %1 of memory little may train").arg(bytesText(static_cast<double>(of.memoryBytes)));
    case plan::AdviceReason::Deployment:
        return tr("in service accuracy counts more than what training costs");
    }
    return {};
}

void AdviceBar::refresh(std::string_view preset)
{
    m_preset = std::string(preset);
    const plan::Situation of = situation();
    const plan::Advice advice = plan::advise(of);
    const plan::Preset* proposed = plan::findPreset(advice.preset);
    const bool hasNews = proposed != nullptr && preset != advice.preset;
    m_proposed = hasNews ? advice.preset : std::string_view();
    if (!hasNews || m_isClosed || m_context.document.tree() == nullptr) {
        hide();
        m_shown.clear();
        return;
    }
    const QString title = QString::fromStdString(std::string(proposed->title));
    const QString text = tr("Advice: %1. %2").arg(title, reasonText(advice.reasons.front(), of));
    if (const std::string now = text.toStdString() + (m_isForDeployment ? "+" : "-"); now != m_shown) {
        m_shown = now;
        const auto other = [this] {
            m_isForDeployment = !m_isForDeployment;
            refresh(std::string(m_preset));
        };
        say(QStringLiteral("info"), Token::Tx3, text,
            {{tr("Apply"),
              [this, id = QString::fromStdString(std::string(advice.preset))] { Q_EMIT presetRequested(id); }},
             {m_isForDeployment ? tr("For this data alone") : tr("For service"), other, CommandButton::Kind::Link,
              true}});
    }
    show();
}

} // namespace espalier::ui

#include "ui/place/monitor/run_prompts.h"

#include "core/run/stop.h"
#include "ui/plot/figure_text.h"
#include "ui/widget/controls.h"

#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

struct PromptText {
    Q_DECLARE_TR_FUNCTIONS(RunPrompt)
};

constexpr int kPopupWidth = 380;

/// A sentence, and room for a row of controls.
QFrame* makePopup(QWidget* owner, const QString& sentence)
{
    auto* popup = new QFrame(owner->window(), Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setProperty("kind", QStringLiteral("popup"));
    popup->setFixedWidth(kPopupWidth);
    auto* column = new QVBoxLayout(popup);
    column->setContentsMargins(12, 12, 12, 12);
    QLabel* label = makeLabel(sentence, Tone::Second, popup);
    label->setWordWrap(true);
    column->addWidget(label);
    return popup;
}

QVBoxLayout& columnOf(QFrame& popup)
{
    return *static_cast<QVBoxLayout*>(popup.layout());
}

void openUnder(QFrame* popup, const QWidget* button)
{
    popup->adjustSize();
    popup->move(button->mapToGlobal(QPoint(button->width() - popup->width(), button->height() + 4)));
    popup->show();
}

/// Do it, do it another way, or leave it; the first has the focus.
void addChoice(QFrame* popup, const QString& yes, CommandButton::Kind kind, const QString& no,
               std::function<void()> act, QPushButton* other = nullptr)
{
    auto* row = new QHBoxLayout;
    QPushButton* go = makeButton(yes, kind, popup);
    QPushButton* stay = makeButton(no, CommandButton::Kind::Normal, popup);
    row->addWidget(go);
    if (other != nullptr) {
        row->addWidget(other);
        QWidget::setTabOrder(go, other);
        QWidget::setTabOrder(other, stay);
    }
    row->addWidget(stay);
    row->addStretch(1);
    for (QPushButton* answer : {go, other, stay}) {
        if (answer != nullptr) {
            answer->setAutoDefault(true); // Enter is an answer, not the space bar alone
        }
    }
    columnOf(*popup).addLayout(row);
    QObject::connect(go, &QPushButton::clicked, popup, [popup, act = std::move(act)] {
        act();
        popup->close();
    });
    QObject::connect(stay, &QPushButton::clicked, popup, &QWidget::close);
    go->setFocus();
}

/// The newest rate of the first group; NaN while there is none.
double currentRate(const RunFeed& feed)
{
    for (const auto& [series, points] : feed.curves()) {
        if (series.starts_with("lr/") && !points.value.empty()) {
            return points.value.back();
        }
    }
    return std::nan("");
}

} // namespace

void askToStop(QWidget* button, const RunFeed& feed, std::function<void(run::Command)> stop)
{
    const std::int64_t kept = feed.detail().summary.lastCheckpointStep;
    const auto lost = static_cast<int>(std::max<std::int64_t>(0, feed.step() - kept));
    QFrame* popup = makePopup(
        button,
        PromptText::tr("After this step: the run writes a checkpoint and can be resumed from there.") +
            QLatin1Char('\n') +
            (kept > 0 ? PromptText::tr("Now: nothing is written; Resume goes back to step %1, and %n step(s) are lost.",
                                       nullptr, lost)
                            .arg(countText(kept))
                      : PromptText::tr("Now: nothing is written, and there is no checkpoint yet: %n step(s) are lost.",
                                       nullptr, lost)));
    QPushButton* now = makeButton(PromptText::tr("Stop now"), CommandButton::Kind::Normal, popup);
    QObject::connect(now, &QPushButton::clicked, popup, [popup, stop] {
        stop({run::CommandKind::Stop, run::kStopAtOnce});
        popup->close();
    });
    addChoice(
        popup, PromptText::tr("Stop after this step"), CommandButton::Kind::Danger, PromptText::tr("Keep going"),
        [stop] {
            stop({run::CommandKind::Stop, 0});
        },
        now);
    openUnder(popup, button);
}

void askForRate(QWidget* button, const Theme& theme, const RunFeed& feed, std::function<void(double factor)> change)
{
    const double now = currentRate(feed);
    QFrame* popup = makePopup(button, PromptText::tr("Multiply every group's learning rate from the next step on."));
    auto* factor = new QDoubleSpinBox(popup);
    factor->setObjectName(QStringLiteral("rateFactor"));
    factor->setRange(0.001, 1000);
    factor->setDecimals(3);
    factor->setSingleStep(0.1);
    factor->setValue(0.5);
    factor->setPrefix(QStringLiteral("× "));
    factor->setFont(theme.mono());
    QLabel* result = makeMono(theme, 12, false, popup);
    const auto tell = [result, now](double value) {
        result->setText(QStringLiteral("%1 → %2").arg(figure(now), figure(now * value)));
    };
    tell(factor->value());
    QPushButton* apply = makeButton(PromptText::tr("Change LR"), CommandButton::Kind::Primary, popup);
    apply->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(factor);
    row->addWidget(result);
    row->addStretch(1);
    columnOf(*popup).addLayout(row);
    columnOf(*popup).addWidget(apply, 0, Qt::AlignRight);
    QObject::connect(factor, &QDoubleSpinBox::valueChanged, popup, tell);
    QObject::connect(apply, &QPushButton::clicked, popup, [popup, factor, change = std::move(change)] {
        change(factor->value());
        popup->close();
    });
    if (auto* field = factor->findChild<QLineEdit*>()) {
        QObject::connect(field, &QLineEdit::returnPressed, apply, &QPushButton::click);
    }
    openUnder(popup, button);
    factor->setFocus();
    factor->selectAll();
}

void askAboutRewind(QWidget* owner, const RunFeed& feed, qint64 step, std::function<void()> rewind)
{
    const auto steps = static_cast<int>(std::max<qint64>(0, feed.step() - step));
    double lost = 0;
    if (const auto loss = feed.curves().find("loss"); loss != feed.curves().end()) {
        const Curve& curve = loss->second;
        const auto past = std::ranges::upper_bound(curve.step, static_cast<double>(step));
        if (past != curve.step.begin()) {
            lost = feed.seconds() - curve.seconds[static_cast<std::size_t>(past - curve.step.begin()) - 1];
        }
    }
    QFrame* popup = makePopup(
        owner, PromptText::tr("The run goes back to its newest healthy state at or before step %1. What it learnt "
                              "since is lost: %n step(s) at least, %2 of training. The curves keep them, and the "
                              "batches come in another order.",
                              nullptr, steps)
                   .arg(countText(step), durationText(lost)));
    addChoice(popup, PromptText::tr("Rewind to step %1").arg(countText(step)), CommandButton::Kind::Danger,
              PromptText::tr("Keep going"), std::move(rewind));
    popup->adjustSize();
    popup->move(owner->mapToGlobal(owner->rect().center()) - popup->rect().center());
    popup->show();
}

} // namespace espalier::ui

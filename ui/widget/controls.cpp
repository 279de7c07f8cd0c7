#include "ui/widget/controls.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

void setStyleProperty(QWidget* widget, const char* name, const char* value)
{
    if (widget->property(name).toString() == QLatin1String(value)) {
        return;
    }
    widget->setProperty(name, QLatin1String(value));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    QEvent changed(QEvent::StyleChange); // a frame measures its padding anew
    QCoreApplication::sendEvent(widget, &changed);
}

const char* toneName(Tone tone)
{
    switch (tone) {
    case Tone::Title:
        return "title";
    case Tone::Section:
        return "section";
    case Tone::Second:
        return "second";
    case Tone::Quiet:
        return "quiet";
    case Tone::Error:
        return "error";
    case Tone::Warning:
        return "warning";
    }
    return "second";
}

const char* kindName(CommandButton::Kind kind)
{
    switch (kind) {
    case CommandButton::Kind::Normal:
        return "normal";
    case CommandButton::Kind::Primary:
        return "primary";
    case CommandButton::Kind::Danger:
        return "danger";
    case CommandButton::Kind::Link:
        return "link";
    }
    return "normal";
}

} // namespace

QLabel* makeLabel(const QString& text, Tone tone, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", QLatin1String(toneName(tone)));
    return label;
}

QLabel* makeMono(const Theme& theme, int pixels, bool strong, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(theme.mono(pixels, strong));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QFrame* makeLine(Qt::Orientation orientation, QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setProperty("kind", QStringLiteral("line"));
    if (orientation == Qt::Horizontal) {
        line->setFixedHeight(1);
    } else {
        line->setFixedWidth(1);
    }
    return line;
}

Chip::Chip(QWidget* parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setVisible(false);
}

void Chip::setState(const QString& text, Kind kind)
{
    static constexpr const char* kNames[] = {"plain", "good", "accent", "warning", "bad"};
    setStyleProperty(this, "chip", kNames[static_cast<int>(kind)]);
    if (this->text() != text) {
        setText(text);
    }
    setVisible(!text.isEmpty());
    ensurePolished();
    updateGeometry();
}

CommandButton::CommandButton(QAction* action, Kind kind, QWidget* parent) : QPushButton(parent), m_action(action)
{
    setProperty("kind", QLatin1String(kindName(kind)));
    setIconSize(QSize(16, 16));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    take();
    connect(action, &QAction::changed, this, &CommandButton::take);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
}

void CommandButton::setShortText(const QString& text)
{
    m_shortText = text;
    take();
}

void CommandButton::setFollowsCheck()
{
    setCheckable(true);
    setChecked(m_action->isChecked());
    connect(m_action, &QAction::toggled, this, &QPushButton::setChecked);
}

void CommandButton::take()
{
    setText(m_shortText.isEmpty() ? m_action->text() : m_shortText);
    setAccessibleName(m_action->text()); // the short text may be no more than room for an icon
    setIcon(m_action->icon());
    setEnabled(m_action->isEnabled());
    const QString keys = m_action->shortcut().toString(QKeySequence::NativeText);
    setToolTip(keys.isEmpty() ? m_action->text() : QStringLiteral("%1  (%2)").arg(m_action->text(), keys));
}

QPushButton* makeButton(const QString& text, CommandButton::Kind kind, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QLatin1String(kindName(kind)));
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    return button;
}

PlaceHead::PlaceHead(QWidget* parent) : QFrame(parent)
{
    setProperty("kind", QStringLiteral("head"));
    setFixedHeight(44);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(16);
    m_left = new QHBoxLayout;
    m_right = new QHBoxLayout;
    m_left->setSpacing(8);
    m_right->setSpacing(8);
    row->addLayout(m_left);
    row->addStretch(1);
    row->addLayout(m_right);
}

void PlaceHead::setStretching(QWidget* widget)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    delete row->takeAt(1);
    row->insertWidget(1, widget, 1);
}

void PlaceHead::addLeft(QWidget* widget)
{
    m_left->addWidget(widget);
}

void PlaceHead::addRight(QWidget* widget)
{
    m_right->addWidget(widget);
}

Figure::Figure(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_caption(makeLabel({}, Tone::Quiet, this)), m_value(makeMono(theme, 15, true, this)),
      m_remark(makeMono(theme, 11, false, this))
{
    m_remark->setProperty("tone", QStringLiteral("quiet"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(m_caption);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_remark->setContentsMargins(0, 0, 0, 1);
    row->addWidget(m_value, 0, Qt::AlignBottom);
    row->addWidget(m_remark, 0, Qt::AlignBottom);
    row->addStretch(1);
    column->addLayout(row);
}

void Figure::setCaption(const QString& text)
{
    m_caption->setText(text);
}

void Figure::setValue(const QString& value, const QString& remark)
{
    if (m_value->text() != value) {
        m_value->setText(value);
    }
    if (m_remark->text() != remark) {
        m_remark->setText(remark);
    }
}

} // namespace espalier::ui

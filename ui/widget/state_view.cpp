#include "ui/widget/state_view.h"

#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

StateView::StateView(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)), m_title(makeLabel({}, Tone::Title, this)),
      m_text(makeLabel({}, Tone::Second, this)), m_buttons(new QHBoxLayout)
{
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(460);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setAlignment(Qt::AlignHCenter);
    m_buttons->setSpacing(8);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addSpacing(8);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(m_buttons);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(3);
    connect(&theme, &Theme::changed, this, [this] { paintIcon(); });
}

void StateView::show(Kind kind, const QString& icon, const QString& title, const QString& text)
{
    m_kind = kind;
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(text);
    m_text->ensurePolished();
    // The layout asks how high it would like to be, not how high it is at this width: the last line would be cut.
    m_text->setMinimumHeight(std::max(0, m_text->heightForWidth(m_text->maximumWidth())));
    paintIcon();
    QWidget::show();
}

void StateView::paintIcon()
{
    const Token token = m_kind == Kind::Error ? Token::ExplodedLine : m_kind == Kind::Busy ? Token::Acc : Token::Tx3;
    m_icon->setPixmap(iconPixmap(m_iconName, m_theme.color(token), 40, devicePixelRatioF()));
}

void StateView::setButtons(const QList<QWidget*>& buttons)
{
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (QWidget* button : buttons) {
        m_buttons->addWidget(button);
    }
}

} // namespace espalier::ui

#include "ui/place/design/strip_bar.h"

#include "ui/widget/icon.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {
constexpr qsizetype kMostLines = 8;
} // namespace

StripBar::StripBar(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel(this)), m_text(makeLabel({}, Tone::Second, this)),
      m_lines(makeMono(theme, 11, false, this)), m_row(new QHBoxLayout)
{
    setProperty("kind", QStringLiteral("head"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lines->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lines->setContentsMargins(23, 0, 0, 4);
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(theme, u"close", Token::Tx2));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    close->setFocusPolicy(Qt::TabFocus);
    close->installEventFilter(this);
    connect(close, &QToolButton::clicked, this, &StripBar::dismiss);
    m_row->setSpacing(8);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 4, 8, 4);
    column->setSpacing(2);
    column->addLayout(m_row);
    column->addWidget(m_lines);
    connect(&theme, &Theme::changed, this, &StripBar::paintIcon);
    hide();
}

void StripBar::paintIcon()
{
    m_icon->setPixmap(iconPixmap(m_iconName, m_theme.color(m_token), 15, devicePixelRatioF()));
}

void StripBar::say(const QString& icon, Token token, const QString& text, std::vector<Answer> answers,
                   const QStringList& lines)
{
    m_iconName = icon;
    m_token = token;
    paintIcon();
    m_text->setText(text);
    m_lines->setVisible(!lines.isEmpty());
    QStringList shown = lines.mid(0, kMostLines);
    if (lines.size() > kMostLines) {
        shown << tr("and %1 more").arg(lines.size() - kMostLines);
    }
    m_lines->setText(shown.join(QLatin1Char('\n')));
    for (QPushButton* button : m_buttons) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    for (Answer& answer : answers) {
        auto* button = makeButton(answer.text, answer.kind, this);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedHeight(24);
        button->installEventFilter(this);
        connect(button, &QPushButton::clicked, this, [this, act = std::move(answer.act), stays = answer.stays] {
            const auto acting = act; // what it does may replace the answers
            if (!stays) {
                hide();
            }
            if (acting) {
                acting();
            }
        });
        m_row->insertWidget(m_row->count() - 1, button);
        m_buttons.push_back(button);
    }
    show();
}

void StripBar::ask(const QString& icon, Token token, const QString& text, std::vector<Answer> answers,
                   const QStringList& lines)
{
    say(icon, token, text, std::move(answers), lines);
    if (!m_buttons.empty()) {
        m_buttons.front()->setFocus(Qt::OtherFocusReason);
    }
}

void StripBar::setText(const QString& text)
{
    m_text->setText(text);
}

void StripBar::dismiss()
{
    hide();
    Q_EMIT dismissed();
}

QString StripBar::text() const
{
    return m_text->text();
}

QString StripBar::lines() const
{
    return m_lines->text();
}

bool StripBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Escape:
            dismiss();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (auto* button = qobject_cast<QAbstractButton*>(watched)) {
                button->click();
                return true;
            }
            break;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void StripBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        dismiss();
    } else {
        QFrame::keyPressEvent(event);
    }
}

} // namespace espalier::ui

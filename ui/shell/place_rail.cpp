#include "ui/shell/place_rail.h"

#include "ui/widget/icon.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {
constexpr int kWidth = 56;
constexpr int kMark = 28;
} // namespace

PlaceRail::PlaceRail(CommandTable& commands, const Theme& theme, QWidget* parent) : QFrame(parent)
{
    Q_UNUSED(theme)
    setProperty("kind", QStringLiteral("rail"));
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(2);
    auto* mark = new QLabel(this);
    mark->setPixmap(productIcon().pixmap(QSize(kMark, kMark), devicePixelRatioF()));
    mark->setAlignment(Qt::AlignCenter);
    column->addWidget(mark);
    column->addSpacing(8);
    m_places[PlaceId::Design] = addButton(commands.action(CommandId::GoDesign), true);
    m_places[PlaceId::Data] = addButton(commands.action(CommandId::GoData), true);
    m_places[PlaceId::Monitor] = addButton(commands.action(CommandId::GoMonitor), true);
    m_places[PlaceId::Compare] = addButton(commands.action(CommandId::GoCompare), true);
    m_places[PlaceId::Runs] = addButton(commands.action(CommandId::GoRuns), true);
    column->addStretch(1);
    for (const CommandId id :
         {CommandId::CommandPalette, CommandId::SwitchLanguage, CommandId::ToggleTheme, CommandId::KeySheet}) {
        (void)addButton(commands.action(id), false);
    }
}

QToolButton* PlaceRail::addButton(QAction* action, bool isPlace)
{
    auto* button = new QToolButton(this);
    button->setProperty("kind", QStringLiteral("rail"));
    button->setFixedSize(kWidth - 1, isPlace ? 52 : 34);
    button->setIconSize(QSize(20, 20));
    button->setToolButtonStyle(isPlace ? Qt::ToolButtonTextUnderIcon : Qt::ToolButtonIconOnly);
    button->setCheckable(isPlace);
    button->setFocusPolicy(Qt::TabFocus);
    const auto take = [button, action] {
        button->setText(action->text());
        button->setIcon(action->icon());
        button->setAccessibleName(action->text());
        button->setToolTip(
            QStringLiteral("%1  (%2)").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    };
    take();
    connect(action, &QAction::changed, button, take);
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    layout()->addWidget(button);
    return button;
}

void PlaceRail::setPlace(PlaceId place)
{
    for (const auto& [id, button] : m_places) {
        button->setChecked(id == place);
    }
}

} // namespace espalier::ui

#include "ui/place/design/design_head.h"

#include "core/plan/presets.h"
#include "ui/edit/document_checks.h"
#include "ui/widget/icon.h"

#include <QCoreApplication>
#include <QMenu>
#include <QToolButton>
#include <filesystem>

namespace espalier::ui {

DesignHead::DesignHead(const PlaceContext& context, QWidget* parent)
    : PlaceHead(parent), m_context(context), m_data(makeLabel({}, Tone::Second, this)),
      m_name(makeLabel({}, Tone::Title, this)), m_preset(new Chip(this)), m_saved(new Chip(this)),
      m_findings(new QToolButton(this))
{
    m_name->setObjectName(QStringLiteral("designName"));
    m_findings->setProperty("kind", QStringLiteral("button"));
    m_findings->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_findings->setObjectName(QStringLiteral("designFindings"));
    m_findings->setFixedHeight(26);
    connect(m_findings, &QToolButton::clicked, this, &DesignHead::findingsRequested);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_data), static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_preset),
          static_cast<QWidget*>(m_saved), static_cast<QWidget*>(m_findings)}) {
        addLeft(widget);
    }
    addRight(buildPresets());
    for (const CommandId id : {CommandId::Undo, CommandId::Redo}) {
        auto* button = new CommandButton(context.commands.action(id), CommandButton::Kind::Normal, this);
        button->setShortText(QStringLiteral(" "));
        button->setIcon(themedIcon(context.theme, id == CommandId::Undo ? u"undo" : u"redo"));
        button->setFixedWidth(34);
        addRight(button);
    }
    m_save = new CommandButton(context.commands.action(CommandId::Save), CommandButton::Kind::Normal, this);
    m_dryRun = new CommandButton(context.commands.action(CommandId::DryRun), CommandButton::Kind::Normal, this);
    m_dryRun->setShortText(tr("Dry run"));
    m_dryRun->setObjectName(QStringLiteral("designDryRun"));
    addRight(m_save);
    addRight(m_dryRun);
    addRight(new CommandButton(context.commands.action(CommandId::StartRun), CommandButton::Kind::Primary, this));
}

QToolButton* DesignHead::buildPresets()
{
    auto* button = new QToolButton(this);
    button->setText(tr("Presets"));
    button->setProperty("kind", QStringLiteral("button"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tr("Replace the plan by a ready one; can be undone"));
    button->setFixedHeight(26);
    auto* menu = new QMenu(button);
    const auto all = plan::presets();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QAction* action = menu->addAction(QString::fromStdString(std::string(all[i].title)));
        action->setToolTip(QString::fromStdString(std::string(all[i].help)));
        connect(action, &QAction::triggered, this, [this, i] { Q_EMIT presetRequested(i); });
    }
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    return button;
}

void DesignHead::setNarrow(bool isNarrow)
{
    m_save->setShortText(isNarrow ? tr("Save") : QString());
    m_data->setVisible(!isNarrow);
}

void DesignHead::takeTitle(const QString& preset)
{
    const experiment::Experiment& experiment = m_context.document.experiment();
    const std::filesystem::path& file = m_context.document.file();
    const QString source =
        experiment.data.kind == "inspection" ? tr("inspection set (synthetic)")
        : experiment.data.root.empty()
            ? tr("no data yet")
            : QString::fromStdString(std::filesystem::path(experiment.data.root).filename().string());
    const QString title = QString::fromStdString(experiment.name.empty() ? file.stem().string() : experiment.name);
    m_data->setText(source + QStringLiteral("  /"));
    m_name->setText(title.isEmpty() ? tr("Untitled experiment") : title);
    m_preset->setState(preset, Chip::Kind::Plain);
    m_saved->setState(m_context.document.isModified() ? tr("Not saved") : QString(), Chip::Kind::Accent);
}

void DesignHead::takeFindings()
{
    const DocumentChecks& checks = m_context.document.checks();
    const int errors = checks.errors();
    const int warnings = checks.count(preflight::Severity::Warning);
    const bool hasFault = !m_context.document.planError().isEmpty();
    const bool isBad = errors > 0 || hasFault;
    m_findings->setVisible(isBad || warnings > 0);
    m_findings->setIcon(themedIcon(m_context.theme, isBad ? u"exploded" : u"warning",
                                   isBad ? Token::ExplodedLine : Token::WarningLine));
    m_findings->setText(hasFault     ? tr("The plan has a fault")
                        : errors > 0 ? tr("%n error(s)", nullptr, errors)
                                     : tr("%n warning(s)", nullptr, warnings));
    m_context.commands.action(CommandId::StartRun)
        ->setText(errors > 0 ? tr("Start run (%n error(s))", nullptr, errors)
                             : QCoreApplication::translate("Command", "Start run"));
}

} // namespace espalier::ui

#include "ui/place/design/rules_panel.h"

#include "core/network/pattern.h"
#include "ui/bridge/core_text.h"
#include "ui/place/design/design_actions.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

class RuleDelegate final : public QStyledItemDelegate {
public:
    RuleDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), 24};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem ground(option);
        initStyleOption(&ground, index);
        ground.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
        const bool isWarned = !index.data(RuleModel::ReasonRole).toString().isEmpty();
        painter->save();
        QRect area = option.rect.adjusted(6, 0, -6, 0);
        if (index.column() == RuleModel::Kind) {
            if (isWarned) {
                painter->drawPixmap(QPointF(area.left() - 2, area.center().y() - 7),
                                    iconPixmap(u"warning", m_theme.color(Token::WarningLine), 14,
                                               painter->device()->devicePixelRatioF()));
            }
            area.setLeft(area.left() + 16);
        }
        const bool isWord = index.column() == RuleModel::Kind;
        painter->setFont(isWord ? m_theme.body(12) : m_theme.mono(11));
        painter->setPen(m_theme.color(isWarned ? Token::WarningLine : isWord ? Token::Tx2 : Token::Tx1));
        const bool isText = index.column() == RuleModel::Pattern || index.column() == RuleModel::Detail;
        const QString text = index.data().toString();
        painter->drawText(area, index.data(Qt::TextAlignmentRole).toInt(),
                          isText ? painter->fontMetrics().elidedText(text, Qt::ElideMiddle, area.width()) : text);
        painter->restore();
    }

private:
    const Theme& m_theme;
};

/// Where the plan says that the rule may match nothing; null where a rule cannot say so.
const bool* allowEmpty(const plan::TuningPlan& plan, const plan::RuleReport& rule)
{
    return rule.kind == plan::RuleKind::Adapter    ? &plan.adapters[rule.index].allowEmpty
           : rule.kind == plan::RuleKind::Unfreeze ? &plan.unfreeze[rule.index].allowEmpty
                                                   : nullptr;
}

bool mayBeEmpty(const plan::TuningPlan& plan, const plan::RuleReport& rule)
{
    const bool* allowed = allowEmpty(plan, rule);
    return allowed != nullptr && *allowed;
}

} // namespace

RulesPanel::RulesPanel(const Theme& theme, ExperimentDocument& document, DesignActions& actions, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_document(document), m_actions(actions), m_view(new QTreeView(this)),
      m_fault(makeLabel({}, Tone::Error, this)), m_reason(makeLabel({}, Tone::Warning, this)),
      m_pattern(new QLineEdit(this)), m_replace(makeButton({}, CommandButton::Kind::Link, this)),
      m_remove(makeButton(tr("Remove rule"), CommandButton::Kind::Normal, this)),
      m_mayBeEmpty(new QCheckBox(tr("It may match nothing (allow_empty)"), this)), m_foot(new QWidget(this))
{
    m_view->setModel(&m_model);
    m_view->setObjectName(QStringLiteral("rules"));
    m_view->setAccessibleName(tr("Rules"));
    m_view->setItemDelegate(new RuleDelegate(theme, m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setSectionResizeMode(RuleModel::Pattern, QHeaderView::Stretch);
    const std::array<std::pair<int, int>, 5> widths{{{RuleModel::Kind, 128},
                                                     {RuleModel::Modules, 62},
                                                     {RuleModel::Tensors, 60},
                                                     {RuleModel::Parameters, 92},
                                                     {RuleModel::Detail, 66}}};
    for (const auto& [column, width] : widths) {
        m_view->setColumnWidth(column, width);
    }
    m_fault->setWordWrap(true);
    m_fault->setContentsMargins(12, 6, 12, 6);
    m_reason->setWordWrap(true);
    m_pattern->setFont(theme.mono(12));
    m_pattern->setObjectName(QStringLiteral("rulePattern"));
    m_pattern->setAccessibleName(tr("Pattern of the rule"));
    m_remove->setObjectName(QStringLiteral("ruleRemove"));
    m_replace->setObjectName(QStringLiteral("ruleReplace"));

    auto* foot = new QVBoxLayout(m_foot);
    foot->setContentsMargins(12, 8, 12, 8);
    foot->setSpacing(4);
    auto* edit = new QHBoxLayout;
    edit->addWidget(m_pattern, 1);
    edit->addWidget(m_remove);
    foot->addLayout(edit);
    foot->addWidget(m_reason);
    auto* ways = new QHBoxLayout;
    ways->addWidget(m_replace);
    ways->addWidget(m_mayBeEmpty);
    ways->addStretch(1);
    foot->addLayout(ways);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_fault);
    column->addWidget(m_view, 1);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_foot);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showCurrent();
        if (const auto* rule = m_model.ruleAt(m_view->currentIndex()); rule != nullptr && m_view->hasFocus()) {
            m_document.setMatches(rule->matches);
        }
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const auto* rule = m_model.ruleAt(m_view->currentIndex())) {
            m_actions.removeRuleAt(rule->kind, rule->index);
        }
    });
    connect(m_replace, &QPushButton::clicked, this, [this] {
        if (const auto* rule = m_model.ruleAt(m_view->currentIndex())) {
            m_actions.setPatternAt(rule->kind, rule->index, std::string(rule->nearest));
        }
    });
    connect(m_mayBeEmpty, &QCheckBox::clicked, this, [this](bool isOn) {
        if (const auto* rule = m_model.ruleAt(m_view->currentIndex())) {
            m_actions.setMayBeEmptyAt(rule->kind, rule->index, isOn);
        }
    });
    connect(m_pattern, &QLineEdit::editingFinished, this, [this] {
        const auto* rule = m_model.ruleAt(m_view->currentIndex());
        const std::string text = m_pattern->text().trimmed().toStdString();
        if (rule == nullptr || text == rule->pattern) {
            return;
        }
        if (const auto parsed = network::Pattern::parse(text); !parsed) {
            m_reason->setText(coreText(parsed.error().message));
            m_reason->show();
            return;
        }
        m_actions.setPatternAt(rule->kind, rule->index, text);
    });
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    refresh();
}

void RulesPanel::refresh()
{
    const int row = m_view->currentIndex().row();
    m_model.setPlan(&m_document.experiment().plan, &m_document.resolved());
    const QString fault = m_document.planError();
    m_fault->setVisible(!fault.isEmpty());
    m_fault->setText(fault);
    if (m_model.rowCount() > 0) {
        m_view->setCurrentIndex(m_model.index(std::clamp(row, 0, m_model.rowCount() - 1), 0));
    }
    showCurrent();
}

void RulesPanel::showCurrent()
{
    const plan::RuleReport* rule = m_model.ruleAt(m_view->currentIndex());
    m_foot->setVisible(rule != nullptr);
    if (rule == nullptr) {
        return;
    }
    m_pattern->setText(QString::fromStdString(rule->pattern));
    m_reason->setVisible(!rule->reason.empty());
    m_reason->setText(tr("Selects nothing: %1").arg(coreText(rule->reason)));
    const bool isEmpty = !rule->reason.empty() && rule->modules == 0;
    m_mayBeEmpty->setVisible(isEmpty && allowEmpty(m_document.experiment().plan, *rule) != nullptr);
    m_mayBeEmpty->setChecked(mayBeEmpty(m_document.experiment().plan, *rule));
    m_replace->setVisible(!rule->nearest.empty());
    m_replace->setText(tr("Replace by %1").arg(QString::fromStdString(rule->nearest)));
}

void RulesPanel::showRule(int rule)
{
    m_view->setCurrentIndex(m_model.index(rule, 0));
    m_view->setFocus();
}

void RulesPanel::showRule(plan::RuleKind kind, std::optional<std::size_t> index)
{
    const auto& rules = m_document.resolved().rules;
    const auto found = std::ranges::find_if(
        rules, [&](const plan::RuleReport& rule) { return rule.kind == kind && (!index || rule.index == *index); });
    if (found != rules.end()) {
        showRule(static_cast<int>(found - rules.begin()));
    }
}

void RulesPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_view->setColumnHidden(RuleModel::Tensors, width() < 540);
}

} // namespace espalier::ui

#include "ui/place/design/inspector_panel.h"

#include "ui/canopy/canopy_painting.h"
#include "ui/model/outline_model.h"
#include "ui/model/rule_model.h"
#include "ui/place/design/design_actions.h"
#include "ui/place/design/field_form.h"
#include "ui/place/design/strip_bar.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <set>

namespace espalier::ui {

namespace {

enum ValueRow { Type, Shape, Parameters, Tensors, Trainable, ValueRowCount };
constexpr std::size_t kMostCards = 4;

std::size_t at(network::ModuleId id)
{
    return static_cast<std::size_t>(id);
}

} // namespace

InspectorPanel::InspectorPanel(const Theme& theme, ExperimentDocument& document, DesignActions& actions,
                               QWidget* parent)
    : QWidget(parent), m_theme(theme), m_document(document), m_actions(actions),
      m_path(makeMono(theme, 12, true, this)),
      m_empty(makeLabel(tr("Select a module in the canopy or the outline"), Tone::Quiet, this)),
      m_body(new QWidget(this)), m_lr(new FieldForm(theme, m_body)), m_lrNote(makeMono(theme, 11, false, m_body)),
      m_rule(makeButton({}, CommandButton::Kind::Link, m_body)), m_cards(new QVBoxLayout),
      m_more(makeLabel({}, Tone::Quiet, m_body)), m_stateNote(makeLabel({}, Tone::Quiet, m_body)),
      m_scope(new StripBar(theme, this))
{
    m_scope->setObjectName(QStringLiteral("inspectorScope"));
    m_path->setObjectName(QStringLiteral("inspectorPath"));
    m_path->setWordWrap(true);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(0, 84);
    grid->setColumnStretch(1, 1);
    const std::array<QString, ValueRowCount> captions{tr("Type"), tr("in → out"), tr("Parameters"), tr("Tensors"),
                                                      tr("Trainable")};
    int row = 0;
    for (const QString& caption : captions) {
        grid->addWidget(makeLabel(caption, Tone::Quiet, m_body), row, 0);
        m_values.push_back(makeMono(theme, 12, false, m_body));
        grid->addWidget(m_values.back(), row++, 1);
    }
    auto* states = new QHBoxLayout;
    states->setSpacing(4);
    const std::array<std::pair<const char*, Token>, 3> looks{
        {{"lock", Token::FrozenText}, {"flame", Token::UnfrozenLine}, {"exclude", Token::ExcludedText}}};
    const std::array<QString, 3> texts{tr("Frozen"), tr("Unfrozen"), tr("Excluded")};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto* button = makeButton(texts[i], CommandButton::Kind::Normal, m_body);
        button->setCheckable(true);
        button->setIcon(themedIcon(theme, QString::fromLatin1(looks[i].first), looks[i].second));
        button->setFocusPolicy(Qt::TabFocus);
        button->setObjectName(QStringLiteral("state.%1").arg(i));
        states->addWidget(button);
        m_states.push_back(button);
        connect(button, &QPushButton::clicked, this, [this, i] {
            changeState(
                std::array{plan::TrainState::Frozen, plan::TrainState::Unfrozen, plan::TrainState::Excluded}[i]);
            showState(); // a state that did not change must not stay pressed
        });
    }
    states->addWidget(m_stateNote);
    states->addStretch(1);
    grid->addWidget(makeLabel(tr("State"), Tone::Quiet, m_body), row, 0);
    grid->addLayout(states, row++, 1);
    FieldEditor scale;
    scale.key = QStringLiteral("lr");
    scale.help = tr("Learning rate here against the experiment's");
    scale.hasLabel = false;
    scale.kind = FieldEditor::Kind::Real;
    scale.range = {0, 1e6};
    scale.read = [this] { return factorText(actingScale()); };
    scale.write = [this](const QString& text) { changeScale(m_document.selection(), text.toDouble()); };
    m_lr->addEditor(std::move(scale));
    m_lr->setMaximumWidth(90);
    auto* rate = new QHBoxLayout;
    rate->addWidget(m_lr);
    rate->addWidget(m_lrNote);
    rate->addStretch(1);
    grid->addWidget(makeLabel(tr("LR ×"), Tone::Quiet, m_body), row, 0);
    grid->addLayout(rate, row++, 1);
    grid->addWidget(makeLabel(tr("From"), Tone::Quiet, m_body), row, 0);
    grid->addWidget(m_rule, row++, 1, Qt::AlignLeft);
    connect(m_rule, &QPushButton::clicked, this, [this] {
        if (m_ruleIndex >= 0) {
            Q_EMIT ruleRequested(m_ruleIndex);
        }
    });

    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(10);
    body->addLayout(grid);
    m_cards->setSpacing(8);
    body->addLayout(m_cards);
    body->addWidget(m_more);
    body->addStretch(1);

    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(12, 10, 12, 10);
    inner->setSpacing(8);
    inner->addWidget(m_path);
    inner->addWidget(m_empty, 0, Qt::AlignTop);
    inner->addWidget(m_body);
    inner->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setAccessibleName(tr("Inspector"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(m_scope);
    outer->addWidget(scroll);
    connect(m_scope, &StripBar::dismissed, this, &InspectorPanel::refresh);
    refresh();
}

network::ModuleId InspectorPanel::first() const
{
    return m_document.selection().empty() ? network::kNoModule : m_document.selection().front();
}

void InspectorPanel::setRow(int row, const QString& value)
{
    QLabel* label = m_values[static_cast<std::size_t>(row)];
    if (label->text() != value) {
        label->setText(value);
    }
}

void InspectorPanel::refresh()
{
    const bool hasSomething = m_document.tree() != nullptr && first() != network::kNoModule;
    if (m_document.selection() != m_asked || m_document.experiment().plan != m_askedPlan) {
        m_scope->hide();
    }
    m_path->setVisible(hasSomething);
    m_empty->setVisible(!hasSomething);
    m_body->setVisible(hasSomething);
    if (!hasSomething) {
        return;
    }
    if (m_document.selection().size() == 1) {
        showOne();
    } else {
        showMany();
    }
    showState();
    showCards();
}

void InspectorPanel::showOne()
{
    const network::Module& module = m_document.tree()->module(first());
    m_path->setText(QString::fromStdString(module.path.empty() ? m_document.tree()->model() : module.path));
    setRow(Type, module.type.empty() ? counted(static_cast<std::int64_t>(module.children.size()),
                                               tr("Group of 1 module"), tr("Group of %1 modules"))
                                     : QString::fromStdString(module.type));
    QString shape =
        module.outputs > 0 ? QStringLiteral("%1 → %2").arg(module.inputs).arg(module.outputs) : QStringLiteral("–");
    if (module.stride > 0) {
        const auto side = m_document.experiment().data.imageSize / module.stride;
        shape += tr(" · %1×%1 map, stride %2").arg(side).arg(module.stride);
    }
    setRow(Shape, shape);
}

void InspectorPanel::showMany()
{
    m_path->setText(tr("%1 modules").arg(m_document.selection().size()));
    std::set<QString> types;
    std::set<QString> shapes;
    for (const network::ModuleId id : m_document.selection()) {
        types.insert(QString::fromStdString(m_document.tree()->module(id).type));
        shapes.insert(shapeText(m_document.tree()->module(id)));
    }
    setRow(Type, types.size() == 1 ? *types.begin() : tr("%1 values").arg(types.size()));
    const QString shape = shapes.begin()->isEmpty() ? QStringLiteral("–") : *shapes.begin();
    setRow(Shape, shapes.size() == 1 ? shape : tr("%1 values").arg(shapes.size()));
}

double InspectorPanel::actingScale() const
{
    return first() == network::kNoModule ? 1 : scaleAt(first());
}

double InspectorPanel::scaleAt(network::ModuleId here) const
{
    const auto* tree = m_document.tree();
    const auto& resolved = m_document.resolved();
    if (tree == nullptr || resolved.own.size() != tree->size()) {
        return 1;
    }
    for (std::size_t i = at(here); i < tree->size(); ++i) {
        const auto id = static_cast<network::ModuleId>(i);
        if (tree->isWithin(id, here) && resolved.own[i] == plan::TrainState::Unfrozen &&
            !tree->module(id).tensors.empty()) {
            return resolved.lrScale[i];
        }
    }
    for (const plan::Graft& graft : resolved.grafts) {
        if (tree->isWithin(graft.site, here)) {
            return graft.lrScale;
        }
    }
    return 1;
}

void InspectorPanel::showState()
{
    const auto* tree = m_document.tree();
    const auto& resolved = m_document.resolved();
    const bool hasPlan = tree != nullptr && first() != network::kNoModule && resolved.own.size() == tree->size();
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        const auto wanted =
            std::array{plan::TrainState::Frozen, plan::TrainState::Unfrozen, plan::TrainState::Excluded}[i];
        m_states[i]->setChecked(hasPlan && std::ranges::all_of(m_document.selection(), [&](network::ModuleId id) {
                                    return resolved.subtree[at(id)] == wanted;
                                }));
    }
    if (!hasPlan) {
        return;
    }
    const auto totals = tree->subtreeTotals();
    std::int64_t parameters = 0;
    std::int64_t tensors = 0;
    std::int64_t buffers = 0;
    std::int64_t trains = 0;
    for (const network::ModuleId id : topmost(*tree, m_document.selection())) {
        parameters += totals[at(id)].parameters;
        tensors += totals[at(id)].parameterTensors;
        buffers += totals[at(id)].bufferTensors;
        trains += resolved.trainableUnder[at(id)];
    }
    setRow(Parameters, exactCount(parameters));
    setRow(Tensors, tr("%1, and %2 buffers").arg(exactCount(tensors), exactCount(buffers)));
    setRow(Trainable, exactCount(trains));
    m_lr->setEnabled(trains > 0);
    m_lr->reload();
    const double rate = m_document.experiment().train.lr;
    std::set<double> scales;
    std::set<int> rules;
    std::set<plan::TrainState> found;
    for (const network::ModuleId id : m_document.selection()) {
        scales.insert(resolved.trainableUnder[at(id)] > 0 ? scaleAt(id) : 0);
        rules.insert(resolved.actingRule[at(id)]);
        found.insert(resolved.subtree[at(id)]);
    }
    m_stateNote->setText(found.size() > 1                            ? tr("%1 values").arg(found.size())
                         : *found.begin() == plan::TrainState::Mixed ? stateText(plan::TrainState::Mixed)
                                                                     : QString());
    m_lrNote->setText(scales.size() > 1 ? tr("%1 values").arg(scales.size())
                      : trains > 0 ? QStringLiteral("× %1 = %2").arg(factorText(rate), factorText(rate * actingScale()))
                                   : tr("nothing trains here"));
    m_ruleIndex = rules.size() == 1 ? *rules.begin() : -1;
    if (rules.size() > 1) {
        m_rule->setText(tr("%1 rules").arg(rules.size()));
    } else if (m_ruleIndex < 0) {
        m_rule->setText(tr("no rule: the network trains by itself"));
    } else {
        const plan::RuleReport& rule = resolved.rules[static_cast<std::size_t>(m_ruleIndex)];
        m_rule->setText(tr("rule %1 · %2 %3")
                            .arg(m_ruleIndex + 1)
                            .arg(ruleKindText(rule.kind), QString::fromStdString(rule.pattern)));
    }
    m_rule->setEnabled(m_ruleIndex >= 0);
}

std::vector<InspectorPanel::Card> InspectorPanel::cardsHere() const
{
    std::vector<Card> cards;
    std::vector<const plan::AdapterOptions*> options;
    for (const plan::Graft& graft : m_document.resolved().grafts) {
        const bool isHere = std::ranges::any_of(
            m_document.selection(), [&](network::ModuleId id) { return m_document.tree()->isWithin(graft.site, id); });
        if (!isHere) {
            continue;
        }
        const auto same =
            std::ranges::find_if(options, [&](const plan::AdapterOptions* each) { return *each == graft.adapter; });
        if (same == options.end()) {
            options.push_back(&graft.adapter);
            cards.push_back({{graft.site}, graft.adapter.index()});
        } else {
            cards[static_cast<std::size_t>(same - options.begin())].sites.push_back(graft.site);
        }
    }
    return cards;
}

const plan::Graft* InspectorPanel::graftOf(const Card& card) const
{
    const auto& grafts = m_document.resolved().grafts;
    const auto found = std::ranges::find_if(grafts, [&](const plan::Graft& graft) {
        return graft.site == card.sites.front() && graft.adapter.index() == card.method;
    });
    return found == grafts.end() ? nullptr : &*found;
}

void InspectorPanel::showCards()
{
    std::vector<Card> here = cardsHere();
    const std::size_t all = here.size();
    here.resize(std::min(all, kMostCards));
    if (here != m_shownCards) {
        m_shownCards = std::move(here);
        rebuildCards();
    }
    for (std::size_t i = 0; i < m_forms.size(); ++i) {
        m_forms[i]->reload();
        const Card& card = m_shownCards[i];
        const plan::Graft& graft = *graftOf(card);
        std::int64_t parameters = 0;
        for (const plan::Graft& each : m_document.resolved().grafts) {
            const bool isIn =
                each.adapter.index() == card.method && std::ranges::find(card.sites, each.site) != card.sites.end();
            parameters += isIn ? each.parameters : 0;
        }
        const QString title = methodTitle(graft.adapter);
        m_cardHeads[i]->setText(
            card.sites.size() > 1
                ? QStringLiteral("%1 × %2 · +%3").arg(card.sites.size()).arg(title, exactCount(parameters))
                : QStringLiteral("%1 · +%2 · %3→%4→%5")
                      .arg(title, exactCount(parameters))
                      .arg(graft.inputs)
                      .arg(graftMark(graft.adapter))
                      .arg(graft.outputs));
    }
    m_more->setVisible(all > kMostCards);
    m_more->setText(counted(static_cast<std::int64_t>(all - std::min(all, kMostCards)),
                            tr("and 1 more kind of adapter"), tr("and %1 more kinds of adapter")));
}

void InspectorPanel::rebuildCards()
{
    for (QWidget* card : m_cardWidgets) {
        card->hide();
        card->deleteLater();
    }
    m_cardWidgets.clear();
    m_forms.clear();
    m_cardHeads.clear();
    for (const Card& shown : m_shownCards) {
        const plan::AdapterOptions options = graftOf(shown)->adapter;
        auto* card = new QFrame(m_body);
        card->setObjectName(QStringLiteral("adapterCard"));
        card->setProperty("kind", QStringLiteral("notice"));
        auto* column = new QVBoxLayout(card);
        column->setContentsMargins(10, 8, 10, 8);
        auto* head = new QHBoxLayout;
        auto* icon = new QLabel(card);
        icon->setPixmap(iconPixmap(u"leaf", m_theme.color(Token::AdapterLine), 16, devicePixelRatioF()));
        m_cardHeads.push_back(makeMono(m_theme, 11, true, card));
        auto* remove = makeButton(tr("Remove"), CommandButton::Kind::Link, card);
        head->addWidget(icon);
        head->addWidget(m_cardHeads.back(), 1);
        head->addWidget(remove);
        column->addLayout(head);
        if (shown.sites.size() == 1 && (m_document.selection().size() != 1 || shown.sites.front() != first())) {
            auto* place = makeMono(m_theme, 11, false, card);
            place->setProperty("tone", QStringLiteral("quiet"));
            place->setText(QString::fromStdString(m_document.tree()->module(shown.sites.front()).path));
            place->setWordWrap(true);
            column->addWidget(place);
        }
        connect(remove, &QPushButton::clicked, this, [this, sites = shown.sites] { m_actions.removeGraftsOf(sites); });
        auto* form = new FieldForm(m_theme, card);
        std::visit(
            [&]<class Options>(const Options& now) {
                // The options in the plan; what was there when it was made, should the graft be gone by now.
                const auto present = [this, shown, kept = std::make_shared<Options>(now)]() -> const Options& {
                    if (const plan::Graft* graft = graftOf(shown)) {
                        *kept = std::get<Options>(graft->adapter);
                    }
                    return *kept;
                };
                form->addFields<Options>(
                    present, [this, shown, present](const QString&, const std::function<void(Options&)>& change) {
                        Options next = present();
                        change(next);
                        changeAdapter(shown.sites, next);
                    });
            },
            options);
        form->reload();
        column->addWidget(form);
        m_cards->addWidget(card);
        m_cardWidgets.push_back(card);
        m_forms.push_back(form);
    }
}

void InspectorPanel::focusLrScale()
{
    m_lr->focusField(QStringLiteral("lr"));
}

void InspectorPanel::focusRank()
{
    if (!m_forms.empty()) {
        m_forms.front()->focusField(QStringLiteral("rank"));
    }
}

} // namespace espalier::ui

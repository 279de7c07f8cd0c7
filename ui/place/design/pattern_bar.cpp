#include "ui/place/design/pattern_bar.h"

#include "core/network/pattern.h"
#include "ui/bridge/core_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"

#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace espalier::ui {

namespace {

std::size_t at(network::ModuleId id)
{
    return static_cast<std::size_t>(id);
}

PatternToken tokenOf(const network::NetworkTree& tree, const std::vector<network::Totals>& totals,
                     const std::vector<bool>& holdsParameters, const std::string& text)
{
    PatternToken token;
    token.text = QString::fromStdString(text);
    const auto parsed = network::Pattern::parse(text);
    if (!parsed) {
        token.fault = coreText(parsed.error().message);
        return token;
    }
    auto selected = parsed->tryToSelect(tree);
    if (!selected) {
        token.fault = coreText(selected.error().message);
        return token;
    }
    token.matches = std::move(*selected);
    for (const network::ModuleId id : token.matches) {
        token.parameters += totals[at(id)].parameters;
    }
    if (token.selectsNothing()) {
        token.nearest = QString::fromStdString(network::nearestPath(tree, text, holdsParameters));
    }
    return token;
}

} // namespace

/// The text, with a dashed ring around each pattern as around its matches in the canopy, and its count below it. The
/// text itself is never touched, so that whoever composes letters is not disturbed.
class TokenEdit final : public QLineEdit {
public:
    TokenEdit(const Theme& theme, QWidget* parent) : QLineEdit(parent), m_theme(theme)
    {
        // The window's sheet gives every line edit one height; here a row of counts stands below the text.
        const int inner = kHeight - 2;
        setStyleSheet(QStringLiteral("QLineEdit, QLineEdit:focus { min-height: %1px; max-height: %1px; }").arg(inner));
        setTextMargins(0, 0, 0, kCountRow);
    }
    void setTokens(const std::vector<PatternToken>& tokens)
    {
        m_tokens = &tokens;
        update();
    }

protected:
    void inputMethodEvent(QInputMethodEvent* event) override
    {
        m_composing = event->preeditString();
        QLineEdit::inputMethodEvent(event);
    }
    void paintEvent(QPaintEvent* event) override
    {
        QLineEdit::paintEvent(event);
        if (m_tokens == nullptr || m_tokens->empty()) {
            return;
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(QRect(kTextLeft - 4, 0, width() - kTextLeft, height()));
        qsizetype from = 0;
        for (const PatternToken& token : *m_tokens) {
            const qsizetype place = text().indexOf(token.text, from);
            if (place < 0) {
                return;
            }
            from = place + token.text.size();
            paintToken(painter, token, placeOf(place), placeOf(from));
        }
    }

private:
    static constexpr int kHeight = 40;
    static constexpr int kCountRow = 13;
    static constexpr int kTextLeft = 30; ///< behind the icon

    /// Where the letter `index` begins; the cursor tells how far the text was scrolled.
    [[nodiscard]] double placeOf(qsizetype index) const
    {
        const QFontMetricsF metrics(font());
        const auto advance = [&](qsizetype count) { return metrics.horizontalAdvance(text().left(count)); };
        const double composed = index > cursorPosition() ? metrics.horizontalAdvance(m_composing) : 0;
        return cursorRect().center().x() + advance(index) - advance(cursorPosition()) + composed;
    }
    void paintToken(QPainter& painter, const PatternToken& token, double left, double right) const
    {
        const bool isBad = !token.fault.isEmpty();
        const QColor color = m_theme.color(isBad                    ? Token::ExplodedLine
                                           : token.selectsNothing() ? Token::WarningLine
                                                                    : Token::Acc);
        QPen pen(color, 1);
        pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(left - 3, 3.5, right - left + 6, 20), 3, 3);
        const QFont small = m_theme.mono(10, true);
        const QFontMetricsF metrics(small);
        QString count = isBad ? PatternBar::tr("not a pattern") : exactCount(token.parameters);
        const double room = right - left + 12;
        if (!isBad && metrics.horizontalAdvance(count) > room) {
            count = shortCount(token.parameters);
        }
        painter.setFont(small);
        painter.setPen(color);
        const double width = metrics.horizontalAdvance(count);
        painter.drawText(QRectF(std::max(kTextLeft - 2.0, (left + right - width) / 2), 24, width + 2, kCountRow),
                         Qt::AlignVCenter, count);
    }

    const Theme& m_theme;
    const std::vector<PatternToken>* m_tokens = nullptr;
    QString m_composing;
};

PatternBar::PatternBar(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_edit(new TokenEdit(theme, this)), m_sum(makeMono(theme, 12, false, this)),
      m_freeze(makeButton(tr("Freeze"), CommandButton::Kind::Normal, this)),
      m_graft(makeButton(tr("Graft"), CommandButton::Kind::Normal, this)),
      m_scale(makeButton(tr("LR ×…"), CommandButton::Kind::Normal, this)),
      m_unfreeze(makeButton(tr("Unfreeze matches"), CommandButton::Kind::Primary, this)), m_warning(new QWidget(this)),
      m_warningText(new QLabel(m_warning)), m_replace(makeButton(tr("Replace"), CommandButton::Kind::Link, m_warning)),
      m_remove(makeButton(tr("Remove pattern"), CommandButton::Kind::Link, m_warning))
{
    m_edit->setFont(theme.mono(12));
    m_edit->setObjectName(QStringLiteral("patternText"));
    m_edit->setAccessibleName(tr("Pattern bar"));
    m_edit->setProperty("panel", true);
    m_edit->setPlaceholderText(tr("Select modules by pattern: out_layers.2, cls_preds.*, re:…"));
    m_edit->addAction(themedIcon(theme, u"search", Token::Tx3), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_freeze->setToolTip(tr("Freeze what matches  (Shift+Enter)"));
    m_graft->setToolTip(tr("Graft the chosen adapter on what matches  (Ctrl+Enter)"));
    m_scale->setToolTip(tr("Set the learning-rate factor of what matches"));
    m_unfreeze->setToolTip(tr("Let what matches train  (Enter)"));
    m_unfreeze->setObjectName(QStringLiteral("patternUnfreeze"));
    for (QPushButton* button : {m_freeze, m_graft, m_scale, m_unfreeze}) {
        button->setFocusPolicy(Qt::TabFocus);
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_edit, 5);
    row->addWidget(m_sum);
    row->addStretch(1);
    row->addWidget(m_freeze);
    row->addWidget(m_scale);
    row->addWidget(m_graft);
    row->addWidget(m_unfreeze);

    m_warning->setObjectName(QStringLiteral("patternWarning"));
    m_warningText->setTextFormat(Qt::PlainText);
    m_warningText->setWordWrap(false);
    m_warningText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_warningText->setProperty("tone", QStringLiteral("warning"));
    auto* warningRow = new QHBoxLayout(m_warning);
    warningRow->setContentsMargins(0, 0, 0, 0);
    warningRow->addWidget(m_warningText, 1);
    warningRow->addWidget(m_replace);
    warningRow->addWidget(m_remove);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 12, 6);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_warning);

    connect(m_edit, &QLineEdit::textChanged, this, &PatternBar::read);
    connect(m_freeze, &QPushButton::clicked, this, [this] { act(PatternAction::Freeze); });
    connect(m_graft, &QPushButton::clicked, this, [this] { act(PatternAction::Graft); });
    connect(m_scale, &QPushButton::clicked, this, [this] { act(PatternAction::LrScale); });
    connect(m_unfreeze, &QPushButton::clicked, this, [this] { act(PatternAction::Unfreeze); });
    const auto faulty = [this] {
        const auto token = std::ranges::find_if(m_tokens, &PatternToken::selectsNothing);
        return token == m_tokens.end() ? PatternToken{} : *token;
    };
    connect(m_replace, &QPushButton::clicked, this, [this, faulty] {
        const PatternToken token = faulty();
        replaceToken(token.text, token.nearest);
    });
    connect(m_remove, &QPushButton::clicked, this, [this, faulty] { replaceToken(faulty().text, {}); });
    connect(&theme, &Theme::changed, this, [this] { m_edit->update(); });
    read();
}

void PatternBar::setTree(const network::NetworkTree* tree)
{
    m_tree = tree;
    m_totals = tree == nullptr ? std::vector<network::Totals>{} : tree->subtreeTotals();
    m_holdsParameters.assign(m_totals.size(), false);
    std::transform(m_totals.begin(), m_totals.end(), m_holdsParameters.begin(),
                   [](const network::Totals& totals) { return totals.parameters > 0; });
    m_tokens.clear(); // those of another tree
    read();
}

void PatternBar::setGraftTitle(const QString& method)
{
    m_graft->setText(tr("Graft %1").arg(method));
}

void PatternBar::setText(const QString& text)
{
    m_edit->setText(text);
}

void PatternBar::focusText()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void PatternBar::clear()
{
    m_edit->clear();
}

std::vector<std::string> PatternBar::patterns() const
{
    std::vector<std::string> patterns;
    for (const PatternToken& token : m_tokens) {
        patterns.push_back(token.text.toStdString());
    }
    return patterns;
}

void PatternBar::read()
{
    std::vector<PatternToken> before = std::exchange(m_tokens, {});
    std::vector<network::ModuleId> matches;
    if (m_tree != nullptr) {
        for (const std::string& text : network::splitPatternList(m_edit->text().toStdString())) {
            // A letter changes one pattern: the others are what they were.
            const auto known = std::ranges::find(before, QString::fromStdString(text), &PatternToken::text);
            m_tokens.push_back(known != before.end() ? *known : tokenOf(*m_tree, m_totals, m_holdsParameters, text));
            matches.insert(matches.end(), m_tokens.back().matches.begin(), m_tokens.back().matches.end());
        }
    }
    m_edit->setTokens(m_tokens);
    for (QPushButton* button : {m_freeze, m_graft, m_scale, m_unfreeze}) {
        button->setEnabled(!m_tokens.empty() && std::ranges::all_of(m_tokens, [](const PatternToken& token) {
            return token.fault.isEmpty();
        }));
    }
    showTotals();
    showWarning();
    Q_EMIT matchesChanged(matches);
}

void PatternBar::showTotals()
{
    // A module that two patterns match, or that lies within a matched one, is counted once; parents come before their
    // children.
    std::vector<bool> isCovered(m_totals.size(), false);
    for (const PatternToken& token : m_tokens) {
        for (const network::ModuleId id : token.matches) {
            isCovered[at(id)] = true;
        }
    }
    std::int64_t modules = 0;
    std::int64_t parameters = 0;
    for (std::size_t id = 0; id < isCovered.size(); ++id) {
        const network::ModuleId parent = m_tree->modules()[id].parent;
        if (parent != network::kNoModule && isCovered[at(parent)]) {
            isCovered[id] = true;
        } else if (isCovered[id]) {
            ++modules;
            parameters += m_totals[id].parameters;
        }
    }
    m_sum->setVisible(!m_tokens.empty());
    m_sum->setText(counted(modules, tr("1 module"), tr("%1 modules")) + QStringLiteral(" · ") +
                   counted(parameters, tr("1 parameter"), tr("%1 parameters")));
}

void PatternBar::showWarning()
{
    const auto token = std::ranges::find_if(m_tokens, &PatternToken::selectsNothing);
    m_warning->setVisible(token != m_tokens.end());
    if (token == m_tokens.end()) {
        return;
    }
    const QString reason = !token->fault.isEmpty() ? token->fault
                           : token->matches.empty()
                               ? tr("no module has this name")
                               : counted(static_cast<std::int64_t>(token->matches.size()),
                                         tr("matches 1 module, which holds no parameters: nothing there can train"),
                                         tr("matches %1 modules, which hold no parameters: nothing there can train"));
    QString text = QStringLiteral("⚠ %1: %2").arg(token->text, reason);
    if (!token->nearest.isEmpty()) {
        text += QStringLiteral(". ") + tr("Nearest that would work: %1").arg(token->nearest);
    }
    m_warningText->setText(text);
    m_warningText->setToolTip(text);
    m_replace->setVisible(!token->nearest.isEmpty());
}

void PatternBar::replaceToken(const QString& from, const QString& to)
{
    QStringList texts;
    bool isReplaced = false;
    for (const PatternToken& token : m_tokens) {
        if (!isReplaced && token.text == from) {
            isReplaced = true;
            if (!to.isEmpty()) {
                texts << to;
            }
        } else {
            texts << token.text;
        }
    }
    m_edit->setText(texts.join(QStringLiteral(", ")));
    m_edit->setFocus();
}

void PatternBar::act(PatternAction action)
{
    if (m_unfreeze->isEnabled()) {
        Q_EMIT actionRequested(action, patterns());
    }
}

void PatternBar::complete()
{
    if (m_tree == nullptr) {
        return;
    }
    const QString text = m_edit->text();
    const qsizetype start = text.lastIndexOf(QLatin1Char(',')) + 1;
    const QString typed = text.mid(start).trimmed();
    if (typed.isEmpty()) {
        return;
    }
    // What follows the typed segments in any path, up to where the candidates differ.
    QString common;
    bool isFirst = true;
    for (const network::Module& module : m_tree->modules()) {
        const QString path = QString::fromStdString(module.path);
        const qsizetype found = path.startsWith(typed) ? 0 : path.indexOf(QLatin1Char('.') + typed) + 1;
        if (found == 0 && !path.startsWith(typed)) {
            continue;
        }
        const QString tail = path.mid(found);
        const qsizetype end = tail.indexOf(QLatin1Char('.'), typed.size());
        const QString candidate = end < 0 ? tail : tail.left(end);
        if (isFirst) {
            common = candidate;
            isFirst = false;
            continue;
        }
        qsizetype same = 0;
        while (same < common.size() && same < candidate.size() && common[same] == candidate[same]) {
            ++same;
        }
        common.truncate(same);
    }
    if (common.size() > typed.size()) {
        m_edit->setText(text.left(start) + (start > 0 ? QStringLiteral(" ") : QString()) + common);
    }
}

bool PatternBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)) {
        return QWidget::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        // A rule is made here with Enter: undo means the plan, not the letters.
        const bool isUndo = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo);
        event->setAccepted(false);
        return isUndo;
    }
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        act(key->modifiers().testFlag(Qt::ControlModifier) ? PatternAction::Graft
            : key->modifiers().testFlag(Qt::ShiftModifier) ? PatternAction::Freeze
                                                           : PatternAction::Unfreeze);
        return true;
    case Qt::Key_Escape:
        clear();
        return true;
    case Qt::Key_Tab:
        if (m_edit->text().trimmed().isEmpty()) {
            return false;
        }
        complete();
        return true;
    default:
        return false;
    }
}

} // namespace espalier::ui

#include "ui/place/design/preflight_panel.h"

#include "core/compare/difference.h"
#include "ui/place/design/strip_bar.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace espalier::ui {

namespace {

using preflight::Severity;

constexpr int kHeadHeight = 34;
constexpr int kUsualHeight = 168;
constexpr int kIconRoom = 34;
constexpr int kRim = 5;
constexpr int kPlaceWidth = 170;
constexpr int kRepairWidth = 244;
constexpr int kButtonWidth = 196;
constexpr int kNarrow = 860; ///< below it the place is told by the tool tip and by the click alone

/// Shape and colour of a gravity: no state is known by colour alone.
std::pair<QStringView, Token> lookOf(const FindingRow& row)
{
    if (row.isAccepted) {
        return {u"check", Token::Tx3};
    }
    switch (row.finding.severity) {
    case Severity::Error:
        return {u"exploded", Token::ExplodedLine};
    case Severity::Warning:
        return {u"warning", Token::WarningLine};
    case Severity::Note:
        break;
    }
    return {u"info", Token::Tx3};
}

class FindingRowDelegate final : public QStyledItemDelegate {
public:
    FindingRowDelegate(const Theme& theme, const PreflightModel& model, QTreeView* view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(model), m_view(view)
    {
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        constexpr int kLeast = 36;
        if (index.column() != PreflightModel::Sentence) {
            return {kPlaceWidth, kLeast};
        }
        const int width = m_view->columnWidth(PreflightModel::Sentence) - kIconRoom - kRim;
        const QRect room(0, 0, std::max(120, width), 400);
        const QRect text = QFontMetrics(m_theme.body(12)).boundingRect(room, Qt::TextWordWrap, index.data().toString());
        return {room.width(), std::max(kLeast, text.height() + 2 * kRim)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const FindingRow& row = m_model.row(index.row());
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool isHovered = option.state & QStyle::State_MouseOver;
        painter->save();
        painter->fillRect(option.rect, m_theme.color(isSelected ? Token::AccBg : isHovered ? Token::Bg2 : Token::Bg1));
        painter->setPen(m_theme.color(Token::Line));
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
        if (index.column() == PreflightModel::Sentence) {
            const auto [icon, token] = lookOf(row);
            painter->drawPixmap(QPointF(option.rect.left() + 12, option.rect.top() + kRim + 1),
                                iconPixmap(icon, m_theme.color(token), 15, painter->device()->devicePixelRatioF()));
            painter->setFont(m_theme.body(12));
            painter->setPen(m_theme.color(row.isAccepted ? Token::Tx3 : Token::Tx1));
            painter->drawText(option.rect.adjusted(kIconRoom, kRim, -kRim, -kRim), Qt::TextWordWrap | Qt::AlignLeft,
                              index.data().toString());
        } else if (index.column() == PreflightModel::Place) {
            painter->setFont(m_theme.mono(11));
            painter->setPen(m_theme.color(Token::Tx3));
            const QRect room = option.rect.adjusted(kRim, kRim, -kRim, -kRim);
            painter->drawText(
                room, Qt::AlignLeft | Qt::AlignTop,
                painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, room.width()));
        }
        painter->restore();
    }

private:
    const Theme& m_theme;
    const PreflightModel& m_model;
    const QTreeView* m_view;
};

} // namespace

PreflightPanel::PreflightPanel(const Theme& theme, CommandTable& commands, DocumentChecks& checks, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_commands(commands), m_checks(checks), m_view(new QTreeView(this)),
      m_errors(new Chip(this)), m_warnings(new Chip(this)), m_notes(new Chip(this)),
      m_passed(makeLabel({}, Tone::Second, this)), m_waiting(makeLabel({}, Tone::Second, this))
{
    setObjectName(QStringLiteral("preflight"));
    m_view->setObjectName(QStringLiteral("preflightFindings"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new FindingRowDelegate(theme, m_model, m_view));
    m_view->setAccessibleName(tr("Pre-flight"));
    m_view->setProperty("panel", true);
    m_view->setRootIsDecorated(false);
    m_view->setHeaderHidden(true);
    m_view->setMouseTracking(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setMinimumSectionSize(24);
    m_view->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(PreflightModel::Sentence, QHeaderView::Stretch);
    m_view->header()->resizeSection(PreflightModel::Place, kPlaceWidth);
    m_view->header()->resizeSection(PreflightModel::Repair, kRepairWidth);
    m_view->installEventFilter(this);
    connect(m_view, &QTreeView::clicked, this, &PreflightPanel::requestPlace);
    connect(m_view->header(), &QHeaderView::sectionResized, this, [this](int section) {
        if (section == PreflightModel::Sentence) {
            Q_EMIT m_view->itemDelegate()->sizeHintChanged({}); // sentences break elsewhere now
        }
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(buildHead());
    column->addWidget(buildQuestion());
    m_repairs = new StripBar(theme, this);
    m_repairs->setObjectName(QStringLiteral("preflightRepairs"));
    column->addWidget(m_repairs);
    connect(m_repairs, &StripBar::dismissed, this, &PreflightPanel::showHead);
    column->addWidget(m_view, 1);
    connect(&m_checks, &DocumentChecks::changed, this, &PreflightPanel::take);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    take();
}

QWidget* PreflightPanel::buildHead()
{
    auto* head = new QWidget(this);
    head->setFixedHeight(kHeadHeight);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 3, 10, 3);
    row->setSpacing(8);
    row->addWidget(makeLabel(tr("Pre-flight"), Tone::Section, head));
    for (QWidget* widget : {static_cast<QWidget*>(m_errors), static_cast<QWidget*>(m_warnings),
                            static_cast<QWidget*>(m_notes), static_cast<QWidget*>(m_passed)}) {
        row->addWidget(widget);
    }
    row->addStretch(1);
    row->addWidget(m_waiting);
    m_read = new CommandButton(m_commands.action(CommandId::ReadImages), CommandButton::Kind::Link, head);
    m_read->setObjectName(QStringLiteral("preflightRead"));
    m_repairAll = new CommandButton(m_commands.action(CommandId::RepairAllFindings), CommandButton::Kind::Normal, head);
    m_repairAll->setObjectName(QStringLiteral("preflightRepairAll"));
    row->addWidget(m_read);
    row->addWidget(m_repairAll);
    return head;
}

QWidget* PreflightPanel::buildQuestion()
{
    m_question = new QFrame(this);
    m_question->setObjectName(QStringLiteral("preflightQuestion"));
    m_question->setProperty("kind", QStringLiteral("noticeError"));
    auto* row = new QHBoxLayout(m_question);
    row->setContentsMargins(10, 5, 8, 5);
    row->setSpacing(8);
    m_questionText = makeLabel({}, Tone::Second, m_question);
    m_questionText->setWordWrap(true);
    m_look = makeButton(tr("Look first"), CommandButton::Kind::Normal, m_question);
    m_look->setObjectName(QStringLiteral("preflightLook"));
    auto* start = makeButton(tr("Accept them and start"), CommandButton::Kind::Danger, m_question);
    start->setObjectName(QStringLiteral("preflightStart"));
    row->addWidget(m_questionText, 1);
    row->addWidget(m_look);
    row->addWidget(start);
    m_question->hide();
    for (QPushButton* button : {m_look, start}) {
        button->installEventFilter(this);
    }
    connect(m_look, &QPushButton::clicked, this, [this] {
        withdrawAsk();
        showFirst();
    });
    connect(start, &QPushButton::clicked, this, [this] {
        withdrawAsk();
        Q_EMIT startConfirmed();
    });
    return m_question;
}

int PreflightPanel::usualHeight() const
{
    return kUsualHeight;
}

const preflight::Finding* PreflightPanel::current() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? &m_model.row(index.row()).finding : nullptr;
}

void PreflightPanel::take()
{
    const preflight::Finding before = current() == nullptr ? preflight::Finding{} : *current();
    const int row = m_view->currentIndex().row();
    const bool isUsed = m_view->isAncestorOf(QApplication::focusWidget());
    std::vector<FindingRow> rows;
    for (const preflight::Finding& finding : m_checks.findings()) {
        rows.push_back({finding, m_checks.isAccepted(finding)});
    }
    std::ranges::stable_partition(rows, [](const FindingRow& one) { return !one.isAccepted; });
    m_model.setRows(std::move(rows));
    if (m_model.rowCount() > 0 && !m_view->currentIndex().isValid()) {
        // Who works in the list stays at the same finding, or at what moved up to its place; else the gravest shows.
        const int same = m_model.rowOf(before);
        const int kept = same >= 0 ? same : std::clamp(row, 0, m_model.rowCount() - 1);
        m_view->setCurrentIndex(m_model.index(isUsed ? kept : 0, 0));
        m_view->scrollTo(m_view->currentIndex());
    }
    showButtons();
    showHead();
}

void PreflightPanel::showHead()
{
    const int errors = m_checks.errors();
    const int warnings = m_checks.count(Severity::Warning);
    const int notes = m_checks.count(Severity::Note) + m_checks.accepted();
    m_errors->setState(errors > 0 ? tr("%n error(s)", nullptr, errors) : QString(), Chip::Kind::Bad);
    m_warnings->setState(warnings > 0 ? tr("%n warning(s)", nullptr, warnings) : QString(), Chip::Kind::Warning);
    m_notes->setState(notes > 0 ? tr("%n to know", nullptr, notes) : QString(), Chip::Kind::Plain);
    const bool isKnown = m_checks.passed() < static_cast<int>(preflight::checks().size()) || m_model.rowCount() > 0;
    m_passed->setText(isKnown ? tr("✓ %n passed", nullptr, m_checks.passed()) : QString());
    const int waiting = m_checks.waiting();
    m_waiting->setVisible(waiting > 0 && !m_checks.namesImages());
    m_waiting->setText(tr("%n check(s) need images: none named", nullptr, waiting));
    m_read->setVisible(waiting > 0 && m_checks.namesImages());
    m_read->setShortText(tr("%n check(s) wait: read the images", nullptr, waiting));
    const int repairs = m_checks.repairs();
    m_repairAll->setVisible(repairs > 0);
    m_repairAll->setShortText(tr("Repair all (%1)").arg(repairs));
    m_view->setVisible(m_model.rowCount() > 0);
    if (errors == 0) {
        withdrawAsk();
    }
    setMaximumHeight(m_view->isHidden() && m_question->isHidden() && m_repairs->isHidden() ? kHeadHeight + 1
                                                                                           : QWIDGETSIZE_MAX);
}

void PreflightPanel::showButtons()
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, PreflightModel::Repair);
        const FindingRow& one = m_model.row(row);
        if (m_view->indexWidget(index) != nullptr) {
            continue; // rows are replaced together with their widgets
        }
        auto* cell = new QWidget(m_view);
        auto* line = new QHBoxLayout(cell);
        line->setContentsMargins(4, 4, 8, 4);
        line->setSpacing(4);
        line->addStretch(1);
        const QString label = index.data().toString();
        if (!label.isEmpty() && !one.isAccepted) {
            auto* repair = makeButton({}, CommandButton::Kind::Normal, cell);
            repair->setObjectName(QStringLiteral("repair"));
            repair->setText(repair->fontMetrics().elidedText(label, Qt::ElideMiddle, kButtonWidth - 24));
            repair->setMaximumWidth(kButtonWidth);
            repair->setToolTip(label);
            repair->setAccessibleName(label);
            connect(
                repair, &QPushButton::clicked, this, [this, finding = one.finding] { Q_EMIT repairRequested(finding); },
                Qt::QueuedConnection);
            line->addWidget(repair, 0, Qt::AlignTop);
        }
        if (one.finding.severity != Severity::Note || one.isAccepted) {
            auto* accept = new QToolButton(cell);
            accept->setObjectName(QStringLiteral("accept"));
            accept->setIcon(themedIcon(m_theme, one.isAccepted ? u"undo" : u"check", Token::Tx2));
            const QString name = one.isAccepted ? tr("No longer accept it") : tr("Accept it: it is meant");
            accept->setToolTip(name);
            accept->setAccessibleName(name);
            accept->setFocusPolicy(Qt::StrongFocus);
            connect(
                accept, &QToolButton::clicked, this, [this, finding = one.finding] { Q_EMIT acceptRequested(finding); },
                Qt::QueuedConnection);
            line->addWidget(accept, 0, Qt::AlignTop);
        }
        m_view->setIndexWidget(index, cell);
    }
}

void PreflightPanel::showFirst()
{
    if (m_model.rowCount() > 0) {
        m_view->setCurrentIndex(m_model.index(0, 0));
        m_view->scrollToTop();
        m_view->setFocus(Qt::ShortcutFocusReason);
    }
}

void PreflightPanel::askForStart()
{
    m_questionText->setText(
        tr("%n error(s) stand: a run is refused, or cannot give what it is run for.", nullptr, m_checks.errors()));
    m_question->show();
    m_view->scrollToTop();
    m_look->setFocus(Qt::ShortcutFocusReason);
    showHead();
}

void PreflightPanel::withdrawAsk()
{
    m_question->hide();
}

void PreflightPanel::showRepairs(const experiment::Experiment& before, const experiment::Experiment& mended,
                                 int repairs)
{
    constexpr qsizetype kMost = 60; // of a value
    const auto shown = [](const std::string& value) {
        const QString text = QString::fromStdString(value);
        return text.isEmpty() ? QStringLiteral("–") : text.size() > kMost ? text.left(kMost) + QChar(0x2026) : text;
    };
    QStringList lines;
    for (const compare::Difference& one : compare::differences(std::array{before, mended})) {
        lines << QStringLiteral("%1: %2 → %3")
                     .arg(QString::fromStdString(one.key), shown(one.values[0]), shown(one.values[1]));
    }
    if (lines.isEmpty()) {
        withdrawRepairs();
        return;
    }
    m_repairs->ask(QStringLiteral("check"), Token::Acc, tr("%n repair(s) would change:", nullptr, repairs),
                   {{tr("Repair all"), [this, mended, repairs] { Q_EMIT repairsConfirmed(mended, repairs); },
                     CommandButton::Kind::Primary},
                    {tr("Leave it"), [this] { showHead(); }}},
                   lines);
    showHead();
}

void PreflightPanel::withdrawRepairs()
{
    m_repairs->hide();
    showHead();
}

void PreflightPanel::requestPlace(const QModelIndex& index)
{
    if (index.isValid()) {
        Q_EMIT placeRequested(m_model.row(index.row()).finding);
    }
}

bool PreflightPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (watched == m_view && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
            requestPlace(m_view->currentIndex());
            return true;
        }
        if (watched != m_view && key == Qt::Key_Escape) {
            withdrawAsk();
            showHead();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PreflightPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_view->setColumnHidden(PreflightModel::Place, width() < kNarrow);
}

} // namespace espalier::ui

#include "ui/place/data/findings_panel.h"

#include "ui/place/data/data_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kGroupHeight = 50;
constexpr int kRowHeight = 38;

class FindingDelegate final : public QStyledItemDelegate {
public:
    FindingDelegate(const Theme& theme, const FindingModel& model, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_model(model)
    {
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {120, m_model.finding(index) == nullptr ? kGroupHeight : kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const bool isSelected = option.state & QStyle::State_Selected;
        const bool isHovered = option.state & QStyle::State_MouseOver;
        painter->fillRect(option.rect, m_theme.color(isSelected ? Token::AccBg : isHovered ? Token::Bg2 : Token::Bg1));
        if (const Finding* finding = m_model.finding(index)) {
            paintFinding(*painter, option.rect, *finding, index.data().toString());
        } else {
            paintGroup(*painter, option.rect, m_model.groupOf(index));
        }
        painter->restore();
    }

private:
    void paintGroup(QPainter& painter, const QRect& area, const FindingGroup& group) const
    {
        const bool isLost = isLoss(group.kind);
        painter.setPen(m_theme.color(Token::Line));
        painter.drawLine(area.topLeft(), area.topRight());
        painter.drawPixmap(area.left() + 12, area.top() + 9,
                           iconPixmap(isLost ? u"exploded" : u"warning",
                                      m_theme.color(isLost ? Token::ExplodedLine : Token::WarningLine), 15,
                                      painter.device()->devicePixelRatioF()));
        const QRect text = area.adjusted(36, 7, -12, -5);
        painter.setFont(m_theme.mono(12, true));
        painter.setPen(m_theme.color(Token::Tx1));
        const QString count = exactCount(static_cast<std::int64_t>(group.findings.size()));
        painter.drawText(text, Qt::AlignRight | Qt::AlignTop, count);
        const int countWidth = QFontMetrics(painter.font()).horizontalAdvance(count) + 12;
        painter.setFont(m_theme.body(12, true));
        painter.drawText(
            text, Qt::AlignLeft | Qt::AlignTop,
            painter.fontMetrics().elidedText(findingTitle(group.kind), Qt::ElideRight, text.width() - countWidth));
        painter.setFont(m_theme.body(11));
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                         painter.fontMetrics().elidedText(findingAdvice(group.kind), Qt::ElideRight, text.width()));
    }
    void paintFinding(QPainter& painter, const QRect& area, const Finding& finding, const QString& name) const
    {
        const QRect text = area.adjusted(36, 3, -12, -4);
        painter.setFont(m_theme.body(11));
        painter.setPen(m_theme.color(Token::Tx3));
        const QString split = splitName(finding.split);
        painter.drawText(text, Qt::AlignRight | Qt::AlignTop, split);
        const int splitWidth = painter.fontMetrics().horizontalAdvance(split) + 8;
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                         painter.fontMetrics().elidedText(finding.message, Qt::ElideRight, text.width()));
        painter.setFont(m_theme.mono(11));
        painter.setPen(m_theme.color(Token::Tx1));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                         painter.fontMetrics().elidedText(name, Qt::ElideMiddle, text.width() - splitWidth));
    }

    const Theme& m_theme;
    const FindingModel& m_model;
};

} // namespace

FindingsPanel::FindingsPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(new FindingModel(this)), m_tree(new QTreeView(this)),
      m_lost(new Chip(this)), m_noted(new Chip(this)), m_sound(new QWidget(this)), m_clean(new QWidget(this)),
      m_cleanRows(new QGridLayout)
{
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->setSpacing(8);
    head->addWidget(makeLabel(tr("Found in the files"), Tone::Section, this));
    head->addWidget(m_lost);
    head->addWidget(m_noted);
    head->addStretch(1);

    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new FindingDelegate(theme, *m_model, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setMouseTracking(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setAccessibleName(tr("Found in the files"));
    m_tree->setProperty("panel", true);
    const auto choose = [this](const QModelIndex& index) {
        if (const Finding* finding = m_model->finding(index)) {
            Q_EMIT findingChosen(*finding);
        }
    };
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, choose);
    connect(m_tree, &QTreeView::clicked, this, choose); // back to its image, when it was current already
    connect(&theme, &Theme::changed, m_tree, [this] { m_tree->viewport()->update(); });

    auto* sound = new QVBoxLayout(m_sound);
    sound->setContentsMargins(12, 16, 12, 16);
    sound->setSpacing(6);
    auto* title = new QHBoxLayout;
    auto* icon = new QLabel(m_sound);
    const auto paintIcon = [icon, &theme] {
        icon->setPixmap(iconPixmap(u"check", theme.color(Token::AdapterLine), 20, icon->devicePixelRatioF()));
    };
    paintIcon();
    connect(&theme, &Theme::changed, icon, paintIcon);
    title->addWidget(icon);
    title->addWidget(makeLabel(tr("All sound"), Tone::Section, m_sound));
    title->addStretch(1);
    sound->addLayout(title);
    m_soundText = makeLabel({}, Tone::Second, m_sound);
    m_soundText->setWordWrap(true);
    sound->addWidget(m_soundText);

    auto* clean = new QVBoxLayout(m_clean);
    clean->setContentsMargins(12, 10, 12, 10);
    clean->setSpacing(6);
    clean->addWidget(makeLabel(tr("Checked and clean"), Tone::Quiet, m_clean));
    m_cleanRows->setHorizontalSpacing(8);
    m_cleanRows->setVerticalSpacing(4);
    clean->addLayout(m_cleanRows);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_sound);
    column->addWidget(m_tree, 1);
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(m_clean);
    column->addStretch(0);
}

void FindingsPanel::setFindings(const std::vector<dataset::Finding>& findings, const dataset::Splits& splits,
                                const std::string& format)
{
    m_model->setFindings(findings);
    m_tree->expandAll();
    int lost = 0;
    for (const FindingGroup& group : m_model->groups()) {
        lost += isLoss(group.kind) ? static_cast<int>(group.findings.size()) : 0;
    }
    const int notes = m_model->count() - lost;
    m_lost->setState(lost > 0 ? tr("%n loss(es)", nullptr, lost) : QString(), Chip::Kind::Bad);
    m_noted->setState(notes > 0 ? tr("%n note(s)", nullptr, notes) : QString(), Chip::Kind::Warning);
    std::int64_t images = 0;
    std::int64_t boxes = 0;
    for (const auto& split : {splits.train, splits.val}) {
        if (split) {
            images += split->catalogue().listedImages;
            boxes += split->catalogue().listedBoxes;
        }
    }
    const bool isSound = m_model->count() == 0;
    m_soundText->setText(tr("Every image was opened and every box was read: %1 images, %2 boxes, nothing left out and "
                            "nothing mended.")
                             .arg(exactCount(images), exactCount(boxes)));
    m_sound->setVisible(isSound);
    m_tree->setVisible(!isSound);
    static_cast<QVBoxLayout*>(layout())->setStretch(layout()->count() - 1, isSound ? 1 : 0);
    fillClean(splits.train ? format : std::string());
}

void FindingsPanel::fillClean(const std::string& format)
{
    while (QLayoutItem* item = m_cleanRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int place = 0;
    for (const dataset::Defect::Kind kind : findingKinds()) {
        const bool isFound = std::ranges::count(m_model->groups(), kind, &FindingGroup::kind) > 0;
        if (format.empty() || isFound || !canOccur(kind, format)) {
            continue;
        }
        auto* line = makeLabel(QStringLiteral("✓ %1  0").arg(findingTitle(kind)), Tone::Quiet, m_clean);
        m_cleanRows->addWidget(line, place / 2, place % 2);
        ++place;
    }
    m_clean->setVisible(place > 0);
}

void FindingsPanel::step(int by)
{
    const int count = m_model->count();
    if (count == 0) {
        return;
    }
    std::vector<QModelIndex> all;
    for (int group = 0; group < m_model->rowCount(); ++group) {
        const QModelIndex parent = m_model->index(group, 0);
        for (int row = 0; row < m_model->rowCount(parent); ++row) {
            all.push_back(m_model->index(row, 0, parent));
        }
    }
    const auto current = std::ranges::find(all, m_tree->currentIndex());
    const int place = current == all.end() ? (by > 0 ? -1 : count) : static_cast<int>(current - all.begin());
    m_tree->setCurrentIndex(all[static_cast<std::size_t>((place + by + count) % count)]);
}

} // namespace espalier::ui

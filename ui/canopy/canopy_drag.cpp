// What is dragged over the canopy: a method from the palette, or a leaf from one node to another or off it.
#include "core/plan/method_sites.h"
#include "ui/canopy/canopy_painting.h"
#include "ui/canopy/canopy_view.h"
#include "ui/canopy/method_sentence.h"
#include "ui/widget/count_text.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <utility>

namespace espalier::ui {

namespace {

using network::ModuleId;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

} // namespace

/// Whether each module or something in it can carry the method: asked once a drag, not once a frame.
void CanopyView::lightLegal(const plan::AdapterOptions& adapter)
{
    m_isLegal.assign(m_tree->size(), false);
    for (std::size_t i = m_tree->size(); i-- > 0;) {
        const auto id = static_cast<ModuleId>(i);
        const bool isExcluded = hasPlan() && m_plan->own[i] == plan::TrainState::Excluded;
        if (m_isLegal[i] || (!isExcluded && plan::isLegalSite(m_tree->module(id), adapter))) {
            m_isLegal[i] = true;
            if (const ModuleId parent = m_tree->module(id).parent; parent != network::kNoModule) {
                m_isLegal[at(parent)] = true;
            }
        }
    }
}

std::vector<ModuleId> CanopyView::sitesFor(ModuleId id, const plan::AdapterOptions& adapter) const
{
    std::vector<ModuleId> sites = plan::legalSites(*m_tree, id, adapter);
    if (hasPlan()) {
        std::erase_if(sites, [&](ModuleId site) { return m_plan->own[at(site)] == plan::TrainState::Excluded; });
    }
    return sites;
}

/// Why a module carries no such adapter, in a few words.
QString CanopyView::refusalOf(ModuleId id, const plan::AdapterOptions& adapter) const
{
    if (hasPlan() && m_plan->subtree[at(id)] == plan::TrainState::Excluded) {
        return tr("excluded: no adapter enters");
    }
    const plan::SiteRefusal refusal = plan::siteRefusal(m_tree->module(id), adapter);
    return methodSentence(plan::sentenceOf(refusal, adapter));
}

void CanopyView::aimMethod(const plan::AdapterOptions& adapter)
{
    const CanopyItem* item = m_scene.itemAt(m_drag.place);
    m_drag.target = network::kNoModule;
    if (item == nullptr) {
        m_drag.text = tr("drop on a module");
        return;
    }
    const auto sites = sitesFor(item->id, adapter);
    if (sites.empty()) {
        m_drag.text = refusalOf(item->id, adapter);
        return;
    }
    const QString cost = exactCount(plan::graftParameters(*m_tree, sites, adapter));
    m_drag.target = item->id;
    m_drag.text = sites.size() == 1 ? QStringLiteral("+") + cost : tr("%1 modules, +%2").arg(sites.size()).arg(cost);
}

void CanopyView::aimLeaf()
{
    const auto& grafts = m_graftsUnder[at(m_drag.from)];
    const CanopyItem* item = m_scene.itemAt(m_drag.place);
    std::int64_t held = 0;
    for (const std::size_t graft : grafts) {
        held += m_plan->grafts[graft].parameters;
    }
    m_drag.target = network::kNoModule;
    m_drag.removes = item == nullptr || item->shape == CanopyShape::Frame;
    if (m_drag.removes) {
        m_drag.text = tr("remove, %1%2").arg(QChar(0x2212)).arg(exactCount(held));
        return;
    }
    if (m_tree->isWithin(item->id, m_drag.from)) {
        m_drag.text = tr("on to another module, or off to remove");
        return;
    }
    if (grafts.size() != 1) {
        m_drag.text = tr("%1 adapters: zoom in to move one of them").arg(grafts.size());
        return;
    }
    const plan::Graft& graft = m_plan->grafts[grafts.front()];
    const auto sites = sitesFor(item->id, graft.adapter);
    if (sites.size() == 1) {
        m_drag.target = item->id;
        m_drag.text = tr("move, +%1 %2%3")
                          .arg(exactCount(plan::graftParameters(*m_tree, sites, graft.adapter)))
                          .arg(QChar(0x2212))
                          .arg(exactCount(held));
    } else {
        m_drag.text = sites.empty() ? refusalOf(item->id, graft.adapter)
                                    : tr("%1 places here: zoom in and drop on one").arg(sites.size());
    }
}

void CanopyView::updateDrag(const QMimeData& carried, QPointF place)
{
    bool isNumber = false;
    const int method = carried.data(QLatin1String(kMethodMimeType)).toInt(&isNumber);
    const bool isKnown =
        isNumber && method >= 0 && static_cast<std::size_t>(method) < m_methods.size() && m_tree != nullptr;
    if (!isKnown) {
        m_drag = {};
        return;
    }
    const plan::AdapterOptions& adapter = m_methods[static_cast<std::size_t>(method)];
    if (m_drag.method != method) {
        m_drag = {};
        m_drag.method = method;
        lightLegal(adapter);
    }
    m_drag.place = place;
    aimMethod(adapter);
    update();
}

/// The node whose leaf is at this point; kNoModule: none.
ModuleId CanopyView::leafAt(QPointF point) const
{
    for (auto item = m_scene.items().rbegin(); hasPlan() && item != m_scene.items().rend(); ++item) {
        if (item->shape == CanopyShape::Frame || m_graftsUnder[at(item->id)].empty()) {
            continue;
        }
        const QRectF leaf = canopyLeafRect(m_theme, *item, lookOf(*item));
        if (!leaf.isNull() && leaf.adjusted(-3, -4, 3, 4).contains(point)) {
            return item->id;
        }
    }
    return network::kNoModule;
}

void CanopyView::pullLeaf(QPointF place)
{
    if (m_drag.from == network::kNoModule) {
        if ((place - m_pressed).manhattanLength() < QApplication::startDragDistance()) {
            return;
        }
        m_drag = {};
        m_drag.from = m_pressedLeaf;
        const auto& grafts = m_graftsUnder[at(m_drag.from)];
        lightLegal(m_plan->grafts[grafts.front()].adapter);
        setCursor(Qt::ClosedHandCursor);
    }
    m_drag.place = place;
    aimLeaf();
    update();
}

void CanopyView::dropLeaf()
{
    const Drag dropped = std::exchange(m_drag, {});
    m_pressedLeaf = network::kNoModule;
    unsetCursor();
    update();
    if (dropped.from == network::kNoModule) {
        return;
    }
    if (dropped.removes) {
        Q_EMIT graftRemoveRequested(dropped.from);
    } else if (dropped.target != network::kNoModule) {
        Q_EMIT graftMoveRequested(dropped.from, dropped.target);
    }
}

void CanopyView::paintDrag(QPainter& painter) const
{
    if (!m_drag.isOn()) {
        return;
    }
    if (const CanopyItem* item = m_scene.itemOf(m_drag.target)) {
        paintRing(painter, item->rect, m_theme.color(Token::AdapterLine), 2, false, 2.5);
    }
    const QFont font = m_theme.mono(11);
    const double width = std::min(QFontMetricsF(font).horizontalAdvance(m_drag.text) + 16, this->width() - 16.0);
    const QString text = QFontMetricsF(font).elidedText(m_drag.text, Qt::ElideRight, width - 14);
    QRectF ghost(m_drag.place + QPointF(14, 10), QSizeF(width, 22));
    ghost.moveRight(std::min(ghost.right(), this->width() - 4.0));
    ghost.moveBottom(std::min(ghost.bottom(), height() - kCanopyLegend - 2.0));
    const bool isLegal = m_drag.target != network::kNoModule || m_drag.removes;
    painter.setPen(QPen(m_theme.color(isLegal ? Token::AdapterLine : Token::Line2), 1));
    painter.setBrush(m_theme.color(isLegal ? Token::AdapterFill : Token::Bg2));
    painter.drawPath(leafPath(ghost, 8));
    painter.setFont(font);
    painter.setPen(m_theme.color(isLegal ? Token::AdapterText : Token::Tx2));
    painter.drawText(ghost, Qt::AlignCenter, text);
}

void CanopyView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(QLatin1String(kMethodMimeType))) {
        updateDrag(*event->mimeData(), event->position());
        event->acceptProposedAction();
    }
}

void CanopyView::dragMoveEvent(QDragMoveEvent* event)
{
    updateDrag(*event->mimeData(), event->position());
    if (m_drag.target != network::kNoModule) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void CanopyView::dragLeaveEvent(QDragLeaveEvent*)
{
    m_drag = {};
    update();
}

void CanopyView::dropEvent(QDropEvent* event)
{
    updateDrag(*event->mimeData(), event->position());
    const Drag dropped = std::exchange(m_drag, {});
    update();
    if (dropped.target != network::kNoModule) {
        event->acceptProposedAction();
        Q_EMIT graftRequested(dropped.method, dropped.target);
    }
}

} // namespace espalier::ui

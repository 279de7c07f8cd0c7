// Mouse and keys of the canopy.
#include "ui/canopy/canopy_view.h"

#include <QKeyEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ui {

using network::ModuleId;

void CanopyView::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void CanopyView::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->position();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_isSpaceHeld)) {
        m_isPanning = true;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton || m_tree == nullptr) {
        return;
    }
    m_pressedLeaf = leafAt(m_pressed);
    if (m_pressedLeaf != network::kNoModule) {
        Q_EMIT selectionRequested({m_pressedLeaf});
        return;
    }
    const CanopyItem* item = m_scene.itemAt(m_pressed);
    if (item == nullptr || item->shape == CanopyShape::Frame) {
        m_band = QRectF(m_pressed, QSizeF());
        return;
    }
    std::vector<ModuleId> next{item->id};
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        next = m_selection;
        if (std::erase(next, item->id) == 0) {
            next.push_back(item->id);
        }
    }
    Q_EMIT selectionRequested(next);
}

void CanopyView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isPanning) {
        m_transform.offset += event->position() - m_pressed;
        m_pressed = event->position();
        rebuild();
        return;
    }
    if (m_pressedLeaf != network::kNoModule) {
        pullLeaf(event->position());
        return;
    }
    if (m_band) {
        m_band->setBottomRight(event->position());
        update();
        return;
    }
    const CanopyItem* item = m_tree == nullptr ? nullptr : m_scene.itemAt(event->position());
    setHover(item == nullptr ? network::kNoModule : item->id);
    if (!m_isSpaceHeld) {
        const bool isLeaf = item != nullptr && leafAt(event->position()) != network::kNoModule;
        setCursor(isLeaf ? Qt::OpenHandCursor : Qt::ArrowCursor);
    }
}

void CanopyView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_isPanning) {
        m_isPanning = false;
        unsetCursor();
        return;
    }
    if (m_pressedLeaf != network::kNoModule) {
        dropLeaf();
        return;
    }
    if (!m_band) {
        return;
    }
    const QRectF area = m_band->normalized();
    m_band.reset();
    const bool isAdding = event->modifiers().testFlag(Qt::ControlModifier);
    if (area.width() > 4 || area.height() > 4) {
        selectIn(area, isAdding);
    } else if (!isAdding) {
        const CanopyItem* frame = m_scene.itemAt(event->position());
        // The head line of a frame selects it; its ground selects nothing.
        const bool isHead = frame != nullptr && event->position().y() < frame->rect.top() + 26;
        Q_EMIT selectionRequested(isHead ? std::vector<ModuleId>{frame->id} : std::vector<ModuleId>{});
    }
    update();
}

void CanopyView::selectIn(const QRectF& area, bool isAdding)
{
    std::vector<ModuleId> next = isAdding ? m_selection : std::vector<ModuleId>{};
    for (const CanopyItem& item : m_scene.items()) {
        const bool isWhole = item.shape == CanopyShape::Box || item.shape == CanopyShape::Pill;
        if (isWhole && item.rect.intersects(area)) {
            next.push_back(item.id);
        }
    }
    Q_EMIT selectionRequested(next);
}

void CanopyView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const CanopyItem* item = m_tree == nullptr ? nullptr : m_scene.itemAt(event->position())) {
        zoomTo(item->id);
    }
}

void CanopyView::leaveEvent(QEvent*)
{
    setHover(network::kNoModule);
}

void CanopyView::setHover(ModuleId id)
{
    if (id != m_hover) {
        m_hover = id;
        update();
    }
}

void CanopyView::keyPressEvent(QKeyEvent* event)
{
    if (m_tree == nullptr) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        selectByKey(event->key());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_selection.empty()) {
            zoomTo(m_selection.front());
        }
        return;
    case Qt::Key_Backspace:
        if (!m_selection.empty() && m_tree->module(m_selection.front()).parent != network::kNoModule) {
            const ModuleId parent = m_tree->module(m_selection.front()).parent;
            Q_EMIT selectionRequested({parent});
            zoomTo(parent);
        }
        return;
    case Qt::Key_Escape:
        if (m_drag.from != network::kNoModule) {
            m_drag = {};
            dropLeaf();
            return;
        }
        Q_EMIT selectionRequested({});
        return;
    case Qt::Key_Space:
        m_isSpaceHeld = true;
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void CanopyView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_isSpaceHeld = false;
    }
    QWidget::keyReleaseEvent(event);
}

/// The part that the data of `id` go to or come from: of several the one that lies where the key points, on the same
/// wire if there is one.
const CanopyItem* CanopyView::alongData(ModuleId id, int key) const
{
    const CanopyItem* from = m_scene.itemOf(id);
    if (from == nullptr) {
        return nullptr;
    }
    const bool isRight = key == Qt::Key_Right;
    const CanopyItem* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    const auto weigh = [&](ModuleId other) {
        const CanopyItem* item = m_scene.itemOf(other);
        if (item == nullptr || other == id) {
            return;
        }
        const QPointF step = item->rect.center() - from->rect.center();
        constexpr double kBehind = 1e4; // the trunk goes up: what does not lie ahead comes after what does
        const bool isAhead =
            isRight ? item->rect.left() >= from->rect.right() : item->rect.right() <= from->rect.left();
        const double distance = (isAhead ? 0 : kBehind) + std::abs(step.y()) * 4 + std::abs(step.x());
        if (distance < bestDistance) {
            bestDistance = distance;
            best = item;
        }
    };
    for (const network::DataEdge& edge : m_tree->edges()) {
        if ((isRight ? edge.from : edge.to) == id) {
            weigh(isRight ? edge.to : edge.from);
        }
    }
    if (best == nullptr) {
        for (const CanopyEdge& edge : m_layout.edges) { // of a template that the tree's edges do not tell
            if ((isRight ? edge.from : edge.to) == id) {
                weigh(isRight ? edge.to : edge.from);
            }
        }
    }
    return best;
}

void CanopyView::selectByKey(int key)
{
    const ModuleId selected = m_selection.empty() ? network::kNoModule : m_selection.front();
    const CanopyItem* next = nullptr;
    if (selected != network::kNoModule && (key == Qt::Key_Right || key == Qt::Key_Left)) {
        next = alongData(selected, key);
    }
    if (next == nullptr) {
        next = besides(key);
    }
    for (ModuleId id = selected; next == nullptr && id != network::kNoModule; id = m_tree->module(id).parent) {
        next = key == Qt::Key_Right || key == Qt::Key_Left ? alongData(id, key) : nullptr;
    }
    if (next != nullptr) {
        Q_EMIT selectionRequested({next->id});
    }
}

/// By what is seen: within an open node from module to module, else from wire to wire.
const CanopyItem* CanopyView::besides(int key) const
{
    const CanopyItem* from = m_selection.empty() ? nullptr : m_scene.itemOf(m_selection.front());
    const bool isInside = from != nullptr && from->shape == CanopyShape::Cell;
    const CanopyItem* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (const CanopyItem& item : m_scene.items()) {
        const bool isPart = item.shape == CanopyShape::Box || item.shape == CanopyShape::Pill;
        const bool isSibling = isInside && item.shape == CanopyShape::Cell &&
                               m_tree->module(item.id).parent == m_tree->module(from->id).parent;
        if (!(isInside ? isSibling : isPart) || (from != nullptr && item.id == from->id)) {
            continue;
        }
        const QPointF step = item.rect.center() - (from != nullptr ? from->rect.center() : QPointF(0, height()));
        const double along = key == Qt::Key_Right  ? step.x()
                             : key == Qt::Key_Left ? -step.x()
                             : key == Qt::Key_Down ? step.y()
                                                   : -step.y();
        const double across = key == Qt::Key_Right || key == Qt::Key_Left ? step.y() : step.x();
        const double distance = from == nullptr ? std::hypot(along, across) : along + 2.5 * std::abs(across);
        if ((along > 4 || from == nullptr) && distance < bestDistance) {
            bestDistance = distance;
            best = &item;
        }
    }
    return best;
}

} // namespace espalier::ui

#include "ui/canopy/canopy_scene.h"

#include <algorithm>

namespace espalier::ui {

namespace {

using network::ModuleId;

constexpr double kCellWidth = 64; // a name and a count of 9 px
constexpr double kCellHeight = 16;
constexpr double kStripHeight = 11;
constexpr double kStripPitch = 15;

struct Walk {
    const network::NetworkTree& tree;
    const CanopyLayout& layout;
    const std::vector<network::Totals>& totals;
    const CanopyTransform& transform;
    const QRectF& viewport;
    std::vector<CanopyItem>& items;

    [[nodiscard]] bool isOpen(const CanopyBox& box) const
    {
        if (box.children.empty()) {
            return false;
        }
        const QRectF cell = transform.map(layout.boxes[static_cast<std::size_t>(box.children.front())].rect);
        return cell.width() >= kCellWidth && cell.height() >= kCellHeight;
    }

    void box(int index, bool isPart)
    {
        const CanopyBox& each = layout.boxes[static_cast<std::size_t>(index)];
        const QRectF rect = transform.map(each.rect);
        if (!rect.intersects(viewport)) {
            return;
        }
        const bool open = isOpen(each);
        const CanopyShape shape = each.isPill ? CanopyShape::Pill : isPart ? CanopyShape::Box : CanopyShape::Cell;
        items.push_back({each.id, shape, rect, index, open});
        if (open) {
            for (const int child : each.children) {
                box(child, false);
            }
        } else if (isPart && !each.isPill) {
            strip(each, rect);
        }
    }

    /// Pieces in order, each as long as its parameters, wrapped where the box ends.
    void strip(const CanopyBox& each, const QRectF& rect)
    {
        QRectF body = transform.map(each.body);
        body.setTop(std::min(body.top(), rect.bottom() - kStripHeight - 3));
        double x = body.left();
        double y = body.top() + 1;
        const auto piece = [&](ModuleId id, int index) {
            const double length = static_cast<double>(totals[static_cast<std::size_t>(id)].parameters) *
                                  layout.lengthPerParameter * transform.scale;
            if (x > body.left() && x + length > body.right() + 0.5 && y + kStripPitch + kStripHeight < rect.bottom()) {
                x = body.left();
                y += kStripPitch;
            }
            const double width = std::min(std::max(length, 1.0), body.right() - x);
            if (width > 0) {
                items.push_back({id, CanopyShape::Segment, QRectF(x, y, width, kStripHeight), index, false});
                x += width + (width > 3 ? 1 : 0.5);
            }
        };
        if (each.children.empty()) {
            piece(each.id, -1);
            return;
        }
        for (const int child : each.children) {
            piece(layout.boxes[static_cast<std::size_t>(child)].id, child);
        }
    }
};

} // namespace

CanopyScene CanopyScene::build(const network::NetworkTree& tree, const CanopyLayout& layout,
                               const std::vector<network::Totals>& totals, const CanopyTransform& transform,
                               const QRectF& viewport)
{
    CanopyScene scene;
    for (const CanopyFrame& frame : layout.frames) {
        scene.m_items.push_back({frame.id, CanopyShape::Frame, transform.map(frame.rect), -1, true});
    }
    Walk walk{tree, layout, totals, transform, viewport, scene.m_items};
    for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
        if (layout.boxes[i].isPart) {
            walk.box(static_cast<int>(i), true);
        }
    }
    scene.m_itemOf.assign(tree.size(), -1);
    for (std::size_t i = 0; i < scene.m_items.size(); ++i) {
        int& item = scene.m_itemOf[static_cast<std::size_t>(scene.m_items[i].id)];
        item = item < 0 ? static_cast<int>(i) : item;
    }
    return scene;
}

const CanopyItem* CanopyScene::itemAt(QPointF point) const
{
    const auto found = std::find_if(m_items.rbegin(), m_items.rend(), [&](const CanopyItem& item) {
        // A strip piece may be a hair wide; its hit area is not.
        const double grow = item.shape == CanopyShape::Segment ? 1.5 : 0;
        return item.rect.adjusted(-grow, -grow, grow, grow).contains(point);
    });
    return found == m_items.rend() ? nullptr : &*found;
}

const CanopyItem* CanopyScene::itemOf(ModuleId id) const
{
    const int item =
        id < 0 || static_cast<std::size_t>(id) >= m_itemOf.size() ? -1 : m_itemOf[static_cast<std::size_t>(id)];
    return item < 0 ? nullptr : &m_items[static_cast<std::size_t>(item)];
}

std::vector<QRectF> CanopyScene::rectsOf(const network::NetworkTree& tree, ModuleId id) const
{
    if (const CanopyItem* own = itemOf(id)) {
        return {own->rect};
    }
    std::vector<QRectF> rects;
    for (const CanopyItem& item : m_items) {
        const bool isOutermost =
            std::ranges::none_of(rects, [&](const QRectF& rect) { return rect.contains(item.rect); });
        if (isOutermost && tree.isWithin(item.id, id)) {
            rects.push_back(item.rect);
        }
    }
    for (ModuleId around = id; rects.empty() && around != network::kNoModule; around = tree.module(around).parent) {
        if (const CanopyItem* item = itemOf(around)) {
            rects.push_back(item->rect);
        }
    }
    return rects;
}

} // namespace espalier::ui

#include "ui/canopy/canopy_scene.h"

#include <algorithm>

namespace espalier::ui {

namespace {

using network::ModuleId;

constexpr double kCellWidth = 78; // a name and a count of 9 px
constexpr double kCellHeight = 21;
constexpr double kStripHeight = 11;
constexpr double kStripGap = 4;
constexpr double kHeadLine = 17;
constexpr double kLeastBox = 25; // a lower one shows its name alone

struct Walk {
    const network::NetworkTree& tree;
    const CanopyLayout& layout;
    const std::vector<network::Totals>& totals;
    const CanopyTransform& transform;
    const QRectF& viewport;
    std::vector<CanopyItem>& items;

    void part(int index)
    {
        const CanopyBox& each = layout.boxes[static_cast<std::size_t>(index)];
        box(index, transform.map(each.rect), each.isPill ? CanopyShape::Pill : CanopyShape::Box);
    }

    void box(int index, const QRectF& rect, CanopyShape shape)
    {
        if (!rect.intersects(viewport)) {
            return;
        }
        const CanopyBox& each = layout.boxes[static_cast<std::size_t>(index)];
        const QRectF body = canopyBody(rect);
        const auto cell = [&](std::size_t place) {
            return canopyCell(body, each.columns, each.children.size(), place);
        };
        const bool isOpen = !each.children.empty() && cell(0).width() >= kCellWidth && cell(0).height() >= kCellHeight;
        items.push_back({each.id, shape, rect, index, isOpen});
        if (isOpen) {
            for (std::size_t place = 0; place < each.children.size(); ++place) {
                box(each.children[place], cell(place), CanopyShape::Cell);
            }
        } else if (shape != CanopyShape::Pill && rect.height() >= kLeastBox) {
            strip(each, rect);
        }
    }

    [[nodiscard]] double lengthOf(ModuleId id) const
    {
        return static_cast<double>(totals[static_cast<std::size_t>(id)].parameters) * layout.lengthPerParameter *
               transform.scale;
    }

    /// Pieces in order, each as long as its parameters, wrapped where the box ends.
    void strip(const CanopyBox& each, const QRectF& rect)
    {
        const QRectF body = rect.adjusted(6, kHeadLine + 2, -6, -4);
        const double height = std::clamp(body.height(), 3.0, kStripHeight);
        double x = body.left();
        double y = std::min(body.top(), rect.bottom() - 3 - height);
        const auto piece = [&](ModuleId id, int index) {
            double left = lengthOf(id);
            // A piece that is longer than the box goes on in the next line.
            while (left > 0) {
                if (x > body.left() && x + left > body.right() + 0.5 &&
                    y + 2 * height + kStripGap <= rect.bottom() - 2) {
                    x = body.left();
                    y += height + kStripGap;
                }
                const double width = std::min(std::max(left, 1.0), body.right() - x);
                if (width <= 0) {
                    return;
                }
                items.push_back({id, CanopyShape::Segment, QRectF(x, y, width, height), index, false});
                x += width + (width > 3 ? 1 : 0.5);
                left -= width;
                if (y + 2 * height + kStripGap > rect.bottom() - 2) {
                    return;
                }
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
            walk.part(static_cast<int>(i));
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

std::vector<QRectF> CanopyScene::rectsOf(const network::NetworkTree& tree, const std::vector<ModuleId>& ids) const
{
    const auto at = [](ModuleId id) { return static_cast<std::size_t>(id); };
    std::vector<QRectF> rects;
    std::vector<bool> isTaken(m_items.size(), false);
    const auto take = [&](std::size_t item) {
        if (!isTaken[item]) {
            isTaken[item] = true;
            rects.push_back(m_items[item].rect);
        }
    };
    std::vector<bool> isHidden(tree.size(), false); // asked for, without an item; or within such a one
    std::vector<ModuleId> hidden;
    for (const ModuleId id : ids) {
        if (const int own = m_itemOf[at(id)]; own >= 0) {
            take(static_cast<std::size_t>(own));
        } else {
            isHidden[at(id)] = true;
            hidden.push_back(id);
        }
    }
    if (hidden.empty()) {
        return rects;
    }
    for (std::size_t id = 1; id < tree.size(); ++id) { // parents come before their children
        isHidden[id] = isHidden[id] || isHidden[at(tree.modules()[id].parent)];
    }
    std::vector<bool> hasParts(tree.size(), false); // something of it is to be seen
    for (std::size_t item = 0; item < m_items.size(); ++item) {
        ModuleId around = tree.module(m_items[item].id).parent;
        bool isOutermost = isHidden[at(m_items[item].id)];
        for (; isOutermost && around != network::kNoModule && isHidden[at(around)];
             around = tree.module(around).parent) {
            isOutermost = m_itemOf[at(around)] < 0;
            hasParts[at(around)] = true;
        }
        if (isOutermost) {
            take(item);
        }
    }
    for (const ModuleId id : hidden) {
        ModuleId around = id;
        while (!hasParts[at(id)] && around != network::kNoModule && m_itemOf[at(around)] < 0) {
            around = tree.module(around).parent;
        }
        if (!hasParts[at(id)] && around != network::kNoModule) {
            take(static_cast<std::size_t>(m_itemOf[at(around)]));
        }
    }
    return rects;
}

} // namespace espalier::ui

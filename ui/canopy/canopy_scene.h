// CanopyScene: what of a layout is on screen at one zoom: the list that is painted and hit. The level follows the size
// on screen: a part with its strip, its modules as cells, their modules in turn.
#pragma once

#include "ui/canopy/canopy_layout.h"

#include <QPointF>
#include <QRectF>
#include <vector>

namespace espalier::ui {

struct CanopyTransform {
    double scale = 1;
    QPointF offset;

    [[nodiscard]] QRectF map(const QRectF& rect) const
    {
        return {rect.topLeft() * scale + offset, rect.size() * scale};
    }
    [[nodiscard]] QPointF map(const QPointF& point) const { return point * scale + offset; }
    [[nodiscard]] QPointF unmap(const QPointF& point) const { return (point - offset) / scale; }
};

enum class CanopyShape { Frame, Box, Cell, Segment, Pill };

struct CanopyItem {
    network::ModuleId id = network::kNoModule;
    CanopyShape shape = CanopyShape::Box;
    QRectF rect; ///< on screen
    int box = -1;
    bool isOpen = false; ///< its modules are drawn inside it
};

class CanopyScene {
public:
    /// Items from the outside in. `viewport` clips.
    static CanopyScene build(const network::NetworkTree& tree, const CanopyLayout& layout,
                             const std::vector<network::Totals>& totals, const CanopyTransform& transform,
                             const QRectF& viewport);

    [[nodiscard]] const std::vector<CanopyItem>& items() const { return m_items; }
    /// The innermost item there; null.
    [[nodiscard]] const CanopyItem* itemAt(QPointF point) const;
    /// Where the module is to be seen: its item, else the item around it, else those of its descendants.
    [[nodiscard]] std::vector<QRectF> rectsOf(const network::NetworkTree& tree, network::ModuleId id) const;
    /// The same of many at once, each place once. O(modules + items).
    [[nodiscard]] std::vector<QRectF> rectsOf(const network::NetworkTree& tree,
                                              const std::vector<network::ModuleId>& ids) const;
    [[nodiscard]] const CanopyItem* itemOf(network::ModuleId id) const;

private:
    std::vector<CanopyItem> m_items;
    std::vector<int> m_itemOf; ///< by ModuleId
};

} // namespace espalier::ui

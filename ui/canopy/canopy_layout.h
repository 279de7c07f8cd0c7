// Where each module of a network stands in the picture: a trunk growing up from the image, wires to the right, the text
// tower beside the root. Geometry alone, so that it can be tested without a window.
#pragma once

#include "core/network/network_tree.h"

#include <QLineF>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <vector>

namespace espalier::ui {

/// A module's place. Boxes are nested: what is shown inside one is a grid of `columns` in its body, whose head line
/// keeps its height on screen. The rectangle of a nested box is where it is about; the scene places it.
struct CanopyBox {
    network::ModuleId id = network::kNoModule;
    QRectF rect;
    QString label;             ///< its name, from the box around it on
    std::vector<int> children; ///< indices into CanopyLayout::boxes
    int columns = 1;           ///< of the grid of children
    bool isPart = false;       ///< stands in the picture by itself
    bool isPill = false;       ///< a part without parameters: only its name is shown
};

struct CanopyFrame {
    network::ModuleId id = network::kNoModule;
    QRectF rect;
    QString label;
};

struct CanopyEdge {
    network::ModuleId from = network::kNoModule;
    network::ModuleId to = network::kNoModule;
    QPolygonF line;
};

struct CanopyWire {
    QLineF line;
    QString label; ///< `P5`
};

struct CanopyLayout {
    QSizeF size;
    std::vector<CanopyFrame> frames;
    std::vector<CanopyBox> boxes; ///< parents before children
    std::vector<CanopyEdge> edges;
    std::vector<CanopyWire> wires;
    std::vector<network::ModuleId> textTargets; ///< parts that also take the text
    QRectF image;                               ///< the picture that goes in; null: none is drawn
    double lengthPerParameter = 0;              ///< one scale for all strips
    std::vector<int> boxOf;                     ///< by ModuleId; -1: it has no box of its own
};

/// The template of the tree's family where its parts are there, else nested boxes. `size` is at least kSmallestCanopy.
[[nodiscard]] CanopyLayout layOutCanopy(const network::NetworkTree& tree, QSizeF size);
inline constexpr QSizeF kSmallestCanopy{680, 520};

/// What of a box is left below its head line, in whatever units.
[[nodiscard]] QRectF canopyBody(const QRectF& box);
/// The cell of one child in the grid of a body.
[[nodiscard]] QRectF canopyCell(const QRectF& body, int columns, std::size_t count, std::size_t place);

/// What is shown inside a module: its children, with mere containers replaced by what they hold.
[[nodiscard]] std::vector<network::ModuleId> shownChildren(const network::NetworkTree& tree, network::ModuleId id,
                                                           const std::vector<network::Totals>& totals);

} // namespace espalier::ui

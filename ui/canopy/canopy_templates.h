// How families of networks are drawn where their modules tell it by their names: one trunk of blocks that grows up from
// the image, two towers side by side, or an image tower that feeds a language trunk.
#pragma once

#include "core/network/network_tree.h"

#include <QRectF>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

namespace espalier::ui {

/// A list of like blocks, with what stands before and after it.
struct Trunk {
    network::ModuleId root = network::kNoModule;
    std::vector<network::ModuleId> before;
    std::vector<network::ModuleId> blocks;
    std::vector<network::ModuleId> after;
};

struct TrunkTemplate {
    enum class Kind { Single, TwoTowers, TwoTrunks };
    Kind kind = Kind::Single;
    std::vector<Trunk> trunks; ///< the image's first
    /// Beside them: heads and projections.
    std::vector<network::ModuleId> ends;
};

/// None: the names tell of no trunk.
[[nodiscard]] std::optional<TrunkTemplate> trunkTemplate(const network::NetworkTree& tree,
                                                         const std::vector<network::Totals>& totals);

struct TrunkPlaces {
    std::vector<std::pair<network::ModuleId, QRectF>> frames;
    std::vector<std::pair<network::ModuleId, QRectF>> parts;
    std::vector<std::pair<network::ModuleId, network::ModuleId>> links; ///< data go from the first to the second
    QRectF image;                                                       ///< null: none goes in
};
/// Boxes within `size`; none over another.
[[nodiscard]] TrunkPlaces placeTrunks(const TrunkTemplate& made, QSizeF size);

} // namespace espalier::ui

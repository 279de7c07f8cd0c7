#include "ui/canopy/canopy_templates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace espalier::ui {

namespace {

using network::Module;
using network::ModuleId;
using network::ModuleKind;
using network::NetworkTree;
using Totals = std::vector<network::Totals>;

constexpr std::size_t kFewestBlocks = 3;
constexpr std::size_t kMostRows = 12; ///< of blocks in one column
constexpr double kHead = 28;
constexpr double kRim = 8;
constexpr double kRow = 26; ///< of what stands before and after the blocks
constexpr double kGap = 9;
constexpr double kImage = 42;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

bool isNumbered(const NetworkTree& tree, ModuleId id)
{
    const auto& children = tree.module(id).children;
    return children.size() >= kFewestBlocks && std::ranges::all_of(children, [&](ModuleId child) {
               const std::string& name = tree.module(child).name;
               return !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }) &&
                      !tree.module(child).children.empty();
           });
}

/// The list under `root` that holds most, without going into its blocks; kNoModule: none.
ModuleId listUnder(const NetworkTree& tree, const Totals& totals, ModuleId root)
{
    ModuleId best = network::kNoModule;
    std::vector<ModuleId> open{root};
    while (!open.empty()) {
        const ModuleId id = open.back();
        open.pop_back();
        if (isNumbered(tree, id)) {
            if (best == network::kNoModule || totals[at(id)].parameters > totals[at(best)].parameters) {
                best = id;
            }
        } else {
            const auto& children = tree.module(id).children;
            open.insert(open.end(), children.begin(), children.end());
        }
    }
    return best;
}

std::optional<Trunk> trunkUnder(const NetworkTree& tree, const Totals& totals, ModuleId root)
{
    const ModuleId list = root == network::kNoModule ? root : listUnder(tree, totals, root);
    // A list that holds little of it is some detail, no trunk.
    if (list == network::kNoModule || totals[at(list)].parameters * 2 < totals[at(root)].parameters) {
        return std::nullopt;
    }
    Trunk made;
    made.root = root;
    made.blocks = tree.module(list).children;
    // From the root down to the list: what else stands there, by its order.
    std::vector<ModuleId> way;
    for (ModuleId id = list; id != root; id = tree.module(id).parent) {
        way.push_back(id);
    }
    std::vector<std::vector<ModuleId>> after;
    for (ModuleId here = root; here != list;) {
        const ModuleId next = way.back();
        way.pop_back();
        bool isAfter = false;
        after.emplace_back();
        for (const ModuleId child : tree.module(here).children) {
            if (child == next) {
                isAfter = true;
            } else if (totals[at(child)].parameters > 0) {
                (isAfter ? after.back() : made.before).push_back(child);
            }
        }
        here = next;
    }
    for (auto outer = after.rbegin(); outer != after.rend(); ++outer) {
        made.after.insert(made.after.end(), outer->begin(), outer->end());
    }
    return made;
}

/// The first of these that is there, as a whole path or behind `model.`.
template <std::size_t Count>
ModuleId findOne(const NetworkTree& tree, const std::array<std::string_view, Count>& names)
{
    for (const std::string_view name : names) {
        for (const std::string& path : {std::string(name), "model." + std::string(name)}) {
            if (const ModuleId id = tree.find(path); id != network::kNoModule) {
                return id;
            }
        }
    }
    return network::kNoModule;
}

constexpr std::array<std::string_view, 4> kImageTowers{"visual", "vision_tower", "vision_model", "image_encoder"};
constexpr std::array<std::string_view, 6> kTextTowers{"language_model", "text_model", "text_encoder",
                                                      "transformer",    "llm",        "model"};
constexpr std::array<std::string_view, 8> kEnds{"multi_modal_projector", "mm_projector",    "connector",
                                                "visual_projection",     "text_projection", "lm_head",
                                                "logit_scale",           "token_embedding"};

/// Rows from the bottom up: `count` boxes of a row stand side by side.
class Column {
public:
    Column(const QRectF& area, TrunkPlaces& places) : m_area(area), m_bottom(area.bottom()), m_places(places) {}

    void rows(const std::vector<ModuleId>& modules, double height)
    {
        constexpr std::size_t kSideBySide = 3;
        for (std::size_t first = 0; first < modules.size(); first += kSideBySide) {
            const std::size_t count = std::min(kSideBySide, modules.size() - first);
            const double width = (m_area.width() - kGap * static_cast<double>(count - 1)) / static_cast<double>(count);
            for (std::size_t i = 0; i < count; ++i) {
                const double x = m_area.left() + static_cast<double>(i) * (width + kGap);
                m_places.parts.emplace_back(modules[first + i], QRectF(x, m_bottom - height, width, height));
            }
            m_bottom -= height + kGap;
        }
    }
    static double heightOf(std::size_t modules) { return static_cast<double>((modules + 2) / 3) * (kRow + kGap); }
    void blocks(const std::vector<ModuleId>& modules, double top)
    {
        const std::size_t columns = (modules.size() + kMostRows - 1) / kMostRows;
        const std::size_t rows = (modules.size() + columns - 1) / columns;
        constexpr double kBetween = 22; // the way down to the next column
        const double width =
            (m_area.width() - kBetween * static_cast<double>(columns - 1)) / static_cast<double>(columns);
        const double pitch = (m_bottom - top) / static_cast<double>(rows);
        const double height = std::max(8.0, pitch - std::min(kGap, pitch * 0.3));
        for (std::size_t i = 0; i < modules.size(); ++i) {
            const auto row = static_cast<double>(i % rows);
            const auto column = static_cast<double>(i / rows);
            m_places.parts.emplace_back(modules[i], QRectF(m_area.left() + column * (width + kBetween),
                                                           m_bottom - row * pitch - height, width, height));
        }
        m_bottom = top;
    }

private:
    QRectF m_area;
    double m_bottom;
    TrunkPlaces& m_places;
};

void placeTrunk(const Trunk& trunk, const QRectF& frame, bool hasImage, TrunkPlaces& places)
{
    places.frames.emplace_back(trunk.root, frame);
    QRectF area = frame.adjusted(kRim, kHead, -kRim, -kRim);
    if (hasImage) {
        places.image = QRectF(area.center().x() - kImage / 2, area.bottom() - kImage, kImage, kImage);
        area.setBottom(area.bottom() - kImage - 2 * kGap);
    }
    Column column(area, places);
    column.rows(trunk.before, kRow);
    column.blocks(trunk.blocks, area.top() + Column::heightOf(trunk.after.size()));
    column.rows(trunk.after, kRow);
    const auto link = [&](ModuleId from, ModuleId to) { places.links.emplace_back(from, to); };
    if (!trunk.before.empty()) {
        link(trunk.before.front(), trunk.blocks.front());
    }
    for (std::size_t i = 1; i < trunk.blocks.size(); ++i) {
        link(trunk.blocks[i - 1], trunk.blocks[i]);
    }
    if (!trunk.after.empty()) {
        link(trunk.blocks.back(), trunk.after.front());
    }
}

} // namespace

std::optional<TrunkTemplate> trunkTemplate(const NetworkTree& tree, const Totals& totals)
{
    if (tree.size() == 0) {
        return std::nullopt;
    }
    TrunkTemplate made;
    const ModuleId image = findOne(tree, kImageTowers);
    ModuleId text = network::kNoModule;
    if (image != network::kNoModule) {
        for (const std::string_view name : kTextTowers) {
            const ModuleId id = findOne(tree, std::array{name});
            const bool isApart = id != network::kNoModule && !tree.isWithin(image, id) && !tree.isWithin(id, image);
            if (text == network::kNoModule && isApart && trunkUnder(tree, totals, id)) {
                text = id;
            }
        }
    }
    const auto first = trunkUnder(tree, totals, image);
    const auto second = trunkUnder(tree, totals, text);
    if (first && second) {
        made.trunks = {*first, *second};
        bool isFed = false;
        // Whatever else holds parameters, wherever it hangs above the towers.
        std::vector<ModuleId> open{0};
        while (!open.empty()) {
            const ModuleId id = open.front();
            open.erase(open.begin());
            if (id == image || id == text || totals[at(id)].parameters == 0) {
                continue;
            }
            if (tree.isWithin(image, id) || tree.isWithin(text, id)) {
                open.insert(open.end(), tree.module(id).children.begin(), tree.module(id).children.end());
                continue;
            }
            made.ends.push_back(id);
        }
        for (const std::string_view name : {kEnds[0], kEnds[1], kEnds[2], kEnds[5]}) {
            isFed = isFed || findOne(tree, std::array{name}) != network::kNoModule;
        }
        made.kind = isFed ? TrunkTemplate::Kind::TwoTrunks : TrunkTemplate::Kind::TwoTowers;
        return made;
    }
    if (auto only = trunkUnder(tree, totals, 0)) {
        made.trunks = {std::move(*only)};
        return made;
    }
    return std::nullopt;
}

TrunkPlaces placeTrunks(const TrunkTemplate& made, QSizeF size)
{
    TrunkPlaces places;
    if (made.kind == TrunkTemplate::Kind::Single) {
        const std::size_t columns = (made.trunks.front().blocks.size() + kMostRows - 1) / kMostRows;
        const double width = std::min(size.width(), 230.0 * static_cast<double>(columns) + 2 * kRim);
        placeTrunk(made.trunks.front(), QRectF((size.width() - width) / 2, 0, width, size.height()), true, places);
        return places;
    }
    // What follows both stands above them.
    const double ends = made.ends.empty() ? 0 : Column::heightOf(made.ends.size()) + kGap;
    const double middle = 56; // between the trunks
    const auto weight = [](const Trunk& trunk) {
        return 1.0 + static_cast<double>((trunk.blocks.size() + kMostRows - 1) / kMostRows);
    };
    const double share = weight(made.trunks[0]) / (weight(made.trunks[0]) + weight(made.trunks[1]));
    const double left = (size.width() - middle) * share;
    placeTrunk(made.trunks[0], QRectF(0, ends, left, size.height() - ends), true, places);
    placeTrunk(made.trunks[1], QRectF(left + middle, ends, size.width() - left - middle, size.height() - ends), false,
               places);
    Column column(QRectF(kRim, 0, size.width() - 2 * kRim, ends - kGap), places);
    column.rows(made.ends, kRow);
    const auto last = [](const Trunk& trunk) { return trunk.after.empty() ? trunk.blocks.back() : trunk.after.back(); };
    if (made.kind == TrunkTemplate::Kind::TwoTrunks) {
        places.links.emplace_back(last(made.trunks[0]), made.trunks[1].blocks.front());
    } else if (!made.ends.empty()) {
        places.links.emplace_back(last(made.trunks[0]), made.ends.front());
        places.links.emplace_back(last(made.trunks[1]), made.ends.back());
    }
    return places;
}

} // namespace espalier::ui

#include "ui/canopy/canopy_layout.h"

#include "ui/canopy/canopy_templates.h"

#include <QLineF>
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

constexpr std::size_t kMostShown = 24;
constexpr double kHead = 19;
constexpr double kPadding = 6;
constexpr double kStripRow = 16;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

/// One row of a template, in a unit picture of kUnit.
struct PlaceRow {
    std::string_view path;
    QRectF rect;
};
constexpr QSizeF kUnit{680, 532};

// YOLO-World: the stages are the trunk, each level of the neck is a wire, the heads hang at the right.
constexpr std::array kYoloFrames{
    PlaceRow{"backbone.image_model", {0, 0, 146, 532}},
    PlaceRow{"neck", {153, 0, 372, 388}},
    PlaceRow{"bbox_head.head_module", {532, 0, 148, 388}},
};
constexpr std::array kYoloParts{
    PlaceRow{"backbone.image_model.stage4", {8, 30, 130, 74}},
    PlaceRow{"backbone.image_model.stage3", {8, 148, 130, 74}},
    PlaceRow{"backbone.image_model.stage2", {8, 266, 130, 74}},
    PlaceRow{"backbone.image_model.stage1", {8, 374, 130, 44}},
    PlaceRow{"backbone.image_model.stem", {8, 436, 130, 30}},
    PlaceRow{"neck.reduce_layers.2", {160, 56, 52, 21}},
    PlaceRow{"neck.reduce_layers.1", {160, 174, 52, 21}},
    PlaceRow{"neck.reduce_layers.0", {160, 292, 52, 21}},
    PlaceRow{"neck.upsample_layers.0", {256, 104, 50, 21}},
    PlaceRow{"neck.upsample_layers.1", {256, 236, 50, 21}},
    PlaceRow{"neck.top_down_layers.0", {221, 145, 120, 78}},
    PlaceRow{"neck.top_down_layers.1", {221, 270, 120, 78}},
    PlaceRow{"neck.bottom_up_layers.1", {352, 27, 114, 78}},
    PlaceRow{"neck.downsample_layers.1", {364, 113, 90, 27}},
    PlaceRow{"neck.bottom_up_layers.0", {352, 148, 114, 78}},
    PlaceRow{"neck.downsample_layers.0", {364, 238, 90, 27}},
    PlaceRow{"neck.out_layers.2", {474, 56, 46, 21}},
    PlaceRow{"neck.out_layers.1", {474, 174, 46, 21}},
    PlaceRow{"neck.out_layers.0", {474, 292, 46, 21}},
    PlaceRow{"bbox_head.head_module.cls_preds.2", {540, 28, 132, 58}},
    PlaceRow{"bbox_head.head_module.reg_preds.2", {540, 90, 132, 34}},
    PlaceRow{"bbox_head.head_module.cls_contrasts.2", {540, 128, 132, 18}},
    PlaceRow{"bbox_head.head_module.cls_preds.1", {540, 150, 132, 58}},
    PlaceRow{"bbox_head.head_module.reg_preds.1", {540, 212, 132, 34}},
    PlaceRow{"bbox_head.head_module.cls_contrasts.1", {540, 250, 132, 18}},
    PlaceRow{"bbox_head.head_module.cls_preds.0", {540, 272, 132, 52}},
    PlaceRow{"bbox_head.head_module.reg_preds.0", {540, 328, 132, 34}},
    PlaceRow{"bbox_head.head_module.cls_contrasts.0", {540, 365, 132, 18}},
};
constexpr PlaceRow kYoloText{"backbone.text_model", {153, 396, 527, 136}};
constexpr QRectF kYoloImage{52, 484, 42, 42};
struct WireRow {
    const char* label;
    double y;
};
constexpr std::array kYoloWires{WireRow{"P5", 66.5}, WireRow{"P4", 184.5}, WireRow{"P3", 302.5}};

QRectF scaled(const QRectF& unit, QSizeF size)
{
    const double x = size.width() / kUnit.width();
    const double y = size.height() / kUnit.height();
    return {unit.x() * x, unit.y() * y, unit.width() * x, unit.height() * y};
}

class Builder {
public:
    Builder(const NetworkTree& tree, QSizeF size) : m_tree(tree), m_totals(tree.subtreeTotals())
    {
        m_made.size = size;
        m_made.boxOf.assign(tree.size(), -1);
    }

    CanopyLayout build()
    {
        if (m_tree.family() == "yolo_world" && hasEveryPart()) {
            placeYoloWorld();
            connectParts();
        } else if (const auto trunks = trunkTemplate(m_tree, m_totals)) {
            place(placeTrunks(*trunks, m_made.size));
        } else {
            placeNested();
        }
        chooseScale();
        return std::move(m_made);
    }

private:
    bool hasEveryPart() const
    {
        return std::ranges::all_of(kYoloParts,
                                   [&](const PlaceRow& row) { return m_tree.find(row.path) != network::kNoModule; });
    }

    void placeYoloWorld()
    {
        for (const PlaceRow& row : kYoloFrames) {
            const ModuleId id = m_tree.find(row.path);
            const auto& module = m_tree.module(id);
            m_made.frames.push_back({id, scaled(row.rect, m_made.size), QString::fromStdString(module.name)});
        }
        for (const PlaceRow& row : kYoloParts) {
            addPart(m_tree.find(row.path), scaled(row.rect, m_made.size), partLabel(row.path));
        }
        if (const ModuleId text = m_tree.find(kYoloText.path); text != network::kNoModule) {
            addPart(text, scaled(kYoloText.rect, m_made.size), QStringLiteral("text_model"));
        }
        m_made.image = scaled(kYoloImage, m_made.size);
        const double side = std::min(m_made.image.width(), m_made.image.height());
        m_made.image = QRectF(m_made.image.center() - QPointF(side / 2, side / 2), QSizeF(side, side));
        for (const WireRow& row : kYoloWires) {
            const double y = row.y * m_made.size.height() / kUnit.height();
            const double left = scaled(kYoloFrames[1].rect, m_made.size).left();
            m_made.wires.push_back({QLineF(left, y, m_made.size.width() - 8, y), QString::fromLatin1(row.label)});
        }
    }

    /// `top_down.1`: the list's name without its ending, then the place in it.
    static QString partLabel(std::string_view path)
    {
        QStringList segments =
            QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())).split(QLatin1Char('.'));
        const QString last = segments.takeLast();
        bool isPlace = false;
        last.toInt(&isPlace);
        if (!isPlace || segments.isEmpty()) {
            return last;
        }
        QString list = segments.takeLast();
        for (const char* ending : {"_layers", "_contrasts"}) {
            const QString text = QString::fromLatin1(ending);
            if (list.endsWith(text)) {
                list = text == QLatin1String("_contrasts") ? QStringLiteral("contrast") : list.chopped(text.size());
            }
        }
        list.replace(QLatin1String("upsample"), QLatin1String("up"))
            .replace(QLatin1String("downsample"), QLatin1String("down"));
        return list + QLatin1Char('.') + last;
    }

    void place(const TrunkPlaces& places)
    {
        for (const auto& [id, rect] : places.frames) {
            const QString path = QString::fromStdString(m_tree.module(id).path);
            m_made.frames.push_back({id, rect, path.isEmpty() ? QString::fromStdString(m_tree.model()) : path});
        }
        for (const auto& [id, rect] : places.parts) {
            addPart(id, rect, nestedLabel(id));
        }
        m_made.image = places.image;
        // What the network itself tells of its data goes before what its names let guess.
        if (!m_tree.edges().empty()) {
            connectParts();
        }
        if (m_made.edges.empty()) {
            for (const auto& [from, to] : places.links) {
                if (const QPolygonF line = route(*partBox(from), *partBox(to)); line.size() > 1) {
                    m_made.edges.push_back({from, to, line});
                }
            }
        }
    }

    void placeNested()
    {
        if (m_tree.size() > 0) {
            addPart(0, QRectF(QPointF(), m_made.size), QString::fromStdString(m_tree.model()));
        }
    }

    void addPart(ModuleId id, const QRectF& rect, const QString& label)
    {
        const int index = addBox(id, rect, label);
        CanopyBox& box = m_made.boxes[static_cast<std::size_t>(index)];
        box.isPart = true;
        box.isPill = m_totals[at(id)].parameters == 0;
    }

    int addBox(ModuleId id, const QRectF& rect, const QString& label)
    {
        const int index = static_cast<int>(m_made.boxes.size());
        CanopyBox box;
        box.id = id;
        box.rect = rect;
        box.label = label;
        m_made.boxes.push_back(box);
        m_made.boxOf[at(id)] = index;
        nest(index);
        return index;
    }

    void nest(int index)
    {
        const CanopyBox box = m_made.boxes[static_cast<std::size_t>(index)];
        const std::vector<ModuleId> shown = shownChildren(m_tree, box.id, m_totals);
        if (shown.empty()) {
            return;
        }
        const QRectF body = canopyBody(box.rect);
        const int columns = bestColumns(shown.size(), body.size());
        m_made.boxes[static_cast<std::size_t>(index)].columns = columns;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const int child = addBox(shown[i], canopyCell(body, columns, shown.size(), i), nestedLabel(shown[i]));
            m_made.boxes[static_cast<std::size_t>(index)].children.push_back(child);
        }
    }

    /// Its name, with the list's before a bare number: `layers.3`.
    QString nestedLabel(ModuleId id) const
    {
        const Module& module = m_tree.module(id);
        const QString name = QString::fromStdString(module.name);
        const bool isNumber = !name.isEmpty() && std::ranges::all_of(name, [](QChar c) { return c.isDigit(); });
        if (!isNumber) {
            return name;
        }
        const Module& parent = m_tree.module(module.parent);
        const bool isList = parent.kind == ModuleKind::Container && parent.part.empty() && !parent.name.empty();
        return isList ? QString::fromStdString(parent.name) + QLatin1Char('.') + name : name;
    }

    /// Cells nearest to the shape that holds a name and a count.
    static int bestColumns(std::size_t count, QSizeF size)
    {
        constexpr double kShape = 4.0;
        int best = 1;
        double bestMiss = std::numeric_limits<double>::infinity();
        for (int columns = 1; columns <= static_cast<int>(count); ++columns) {
            const int rows = (static_cast<int>(count) + columns - 1) / columns;
            const double shape = (size.width() / columns) / (size.height() / rows);
            const double miss = std::abs(std::log(shape / kShape));
            if (miss < bestMiss) {
                bestMiss = miss;
                best = columns;
            }
        }
        return best;
    }

    const CanopyBox* partBox(ModuleId id) const
    {
        const int index = m_made.boxOf[at(id)];
        return index < 0 ? nullptr : &m_made.boxes[static_cast<std::size_t>(index)];
    }

    bool isFree(const QLineF& line, ModuleId from, ModuleId to) const
    {
        return std::ranges::none_of(m_made.boxes, [&](const CanopyBox& box) {
            if (!box.isPart || box.id == from || box.id == to) {
                return false;
            }
            const QRectF span = QRectF(line.p1(), line.p2()).normalized().adjusted(-0.5, -0.5, 0.5, 0.5);
            return box.rect.intersects(span);
        });
    }

    void connectParts()
    {
        for (const network::DataEdge& edge : m_tree.edges()) {
            const CanopyBox* from = partBox(edge.from);
            const CanopyBox* to = partBox(edge.to);
            if (from == nullptr || to == nullptr) {
                continue;
            }
            if (m_tree.module(edge.from).path == kYoloText.path) {
                m_made.textTargets.push_back(edge.to);
            } else if (const QPolygonF line = route(*from, *to); line.size() > 1) {
                m_made.edges.push_back({edge.from, edge.to, line});
            }
        }
    }

    /// Straight where it can be, else around one corner, else around two beside the target. Empty: within a column
    /// where the boxes themselves stand in order.
    QPolygonF route(const CanopyBox& from, const CanopyBox& to) const
    {
        const QRectF a = from.rect;
        const QRectF b = to.rect;
        const bool isBeside = b.left() >= a.right();
        if (isBeside && a.center().y() > b.top() && a.center().y() < b.bottom()) {
            const double y = a.center().y();
            return QPolygonF{{{a.right(), y}, {b.left(), y}}};
        }
        if (a.center().x() > b.left() && a.center().x() < b.right()) {
            const bool isUp = b.center().y() < a.center().y();
            const double x = a.width() < b.width() ? a.center().x() : b.center().x();
            const QPolygonF line{{{x, isUp ? a.top() : a.bottom()}, {x, isUp ? b.bottom() : b.top()}}};
            return isFree(QLineF(line[0], line[1]), from.id, to.id) && !sharesHead(from.id, to.id) ? line : QPolygonF();
        }
        if (!isBeside) {
            return {};
        }
        const QPointF corner(b.center().x(), a.center().y());
        const bool isUp = b.center().y() < corner.y();
        const QPointF end(corner.x(), isUp ? b.bottom() : b.top());
        if (isFree(QLineF(corner, end), from.id, to.id) &&
            isFree(QLineF(QPointF(a.right(), corner.y()), corner), from.id, to.id)) {
            return QPolygonF{{{a.right(), corner.y()}, corner, end}};
        }
        const double x = (a.right() + b.left()) / 2;
        return QPolygonF{
            {{a.right(), a.center().y()}, {x, a.center().y()}, {x, b.center().y()}, {b.left(), b.center().y()}}};
    }

    bool sharesHead(ModuleId from, ModuleId to) const
    {
        const ModuleId head = m_tree.find(kYoloFrames[2].path);
        return head != network::kNoModule && m_tree.isWithin(from, head) && m_tree.isWithin(to, head);
    }

    /// So that no strip is longer than its box has room for.
    void chooseScale()
    {
        double scale = std::numeric_limits<double>::infinity();
        for (const CanopyBox& box : m_made.boxes) {
            const auto parameters = static_cast<double>(m_totals[at(box.id)].parameters);
            if (box.isPart && parameters > 0) {
                const QRectF body = canopyBody(box.rect);
                const double rows = std::max(1.0, std::floor(body.height() / kStripRow / 2));
                scale = std::min(scale, 0.94 * rows * body.width() / parameters);
            }
        }
        m_made.lengthPerParameter = std::isfinite(scale) ? scale : 0;
    }

    const NetworkTree& m_tree;
    std::vector<network::Totals> m_totals;
    CanopyLayout m_made;
};

} // namespace

std::vector<ModuleId> shownChildren(const NetworkTree& tree, ModuleId id, const std::vector<network::Totals>& totals)
{
    const auto holds = [&](ModuleId child) {
        return totals[at(child)].parameters > 0 || tree.module(child).isImageMap;
    };
    std::vector<ModuleId> shown;
    std::ranges::copy_if(tree.module(id).children, std::back_inserter(shown), holds);
    while (true) {
        std::vector<ModuleId> next;
        for (const ModuleId child : shown) {
            const Module& module = tree.module(child);
            if (module.kind == ModuleKind::Container && module.tensors.empty() && !module.children.empty()) {
                std::ranges::copy_if(module.children, std::back_inserter(next), holds);
            } else {
                next.push_back(child);
            }
        }
        if (next == shown || next.size() > kMostShown) {
            return shown;
        }
        shown = std::move(next);
    }
}

QRectF canopyBody(const QRectF& box)
{
    const double head = std::min(kHead, box.height() * 0.42);
    const double padding = std::min({kPadding, box.width() * 0.05, box.height() * 0.1});
    return box.adjusted(padding, head, -padding, -padding);
}

QRectF canopyCell(const QRectF& body, int columns, std::size_t count, std::size_t place)
{
    const auto wide = static_cast<std::size_t>(columns);
    const auto rows = static_cast<double>((count + wide - 1) / wide);
    const double gapX = columns > 1 ? std::min(5.0, body.width() * 0.02) : 0;
    const double gapY = rows > 1 ? std::min(5.0, body.height() * 0.03) : 0;
    const double width = (body.width() - gapX * (columns - 1)) / columns;
    const double height = (body.height() - gapY * (rows - 1)) / rows;
    const auto column = static_cast<double>(place % wide);
    const auto row = static_cast<double>(place / wide);
    return {body.x() + column * (width + gapX), body.y() + row * (height + gapY), width, height};
}

CanopyLayout layOutCanopy(const NetworkTree& tree, QSizeF size)
{
    return Builder(tree, size.expandedTo(kSmallestCanopy)).build();
}

} // namespace espalier::ui

#include "ui/canopy/canopy_view.h"

#include "ui/canopy/canopy_painting.h"
#include "ui/widget/count_text.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ui {

namespace {

/// `14²`; put together here, since arg() reads a raised two behind its number as one more digit.
QString squared(std::int64_t side)
{
    return QString::number(side) + QChar(0x00B2);
}

using network::ModuleId;
using plan::TrainState;

constexpr double kMargin = 10;
constexpr double kDeepest = 40;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

} // namespace

CanopyView::CanopyView(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_methods(plan::adapterMethods())
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAccessibleName(tr("Canopy"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

bool CanopyView::hasPlan() const
{
    return m_tree != nullptr && m_plan != nullptr && m_plan->own.size() == m_tree->size();
}

void CanopyView::setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan)
{
    const bool isOther = tree == nullptr || m_tree == nullptr || tree->size() != m_totals.size();
    m_tree = tree;
    m_plan = plan;
    m_totals = tree == nullptr ? std::vector<network::Totals>{} : tree->subtreeTotals();
    m_hover = network::kNoModule;
    m_drag = {}; // what is dragged is one of the old network
    m_pressedLeaf = network::kNoModule;
    if (isOther) {
        m_selection.clear();
        m_matches.clear();
        m_isFitted = true;
    }
    layOut(!isOther);
    refresh();
}

void CanopyView::refresh()
{
    m_isWarned.assign(m_totals.size(), false);
    m_graftsUnder.assign(m_totals.size(), {});
    for (const ModuleId id : m_findings) {
        if (at(id) < m_isWarned.size()) {
            m_isWarned[at(id)] = true;
        }
    }
    if (hasPlan()) {
        for (const plan::RuleReport& rule : m_plan->rules) {
            for (const ModuleId id : rule.matches) {
                m_isWarned[at(id)] = m_isWarned[at(id)] || !rule.reason.empty();
            }
        }
        for (std::size_t graft = 0; graft < m_plan->grafts.size(); ++graft) {
            for (ModuleId id = m_plan->grafts[graft].site; id != network::kNoModule; id = m_tree->module(id).parent) {
                m_graftsUnder[at(id)].push_back(graft);
            }
        }
    }
    update();
}

void CanopyView::setSelection(const std::vector<ModuleId>& modules)
{
    m_selection = modules;
    update();
}

void CanopyView::setMatches(const std::vector<ModuleId>& modules)
{
    m_matches = modules;
    update();
}

void CanopyView::setFindings(const std::vector<ModuleId>& modules)
{
    m_findings = modules;
    refresh();
}

void CanopyView::setMethods(std::vector<plan::AdapterOptions> methods)
{
    m_methods = std::move(methods);
}

void CanopyView::setImageSize(int side)
{
    m_imageSize = side;
    update();
}

void CanopyView::setHeat(std::optional<CanopyHeat> heat)
{
    m_heat = std::move(heat);
    update();
}

void CanopyView::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

QRectF CanopyView::leafOf(ModuleId id) const
{
    const CanopyItem* item = m_scene.itemOf(id);
    return item == nullptr || !hasPlan() ? QRectF() : canopyLeafRect(m_theme, *item, lookOf(*item));
}

bool CanopyView::hasHeat() const
{
    return m_heat && m_tree != nullptr && m_heat->shares.size() == m_tree->size();
}

QRectF CanopyView::canvas() const
{
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kCanopyLegend - kMargin / 2);
}

void CanopyView::layOut(bool keepView)
{
    if (m_tree == nullptr) {
        m_layout = {};
        m_scene = {};
        return;
    }
    const QPointF middle = m_transform.unmap(canvas().center());
    const QSizeF before = m_layout.size;
    m_layout = layOutCanopy(*m_tree, canvas().size());
    m_takesText.assign(m_tree->size(), false);
    for (const ModuleId id : m_layout.textTargets) {
        m_takesText[at(id)] = true;
    }
    m_fitScale = std::min({1.0, canvas().width() / m_layout.size.width(), canvas().height() / m_layout.size.height()});
    if (m_isFitted || !keepView || before.isEmpty()) {
        zoomToFit();
        return;
    }
    const QPointF moved(middle.x() / before.width() * m_layout.size.width(),
                        middle.y() / before.height() * m_layout.size.height());
    m_transform.offset = canvas().center() - moved * m_transform.scale;
    rebuild();
}

void CanopyView::rebuild()
{
    clampTransform();
    m_scene = m_tree == nullptr ? CanopyScene()
                                : CanopyScene::build(*m_tree, m_layout, m_totals, m_transform, QRectF(rect()));
    update();
}

void CanopyView::clampTransform()
{
    const QSizeF size = m_layout.size * m_transform.scale;
    const QRectF area = canvas();
    const auto clamped = [](double offset, double length, double low, double high) {
        const double room = high - low;
        return length <= room ? low + (room - length) / 2 : std::clamp(offset, high - length, low);
    };
    m_transform.offset = {clamped(m_transform.offset.x(), size.width(), area.left(), area.right()),
                          clamped(m_transform.offset.y(), size.height(), area.top(), area.bottom())};
}

void CanopyView::zoomAt(QPointF anchor, double factor)
{
    const QPointF scenePoint = m_transform.unmap(anchor);
    m_transform.scale = std::clamp(m_transform.scale * factor, m_fitScale, m_fitScale * kDeepest);
    m_transform.offset = anchor - scenePoint * m_transform.scale;
    m_isFitted = m_transform.scale <= m_fitScale * 1.001;
    rebuild();
}

void CanopyView::zoomBy(double factor)
{
    zoomAt(canvas().center(), factor);
}

void CanopyView::zoomToFit()
{
    m_transform.scale = m_fitScale;
    m_transform.offset = canvas().topLeft();
    m_isFitted = true;
    rebuild();
}

void CanopyView::zoomTo(ModuleId id)
{
    if (m_tree == nullptr) {
        return;
    }
    QRectF target;
    for (const CanopyBox& box : m_layout.boxes) {
        if (m_tree->isWithin(box.id, id)) {
            target |= box.rect;
        }
    }
    for (const CanopyFrame& frame : m_layout.frames) {
        target = frame.id == id ? frame.rect : target;
    }
    if (target.isEmpty()) {
        return;
    }
    const QRectF area = canvas();
    const auto bring = [&](const QRectF& rect) {
        const double scale = 0.86 * std::min(area.width() / rect.width(), area.height() / rect.height());
        m_transform.scale = std::clamp(scale, m_fitScale, m_fitScale * kDeepest);
        m_transform.offset = area.center() - rect.center() * m_transform.scale;
        m_isFitted = m_transform.scale <= m_fitScale * 1.001;
        rebuild();
    };
    bring(target);
    // Head lines keep their height, so a nested box is not quite where the layout has it: look again.
    for (int i = 0; i < 2; ++i) {
        if (const CanopyItem* item = m_scene.itemOf(id); item != nullptr && item->shape == CanopyShape::Cell) {
            bring(QRectF(m_transform.unmap(item->rect.topLeft()), item->rect.size() / m_transform.scale));
        }
    }
}

QString CanopyView::graftText(ModuleId id, bool isOpen) const
{
    const auto& under = m_graftsUnder[at(id)];
    QString ranks;
    std::size_t count = 0;
    for (const std::size_t index : under) {
        const plan::Graft& graft = m_plan->grafts[index];
        if (isOpen && graft.site != id) {
            continue; // its own cell shows it
        }
        const QString each = graftMark(graft.adapter);
        ranks = count == 0 || ranks == each ? each : QStringLiteral("…");
        ++count;
    }
    if (count == 0) {
        return {};
    }
    return count == 1 ? ranks : QStringLiteral("%1×%2").arg(count).arg(ranks);
}

CanopyLook CanopyView::lookOf(const CanopyItem& item) const
{
    const network::Module& module = m_tree->module(item.id);
    CanopyLook look;
    look.hasPlan = hasPlan();
    look.label =
        item.box >= 0 ? m_layout.boxes[static_cast<std::size_t>(item.box)].label : QString::fromStdString(module.name);
    // A frame says what the outline says, adapters included; a box what its strip shows.
    const bool isFrame = item.shape == CanopyShape::Frame;
    const std::int64_t count =
        isFrame && look.hasPlan ? m_plan->parametersUnder[at(item.id)] : m_totals[at(item.id)].parameters;
    if (count > 0) {
        look.count = exactCount(count);
        look.count2 = shortCount(count);
    }
    look.strip =
        static_cast<double>(m_totals[at(item.id)].parameters) * m_layout.lengthPerParameter * m_transform.scale;
    look.note = QString::fromStdString(module.type);
    if (module.outputs > 0 && module.stride > 0 && m_imageSize > 0 && item.shape == CanopyShape::Box) {
        look.note = QStringLiteral("%1 · %2 %3")
                        .arg(module.outputs)
                        .arg(squared(m_imageSize / module.stride), look.note)
                        .trimmed();
    }
    if (look.hasPlan) {
        look.state = m_plan->subtree[at(item.id)];
        look.graft = item.shape == CanopyShape::Frame ? QString() : graftText(item.id, item.isOpen);
    }
    if (hasHeat()) {
        look.hasLens = true;
        look.heat = m_heat->shares[at(item.id)];
        if (m_heat->figure) {
            // Below the name where there is room, so that a narrow box says it too.
            constexpr double kRoomy = 52;
            const bool isRoomy = item.rect.height() >= kRoomy && !item.isOpen && item.shape == CanopyShape::Box;
            const QString figure = m_heat->figure(item.id);
            look.note = isRoomy ? figure : QString();
            look.count = look.count2 = isRoomy ? QString() : figure;
        }
    }
    look.takesText = m_takesText[at(item.id)] && item.shape != CanopyShape::Segment;
    if (m_drag.isOn() && item.shape != CanopyShape::Frame) {
        look.opacity = m_isLegal[at(item.id)] ? 1.0 : 0.4;
    } else if (m_isStale) {
        look.opacity = 0.5;
    }
    return look;
}

void CanopyView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg0));
    if (m_tree == nullptr) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(QRectF(0, 0, width(), height() - kCanopyLegend));
    for (const CanopyItem& item : m_scene.items()) {
        if (item.shape == CanopyShape::Frame) {
            paintCanopyItem(painter, m_theme, item, lookOf(item));
        }
    }
    for (const CanopyWire& wire : m_layout.wires) {
        const QLineF line(m_transform.map(wire.line.p1()), m_transform.map(wire.line.p2()));
        painter.setPen(QPen(m_theme.color(Token::Grid), 0));
        painter.drawLine(line);
    }
    for (const CanopyEdge& edge : m_layout.edges) {
        QPolygonF onScreen;
        std::ranges::transform(edge.line, std::back_inserter(onScreen),
                               [&](QPointF point) { return m_transform.map(point); });
        if (onScreen.boundingRect().adjusted(-8, -8, 8, 8).intersects(QRectF(rect()))) {
            paintCanopyEdge(painter, m_theme, onScreen);
        }
    }
    if (!m_layout.image.isNull()) {
        const QRectF image = m_transform.map(m_layout.image);
        paintImage(painter, m_theme, image,
                   m_imageSize > 0 ? tr("image") + QLatin1Char('\n') + squared(m_imageSize) : tr("image"));
        const QPointF top(image.center().x(), image.top());
        paintCanopyEdge(painter, m_theme, QPolygonF{{top, top - QPointF(0, 17 * m_transform.scale)}});
    }
    for (const CanopyItem& item : m_scene.items()) {
        if (item.shape != CanopyShape::Frame) {
            paintCanopyItem(painter, m_theme, item, lookOf(item));
        }
    }
    paintOverlays(painter);
    painter.setClipping(false);
    paintLegend(painter);
    paintDrag(painter);
}

void CanopyView::paintOverlays(QPainter& painter) const
{
    for (const CanopyItem& item : m_scene.items()) {
        if (m_isWarned[at(item.id)] && item.shape != CanopyShape::Segment) {
            paintWarning(painter, m_theme, item.rect.topRight() + QPointF(-2, 2));
        }
    }
    for (const bool isEmpty : {false, true}) {
        std::vector<ModuleId> matches;
        std::ranges::copy_if(m_matches, std::back_inserter(matches),
                             [&](ModuleId id) { return (m_totals[at(id)].parameters == 0) == isEmpty; });
        const QColor color = m_theme.color(isEmpty ? Token::WarningLine : Token::Acc);
        for (const QRectF& rect : m_scene.rectsOf(*m_tree, matches)) {
            paintRing(painter, rect, color, 1.6, true, 3.5);
        }
    }
    for (const ModuleId id : m_selection) {
        for (const QRectF& rect : m_scene.rectsOf(*m_tree, id)) {
            paintRing(painter, rect, m_theme.color(Token::Acc), 2, false, 1.5);
        }
    }
    if (const CanopyItem* hover = m_scene.itemOf(m_hover); hover != nullptr && hover->shape != CanopyShape::Frame) {
        paintRing(painter, hover->rect, m_theme.color(Token::Tx2), 1, false, 1);
    }
    if (m_band) {
        QColor fill = m_theme.color(Token::Acc);
        fill.setAlphaF(0.15F);
        painter.setPen(QPen(m_theme.color(Token::Acc), 1));
        painter.setBrush(fill);
        painter.drawRect(m_band->normalized());
    }
}

QString CanopyView::tipOf(ModuleId id) const
{
    const network::Module& module = m_tree->module(id);
    QStringList lines;
    lines << (module.path.empty() ? QString::fromStdString(m_tree->model()) : QString::fromStdString(module.path));
    if (!module.type.empty()) {
        lines << QString::fromStdString(module.type);
    }
    if (module.outputs > 0) {
        QString shape = QStringLiteral("%1 → %2").arg(module.inputs).arg(module.outputs);
        if (module.stride > 0 && m_imageSize > 0) {
            shape += QStringLiteral(" · %1").arg(squared(m_imageSize / module.stride));
        }
        lines << shape;
    }
    lines << tr("%1 parameters").arg(exactCount(m_totals[at(id)].parameters));
    if (hasPlan()) {
        lines << tr("%1 train").arg(exactCount(m_plan->trainableUnder[at(id)]));
        const int rule = m_plan->actingRule[at(id)];
        if (rule >= 0) {
            const plan::RuleReport& report = m_plan->rules[static_cast<std::size_t>(rule)];
            lines << tr("rule %1: %2")
                         .arg(rule + 1)
                         .arg(QString::fromStdString(std::string(toText(report.kind)) + ' ' + report.pattern));
        }
    }
    if (hasHeat()) {
        lines << m_heat->text(id);
    }
    if (m_takesText[at(id)]) {
        lines << tr("takes the text as well");
    }
    return lines.join(QLatin1Char('\n'));
}

bool CanopyView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_tree != nullptr) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const CanopyItem* item = m_scene.itemAt(help->pos())) {
            QToolTip::showText(help->globalPos(), tipOf(item->id), this, item->rect.toAlignedRect());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void CanopyView::resizeEvent(QResizeEvent*)
{
    layOut(true);
}

} // namespace espalier::ui

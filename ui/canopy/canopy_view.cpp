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
constexpr double kLegend = 26;
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

bool CanopyView::hasHeat() const
{
    return m_heat && m_tree != nullptr && m_heat->shares.size() == m_tree->size();
}

QRectF CanopyView::canvas() const
{
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kLegend - kMargin / 2);
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
    int rank = -1;
    std::size_t count = 0;
    for (const std::size_t index : under) {
        const plan::Graft& graft = m_plan->grafts[index];
        if (isOpen && graft.site != id) {
            continue; // its own cell shows it
        }
        const int each = plan::adapterRank(graft.adapter);
        rank = count == 0 || rank == each ? each : 0;
        ++count;
    }
    if (count == 0) {
        return {};
    }
    ranks = rank > 0 ? QStringLiteral("r%1").arg(rank) : QStringLiteral("r…");
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
    }
    look.takesText = m_takesText[at(item.id)] && item.shape != CanopyShape::Segment;
    if (m_drag.method >= 0 && item.shape != CanopyShape::Frame) {
        const auto& method = m_methods[static_cast<std::size_t>(m_drag.method)];
        look.opacity = plan::legalSites(*m_tree, item.id, method).empty() ? 0.4 : 1.0;
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
    painter.setClipRect(QRectF(0, 0, width(), height() - kLegend));
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
    for (const ModuleId id : m_matches) {
        const bool isEmpty = m_totals[at(id)].parameters == 0;
        const QColor color = m_theme.color(isEmpty ? Token::WarningLine : Token::Acc);
        for (const QRectF& rect : m_scene.rectsOf(*m_tree, id)) {
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

void CanopyView::paintLegend(QPainter& painter) const
{
    const QRectF bar(0, height() - kLegend, width(), kLegend);
    painter.fillRect(bar, m_theme.color(Token::Bg1));
    painter.fillRect(QRectF(0, bar.top(), width(), 1), m_theme.color(Token::Line));
    const QFont font = m_theme.body(11);
    const QFontMetricsF metrics(font);
    double x = 12;
    const double y = bar.center().y() + 0.5;
    const auto entry = [&](const QString& text, auto&& paintSwatch) {
        paintSwatch(QRectF(x, y - 5.5, 16, 11));
        painter.setFont(font);
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(QRectF(x + 21, bar.top(), 200, bar.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 21 + metrics.horizontalAdvance(text) + 14;
    };
    const auto swatch = [&](TrainState state, Qt::PenStyle style, double width) {
        return [&, state, style, width](const QRectF& rect) {
            const StateColors colors = stateColors(m_theme, state);
            painter.setPen(QPen(colors.line, width, style));
            painter.setBrush(colors.fill);
            painter.drawRoundedRect(rect, 3, 3);
        };
    };
    if (hasHeat()) {
        constexpr int kRamp = 80;
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        const QFontMetricsF figures(m_theme.mono(10));
        painter.drawText(QRectF(x, bar.top(), 80, bar.height()), Qt::AlignVCenter, m_heat->low);
        x += figures.horizontalAdvance(m_heat->low) + 6;
        for (int i = 0; i < kRamp; ++i) {
            painter.fillRect(QRectF(x + i, y - 5, 1, 10), m_theme.heatColor(i / (kRamp - 1.0)));
        }
        x += kRamp + 6;
        painter.drawText(QRectF(x, bar.top(), 80, bar.height()), Qt::AlignVCenter, m_heat->high);
        x += figures.horizontalAdvance(m_heat->high) + 16;
        entry(tr("non-finite"), [&](const QRectF& rect) {
            paintHeatSwatch(painter, m_theme, rect, std::numeric_limits<double>::infinity());
        });
        entry(tr("not measured"), [&](const QRectF& rect) {
            paintHeatSwatch(painter, m_theme, rect, std::numeric_limits<double>::quiet_NaN());
        });
        return;
    }
    entry(tr("frozen"), swatch(TrainState::Frozen, Qt::SolidLine, 1));
    entry(tr("unfrozen"), swatch(TrainState::Unfrozen, Qt::SolidLine, 1.6));
    entry(tr("adapter, rank"), [&](const QRectF& rect) { paintLeaf(painter, m_theme, rect, {}); });
    entry(tr("excluded"), swatch(TrainState::Excluded, Qt::DashLine, 1));
    entry(tr("pattern match"),
          [&](const QRectF& rect) { paintRing(painter, rect, m_theme.color(Token::Acc), 1.6, true, 0); });
    // The scale: a round count whose strip is 30 to 90 px long.
    double count = 1;
    while (count * m_layout.lengthPerParameter * m_transform.scale < 30 && count < 1e12) {
        count *= count * m_layout.lengthPerParameter * m_transform.scale * 5 < 30 ? 10 : 5;
    }
    const double length = count * m_layout.lengthPerParameter * m_transform.scale;
    const QString text = shortCount(static_cast<std::int64_t>(count)).remove(QStringLiteral(".00"));
    const double textWidth = QFontMetricsF(m_theme.mono(10)).horizontalAdvance(text);
    if (m_layout.lengthPerParameter > 0 && x + length + textWidth + 24 < width()) {
        painter.fillRect(QRectF(width() - 12 - length, y - 3, length, 6), m_theme.color(Token::FrozenStrip));
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(QRectF(width() - 18 - length - textWidth, bar.top(), textWidth + 2, bar.height()),
                         Qt::AlignVCenter, text);
    }
}

void CanopyView::paintDrag(QPainter& painter) const
{
    if (m_drag.method < 0) {
        return;
    }
    if (const CanopyItem* item = m_scene.itemOf(m_drag.target)) {
        paintRing(painter, item->rect, m_theme.color(Token::AdapterLine), 2, false, 2.5);
    }
    const QFont font = m_theme.mono(11);
    const double width = QFontMetricsF(font).horizontalAdvance(m_drag.text) + 16;
    QRectF ghost(m_drag.place + QPointF(14, 10), QSizeF(width, 22));
    ghost.moveRight(std::min(ghost.right(), this->width() - 4.0));
    const bool isLegal = m_drag.target != network::kNoModule;
    painter.setPen(QPen(m_theme.color(isLegal ? Token::AdapterLine : Token::Line2), 1));
    painter.setBrush(m_theme.color(isLegal ? Token::AdapterFill : Token::Bg2));
    painter.drawPath(leafPath(ghost, 8));
    painter.setFont(font);
    painter.setPen(m_theme.color(isLegal ? Token::AdapterText : Token::Tx2));
    painter.drawText(ghost, Qt::AlignCenter, m_drag.text);
}

QString CanopyView::tipOf(ModuleId id) const
{
    const network::Module& module = m_tree->module(id);
    QStringList lines;
    lines << (module.path.empty() ? QString::fromStdString(m_tree->model()) : QString::fromStdString(module.path));
    if (!module.type.empty()) {
        lines << QString::fromStdString(module.type);
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
    if (m_band) {
        m_band->setBottomRight(event->position());
        update();
        return;
    }
    const CanopyItem* item = m_tree == nullptr ? nullptr : m_scene.itemAt(event->position());
    setHover(item == nullptr ? network::kNoModule : item->id);
}

void CanopyView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_isPanning) {
        m_isPanning = false;
        unsetCursor();
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

void CanopyView::selectByKey(int key)
{
    const CanopyItem* from = m_selection.empty() ? nullptr : m_scene.itemOf(m_selection.front());
    const CanopyItem* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (const CanopyItem& item : m_scene.items()) {
        const bool isStop =
            item.shape == CanopyShape::Box || item.shape == CanopyShape::Pill || item.shape == CanopyShape::Cell;
        if (!isStop || (from != nullptr && item.id == from->id)) {
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
    if (best != nullptr) {
        Q_EMIT selectionRequested({best->id});
    }
}

void CanopyView::updateDrag(const QMimeData& carried, QPointF place)
{
    bool isNumber = false;
    const int method = carried.data(QLatin1String(kMethodMimeType)).toInt(&isNumber);
    m_drag = {};
    if (!isNumber || method < 0 || static_cast<std::size_t>(method) >= m_methods.size() || m_tree == nullptr) {
        return;
    }
    m_drag.method = method;
    m_drag.place = place;
    const plan::AdapterOptions& adapter = m_methods[static_cast<std::size_t>(method)];
    const CanopyItem* item = m_scene.itemAt(place);
    if (item == nullptr) {
        m_drag.text = tr("drop on a module");
    } else {
        std::int64_t cost = 0;
        const auto sites = plan::legalSites(*m_tree, item->id, adapter);
        for (const ModuleId site : sites) {
            cost += plan::graftParameters(m_tree->module(site), adapter);
        }
        const QString title = QString::fromStdString(std::string(plan::adapterTitle(adapter)));
        m_drag.target = sites.empty() ? network::kNoModule : item->id;
        m_drag.text = sites.empty()       ? tr("cannot carry %1").arg(title)
                      : sites.size() == 1 ? QStringLiteral("+") + exactCount(cost)
                                          : tr("%1 modules, +%2").arg(sites.size()).arg(exactCount(cost));
    }
    update();
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

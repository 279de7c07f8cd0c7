#include "ui/place/compare/pareto_plot.h"

#include "ui/place/compare/result_model.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace espalier::ui {

namespace {

constexpr double kLeft = 42, kTop = 30, kRight = 14, kBottom = 34;
constexpr double kMarker = 10;
constexpr double kLabel = 28;           ///< px high: name and figures
constexpr double kReach = 10;           ///< px from a mark that still mean it
constexpr std::size_t kMostLabels = 12; ///< more would be a heap of letters

QString shortCount(double value)
{
    return value >= 1e9   ? QStringLiteral("%1 G").arg(value / 1e9)
           : value >= 1e6 ? QStringLiteral("%1 M").arg(value / 1e6)
           : value >= 1e3 ? QStringLiteral("%1 K").arg(value / 1e3)
                          : QString::number(value);
}

double niceStep(double range)
{
    const double rough = range / 4;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double mantissa : {1.0, 2.0, 5.0}) {
        if (mantissa * decade >= rough) {
            return mantissa * decade;
        }
    }
    return 10 * decade;
}

} // namespace

ParetoPlot::ParetoPlot(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setMouseTracking(true);
    setProperty("panel", true);
    setAccessibleName(tr("Accuracy against parameters"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void ParetoPlot::setFeeds(const RunFeeds& feeds, qint64 reference)
{
    m_groups = recipeGroups(feeds);
    m_front = paretoFront(m_groups);
    m_validation = commonValidation(m_groups);
    m_ids.clear();
    m_reference = 0;
    for (const auto& feed : feeds) {
        m_ids.push_back(feed->id());
        if (feed->id() == reference) {
            m_reference = feed->detail().summary.trainable;
        }
    }
    double x0 = 0, x1 = 0, y0 = 1, y1 = 0;
    for (const RecipeGroup& group : m_groups) {
        if (isDrawn(group)) {
            const auto parameters = static_cast<double>(group.trainable);
            x0 = x0 == 0 ? parameters : std::min(x0, parameters);
            x1 = std::max(x1, parameters);
            y0 = std::min(y0, group.spread.low);
            y1 = std::max(y1, group.spread.high);
        }
    }
    m_x0 = x0 > 0 ? x0 / 2 : 1;
    m_x1 = x0 > 0 ? x1 * 3 : 10;
    const double pad = std::max(0.02, 0.25 * (y1 - y0));
    m_y0 = y1 >= y0 ? std::max(0.0, y0 - pad) : 0;
    m_y1 = y1 >= y0 ? y1 + pad : 1;
    setAccessibleDescription(tr("Pareto front: %1").arg(front().join(QStringLiteral(", "))));
    update();
}

void ParetoPlot::setHighlight(qint64 run)
{
    if (run != m_highlight) {
        m_highlight = run;
        update();
    }
}

QStringList ParetoPlot::front() const
{
    QStringList names;
    for (const std::size_t place : m_front) {
        names << QString::fromStdString(m_groups[place].name);
    }
    return names;
}

std::optional<QPointF> ParetoPlot::placeOf(std::size_t group) const
{
    const RecipeGroup& what = m_groups.at(group);
    return isDrawn(what) ? std::optional(QPointF(px(static_cast<double>(what.trainable)), py(what.spread.mean)))
                         : std::nullopt;
}

bool ParetoPlot::isDrawn(const RecipeGroup& group) const
{
    return group.trainable > 0 && group.spread.count > 0;
}

bool ParetoPlot::holds(const RecipeGroup& group, qint64 run) const
{
    return std::ranges::any_of(group.runs, [&](std::size_t place) { return m_ids[place] == run; });
}

QRectF ParetoPlot::area() const
{
    return QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
}

double ParetoPlot::px(double parameters) const
{
    return area().left() + std::log(parameters / m_x0) / std::log(m_x1 / m_x0) * area().width();
}

double ParetoPlot::py(double score) const
{
    return area().bottom() - (score - m_y0) / (m_y1 - m_y0) * area().height();
}

void ParetoPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(area(), m_theme.color(Token::Bg0));
    paintAxes(painter);
    if (std::ranges::none_of(m_groups, [this](const RecipeGroup& group) { return isDrawn(group); })) {
        painter.setFont(m_theme.body(11));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(area(), Qt::AlignCenter | Qt::TextWordWrap, tr("No run here has a validation yet"));
        return;
    }
    paintFront(painter);
    for (const RecipeGroup& group : m_groups) {
        paintGroup(painter, group);
    }
    paintLabels(painter);
}

void ParetoPlot::paintAxes(QPainter& painter) const
{
    const QRectF room = area();
    painter.setFont(m_theme.body(12, true));
    painter.setPen(m_theme.color(Token::Tx1));
    const QString title = tr("Accuracy against parameters");
    painter.drawText(QPointF(12, 19), title);
    const double after = 12 + QFontMetricsF(painter.font()).horizontalAdvance(title) + 10;
    painter.setFont(m_theme.body(10));
    painter.setPen(m_theme.color(Token::Tx3));
    const QString note = tr("best mAP · bar = range of repeats");
    if (after + QFontMetricsF(painter.font()).horizontalAdvance(note) < width() - kRight) {
        painter.drawText(QPointF(after, 19), note);
    }
    painter.drawText(QRectF(room.left(), room.bottom() + 17, room.width(), 16), Qt::AlignCenter,
                     tr("trainable parameters, log"));
    painter.setFont(m_theme.mono(10));
    const QPen grid(m_theme.color(Token::Grid), 1);
    const double step = niceStep(m_y1 - m_y0);
    for (double tick = std::ceil(m_y0 / step) * step; tick <= m_y1 + 1e-12; tick += step) {
        const double y = std::round(py(tick)) + .5;
        painter.setPen(grid);
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y));
        painter.setPen(m_theme.color(Token::Tx3));
        const QString figure = QString::number(tick, 'f', step < 0.095 ? 2 : 1);
        painter.drawText(QRectF(0, y - 8, kLeft - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                         figure.startsWith(QLatin1String("0.")) ? figure.mid(1) : figure);
    }
    const bool isNarrow = m_x1 / m_x0 < 100;
    for (int decade = static_cast<int>(std::floor(std::log10(m_x0))); decade <= std::ceil(std::log10(m_x1)); ++decade) {
        for (const int mantissa : {1, 2, 5}) {
            const double tick = mantissa * std::pow(10.0, decade);
            if (tick < m_x0 || tick > m_x1 || (mantissa != 1 && !isNarrow)) {
                continue;
            }
            const double x = std::round(px(tick)) + .5;
            painter.setPen(grid);
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()));
            painter.setPen(m_theme.color(Token::Tx3));
            painter.drawText(QRectF(x - 30, room.bottom() + 2, 60, 16), Qt::AlignCenter, shortCount(tick));
        }
    }
}

void ParetoPlot::paintFront(QPainter& painter) const
{
    if (m_front.empty()) {
        return;
    }
    const QRectF room = area();
    QPolygonF line;
    for (const std::size_t place : m_front) {
        const QPointF here = *placeOf(place);
        line << QPointF(here.x(), line.isEmpty() ? room.bottom() : line.last().y()) << here;
    }
    line << QPointF(room.right(), line.last().y());
    QPen pen(m_theme.color(Token::Acc), 1.2);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

void ParetoPlot::paintGroup(QPainter& painter, const RecipeGroup& group) const
{
    if (!isDrawn(group)) {
        return;
    }
    const RunLook look = m_theme.runLook(m_ids[group.runs.front()]);
    const bool isAside = group.validation != m_validation;
    painter.setOpacity(m_highlight > 0 && !holds(group, m_highlight) ? kFaded : isAside ? 0.55 : 1);
    const QPointF centre(px(static_cast<double>(group.trainable)), py(group.spread.mean));
    if (group.spread.count > 1) {
        painter.setPen(QPen(look.color, 1.6));
        const double low = py(group.spread.low), high = py(group.spread.high);
        painter.drawLine(QPointF(centre.x(), low), QPointF(centre.x(), high));
        for (const double y : {low, high}) {
            painter.drawLine(QPointF(centre.x() - 4, y), QPointF(centre.x() + 4, y));
        }
    }
    paintMarker(painter, centre, kMarker, look, m_theme.color(Token::Bg0));
    if (group.hasExploded) {
        painter.setPen(QPen(m_theme.color(Token::ExplodedLine), 1.6));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, kMarker, kMarker);
    }
    painter.setOpacity(1);
}

/// Name and parameters beside each mark, on the first side where nothing stands yet.
void ParetoPlot::paintLabels(QPainter& painter) const
{
    if (m_groups.size() > kMostLabels) {
        return;
    }
    const QFontMetricsF names(m_theme.body(11, true));
    const QFontMetricsF figures(m_theme.mono(10));
    std::vector<QRectF> taken;
    for (std::size_t place = 0; place < m_groups.size(); ++place) {
        if (const auto centre = placeOf(place)) {
            const RecipeGroup& group = m_groups[place];
            const QRectF bar(centre->x() - 6, py(group.spread.high), 12, py(group.spread.low) - py(group.spread.high));
            taken.push_back(bar.united(QRectF(*centre - QPointF(8, 8), QSizeF(16, 16))));
        }
    }
    std::vector<std::size_t> order(m_groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [this](std::size_t place) { return m_groups[place].trainable; });
    for (const std::size_t place : order) {
        const auto centre = placeOf(place);
        if (!centre) {
            continue;
        }
        const RecipeGroup& group = m_groups[place];
        const QString exploded = group.hasExploded ? tr("%1, exploded") : QStringLiteral("%1");
        QString figure = countText(group.trainable);
        if (m_reference > 0) {
            figure += QStringLiteral(" · %1×").arg(
                ui::figure(static_cast<double>(m_reference) / static_cast<double>(group.trainable)));
        }
        const double x = centre->x();
        const double top = std::min(centre->y() - 8, py(group.spread.high) - 2) - kLabel;
        const double bottom = std::max(centre->y() + 8, py(group.spread.low) + 2);
        const double middle = centre->y() - kLabel / 2;
        QString name;
        std::optional<QRectF> free;
        for (const int widest : {190, 110}) {
            name = names.elidedText(exploded.arg(QString::fromStdString(group.name)), Qt::ElideMiddle, widest);
            const double width = std::max(names.horizontalAdvance(name), figures.horizontalAdvance(figure)) + 4;
            for (const QPointF& corner :
                 {QPointF(x + 12, middle), QPointF(x - 12 - width, middle), QPointF(x + 4, bottom), QPointF(x + 4, top),
                  QPointF(x - 4 - width, bottom), QPointF(x - 4 - width, top), QPointF(x - width / 2, bottom),
                  QPointF(x - width / 2, top)}) {
                const QRectF side(corner, QSizeF(width, kLabel));
                if (!free && area().contains(side) &&
                    std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(side); })) {
                    free = side;
                }
            }
            if (free) {
                break;
            }
        }
        if (!free) {
            continue; // its name is in the tool tip
        }
        taken.push_back(*free);
        painter.fillRect(*free, m_theme.color(Token::Bg0)); // the front must not run through a name
        const auto side = free->left() < x ? Qt::AlignRight : Qt::AlignLeft;
        painter.setOpacity(m_highlight > 0 && !holds(group, m_highlight) ? kFaded : 1);
        painter.setFont(m_theme.body(11, true));
        painter.setPen(m_theme.color(Token::Tx1));
        painter.drawText(QRectF(free->topLeft(), QSizeF(free->width(), 14)), side | Qt::AlignVCenter, name);
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(QRectF(free->topLeft() + QPointF(0, 14), QSizeF(free->width(), 14)), side | Qt::AlignVCenter,
                         figure);
        painter.setOpacity(1);
    }
}

qint64 ParetoPlot::runAt(QPointF position) const
{
    qint64 run = 0;
    double best = kReach;
    for (std::size_t place = 0; place < m_groups.size(); ++place) {
        const auto centre = placeOf(place);
        const double distance = centre ? std::hypot(centre->x() - position.x(), centre->y() - position.y()) : best;
        if (distance < best) {
            best = distance;
            run = m_ids[m_groups[place].runs.front()];
        }
    }
    return run;
}

void ParetoPlot::mouseMoveEvent(QMouseEvent* event)
{
    const qint64 run = runAt(event->position());
    const auto group = std::ranges::find_if(m_groups, [&](const RecipeGroup& one) { return holds(one, run); });
    if (run == 0 || group == m_groups.end()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(
            event->globalPosition().toPoint(),
            tr("%1: mAP %2 with %3 parameters")
                .arg(QString::fromStdString(group->name), metricText(group->spread.mean), countText(group->trainable)),
            this);
    }
    if (run != m_highlight) {
        Q_EMIT hovered(run);
    }
}

void ParetoPlot::mousePressEvent(QMouseEvent* event)
{
    if (const qint64 run = runAt(event->position()); run > 0) {
        Q_EMIT clicked(run);
    }
}

void ParetoPlot::leaveEvent(QEvent*)
{
    Q_EMIT hovered(0);
}

} // namespace espalier::ui

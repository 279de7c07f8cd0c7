#include "ui/place/data/data_charts.h"

#include "ui/place/data/data_text.h"
#include "ui/plot/box_painting.h"
#include "ui/widget/count_text.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr int kMargin = 12;
constexpr int kTitle = 26;
constexpr int kClassRow = 34;
constexpr int kAreaHeight = 84;
constexpr int kSizeRow = 30;
constexpr std::size_t kMostSizes = 4;
constexpr int kGap = 16;
constexpr int kSample = 28;

int areaBin(double share)
{
    const int doublings = static_cast<int>(std::floor(std::log2(std::max(share, 1e-9))));
    return std::clamp(SplitCounts::kAreaBins + doublings, 0, SplitCounts::kAreaBins - 1);
}

struct SizeRow {
    QString text;
    std::array<std::int64_t, 2> counts{};
};

/// The commonest sizes, and all others in one row.
std::vector<SizeRow> sizeRows(const std::array<SplitCounts, 2>& counts)
{
    std::map<std::pair<int, int>, std::array<std::int64_t, 2>> merged;
    for (std::size_t split = 0; split < counts.size(); ++split) {
        for (const auto& [size, count] : counts[split].imageSizes) {
            merged[size][split] += count;
        }
    }
    std::vector<SizeRow> rows;
    for (const auto& [size, both] : merged) {
        rows.push_back({sizeText(size.first, size.second), both});
    }
    std::ranges::stable_sort(rows, std::greater(), [](const SizeRow& row) { return row.counts[0] + row.counts[1]; });
    if (rows.size() > kMostSizes + 1) {
        SizeRow others{DataCharts::tr("%n other(s)", nullptr, static_cast<int>(rows.size() - kMostSizes)), {}};
        for (std::size_t i = kMostSizes; i < rows.size(); ++i) {
            others.counts[0] += rows[i].counts[0];
            others.counts[1] += rows[i].counts[1];
        }
        rows.resize(kMostSizes);
        rows.push_back(others);
    }
    return rows;
}

QString bothText(std::int64_t train, std::int64_t val)
{
    return QStringLiteral("%1 · %2").arg(exactCount(train), exactCount(val));
}

} // namespace

SplitCounts countsOf(const dataset::Catalogue& catalogue)
{
    SplitCounts counts;
    counts.boxesOfClass.assign(catalogue.classes.size(), 0);
    std::vector<double> shares;
    for (const dataset::Entry& entry : catalogue.entries) {
        ++counts.imageSizes[{entry.width, entry.height}];
        const double area = static_cast<double>(entry.width) * entry.height;
        for (const dataset::Annotation& annotation : entry.annotations) {
            ++counts.boxes;
            ++counts.boxesOfClass[static_cast<std::size_t>(annotation.label)];
            const dataset::Box& box = annotation.box;
            const double covered = static_cast<double>(box[2] - box[0]) * static_cast<double>(box[3] - box[1]);
            if (area > 0) {
                shares.push_back(covered / area);
                ++counts.areas[static_cast<std::size_t>(areaBin(shares.back()))];
            }
        }
    }
    if (!shares.empty()) {
        const auto middle = shares.begin() + static_cast<std::ptrdiff_t>(shares.size() / 2);
        std::nth_element(shares.begin(), middle, shares.end());
        counts.medianShare = *middle;
    }
    return counts;
}

DataCharts::DataCharts(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setMinimumWidth(200);
    setAccessibleName(tr("Counts of both splits"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void DataCharts::setCatalogues(const dataset::Catalogue* train, const dataset::Catalogue* val)
{
    m_classes = train == nullptr ? std::vector<std::string>() : train->classes;
    m_counts = {train == nullptr ? SplitCounts() : countsOf(*train), val == nullptr ? SplitCounts() : countsOf(*val)};
    for (SplitCounts& counts : m_counts) {
        counts.boxesOfClass.resize(m_classes.size(), 0);
    }
    setFixedHeight(totalHeight());
    setAccessibleDescription(inWords());
    update();
}

int DataCharts::totalHeight() const
{
    return 2 * kMargin + 3 * kTitle + 2 * kGap + static_cast<int>(m_classes.size() + 1) * kClassRow + kAreaHeight + 58 +
           static_cast<int>(sizeRows(m_counts).size()) * kSizeRow;
}

QString DataCharts::inWords() const
{
    QStringList parts;
    for (std::size_t label = 0; label < m_classes.size(); ++label) {
        parts << tr("%1: %2 in train, %3 in val")
                     .arg(className(m_classes, static_cast<int>(label)), exactCount(m_counts[0].boxesOfClass[label]),
                          exactCount(m_counts[1].boxesOfClass[label]));
    }
    return parts.join(QStringLiteral("; "));
}

ChartTable DataCharts::table() const
{
    ChartTable table{{tr("chart"), tr("what"), splitName(Split::Train), splitName(Split::Val)}};
    const auto add = [&](const QString& chart, const QString& what, std::int64_t train, std::int64_t val) {
        table << QStringList{chart, what, QString::number(train), QString::number(val)};
    };
    for (std::size_t label = 0; label < m_classes.size(); ++label) {
        add(tr("Boxes per class"), className(m_classes, static_cast<int>(label)), m_counts[0].boxesOfClass[label],
            m_counts[1].boxesOfClass[label]);
    }
    for (std::size_t bin = 0; bin < SplitCounts::kAreaBins; ++bin) {
        const int doublings = static_cast<int>(bin) - SplitCounts::kAreaBins;
        add(tr("Box area, share of image"), tr("from %1").arg(shareText(std::exp2(doublings))), m_counts[0].areas[bin],
            m_counts[1].areas[bin]);
    }
    for (const SizeRow& row : sizeRows(m_counts)) {
        add(tr("Image sizes"), row.text, row.counts[0], row.counts[1]);
    }
    return table;
}

void DataCharts::paintBar(QPainter& painter, const QRectF& bar, const QColor& color, bool isHollow) const
{
    if (bar.width() < 1) {
        return;
    }
    if (isHollow) {
        painter.setPen(QPen(color, 1));
        painter.setBrush(m_theme.color(Token::Bg1));
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.fillRect(bar, color);
    }
}

int DataCharts::paintTitle(QPainter& painter, int top, const QString& title) const
{
    painter.setFont(m_theme.body(13, true));
    painter.setPen(m_theme.color(Token::Tx1));
    painter.drawText(QRect(kMargin, top, width() - 2 * kMargin, kTitle), Qt::AlignLeft | Qt::AlignTop, title);
    return top + kTitle;
}

int DataCharts::paintClasses(QPainter& painter, int top) const
{
    const int room = width() - 2 * kMargin;
    const QString train = splitName(Split::Train);
    const QString val = splitName(Split::Val);
    painter.setFont(m_theme.body(11));
    int right = kMargin + room;
    for (const bool isHollow : {true, false}) {
        const QString& name = isHollow ? val : train;
        const int nameWidth = painter.fontMetrics().horizontalAdvance(name);
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(QRect(right - nameWidth, top, nameWidth, 18), Qt::AlignVCenter, name);
        paintBar(painter, QRectF(right - nameWidth - 12, top + 5, 8, 8), m_theme.color(Token::Tx2), isHollow);
        right -= nameWidth + 24;
    }
    int y = paintTitle(painter, top, tr("Boxes per class"));
    std::int64_t most = 1;
    for (const SplitCounts& counts : m_counts) {
        for (const std::int64_t count : counts.boxesOfClass) {
            most = std::max(most, count);
        }
    }
    for (std::size_t label = 0; label < m_classes.size(); ++label) {
        const RunLook look = classLook(m_theme, static_cast<int>(label));
        const std::int64_t counts[] = {m_counts[0].boxesOfClass[label], m_counts[1].boxesOfClass[label]};
        paintClassSample(painter, QRectF(kMargin, y, kSample, 16), look);
        painter.setFont(m_theme.mono(11));
        painter.setPen(m_theme.color(Token::Tx1));
        const QString text = bothText(counts[0], counts[1]);
        const int textWidth = painter.fontMetrics().horizontalAdvance(text) + 8;
        painter.drawText(QRect(kMargin, y, room, 16), Qt::AlignRight | Qt::AlignVCenter, text);
        painter.drawText(QRect(kMargin + kSample + 6, y, room - kSample - 6 - textWidth, 16),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(className(m_classes, static_cast<int>(label)), Qt::ElideRight,
                                                          room - 24 - textWidth));
        for (int split = 0; split < 2; ++split) {
            const double length = room * static_cast<double>(counts[split]) / static_cast<double>(most);
            paintBar(painter, QRectF(kMargin, y + 18 + split * 6, length, 5), look.color, split == 1);
        }
        y += kClassRow;
    }
    painter.setPen(m_theme.color(Token::Line));
    painter.drawLine(kMargin, y + 2, kMargin + room, y + 2);
    painter.setPen(m_theme.color(Token::Tx2));
    painter.setFont(m_theme.body(12));
    painter.drawText(QRect(kMargin, y + 4, room, 20), Qt::AlignLeft | Qt::AlignVCenter, tr("all"));
    painter.setFont(m_theme.mono(11));
    painter.drawText(QRect(kMargin, y + 4, room, 20), Qt::AlignRight | Qt::AlignVCenter,
                     bothText(m_counts[0].boxes, m_counts[1].boxes));
    return y + kClassRow;
}

int DataCharts::paintAreas(QPainter& painter, int top) const
{
    const int y = paintTitle(painter, top, tr("Box area, share of image"));
    const double room = width() - 2 * kMargin;
    std::array<std::int64_t, 2> most{1, 1};
    for (std::size_t split = 0; split < 2; ++split) {
        most[split] = std::max<std::int64_t>(1, std::ranges::max(m_counts[split].areas));
    }
    const double cell = room / SplitCounts::kAreaBins;
    const int foot = y + kAreaHeight;
    for (int bin = 0; bin < SplitCounts::kAreaBins; ++bin) {
        for (std::size_t split = 0; split < 2; ++split) {
            const std::int64_t count = m_counts[split].areas[static_cast<std::size_t>(bin)];
            const double height = (kAreaHeight - 4) * static_cast<double>(count) / static_cast<double>(most[split]);
            const double left = kMargin + cell * bin + static_cast<double>(split) * (cell - 2) / 2;
            if (count > 0) {
                paintBar(painter, QRectF(left, foot - std::max(height, 2.0), (cell - 2) / 2, std::max(height, 2.0)),
                         m_theme.color(Token::FrozenLine), split == 1);
            }
        }
    }
    painter.setPen(m_theme.color(Token::Line2));
    painter.drawLine(kMargin, foot, kMargin + static_cast<int>(room), foot);
    painter.setFont(m_theme.mono(10));
    painter.setPen(m_theme.color(Token::Tx3));
    for (const int doublings : {-14, -10, -7, -4, -1}) {
        const double x = kMargin + cell * (SplitCounts::kAreaBins + doublings);
        const QString text = shareText(std::exp2(doublings));
        const int textWidth = painter.fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(x - textWidth / 2.0, double(kMargin), kMargin + room - textWidth);
        painter.drawText(QRectF(left, foot + 2, textWidth + 2, 14), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
    painter.setFont(m_theme.body(11));
    painter.setPen(m_theme.color(Token::Tx2));
    const QString medians = tr("Median %1 in train, %2 in val; each split to its own height")
                                .arg(shareText(m_counts[0].medianShare), shareText(m_counts[1].medianShare));
    painter.drawText(QRectF(kMargin, foot + 18, room, 32), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, medians);
    return foot + 58;
}

int DataCharts::paintSizes(QPainter& painter, int top) const
{
    int y = paintTitle(painter, top, tr("Image sizes"));
    const int room = width() - 2 * kMargin;
    const std::vector<SizeRow> rows = sizeRows(m_counts);
    std::int64_t most = 1;
    for (const SizeRow& row : rows) {
        most = std::max({most, row.counts[0], row.counts[1]});
    }
    painter.setFont(m_theme.mono(11));
    for (const SizeRow& row : rows) {
        painter.setPen(m_theme.color(Token::Tx1));
        painter.drawText(QRect(kMargin, y, room, 14), Qt::AlignLeft | Qt::AlignVCenter, row.text);
        painter.drawText(QRect(kMargin, y, room, 14), Qt::AlignRight | Qt::AlignVCenter,
                         bothText(row.counts[0], row.counts[1]));
        for (int split = 0; split < 2; ++split) {
            const double length =
                room * static_cast<double>(row.counts[static_cast<std::size_t>(split)]) / static_cast<double>(most);
            paintBar(painter, QRectF(kMargin, y + 15 + split * 6, length, 5), m_theme.color(Token::FrozenLine),
                     split == 1);
        }
        y += kSizeRow;
    }
    return y;
}

void DataCharts::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    int y = paintClasses(painter, kMargin);
    y = paintAreas(painter, y + kGap);
    (void)paintSizes(painter, y + kGap);
}

} // namespace espalier::ui

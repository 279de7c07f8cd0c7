#include "ui/place/compare/result_model.h"

#include "core/compare/bands.h"
#include "core/compare/markdown.h"
#include "ui/place/compare/recipe_groups.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"

#include <QIcon>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::ui {

namespace {

const double kUnknown = std::numeric_limits<double>::quiet_NaN();
const QSize kSampleSize(26, 16);

/// AP by class of the evaluation at `step`.
std::vector<std::pair<std::string, double>> classesAt(const RunFeed& feed, double step)
{
    std::vector<std::pair<std::string, double>> classes;
    for (const auto& [series, points] : feed.curves()) {
        if (!series.starts_with("mAP/")) {
            continue;
        }
        const auto at = std::find(points.step.begin(), points.step.end(), step);
        if (at != points.step.end()) {
            classes.emplace_back(series.substr(4), points.value[static_cast<std::size_t>(at - points.step.begin())]);
        }
    }
    return classes;
}

/// The row as the command line gives it, from what the feed holds.
compare::ResultRow rowOf(const RunFeed& feed)
{
    const store::RunSummary& summary = feed.detail().summary;
    compare::ResultRow row;
    row.run = feed.id();
    row.name = summary.name;
    row.state = feed.state();
    row.trainable = summary.trainable;
    row.adapterParameters = summary.adapterParameters;
    row.seconds = feed.seconds();
    const auto found = feed.curves().find("mAP");
    if (found != feed.curves().end()) {
        const Curve& score = found->second;
        for (std::size_t index = 0; index < score.value.size(); ++index) {
            if (!std::isfinite(score.value[index])) {
                continue;
            }
            row.last = score.value[index];
            if (!row.best || score.value[index] > *row.best) {
                row.best = score.value[index];
                row.bestEpoch = score.epoch[index];
                row.classes = classesAt(feed, score.step[index]);
            }
        }
    }
    for (const run::Event& event : feed.marks()) {
        const auto* guarded = std::get_if<run::Guarded>(&event.body);
        if (guarded && guarded->stability == run::Stability::Exploded && !row.explodedStep) {
            row.explodedStep = guarded->step;
        }
    }
    return row;
}

/// Each run, and after the last of several with one recipe these together.
std::vector<std::vector<std::size_t>> rowsOf(const std::vector<std::shared_ptr<RunFeed>>& feeds)
{
    std::vector<store::RunSummary> summaries;
    for (const auto& feed : feeds) {
        summaries.push_back(feed->detail().summary);
    }
    std::vector<std::vector<std::size_t>> groups;
    for (auto& group : compare::groupsByRecipe(summaries)) {
        if (group.size() > 1 && !summaries[group.front()].recipeHash.empty()) {
            groups.push_back(std::move(group));
        }
    }
    std::vector<std::vector<std::size_t>> rows;
    for (std::size_t run = 0; run < feeds.size(); ++run) {
        rows.push_back({run});
        for (const auto& group : groups) {
            if (group.back() == run) {
                rows.push_back(group);
            }
        }
    }
    return rows;
}

bool hasRange(int column)
{
    return column == ResultModel::Best || column == ResultModel::Best50 || column == ResultModel::Last;
}

} // namespace

QPixmap runSample(const Theme& theme, qint64 run, bool isFaded)
{
    QPixmap image(kSampleSize * 2);
    image.setDevicePixelRatio(2);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(isFaded ? kFaded : 1);
    paintSample(painter, QRectF(QPointF(), QSizeF(kSampleSize)), theme.runLook(run), theme.color(Token::Bg1));
    return image;
}

ResultModel::ResultModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {}

void ResultModel::setFeeds(std::vector<std::shared_ptr<RunFeed>> feeds, qint64 reference)
{
    beginResetModel();
    m_feeds = std::move(feeds);
    m_rows = rowsOf(m_feeds);
    m_reference = reference;
    endResetModel();
}

void ResultModel::setHighlight(qint64 run)
{
    if (run != m_highlight) {
        m_highlight = run;
        takeNew();
    }
}

void ResultModel::takeNew()
{
    if (!m_feeds.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int ResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ResultModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double ResultModel::figureOf(const RunFeed& feed, int column) const
{
    const store::RunSummary& run = feed.detail().summary;
    switch (column) {
    case Total:
        return static_cast<double>(run.parameters);
    case Trainable:
        return static_cast<double>(run.trainable);
    case Ratio:
        return run.parameters > 0 ? 100.0 * static_cast<double>(run.trainable) / static_cast<double>(run.parameters)
                                  : kUnknown;
    case Adapters:
        return static_cast<double>(run.adapterParameters);
    case Fewer: {
        const auto reference =
            std::find_if(m_feeds.begin(), m_feeds.end(), [this](const auto& one) { return one->id() == m_reference; });
        if (reference == m_feeds.end() || run.trainable <= 0) {
            return kUnknown;
        }
        return static_cast<double>((*reference)->detail().summary.trainable) / static_cast<double>(run.trainable);
    }
    case Best:
        return metricOf(feed, "mAP", true);
    case Best50:
        return metricOf(feed, "mAP50", true);
    case Last:
        return metricOf(feed, "mAP", false);
    case Speed:
        return feed.seconds() > 0 ? static_cast<double>(feed.step()) / feed.seconds() : kUnknown;
    case Duration:
        return feed.seconds();
    default:
        return kUnknown;
    }
}

QString ResultModel::figureText(int column, double value)
{
    switch (column) {
    case Total:
    case Trainable:
    case Adapters:
        return countText(static_cast<std::int64_t>(value));
    case Ratio:
        return std::isfinite(value) ? QStringLiteral("%1 %").arg(QString::number(value, 'f', 2)) : QStringLiteral("–");
    case Fewer:
        return std::isfinite(value) ? QStringLiteral("%1×").arg(figure(value)) : QStringLiteral("–");
    case Best:
    case Best50:
    case Last:
        return metricText(value);
    case Speed:
        return std::isfinite(value) ? figure(value) : QStringLiteral("–");
    case Duration:
        return durationText(value);
    default:
        return {};
    }
}

QString ResultModel::textOf(const RunFeed& feed, int column) const
{
    switch (column) {
    case Name:
        return QStringLiteral("#%1  %2%3")
            .arg(feed.id())
            .arg(QString::fromStdString(feed.detail().summary.name),
                 feed.id() == m_reference ? tr("  (reference)") : QString());
    case Outcome:
        return feed.state() == run::RunState::Finished
                   ? stateText(feed.state())
                   : tr("%1 e%2").arg(stateText(feed.state())).arg(static_cast<int>(feed.epoch()));
    default:
        return figureText(column, figureOf(feed, column));
    }
}

compare::Spread ResultModel::spreadOf(const Row& group, int column) const
{
    std::vector<double> values;
    for (const std::size_t run : group) {
        values.push_back(figureOf(*m_feeds[run], column));
    }
    return compare::spreadOf(values);
}

QString ResultModel::groupText(const Row& group, int column) const
{
    const RunFeed& first = *m_feeds[group.front()];
    if (column == Name) {
        return tr("mean of %1 repeats  %2").arg(group.size()).arg(QString::fromStdString(first.detail().summary.name));
    }
    if (column == Outcome) {
        const auto finished = std::count_if(group.begin(), group.end(), [this](std::size_t run) {
            return m_feeds[run]->state() == run::RunState::Finished;
        });
        return tr("%1 of %2 finished").arg(finished).arg(group.size());
    }
    const compare::Spread spread = spreadOf(group, column);
    if (!hasRange(column) || spread.count < 2) {
        return figureText(column, spread.mean);
    }
    return QStringLiteral("%1 (%2–%3)").arg(metricText(spread.mean), metricText(spread.low), metricText(spread.high));
}

QVariant ResultModel::groupData(const Row& group, int column, int role) const
{
    const bool isText = column == Name || column == Outcome;
    switch (role) {
    case Qt::DisplayRole:
        return groupText(group, column);
    case SortRole:
        return isText ? QVariant(groupText(group, column)) : QVariant(spreadOf(group, column).mean);
    case RunRole:
        return static_cast<qint64>(0);
    case Qt::ToolTipRole:
        return hasRange(column) ? QVariant(tr("Mean of the repeats, with the lowest and the highest")) : QVariant();
    case Qt::TextAlignmentRole:
        return isText ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole:
        return isText ? QVariant(m_theme.body(12)) : QVariant(m_theme.mono(11));
    case Qt::ForegroundRole:
        return m_theme.color(Token::Tx2);
    case Qt::BackgroundRole:
        return m_theme.color(Token::Bg2);
    default:
        return {};
    }
}

bool ResultModel::isBest(const RunFeed& feed, int column) const
{
    const bool isHigh = column == Best || column == Best50 || column == Last || column == Speed || column == Fewer;
    const bool isLow = column == Trainable || column == Ratio || column == Duration;
    if ((!isHigh && !isLow) || m_feeds.size() < 2) {
        return false;
    }
    const double mine = figureOf(feed, column);
    return std::isfinite(mine) && std::none_of(m_feeds.begin(), m_feeds.end(), [&](const auto& other) {
               const double theirs = figureOf(*other, column);
               return isHigh ? theirs > mine : theirs < mine;
           });
}

QVariant ResultModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (row.size() > 1) {
        return groupData(row, index.column(), role);
    }
    const RunFeed& feed = *m_feeds[row.front()];
    const bool isText = index.column() == Name || index.column() == Outcome;
    const bool isBad = feed.state() == run::RunState::Exploded || feed.state() == run::RunState::Failed;
    const bool isLeaked = feed.detail().summary.facts.isLeaked;
    const bool isFaded = m_highlight > 0 && m_highlight != feed.id();
    switch (role) {
    case Qt::DisplayRole:
        return textOf(feed, index.column());
    case SortRole:
        return isText ? QVariant(textOf(feed, index.column())) : QVariant(figureOf(feed, index.column()));
    case RunRole:
        return static_cast<qint64>(feed.id());
    case Qt::ToolTipRole:
        return isLeaked && hasRange(index.column()) ? QVariant(tr("Leaked: validated on images that it trained on"))
                                                    : QVariant();
    case Qt::TextAlignmentRole:
        return isText ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font = isText ? m_theme.body(12, index.column() == Name)
                            : m_theme.mono(11, isBest(feed, index.column()) && !(isLeaked && hasRange(index.column())));
        font.setStrikeOut(isLeaked && hasRange(index.column())); // shown, and not believed
        return font;
    }
    case Qt::ForegroundRole: {
        QColor color = m_theme.color(index.column() == Outcome ? stateToken(feed.state())
                                     : isBad && index.column() >= Best && index.column() <= Last ? Token::Tx3
                                                                                                 : Token::Tx1);
        color.setAlphaF(static_cast<float>(isFaded ? kFaded : 1));
        return color;
    }
    case Qt::BackgroundRole:
        return feed.id() == m_highlight ? QVariant(m_theme.color(Token::Bg3)) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Name) {
            return runSample(m_theme, feed.id(), isFaded);
        }
        return index.column() == Outcome
                   ? QVariant(themedIcon(m_theme, stateIcon(feed.state()), stateToken(feed.state())))
                   : QVariant();
    default:
        return {};
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == Name || section == Outcome ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                                     : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Fewer) {
        return tr("Trainable parameters of the reference, divided by this run's");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Run");
    case Total:
        return tr("Total");
    case Trainable:
        return tr("Trainable");
    case Ratio:
        return tr("Ratio");
    case Adapters:
        return tr("Adapters");
    case Fewer:
        return tr("÷ reference");
    case Best:
        return tr("Best mAP");
    case Best50:
        return tr("Best mAP50");
    case Last:
        return tr("Last mAP");
    case Speed:
        return tr("Steps / s");
    case Duration:
        return tr("Time");
    case Outcome:
        return tr("Outcome");
    default:
        return {};
    }
}

QString ResultModel::markdown() const
{
    std::vector<compare::ResultRow> rows;
    for (const auto& feed : m_feeds) {
        rows.push_back(rowOf(*feed));
    }
    return QString::fromStdString(compare::toMarkdown(rows));
}

} // namespace espalier::ui

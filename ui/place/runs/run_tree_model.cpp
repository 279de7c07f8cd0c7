#include "ui/place/runs/run_tree_model.h"

#include "ui/bridge/core_text.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/run_text.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace espalier::ui {

namespace {

/// The more it wants to be seen, the smaller.
int gravity(run::RunState state)
{
    switch (state) {
    case run::RunState::Running:
    case run::RunState::Preparing:
    case run::RunState::Paused:
        return 0;
    case run::RunState::Queued:
        return 1;
    case run::RunState::Exploded:
        return 2;
    case run::RunState::Failed:
        return 3;
    case run::RunState::Lost:
        return 4;
    case run::RunState::Stopped:
        return 5;
    case run::RunState::Finished:
        return 6;
    }
    return 6;
}

bool isLess(const store::RunSummary& one, const store::RunSummary& other, int column)
{
    switch (column) {
    case RunTreeModel::Name:
        return QString::localeAwareCompare(QString::fromStdString(one.name), QString::fromStdString(other.name)) < 0;
    case RunTreeModel::Number:
        return one.id < other.id;
    case RunTreeModel::State:
        return gravity(one.state) < gravity(other.state);
    case RunTreeModel::Trainable:
        return one.trainable < other.trainable;
    case RunTreeModel::Best:
        return one.bestMetric.value_or(-1) < other.bestMetric.value_or(-1);
    case RunTreeModel::Duration:
        return one.seconds < other.seconds;
    case RunTreeModel::Tags:
        return one.tags < other.tags;
    default:
        return one.createdMicroseconds < other.createdMicroseconds;
    }
}

GroupScore scoreOf(const std::vector<const store::RunSummary*>& runs)
{
    const bool hasFinished = std::ranges::any_of(
        runs, [](const store::RunSummary* run) { return run->state == run::RunState::Finished && run->bestMetric; });
    GroupScore score;
    double sum = 0;
    for (const store::RunSummary* run : runs) {
        if (!run->bestMetric || (hasFinished && run->state != run::RunState::Finished)) {
            continue;
        }
        score.low = score.runs == 0 ? *run->bestMetric : std::min(score.low, *run->bestMetric);
        score.high = score.runs == 0 ? *run->bestMetric : std::max(score.high, *run->bestMetric);
        sum += *run->bestMetric;
        ++score.runs;
    }
    if (score.runs > 0) {
        score.mean = sum / score.runs;
    }
    return score;
}

/// In every column of the list.
bool looksSame(const store::RunSummary& one, const store::RunSummary& other)
{
    const auto shown = [](const store::RunSummary& run) {
        return std::tie(run.name, run.state, run.step, run.epoch, run.seconds, run.trainable, run.bestMetric,
                        run.message, run.note, run.tags, run.isDeleted);
    };
    return shown(one) == shown(other);
}

/// The band of several lines of equal length.
store::Sparkline merged(store::Sparkline band, const store::Sparkline& line)
{
    if (band.empty() || band.size() != line.size()) {
        return band.empty() ? line : band;
    }
    for (std::size_t i = 0; i < band.size(); ++i) {
        band[i] = {std::min(band[i].low, line[i].low), std::max(band[i].high, line[i].high)};
    }
    return band;
}

} // namespace

RunTreeModel::RunTreeModel(RunCatalogue& runs, const Services& services, QObject* parent)
    : QAbstractItemModel(parent), m_catalogue(runs), m_loader(services.storePath), m_trained(services)
{
    connect(&runs, &RunCatalogue::changed, this, &RunTreeModel::take);
    connect(&m_trained, &TrainedIndex::changed, this, &RunTreeModel::take);
    connect(&m_loader, &SparkLoader::loaded, this, [this](qint64 run, const store::Sparkline& line) {
        m_sparks.insert(run, line);
        const QModelIndex row = indexOf(run);
        if (row.isValid()) {
            Q_EMIT dataChanged(row.siblingAtColumn(Spark), row.siblingAtColumn(Spark));
            const QModelIndex above = row.parent();
            if (above.isValid() && kind(above) == Kind::Group) {
                Q_EMIT dataChanged(above.siblingAtColumn(Spark), above.siblingAtColumn(Spark));
            }
        }
    });
    take();
}

std::vector<store::RunSummary> RunTreeModel::passing() const
{
    std::vector<const store::RunSummary*> found; // summaries are large: they are copied once, in their order
    const auto add = [&](const std::vector<store::RunSummary>& all) {
        for (const store::RunSummary& run : all) {
            if (m_filter.isEmpty() || m_filter.accepts(run, m_trained)) {
                found.push_back(&run);
            }
        }
    };
    add(m_catalogue.runs());
    if (m_filter.wantsDeleted()) {
        add(m_catalogue.deleted());
    }
    const bool isAscending = m_sortOrder == Qt::AscendingOrder;
    std::ranges::stable_sort(found, [&](const store::RunSummary* one, const store::RunSummary* other) {
        return isAscending ? isLess(*one, *other, m_sortColumn) : isLess(*other, *one, m_sortColumn);
    });
    std::vector<store::RunSummary> runs;
    runs.reserve(found.size());
    std::ranges::transform(found, std::back_inserter(runs), [](const store::RunSummary* run) { return *run; });
    return runs;
}

int RunTreeModel::add(Tree& tree, Kind kind, std::size_t run, int parent) const
{
    const int made = static_cast<int>(tree.nodes.size());
    std::vector<int>& siblings = parent < 0 ? tree.roots : tree.nodes[static_cast<std::size_t>(parent)].children;
    const int row = static_cast<int>(siblings.size());
    siblings.push_back(made);
    tree.nodes.push_back({kind, parent, row, run, {}});
    return made;
}

RunTreeModel::Tree RunTreeModel::treeOf(const std::vector<store::RunSummary>& runs) const
{
    Tree tree;
    if (!m_isGrouped) {
        for (std::size_t at = 0; at < runs.size(); ++at) {
            add(tree, Kind::Run, at, -1);
        }
        return tree;
    }
    std::map<std::string_view, std::vector<std::size_t>> recipes;
    for (std::size_t at = 0; at < runs.size(); ++at) {
        recipes[runs[at].recipeHash].push_back(at);
    }
    tree.groups =
        static_cast<int>(std::ranges::count_if(recipes, [](const auto& one) { return one.second.size() > 1; }));
    // A group stands where its mean does; of other columns its first run decides.
    std::vector<std::vector<std::size_t>> rows;
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const auto& repeats = recipes[runs[at].recipeHash];
        if (repeats.front() == at) {
            rows.push_back(repeats);
        }
    }
    if (m_sortColumn == Best) {
        const auto mean = [&](const std::vector<std::size_t>& row) {
            std::vector<const store::RunSummary*> group;
            std::ranges::transform(row, std::back_inserter(group), [&](std::size_t at) { return &runs[at]; });
            return scoreOf(group).mean.value_or(-1);
        };
        std::ranges::stable_sort(rows, [&](const auto& one, const auto& other) {
            return m_sortOrder == Qt::AscendingOrder ? mean(one) < mean(other) : mean(other) < mean(one);
        });
    }
    std::map<std::pair<std::string_view, std::string_view>, int> sections;
    for (std::vector<std::size_t>& repeats : rows) {
        const store::RunSummary& first = runs[repeats.front()];
        const auto key = std::pair<std::string_view, std::string_view>(first.facts.model, first.facts.data);
        const auto known = sections.find(key);
        const int section = known != sections.end() ? known->second : add(tree, Kind::Section, repeats.front(), -1);
        sections.emplace(key, section);
        if (repeats.size() == 1) {
            add(tree, Kind::Run, repeats.front(), section);
            continue;
        }
        std::ranges::sort(repeats, {}, [&](std::size_t at) { return runs[at].id; });
        const int group = add(tree, Kind::Group, repeats.back(), section);
        for (const std::size_t at : repeats) {
            add(tree, Kind::Repeat, at, group);
        }
    }
    return tree;
}

void RunTreeModel::take()
{
    std::vector<store::RunSummary> runs = passing();
    Tree tree = treeOf(runs);
    const bool isSame =
        tree.nodes == m_nodes && std::ranges::equal(runs, m_runs, {}, &store::RunSummary::id, &store::RunSummary::id);
    if (isSame) {
        QSet<qint64> changed; // most lists change in one row
        for (std::size_t at = 0; at < runs.size(); ++at) {
            if (!looksSame(runs[at], m_runs[at])) {
                changed.insert(runs[at].id);
            }
        }
        m_runs = std::move(runs);
        tell(changed, ColumnCount - 1);
        return;
    }
    beginResetModel();
    m_runs = std::move(runs);
    m_nodes = std::move(tree.nodes);
    m_roots = std::move(tree.roots);
    m_groups = tree.groups;
    m_nodeOf.clear();
    for (std::size_t at = 0; at < m_nodes.size(); ++at) {
        if (m_nodes[at].kind == Kind::Run || m_nodes[at].kind == Kind::Repeat) {
            m_nodeOf.insert(m_runs[m_nodes[at].run].id, at);
        }
    }
    const auto hadChecked = m_checked.size();
    erase_if(m_checked, [this](qint64 run) { return !m_nodeOf.contains(run); });
    endResetModel();
    if (m_checked.size() != hadChecked) {
        Q_EMIT checkedChanged();
    }
}

void RunTreeModel::tell(const QSet<qint64>& runs, int lastColumn)
{
    constexpr int kMany = 100;
    if (runs.size() > kMany) { // views look each row up: whole branches at once
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, lastColumn));
        for (std::size_t at = 0; at < m_nodes.size(); ++at) {
            const Node& one = m_nodes[at];
            if (!one.children.empty()) {
                const QModelIndex above = createIndex(one.row, 0, static_cast<quintptr>(at));
                Q_EMIT dataChanged(index(0, 0, above), index(rowCount(above) - 1, lastColumn, above));
            }
        }
        return;
    }
    for (const qint64 run : runs) {
        const QModelIndex row = indexOf(run);
        if (row.isValid()) {
            Q_EMIT dataChanged(row, row.siblingAtColumn(lastColumn));
            const QModelIndex above = row.parent();
            if (above.isValid() && kind(above) == Kind::Group) {
                Q_EMIT dataChanged(above, above.siblingAtColumn(lastColumn));
            }
        }
    }
}

const RunTreeModel::Node& RunTreeModel::node(const QModelIndex& index) const
{
    return m_nodes.at(static_cast<std::size_t>(index.internalId()));
}

QModelIndex RunTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    const std::vector<int>& siblings = parent.isValid() ? node(parent).children : m_roots;
    return createIndex(row, column, static_cast<quintptr>(siblings[static_cast<std::size_t>(row)]));
}

QModelIndex RunTreeModel::parent(const QModelIndex& index) const
{
    const int above = index.isValid() ? node(index).parent : -1;
    return above < 0 ? QModelIndex()
                     : createIndex(m_nodes[static_cast<std::size_t>(above)].row, 0, static_cast<quintptr>(above));
}

int RunTreeModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0) {
        return 0;
    }
    return static_cast<int>(parent.isValid() ? node(parent).children.size() : m_roots.size());
}

int RunTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

RunTreeModel::Kind RunTreeModel::kind(const QModelIndex& index) const
{
    return node(index).kind;
}

const store::RunSummary& RunTreeModel::summary(const QModelIndex& index) const
{
    return m_runs.at(node(index).run);
}

std::vector<std::size_t> RunTreeModel::runsUnder(const Node& node) const
{
    if (node.children.empty()) {
        return {node.run};
    }
    std::vector<std::size_t> runs;
    for (const int child : node.children) {
        const auto below = runsUnder(m_nodes[static_cast<std::size_t>(child)]);
        runs.insert(runs.end(), below.begin(), below.end());
    }
    return runs;
}

QList<qint64> RunTreeModel::runsOf(const QModelIndex& index) const
{
    QList<qint64> runs;
    if (index.isValid()) {
        for (const std::size_t at : runsUnder(node(index))) {
            runs << m_runs[at].id;
        }
    }
    return runs;
}

GroupScore RunTreeModel::score(const QModelIndex& index) const
{
    std::vector<const store::RunSummary*> runs;
    for (const std::size_t at : runsUnder(node(index))) {
        runs.push_back(&m_runs[at]);
    }
    return scoreOf(runs);
}

store::Sparkline RunTreeModel::sparkline(const QModelIndex& index) const
{
    store::Sparkline band;
    for (const std::size_t at : runsUnder(node(index))) {
        const store::RunSummary& run = m_runs[at];
        if (run.step > 0 && m_sparkSteps.value(run.id, -1) != run.step) {
            m_sparkSteps.insert(run.id, run.step);
            m_loader.request(run.id);
        }
        band = merged(std::move(band), m_sparks.value(run.id));
    }
    return band;
}

QModelIndex RunTreeModel::indexOf(qint64 run) const
{
    const auto found = m_nodeOf.constFind(run);
    return found == m_nodeOf.constEnd() ? QModelIndex() : createIndex(m_nodes[*found].row, 0, *found);
}

void RunTreeModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    take();
}

void RunTreeModel::setFilter(const RunFilter& filter)
{
    m_filter = filter;
    take();
}

void RunTreeModel::setGrouped(bool isGrouped)
{
    m_isGrouped = isGrouped;
    take();
}

QString RunTreeModel::blockingWord() const
{
    std::vector<store::RunSummary> all = m_catalogue.runs();
    if (m_filter.wantsDeleted()) {
        all.insert(all.end(), m_catalogue.deleted().begin(), m_catalogue.deleted().end());
    }
    return m_filter.blockingWord(all, m_trained);
}

QString RunTreeModel::stateWords(const Node& node) const
{
    const store::RunSummary& run = m_runs[node.run];
    if (node.kind == Kind::Group) {
        const auto runs = runsUnder(node);
        const auto worst =
            std::ranges::min_element(runs, {}, [this](std::size_t at) { return gravity(m_runs[at].state); });
        const run::RunState state = m_runs[*worst].state;
        const auto count = std::ranges::count_if(runs, [&](std::size_t at) { return m_runs[at].state == state; });
        return tr("%1 %2 of %3").arg(stateText(state)).arg(count).arg(runs.size());
    }
    if (run.isDeleted) {
        return tr("Deleted");
    }
    return run::isOver(run.state) && run.state != run::RunState::Exploded && run.state != run::RunState::Stopped
               ? stateText(run.state)
               : tr("%1 e%2").arg(stateText(run.state)).arg(static_cast<int>(run.epoch));
}

QString RunTreeModel::text(const QModelIndex& index) const
{
    const Node& row = node(index);
    const store::RunSummary& run = m_runs[row.run];
    if (row.kind == Kind::Section) {
        if (index.column() != Name) {
            return {};
        }
        const QString model = run.facts.model.empty() ? tr("Unknown model") : QString::fromStdString(run.facts.model);
        return run.facts.data.empty() ? model
                                      : QStringLiteral("%1 · %2").arg(model, QString::fromStdString(run.facts.data));
    }
    const bool isGroup = row.kind == Kind::Group;
    switch (index.column()) {
    case Name:
        return row.kind == Kind::Repeat ? tr("repeat %1").arg(row.row + 1) : QString::fromStdString(run.name);
    case Number:
        return isGroup              ? tr("%n repeat(s)", nullptr, static_cast<int>(row.children.size()))
               : run.facts.isLeaked ? tr("#%1 · leak").arg(run.id)
                                    : QStringLiteral("#%1").arg(run.id);
    case State:
        return stateWords(row);
    case Trainable:
        return countText(run.trainable);
    case Best: {
        const GroupScore found = score(index);
        return isGroup && found.runs > 1
                   ? QStringLiteral("%1  %2–%3")
                         .arg(metricText(found.mean), metricText(found.low), metricText(found.high))
                   : metricText(found.mean);
    }
    case Duration: {
        const auto runs = runsUnder(row);
        return durationText(std::accumulate(runs.begin(), runs.end(), 0.0,
                                            [this](double sum, std::size_t at) { return sum + m_runs[at].seconds; }));
    }
    case Started:
        return momentText(run.createdMicroseconds);
    case Tags: {
        QStringList tags;
        for (const std::size_t at : runsUnder(row)) {
            for (const std::string& tag : m_runs[at].tags) {
                tags << QString::fromStdString(tag);
            }
        }
        tags.removeDuplicates();
        return tags.join(QLatin1Char(' '));
    }
    default:
        return {};
    }
}

Qt::CheckState RunTreeModel::checkState(const Node& node) const
{
    const auto runs = runsUnder(node);
    const auto count =
        std::ranges::count_if(runs, [this](std::size_t at) { return m_checked.contains(m_runs[at].id); });
    return count == 0 ? Qt::Unchecked : count == std::ssize(runs) ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant RunTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Node& row = node(index);
    const store::RunSummary& run = m_runs[row.run];
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::EditRole:
        return index.column() == Name ? QString::fromStdString(run.name) : QVariant();
    case Qt::CheckStateRole:
        return index.column() == Name && row.kind != Kind::Section ? QVariant(checkState(row)) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == Best && run.facts.isLeaked) {
            return tr("Leaked: it is validated on images that it trains on, so this score proves nothing");
        }
        if (index.column() == Name && !run.note.empty()) {
            return QString::fromStdString(run.note);
        }
        return index.column() == State && !run.message.empty() ? coreText(run.message) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Trainable || index.column() == Best || index.column() == Duration
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case RunRole:
        return row.kind == Kind::Section ? QVariant() : QVariant(static_cast<qint64>(run.id));
    case KindRole:
        return static_cast<int>(row.kind);
    default:
        return {};
    }
}

QVariant RunTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == Trainable || section == Best || section == Duration
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Run");
    case Number:
        return tr("No.");
    case State:
        return tr("State");
    case Spark:
        return QStringLiteral("loss");
    case Trainable:
        return tr("Trainable");
    case Best:
        return tr("Best mAP");
    case Duration:
        return tr("Time");
    case Started:
        return tr("Started");
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

Qt::ItemFlags RunTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid() || node(index).kind == Kind::Section) {
        return Qt::NoItemFlags; // a heading: the arrow keys pass it over
    }
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (index.column() == Name) {
        flags |= Qt::ItemIsEditable | Qt::ItemIsUserCheckable;
    }
    return node(index).children.empty() ? flags | Qt::ItemNeverHasChildren : flags;
}

bool RunTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.column() != Name || kind(index) == Kind::Section) {
        return false;
    }
    if (role == Qt::CheckStateRole) {
        QSet<qint64> checked = m_checked;
        for (const qint64 run : runsOf(index)) {
            value.toInt() == Qt::Checked ? (void)checked.insert(run) : (void)checked.remove(run);
        }
        setChecked(checked);
        return true;
    }
    const QString name = value.toString().trimmed();
    const store::RunSummary& run = summary(index);
    if (role != Qt::EditRole || name.isEmpty() || name == QString::fromStdString(run.name)) {
        return false;
    }
    Q_EMIT renameAsked(runsOf(index), name);
    return true;
}

void RunTreeModel::setChecked(const QSet<qint64>& runs)
{
    QSet<qint64> checked = runs;
    erase_if(checked, [this](qint64 run) { return !m_nodeOf.contains(run); });
    if (checked == m_checked) {
        return;
    }
    const QSet<qint64> before = std::exchange(m_checked, std::move(checked));
    tell((m_checked - before) + (before - m_checked), Name);
    Q_EMIT checkedChanged();
}

} // namespace espalier::ui

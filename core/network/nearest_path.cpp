#include "core/network/pattern.h"
#include "core/network/segments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace espalier::network {

namespace {

// Costs against one segment that is wholly different (1). A forgotten segment in the middle is the cheapest slip, then
// another index of the same stem, then a misspelling.
constexpr double kForgotten = 0.3;
constexpr double kOtherIndex = 0.2;
constexpr double kOtherIndexPerStep = 0.001;
constexpr double kWorstMisspelling = 0.5; // share of letters; beyond it the names are unrelated
constexpr double kFarthest = 0.4;         // per wanted segment: beyond it nothing is near
constexpr std::size_t kMostSegments = 16;
constexpr std::size_t kLongestSegment = 64;

/// Levenshtein distance as a share of the longer text.
double misspelling(std::string_view a, std::string_view b)
{
    if (a.size() > kLongestSegment || b.size() > kLongestSegment) {
        return a == b ? 0.0 : 1.0;
    }
    std::vector<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return static_cast<double>(row.back()) / static_cast<double>(std::max<std::size_t>({a.size(), b.size(), 1}));
}

/// `stage4` is the stem `stage` and the index 4; without digits at the end the index is -1.
std::pair<std::string_view, double> stemAndIndex(std::string_view segment)
{
    const std::size_t last = segment.find_last_not_of("0123456789");
    const std::size_t cut = last == std::string_view::npos ? 0 : last + 1;
    double index = cut < segment.size() ? 0.0 : -1.0;
    for (const char digit : segment.substr(cut)) {
        index = index * 10 + (digit - '0');
    }
    return {segment.substr(0, cut), index};
}

double segmentCost(std::string_view wanted, std::string_view name)
{
    if (matchesGlob(wanted, name)) {
        return 0;
    }
    const auto [stem, index] = stemAndIndex(wanted);
    const auto [otherStem, otherIndex] = stemAndIndex(name);
    if (stem == otherStem && index >= 0 && otherIndex >= 0) {
        return kOtherIndex + kOtherIndexPerStep * std::min(std::abs(index - otherIndex), 100.0);
    }
    const double share = misspelling(wanted, name);
    return share > kWorstMisspelling ? 1.0 : share;
}

/// Edit distance over segments between what is wanted and the end of each module's path; each row follows from the
/// parent's, and names that repeat are compared once.
class NearestSearch {
public:
    NearestSearch(const NetworkTree& tree, std::vector<std::string_view> wanted)
        : m_tree(tree), m_wanted(std::move(wanted)), m_width(m_wanted.size() + 1)
    {
    }

    [[nodiscard]] ModuleId nearest(const std::vector<bool>& isCandidate)
    {
        ModuleId best = kNoModule;
        double bestCost = kFarthest * static_cast<double>(m_wanted.size()) + 1e-9;
        m_rows.assign(m_tree.size() * m_width, 0.0);
        for (std::size_t i = 0; i < m_tree.size(); ++i) {
            fillRow(i);
            const double cost = m_rows[i * m_width + m_wanted.size()];
            // A near-tie goes to the earlier module: parents first.
            if (i > 0 && isCandidate[i] && cost < bestCost - (best == kNoModule ? 0.0 : 1e-9)) {
                best = static_cast<ModuleId>(i);
                bestCost = cost;
            }
        }
        return best;
    }

private:
    void fillRow(std::size_t i)
    {
        double* row = &m_rows[i * m_width];
        const Module& module = m_tree.modules()[i];
        if (module.parent == kNoModule) {
            std::iota(row, row + m_width, 0.0);
            return;
        }
        const double* above = &m_rows[static_cast<std::size_t>(module.parent) * m_width];
        const std::vector<double>& costs = costsOf(module.name);
        for (std::size_t k = 1; k < m_width; ++k) {
            row[k] = std::min({above[k - 1] + costs[k - 1], above[k] + kForgotten, row[k - 1] + 1.0});
        }
    }

    const std::vector<double>& costsOf(std::string_view name)
    {
        std::vector<double>& costs = m_costs[name];
        if (costs.empty()) {
            for (const std::string_view segment : m_wanted) {
                costs.push_back(segmentCost(segment, name));
            }
        }
        return costs;
    }

    const NetworkTree& m_tree;
    std::vector<std::string_view> m_wanted;
    std::size_t m_width;
    std::vector<double> m_rows; ///< modules × (wanted + 1)
    std::unordered_map<std::string_view, std::vector<double>> m_costs;
};

/// The first wanted module against the data's direction from any of `starts`; breadth first.
ModuleId upstream(const NetworkTree& tree, const std::vector<ModuleId>& starts, const std::vector<bool>& wanted)
{
    std::vector<std::vector<ModuleId>> sources(tree.size());
    for (const DataEdge& edge : tree.edges()) {
        sources[static_cast<std::size_t>(edge.to)].push_back(edge.from);
    }
    std::vector<bool> seen(tree.size(), false);
    std::vector<ModuleId> queue = starts;
    for (std::size_t head = 0; head < queue.size(); ++head) {
        for (const ModuleId source : sources[static_cast<std::size_t>(queue[head])]) {
            if (wanted[static_cast<std::size_t>(source)]) {
                return source;
            }
            if (!seen[static_cast<std::size_t>(source)]) {
                seen[static_cast<std::size_t>(source)] = true;
                queue.push_back(source);
            }
        }
    }
    return kNoModule;
}

} // namespace

std::string nearestPath(const NetworkTree& tree, std::string_view text, const std::vector<bool>& wanted)
{
    const auto pattern = Pattern::parse(text);
    if (tree.size() == 0 || !pattern) {
        return {};
    }
    const std::vector<ModuleId> matched = pattern->select(tree);
    const bool matchesOne =
        std::ranges::any_of(matched, [&](ModuleId id) { return wanted[static_cast<std::size_t>(id)]; });
    if (matchesOne || text.starts_with("re:")) {
        return {};
    }
    const ModuleId source = matched.empty() ? kNoModule : upstream(tree, matched, wanted);
    if (source != kNoModule) {
        return tree.module(source).path;
    }
    if (text.starts_with("sub:")) {
        text.remove_prefix(4);
    }
    std::vector<std::string_view> segments = splitSegments(text);
    std::erase_if(segments, [](std::string_view segment) { return segment.empty() || segment == "**"; });
    if (segments.empty() || segments.size() > kMostSegments) {
        return {};
    }
    const ModuleId nearest = NearestSearch(tree, std::move(segments)).nearest(wanted);
    return nearest == kNoModule ? std::string{} : tree.module(nearest).path;
}

std::string nearestPath(const NetworkTree& tree, std::string_view text)
{
    const std::vector<Totals> totals = tree.subtreeTotals();
    std::vector<bool> holdsParameters(tree.size());
    for (std::size_t i = 0; i < totals.size(); ++i) {
        holdsParameters[i] = totals[i].parameters > 0;
    }
    return nearestPath(tree, text, holdsParameters);
}

} // namespace espalier::network

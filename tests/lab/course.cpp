#include "tests/lab/course.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::lab {

namespace {

constexpr std::size_t kLevelRows = 15;
constexpr double kLost = 3;
constexpr std::size_t kEndRows = 32;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Level of the loss at each row: median of the last rows, infinite where most are not finite.
std::vector<double> levels(const Course& course)
{
    std::vector<double> answer;
    for (std::size_t i = 0; i < course.rows.size(); ++i) {
        std::vector<double> last;
        for (std::size_t j = i + 1 - std::min(i + 1, kLevelRows); j <= i; ++j) {
            const double loss = course.rows[j].loss;
            last.push_back(std::isfinite(loss) ? loss : std::numeric_limits<double>::infinity());
        }
        answer.push_back(median(std::move(last)));
    }
    return answer;
}

bool isBroken(const Row& row)
{
    return !row.weightsAreFinite || !std::isfinite(row.loss) || (!std::isfinite(row.norm) && !row.isScaleSearch);
}

} // namespace

std::optional<std::int64_t> lostAt(const Course& course)
{
    const std::vector<double> level = levels(course);
    // Best level so far; the first rows have none, and count with the first loss.
    std::vector<double> best(level.size(), course.rows.empty() ? 0 : course.rows.front().loss);
    for (std::size_t i = 1; i < level.size(); ++i) {
        best[i] = i + 1 < kLevelRows ? best[i - 1] : std::min(best[i - 1], level[i]);
    }
    std::int64_t lost = -1;
    bool isWreck = false;
    for (auto i = static_cast<std::int64_t>(course.rows.size()) - 1; i > 0; --i) {
        const auto at = static_cast<std::size_t>(i);
        if (!isBroken(course.rows[at]) && !(level[at] > kLost * best[at - 1])) {
            break;
        }
        isWreck = isWreck || !course.rows[at].weightsAreFinite;
        lost = i;
    }
    // A few rows at the end are no end yet, while the weights are finite.
    const bool isLong = static_cast<std::int64_t>(course.rows.size()) - lost >= static_cast<std::int64_t>(kEndRows);
    return lost < 0 || (!isWreck && !isLong) ? std::nullopt : std::optional(lost);
}

std::int64_t firstBadRow(const Course& course, std::int64_t lost, std::int64_t from)
{
    for (std::int64_t i = from; i < lost; ++i) {
        if (isBroken(course.rows[static_cast<std::size_t>(i)])) {
            return i;
        }
    }
    return lost;
}

std::optional<std::int64_t> firstRow(const Course& course, monitor::Condition condition, std::int64_t from)
{
    for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(0, from)); i < course.rows.size(); ++i) {
        if (course.rows[i].condition >= condition) {
            return static_cast<std::int64_t>(i);
        }
    }
    return std::nullopt;
}

int beginnings(const Course& course, monitor::Condition from, monitor::Condition to)
{
    int count = 0;
    bool isIn = false;
    for (const Row& row : course.rows) {
        const bool isNow = row.condition >= from && row.condition <= to;
        count += isNow && !isIn ? 1 : 0;
        isIn = isNow;
    }
    return count;
}

double endLevel(const Course& course)
{
    std::vector<double> last;
    for (auto row = course.rows.rbegin(); row != course.rows.rend() && last.size() < kEndRows; ++row) {
        last.push_back(std::isfinite(row->loss) ? row->loss : std::numeric_limits<double>::infinity());
    }
    return last.empty() ? std::numeric_limits<double>::infinity() : median(std::move(last));
}

bool endsHealthy(const Course& course, std::int64_t steps)
{
    return !course.isStopped && static_cast<std::int64_t>(course.rows.size()) >= steps &&
           course.rows.back().weightsAreFinite && !lostAt(course);
}

} // namespace espalier::lab

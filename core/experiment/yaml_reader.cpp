#include "core/experiment/yaml_reader.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>

namespace espalier::experiment {

namespace {

constexpr std::size_t kLongestMessage = 900; ///< bytes; what is allowed takes several hundred

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j - 1] + 1, above + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string listed(const std::vector<std::string_view>& names)
{
    std::string text;
    for (const std::string_view name : names) {
        text += (text.empty() ? "" : ", ") + std::string(name);
    }
    return text;
}

std::string number(double value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// The keys that are allowed, the nearest one first when the user has all but typed it.
std::string suggestion(std::string_view key, const std::vector<std::string_view>& allowed)
{
    constexpr std::size_t kNear = 2;
    const auto nearest = std::min_element(allowed.begin(), allowed.end(), [&](std::string_view a, std::string_view b) {
        return distance(key, a) < distance(key, b);
    });
    if (nearest != allowed.end() && distance(key, *nearest) <= kNear) {
        return "; did you mean `" + std::string(*nearest) + "`? Allowed: " + listed(allowed);
    }
    return "; allowed: " + listed(allowed);
}

} // namespace

std::string YamlReader::join(std::string_view path, std::string_view key)
{
    return path.empty() ? std::string(key) : std::string(path) + "." + std::string(key);
}

void YamlReader::refuse(const YAML::Node& node, const std::string& message)
{
    if (m_error) {
        return;
    }
    const YAML::Mark mark = node.Mark();
    m_error = Error{ErrorCode::InvalidInput, readable(message, kLongestMessage),
                    mark.is_null() ? m_fileName : m_fileName + ":" + std::to_string(mark.line + 1)};
}

bool YamlReader::checkMap(const YAML::Node& node, std::string_view path, const std::vector<std::string_view>& allowed)
{
    if (m_error) {
        return false;
    }
    const std::string what = path.empty() ? "an experiment" : "`" + std::string(path) + "`";
    if (!node.IsMap()) {
        refuse(node, what + " must be a map with the keys " + listed(allowed));
        return false;
    }
    std::set<std::string> seen;
    for (const auto& entry : node) {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string("?");
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
            refuse(entry.first, what + " has no key `" + readable(key, 80) + "`" + suggestion(key, allowed));
            return false;
        }
        if (!seen.insert(key).second) {
            refuse(entry.first, "`" + join(path, readable(key, 80)) + "` is given twice");
            return false;
        }
    }
    return true;
}

void YamlReader::readText(const YAML::Node& node, const std::string& path, std::string& value)
{
    if (node.IsNull()) {
        value.clear();
    } else if (node.IsScalar()) {
        value = node.Scalar();
    } else {
        refuse(node, "`" + path + "` must be a text");
    }
}

void YamlReader::readNumber(const YAML::Node& node, const std::string& path, Range range, double& value)
{
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    const char* const end = text.data() + text.size();
    double parsed = 0;
    const auto [stopped, fault] = std::from_chars(text.data(), end, parsed);
    if (text.empty() || fault != std::errc() || stopped != end || !std::isfinite(parsed)) {
        refuse(node, "`" + path + "` must be a number" + (text.empty() ? "" : ", not `" + text.substr(0, 60) + "`"));
    } else if (parsed < range.low || parsed > range.high) {
        refuse(node,
               "`" + path + "` is " + number(parsed) + "; allowed: " + number(range.low) + " to " + number(range.high));
    } else {
        value = parsed;
    }
}

void YamlReader::readFlag(const YAML::Node& node, const std::string& path, bool& value)
{
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    if (text == "true" || text == "yes" || text == "on") {
        value = true;
    } else if (text == "false" || text == "no" || text == "off") {
        value = false;
    } else {
        refuse(node, "`" + path + "` must be true or false");
    }
}

void YamlReader::readTexts(const YAML::Node& node, const std::string& path, std::vector<std::string>& values)
{
    values.clear();
    if (node.IsNull()) {
        return;
    }
    if (node.IsScalar()) {
        values.push_back(node.Scalar());
        return;
    }
    if (!node.IsSequence()) {
        refuse(node, "`" + path + "` must be a text or a list of texts");
        return;
    }
    for (const YAML::Node& item : node) {
        if (!item.IsScalar()) {
            refuse(item, "`" + path + "` must be a list of texts");
            return;
        }
        values.push_back(item.Scalar());
    }
}

void YamlReader::checkChoice(const YAML::Node& node, const std::string& path, std::string_view choices,
                             const std::string& value)
{
    std::vector<std::string_view> names;
    for (std::size_t from = 0; from <= choices.size();) {
        const std::size_t bar = std::min(choices.find('|', from), choices.size());
        names.push_back(choices.substr(from, bar - from));
        from = bar + 1;
    }
    if (std::find(names.begin(), names.end(), value) == names.end()) {
        refuse(node, "`" + path + "` is `" + value.substr(0, 60) + "`; allowed: " + listed(names));
    }
}

} // namespace espalier::experiment

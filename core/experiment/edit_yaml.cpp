#include "core/experiment/edit_yaml.h"

#include "core/base/files.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace espalier::experiment {

namespace {

constexpr std::uint64_t kLargestFile = 1U << 20;

using Lines = std::vector<std::string>;

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        lines.push_back(std::move(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::size_t indentOf(const std::string& line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

bool isBlankOrComment(const std::string& line)
{
    const std::size_t first = line.find_first_not_of(" \t");
    return first == std::string::npos || line[first] == '#';
}

/// One value as toYaml() writes it: on the line of its key, or as a list of rules.
struct Value {
    std::string text;
    std::vector<std::string> rules;
    bool isList = false;
    bool operator==(const Value&) const = default;
};

/// `section` (empty at the top) and key.
using Place = std::pair<std::string, std::string>;

/// What toYaml() writes is known: two levels, every value and every rule on one line.
std::map<Place, Value> valuesOf(const Experiment& experiment)
{
    std::map<Place, Value> values;
    std::string section;
    Value* list = nullptr;
    for (const std::string& line : linesOf(toYaml(experiment))) {
        const std::size_t indent = indentOf(line);
        if (line.compare(indent, 2, "- ") == 0 && list != nullptr) {
            list->rules.push_back(line.substr(indent + 2));
            continue;
        }
        const std::size_t colon = line.find(':', indent);
        const std::string key = line.substr(indent, colon - indent);
        const std::string text = colon + 2 < line.size() ? line.substr(colon + 2) : std::string();
        list = nullptr;
        if (indent == 0 && text.empty()) {
            section = key;
            continue;
        }
        Value& value = values[{indent == 0 ? std::string() : section, key}];
        value.text = text;
        value.isList = text.empty();
        list = value.isList ? &value : nullptr;
    }
    return values;
}

/// Values that toYaml() leaves out, since they are the defaults.
std::string defaultText(const Experiment& experiment, const Place& place)
{
    const std::string wanted = place.first.empty() ? place.second : place.first + "." + place.second;
    for (const auto& [key, text] : settings(experiment)) {
        if (key == wanted) {
            const bool isPlain =
                !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                        "0123456789_./+-") == std::string::npos;
            return isPlain ? text : text.empty() ? "\"\"" : "[" + text + "]";
        }
    }
    return "[]";
}

/// Where the value that begins at `from` ends on this line: before its comment. Nothing when it goes on below.
std::optional<std::size_t> endOfValue(const std::string& line, std::size_t from)
{
    std::size_t depth = 0;
    char quote = 0;
    std::size_t end = from;
    for (std::size_t at = from; at < line.size(); ++at) {
        const char letter = line[at];
        if (quote == '"' && letter == '\\') {
            ++at;
        } else if (quote != 0) {
            quote = letter == quote ? 0 : quote;
        } else if ((letter == '"' || letter == '\'') && (depth > 0 || at == from)) {
            quote = letter;
        } else if (letter == '[' || letter == '{') {
            depth += depth > 0 || at == from ? 1 : 0;
        } else if ((letter == ']' || letter == '}') && depth > 0) {
            --depth;
        } else if (letter == '#' && at > 0 && (line[at - 1] == ' ' || line[at - 1] == '\t')) {
            break;
        }
        if (letter != ' ' && letter != '\t') {
            end = std::min(at + 1, line.size());
        }
    }
    return quote == 0 && depth == 0 ? std::optional(end) : std::nullopt;
}

/// The text as lines, with where its keys stand. Edits go from the bottom up, so that what stands above keeps its
/// place.
class Document {
public:
    explicit Document(std::string_view text) : m_lines(linesOf(text)), m_root(YAML::Load(std::string(text))) {}

    /// Sections that stand in one line, and anchors, are left to toYaml().
    [[nodiscard]] bool canEdit() const
    {
        return m_root.IsMap() && m_root.Style() == YAML::EmitterStyle::Block &&
               std::ranges::none_of(m_lines, [](const std::string& line) {
                   return line.find('\t') < indentOf(line) + 1 || line.rfind("---", 0) == 0;
               });
    }

    [[nodiscard]] bool apply(const std::map<Place, Value>& before, const std::map<Place, Value>& after,
                             const Experiment& experiment)
    {
        std::map<std::size_t, std::pair<Place, const Value*>, std::greater<>> changes; // by line, last first
        std::vector<std::pair<Place, const Value*>> additions;
        const auto consider = [&](const Place& place) {
            const auto old = before.find(place);
            const auto now = after.find(place);
            const Value* value = now == after.end() ? nullptr : &now->second;
            if (old != before.end() && value != nullptr && old->second == *value) {
                return;
            }
            if (const auto line = lineOf(place)) {
                changes[*line] = {place, value};
            } else if (value != nullptr) {
                additions.emplace_back(place, value);
            }
        };
        for (const auto& [place, value] : before) {
            consider(place);
        }
        for (const auto& [place, value] : after) {
            if (!before.contains(place)) {
                consider(place);
            }
        }
        for (const auto& [line, change] : changes) {
            const auto& [place, value] = change;
            const auto old = before.find(place);
            if (value != nullptr && value->isList) {
                changeRules(place, line, old == before.end() ? std::vector<std::string>{} : old->second.rules,
                            value->rules);
            } else if (value == nullptr && old != before.end() && old->second.isList) {
                remove(line, endOfEntry(line));
            } else {
                setValue(line, value != nullptr ? value->text : defaultText(experiment, place));
            }
        }
        return std::ranges::all_of(additions, [this](const auto& one) { return add(one.first, *one.second); });
    }

    [[nodiscard]] std::string text(bool hasCarriageReturns) const
    {
        std::string all;
        for (const std::string& line : m_lines) {
            all += line + (hasCarriageReturns ? "\r\n" : "\n");
        }
        return all;
    }

private:
    [[nodiscard]] YAML::Node section(const std::string& name) const { return name.empty() ? m_root : m_root[name]; }
    [[nodiscard]] std::optional<std::size_t> lineOf(const Place& place) const
    {
        const YAML::Node node = section(place.first);
        if (!node.IsDefined() || !node.IsMap()) {
            return std::nullopt;
        }
        for (const auto& entry : node) {
            if (entry.first.Scalar() == place.second) {
                return static_cast<std::size_t>(entry.first.Mark().line);
            }
        }
        return std::nullopt;
    }
    /// After its last line that says something; comments in front of what follows are that one's.
    [[nodiscard]] std::size_t endOfEntry(std::size_t line) const
    {
        const std::size_t indent = indentOf(m_lines[line]);
        std::size_t end = line + 1;
        for (std::size_t at = line + 1; at < m_lines.size(); ++at) {
            if (isBlankOrComment(m_lines[at])) {
                continue;
            }
            const bool isItem = indentOf(m_lines[at]) == indent && m_lines[at].compare(indent, 1, "-") == 0;
            if (indentOf(m_lines[at]) <= indent && !isItem) {
                break;
            }
            end = at + 1;
        }
        return end;
    }
    void remove(std::size_t from, std::size_t to)
    {
        m_lines.erase(m_lines.begin() + static_cast<std::ptrdiff_t>(from),
                      m_lines.begin() + static_cast<std::ptrdiff_t>(to));
    }
    void insert(std::size_t at, std::string line)
    {
        m_lines.insert(m_lines.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
    }

    void setValue(std::size_t line, const std::string& value)
    {
        std::string& text = m_lines[line];
        const std::size_t colon = text.find(':');
        const std::size_t from = std::min(text.find_first_not_of(' ', colon + 1), text.size());
        const auto end = endOfValue(text, from);
        const bool isOneLine = end && endOfEntry(line) == line + 1;
        const std::string comment = isOneLine ? text.substr(*end) : std::string();
        if (!isOneLine) {
            remove(line + 1, endOfEntry(line));
        }
        m_lines[line] = m_lines[line].substr(0, colon + 1) + " " + value + comment;
    }

    /// Rules that stay keep their lines; the others are changed in place, put in or taken out.
    void changeRules(const Place& place, std::size_t line, const std::vector<std::string>& before,
                     const std::vector<std::string>& after)
    {
        const YAML::Node list = section(place.first)[place.second];
        const bool isBlock = list.IsSequence() && list.Style() == YAML::EmitterStyle::Block && list.size() > 0 &&
                             list.size() == before.size();
        if (!isBlock) {
            const std::size_t indent = indentOf(m_lines[line]);
            remove(line + 1, endOfEntry(line));
            m_lines[line] = m_lines[line].substr(0, m_lines[line].find(':') + 1);
            for (std::size_t at = 0; at < after.size(); ++at) {
                insert(line + 1 + at, std::string(indent + 2, ' ') + "- " + after[at]);
            }
            return;
        }
        std::vector<std::size_t> starts;
        for (const YAML::Node& item : list) {
            starts.push_back(static_cast<std::size_t>(item.Mark().line));
        }
        const std::size_t dash = m_lines[starts.front()].find('-');
        const std::string lead = m_lines[starts.front()].substr(0, dash) + "- ";
        std::size_t i = before.size();
        std::size_t j = after.size();
        const auto table = commonLengths(before, after);
        std::size_t below = endOfEntry(line); // where a rule goes that stands after all that were handled
        while (i > 0 || j > 0) {              // bottom up
            if (i > 0 && j > 0 && before[i - 1] == after[j - 1]) {
                below = starts[--i];
                --j;
            } else if (i > 0 && j > 0 && table[i - 1][j - 1] == table[i][j]) {
                --i;
                below = starts[i];
                changeRule(below, lead, after[--j]);
            } else if (j > 0 && (i == 0 || table[i][j - 1] >= table[i - 1][j])) {
                insert(i > 0 ? endOfItem(starts[i - 1], below) : below, lead + after[--j]);
                below = i > 0 ? endOfItem(starts[i - 1], below) : below;
            } else {
                const std::size_t from = starts[--i];
                remove(from, endOfItem(from, below));
                below = from;
            }
        }
    }
    void changeRule(std::size_t line, const std::string& lead, const std::string& rule)
    {
        const std::size_t from = m_lines[line].find_first_not_of(' ', m_lines[line].find('-') + 1);
        const auto end = from == std::string::npos ? std::nullopt : endOfValue(m_lines[line], from);
        const std::size_t after = endOfItem(line, m_lines.size());
        const std::string comment = end && after == line + 1 ? m_lines[line].substr(*end) : std::string();
        remove(line + 1, after);
        m_lines[line] = lead + rule + comment;
    }
    /// After the last line of the item that says something.
    [[nodiscard]] std::size_t endOfItem(std::size_t line, std::size_t limit) const
    {
        const std::size_t dash = m_lines[line].find('-');
        std::size_t end = line + 1;
        for (std::size_t at = line + 1; at < std::min(limit, m_lines.size()); ++at) {
            if (isBlankOrComment(m_lines[at])) {
                continue;
            }
            if (indentOf(m_lines[at]) <= dash) {
                break;
            }
            end = at + 1;
        }
        return end;
    }
    /// Longest common subsequence: table[i][j] of the first i and the first j.
    [[nodiscard]] static std::vector<std::vector<std::size_t>> commonLengths(const std::vector<std::string>& a,
                                                                             const std::vector<std::string>& b)
    {
        std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
        for (std::size_t i = 1; i <= a.size(); ++i) {
            for (std::size_t j = 1; j <= b.size(); ++j) {
                table[i][j] =
                    a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table;
    }

    /// At the end of its section; a section that is not there comes last.
    [[nodiscard]] bool add(const Place& place, const Value& value)
    {
        const auto isHead = [&](const std::string& line) {
            return line.rfind(place.first + ":", 0) == 0 && isBlankOrComment(line.substr(place.first.size() + 1));
        };
        std::size_t at = m_lines.size();
        std::size_t indent = 0;
        if (place.first.empty()) {
            at = 0; // before the first section, after the comments at the top
            while (at < m_lines.size() && isBlankOrComment(m_lines[at])) {
                ++at;
            }
            at = at < m_lines.size() && indentOf(m_lines[at]) == 0 ? endOfEntry(at) : at;
        } else {
            indent = 2;
            const auto head = std::ranges::find_if(m_lines, isHead);
            if (head == m_lines.end()) {
                if (section(place.first).IsDefined() && !m_isMade.contains(place.first)) {
                    return false; // it stands in one line
                }
                m_lines.push_back(place.first + ":");
                m_isMade[place.first] = true;
                at = m_lines.size();
            } else {
                const auto line = static_cast<std::size_t>(head - m_lines.begin());
                at = endOfEntry(line);
                for (std::size_t below = line + 1; below < at; ++below) {
                    if (!isBlankOrComment(m_lines[below])) {
                        indent = indentOf(m_lines[below]);
                        break;
                    }
                }
            }
        }
        const std::string lead(indent, ' ');
        insert(at, lead + place.second + ":" + (value.isList ? "" : " " + value.text));
        for (const std::string& rule : value.rules) {
            insert(++at, lead + "  - " + rule);
        }
        return true;
    }

    Lines m_lines;
    YAML::Node m_root;
    std::map<std::string, bool> m_isMade;
};

} // namespace

std::string editYaml(std::string_view text, const Experiment& experiment)
{
    const auto before = parseYaml(text, "text");
    if (!before) {
        return toYaml(experiment);
    }
    if (*before == experiment) {
        return std::string(text);
    }
    try {
        Document document(text);
        if (document.canEdit() && document.apply(valuesOf(*before), valuesOf(experiment), experiment)) {
            std::string edited = document.text(text.find("\r\n") != std::string_view::npos);
            // Whatever the form of the text did to the edit: what is written reads as what is meant.
            const auto after = parseYaml(edited, "text");
            if (after && *after == experiment) {
                return edited;
            }
        }
    } catch (const YAML::Exception&) { // the form is not for us
        return toYaml(experiment);
    }
    return toYaml(experiment);
}

Status saveEdited(const Experiment& experiment, const std::filesystem::path& file,
                  const std::filesystem::path& original)
{
    const auto text = original.empty() ? Result<std::string>(std::string()) : readFile(original, kLargestFile);
    return writeFileAtomically(file, text && !text->empty() ? editYaml(*text, experiment) : toYaml(experiment));
}

} // namespace espalier::experiment

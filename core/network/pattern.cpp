#include "core/network/pattern.h"

#include "core/base/assert.h"
#include "core/network/segments.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <variant>

namespace espalier::network {

namespace {

constexpr std::size_t kLongestText = 1000;
// A regular expression may need exponential time. ICU reports every ten thousand backtracking steps; so many reports
// are granted for one selection: deterministic, and a fraction of a second.
constexpr int kStepReports = 200;
constexpr std::int32_t kStackBytes = 1 << 20;

/// The path ends with this run of whole segments.
struct NameMatcher {
    std::string name;
    [[nodiscard]] bool matches(std::string_view path) const
    {
        return path.ends_with(name) && (path.size() == name.size() || path[path.size() - name.size() - 1] == '.');
    }
};

/// Takes a path apart from its end.
struct PathCursor {
    std::string_view rest;
    [[nodiscard]] bool atStart() const { return rest.empty(); }
    std::string_view takeLast() { return takeLastSegment(rest); }
};

/// The same along a tree, where the segments lie ready.
struct ModuleCursor {
    const NetworkTree* tree;
    ModuleId id;
    [[nodiscard]] bool atStart() const { return id == 0; }
    std::string_view takeLast()
    {
        const Module& module = tree->module(id);
        id = module.parent;
        return module.name;
    }
};

/// Segments from the last to the first, each a glob; `**` is kept as an empty one.
struct GlobMatcher {
    std::vector<std::string> reversed;

    template <class Cursor>
    [[nodiscard]] bool matchesAt(Cursor cursor) const
    {
        std::size_t next = 0;
        std::size_t afterGap = std::string::npos; // where to go on after the last `**`
        Cursor gap = cursor;
        while (next < reversed.size()) {
            if (reversed[next].empty()) {
                afterGap = ++next;
                gap = cursor;
            } else if (!cursor.atStart() && matchesGlob(reversed[next], cursor.takeLast())) {
                ++next;
            } else if (afterGap == std::string::npos || gap.atStart()) {
                return false;
            } else {
                static_cast<void>(gap.takeLast());
                cursor = gap;
                next = afterGap;
            }
        }
        return true;
    }
    [[nodiscard]] bool matches(std::string_view path) const { return matchesAt(PathCursor{path}); }
};

struct SubstringMatcher {
    std::string part;
    [[nodiscard]] bool matches(std::string_view path) const { return path.find(part) != std::string_view::npos; }
};

struct RegexForm {
    std::shared_ptr<const icu::RegexPattern> compiled;
};

std::string reasonOf(UErrorCode code)
{
    switch (code) {
    case U_REGEX_MISMATCHED_PAREN:
        return "a bracket `(` or `)` has no partner";
    case U_REGEX_MISSING_CLOSE_BRACKET:
        return "a bracket `[` is not closed";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
        return "an escape after `\\` is not known";
    case U_REGEX_BAD_INTERVAL:
    case U_REGEX_MAX_LT_MIN:
    case U_REGEX_NUMBER_TOO_BIG:
        return "a repetition `{…}` is not two numbers in order";
    case U_REGEX_INVALID_RANGE:
        return "a range in `[…]` runs backwards";
    case U_REGEX_LOOK_BEHIND_LIMIT:
        return "a look-behind has no greatest length";
    case U_REGEX_INVALID_BACK_REF:
        return "a back reference names no group";
    case U_REGEX_PATTERN_TOO_BIG:
        return "it is too big";
    default:
        return std::string("it cannot be read (") + u_errorName(code) + ')';
    }
}

icu::UnicodeString wide(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

/// One search through many paths, with one allowance of steps.
class RegexSearch {
public:
    explicit RegexSearch(const icu::RegexPattern& pattern)
    {
        m_matcher.reset(pattern.matcher(m_code));
        if (U_SUCCESS(m_code)) {
            m_matcher->setStackLimit(kStackBytes, m_code);
            m_matcher->setMatchCallback(&RegexSearch::mayGoOn, this, m_code);
        }
    }

    /// False, too, once the search has given up.
    [[nodiscard]] bool finds(std::string_view path)
    {
        if (U_FAILURE(m_code)) {
            return false;
        }
        m_path = wide(path);
        m_matcher->reset(m_path);
        return m_matcher->find(m_code) && U_SUCCESS(m_code);
    }
    [[nodiscard]] bool gaveUp() const { return U_FAILURE(m_code); }

private:
    static UBool U_CALLCONV mayGoOn(const void* context, std::int32_t)
    {
        // ICU hands the context through as const; the search is ours and not const.
        auto* search = static_cast<RegexSearch*>(const_cast<void*>(context));
        return ++search->m_reports <= kStepReports;
    }

    UErrorCode m_code = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> m_matcher;
    icu::UnicodeString m_path;
    int m_reports = 0;
};

Result<RegexForm> parseRegex(std::string_view expression)
{
    UErrorCode code = U_ZERO_ERROR;
    UParseError fault{};
    std::shared_ptr<const icu::RegexPattern> compiled(icu::RegexPattern::compile(wide(expression), 0, fault, code));
    if (U_FAILURE(code) || compiled == nullptr) {
        return fail(ErrorCode::InvalidInput, "the regular expression is not valid at character " +
                                                 std::to_string(fault.offset) + ": " + reasonOf(code));
    }
    return RegexForm{std::move(compiled)};
}

Result<GlobMatcher> parseGlob(std::string_view text)
{
    GlobMatcher matcher;
    while (!text.empty()) {
        const std::string_view segment = takeLastSegment(text);
        if (segment != "**") {
            matcher.reversed.emplace_back(segment);
        } else if (matcher.reversed.empty() || !matcher.reversed.back().empty()) {
            matcher.reversed.emplace_back();
        }
    }
    return matcher;
}

} // namespace

struct Pattern::Matcher {
    std::variant<NameMatcher, GlobMatcher, SubstringMatcher, RegexForm> form;
};

Pattern::Pattern(std::string text, std::shared_ptr<const Matcher> matcher)
    : m_text(std::move(text)), m_matcher(std::move(matcher))
{
}

Result<Pattern> Pattern::parse(std::string_view text)
{
    const auto made = [text](auto form) {
        return Pattern(std::string(text), std::make_shared<const Matcher>(Matcher{std::move(form)}));
    };
    if (text.size() > kLongestText) {
        return fail(ErrorCode::InvalidInput, "a pattern is at most 1000 bytes long");
    }
    if (text.empty() || text == "re:" || text == "sub:") {
        return fail(ErrorCode::InvalidInput, "a pattern is empty; `**` selects the whole network");
    }
    if (text.starts_with("re:")) {
        return parseRegex(text.substr(3)).map(made);
    }
    if (text.starts_with("sub:")) {
        return made(SubstringMatcher{std::string(text.substr(4))});
    }
    if (text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "a name is missing beside a dot in `" + std::string(text) + '`');
    }
    if (text.find_first_of("*?") != std::string_view::npos) {
        return parseGlob(text).map(made);
    }
    return made(NameMatcher{std::string(text)});
}

bool Pattern::matches(std::string_view path) const
{
    return std::visit(
        [path](const auto& form) {
            if constexpr (requires { form.compiled; }) {
                return RegexSearch(*form.compiled).finds(path);
            } else {
                return form.matches(path);
            }
        },
        m_matcher->form);
}

namespace {

template <class Matches>
std::vector<ModuleId> topmost(const NetworkTree& tree, Matches&& matches)
{
    std::vector<ModuleId> found;
    std::vector<char> covered(tree.size(), 0);
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const Module& module = tree.modules()[i];
        if (module.parent != kNoModule && covered[static_cast<std::size_t>(module.parent)] != 0) {
            covered[i] = 1;
        } else if (matches(static_cast<ModuleId>(i))) {
            covered[i] = 1;
            found.push_back(static_cast<ModuleId>(i));
        }
    }
    return found;
}

} // namespace

Result<std::vector<ModuleId>> Pattern::tryToSelect(const NetworkTree& tree) const
{
    if (const auto* regex = std::get_if<RegexForm>(&m_matcher->form)) {
        RegexSearch search(*regex->compiled);
        auto found = topmost(tree, [&](ModuleId id) { return search.finds(tree.module(id).path); });
        if (search.gaveUp()) {
            return fail(ErrorCode::InvalidInput, "the regular expression `" + m_text +
                                                     "` takes too long; repeat fewer things within each other");
        }
        return found;
    }
    if (const auto* glob = std::get_if<GlobMatcher>(&m_matcher->form)) {
        return topmost(tree, [&](ModuleId id) { return glob->matchesAt(ModuleCursor{&tree, id}); });
    }
    if (const auto* name = std::get_if<NameMatcher>(&m_matcher->form)) {
        // Nearly every module falls at its last segment, which lies in the module itself.
        std::string_view above = name->name;
        const std::string_view last = takeLastSegment(above);
        return topmost(
            tree, [&](ModuleId id) { return tree.module(id).name == last && name->matches(tree.module(id).path); });
    }
    return topmost(tree, [&](ModuleId id) { return matches(tree.module(id).path); });
}

std::vector<ModuleId> Pattern::select(const NetworkTree& tree) const
{
    return tryToSelect(tree).value_or(std::vector<ModuleId>{});
}

std::vector<std::string> splitPatternList(std::string_view list)
{
    std::vector<std::string> tokens;
    std::size_t start = 0;
    while ((start = list.find_first_not_of(", \t\r\n", start)) != std::string_view::npos) {
        const bool isRegex = list.substr(start).starts_with("re:");
        std::size_t end = start;
        // A comma within the brackets of a regular expression (`{1,2}`) separates nothing.
        for (int depth = 0; end < list.size() && (list[end] != ',' || depth > 0); ++end) {
            const char c = list[end];
            if (isRegex && c == '\\') {
                end = std::min(end + 1, list.size() - 1);
            } else if (isRegex && (c == '(' || c == '[' || c == '{')) {
                ++depth;
            } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
                --depth;
            }
        }
        const std::string_view token = list.substr(start, end - start);
        tokens.emplace_back(token.substr(0, token.find_last_not_of(" \t\r\n") + 1));
        start = end;
    }
    return tokens;
}

} // namespace espalier::network

// Pattern: text that selects modules.
#pragma once

#include "core/base/result.h"
#include "core/network/network_tree.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::network {

/// Four forms, told apart by their text:
/// - `cls_preds.2`, `neck`: a run of whole dotted segments anywhere in a path; the module at its end matches;
/// - `cls_preds.*`, `**.conv`: the same with globs: `*` and `?` within a segment, `**` any number of segments; `**`
///   alone is the root;
/// - `re:…`: an ICU regular expression found anywhere in the path;
/// - `sub:…`: a plain substring of the path, the form of the study's published code (for imported plans).
/// A matched module stands for its whole subtree.
class Pattern {
public:
    /// An empty text, an unclosed bracket in `re:` and the like are InvalidInput with the reason.
    [[nodiscard]] static Result<Pattern> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] bool matches(std::string_view path) const;
    /// The topmost matched modules in tree order: none lies within another. Nothing when it takes too long.
    [[nodiscard]] std::vector<ModuleId> select(const NetworkTree& tree) const;
    /// The same; a `re:` that runs out of steps (exponential backtracking) is InvalidInput.
    [[nodiscard]] Result<std::vector<ModuleId>> tryToSelect(const NetworkTree& tree) const;

private:
    struct Matcher;
    Pattern(std::string text, std::shared_ptr<const Matcher> matcher);

    std::string m_text;
    std::shared_ptr<const Matcher> m_matcher;
};

/// Split a comma list as the pattern bar and the CLI take it; blanks around a token are dropped, empty tokens too.
[[nodiscard]] std::vector<std::string> splitPatternList(std::string_view list);

/// The path of a module that holds parameters and whose name is nearest to what `text` asks for (edit distance over
/// segments); empty when nothing is near. For "nothing matches; did you mean …". Where `text` matches modules that hold
/// none (identities), it is the nearest module upstream, whose output they pass on.
[[nodiscard]] std::string nearestPath(const NetworkTree& tree, std::string_view text);
/// The same among the modules (by id) that are `wanted`.
[[nodiscard]] std::string nearestPath(const NetworkTree& tree, std::string_view text, const std::vector<bool>& wanted);

} // namespace espalier::network

#include "core/preflight/check_functions.h"
#include "core/preflight/wording.h"

#include <algorithm>

namespace espalier::preflight {

namespace {

using Names = std::vector<std::string>;

/// Lower case, words apart by one kind of blank, a blank at both ends.
std::string words(const std::string& text)
{
    std::string out = " ";
    for (const char c : text) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        out += c == '_' || c == '-' ? ' ' : isUpper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out + " ";
}

bool names(const std::string& prompt, const std::string& className)
{
    return words(prompt).find(words(className)) != std::string::npos;
}

bool isReordered(const Names& a, const Names& b)
{
    return a != b && a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
}

Names classesOf(const Subject& subject)
{
    if (subject.experiment.model.classes.empty() && subject.train != nullptr) {
        return subject.train->classes;
    }
    return subject.experiment.model.classes;
}

/// The class that prompt `index` names instead of its own; its own when it names none.
std::size_t classNamed(const Names& prompts, const Names& classes, std::size_t index)
{
    if (names(prompts[index], classes[index])) {
        return index;
    }
    for (std::size_t other = 0; other < classes.size(); ++other) {
        if (names(prompts[index], classes[other])) {
            return other;
        }
    }
    return index;
}

/// Prompts in the order of the classes they name; empty when a class has none or two.
Names inClassOrder(const Names& prompts, const Names& classes)
{
    Names ordered(classes.size());
    std::vector<bool> isTaken(classes.size(), false);
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::size_t target = classNamed(prompts, classes, i);
        if (isTaken[target]) {
            return {};
        }
        isTaken[target] = true;
        ordered[target] = prompts[i];
    }
    return ordered;
}

void promptOrder(const Subject& subject, std::vector<Finding>& findings)
{
    const Names& prompts = subject.experiment.model.prompts;
    const Names classes = classesOf(subject);
    if (prompts.empty() || prompts.size() != classes.size()) {
        return;
    }
    std::size_t first = classes.size();
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classNamed(prompts, classes, i) != i) {
            first = std::min(first, i);
            ++wrong;
        }
    }
    if (wrong == 0) {
        return;
    }
    const Names ordered = inClassOrder(prompts, classes);
    findings.push_back(
        {"class-order", Severity::Error,
         counted(wrong, "prompt") + " of " + grouped(static_cast<std::int64_t>(prompts.size())) +
             (wrong == 1 ? " names another class than its own: class " : " name another class than their own: class ") +
             std::to_string(first) + " is `" + classes[first] + "` and its prompt is `" + prompts[first] + "`",
         "model.prompts",
         ordered.empty()
             ? Repair{}
             : Repair{"Put the prompts in the order of the classes", {setOfTexts("model.prompts", ordered)}}});
}

} // namespace

void classOrder(const Subject& subject, std::vector<Finding>& findings)
{
    const Names& classes = subject.experiment.model.classes;
    if (subject.train != nullptr && subject.val != nullptr &&
        isReordered(subject.train->classes, subject.val->classes)) {
        findings.push_back(
            {"class-order",
             Severity::Error,
             "Training and validation number the same classes differently: " + listed(subject.train->classes) +
                 " against " + listed(subject.val->classes),
             "data.val",
             {"Fix the order to that of the training set", {setOfTexts("model.classes", subject.train->classes)}}});
    }
    if (subject.train != nullptr && isReordered(classes, subject.train->classes)) {
        findings.push_back(
            {"class-order",
             Severity::Error,
             "The classes of the experiment and of the training set stand in different order: " + listed(classes) +
                 " against " + listed(subject.train->classes),
             "model.classes",
             {"Take the order of the training set", {setOfTexts("model.classes", subject.train->classes)}}});
    }
    promptOrder(subject, findings);
}

void promptsCount(const Subject& subject, std::vector<Finding>& findings)
{
    const Names& prompts = subject.experiment.model.prompts;
    const std::size_t classes = classesOf(subject).size();
    if (prompts.empty() || classes == 0 || prompts.size() == classes) {
        return;
    }
    findings.push_back({"prompts-count",
                        Severity::Error,
                        (prompts.size() == 1 ? "There is " : "There are ") +
                            counted(static_cast<std::int64_t>(prompts.size()), "prompt") + " for " +
                            counted(static_cast<std::int64_t>(classes), "class", "classes") +
                            ": text k belongs to label k",
                        "model.prompts",
                        {"Use the class names as prompts", {setOfTexts("model.prompts", {})}}});
}

} // namespace espalier::preflight

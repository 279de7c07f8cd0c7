// RunFilter: the words of the search line: `state:exploded tag:paper trained:neck.out_layers.2 since:7d or #41`.
#pragma once

#include "core/network/pattern.h"
#include "core/store/store.h"

#include <QDate>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace espalier::ui {

class TrainedIndex;

/// Every word must hold, or one of those that `or` joins; `-` before a word turns it round; "" keep blanks together.
class RunFilter {
public:
    enum class Kind { Text, Number, State, Tag, Data, Model, Adapter, Trained, Since, Note };

    explicit RunFilter(const QString& text = {}, const QDate& today = QDate::currentDate());

    /// Runs whose plan is still being looked up for `trained:` do not pass yet.
    [[nodiscard]] bool accepts(const store::RunSummary& run, TrainedIndex& trained) const;
    [[nodiscard]] bool isEmpty() const { return m_clauses.empty(); }
    [[nodiscard]] bool wantsDeleted() const; ///< `state:deleted`
    /// A word that says nothing: a date that is none, a pattern that does not parse, a value left out; empty.
    [[nodiscard]] QString brokenWord() const;
    /// The word that leaves nothing of `runs`: the one without which something would pass, or one that nothing passes.
    /// Empty when it takes several together.
    [[nodiscard]] QString blockingWord(const std::vector<store::RunSummary>& runs, TrainedIndex& trained) const;

    /// `state:`, `tag:`, … in the order in which people are told of them.
    [[nodiscard]] static QStringList keys();

private:
    struct Word {
        Kind kind = Kind::Text;
        QString said; ///< as it was written
        QString value;
        bool isTurned = false;
        std::optional<QDate> since;
        std::optional<network::Pattern> pattern;
        [[nodiscard]] bool isBroken() const;
        [[nodiscard]] bool accepts(const store::RunSummary& run, TrainedIndex& trained) const;
        [[nodiscard]] bool holds(const store::RunSummary& run, TrainedIndex& trained) const;
    };
    using Clause = std::vector<Word>; ///< one of them
    [[nodiscard]] static Word wordOf(QString text, const QDate& today);
    std::vector<Clause> m_clauses;
};

} // namespace espalier::ui

#include "ui/place/runs/run_filter.h"

#include "ui/bridge/trained_index.h"
#include "ui/plot/run_text.h"

#include <QDateTime>
#include <algorithm>
#include <array>

namespace espalier::ui {

namespace {

struct Key {
    const char* name;
    RunFilter::Kind kind;
};

constexpr std::array kKeys{Key{"state", RunFilter::Kind::State},     Key{"tag", RunFilter::Kind::Tag},
                           Key{"data", RunFilter::Kind::Data},       Key{"trained", RunFilter::Kind::Trained},
                           Key{"since", RunFilter::Kind::Since},     Key{"model", RunFilter::Kind::Model},
                           Key{"adapter", RunFilter::Kind::Adapter}, Key{"note", RunFilter::Kind::Note}};

constexpr const char* kDeleted = "deleted";

/// At blanks that stand outside of quotes.
QStringList wordsOf(const QString& text)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    for (const QChar letter : text) {
        if (letter == QLatin1Char('"')) {
            isQuoted = !isQuoted;
        } else if (letter.isSpace() && !isQuoted) {
            words << word;
            word.clear();
        } else {
            word += letter;
        }
    }
    words << word;
    words.removeAll(QString());
    return words;
}

/// `2026-01-31`, `7d`, `today`, `yesterday`.
std::optional<QDate> dateOf(const QString& text, const QDate& today)
{
    if (text == QLatin1String("today")) {
        return today;
    }
    if (text == QLatin1String("yesterday")) {
        return today.addDays(-1);
    }
    bool isNumber = false;
    const int days = text.endsWith(QLatin1Char('d')) ? text.chopped(1).toInt(&isNumber) : 0;
    constexpr int kMostDays = 100000;
    if (isNumber && days >= 0 && days <= kMostDays) {
        return today.addDays(-days);
    }
    const QDate date = QDate::fromString(text, Qt::ISODate);
    return date.isValid() ? std::optional(date) : std::nullopt;
}

bool has(const std::string& text, const QString& value)
{
    return QString::fromStdString(text).contains(value, Qt::CaseInsensitive);
}

} // namespace

RunFilter::RunFilter(const QString& text, const QDate& today)
{
    bool isAlternative = false;
    for (const QString& word : wordsOf(text)) {
        if (word.compare(QLatin1String("or"), Qt::CaseInsensitive) == 0) {
            isAlternative = !m_clauses.empty();
        } else if (std::exchange(isAlternative, false)) {
            m_clauses.back().push_back(wordOf(word, today));
        } else {
            m_clauses.push_back({wordOf(word, today)});
        }
    }
}

RunFilter::Word RunFilter::wordOf(QString text, const QDate& today)
{
    Word word;
    word.said = text;
    if (text.size() > 1 && text.startsWith(QLatin1Char('-'))) {
        word.isTurned = true;
        text.remove(0, 1);
    }
    word.value = text;
    if (text.startsWith(QLatin1Char('#'))) {
        word.kind = Kind::Number;
        word.value = text.mid(1);
        return word;
    }
    const auto key = std::ranges::find_if(kKeys, [&](const Key& one) {
        return text.startsWith(QLatin1String(one.name) + QLatin1Char(':'), Qt::CaseInsensitive);
    });
    if (key == kKeys.end()) {
        return word;
    }
    word.kind = key->kind;
    word.value = text.section(QLatin1Char(':'), 1);
    if (word.kind == Kind::Since) {
        word.since = dateOf(word.value, today);
    } else if (word.kind == Kind::Trained) {
        if (auto pattern = network::Pattern::parse(word.value.toStdString())) {
            word.pattern = std::move(*pattern);
        }
    }
    return word;
}

bool RunFilter::Word::isBroken() const
{
    return value.isEmpty() || (kind == Kind::Since && !since) || (kind == Kind::Trained && !pattern);
}

bool RunFilter::Word::accepts(const store::RunSummary& run, TrainedIndex& trained) const
{
    if (isBroken()) { // half typed: it asks for nothing yet
        return true;
    }
    if (kind == Kind::Trained) {
        const auto trains = trained.trains(run, *pattern);
        return trains && *trains != isTurned;
    }
    return holds(run, trained) != isTurned;
}

bool RunFilter::Word::holds(const store::RunSummary& run, TrainedIndex&) const
{
    switch (kind) {
    case Kind::Number:
        return QString::number(run.id) == value;
    case Kind::State: {
        const auto code = run::toText(run.state);
        return (run.isDeleted && QLatin1String(kDeleted).startsWith(value.toLower())) ||
               QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()))
                   .startsWith(value, Qt::CaseInsensitive) ||
               stateText(run.state).startsWith(value, Qt::CaseInsensitive);
    }
    case Kind::Tag:
        return std::ranges::any_of(run.tags, [this](const std::string& tag) {
            return QString::fromStdString(tag).startsWith(value, Qt::CaseInsensitive);
        });
    case Kind::Data:
        return has(run.facts.data, value);
    case Kind::Model:
        return has(run.facts.model, value);
    case Kind::Adapter:
        return has(run.facts.methods, value);
    case Kind::Note:
        return has(run.note, value);
    case Kind::Since:
        return QDateTime::fromMSecsSinceEpoch(run.createdMicroseconds / 1000).date() >= *since;
    case Kind::Text:
    case Kind::Trained:
        break;
    }
    return has(run.name, value) || has(run.experimentFile, value) || QString::number(run.id) == value;
}

bool RunFilter::accepts(const store::RunSummary& run, TrainedIndex& trained) const
{
    return std::ranges::all_of(m_clauses, [&](const Clause& clause) {
        return std::ranges::any_of(clause, [&](const Word& word) { return word.accepts(run, trained); });
    });
}

bool RunFilter::wantsDeleted() const
{
    return std::ranges::any_of(m_clauses, [](const Clause& clause) {
        return std::ranges::any_of(clause, [](const Word& word) {
            return word.kind == Kind::State && word.value.compare(QLatin1String(kDeleted), Qt::CaseInsensitive) == 0;
        });
    });
}

QString RunFilter::brokenWord() const
{
    for (const Clause& clause : m_clauses) {
        const auto broken = std::ranges::find_if(clause, &Word::isBroken);
        if (broken != clause.end()) {
            return broken->said;
        }
    }
    return {};
}

QString RunFilter::blockingWord(const std::vector<store::RunSummary>& runs, TrainedIndex& trained) const
{
    const auto said = [](const Clause& clause) {
        QStringList words;
        for (const Word& word : clause) {
            words << word.said;
        }
        return words.join(QStringLiteral(" or "));
    };
    for (std::size_t at = 0; at < m_clauses.size(); ++at) {
        RunFilter without(*this);
        without.m_clauses.erase(without.m_clauses.begin() + static_cast<std::ptrdiff_t>(at));
        if (std::ranges::any_of(runs, [&](const auto& run) { return without.accepts(run, trained); })) {
            return said(m_clauses[at]);
        }
    }
    for (const Clause& clause : m_clauses) {
        RunFilter alone;
        alone.m_clauses = {clause};
        if (std::ranges::none_of(runs, [&](const auto& run) { return alone.accepts(run, trained); })) {
            return said(clause);
        }
    }
    return {};
}

QStringList RunFilter::keys()
{
    QStringList names;
    for (const Key& key : kKeys) {
        names << QLatin1String(key.name) + QLatin1Char(':');
    }
    return names;
}

} // namespace espalier::ui

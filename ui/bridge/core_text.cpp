#include "ui/bridge/core_text.h"

#include "ui/bridge/core_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <optional>
#include <vector>

namespace espalier::ui {

namespace {

constexpr int kDeepest = 4; ///< a sentence holds phrases, a phrase a count

/// One sentence with holes for its facts. A fact is itself looked up, so `The schedule spans 100 of 160 epochs: …`
/// needs its nouns once only.
struct Template {
    const char* context;
    const char* source;
    QString longest; ///< piece between two holes: most texts lack it, and need no expression
    QRegularExpression expression;
};

Template templateOf(const char* context, const char* source)
{
    static const QRegularExpression hole(QStringLiteral("(`?)%[1-9](`?)"));
    const QString pattern = QString::fromUtf8(source);
    Template made{context, source, {}, {}};
    QString expression;
    qsizetype from = 0;
    const auto takePiece = [&](const QString& piece) {
        made.longest = piece.size() > made.longest.size() ? piece : made.longest;
        expression += QRegularExpression::escape(piece);
    };
    for (auto holes = hole.globalMatch(pattern); holes.hasNext();) {
        const auto match = holes.next();
        takePiece(pattern.mid(from, match.capturedStart() - from));
        const bool isQuoted = !match.captured(1).isEmpty() && !match.captured(2).isEmpty(); // it holds no other quote
        expression +=
            isQuoted ? QStringLiteral("`([^`]*)`") : match.captured(1) + QStringLiteral("(.+?)") + match.captured(2);
        from = match.capturedEnd();
    }
    takePiece(pattern.mid(from));
    made.expression = QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                         QRegularExpression::DotMatchesEverythingOption);
    return made;
}

const std::vector<Template>& templates()
{
    static const auto all = [] {
        std::vector<Template> made;
        for (const char* source : coreSentences()) {
            made.push_back(templateOf(kCoreContext, source));
        }
        for (const char* source : preflightSentences()) {
            made.push_back(templateOf(kPreflightContext, source));
        }
        for (const char* source : coreParts()) {
            made.push_back(templateOf(kCoreContext, source));
        }
        return made;
    }();
    return all;
}

/// `text` with its holes filled in whatever order the language puts them.
QString filled(const QString& text, const QStringList& facts)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int number = text[i] == QLatin1Char('%') && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
        if (number >= 1 && number <= facts.size()) {
            out += facts[number - 1];
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

QString factText(const QString& text, int depth);

std::optional<QString> sentenceText(const QString& text, int depth)
{
    if (depth >= kDeepest) {
        return std::nullopt;
    }
    for (const Template& one : templates()) {
        if (!text.contains(one.longest)) {
            continue;
        }
        const auto match = one.expression.match(text);
        if (!match.hasMatch()) {
            continue;
        }
        QStringList facts = match.capturedTexts().mid(1);
        for (QString& fact : facts) {
            fact = factText(fact, depth + 1);
        }
        return filled(QCoreApplication::translate(one.context, one.source), facts);
    }
    return std::nullopt;
}

QString factText(const QString& text, int depth)
{
    if (const auto known = sentenceText(text, depth)) {
        return *known;
    }
    const QString comma = QStringLiteral(", ");
    if (depth >= kDeepest || !text.contains(comma)) {
        return text;
    }
    QStringList parts = text.split(comma);
    for (QString& part : parts) {
        part = factText(part, depth + 1);
    }
    return parts.join(comma);
}

/// With the place before it, however many colons that has.
std::optional<QString> knownText(const QString& text)
{
    if (auto known = sentenceText(text, 0)) {
        return known;
    }
    const QString colon = QStringLiteral(": ");
    for (qsizetype at = text.indexOf(colon); at > 0; at = text.indexOf(colon, at + 1)) {
        if (const auto known = sentenceText(text.mid(at + colon.size()), 0)) {
            return factText(text.left(at), 1) + colon + *known;
        }
    }
    return std::nullopt;
}

} // namespace

QString coreText(const std::string& sentence)
{
    const QString text = QString::fromStdString(sentence);
    return knownText(text).value_or(text);
}

bool isCoreText(const std::string& sentence)
{
    return knownText(QString::fromStdString(sentence)).has_value();
}

QString errorText(const Error& error)
{
    const QString english = QString::fromStdString(error.message);
    QString message = english;
    if (const auto known = knownText(english)) {
        message = *known;
    } else if (const char* source = errorSentence(error.code);
               QCoreApplication::translate(kCoreContext, source) != QLatin1String(source)) {
        message = QStringLiteral("%1 (%2)").arg(QCoreApplication::translate(kCoreContext, source), english);
    }
    return error.where.empty()
               ? message
               : QStringLiteral("%1: %2").arg(factText(QString::fromStdString(error.where), 1), message);
}

} // namespace espalier::ui

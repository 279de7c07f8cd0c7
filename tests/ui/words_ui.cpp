// Words of core in the window: every sentence that core can say is known to ui/bridge, and none is without its Korean.
#include "core/base/files.h"
#include "ui/bridge/core_text.h"
#include "ui/bridge/core_words.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <algorithm>
#include <map>

namespace espalier::ui {

namespace {

/// Where nothing stands that the window shows, or only what damage looks like byte by byte: there the sentence of the
/// error's code stands before core's own.
const QStringList kNotInTheWindow{QStringLiteral("core/curves/"),
                                  QStringLiteral("core/weights/pickle.cpp"),
                                  QStringLiteral("core/weights/zip_"),
                                  QStringLiteral("core/network/network_tree_json.cpp"),
                                  QStringLiteral("core/base/result.h"),
                                  QStringLiteral("core/text/clip_tokenizer.cpp"),
                                  QStringLiteral("core/weights/torch_archive.cpp"),
                                  QStringLiteral("core/weights/safetensors.cpp"),
                                  QStringLiteral("core/exchange/peft_import.cpp"),
                                  QStringLiteral("core/monitor/autopsy_json.cpp")};

/// What stands for a value that only running the program would tell.
const QString kFact = QStringLiteral("7");

/// Sentences that are put together from parts which are words themselves: as read here, and as they are said.
const std::map<QString, std::vector<const char*>> kAssembled{
    {QStringLiteral("7 [7]7; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and "
                    "`accept: [7]` in it says that this is meant"),
     {"Nothing [a]; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and `accept: [a]` in "
      "it "
      "says that this is meant",
      "Nothing [a], and 2 more; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and "
      "`accept: [a, b]` in it says that this is meant"}},
    {QStringLiteral("7 must be a map with the keys 7"),
     {"an experiment must be a map with the keys a, b", "`plan` must be a map with the keys a, b"}},
    {QStringLiteral("7 has no key `7`7"),
     {"an experiment has no key `a`; allowed: b, c", "an experiment has no key `a`; did you mean `b`? Allowed: b, c",
      "`plan` has no key `a`; allowed: b, c", "`plan` has no key `a`; did you mean `b`? Allowed: b, c"}},
    {QStringLiteral("`7` must be a number7"), {"`a` must be a number", "`a` must be a number, not `b`"}},
    {QStringLiteral("7 uses 7 of 7, 7 of 7 boxes"),
     {"training uses 7 of 9 images, 7 of 9 boxes", "validation uses 7 of 9 images, 7 of 9 boxes"}},
    {QStringLiteral("77: left out"),
     {"has a box outside its image: left out", "shape 3 has a box outside its image: left out"}},
    {QStringLiteral("has no image7: its boxes are left out"),
     {"has no image: its boxes are left out", "has no image `a`: its boxes are left out"}},
    {QStringLiteral("holds no 7 split: name it with data.7"),
     {"holds no training split: name it with data.train", "holds no validation split: name it with data.val"}},
    {QStringLiteral("7has a box that reaches over its image: cut at the rim"),
     {"has a box that reaches over its image: cut at the rim",
      "shape 3 has a box that reaches over its image: cut at the rim"}},
    {QStringLiteral("7is of a class whose name is no UTF-8: left out"),
     {"is of a class whose name is no UTF-8: left out", "shape 3 is of a class whose name is no UTF-8: left out"}},
    {QStringLiteral("7is of class `7`, which is not among the classes: left out"),
     {"is of class `a`, which is not among the classes: left out",
      "shape 3 is of class `a`, which is not among the classes: left out"}},
    {QStringLiteral("the 7 set has no image that can be used7"),
     {"the training set has no image that can be used", "the validation set has no image that can be used: is empty"}}};

/// End of the literal that begins at `from`.
qsizetype endOfLiteral(const QString& text, qsizetype from)
{
    qsizetype at = from + 1;
    while (at < text.size() && text[at] != text[from]) {
        at += text[at] == QLatin1Char('\\') ? 2 : 1;
    }
    return at + 1;
}

/// `text` from its bracket at `from` on, cut at `separator` outside of brackets and literals, up to the closing one.
QStringList cut(const QString& text, qsizetype from, QChar separator)
{
    QStringList parts{QString()};
    int depth = 0;
    for (qsizetype at = from; at < text.size(); ++at) {
        const QChar c = text[at];
        if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            const qsizetype end = endOfLiteral(text, at);
            parts.back() += text.mid(at, end - at);
            at = end - 1;
            continue;
        }
        const bool opens = QStringLiteral("({[").contains(c);
        const bool closes = QStringLiteral(")}]").contains(c);
        depth += opens ? 1 : closes ? -1 : 0;
        if (depth == 0 && closes) {
            return parts;
        }
        if (depth == 1 && c == separator) {
            parts << QString();
        } else if (depth > 1 || !opens) {
            parts.back() += c;
        }
    }
    return parts;
}

/// The text of an expression such as `"a " + name + " b"`, with kFact for all that is no literal. Empty: without words.
QString saidBy(const QString& expression)
{
    static const QRegularExpression isLiteral(QStringLiteral(R"re(^(?:std::string\()?(?:"(?:[^"\\]|\\.)*"\s*)+\)?$)re"),
                                              QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression literal(QStringLiteral(R"re("((?:[^"\\]|\\.)*)")re"));
    static const QRegularExpression words(QStringLiteral("[a-z]{2}"));
    QString said;
    bool hasWords = false;
    for (QString part : cut(QStringLiteral("(%1)").arg(expression), 0, QLatin1Char('+'))) {
        part = part.trimmed();
        if (isLiteral.match(part).hasMatch()) {
            for (auto all = literal.globalMatch(part); all.hasNext();) {
                said += all.next().captured(1);
            }
            hasWords = hasWords || said.contains(words);
        } else if (part.startsWith(QLatin1Char('\'')) && part.size() >= 3) {
            said += part.mid(1, part.size() - 2);
        } else {
            said += kFact;
        }
    }
    said.replace(QStringLiteral("\\\""), QStringLiteral("\"")).replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
    return hasWords ? said : QString();
}

/// Every message in the sources of core, at the calls that make one.
QList<std::pair<QString, QString>> sentencesOfCore()
{
    static const QRegularExpression call(QStringLiteral(
        R"re(\b(fail|note|outcome|ended|refuse|report)\(|\b(Error|Note|Defect)\{|notes\.(push_back)\()re"));
    QList<std::pair<QString, QString>> all;
    const QString root = QStringLiteral(ESPALIER_SOURCE_DIR "/");
    for (const char* folder : {"core", "app/wiring", "app/scripted"}) {
        QDirIterator files(root + QLatin1String(folder), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            const QString name = path.mid(root.size());
            if (std::ranges::any_of(kNotInTheWindow, [&](const QString& left) { return name.startsWith(left); })) {
                continue;
            }
            const auto bytes = readFile(path.toStdString(), 1 << 20);
            const QString text = QString::fromStdString(bytes.value_or(""));
            for (auto calls = call.globalMatch(text); calls.hasNext();) {
                const auto match = calls.next();
                const QStringList arguments = cut(text, match.capturedEnd() - 1, QLatin1Char(','));
                const bool isReport = match.captured(1) == QLatin1String("report");
                const qsizetype wanted = !match.captured(3).isEmpty() ? 0 : isReport ? 3 : 1;
                const QString said = arguments.size() > wanted ? saidBy(arguments[wanted]) : QString();
                if (!said.isEmpty()) {
                    all.push_back({name, said});
                }
            }
        }
    }
    return all;
}

QString withFacts(const char* source)
{
    static const QRegularExpression hole(QStringLiteral("%[1-9]"));
    return QString::fromUtf8(source).replace(hole, kFact);
}

/// Marks whatever was looked up.
class MarkingTranslator final : public QTranslator {
public:
    [[nodiscard]] QString translate(const char* context, const char* source, const char*, int) const override
    {
        const std::string_view name(context);
        return name == kCoreContext || name == kPreflightContext ? QStringLiteral("«%1»").arg(QString::fromUtf8(source))
                                                                 : QString();
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

std::vector<std::span<const char* const>> tables()
{
    return {coreSentences(), preflightSentences(), coreParts()};
}

} // namespace
} // namespace espalier::ui

using namespace espalier;
using namespace espalier::ui;

class WordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySentenceOfCoreIsKnown();
    void everySentenceIsReached();
    void withoutATranslationItIsCoresOwn();
    void everySentenceHasItsKorean();
    void everyCodeHasASentence();
    void aPlaceBeforeTheSentenceStays();
};

void WordsTest::everySentenceOfCoreIsKnown()
{
    const auto all = sentencesOfCore();
    QVERIFY(all.size() > 150); // the reader of sources reads them
    QStringList unknown;
    for (const auto& [file, said] : all) {
        const auto assembled = kAssembled.find(said);
        const bool isKnown =
            assembled == kAssembled.end()
                ? isCoreText(said.toStdString())
                : std::ranges::all_of(assembled->second, [](const char* one) { return isCoreText(one); });
        if (!isKnown) {
            unknown << QStringLiteral("%1: %2").arg(file, said);
        }
    }
    QVERIFY2(unknown.isEmpty(), qPrintable(QStringLiteral("\n") + unknown.join(QLatin1Char('\n'))));
}

/// A sentence behind one that fits all that it fits would never be said.
void WordsTest::everySentenceIsReached()
{
    MarkingTranslator translator;
    QCoreApplication::installTranslator(&translator);
    QStringList hidden;
    for (const auto table : tables()) {
        for (const char* source : table) {
            const QString said = coreText(withFacts(source).toStdString());
            if (said != QStringLiteral("«%1»").arg(withFacts(source))) {
                hidden << QStringLiteral("%1 -> %2").arg(QString::fromUtf8(source), said);
            }
        }
    }
    QCoreApplication::removeTranslator(&translator);
    QVERIFY2(hidden.isEmpty(), qPrintable(QStringLiteral("\n") + hidden.join(QLatin1Char('\n'))));
}

void WordsTest::withoutATranslationItIsCoresOwn()
{
    for (const auto table : tables()) {
        for (const char* source : table) {
            QCOMPARE(coreText(withFacts(source).toStdString()), withFacts(source));
        }
    }
    QCOMPARE(errorText({ErrorCode::Io, "is of no kind that we know", "a.bin"}),
             QStringLiteral("a.bin: is of no kind that we know"));
}

void WordsTest::everySentenceHasItsKorean()
{
    QTranslator korean;
    QVERIFY(korean.load(QStringLiteral(ESPALIER_TRANSLATIONS "/espalier_ko.qm")));
    static const QRegularExpression hangul(QStringLiteral("[가-힣]"));
    static const QRegularExpression hole(QStringLiteral("%[1-9]"));
    const auto holes = [](const QString& text) {
        QStringList found;
        for (auto all = hole.globalMatch(text); all.hasNext();) {
            found << all.next().captured();
        }
        found.removeDuplicates();
        found.sort();
        return found;
    };
    for (const auto table : tables()) {
        const char* context = table.data() == preflightSentences().data() ? kPreflightContext : kCoreContext;
        for (const char* source : table) {
            const QString said = korean.translate(context, source);
            QVERIFY2(!said.isEmpty(), source);
            const bool hasWords = QString::fromUtf8(source).remove(hole).contains(
                QRegularExpression(QStringLiteral("[a-z]{2,} [a-z]{2,}")));
            QVERIFY2(!hasWords || hangul.match(said).hasMatch(), source);
            QVERIFY2(holes(said) == holes(QString::fromUtf8(source)), source);
        }
    }
}

void WordsTest::everyCodeHasASentence()
{
    QTranslator korean;
    QVERIFY(korean.load(QStringLiteral(ESPALIER_TRANSLATIONS "/espalier_ko.qm")));
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        QVERIFY(!korean.translate(kCoreContext, errorSentence(static_cast<ErrorCode>(code))).isEmpty());
    }
    QCoreApplication::installTranslator(&korean);
    // What nobody foresaw: its kind in the reader's language, and what was said.
    QCOMPARE(errorText({ErrorCode::Io, "is of no kind that we know", "a.bin"}),
             QStringLiteral("a.bin: 읽거나 쓸 수 없었습니다 (is of no kind that we know)"));
    QCoreApplication::removeTranslator(&korean);
}

void WordsTest::aPlaceBeforeTheSentenceStays()
{
    MarkingTranslator translator;
    QCoreApplication::installTranslator(&translator);
    QCOMPARE(coreText("C: D: is still going"), QStringLiteral("C: D: «is still going»"));
    QCOMPARE(coreText("a.yaml:12: `train.batch` must be a number, not `x`"),
             QStringLiteral("a.yaml:12: «`train.batch` must be a number, not `x`»"));
    QCOMPARE(errorText({ErrorCode::Conflict, "is still going", "run 5"}), QStringLiteral("«run 5»: «is still going»"));
    QCOMPARE(coreText("said by nobody: at all"), QStringLiteral("said by nobody: at all"));
    QCoreApplication::removeTranslator(&translator);
}

QTEST_GUILESS_MAIN(WordsTest)
#include "words_ui.moc"

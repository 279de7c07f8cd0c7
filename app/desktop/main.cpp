// espalier: the desktop.
#include "app/desktop/stall_watch.h"
#include "app/wiring/engine.h"
#include "app/wiring/environment.h"
#include "app/wiring/priority.h"
#include "app/wiring/services.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTimer>
#include <cstdio>
#include <optional>

namespace {

using namespace espalier;

struct Options {
    QString experiment;
    QString store;
    QString place;
    QString language;
    QString theme;
    QString screenshot;
    QSize size;
    double after = 1.0;
    bool startsRun = false;
    bool watchesStalls = false;
    QList<qint64> runs; ///< to watch (one) or to compare (several)
};

std::optional<QSize> sizeFrom(const QString& text)
{
    const QStringList sides = text.split(QLatin1Char('x'));
    bool isWide = false;
    bool isHigh = false;
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(&isWide), sides[1].toInt(&isHigh)) : QSize();
    constexpr int kMost = 16384;
    return isWide && isHigh && size.width() > 0 && size.height() > 0 && size.width() <= kMost && size.height() <= kMost
               ? std::optional(size)
               : std::nullopt;
}

std::optional<ui::PlaceId> placeFrom(const QString& name)
{
    const std::pair<const char*, ui::PlaceId> names[] = {{"design", ui::PlaceId::Design},
                                                         {"data", ui::PlaceId::Data},
                                                         {"monitor", ui::PlaceId::Monitor},
                                                         {"compare", ui::PlaceId::Compare},
                                                         {"runs", ui::PlaceId::Runs}};
    for (const auto& [known, place] : names) {
        if (name == QLatin1String(known)) {
            return place;
        }
    }
    return std::nullopt;
}

/// Reads the command line; a wrong one ends the program with one sentence and 2.
Options optionsFrom(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Espalier: parameter-efficient fine-tuning on the network tree"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("experiment"),
                                 QStringLiteral("Experiment, weights, run or image folder"),
                                 QStringLiteral("[experiment]"));
    const auto option = [&](const char* name, const char* text, const char* value) {
        QCommandLineOption made(QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value));
        parser.addOption(made);
        return made;
    };
    const auto store = option("store", "The store file", "FILE");
    const auto place = option("place", "design, data, monitor, compare or runs", "NAME");
    const auto run = option("run", "Start the experiment at once", "");
    const auto watch = option("runs", "Numbers of runs to watch (one) or to compare", "N,N");
    const auto language = option("language", "en or ko", "CODE");
    const auto theme = option("theme", "dark or light", "NAME");
    const auto screenshot = option("screenshot", "Write a picture of the window and quit", "FILE");
    const auto size = option("size", "Size of the window", "WxH");
    const auto after = option("after", "Seconds before the picture is taken", "SECONDS");
    const auto stalls = option("stalls", "Tell at the end for how long the window did not answer", "");
    parser.process(application);

    const auto refuse = [](const QString& sentence) {
        std::fprintf(stderr, "espalier: %s\n", qPrintable(sentence));
        std::exit(2);
    };
    Options options;
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1) {
        refuse(QStringLiteral("one experiment file at a time, not %1").arg(files.size()));
    }
    options.experiment = files.value(0);
    options.store = parser.value(store);
    options.place = parser.value(place);
    options.language = parser.value(language);
    options.theme = parser.value(theme);
    options.screenshot = parser.value(screenshot);
    options.startsRun = parser.isSet(run);
    options.watchesStalls = parser.isSet(stalls);
    if (parser.isSet(place) && !placeFrom(options.place)) {
        refuse(QStringLiteral("--place: %1 is no place; design, data, monitor, compare or runs").arg(options.place));
    }
    if (parser.isSet(theme) && options.theme != QLatin1String("dark") && options.theme != QLatin1String("light")) {
        refuse(QStringLiteral("--theme: %1 is neither dark nor light").arg(options.theme));
    }
    if (parser.isSet(size)) {
        const auto given = sizeFrom(parser.value(size));
        if (!given) {
            refuse(QStringLiteral("--size: %1 is no size; give WIDTHxHEIGHT").arg(parser.value(size)));
        }
        options.size = *given;
    }
    if (parser.isSet(after)) {
        bool isNumber = false;
        options.after = parser.value(after).toDouble(&isNumber);
        if (!isNumber || !(options.after >= 0 && options.after <= 3600)) {
            refuse(QStringLiteral("--after: %1 is no number of seconds").arg(parser.value(after)));
        }
    }
    for (const QString& number : parser.value(watch).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        options.runs << number.toLongLong();
    }
    return options;
}

void arrange(ui::MainWindow& window, const Options& options)
{
    if (!options.size.isEmpty()) {
        window.resize(options.size);
    }
    if (!options.experiment.isEmpty()) {
        (void)window.openPath(options.experiment);
    }
    if (options.runs.size() == 1) {
        Q_EMIT window.navigator().watchRequested(options.runs.front());
    } else if (!options.runs.isEmpty()) {
        window.compare(options.runs);
    }
    if (options.startsRun) {
        window.startRun();
    }
    if (const auto place = placeFrom(options.place)) {
        window.showPlace(*place);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("espalier"));
    QCoreApplication::setOrganizationName(QStringLiteral("espalier"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ESPALIER_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("espalier"));
    const Options options = optionsFrom(application);

    const QSettings settings;
    const QString themeName = options.theme.isEmpty()
                                  ? settings.value(QStringLiteral("theme"), QStringLiteral("dark")).toString()
                                  : options.theme;
    ui::Theme theme(themeName == QLatin1String("light") ? ui::Scheme::Light : ui::Scheme::Dark);
    theme.apply();
    ui::Language language;
    language.apply(options.language.isEmpty() ? settings.value(QStringLiteral("language")).toString()
                                              : options.language);

    const std::filesystem::path store =
        options.store.isEmpty() ? store::defaultStorePath() : std::filesystem::path(options.store.toStdString());
    wiring::setComputeThreads(0);
    const auto engine = wiring::makeEngine(wiring::environmentFacts(std::filesystem::current_path()));
    run::RunQueue queue(*engine);
    queue.enqueue([](run::Engine*) { wiring::yieldToTheWindow(); }); // on the trainer thread
    const ui::Services services = wiring::makeServices(queue, store);

    ui::MainWindow window(services, theme, language);
    window.setUnattended(!options.screenshot.isEmpty());
    arrange(window, options);
    window.show();
    if (!options.screenshot.isEmpty()) {
        QTimer::singleShot(static_cast<int>(options.after * 1000), &window, [&] {
            const bool isSaved = window.grab().save(options.screenshot);
            if (!isSaved) {
                std::fprintf(stderr, "espalier: %s could not be written\n", qPrintable(options.screenshot));
            }
            QApplication::exit(isSaved ? 0 : 2);
        });
    }
    StallWatch watch(&window);
    if (options.watchesStalls) {
        constexpr int kOpeningMilliseconds = 2000;
        QTimer::singleShot(kOpeningMilliseconds, &watch, &StallWatch::start);
    }
    const int answer = QApplication::exec();
    if (options.watchesStalls) {
        std::fprintf(stderr, "espalier: longest stall %lld ms, %lld over %d ms, %lld beats\n",
                     static_cast<long long>(watch.longestMilliseconds()),
                     static_cast<long long>(watch.stallsOverLimit()), StallWatch::kLimit,
                     static_cast<long long>(watch.beats()));
    }
    return answer;
}

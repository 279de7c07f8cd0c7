#include "tests/bench/window_bench.h"

#include "core/base/files.h"

#include <QCommandLineParser>
#include <QEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <QWidget>
#include <algorithm>
#include <cstdio>

namespace espalier::bench {

namespace {

constexpr double kPatience = 60'000; // ms

double quantile(std::vector<double> values, double share)
{
    if (values.empty()) {
        return 0;
    }
    const auto place =
        values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::ranges::nth_element(values, place);
    return *place;
}

struct Subject {
    const char* name;
    void (*measure)(Report&);
};

constexpr Subject kSubjects[] = {
    {"plot", benchPlot}, {"live", benchLive}, {"tree", benchTree}, {"runs", benchRuns}, {"compare", benchCompare}};

} // namespace

void Report::add(const Figure& figure)
{
    const double median = quantile(figure.samples, 0.5);
    const double p95 = quantile(figure.samples, 0.95);
    const double most = figure.samples.empty() ? 0 : *std::ranges::max_element(figure.samples);
    const bool isMet = figure.target <= 0 || p95 <= figure.target;
    Json made{{"name", figure.name},
              {"what", figure.what},
              {"unit", "ms"},
              {"count", figure.samples.size()},
              {"median", jsonNumber(median)},
              {"p95", jsonNumber(p95)},
              {"max", jsonNumber(most)}};
    if (figure.target > 0) {
        made["target"] = jsonNumber(figure.target);
        made["met"] = isMet;
    }
    for (const auto& [name, value] : figure.facts) {
        made["facts"][name] = jsonNumber(value);
    }
    m_figures.push_back(made);
    std::printf("%-22s median %9.2f  p95 %9.2f  max %9.2f ms  n %4zu  %s  %s\n", figure.name.c_str(), median, p95, most,
                figure.samples.size(),
                figure.target <= 0
                    ? "        "
                    : (std::string(isMet ? "< " : "> ") + std::to_string(int(figure.target)) + "  ").c_str(),
                figure.what.c_str());
    std::fflush(stdout);
}

void Report::check(const std::string& claim, bool holds)
{
    m_claims[claim] = holds;
    m_isSound = m_isSound && holds;
    std::printf("%-22s %s\n", holds ? "holds" : "DOES NOT HOLD", claim.c_str());
}

Json Report::toJson() const
{
    return {{"bench", "window"}, {"cores", QThread::idealThreadCount()}, {"figures", m_figures}, {"claims", m_claims}};
}

bool PaintWatch::notify(QObject* receiver, QEvent* event)
{
    const bool isPaint = event->type() == QEvent::Paint; // the event may be gone afterwards
    const bool answer = QApplication::notify(receiver, event);
    if (isPaint && painted) {
        painted(receiver);
    }
    return answer;
}

PaintWatch& paintWatch()
{
    return *static_cast<PaintWatch*>(QCoreApplication::instance());
}

double millisecondsToPaint(const QWidget* widget, const std::function<void()>& act,
                           const std::function<bool()>& isReady)
{
    bool isPainted = false;
    QElapsedTimer clock;
    clock.start();
    paintWatch().painted = [&](QObject* painted) {
        isPainted = isPainted || (painted == widget && (!isReady || isReady()));
    };
    act();
    QTimer late; // wakes the loop when nothing else does
    late.start(1000);
    while (!isPainted && static_cast<double>(clock.elapsed()) < kPatience) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    paintWatch().painted = {};
    // The window is painted in one go: behind this widget come its neighbours.
    return isPainted ? static_cast<double>(clock.nsecsElapsed()) * 1e-6 : -1;
}

void settle(int milliseconds)
{
    QElapsedTimer quiet;
    quiet.start();
    paintWatch().painted = [&](QObject*) { quiet.restart(); };
    QTimer beat;
    beat.start(10);
    QElapsedTimer whole;
    whole.start();
    while (quiet.elapsed() < milliseconds && static_cast<double>(whole.elapsed()) < kPatience) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    paintWatch().painted = {};
}

} // namespace espalier::bench

int main(int argc, char** argv)
{
    using namespace espalier;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    bench::PaintWatch application(argc, argv);
    const QTemporaryDir settings; // those of the user are neither read nor written
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QCoreApplication::setOrganizationName(QStringLiteral("espalier-bench"));
    QCoreApplication::setApplicationName(QStringLiteral("espalier-bench"));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("subjects"),
                                 QStringLiteral("plot, live, tree, runs, compare; none: all"),
                                 QStringLiteral("[subject…]"));
    parser.addOption({QStringLiteral("json"), QStringLiteral("Write the figures there"), QStringLiteral("FILE")});
    parser.process(application);
    const QStringList wanted = parser.positionalArguments();
    for (const QString& name : wanted) {
        if (std::ranges::none_of(bench::kSubjects,
                                 [&](const bench::Subject& subject) { return name == QLatin1String(subject.name); })) {
            std::fprintf(stderr, "window_bench: %s is no subject; plot, live, tree, runs or compare\n",
                         qPrintable(name));
            return 2;
        }
    }
    bench::Report report;
    for (const bench::Subject& subject : bench::kSubjects) {
        if (wanted.isEmpty() || wanted.contains(QLatin1String(subject.name))) {
            subject.measure(report);
        }
    }
    if (parser.isSet(QStringLiteral("json"))) {
        const std::string file = parser.value(QStringLiteral("json")).toStdString();
        if (const Status written = writeFileAtomically(file, jsonText(report.toJson(), 2) + "\n"); !written) {
            std::fprintf(stderr, "window_bench: %s\n", describe(written.error()).c_str());
            return 2;
        }
    }
    return report.isSound() ? 0 : 1;
}

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
#include <cstdlib>
#include <ctime>
#include <utility>

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

double millisecondsOf(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Sample now()
{
    return {millisecondsOf(CLOCK_MONOTONIC), millisecondsOf(CLOCK_THREAD_CPUTIME_ID),
            millisecondsOf(CLOCK_PROCESS_CPUTIME_ID)};
}

std::vector<double> column(const Figure& figure, double Sample::*part)
{
    std::vector<double> values;
    values.reserve(figure.samples.size());
    for (const Sample& sample : figure.samples) {
        values.push_back(sample.*part);
    }
    return values;
}

/// The offscreen platform has no size hints and says so for every window: nothing of ours.
void passMessages(QtMsgType, const QMessageLogContext&, const QString& text)
{
    if (!text.contains(QLatin1String("propagateSizeHints"))) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
    }
}

struct Subject {
    const char* name;
    void (*measure)(Report&);
};

constexpr Subject kSubjects[] = {
    {"plot", benchPlot}, {"live", benchLive}, {"tree", benchTree}, {"runs", benchRuns}, {"compare", benchCompare}};

} // namespace

Sample& Sample::operator+=(const Sample& other)
{
    wall += other.wall;
    gui += other.gui;
    process += other.process;
    return *this;
}

Stopwatch::Stopwatch() : m_start(now()) {}

Sample Stopwatch::elapsed() const
{
    const Sample end = now();
    return {end.wall - m_start.wall, end.gui - m_start.gui, end.process - m_start.process};
}

void Report::add(const Figure& figure)
{
    const std::vector<double> walls = column(figure, &Sample::wall);
    const double median = quantile(walls, 0.5);
    const double p95 = quantile(walls, 0.95);
    const double most = walls.empty() ? 0 : *std::ranges::max_element(walls);
    const bool isMet = figure.target <= 0 || p95 <= figure.target;
    Json made{{"name", figure.name},
              {"what", figure.what},
              {"unit", "ms"},
              {"count", figure.samples.size()},
              {"median", jsonNumber(median)},
              {"p95", jsonNumber(p95)},
              {"max", jsonNumber(most)}};
    for (const auto& [name, part] : {std::pair{"gui_cpu", &Sample::gui}, std::pair{"process_cpu", &Sample::process}}) {
        const std::vector<double> times = column(figure, part);
        made[name] = {{"median", jsonNumber(quantile(times, 0.5))}, {"p95", jsonNumber(quantile(times, 0.95))}};
    }
    if (figure.target > 0) {
        made["target"] = jsonNumber(figure.target);
        made["met"] = isMet;
    }
    for (const auto& [name, value] : figure.facts) {
        made["facts"][name] = jsonNumber(value);
    }
    m_figures.push_back(made);
    const auto cpu = [&](double Sample::*part, double share) { return quantile(column(figure, part), share); };
    std::printf("%-16s wall %8.1f %8.1f %8.1f  gui %8.1f %8.1f  all %8.1f %8.1f ms  n %4zu  %s  %s\n",
                figure.name.c_str(), median, p95, most, cpu(&Sample::gui, 0.5), cpu(&Sample::gui, 0.95),
                cpu(&Sample::process, 0.5), cpu(&Sample::process, 0.95), figure.samples.size(),
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

Sample timeToPaint(const QWidget* widget, const std::function<void()>& act, const std::function<bool()>& isReady)
{
    bool isPainted = false;
    const Stopwatch watch;
    paintWatch().painted = [&](QObject* painted) {
        isPainted = isPainted || (painted == widget && (!isReady || isReady()));
    };
    act();
    QTimer late; // wakes the loop when nothing else does
    late.start(1000);
    while (!isPainted && watch.elapsed().wall < kPatience) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    paintWatch().painted = {};
    if (!isPainted) {
        std::fprintf(stderr, "window_bench: nothing was painted for a minute\n");
        std::exit(2);
    }
    return watch.elapsed(); // The window is painted in one go: behind this widget came its neighbours.
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
    qInstallMessageHandler(bench::passMessages);
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
    std::printf("%-16s wall: median, p95, most; gui, all: processor time of the GUI thread and of all threads, median, "
                "p95; target of the wall's p95\n",
                "");
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

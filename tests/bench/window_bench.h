// window_bench: how fast the real widgets answer, offscreen: what is measured, and with what.
#pragma once

#include "core/base/json.h"

#include <QApplication>
#include <QElapsedTimer>
#include <functional>
#include <string>
#include <utility>
#include <vector>

class QWidget;

namespace espalier::bench {

/// What one answer took, in milliseconds. Processor time says what an idle machine would need, whoever else works now.
struct Sample {
    double wall = 0;    ///< from asking to seeing
    double gui = 0;     ///< of that the GUI thread on a processor
    double process = 0; ///< all threads of the program on processors, the GUI thread's included

    Sample& operator+=(const Sample& other);
};

/// Runs from its making on.
class Stopwatch {
public:
    Stopwatch();
    [[nodiscard]] Sample elapsed() const; ///< asked for in the thread that made it

private:
    Sample m_start;
};

/// One thing measured again and again.
struct Figure {
    std::string name;  ///< `plot.pan`
    std::string what;  ///< in words
    double target = 0; ///< ms that the p95 should stay below; 0: none was set
    std::vector<Sample> samples;
    std::vector<std::pair<std::string, double>> facts; ///< beside the times: counts, sizes
};

/// The figures of one call, as a table on the way and as JSON at the end.
class Report {
public:
    void add(const Figure& figure);
    /// What must hold whatever the speed; false makes the program end with 1.
    void check(const std::string& claim, bool holds);
    [[nodiscard]] bool isSound() const { return m_isSound; }
    [[nodiscard]] Json toJson() const;

private:
    Json m_figures = Json::array();
    Json m_claims = Json::object();
    bool m_isSound = true;
};

/// Says when a widget has been painted: after its paint event, not when one was asked for.
class PaintWatch : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;
    /// Called after every paint event of any widget, in the GUI thread; empty: nobody.
    std::function<void(QObject*)> painted;
};

[[nodiscard]] PaintWatch& paintWatch();

/// Do `act`, let events go until `widget` was painted and `isReady` says yes; the time from the start of `act`
/// until the window with it was painted. After a minute without, the program ends with 2 and says so.
[[nodiscard]] Sample timeToPaint(const QWidget* widget, const std::function<void()>& act,
                                 const std::function<bool()>& isReady = {});
/// Let what is still under way come to rest: nothing was painted for so long.
void settle(int milliseconds = 150);

void benchPlot(Report& report);    ///< eight curves of a million points, pan and zoom
void benchLive(Report& report);    ///< a new step, while both cores compute
void benchTree(Report& report);    ///< a large network opens; keystrokes in the pattern bar
void benchRuns(Report& report);    ///< ten thousand runs listed
void benchCompare(Report& report); ///< a thousand runs overlaid

/// A store of `runs` finished runs, written once a program and shared by the benches that list and overlay them: the
/// first thousand have 300 steps of five series and five evaluations, the others 60 steps of one.
[[nodiscard]] std::string filledStore(int runs);

} // namespace espalier::bench

#include "core/run/event.h"
#include "core/store/store.h"
#include "tests/bench/window_bench.h"
#include "ui/place/compare/compare_place.h"
#include "ui/place/monitor/monitor_place.h"
#include "ui/place/runs/runs_place.h"
#include "ui/plot/curve_plot.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTreeView>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace espalier::bench {

namespace {

using namespace ui;

constexpr int kRuns = 10'000;
constexpr int kOverlaid = 1'000;
constexpr int kSteps = 300;
constexpr int kShortSteps = 60;
constexpr int kRecipes = 40; ///< that differ in a setting

/// Rows as the recorder leaves them, all in one transaction: ten thousand recorders would take an hour.
void fill(const std::string& path, int runs)
{
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    SQLite::Transaction transaction(database);
    SQLite::Statement copy(database, "INSERT INTO runs (id, experiment, name, file, folder, recipe, created_us, state) "
                                     "SELECT ?1, experiment, name, file, folder, recipe, created_us, state FROM runs "
                                     "WHERE id = 1 + ?1 % ?2");
    SQLite::Statement row(database, "UPDATE runs SET state = 'finished', step = ?2, total_steps = ?2, epoch = 20, "
                                    "epochs = 20, seconds = 812.5, parameters = 110509986, trainable = 2488128, "
                                    "best = ?3, last = ?3, created_us = created_us + ?1 * 60000000 WHERE id = ?1");
    SQLite::Statement series(database, "INSERT INTO series (id, run, name) VALUES (?, ?, ?)");
    SQLite::Statement moment(database, "INSERT INTO moments (run, seq, is_evaluation, step, epoch, seconds, wall_us) "
                                       "VALUES (?, ?, 0, ?, ?, ?, 0)");
    SQLite::Statement point(database, "INSERT INTO points (series, seq, value) VALUES (?, ?, ?)");
    SQLite::Statement event(database, "INSERT INTO events (run, seq, wall_us, seconds, body) VALUES (?, ?, 0, ?, ?)");
    const auto exec = [](SQLite::Statement& statement, const auto&... values) {
        SQLite::bind(statement, values...);
        statement.exec();
        statement.reset();
    };
    for (int run = 1; run <= runs; ++run) {
        const bool isLong = run <= kOverlaid;
        const int steps = isLong ? kSteps : kShortSteps;
        if (run > kRecipes) {
            exec(copy, run, kRecipes);
        }
        exec(row, run, steps, 0.3 + 0.0001 * (run % 900));
        const std::vector<const char*> names =
            isLong ? std::vector{"loss", "loss_cls", "loss_bbox", "loss_dfl", "grad_norm"} : std::vector{"loss"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            exec(series, static_cast<std::int64_t>(run) * 10 + static_cast<std::int64_t>(i), run, names[i]);
        }
        std::int64_t seq = 0;
        run::Started started;
        started.totalSteps = steps;
        started.stepsPerEpoch = steps / 20;
        started.epochs = 20;
        exec(event, run, ++seq, 0.0, jsonText(run::toJson(started)));
        for (int step = 1; step <= steps; ++step) {
            exec(moment, run, ++seq, step, step * 20.0 / steps, step * 2.5);
            for (std::size_t i = 0; i < names.size(); ++i) {
                exec(point, static_cast<std::int64_t>(run) * 10 + static_cast<std::int64_t>(i), seq,
                     0.2 + 0.001 * (run % 97) + std::exp(-5.0 * step / steps) * (1 + 0.2 * std::sin(step * 1.7 + run)));
            }
            if (isLong && step % (kSteps / 5) == 0) {
                const run::EvalDone done{
                    step, step * 20.0 / steps, {{"mAP", 0.2 + 0.0003 * step + 0.0001 * (run % 900)}}};
                exec(event, run, ++seq, step * 2.5, jsonText(run::toJson(done)));
            }
        }
        exec(event, run, ++seq, steps * 2.5, jsonText(run::toJson(run::StateChanged{run::RunState::Finished})));
    }
    transaction.commit();
}

[[noreturn]] void giveUp(const Error& error)
{
    std::fprintf(stderr, "window_bench: %s\n", describe(error).c_str());
    std::exit(2);
}

struct Desk {
    Desk()
    {
        services.storePath = filledStore(kRuns);
        theme.apply();
        document.emplace(services);
    }
    [[nodiscard]] PlaceContext context() { return {services, theme, commands, *document, *runs, navigator}; }

    Services services;
    Theme theme{Scheme::Dark};
    CommandTable commands;
    Navigator navigator;
    std::optional<ExperimentDocument> document;
    std::optional<RunCatalogue> runs;
};

} // namespace

std::string filledStore(int runs)
{
    static QTemporaryDir folder;
    static std::string path;
    if (!path.empty()) {
        return path;
    }
    path = folder.filePath(QStringLiteral("store.db")).toStdString();
    auto store = store::Store::open(path);
    if (!store) {
        giveUp(store.error());
    }
    experiment::Experiment experiment;
    for (int run = 1; run <= kRecipes; ++run) {
        experiment.name = "Step " + std::to_string(run % 4);
        experiment.train.lr = 1e-4 * run;
        if (const auto made = (*store)->createRun({experiment, experiment::toYaml(experiment), {}, {}}); !made) {
            giveUp(made.error());
        }
    }
    fill(path, runs);
    return path;
}

void benchRuns(Report& report)
{
    Desk desk;
    Figure listed{"runs.list", "10,000 runs read from the store until the table is painted", 200, {}, {}};
    Figure refreshed{"runs.refresh", "the list read anew because a run changed, until painted", 0, {}, {}};
    Figure typed{"runs.key", "a keystroke in the search line until painted", 0, {}, {}};
    Figure watched{"runs.monitor", "the same change taken by Monitor", 50, {}, {}};
    for (int round = 0; round < 7; ++round) {
        const Stopwatch watch;
        desk.runs.emplace(desk.services);
        RunsPlace place(desk.context());
        place.resize(1380, 840);
        auto* table = place.findChild<QTreeView*>();
        (void)timeToPaint(table->viewport(), [&] {
            place.show();
            place.activated();
        });
        listed.samples.push_back(watch.elapsed());
        listed.facts = {{"runs", static_cast<double>(desk.runs->runs().size())}};
        if (round > 1) {
            continue;
        }
        settle();
        for (int change = 0; change < 5; ++change) {
            refreshed.samples.push_back(timeToPaint(table->viewport(), [&] { desk.runs->refresh(); }));
        }
        auto* search = place.findChild<QLineEdit*>();
        for (const char key : std::string("step 3")) {
            typed.samples.push_back(timeToPaint(table->viewport(), [&] {
                QKeyEvent event(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QString(QLatin1Char(key)));
                QCoreApplication::sendEvent(search, &event);
            }));
        }
    }
    report.add(listed);
    report.add(refreshed);
    report.add(typed);
    MonitorPlace monitor(desk.context());
    monitor.resize(1380, 840);
    monitor.show();
    settle(200);
    for (int change = 0; change < 5; ++change) {
        const Stopwatch watch;
        desk.runs->refresh();
        watched.samples.push_back(watch.elapsed());
    }
    report.add(watched);
}

void benchCompare(Report& report)
{
    Desk desk;
    desk.runs.emplace(desk.services);
    Figure overlaid{"compare.open", "1,000 runs of 300 steps asked for until every one is drawn", 1000, {}, {}};
    Figure drawn{"compare.draw", "of that: drawing them again", 0, {}, {}};
    for (int round = 0; round < 3; ++round) {
        ComparePlace place(desk.context());
        place.resize(1380, 840);
        place.show();
        place.activated();
        settle();
        QList<qint64> ids;
        for (int run = 1; run <= kOverlaid; ++run) {
            ids << run;
        }
        QWidget* watched = nullptr;
        const Stopwatch watch;
        place.setRuns(ids);
        watched = place.plots().front()->findChild<QWidget*>(QStringLiteral("plotArea"));
        const auto isDrawn = [&] {
            for (std::size_t curve = 0; curve < static_cast<std::size_t>(kOverlaid); ++curve) {
                if (place.plots().front()->drawnColumns(0, curve).empty()) {
                    return false;
                }
            }
            return true;
        };
        (void)timeToPaint(
            watched, [] {}, isDrawn);
        overlaid.samples.push_back(watch.elapsed());
        settle();
        for (int again = 0; again < 5; ++again) {
            drawn.samples.push_back(timeToPaint(watched, [&] { place.plots().front()->fit(); }));
        }
    }
    report.add(overlaid);
    report.add(drawn);
}

} // namespace espalier::bench

#include "core/store/store.h"
#include "tests/bench/window_bench.h"
#include "ui/place/monitor/monitor_place.h"

#include <qcustomplot.h>

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>

namespace espalier::bench {

namespace {

using namespace ui;

constexpr int kSteps = 300;
constexpr int kBranches = 40;
constexpr int kLeastPause = 30; // ms between two steps
constexpr int kMorePause = 90;

/// A run that is nothing but its log.
class LoggedRun final : public LocalRun {
public:
    LoggedRun(store::RunId id, std::shared_ptr<run::EventLog> log) : m_id(id), m_log(std::move(log)) {}
    [[nodiscard]] store::RunId id() const override { return m_id; }
    [[nodiscard]] std::unique_ptr<run::EventSource> events() override { return m_log->reader(); }
    void post(run::Command) override {}
    [[nodiscard]] bool isOver() const override { return m_log->closed(); }

private:
    store::RunId m_id;
    std::shared_ptr<run::EventLog> m_log;
};

/// What a job does to the processors: products of numbers, on every core, without a pause.
class Load {
public:
    Load()
    {
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        for (unsigned core = 0; core < cores; ++core) {
            m_threads.emplace_back([](const std::stop_token& stop) {
                std::vector<float> left(1 << 16, 1.0F);
                std::vector<float> right(1 << 16, 0.5F);
                while (!stop.stop_requested()) {
                    float product = 0;
                    for (std::size_t i = 0; i < left.size(); ++i) {
                        product += left[i] * right[i];
                    }
                    left.front() = product > 0 ? 1.0F : 2.0F; // is needed, so it is computed
                }
            });
        }
    }

private:
    std::vector<std::jthread> m_threads;
};

run::StepDone stepOf(int step)
{
    run::StepDone done;
    done.step = step;
    done.epoch = step / 20.0;
    const double place = std::exp(-step / 120.0);
    for (const char* part : {"loss_cls", "loss_bbox", "loss_dfl", "loss", "grad_norm"}) {
        done.samples.push_back({part, 0.3 + place + 0.1 * std::sin(step)});
    }
    done.samples.push_back({"lr/adapters", 1e-3 * place});
    for (int branch = 0; branch < kBranches; ++branch) {
        done.samples.push_back({"grad_norm/neck.branch." + std::to_string(branch), place * (1 + branch % 7)});
    }
    return done;
}

/// From the moment that a step is said to the end of the paint that shows it.
Figure measure(const std::string& name, const std::string& what, bool isLoaded)
{
    const QTemporaryDir folder;
    Services services;
    services.storePath = folder.filePath(QStringLiteral("store.db")).toStdString();
    const Clock clock;
    auto log = std::make_shared<run::EventLog>(clock);
    services.start = [&](const experiment::Experiment& experiment, const std::filesystem::path&) {
        auto opened = store::Store::open(services.storePath);
        const auto id = (*opened)->createRun({experiment, experiment::toYaml(experiment), {}, {}});
        return Result<std::unique_ptr<LocalRun>>(std::make_unique<LoggedRun>(*id, log));
    };
    Theme theme(Scheme::Dark);
    theme.apply();
    CommandTable commands;
    Navigator navigator;
    ExperimentDocument document(services);
    RunCatalogue runs(services);
    MonitorPlace place({services, theme, commands, document, runs, navigator});
    place.resize(1380, 800);
    place.show();
    place.activated();
    experiment::Experiment experiment;
    experiment.name = "Live";
    const auto id = runs.start(experiment, {});
    if (!id) {
        std::fprintf(stderr, "window_bench: %s\n", describe(id.error()).c_str());
        return {name, what, 0, {}, {}};
    }
    Q_EMIT navigator.watchRequested(*id);
    const auto feed = runs.feed(*id);
    run::Started started;
    started.totalSteps = kSteps;
    started.stepsPerEpoch = 20;
    started.epochs = kSteps / 20;
    log->append(started, 0);
    log->append(run::StateChanged{run::RunState::Running}, 0);
    log->append(stepOf(1), 0);
    settle(200); // Monitor looks after its guard band every 400 ms

    auto* plot = place.findChild<QCustomPlot*>(QStringLiteral("plotArea"));
    std::vector<double> said(kSteps + 1, 0);
    std::vector<Sample> latencies;
    Stopwatch sinceShown;
    std::atomic<int> last = 1;
    std::int64_t shown = 1;   // of the newest replot
    std::int64_t painted = 1; // and of the newest paint
    QEventLoop loop;
    QObject::connect(plot, &QCustomPlot::afterReplot, &place, [&] { shown = feed->step(); });
    paintWatch().painted = [&](QObject* widget) {
        if (widget != plot || shown == painted) {
            return;
        }
        const double now = clock.steadySeconds();
        Sample cost =
            std::exchange(sinceShown, Stopwatch()).elapsed(); // all that the GUI thread did since the last one
        for (std::int64_t step = painted + 1; step <= shown; ++step) {
            cost.wall = 1e3 * (now - said[static_cast<std::size_t>(step)]);
            latencies.push_back(cost);
        }
        painted = shown;
        if (painted >= kSteps) {
            loop.quit();
        }
    };
    {
        std::optional<Load> load;
        if (isLoaded) {
            load.emplace();
        }
        std::jthread trainer([&] {
            std::uint32_t state = 88172645;
            for (int step = 2; step <= kSteps; ++step) {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                std::this_thread::sleep_for(std::chrono::milliseconds(kLeastPause + state % kMorePause));
                run::StepDone done = stepOf(step);
                said[static_cast<std::size_t>(step)] = clock.steadySeconds();
                log->append(std::move(done), step * 0.1); // its lock makes the line above seen
            }
        });
        QTimer::singleShot(60'000, &loop, [&] { loop.quit(); });
        loop.exec();
    }
    paintWatch().painted = {};
    log->close();
    settle(100);
    Figure figure{name, what, isLoaded ? 50.0 : 0.0, std::move(latencies), {{"series", kBranches + 6}}};
    return figure;
}

} // namespace

void benchLive(Report& report)
{
    report.add(measure("live.idle", "a step said until painted in Monitor, processors idle", false));
    report.add(measure("live.loaded", "the same while every core computes", true));
}

} // namespace espalier::bench

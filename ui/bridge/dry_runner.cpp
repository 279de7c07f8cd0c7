#include "ui/bridge/dry_runner.h"

#include <atomic>
#include <chrono>
#include <mutex>

namespace espalier::ui {

namespace {
constexpr std::chrono::milliseconds kLeastBetween{100}; ///< of what is told of one stage
} // namespace

/// What both threads hold. Once it is called off nothing is said to the runner any more.
struct DryRunner::Watched {
    std::mutex mutex;
    DryRunner* runner = nullptr; ///< null: called off
    std::atomic<bool> isOff = false;
    run::DryRunStage stage = run::DryRunStage::Data; ///< trainer thread, as the next
    std::chrono::steady_clock::time_point told{};

    template <class Say>
    void say(Say&& what)
    {
        const std::lock_guard lock(mutex);
        if (runner != nullptr) {
            QMetaObject::invokeMethod(runner, std::forward<Say>(what), Qt::QueuedConnection);
        }
    }
    void callOff()
    {
        isOff = true;
        const std::lock_guard lock(mutex);
        runner = nullptr;
    }
};

DryRunner::DryRunner(const Services& services, QObject* parent) : QObject(parent), m_services(services) {}

DryRunner::~DryRunner()
{
    cancel();
}

void DryRunner::cancel()
{
    if (m_watched) {
        m_watched->callOff();
        m_watched.reset();
    }
}

void DryRunner::start(const experiment::Experiment& experiment, const std::filesystem::path& file)
{
    cancel();
    if (!m_services.dryRun) {
        Q_EMIT failed({ErrorCode::Unsupported, "this build cannot measure a step", "dry run"});
        return;
    }
    m_watched = std::make_shared<Watched>();
    m_watched->runner = this;
    run::DryRunWatch watch;
    watch.shouldStop = [watched = m_watched] { return watched->isOff.load(); };
    watch.progress = [this, watched = m_watched](run::DryRunStage stage, std::string_view module) {
        const auto now = std::chrono::steady_clock::now();
        if (stage == watched->stage && now - watched->told < kLeastBetween) {
            return;
        }
        watched->stage = stage;
        watched->told = now;
        watched->say([this, watched, stage, name = QString::fromUtf8(module.data(), qsizetype(module.size()))] {
            if (watched == m_watched) {
                Q_EMIT progressed(stage, name);
            }
        });
    };
    m_services.dryRun(experiment, file, std::move(watch), [this, watched = m_watched](Result<run::DryRun> result) {
        watched->say([this, watched, made = std::move(result)] {
            if (watched != m_watched) {
                return;
            }
            m_watched.reset();
            if (made) {
                Q_EMIT finished(*made);
            } else {
                Q_EMIT failed(made.error());
            }
        });
    });
}

} // namespace espalier::ui

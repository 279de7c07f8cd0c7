#include "ui/bridge/experiment_checker.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace espalier::ui {

namespace {

const dataset::Catalogue* catalogueOf(const std::shared_ptr<const dataset::DetectionDataset>& images)
{
    return images ? &images->catalogue() : nullptr;
}

/// Calls `act` with what the checks want to see, if the plan means something at all.
template <class Act>
Status withSubject(const CheckQuestion& question, Act&& act)
{
    const auto resolved = plan::resolve(*question.tree, question.experiment.plan);
    if (!resolved) {
        return fail(resolved.error());
    }
    act(preflight::Subject{question.experiment, *question.tree, *resolved, catalogueOf(question.train),
                           catalogueOf(question.val), question.memoryBytes});
    return {};
}

} // namespace

struct ExperimentChecker::Impl {
    explicit Impl(ExperimentChecker& checker) : self(checker) {}

    void work(const std::stop_token& stop);
    void check(const CheckQuestion& question, quint64 number);
    void repair(const CheckQuestion& question);

    ExperimentChecker& self;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<CheckQuestion> toCheck;
    std::optional<CheckQuestion> toRepair;
    quint64 number = 0;  ///< of the newest question; written by the GUI thread under the mutex
    std::jthread thread; ///< last: it uses all above
};

void ExperimentChecker::Impl::check(const CheckQuestion& question, quint64 asked)
{
    std::vector<preflight::Finding> findings;
    (void)withSubject(question, [&](const preflight::Subject& subject) { findings = preflight::check(subject); });
    QMetaObject::invokeMethod(
        &self,
        [this, asked, found = std::move(findings)] {
            if (asked == number) {
                Q_EMIT self.checked(found);
            }
        },
        Qt::QueuedConnection);
}

void ExperimentChecker::Impl::repair(const CheckQuestion& question)
{
    Result<preflight::RepairedExperiment> result = preflight::RepairedExperiment{};
    if (auto ran = withSubject(question, [&](const auto& subject) { result = preflight::repairAll(subject); }); !ran) {
        result = fail(ran.error());
    }
    QMetaObject::invokeMethod(
        &self,
        [this, before = question.experiment, made = std::move(result)] {
            if (made) {
                Q_EMIT self.repaired(before, *made);
            } else {
                Q_EMIT self.failed(made.error());
            }
        },
        Qt::QueuedConnection);
}

void ExperimentChecker::Impl::work(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::optional<CheckQuestion> checks;
        std::optional<CheckQuestion> repairs;
        quint64 asked = 0;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [this] { return toCheck || toRepair; })) {
                return;
            }
            checks = std::exchange(toCheck, std::nullopt);
            repairs = std::exchange(toRepair, std::nullopt);
            asked = number;
        }
        if (repairs) {
            repair(*repairs);
        }
        if (checks) {
            check(*checks, asked);
        }
    }
}

ExperimentChecker::ExperimentChecker(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>(*this))
{
    m_impl->thread = std::jthread([impl = m_impl.get()](const std::stop_token& stop) { impl->work(stop); });
}

ExperimentChecker::~ExperimentChecker() = default;

void ExperimentChecker::check(CheckQuestion question)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->toCheck = std::move(question);
        ++m_impl->number;
    }
    m_impl->wake.notify_one();
}

void ExperimentChecker::repairAll(CheckQuestion question)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->toRepair = std::move(question);
    }
    m_impl->wake.notify_one();
}

} // namespace espalier::ui

#include "ui/bridge/experiment_queue.h"

#include <algorithm>
#include <system_error>

namespace espalier::ui {

ExperimentQueue::ExperimentQueue(const Services& services, RunCatalogue& runs, QObject* parent)
    : QObject(parent), m_runs(runs)
{
    auto opened = store::WaitingList::open(services.storePath);
    m_list = opened ? std::move(*opened) : nullptr; // the catalogue says why the store cannot be opened
    read();
    connect(&runs, &RunCatalogue::changed, this, [this] {
        read();
        advance();
    });
    connect(&runs, &RunCatalogue::runStarted, this, [this](qint64 run) {
        m_current = run;
        if (m_list && !m_waiting.empty() && !m_isBeginning) { // by hand: the first one follows it
            tell(m_list->setAfter(m_waiting.front().id, run));
            read();
        }
    });
}

ExperimentQueue::~ExperimentQueue() = default;

void ExperimentQueue::read()
{
    if (!m_list) {
        return;
    }
    auto listed = m_list->experiments();
    if (!listed) {
        return; // busy: the catalogue asks again soon
    }
    const auto isSame = [](const store::WaitingExperiment& one, const store::WaitingExperiment& other) {
        return one.id == other.id && one.onlyIfStable == other.onlyIfStable && one.after == other.after;
    };
    const bool hasChanged = !std::ranges::equal(*listed, m_waiting, isSame);
    m_waiting = std::move(*listed);
    if (hasChanged) {
        Q_EMIT changed();
    }
}

const store::WaitingExperiment* ExperimentQueue::find(std::int64_t id) const
{
    const auto found = std::ranges::find(m_waiting, id, &store::WaitingExperiment::id);
    return found == m_waiting.end() ? nullptr : &*found;
}

int ExperimentQueue::placeOf(std::int64_t id) const
{
    const auto found = std::ranges::find(m_waiting, id, &store::WaitingExperiment::id);
    return found == m_waiting.end() ? -1 : static_cast<int>(found - m_waiting.begin());
}

const store::RunSummary* ExperimentQueue::findAnyRun(store::RunId run) const
{
    if (const store::RunSummary* found = m_runs.find(run)) {
        return found;
    }
    const auto deleted = std::ranges::find(m_runs.deleted(), run, &store::RunSummary::id);
    return deleted == m_runs.deleted().end() ? nullptr : &*deleted;
}

bool ExperimentQueue::isHeldBack(std::int64_t id) const
{
    bool isHeld = false; // what came before it
    for (const store::WaitingExperiment& one : m_waiting) {
        const store::RunSummary* before = findAnyRun(one.after);
        const bool hasFailed = before == nullptr // erased: nobody knows how it ended
                               || (run::isOver(before->state) && (before->state != run::RunState::Finished ||
                                                                  before->stability == run::Stability::Exploded));
        isHeld = one.onlyIfStable && (one.after != 0 ? hasFailed : isHeld);
        if (one.id == id) {
            return isHeld;
        }
    }
    return false;
}

void ExperimentQueue::advance()
{
    if (!m_isGoing || m_isBeginning || !m_list || m_runs.hasLocalRun()) {
        return;
    }
    const store::RunSummary* current = findAnyRun(m_current);
    if (m_current != 0 && (!current || !run::isOver(current->state))) {
        return; // it or its end is not in the list yet: the catalogue comes again with it
    }
    const auto next =
        std::ranges::find_if(m_waiting, [this](const store::WaitingExperiment& one) { return !isHeldBack(one.id); });
    if (next == m_waiting.end()) {
        m_isGoing = false;
        Q_EMIT changed();
        return;
    }
    begin(store::WaitingExperiment(*next));
}

void ExperimentQueue::begin(const store::WaitingExperiment& next)
{
    const int place = placeOf(next.id);
    const auto experiment = experiment::parseYaml(next.yaml, next.name);
    const auto taken = experiment ? m_list->take(next.id) : Result<bool>(fail(experiment.error()));
    if (!taken) {
        m_isGoing = false;
        Q_EMIT failed(taken.error());
        Q_EMIT changed();
        return;
    }
    if (!*taken) { // by another window
        read();
        advance();
        return;
    }
    m_waiting.erase(m_waiting.begin() + place);
    m_isBeginning = true;
    const auto started = m_runs.start(*experiment, next.file);
    m_isBeginning = false;
    if (!started) {
        m_isGoing = false;
        putBack(next, place);
        Q_EMIT failed(started.error());
        return;
    }
    if (place < static_cast<int>(m_waiting.size())) {
        tell(m_list->setAfter(m_waiting[static_cast<std::size_t>(place)].id, *started));
    }
    read();
    Q_EMIT changed();
    QMetaObject::invokeMethod(this, &ExperimentQueue::advance, Qt::QueuedConnection); // it may be over already
}

void ExperimentQueue::tell(const Status& done)
{
    if (!done && done.error().code != ErrorCode::NotFound) { // gone: another window was faster
        Q_EMIT failed(done.error());
    }
}

void ExperimentQueue::add(const experiment::Experiment& experiment, const std::filesystem::path& file)
{
    store::WaitingExperiment made;
    made.name = experiment.name;
    made.yaml = experiment::toYaml(experiment);
    // An experiment without a file lies in the working folder of now, not of when its turn comes.
    const std::filesystem::path given = file.empty() ? std::filesystem::path("run.yaml") : file;
    std::error_code code;
    const std::filesystem::path whole = std::filesystem::absolute(given, code);
    made.file = (code ? given : whole).string();
    made.after = m_waiting.empty() && m_runs.hasLocalRun() ? m_current : 0;
    putBack(made, static_cast<int>(m_waiting.size()));
}

void ExperimentQueue::addRun(store::RunId run)
{
    const auto detail = m_runs.store() ? m_runs.store()->runDetail(run)
                                       : Result<store::RunDetail>(fail(ErrorCode::Io, "the store is not open"));
    if (!detail) {
        Q_EMIT failed(detail.error());
        return;
    }
    const std::filesystem::path name = std::filesystem::path(detail->summary.experimentFile).filename();
    add(detail->experiment, std::filesystem::path(detail->experimentFolder) / (name.empty() ? "run.yaml" : name));
}

void ExperimentQueue::putBack(const store::WaitingExperiment& experiment, int place)
{
    if (!m_list) {
        Q_EMIT failed({ErrorCode::Io, "the store is not open", {}});
        return;
    }
    const auto added = m_list->add(experiment);
    if (!added) {
        Q_EMIT failed(added.error());
        return;
    }
    read();
    move(*added, place - placeOf(*added));
    advance();
}

void ExperimentQueue::remove(std::int64_t id)
{
    if (m_list) {
        const auto taken = m_list->take(id);
        tell(taken ? Status() : Status(fail(taken.error())));
        read();
    }
}

void ExperimentQueue::move(std::int64_t id, int places)
{
    if (m_list && places != 0) {
        tell(m_list->move(id, places));
        read();
    }
}

void ExperimentQueue::setOnlyIfStable(std::int64_t id, bool onlyIfStable)
{
    if (m_list) {
        tell(m_list->setOnlyIfStable(id, onlyIfStable));
        read();
        advance();
    }
}

void ExperimentQueue::start()
{
    m_isGoing = true;
    Q_EMIT changed();
    advance();
}

void ExperimentQueue::hold()
{
    m_isGoing = false;
    Q_EMIT changed();
}

} // namespace espalier::ui

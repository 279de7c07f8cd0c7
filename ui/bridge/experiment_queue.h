// ExperimentQueue: experiments that wait for the trainer of this window, begun one after another while it is going.
#pragma once

#include "core/store/waiting_list.h"
#include "ui/bridge/run_feed.h"

#include <QObject>
#include <memory>

namespace espalier::ui {

/// The list stands in the store: it outlives the window, and two windows share it. It is not going when a window opens,
/// so that nobody is surprised by a training.
class ExperimentQueue : public QObject {
    Q_OBJECT
public:
    ExperimentQueue(const Services& services, RunCatalogue& runs, QObject* parent = nullptr);
    ~ExperimentQueue() override;

    [[nodiscard]] const std::vector<store::WaitingExperiment>& waiting() const { return m_waiting; }
    [[nodiscard]] const store::WaitingExperiment* find(std::int64_t id) const;
    [[nodiscard]] int placeOf(std::int64_t id) const; ///< -1: it does not wait
    [[nodiscard]] bool isGoing() const { return m_isGoing; }
    /// It wants what came before it to have ended without an explosion, and that did not.
    [[nodiscard]] bool isHeldBack(std::int64_t id) const;

    void add(const experiment::Experiment& experiment, const std::filesystem::path& file);
    void addRun(store::RunId run); ///< its experiment once more
    /// As it was before remove(), at that place.
    void putBack(const store::WaitingExperiment& experiment, int place);
    void remove(std::int64_t id);
    void move(std::int64_t id, int places);
    void setOnlyIfStable(std::int64_t id, bool onlyIfStable);
    void start();
    void hold(); ///< the run that is going goes on; none follows

Q_SIGNALS:
    void changed();
    void failed(const espalier::Error& error);

private:
    void read();
    void advance();
    void begin(const store::WaitingExperiment& next);
    void tell(const Status& done);
    [[nodiscard]] const store::RunSummary* findAnyRun(store::RunId run) const; ///< deleted ones too; null: erased

    RunCatalogue& m_runs;
    std::unique_ptr<store::WaitingList> m_list;
    std::vector<store::WaitingExperiment> m_waiting;
    bool m_isGoing = false;
    bool m_isBeginning = false; ///< a run may be over before the list knows what follows it
    store::RunId m_current = 0; ///< newest run of this window
};

} // namespace espalier::ui

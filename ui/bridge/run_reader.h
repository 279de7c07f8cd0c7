// RunReader: reads one run, from its log or from the store, beside the GUI thread, and hands over what is new in lumps.
#pragma once

#include "ui/bridge/run_feed.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace espalier::ui {

/// What was read since the last hand-over.
struct RunNews {
    std::map<std::string, Curve> curves;
    std::vector<std::string> named; ///< their names in the order in which the run said them
    std::vector<run::Event> marks;
    std::vector<std::pair<double, run::Stability>> spans; ///< changes only
    std::vector<double> skipped;
    std::optional<store::RunDetail> detail;
    std::optional<run::RunState> state;
    std::int64_t step = -1; ///< newest; -1: none came
    double epoch = 0;
    double seconds = 0;
    std::int64_t wallMicroseconds = 0; ///< of the newest event; 0: none came
    std::int64_t seq = 0;              ///< likewise
    bool historyIsComplete = false;
    std::string error;

    [[nodiscard]] bool isEmpty() const;
    void take(const run::Event& event, run::Stability& stability);
};

struct HistoryConnections;

class RunReader {
public:
    /// `source`: the log of a run of this process; null: the store is tailed, from after event `afterSeq`. `arrived` is
    /// called on a reading thread when news wait that nobody was told of.
    RunReader(std::filesystem::path store, store::RunId id, std::unique_ptr<run::EventSource> source,
              std::function<void()> arrived, std::int64_t afterSeq = 0);
    ~RunReader();

    [[nodiscard]] RunNews takeNews();
    [[nodiscard]] bool isLocal() const { return m_isLocal; }
    /// The source is no longer touched once this is true. The reader of a run that is over ends by itself: somebody
    /// who learns that it was resumed makes another.
    [[nodiscard]] bool isDone() const { return m_isDone; }
    /// Read what is left and end; blocks for one round.
    void finish();

private:
    void readHistory(HistoryConnections& connections);
    void follow(const std::stop_token& stop);
    bool open();
    bool take(const std::vector<run::Event>& events);
    bool round(const std::stop_token& stop);
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] double pauseSeconds() const;
    void readDetail(store::Store& store);
    void publish();

    std::filesystem::path m_storePath;
    store::RunId m_id;
    std::int64_t m_afterSeq;
    std::unique_ptr<run::EventSource> m_source;
    bool m_isLocal;
    std::function<void()> m_arrived;
    std::unique_ptr<store::Store> m_store;
    RunNews m_fresh; ///< of the thread that reads
    run::Stability m_stability = run::Stability::Stable;
    run::RunState m_state = run::RunState::Queued;
    double m_nextDetail = 0;
    bool m_detailIsStale = true;
    bool m_historyIsComplete = false;

    std::mutex m_mutex;
    RunNews m_waiting;
    std::atomic<bool> m_isDone = false;
    std::jthread m_thread; ///< of a run that goes on; last: it uses all above
};

} // namespace espalier::ui

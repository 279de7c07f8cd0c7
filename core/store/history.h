// History: what runs have said until now, run after run through one connection.
#pragma once

#include "core/store/store.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace espalier::store {

/// To read many runs: opening a connection takes longer than most of them. One thread at a time.
class History {
public:
    [[nodiscard]] static Result<std::unique_ptr<History>> open(const std::filesystem::path& store);
    ~History();
    History(const History&) = delete;
    History& operator=(const History&) = delete;

    /// All events of a run after `afterSeq`, steps included, of one moment; tail() goes on behind them.
    [[nodiscard]] Result<std::vector<run::Event>> events(RunId id, std::int64_t afterSeq = 0);

private:
    struct Impl;
    explicit History(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::store

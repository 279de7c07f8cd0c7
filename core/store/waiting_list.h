// WaitingList: the experiments that are to be run one after another, kept in the store: they outlive the window.
#pragma once

#include "core/store/store.h"

namespace espalier::store {

struct WaitingExperiment {
    std::int64_t id = 0;
    std::string name;
    std::string yaml;
    std::string file;          ///< relative paths of the experiment start at its folder
    bool onlyIfStable = false; ///< begins only if the run before it ended without an explosion
    RunId after = 0;           ///< the run before it, once that has begun; 0: none is known
};

/// One connection, one thread at a time; many windows may look at the same list.
class WaitingList {
public:
    [[nodiscard]] static Result<std::unique_ptr<WaitingList>> open(const std::filesystem::path& store);
    ~WaitingList();
    WaitingList(const WaitingList&) = delete;
    WaitingList& operator=(const WaitingList&) = delete;

    [[nodiscard]] Result<std::vector<WaitingExperiment>> experiments();          ///< in the order in which they begin
    [[nodiscard]] Result<std::int64_t> add(const WaitingExperiment& experiment); ///< at the end; its id
    /// Earlier (negative) or later by so many places; stops at the ends.
    [[nodiscard]] Status move(std::int64_t id, int places);
    [[nodiscard]] Status setOnlyIfStable(std::int64_t id, bool onlyIfStable);
    [[nodiscard]] Status setAfter(std::int64_t id, RunId run);
    /// False when it was gone already: another window has taken it.
    [[nodiscard]] Result<bool> take(std::int64_t id);

private:
    struct Impl;
    explicit WaitingList(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::store

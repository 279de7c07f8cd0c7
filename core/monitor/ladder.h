// Ladder: what is done about a verdict: the mildest response that is left, in the user's order. Pure: no torch, no
// clock.
#pragma once

#include "core/monitor/verdict.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::monitor {

enum class Action {
    None,
    Skip,         ///< the optimizer is not called
    Clip,         ///< the gradient is scaled to the norm of healthy steps
    LowerRate,    ///< of the guilty group, or of all
    FreezeBranch, ///< the guilty branch trains no more
    Rewind,       ///< back to a healthy state
    Stop
};
inline constexpr std::size_t kActionCount = 7;
[[nodiscard]] std::string_view toText(Action action); ///< as in run::Guarded: `none`, `skip`, `clip`, `lower_rate`, …
[[nodiscard]] std::optional<Action> actionFromText(std::string_view text);

/// What can be done at this step.
struct Possible {
    bool gradientIsFinite = true;
    bool gradientIsFar = false; ///< from what is usual
    bool weightsAreFinite = true;
    bool knowsNorms = false;  ///< enough healthy steps were seen to say what a usual norm is
    bool knowsBranch = false; ///< the verdict names a branch that trains, and not the only one
    bool canRewind = false;   ///< a healthy state is kept, and rewinds are left
};

/// How long the ladder stays on a rung.
struct Patience {
    /// Steps skipped before it climbs, less `healing` for each step that was taken.
    double skips = 8;
    double healing = 0.2; ///< one poisoned batch in six is borne for good
    int clips = 8;        ///< steps
    int lowerings = 2;
    int freezings = 1;
    int afterLowering = 8; ///< rows that a lower rate is given to show its effect
    int afterFreezing = 16;
    int calm = 32;          ///< rows without trouble after which it is over, and the mildest rung is the first again
    int spikes = 8;         ///< lone spikes answered in a row; more of them are how this run is
    int betweenSpikes = 32; ///< rows after which one more is
    int driftLowerings = 4; ///< of a whole run: a drift may be how it is, too
};

/// To be asked once per step. Rungs that apply, by condition:
///  lone spike   skip, clip: the first of both in the list, it does not climb
///  drift        clip, lower_rate, freeze_branch; a rate below zero: lower_rate at once
///  divergence   skip while the gradient is far from what is usual, lower_rate (once, if a rewind is left),
///               freeze_branch, rewind, stop; nothing in a row that is back at its course itself
///  exploded     skip while the weights are finite, rewind, stop; the others when there is no way back
/// What is not in the list is not done. When nothing is left of it, the run stops: at once with weights that are not
/// finite, else after kHopelessRows.
class Ladder {
public:
    static constexpr int kHopelessRows = 50;
    static constexpr double kBackScore = 4; ///< a row of a divergence below this score is back at its course

    /// `answersWarnings`: act on lone spikes and drifts too, not on alarms alone.
    Ladder(std::vector<Action> rungs, bool answersWarnings, const Patience& patience = {});
    /// The ladder of an experiment: `stop`, `skip` and `rewind` are short ones that answer alarms alone, `ladder` is
    /// `rungs` (codes). Unknown codes are left out: parsing has refused them.
    [[nodiscard]] static Ladder of(const std::string& policy, const std::vector<std::string>& rungs);

    [[nodiscard]] Action decide(const Verdict& verdict, const Possible& possible);
    /// After a rewind the milder rungs are worth trying again.
    void rewound();
    [[nodiscard]] bool has(Action rung) const;

private:
    [[nodiscard]] Action answerSpike(const Possible& possible);
    [[nodiscard]] Action climb(const Verdict& verdict, const Possible& possible);
    [[nodiscard]] bool applies(Action rung, Condition condition, const Possible& possible) const;
    [[nodiscard]] bool isUsedUp(Action rung, Condition condition) const;

    std::vector<Action> m_rungs;
    bool m_answersWarnings;
    Patience m_patience;
    std::array<int, kActionCount> m_uses{}; ///< in the trouble that goes on
    double m_skips = 0;
    int m_wait = 0;     ///< rows that the last rung may still work
    int m_calm = 0;     ///< rows since the last trouble
    int m_hopeless = 0; ///< rows of an explosion that nothing answers
    int m_spikes = 0;
    int m_sinceSpike = 0;
    int m_driftLowerings = 0;
};

/// The norms of the last healthy steps, for a clip that fits the run.
class HealthyNorms {
public:
    static constexpr std::size_t kWindow = 128;
    static constexpr std::size_t kFewest = 16;
    static constexpr double kQuantile = 0.9;
    static constexpr double kFarFactor = 10; ///< above the bound: far

    void add(double norm);
    /// Their kQuantile; none before kFewest.
    [[nodiscard]] std::optional<double> bound() const;
    [[nodiscard]] bool isFar(double norm) const;

private:
    std::deque<double> m_norms;
};

/// Tells a run that only limps: it lives from the guard's actions and does not get below its own best loss any more.
class Limping {
public:
    static constexpr int kActions = 12;
    static constexpr int kRows = 128;

    /// `loss` of a step, non-finite ones included. True once for each spell.
    [[nodiscard]] bool observe(std::optional<double> loss, Action action);
    [[nodiscard]] double best() const { return m_best.value_or(0); } ///< smoothed

private:
    std::optional<double> m_smooth;
    std::optional<double> m_best;
    int m_actions = 0; ///< since the best
    int m_rows = 0;
    bool m_isSaid = false;
};

} // namespace espalier::monitor

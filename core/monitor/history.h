// History: what a run has said so far, in short: enough to tell what was usual before something went wrong.
#pragma once

#include "core/monitor/diagnosis.h"
#include "core/run/event.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace espalier::monitor {

/// Fed with every event of a run, live or from its store. Causal, of bounded size.
class History {
public:
    /// Steps that what is usual is taken from.
    static constexpr std::size_t kUsual = 64;

    void add(const run::EventBody& body);
    void add(const run::StepDone& step);

    /// As of the last step that was added.
    [[nodiscard]] CourseFacts course() const;
    [[nodiscard]] std::int64_t lastStep() const { return m_step; }
    [[nodiscard]] double lastEpoch() const { return m_epoch; }
    /// Of the present trouble; 0: all is well.
    [[nodiscard]] std::int64_t firstWarningStep() const { return m_firstWarning; }

private:
    using Values = std::map<std::string, double>;
    struct CalmStep {
        Values values; ///< losses and norms
        std::optional<double> rate;
    };

    void takeRate(const run::StepDone& step);
    /// Since when a series is above `factor` times what is usual.
    void takeLeave(std::int64_t& left, const char* series, double factor) const;
    [[nodiscard]] std::optional<double> usual(const std::string& series) const;

    std::deque<CalmStep> m_calm; ///< the last ones, finite
    Values m_last;
    std::int64_t m_firstStep = 0;
    std::int64_t m_step = 0;
    double m_epoch = 0;
    std::int64_t m_firstWarning = 0;
    std::int64_t m_calmSteps = 0;
    Values m_best; ///< parts: the lowest of what was ever usual
    std::int64_t m_warnings = 0;
    std::optional<double> m_rate;
    std::optional<double> m_firstRate;
    std::optional<double> m_highestRate;
    std::optional<double> m_highestCalmRate;
    std::int64_t m_risingSteps = 0; ///< from the first one on
    bool m_isRising = true;
    std::int64_t m_negativeSteps = 0;
    std::vector<run::Sample> m_atZero; ///< parts when the rate fell below zero
    std::optional<double> m_lossScale;
    std::optional<double> m_highestLossScale;
    std::int64_t m_unchangedSteps = 0;
    std::int64_t m_normLeft = 0; ///< step since which the gradient norm has been off its course; 0: it is not
    std::int64_t m_lossLeft = 0;
};

/// The autopsy of a run from what it said, without its weights: of the step that ended it, or of the last warning at
/// or before `step` (0: anywhere). NotFound when nothing was ever out of place.
[[nodiscard]] Result<Autopsy> autopsyFromEvents(const std::vector<run::Event>& events, const Setup& setup,
                                                std::int64_t step = 0);

} // namespace espalier::monitor

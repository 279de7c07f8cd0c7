// Causes: what speaks for and against each, from findings that all of them share. For diagnosis alone.
#pragma once

#include "core/monitor/diagnosis.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::monitor {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
/// Shares of a tensor that one update moves: what is usual, and what no training survives for long.
inline constexpr double kUsualUpdate = 1e-3;
inline constexpr double kLargeUpdate = 0.03;
inline constexpr double kRuinousUpdate = 0.1;
inline constexpr double kLargestHalf = 65504;
/// Beyond this multiple of what is usual a loss part is bad, below that one it is not.
inline constexpr double kBad = 5.0;
inline constexpr double kFine = 2.0;
/// And a module's output.
inline constexpr double kFar = 10.0;

/// A cause while its evidence is gathered: what speaks for it adds up as independent chances do, what speaks against
/// it takes its share away.
class Case {
public:
    explicit Case(const char* code) { m_cause.code = code; }

    void speaksFor(double weight, Evidence evidence)
    {
        m_doubt *= 1 - weight;
        m_cause.evidenceFor.push_back(std::move(evidence));
    }
    void speaksAgainst(double weight, Evidence evidence)
    {
        m_rest *= 1 - weight;
        m_cause.evidenceAgainst.push_back(std::move(evidence));
    }
    [[nodiscard]] bool hasEvidence() const { return !m_cause.evidenceFor.empty(); }
    [[nodiscard]] Cause concluded(std::vector<std::string> advice)
    {
        m_cause.confidence = (1 - m_doubt) * m_rest;
        m_cause.advice = std::move(advice);
        return std::move(m_cause);
    }

private:
    Cause m_cause;
    double m_doubt = 1;
    double m_rest = 1;
};

[[nodiscard]] std::optional<double> valueOf(const std::vector<run::Sample>& samples, const std::string& series);
/// How many times `reference`; infinite for what is not finite.
[[nodiscard]] double timesOf(double value, double reference);

/// What is looked at again and again.
struct Findings {
    explicit Findings(const Facts& given);

    const Facts& facts;
    double usualLoss = 0;   ///< of all parts together
    std::string guiltyPart; ///< that grew most; may be empty
    double guiltyNow = kUnknown;
    double guiltyBefore = kUnknown;
    bool doOthersStay = false; ///< every other part is as it was
    const ModuleReading* largestUpdate = nullptr;
    const MomentFacts* worstMoment = nullptr;
    double worstMomentRatio = 0;
    const MomentFacts* underflow = nullptr; ///< its gradients are too small for their squares
    const AdapterFacts* worstAdapter = nullptr;
    const ModuleReading* largestDrift = nullptr;
    const run::Sample* outgrown = nullptr; ///< the one module whose weights stand out by their growth
    const ModuleReading* first = nullptr;  ///< reading of facts.firstModule
    const ModuleReading* firstHealthy = nullptr;
    std::size_t comparedModules = 0; ///< measured with healthy weights too
    std::size_t farModules = 0;      ///< of these, far above what they gave there
    double aheadGrowth = kUnknown;   ///< largest growth of a module ahead of it
    double largestActivation = 0;
    bool isBadOnHealthy = false;  ///< the batch fails on healthy weights too
    bool isFineOnHealthy = false; ///< it was measured and does not
    std::string badPartOnHealthy;
    std::int64_t slowSteps = 0; ///< from the first warning
    bool isNegative = false;
    bool isBatchBroken = false; ///< by its own numbers
    bool isInside = false;      ///< firstModule is a module of the network

    [[nodiscard]] bool isHealedInOnePlace() const { return facts.healing && !facts.healing->module.empty(); }
    /// In this module or within it.
    [[nodiscard]] bool isHealedAt(const std::string& module) const
    {
        return isHealedInOnePlace() && !module.empty() &&
               (facts.healing->module == module || facts.healing->module.starts_with(module + '.'));
    }
    /// A part that is next to nothing may grow a hundredfold and tell nothing.
    [[nodiscard]] bool matters(double part) const { return !(std::abs(part) < 0.05 * usualLoss); }
    [[nodiscard]] double update() const { return largestUpdate == nullptr ? kUnknown : largestUpdate->updateRatio; }
    [[nodiscard]] double times(const run::Sample& part) const
    {
        const auto usual = valueOf(facts.course.usualParts, part.series);
        return usual ? timesOf(part.value, *usual) : kUnknown;
    }
    [[nodiscard]] const ModuleReading* healthy(const std::string& module) const
    {
        const auto found = std::ranges::find(facts.healthyModules, module,
                                             [](const ModuleReading& reading) { return reading.module; });
        return found == facts.healthyModules.end() ? nullptr : &*found;
    }

private:
    void findParts();
    void findModules();
    void findRest();
};

/// Of the total; beside one that is not finite the others are nothing.
[[nodiscard]] std::vector<run::Sample> sharesOf(const std::vector<run::Sample>& parts);
[[nodiscard]] Evidence rateEvidence(const char* code, const Findings& findings, double reference = 0);
/// Of the guilty part: now, and when all was well.
[[nodiscard]] Evidence partEvidence(const char* code, const Findings& findings);
/// Of the batch on healthy weights.
[[nodiscard]] Evidence healthyEvidence(const Findings& findings);
/// Of the part that was put back; there must be one.
[[nodiscard]] Evidence healingEvidence(const Findings& findings);
/// What the weights are to blame for does not happen to healthy ones.
void blameWeights(Case& cause, const Findings& findings, double forWeight);

[[nodiscard]] Cause negativeRate(const Findings& findings);
[[nodiscard]] Cause rateTooHigh(const Findings& findings);
[[nodiscard]] Cause missingWarmup(const Findings& findings);
[[nodiscard]] Cause poisonedBatch(const Findings& findings);
[[nodiscard]] Cause unboundedLogits(const Findings& findings);
[[nodiscard]] Cause halfPrecisionOverflow(const Findings& findings);
[[nodiscard]] Cause adapterInteraction(const Findings& findings);
[[nodiscard]] Cause secondMomentLag(const Findings& findings);
[[nodiscard]] Cause labelNoise(const Findings& findings);
[[nodiscard]] Cause explodingActivation(const Findings& findings);
[[nodiscard]] Cause accumulatingDrift(const Findings& findings);
[[nodiscard]] Cause deadData(const Findings& findings);

} // namespace espalier::monitor

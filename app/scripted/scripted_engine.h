// ScriptedEngine: a run without a network. It says what a training would say, from the settings and the seed alone, and
// obeys every command: the desktop is tried and tested with it where torch was left out.
#pragma once

#include "core/run/engine.h"

#include <string>
#include <utility>
#include <vector>

namespace espalier::scripted {

class ScriptedEngine final : public run::Engine {
public:
    using Facts = std::vector<std::pair<std::string, std::string>>;
    /// `secondsAStep` is waited after every step; 0 runs through.
    explicit ScriptedEngine(Facts environment, double secondsAStep = 0.02);

    /// A learning rate of kExplodingRate or more explodes after a quarter of the run. Checkpoints are small JSON files.
    run::Outcome run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands) override;
    /// From the shapes of the modules alone; the same every time.
    Result<run::DryRun> dryRun(const run::RunSpec& spec, const run::DryRunWatch& watch) override;
    static constexpr double kExplodingRate = 1.0;

private:
    Facts m_environment;
    double m_secondsAStep;
};

} // namespace espalier::scripted

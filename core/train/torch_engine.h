// TorchEngine: the training backend of this process.
#pragma once

#include "core/run/engine.h"
#include "core/train/surroundings.h"

namespace espalier::train {

class TorchEngine final : public run::Engine {
public:
    explicit TorchEngine(Surroundings surroundings);

    run::Outcome run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands) override;
    Result<run::DryRun> dryRun(const run::RunSpec& spec, const run::DryRunWatch& watch) override;

private:
    Surroundings m_surroundings;
};

} // namespace espalier::train

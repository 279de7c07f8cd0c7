#include "core/train/torch_engine.h"

#include "core/train/caught.h"
#include "core/train/dry_run.h"
#include "core/train/trainer.h"

#include <utility>

namespace espalier::train {

TorchEngine::TorchEngine(Surroundings surroundings) : m_surroundings(std::move(surroundings)) {}

run::Outcome TorchEngine::run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands)
{
    const auto outcome =
        caught([&]() -> Result<run::Outcome> { return Trainer(spec, log, commands, m_surroundings).run(); });
    if (outcome) {
        return *outcome;
    }
    run::Outcome failed;
    failed.state = run::RunState::Failed;
    failed.error = outcome.error();
    failed.message = outcome.error().message;
    return failed;
}

Result<run::DryRun> TorchEngine::dryRun(const run::RunSpec& spec, const run::DryRunWatch& watch)
{
    return caught([&] { return train::dryRun(spec, m_surroundings, watch); });
}

} // namespace espalier::train

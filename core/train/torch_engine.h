// TorchEngine: the training backend of this process.
#pragma once

#include "core/run/engine.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

class TorchEngine final : public run::Engine {
public:
    /// `environment` is told by every run; `resources` is where `resource:` paths of an experiment start.
    TorchEngine(std::vector<std::pair<std::string, std::string>> environment, std::filesystem::path resources);

    run::Outcome run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands) override;

private:
    std::vector<std::pair<std::string, std::string>> m_environment;
    std::filesystem::path m_resources;
};

} // namespace espalier::train

#include "app/scripted/scripted_engine.h"
#include "app/scripted/scripted_network.h"
#include "app/wiring/engine.h"

#include <cstdlib>

namespace espalier::wiring {

std::unique_ptr<run::Engine> makeEngine(Facts environment)
{
    constexpr double kSecondsAStep = 0.02;
    const char* pace = std::getenv("ESPALIER_SCRIPTED_STEP_SECONDS");
    return std::make_unique<scripted::ScriptedEngine>(std::move(environment), pace ? std::atof(pace) : kSecondsAStep);
}

Result<network::NetworkTree> describeNetwork(const experiment::ModelSettings& model)
{
    return scripted::describeScripted(model);
}

Facts engineFacts()
{
    return {{"engine", "scripted"}};
}

void setComputeThreads(int) {}

} // namespace espalier::wiring

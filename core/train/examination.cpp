#include "core/train/examination.h"

#include "core/train/put_back.h"
#include "core/train/readings.h"

#include <numeric>

namespace espalier::train {

namespace {

double sumOf(const std::vector<run::Sample>& parts)
{
    return std::accumulate(parts.begin(), parts.end(), 0.0,
                           [](double sum, const run::Sample& part) { return sum + part.value; });
}

bool isWithin(const std::string& module, const std::string& ancestor)
{
    return module == ancestor || module.starts_with(ancestor + '.');
}

/// What heals is where it began, whatever went out of bounds first.
void takeHealing(monitor::Facts& facts)
{
    const std::string& healing = facts.healing->module;
    if (healing.empty() || isWithin(facts.firstModule, healing)) {
        return;
    }
    for (const monitor::ModuleReading& reading : facts.modules) {
        if (isWithin(reading.module, healing)) {
            facts.firstModule = reading.module;
            facts.direction = "forward";
            return;
        }
    }
}

} // namespace

Replay examine(const Examined& examined, const StateTensors* healthy, monitor::Facts& facts)
{
    Replay now = examined.replay();
    facts.modules = readingsOf(now.pass);
    facts.moments = momentsOf(examined.trainable, examined.optimizer, examined.settings);
    const auto ratios = updateRatios(examined.trainable, examined.optimizer, examined.settings);
    for (monitor::ModuleReading& reading : facts.modules) {
        if (const auto ratio = ratios.find(reading.module); ratio != ratios.end()) {
            reading.updateRatio = ratio->second;
        }
    }
    FirstBad first = firstBad(now.pass);
    std::optional<Replay> before;
    if (healthy != nullptr) {
        const StateTensors live = cloned(examined.state);
        StateTensors then;
        for (const auto& [name, tensor] : examined.state) {
            then.emplace(name, healthy->at(name));
        }
        (void)copyInto(examined.state, then); // a healthy state fits the run that made it
        before = examined.replay();
        (void)copyInto(examined.state, live);
        facts.healthyModules = readingsOf(before->pass);
        facts.partsOnHealthy = before->parts;
        facts.healing = putBack(examined.state, then, sumOf(now.parts), sumOf(before->parts), examined.loss);
        first = firstBad(now.pass, &before->pass);
    }
    facts.firstModule = first.module;
    facts.direction = first.direction;
    if (facts.batch && monitor::isBroken(*facts.batch) && (facts.firstModule.empty() || !facts.healing)) {
        facts.firstModule = "input"; // with any weights
        facts.direction = "forward";
    }
    if (facts.healing) {
        takeHealing(facts);
    }
    return before ? std::move(*before) : std::move(now);
}

} // namespace espalier::train

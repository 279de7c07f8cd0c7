#include "core/train/open_trained.h"

#include "core/base/json.h"
#include "core/weights/safetensors.h"

namespace espalier::train {

namespace {

constexpr const char* kClassesKey = "espalier.classes";

/// In label order; empty: not known before the data are.
Result<std::vector<std::string>> classesOf(const run::RunSpec& spec)
{
    if (spec.resumeFrom.empty()) {
        return spec.experiment.model.classes;
    }
    const auto file = weights::SafetensorsFile::open(spec.resumeFrom);
    if (!file) {
        return fail(file.error());
    }
    const auto found = file->metadata().find(kClassesKey);
    if (found == file->metadata().end()) {
        return spec.experiment.model.classes;
    }
    const auto json = parseJson(found->second, spec.resumeFrom.string());
    if (!json) {
        return fail(json.error());
    }
    std::vector<std::string> classes;
    for (const Json& name : *json) {
        if (!name.is_string()) {
            return fail(ErrorCode::Unreadable, "its list of classes holds something else", spec.resumeFrom.string());
        }
        classes.push_back(name.get<std::string>());
    }
    return classes;
}

/// A checkpoint holds more than the network: optimizer, generator, and perhaps the average, which is what counts then.
Status loadState(const TrainingNetwork& network, const std::filesystem::path& checkpoint)
{
    auto loaded = readStateTensors(checkpoint);
    if (!loaded) {
        return fail(loaded.error());
    }
    const StateTensors state = network.state();
    StateTensors wanted;
    for (const auto& [name, tensor] : state) {
        for (const std::string& stored : {"average." + name, name}) {
            if (const auto found = loaded->tensors.find(stored); found != loaded->tensors.end()) {
                wanted.emplace(name, found->second);
                break;
            }
        }
    }
    if (Status copied = copyInto(state, wanted); !copied) {
        return fail(withContext(copied.error(), checkpoint.string()));
    }
    return {};
}

} // namespace

Result<TrainingNetwork> openTrained(const run::RunSpec& spec, const std::vector<std::string>& classes,
                                    const Surroundings& surroundings)
{
    auto network = TrainingNetwork::build(spec.experiment, classes,
                                          {spec.experimentFolder, surroundings.resources, surroundings.cache});
    if (!network) {
        return fail(network.error());
    }
    if (!spec.resumeFrom.empty()) {
        if (Status loaded = loadState(*network, spec.resumeFrom); !loaded) {
            return fail(loaded.error());
        }
    }
    network->train(false);
    return network;
}

Result<OpenedSubject> openSubject(const run::RunSpec& spec, const Surroundings& surroundings)
{
    const auto known = classesOf(spec);
    if (!known) {
        return fail(known.error());
    }
    auto data = dataset::openDataset(spec.experiment.data, *known, spec.experimentFolder, spec.experiment.train.seed);
    if (!data) {
        return fail(data.error());
    }
    if (data->val->size() == 0) {
        return fail(ErrorCode::InvalidInput, "the validation set has no image that can be used", "data");
    }
    auto network = openTrained(spec, data->train->catalogue().classes, surroundings);
    if (!network) {
        return fail(network.error());
    }
    return OpenedSubject{std::move(*data), std::move(*network)};
}

} // namespace espalier::train

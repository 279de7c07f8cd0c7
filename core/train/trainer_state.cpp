#include "core/base/hash.h"
#include "core/train/trainer.h"

#include <ATen/CPUGeneratorImpl.h>

namespace espalier::train {

namespace {

constexpr const char* kCheckpointName = "checkpoint.safetensors";
constexpr const char* kPositionKey = "espalier.position";
constexpr const char* kClassesKey = "espalier.classes";
constexpr const char* kFrozenKey = "espalier.frozen";
constexpr const char* kRateFactors = "rate_factors";
constexpr double kKeepSeconds = 30;

} // namespace

StateTensors Trainer::stateTensors() const
{
    StateTensors tensors = m_network->state();
    for (const auto& [name, tensor] : m_optimizer->state()) {
        tensors.emplace("optimizer." + name, tensor);
    }
    if (m_average) {
        for (const auto& [name, tensor] : m_average->state()) {
            tensors.emplace("average." + name, tensor);
        }
    }
    return tensors;
}

StateTensors Trainer::checkpointTensors() const
{
    StateTensors tensors = stateTensors();
    tensors.emplace(kRandom, at::detail::getDefaultCPUGenerator().get_state());
    tensors.emplace(kRateFactors, m_optimizer->rateFactors());
    return tensors;
}

Status Trainer::writeCheckpoint()
{
    if (m_checkpointStep == m_position.step) {
        return {};
    }
    m_position.seconds = seconds();
    m_resumedAt = std::chrono::steady_clock::now();
    // Resume starts behind the checkpoint: what was said of its steps must outlive a kill before it does. When that
    // fails (a full disk, say) the trained weights are still worth more than the record of how they came to be.
    (void)m_log.waitKept(kKeepSeconds);
    const std::filesystem::path file = m_spec.runFolder / kCheckpointName;
    if (Status written = writeStateTensors(file, checkpointTensors(),
                                           {{kPositionKey, jsonText(toJson(m_position))},
                                            {kClassesKey, jsonText(Json(m_data.train->catalogue().classes))},
                                            {kFrozenKey, hexDigits(m_audit->fingerprint())}});
        !written) {
        return written;
    }
    m_checkpointStep = m_position.step;
    emit(run::CheckpointWritten{m_position.step, file.string()});
    return {};
}

Status Trainer::restore(const std::filesystem::path& checkpoint)
{
    auto loaded = readStateTensors(checkpoint);
    if (!loaded) {
        return fail(loaded.error());
    }
    const auto random = loaded->tensors.find(kRandom);
    const auto position = loaded->metadata.find(kPositionKey);
    if (random == loaded->tensors.end() || position == loaded->metadata.end()) {
        return fail(ErrorCode::Unreadable, "is no checkpoint of a run", checkpoint.string());
    }
    const auto json = parseJson(position->second, checkpoint.string());
    if (!json) {
        return fail(json.error());
    }
    auto restored = positionFromJson(*json);
    if (!restored) {
        return fail(withContext(restored.error(), checkpoint.string()));
    }
    const auto frozen = loaded->metadata.find(kFrozenKey);
    if (frozen != loaded->metadata.end() && frozen->second != hexDigits(m_audit->fingerprint())) {
        note(run::Severity::Warning,
             "the frozen weights are not those that this run began with: was the file replaced that it starts from?",
             "model.checkpoint");
    }
    const at::Tensor generator = random->second;
    loaded->tensors.erase(kRandom);
    StateTensors live = stateTensors();
    if (loaded->tensors.contains(kRateFactors)) { // without, as builds before it wrote them, all rates are in full
        live.emplace(kRateFactors, m_optimizer->rateFactors());
    }
    if (Status copied = copyInto(live, loaded->tensors); !copied) {
        return fail(withContext(copied.error(), checkpoint.string()));
    }
    at::Generator(at::detail::getDefaultCPUGenerator()).set_state(generator);
    m_position = *restored;
    m_checkpointStep = m_position.step;
    m_resumedAt = std::chrono::steady_clock::now();
    return {};
}

} // namespace espalier::train

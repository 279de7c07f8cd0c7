#include "core/train/state_tensors.h"

#include "core/model/weights_binding.h"
#include "core/weights/safetensors.h"

#include <ATen/ATen.h>

namespace espalier::train {

StateTensors cloned(const StateTensors& tensors)
{
    StateTensors copies;
    for (const auto& [name, tensor] : tensors) {
        copies.emplace(name, tensor.detach().clone());
    }
    return copies;
}

Status copyInto(const StateTensors& into, const StateTensors& from)
{
    std::string missing;
    for (const auto& [name, tensor] : into) {
        const auto found = from.find(name);
        if (found == from.end()) {
            missing += (missing.empty() ? "" : ", ") + name;
        } else if (found->second.sizes() != tensor.sizes()) {
            return fail(ErrorCode::InvalidInput, "`" + name + "` has another shape than the network's");
        }
    }
    if (!missing.empty()) {
        return fail(ErrorCode::InvalidInput, "lacks " + missing.substr(0, 400));
    }
    if (from.size() > into.size()) {
        for (const auto& [name, tensor] : from) {
            if (into.count(name) == 0) {
                return fail(ErrorCode::InvalidInput, "holds `" + name + "`, which this plan does not train");
            }
        }
    }
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : into) {
        at::Tensor(tensor).copy_(from.at(name));
    }
    return {};
}

bool allFinite(const StateTensors& tensors)
{
    for (const auto& [name, tensor] : tensors) {
        if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>()) {
            return false;
        }
    }
    return true;
}

Status writeStateTensors(const std::filesystem::path& file, const StateTensors& tensors,
                         const std::map<std::string, std::string>& metadata)
{
    std::vector<at::Tensor> kept; // contiguous copies must outlive the spans
    std::vector<weights::TensorToWrite> rows;
    for (const auto& [name, tensor] : tensors) {
        kept.push_back(tensor.detach().cpu().contiguous());
        rows.push_back(model::toWrite(name, kept.back()));
    }
    return weights::writeSafetensors(file, rows, metadata);
}

Result<LoadedState> readStateTensors(const std::filesystem::path& file)
{
    const auto opened = weights::SafetensorsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    LoadedState state;
    state.metadata = opened->metadata();
    for (const auto& [name, view] : opened->tensors()) {
        state.tensors.emplace(name, model::toTensor(view));
    }
    return state;
}

} // namespace espalier::train

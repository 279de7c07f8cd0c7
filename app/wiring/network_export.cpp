#include "app/wiring/network_export.h"

#include "app/wiring/environment.h"
#include "app/wiring/tree_cache.h"
#include "core/weights/half.h"
#include "core/weights/safetensors.h"

#include <cmath>
#include <cstring>
#include <deque>
#include <optional>

namespace espalier::wiring {

namespace {

constexpr std::string_view kTextTower = "backbone.text_model.";
constexpr std::string_view kResource = "resource:";

/// The run's own tensor, else that of the checkpoint it began with.
const weights::TensorView* find(const weights::SafetensorsFile& trained,
                                const std::optional<weights::SafetensorsFile>& base, const std::string& name,
                                bool isParameter)
{
    if (const auto* view = trained.find((isParameter ? "param." : "buffer.") + name)) {
        return view;
    }
    return base ? base->find(name) : nullptr;
}

/// Half precision of a float tensor; nothing when a value is not finite or too large for it.
std::optional<std::vector<std::byte>> halved(const weights::TensorView& view)
{
    std::vector<std::byte> halves(view.bytes.size() / 2);
    for (std::size_t i = 0; 4 * i < view.bytes.size(); ++i) {
        float value = 0;
        std::memcpy(&value, view.bytes.data() + 4 * i, sizeof value);
        if (!(std::abs(value) < 65504.F)) {
            return std::nullopt;
        }
        const std::uint16_t half = weights::halfFromFloat(value);
        std::memcpy(halves.data() + 2 * i, &half, sizeof half);
    }
    return halves;
}

} // namespace

Status exportNetwork(const store::RunDetail& run, const std::filesystem::path& target)
{
    const std::string subject = "run " + std::to_string(run.summary.id);
    if (run.lastCheckpoint.empty()) {
        return fail(ErrorCode::NotFound, "has no checkpoint yet: nothing to export", subject);
    }
    if (!run.experiment.plan.adapters.empty()) {
        return fail(ErrorCode::Unsupported, "holds adapters: export them with --adapter", subject);
    }
    const auto trained = weights::SafetensorsFile::open(run.lastCheckpoint);
    if (!trained) {
        return fail(trained.error());
    }
    std::optional<weights::SafetensorsFile> base;
    if (const std::string& name = run.experiment.model.checkpoint; !name.empty()) {
        const bool isShipped = name.rfind(kResource, 0) == 0;
        auto opened = weights::SafetensorsFile::open(isShipped ? resourceFolder() / name.substr(kResource.size())
                                                               : std::filesystem::path(run.experimentFolder) / name);
        if (!opened) {
            return fail(opened.error());
        }
        base.emplace(std::move(*opened));
    }
    const auto tree = describeCached(run.experiment.model);
    if (!tree) {
        return fail(tree.error());
    }
    std::deque<std::vector<std::byte>> kept; // the rows point into these
    std::vector<weights::TensorToWrite> rows;
    for (std::size_t id = 0; id < tree->size(); ++id) {
        for (const network::Tensor& tensor : tree->modules()[id].tensors) {
            std::string name = tree->tensorName(static_cast<network::ModuleId>(id), tensor);
            if (name.rfind(kTextTower, 0) == 0 || tensor.name == "num_batches_tracked") {
                continue;
            }
            const auto* view = find(*trained, base, name, tensor.isParameter);
            if (view == nullptr) {
                return fail(ErrorCode::Unsupported, "`" + name + "` was neither trained nor loaded: it began at random",
                            subject);
            }
            if (view->type != weights::ScalarType::Float32 || view->shape.size() < 2) {
                rows.push_back({std::move(name), view->type, view->shape, view->bytes});
                continue;
            }
            auto halves = halved(*view);
            if (!halves) {
                return fail(ErrorCode::InvalidInput, "`" + name + "` holds a value that half precision has no room for",
                            subject);
            }
            kept.push_back(std::move(*halves));
            rows.push_back({std::move(name), weights::ScalarType::Float16, view->shape, kept.back()});
        }
    }
    return weights::writeSafetensors(target, rows, {{"format", "pt"}, {"espalier.model", tree->model()}});
}

} // namespace espalier::wiring

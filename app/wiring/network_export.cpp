#include "app/wiring/network_export.h"

#include "app/wiring/environment.h"
#include "app/wiring/tree_cache.h"
#include "core/weights/half.h"
#include "core/weights/weights_file.h"

#include <cmath>
#include <cstring>
#include <deque>
#include <optional>

namespace espalier::wiring {

namespace {

constexpr std::string_view kTextTower = "backbone.text_model.";
constexpr std::string_view kResource = "resource:";

/// The run's own tensor (its moving average where it kept one), else that of the checkpoint it began with.
const weights::TensorView* find(const weights::SafetensorsFile& trained,
                                const std::optional<weights::WeightsFile>& base, const std::string& name,
                                bool isParameter)
{
    const std::string stored = (isParameter ? "param." : "buffer.") + name;
    for (const std::string& each : {"average." + stored, stored}) {
        if (const auto* view = trained.find(each)) {
            return view;
        }
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

/// The file that the run began with; empty: none.
std::filesystem::path baseOf(const store::RunDetail& run)
{
    const std::string& name = run.experiment.model.checkpoint;
    if (name.rfind(kResource, 0) == 0) {
        return resourceFolder() / name.substr(kResource.size());
    }
    return name.empty() ? std::filesystem::path() : std::filesystem::path(run.experimentFolder) / name;
}

/// Has the file the network's own names? Those of a plain YOLOv8 or of a parallel wrapper are others.
bool isOfOurNames(const weights::WeightsFile& base)
{
    return base.find("backbone.image_model.stem.conv.weight") != nullptr;
}

/// What a run without adapters trained and what it began with, byte for byte: no network is needed for that.
Status writeNetwork(const store::RunDetail& run, const std::filesystem::path& target)
{
    const std::string subject = "run " + std::to_string(run.summary.id);
    const auto trained = weights::SafetensorsFile::open(run.lastCheckpoint);
    if (!trained) {
        return fail(trained.error());
    }
    std::optional<weights::WeightsFile> base;
    if (const std::filesystem::path path = baseOf(run); !path.empty()) {
        auto opened = weights::WeightsFile::open(path);
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

} // namespace

Result<std::optional<MergeCertificate>> exportNetwork(const store::RunDetail& run, const std::filesystem::path& target)
{
    const auto subject = subjectOf(run);
    if (!subject) {
        return fail(subject.error());
    }
    bool isBuiltAgain = !run.experiment.plan.adapters.empty();
    if (const std::filesystem::path base = baseOf(run); !isBuiltAgain && !base.empty()) {
        const auto opened = weights::WeightsFile::open(base);
        if (!opened) {
            return fail(opened.error());
        }
        isBuiltAgain = !isOfOurNames(*opened);
    }
    if (isBuiltAgain) {
        auto certificate = writeMergedNetwork(*subject, target);
        return certificate ? Result<std::optional<MergeCertificate>>(*certificate) : fail(certificate.error());
    }
    if (Status written = writeNetwork(run, target); !written) {
        return fail(written.error());
    }
    return std::nullopt;
}

} // namespace espalier::wiring

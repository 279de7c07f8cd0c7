#include "app/wiring/merged_network.h"
#include "app/wiring/torch_surroundings.h"
#include "core/base/files.h"
#include "core/model/weights_binding.h"
#include "core/train/batch.h"
#include "core/train/caught.h"
#include "core/train/folding.h"
#include "core/train/open_trained.h"
#include "core/weights/safetensors.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <system_error>

namespace espalier::wiring {

namespace {

constexpr double kLargestForHalf = 1e-2;
constexpr double kLargestHalf = 65504;

using Outputs = train::TrainingNetwork::Output;

/// Largest difference as a share of the largest expected value, over all levels.
double difference(const std::vector<at::Tensor>& actual, const std::vector<at::Tensor>& expected)
{
    double largest = 0;
    double apart = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        largest = std::max(largest, expected[i].abs().max().item<double>());
        apart = std::max(apart, (actual[i] - expected[i]).abs().max().item<double>());
    }
    return largest > 0 ? apart / largest : apart;
}

MergeCertificate compared(const Outputs& actual, const Outputs& expected)
{
    MergeCertificate certificate;
    certificate.largestDifference =
        std::max(difference(actual.logits, expected.logits), difference(actual.distributions, expected.distributions));
    std::int64_t same = 0;
    for (std::size_t i = 0; i < expected.logits.size(); ++i) {
        const at::Tensor agrees = actual.logits[i].argmax(1).eq(expected.logits[i].argmax(1));
        same += agrees.sum().item<std::int64_t>();
        certificate.places += agrees.numel();
    }
    certificate.images = expected.logits.front().size(0);
    certificate.sameClass = static_cast<double>(same) / static_cast<double>(certificate.places);
    return certificate;
}

/// Some images of the validation set, as many as a batch has.
Result<at::Tensor> someImages(const train::OpenedSubject& opened, const experiment::Experiment& experiment)
{
    std::vector<dataset::Sample> samples;
    const std::size_t most =
        std::min(opened.data.val->size(), static_cast<std::size_t>(std::max(1, experiment.train.batch)));
    for (std::size_t i = 0; i < most; ++i) {
        auto sample = dataset::plainSample(*opened.data.val, i, experiment.data.imageSize);
        if (!sample) {
            return fail(sample.error());
        }
        samples.push_back(std::move(*sample));
    }
    return train::toTensors(samples).images;
}

bool fitsHalf(const at::Tensor& tensor)
{
    return tensor.numel() == 0 || tensor.abs().max().item<double>() < kLargestHalf; // NaN: no
}

/// False: a value has no room in half precision, and nothing was written.
Result<bool> write(const std::filesystem::path& file, model::YoloWorld& network, bool isHalf)
{
    std::vector<at::Tensor> kept; // the rows point into these
    std::vector<weights::TensorToWrite> rows;
    for (const auto& [name, tensor] : model::namedTensors(network)) {
        if (model::isBatchCounter(name)) {
            continue;
        }
        const bool isHalved = isHalf && tensor.dim() >= 2;
        if (isHalved && !fitsHalf(tensor)) {
            return false;
        }
        kept.push_back((isHalved ? tensor.detach().to(at::kHalf) : tensor.detach()).contiguous());
        rows.push_back(model::toWrite(name, kept.back()));
    }
    if (Status written =
            weights::writeSafetensors(file, rows, {{"format", "pt"}, {"espalier.model", network.options().model}});
        !written) {
        return fail(written.error());
    }
    return true;
}

/// Read `file` as anybody would, into a plain network, and compare.
Result<MergeCertificate> certify(const std::filesystem::path& file, train::TrainingNetwork& run,
                                 const at::Tensor& images, const Outputs& expected)
{
    model::YoloWorld plain(run.model().options(), at::kCPU);
    const auto opened = weights::SafetensorsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    const model::Binding binding = model::bind(plain, opened->tensors());
    if (!binding.isComplete() || !binding.unexpected.empty()) {
        return fail(ErrorCode::Internal, "does not bind completely into a plain network", file.string());
    }
    plain.eval();
    model::YoloWorld::Output output = plain.forward(images, run.text());
    return compared({std::move(output.logits), std::move(output.distributions)}, expected);
}

Result<MergeCertificate> writeCertified(const Subject& subject, const std::filesystem::path& file)
{
    const at::NoGradGuard noGradients;
    auto opened = train::openSubject(subject.spec, surroundings());
    if (!opened) {
        return fail(opened.error());
    }
    auto merged = train::openTrained(subject.spec, opened->data.train->catalogue().classes, surroundings());
    if (!merged) {
        return fail(merged.error());
    }
    if (Status folded = train::foldAdapters(merged->model()); !folded) {
        return fail(folded.error());
    }
    for (const auto& [name, tensor] : model::namedTensors(merged->model())) {
        if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>()) {
            return fail(ErrorCode::InvalidInput,
                        "`" + name + "` holds a value that is not finite: nothing was exported", subject.name);
        }
    }
    const auto images = someImages(*opened, subject.spec.experiment);
    if (!images) {
        return fail(images.error());
    }
    const Outputs expected = opened->network.forward(*images);
    std::filesystem::path beside = file;
    beside += ".uncertified";
    std::error_code error;
    for (const bool isHalf : {true, false}) {
        const auto written = write(beside, merged->model(), isHalf);
        if (!written) {
            return fail(written.error());
        }
        if (!*written) {
            continue;
        }
        auto certificate = certify(beside, opened->network, *images, expected);
        if (!certificate) {
            std::filesystem::remove(beside, error);
            return fail(certificate.error());
        }
        if (isHalf && !(certificate->largestDifference < kLargestForHalf)) {
            continue;
        }
        certificate->isHalf = isHalf;
        std::filesystem::rename(beside, file, error);
        if (error) {
            return fail(errorCodeOf(error.value()), "cannot be written: " + error.message(), file.string());
        }
        return *certificate;
    }
    return fail(ErrorCode::Internal, "full precision was refused", file.string());
}

} // namespace

Result<MergeCertificate> writeMergedNetwork(const Subject& subject, const std::filesystem::path& file)
{
    return train::caught([&] { return writeCertified(subject, file); });
}

} // namespace espalier::wiring

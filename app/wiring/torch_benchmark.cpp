#include "app/wiring/benchmark.h"
#include "app/wiring/torch_surroundings.h"
#include "core/model/fold_batch_norm.h"
#include "core/train/batch.h"
#include "core/train/caught.h"
#include "core/train/detections.h"
#include "core/train/folding.h"
#include "core/train/open_trained.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <numeric>

namespace espalier::wiring {

namespace {

constexpr std::size_t kMostImages = 8;

struct Picture {
    dataset::Sample sample;
    at::Tensor image; ///< 1×3×S×S
};

/// Milliseconds of one image.
struct Lap {
    double features = 0;
    double head = 0;
    double detections = 0;
    [[nodiscard]] double whole() const { return features + head + detections; }
};

/// One network that is timed.
struct Variant {
    train::TrainingNetwork network;
    at::Tensor text; ///< 1×K×512: a vocabulary that stands is encoded once
    const std::vector<Picture>* pictures;
    std::optional<Stages> BenchmarkRow::*foldedPlace; ///< nullptr: as trained
    std::size_t row;
    std::vector<Lap> laps;
};

Lap timeOnce(Variant& variant, const Picture& picture)
{
    using Clock = std::chrono::steady_clock;
    const auto milliseconds = [](Clock::duration duration) {
        return std::chrono::duration<double, std::milli>(duration).count();
    };
    const at::NoGradGuard noGradients;
    model::YoloWorld& network = variant.network.model();
    const auto start = Clock::now();
    const std::vector<at::Tensor> maps = network.features(picture.image, variant.text);
    const auto afterFeatures = Clock::now();
    const model::YoloWorld::Output output = network.head(maps, variant.text);
    const auto afterHead = Clock::now();
    const auto found = train::detect(output.logits, output.distributions, {&picture.sample, 1});
    const auto end = Clock::now();
    return {milliseconds(afterFeatures - start), milliseconds(afterHead - afterFeatures),
            milliseconds(end - afterHead)};
}

template <class ValueOf>
Timing timingOf(const std::vector<Lap>& laps, ValueOf valueOf)
{
    std::vector<double> values;
    std::ranges::transform(laps, std::back_inserter(values), valueOf);
    std::ranges::sort(values);
    const std::size_t count = values.size();
    const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(count)));
    return {(values[(count - 1) / 2] + values[count / 2]) / 2,
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(count), values[rank - 1]};
}

Stages stagesOf(const std::vector<Lap>& laps)
{
    return {timingOf(laps, [](const Lap& lap) { return lap.whole(); }),
            timingOf(laps, [](const Lap& lap) { return lap.features; }),
            timingOf(laps, [](const Lap& lap) { return lap.head; }),
            timingOf(laps, [](const Lap& lap) { return lap.detections; })};
}

class Benchmark {
public:
    Status add(const Subject& subject);
    Status run(const BenchmarkOptions& options, const Watch& watch);
    [[nodiscard]] std::vector<BenchmarkRow> rows() const;

private:
    std::vector<BenchmarkRow> m_rows;
    std::vector<std::unique_ptr<std::vector<Picture>>> m_pictures; ///< by row
    std::vector<std::unique_ptr<Variant>> m_variants;
};

Status Benchmark::add(const Subject& subject)
{
    auto opened = train::openSubject(subject.spec, surroundings());
    if (!opened) {
        return fail(withContext(opened.error(), subject.name));
    }
    const int side = subject.spec.experiment.data.imageSize;
    auto pictures = std::make_unique<std::vector<Picture>>();
    for (std::size_t i = 0; i < std::min(kMostImages, opened->data.val->size()); ++i) {
        auto sample = dataset::plainSample(*opened->data.val, i, side);
        if (!sample) {
            return fail(sample.error());
        }
        at::Tensor image = train::toTensors({&*sample, 1}).images;
        pictures->push_back({std::move(*sample), std::move(image)});
    }
    const std::size_t row = m_rows.size();
    BenchmarkRow& made = m_rows.emplace_back();
    made.adapters = opened->network.plan().adapters;
    made.imageSize = side;
    made.images = static_cast<int>(pictures->size());
    const auto addVariant = [&](train::TrainingNetwork network, std::optional<Stages> BenchmarkRow::*place) {
        const at::NoGradGuard noGradients;
        const at::Tensor text = network.text().unsqueeze(0);
        m_variants.push_back(
            std::make_unique<Variant>(Variant{std::move(network), text, pictures.get(), place, row, {}}));
    };
    const std::vector<std::string>& classes = opened->data.train->catalogue().classes;
    addVariant(std::move(opened->network), nullptr);
    for (const auto place : {&BenchmarkRow::folded, &BenchmarkRow::fused}) {
        if (place == &BenchmarkRow::folded && made.adapters == 0) {
            continue; // the network as trained is the same
        }
        auto network = train::openTrained(subject.spec, classes, surroundings());
        if (!network) {
            return fail(withContext(network.error(), subject.name));
        }
        if (const Status folded = train::foldAdapters(network->model()); !folded) {
            made.refusal = describe(folded.error());
            break;
        }
        if (place == &BenchmarkRow::fused) {
            model::foldBatchNorm(network->model());
        }
        addVariant(std::move(*network), place);
    }
    m_pictures.push_back(std::move(pictures));
    return {};
}

Status Benchmark::run(const BenchmarkOptions& options, const Watch& watch)
{
    const auto warmup = static_cast<std::size_t>(options.warmup);
    const std::size_t rounds = warmup + static_cast<std::size_t>(options.iterations);
    for (std::size_t round = 0; round < rounds; ++round) {
        watch.progress(round, rounds);
        for (std::size_t turn = 0; turn < m_variants.size(); ++turn) {
            if (watch.shouldStop()) {
                return fail(ErrorCode::Cancelled, "stopped: nothing was written");
            }
            Variant& variant = *m_variants[(round + turn) % m_variants.size()];
            const Lap lap = timeOnce(variant, (*variant.pictures)[round % variant.pictures->size()]);
            if (round >= warmup) {
                variant.laps.push_back(lap);
            }
        }
    }
    watch.progress(rounds, rounds);
    for (const auto& variant : m_variants) {
        BenchmarkRow& row = m_rows[variant->row];
        const Stages stages = stagesOf(variant->laps);
        if (variant->foldedPlace != nullptr) {
            row.*(variant->foldedPlace) = stages;
        } else {
            row.trained = stages;
            row.folded = row.adapters == 0 ? std::optional(stages) : std::nullopt;
        }
    }
    return {};
}

std::vector<BenchmarkRow> Benchmark::rows() const
{
    return m_rows;
}

} // namespace

Result<std::vector<BenchmarkRow>> benchmark(std::span<const Subject> subjects, const BenchmarkOptions& options,
                                            const Watch& watch)
{
    return train::caught([&]() -> Result<std::vector<BenchmarkRow>> {
        Benchmark made;
        for (const Subject& subject : subjects) {
            if (watch.shouldStop()) {
                return fail(ErrorCode::Cancelled, "stopped: nothing was written");
            }
            if (Status added = made.add(subject); !added) {
                return fail(added.error());
            }
        }
        if (Status timed = made.run(options, watch); !timed) {
            return fail(timed.error());
        }
        return made.rows();
    });
}

} // namespace espalier::wiring

#include "core/train/evaluate.h"

#include "core/train/batch.h"
#include "core/train/detections.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace espalier::train {

Evaluation evaluate(TrainingNetwork& network, const dataset::DetectionDataset& dataset, int side, int batch,
                    const std::function<bool()>& shouldStop)
{
    const at::NoGradGuard noGradients;
    network.train(false);
    Evaluation evaluation;
    metrics::DetectionsFile& boxes = evaluation.boxes;
    const dataset::Catalogue& catalogue = dataset.catalogue();
    boxes.classes = catalogue.classes;
    const auto perBatch = static_cast<std::size_t>(std::max(1, batch));
    for (std::size_t first = 0; first < dataset.size(); first += perBatch) {
        if (shouldStop()) {
            network.train(true);
            return {};
        }
        std::vector<dataset::Sample> samples;
        for (std::size_t i = first; i < std::min(first + perBatch, dataset.size()); ++i) {
            auto sample = dataset::plainSample(dataset, i, side);
            if (!sample) {
                continue; // said when the catalogue was read, or gone since: it counts as not evaluated
            }
            const dataset::Entry& entry = catalogue.entries[i];
            boxes.images.push_back({entry.id, entry.fileName, sample->originalWidth, sample->originalHeight});
            for (const dataset::Annotation& annotation : entry.annotations) {
                const dataset::Box& box = annotation.box;
                boxes.truth.push_back({entry.id,
                                       annotation.label,
                                       {box[0], box[1], box[2], box[3]},
                                       annotation.area,
                                       annotation.isCrowd});
            }
            samples.push_back(std::move(*sample));
        }
        if (samples.empty()) {
            continue;
        }
        const BatchTensors tensors = toTensors(samples);
        const TrainingNetwork::Output output = network.forward(tensors.images);
        const auto detections = detect(output.logits, output.distributions, samples);
        boxes.detections.insert(boxes.detections.end(), detections.begin(), detections.end());
    }
    evaluation.scores =
        metrics::evaluateDetections(boxes.truth, boxes.detections, static_cast<int>(catalogue.classes.size()));
    network.train(true);
    return evaluation;
}

} // namespace espalier::train

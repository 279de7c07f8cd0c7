// Experiment: model + data + tuning plan + training + monitor, one YAML file.
#pragma once

#include "core/base/fields.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/plan/tuning_plan.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace espalier::experiment {

struct ModelSettings {
    std::string architecture = "yolo_world_v2"; ///< `yolo_world_v2`
    std::string size = "n";                     ///< `n s m l x`
    int trainingClasses = 0; ///< classes that the base's class branch was made wide for; 0: as many as there are
    std::string checkpoint;  ///< file to start from: safetensors (also a plain YOLOv8's) or a PyTorch archive; empty:
                             ///< initialised from the seed. `resource:` = shipped
    std::string embeddings;  ///< safetensors K×512 with tensor `embeddings`, rows in class order; empty: made from the
                             ///< names by hash
    std::vector<std::string> classes;   ///< names in label order; empty: the categories of the training set, by id
    std::vector<std::string> prompts;   ///< what the text tower reads for each class, in label order; empty: the names
    std::vector<std::string> templates; ///< sentences with {} for the prompt, their embeddings averaged; empty: {}
    std::string textWeights;            ///< file of the text tower; empty: the checkpoint's
    std::string tokenizer; ///< folder with vocab.json and merges.txt; empty: names become unit vectors by hash
    bool operator==(const ModelSettings&) const = default;
};
constexpr auto fields(const ModelSettings*)
{
    using T = ModelSettings;
    return std::tuple{
        Field<T, std::string>{"architecture", &T::architecture, {}, "Network family", {"yolo_world_v2"}},
        Field<T, std::string>{"size", &T::size, {}, "Size of the family", {"n|s|m|l|x"}},
        Field<T, int>{
            "training_classes", &T::trainingClasses, {0, 65536}, "Classes the base was made for; 0: the data's"},
        Field<T, std::string>{"checkpoint", &T::checkpoint, {}, "Weights to start from, of any kind; empty: random"},
        Field<T, std::string>{
            "embeddings", &T::embeddings, {}, "Class embeddings (safetensors); empty: from the names"},
        Field<T, std::vector<std::string>>{"classes", &T::classes, {}, "Names in label order; empty: the data's"},
        Field<T, std::vector<std::string>>{
            "prompts", &T::prompts, {}, "What the text tower reads for each class; empty: the names"},
        Field<T, std::vector<std::string>>{
            "templates", &T::templates, {}, "Sentences with {} for the prompt, embeddings averaged"},
        Field<T, std::string>{"text_weights", &T::textWeights, {}, "File of the text tower; empty: the checkpoint's"},
        Field<T, std::string>{
            "tokenizer", &T::tokenizer, {}, "Folder with vocab.json and merges.txt; empty: names by hash"}};
}

struct DataSettings {
    std::string kind = "coco"; ///< layout of the files, or `inspection`: drawn by Espalier (synthetic)
    std::string root;          ///< folder; for coco. `--set data.root=…` or ESPALIER_DATA
    std::string train = "train/annotations.json"; ///< relative to root
    std::string val = "val/annotations.json";
    std::string scene = "bottles"; ///< inspection: `bottles` (the demo) or `parts` (what the base was trained on)
    int trainImages = 48;          ///< inspection only
    int valImages = 24;            ///< inspection only
    int imageSize = 640;           ///< side of the square input, a multiple of 32
    double flip = 0.5;             ///< probability of a horizontal flip in training
    double hsv = 1.0;              ///< strength of the colour jitter; 1: gains .015 .7 .4
    double translate = 0.1;        ///< random shift, share of the side
    double scale = 0.5;            ///< random scale in 1 ± this
    double mosaic = 0;             ///< probability that four images make one sample
    double mixup = 0;              ///< probability that a second sample shines through
    int closeMosaic = 0;           ///< last epochs without mosaic and mixup
    int workers = 1;               ///< batch worker threads
    bool operator==(const DataSettings&) const = default;
};
constexpr auto fields(const DataSettings*)
{
    using T = DataSettings;
    return std::tuple{
        Field<T, std::string>{
            "kind", &T::kind, {}, "Where samples come from", {"coco|yolo|voc|labelme|masks|inspection"}},
        Field<T, std::string>{"root", &T::root, {}, "Folder of the data set"},
        Field<T, std::string>{"train", &T::train, {}, "Training annotations, relative to root"},
        Field<T, std::string>{"val", &T::val, {}, "Validation annotations, relative to root"},
        Field<T, std::string>{"scene", &T::scene, {}, "Inspection set: what is drawn", {"bottles|parts"}},
        Field<T, int>{"train_images", &T::trainImages, {1, 1000000}, "Inspection set: training images"},
        Field<T, int>{"val_images", &T::valImages, {1, 1000000}, "Inspection set: validation images"},
        Field<T, int>{"image_size", &T::imageSize, {32, 2048}, "Side of the square input in pixels, a multiple of 32"},
        Field<T, double>{"flip", &T::flip, {0, 1}, "Probability of a horizontal flip"},
        Field<T, double>{"hsv", &T::hsv, {0, 2}, "Strength of the colour jitter"},
        Field<T, double>{"translate", &T::translate, {0, 0.5}, "Random shift, share of the side"},
        Field<T, double>{"scale", &T::scale, {0, 0.9}, "Random scale in 1 ± this"},
        Field<T, double>{"mosaic", &T::mosaic, {0, 1}, "Probability that four images make one sample"},
        Field<T, double>{"mixup", &T::mixup, {0, 1}, "Probability that a second sample shines through"},
        Field<T, int>{"close_mosaic", &T::closeMosaic, {0, 100000}, "Last epochs without mosaic and mixup"},
        Field<T, int>{"workers", &T::workers, {0, 64}, "Batch worker threads; 0: none ahead"}};
}

struct TrainSettings {
    int epochs = 100;
    int batch = 4;
    int accumulate = 1; ///< batches per optimizer step
    std::string optimizer = "adamw";
    double lr = 2e-4;
    double weightDecay = 0.05;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double warmupMomentum = 0; ///< SGD: momentum at the start of the warm-up, rising to beta1; 0: beta1 throughout
    std::string schedule = "linear";
    double lrFloor = 0.01; ///< last learning rate as a share of lr
    double warmup = 0.1;   ///< share of all steps
    int warmupSteps = 0;   ///< steps instead of a share; more than the run has is the study's fault
    int scheduleEpochs =
        0;               ///< epochs that the schedule spans; 0: all of the run. Less than the run is the study's fault
    bool clampLr = true; ///< keep the rate at or above 0; false only to reproduce the study
    std::string dflLayout = "cells"; ///< `mixed` reads distributions across cells: the study's fault
    double clip = 10.0;              ///< largest gradient norm; 0: no clipping
    bool ema = false;                ///< validate and export the moving average of the weights
    int evalEvery = 5;               ///< epochs between validations; 0: only at the end
    int checkpointEvery = 5;         ///< epochs between checkpoints; 0: only at the end
    std::int64_t seed = 0;
    int threads = 0; ///< of torch; 0: all cores
    bool operator==(const TrainSettings&) const = default;
};
constexpr auto fields(const TrainSettings*)
{
    using T = TrainSettings;
    return std::tuple{
        Field<T, int>{"epochs", &T::epochs, {1, 100000}, "Passes over the training set"},
        Field<T, int>{"batch", &T::batch, {1, 4096}, "Images per batch"},
        Field<T, int>{"accumulate", &T::accumulate, {1, 1024}, "Batches per optimizer step"},
        Field<T, std::string>{"optimizer", &T::optimizer, {}, "Update rule", {"adamw|sgd"}},
        Field<T, double>{"lr", &T::lr, {0, 1e6}, "Peak learning rate"},
        Field<T, double>{"weight_decay", &T::weightDecay, {0, 10}, "Decoupled weight decay"},
        Field<T, double>{"beta1", &T::beta1, {0, 0.9999999}, "AdamW: decay of the mean; SGD: momentum"},
        Field<T, double>{"beta2", &T::beta2, {0, 0.9999999}, "AdamW: decay of the second moment"},
        Field<T, double>{"epsilon", &T::epsilon, {0, 1}, "AdamW: added to the denominator"},
        Field<T, double>{
            "warmup_momentum", &T::warmupMomentum, {0, 0.9999999}, "SGD: momentum when warm-up starts; 0: beta1"},
        Field<T, std::string>{"schedule",
                              &T::schedule,
                              {},
                              "Shape of the learning rate",
                              {"linear|cosine|constant|linear_by_epoch|cosine_by_epoch"}},
        Field<T, double>{"lr_floor", &T::lrFloor, {0, 1}, "Last learning rate as a share of lr"},
        Field<T, double>{"warmup", &T::warmup, {0, 1}, "Share of all steps spent warming up"},
        Field<T, int>{"warmup_steps", &T::warmupSteps, {0, 10000000}, "Steps spent warming up; 0: by share"},
        Field<T, int>{
            "schedule_epochs", &T::scheduleEpochs, {0, 100000}, "Epochs the schedule spans; 0: the whole run"},
        Field<T, bool>{"clamp_lr", &T::clampLr, {}, "Keep the learning rate at or above zero"},
        Field<T, std::string>{
            "dfl_layout", &T::dflLayout, {}, "Order in which the box loss reads distributions", {"cells|mixed"}},
        Field<T, double>{"clip", &T::clip, {0, 1e9}, "Largest gradient norm; 0: none"},
        Field<T, bool>{"ema", &T::ema, {}, "Validate and export the moving average of the weights"},
        Field<T, int>{"eval_every", &T::evalEvery, {0, 100000}, "Epochs between validations; 0: at the end"},
        Field<T, int>{
            "checkpoint_every", &T::checkpointEvery, {0, 100000}, "Epochs between checkpoints; 0: at the end"},
        Field<T, std::int64_t>{"seed", &T::seed, {0, 9007199254740992.0}, "Start of every random stream"},
        Field<T, int>{"threads", &T::threads, {0, 1024}, "Compute threads; 0: all cores"}};
}

struct MonitorSettings {
    std::string policy = "stop"; ///< what follows an explosion or a divergence; `ladder` answers warnings, too
    std::vector<std::string> ladder = {"skip", "clip", "lower_rate", "freeze_branch", "rewind", "stop"}; ///< mildest
                                                                                                         ///< first
    double sensitivity = 0.5;  ///< of the detector: 0 halves every distance it measures (in logarithms), 1 doubles it
    int rewinds = 3;           ///< rewinds before the run is given up
    double rewindLr = 0.5;     ///< learning rate after a rewind, against before
    bool resetMoments = false; ///< a rewind empties the optimizer's moments: spikes live on in them
    int snapshotEvery = 20;    ///< steps between healthy states kept in memory
    int keep = 3;              ///< healthy states in memory
    bool operator==(const MonitorSettings&) const = default;
};
constexpr auto fields(const MonitorSettings*)
{
    using T = MonitorSettings;
    return std::tuple{
        Field<T, std::string>{"policy", &T::policy, {}, "What follows an explosion", {"stop|skip|rewind|ladder"}},
        Field<T, std::vector<std::string>>{"ladder",
                                           &T::ladder,
                                           {},
                                           "Answers of the policy `ladder`, mildest first",
                                           {"skip|clip|lower_rate|freeze_branch|rewind|stop"}},
        Field<T, double>{"sensitivity", &T::sensitivity, {0, 1}, "How early the guard speaks"},
        Field<T, int>{"rewinds", &T::rewinds, {0, 1000}, "Rewinds before the run is given up"},
        Field<T, double>{"rewind_lr", &T::rewindLr, {1e-6, 1}, "Learning rate after a rewind, against before"},
        Field<T, bool>{"reset_moments", &T::resetMoments, {}, "A rewind empties the optimizer's moments"},
        Field<T, int>{"snapshot_every", &T::snapshotEvery, {1, 100000}, "Steps between healthy states kept in memory"},
        Field<T, int>{"keep", &T::keep, {1, 100}, "Healthy states kept in memory"}};
}

struct Experiment {
    std::string name; ///< `Step 2 Hybrid Moderate`
    std::string note;
    std::vector<std::string> accept; ///< ids of pre-flight checks whose findings are meant: they do not stop a run
    ModelSettings model;
    DataSettings data;
    plan::TuningPlan plan;
    TrainSettings train;
    MonitorSettings monitor;
    bool operator==(const Experiment&) const = default;
};

/// Read an experiment. Unknown keys, wrong types and values out of range are InvalidInput with `file:line` in `where`
/// and what is allowed in the message. `sets` are `section.key=value` overrides, applied before validation.
[[nodiscard]] Result<Experiment> parseYaml(std::string_view text, const std::string& fileName,
                                           std::span<const std::string> sets = {});
[[nodiscard]] Result<Experiment> load(const std::filesystem::path& file, std::span<const std::string> sets = {});

/// YAML with every key that differs from its default, in table order; parseYaml gives the same value back.
[[nodiscard]] std::string toYaml(const Experiment& experiment);
[[nodiscard]] Status save(const Experiment& experiment, const std::filesystem::path& file);

/// Every setting as dotted key and text, defaults included, in table order: for comparison, storing and search.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> settings(const Experiment& experiment);
/// Identity of the recipe: everything but name, note, accepted findings and seed.
[[nodiscard]] std::string recipeHash(const Experiment& experiment);

} // namespace espalier::experiment

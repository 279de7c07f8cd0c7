#include "core/train/base_weights.h"

#include "core/model/initialise.h"
#include "core/model/yolov8_import.h"

#include <algorithm>

namespace espalier::train {

namespace {

using Tensors = std::map<std::string, weights::TensorView>;
using weights::CheckpointFamily;

constexpr std::string_view kParallel = "module.";
constexpr std::string_view kTextTower = "backbone.text_model.";
constexpr const char* kEmbeddings = "embeddings";
constexpr std::string_view kClassBranch = "bbox_head.head_module.cls_preds.";
constexpr std::string_view kModelPrefix = "yolo_world_v2_";
constexpr std::size_t kListed = 5; ///< names in one sentence

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kListed); ++i) {
        text += (i == 0 ? "`" : ", `") + names[i].substr(0, 200) + "`";
    }
    return names.size() > kListed ? text + " and " + std::to_string(names.size() - kListed) + " more" : text;
}

std::string counted(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " tensor" : " tensors");
}

/// As the network knows them: without what a parallel wrapper put in front, and without the text tower.
Tensors ofDetector(const Tensors& tensors)
{
    Tensors answer;
    for (const auto& [name, view] : tensors) {
        const bool isWrapped = name.starts_with(kParallel) && !tensors.contains(name.substr(kParallel.size()));
        std::string ours = isWrapped ? name.substr(kParallel.size()) : name;
        if (!ours.starts_with(kTextTower)) {
            answer.emplace(std::move(ours), view);
        }
    }
    return answer;
}

/// Width of the first class branch under this name of its kernel; 0 when the file has none.
std::int64_t widthOf(const Tensors& tensors, const char* kernel)
{
    const auto found = tensors.find(kernel);
    return found == tensors.end() || found->second.shape.empty() ? 0 : found->second.shape.front();
}

std::string adviceForWidth(std::int64_t width, const model::YoloWorldOptions& options)
{
    return "its class branch is " + std::to_string(width) + " wide, the network's " +
           std::to_string(options.classWidth) + ": set model.training_classes to " + std::to_string(width);
}

/// Why the file as a whole is nothing for this network; empty: its tensors decide.
std::string familyRefusal(const weights::RecognisedCheckpoint& checkpoint, const model::YoloWorldOptions& options)
{
    switch (checkpoint.family) {
    case CheckpointFamily::Unknown:
        return "holds " + checkpoint.sentence + "; a run begins with YOLO-World v2 or YOLOv8";
    case CheckpointFamily::ClipText:
        return "holds a CLIP text tower and no detector: name it as model.text_weights";
    case CheckpointFamily::YoloWorldV1:
        return "holds " + checkpoint.sentence;
    case CheckpointFamily::YoloWorldV2:
    case CheckpointFamily::YoloV8:
        break;
    }
    const bool isScaled = options.model.starts_with(kModelPrefix);
    if (isScaled && !checkpoint.size.empty() && checkpoint.size != options.model.substr(kModelPrefix.size())) {
        return "holds " + checkpoint.sentence + ", which does not fit " + options.model + ": set model.size to " +
               checkpoint.size;
    }
    return {};
}

std::string bindingRefusal(const model::Binding& binding, const model::YoloWorldOptions& options, std::int64_t width)
{
    if (binding.isComplete()) {
        return {};
    }
    if (binding.missing.empty() && binding.misshaped.empty()) {
        return "holds values that are not finite in " + listed(binding.notFinite) + ": take another file";
    }
    const bool onlyClassBranch =
        binding.missing.empty() && width > options.classWidth &&
        std::ranges::all_of(binding.misshaped, [](const std::string& name) { return name.starts_with(kClassBranch); });
    if (onlyClassBranch) {
        return "does not fit " + options.model + ": " + adviceForWidth(width, options);
    }
    std::vector<std::string> wrong = binding.missing;
    wrong.insert(wrong.end(), binding.misshaped.begin(), binding.misshaped.end());
    return "does not fit " + options.model + ": " + counted(binding.missing.size()) + " missing, " +
           counted(binding.misshaped.size()) + " of another shape: " + listed(wrong) +
           " (`espalier-cli weights` with --model lists all)";
}

void noteWorldsExtras(const Tensors& tensors, BaseFit& fit)
{
    auto& unexpected = fit.binding.unexpected;
    if (std::erase(unexpected, kEmbeddings) > 0) {
        fit.notes.push_back("the checkpoint holds prompt-tuned embeddings of " +
                            std::to_string(widthOf(tensors, kEmbeddings)) +
                            " classes; they are used when model.embeddings names the file");
    }
    if (!unexpected.empty()) {
        fit.notes.push_back("the checkpoint holds tensors that this network has no place for: " + listed(unexpected));
    }
}

void noteImport(const model::YoloWorldOptions& options, std::int64_t width, BaseFit& fit)
{
    const model::Binding& binding = fit.binding;
    fit.notes.push_back("began with " + fit.checkpoint.sentence + ": " + std::to_string(fit.used) + " of its " +
                        counted(fit.held) + " have a place here");
    fit.notes.push_back(counted(binding.initialised.size()) +
                        " that YOLOv8 does not have were initialised from the seed: " + listed(binding.initialised));
    if (width != options.classWidth) {
        fit.notes.push_back("the class branch began at random: " + adviceForWidth(width, options) +
                            " to begin with the checkpoint's");
    }
}

} // namespace

Result<BaseFit> fitBaseWeights(model::YoloWorld& network, const std::filesystem::path& file, int classes,
                               std::uint64_t seed)
{
    const auto opened = weights::WeightsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    const model::YoloWorldOptions& options = network.options();
    const Tensors tensors = ofDetector(opened->tensors());
    BaseFit fit;
    fit.kind = opened->kind();
    fit.checkpoint = weights::recognise(opened->tensors());
    if (fit.checkpoint.family == CheckpointFamily::Unknown) {
        fit.checkpoint = weights::recognise(tensors);
    }
    fit.held = tensors.size();
    fit.refusal = familyRefusal(fit.checkpoint, options);
    const bool isYoloV8 = fit.checkpoint.family == CheckpointFamily::YoloV8;
    if (isYoloV8) {
        model::initialise(network, classes, seed);
        fit.binding = model::importYoloV8(network, tensors);
    } else {
        fit.binding = model::bind(network, tensors);
    }
    fit.used = fit.held - fit.binding.unexpected.size() - fit.binding.misshaped.size();
    std::int64_t width = 0; // of the file's class branch
    for (const char* kernel : {"bbox_head.head_module.cls_preds.0.0.conv.weight", "model.22.cv3.0.0.conv.weight",
                               "model.model.22.cv3.0.0.conv.weight"}) {
        width = std::max(width, widthOf(tensors, kernel));
    }
    if (fit.refusal.empty()) {
        fit.refusal = bindingRefusal(fit.binding, options, width);
    }
    if (fit.refusal.empty() && isYoloV8) {
        noteImport(options, width, fit);
    } else if (fit.refusal.empty()) {
        noteWorldsExtras(tensors, fit);
    }
    return fit;
}

Result<std::vector<std::string>> loadBaseWeights(model::YoloWorld& network, const std::filesystem::path& file,
                                                 int classes, std::uint64_t seed)
{
    if (file.empty()) {
        model::initialise(network, classes, seed);
        return std::vector<std::string>{};
    }
    auto fit = fitBaseWeights(network, file, classes, seed);
    if (!fit) {
        return fail(withContext(fit.error(), "model.checkpoint"));
    }
    if (!fit->refusal.empty()) {
        return fail(ErrorCode::InvalidInput, file.filename().string() + " " + fit->refusal, "model.checkpoint");
    }
    return std::move(fit->notes);
}

} // namespace espalier::train

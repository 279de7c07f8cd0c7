#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/wiring/weights_fit.h"
#include "core/base/json.h"
#include "core/weights/families.h"
#include "core/weights/weights_file.h"

#include <cstdio>
#include <map>

namespace espalier::cli {

namespace {

constexpr std::string_view kModelPrefix = "yolo_world_v2_";

/// Of one file, whatever network it is of.
struct Summary {
    std::string kind;
    weights::RecognisedCheckpoint checkpoint;
    std::size_t tensors = 0;
    std::int64_t parameters = 0; ///< statistics and counters of norms are none
    std::map<std::string, std::size_t> types;
};

bool isBuffer(std::string_view name)
{
    return name.ends_with("running_mean") || name.ends_with("running_var") || name.ends_with("num_batches_tracked") ||
           name.ends_with("position_ids");
}

Summary summaryOf(const weights::WeightsFile& file)
{
    Summary summary{
        std::string(weights::describe(file.kind())), weights::recognise(file.tensors()), file.tensors().size(), 0, {}};
    for (const auto& [name, view] : file.tensors()) {
        ++summary.types[std::string(weights::toText(view.type))];
        if (!isBuffer(name)) {
            summary.parameters += static_cast<std::int64_t>(view.bytes.size() / weights::byteSize(view.type));
        }
    }
    return summary;
}

std::string typesText(const Summary& summary)
{
    std::string text;
    for (const auto& [type, count] : summary.types) {
        text += (text.empty() ? "" : ", ") + type + " (" + grouped(static_cast<std::int64_t>(count)) + ")";
    }
    return text;
}

Result<experiment::ModelSettings> modelOf(const std::string& subject)
{
    std::error_code ignored;
    if (!std::filesystem::exists(subject, ignored) && subject.starts_with(kModelPrefix)) {
        experiment::ModelSettings model;
        model.size = subject.substr(kModelPrefix.size());
        return model;
    }
    auto loaded = experiment::load(subject);
    if (!loaded) {
        return fail(loaded.error());
    }
    return std::move(loaded->model);
}

Json toJson(const Summary& summary)
{
    return {{"kind", summary.kind},
            {"family", weights::toText(summary.checkpoint.family)},
            {"size", summary.checkpoint.size},
            {"sentence", summary.checkpoint.sentence},
            {"text_tower", summary.checkpoint.textTower},
            {"batch_norm_folded", summary.checkpoint.batchNormFolded},
            {"tensors", summary.tensors},
            {"parameters", summary.parameters},
            {"types", summary.types}};
}

Json toJson(const wiring::WeightsFit& fit)
{
    return {{"model", fit.model},
            {"usable", fit.refusal.empty()},
            {"refusal", fit.refusal},
            {"used", fit.used},
            {"missing", fit.missing},
            {"misshaped", fit.misshaped},
            {"not_finite", fit.notFinite},
            {"unexpected", fit.unexpected},
            {"initialised", fit.initialised},
            {"notes", fit.notes}};
}

void printList(const char* what, const std::vector<std::string>& names)
{
    if (names.empty()) {
        return;
    }
    std::printf("\n%s (%zu)\n", what, names.size());
    for (const std::string& name : names) {
        std::printf("  %s\n", name.c_str());
    }
}

void print(const Summary& summary)
{
    printTable({{"kind", summary.kind},
                {"holds", summary.checkpoint.sentence},
                {"tensors", grouped(static_cast<std::int64_t>(summary.tensors))},
                {"parameters", grouped(summary.parameters)},
                {"types", typesText(summary)}},
               {false, false});
}

void print(const wiring::WeightsFit& fit)
{
    std::printf("\n%s takes %zu of them\n", fit.model.c_str(), fit.used);
    for (const std::string& text : fit.notes) {
        std::printf("%s\n", text.c_str());
    }
    printList("missing: the network has them, the file does not", fit.missing);
    printList("of another shape or type", fit.misshaped);
    printList("with values that are not finite", fit.notFinite);
    printList("without a place in the network", fit.unexpected);
    printList("initialised from the seed", fit.initialised);
}

} // namespace

int weightsOf(const Common& common, const WeightsArguments& arguments)
{
    const auto file = weights::WeightsFile::open(arguments.file);
    if (!file) {
        return report(common, file.error());
    }
    const Summary summary = summaryOf(*file);
    Json object = toJson(summary);
    if (!common.json) {
        print(summary);
    }
    std::string refusal;
    if (!arguments.model.empty()) {
        const auto model = modelOf(arguments.model);
        if (!model) {
            return report(common, model.error());
        }
        const auto fit = wiring::fitWeights(*model, arguments.file);
        if (!fit) {
            return report(common, fit.error());
        }
        object["fit"] = toJson(*fit);
        refusal = fit->refusal;
        if (!common.json) {
            print(*fit);
        }
    }
    if (common.json) {
        std::printf("%s\n", jsonText(object).c_str());
    }
    if (!refusal.empty()) {
        std::fprintf(stderr, "espalier-cli: %s %s\n", arguments.file.filename().c_str(), refusal.c_str());
        return kBadInput;
    }
    return kFinished;
}

} // namespace espalier::cli

// Experiments, kept predictions, events and network trees, changed by a seeded loop and read: each must give a value
// that is written and read again as the same, or an error of one sentence.
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/experiment/experiment.h"
#include "core/metrics/detections_file.h"
#include "core/network/network_tree.h"
#include "core/run/event.h"
#include "tests/fuzz/fuzz_loop.h"

namespace espalier {
namespace {

constexpr std::size_t kOneInSo = 64; ///< values that go through a file, which costs a flush of the disk

fuzz::Answer refused(const Error& error)
{
    return {false, describe(error), fuzz::faultOf(error)};
}

fuzz::Answer taken(bool isSame)
{
    return {true, {}, isSame ? "" : "a value that is read differently after it was written"};
}

/// The experiments that come with the program.
std::vector<std::string> shippedExperiments()
{
    std::vector<std::string> texts;
    for (const char* name : {"demo/step3.yaml", "mvtec-bottle/step1.yaml"}) {
        if (auto text = readFile(std::filesystem::path(ESPALIER_SOURCE_DIR) / "experiments" / name)) {
            texts.push_back(std::move(*text));
        }
    }
    return texts;
}

fuzz::Answer readExperiment(const std::string& text)
{
    const auto experiment = experiment::parseYaml(text, "input");
    if (!experiment) {
        return refused(experiment.error());
    }
    const auto again = experiment::parseYaml(experiment::toYaml(*experiment), "written");
    return taken(again && *again == *experiment);
}

fuzz::Kind experiments()
{
    std::vector<std::string> seeds = shippedExperiments();
    seeds.push_back(
        "name: every section\nmodel: {size: s, classes: &c [dust, crack], prompts: *c, templates: [\"a {}\"]}\n"
        "data: {kind: yolo, root: x, hsv: 0.5, mosaic: 1, mixup: .15, close_mosaic: 3, workers: 0}\n"
        "plan:\n  freeze: \"**\"\n  unfreeze: [{pattern: \"re:neck.*\", lr_scale: 0.5}]\n"
        "train: {epochs: 7, batch: 2, lr: 1e-3, seed: 9007199254740992, clamp_lr: false}\n"
        "monitor: {policy: ladder, ladder: [skip, stop], sensitivity: 0.25}\n");
    return {"experiment",
            std::move(seeds),
            {{"&a ",
              "*a",
              "<<: *a\n",
              "&a [*a]",
              "? ",
              "!!binary ",
              "!!float ",
              "!x ",
              "| \n",
              ">- \n",
              "---\n",
              "...\n",
              "%TAG ! x\n",
              "pattern: \"re:(a+)+$\"",
              "pattern: \"re:[\"",
              "\"**.**.**\"",
              "rank: ",
              "train:\n  lr: ",
              "plan:\n",
              "adapters:\n",
              "- {method: lora}\n",
              "freeze: [",
              "\xff",
              "\xef\xbb\xbf",
              "\"\\x00\"",
              "\"\\uD800\"",
              "\t",
              "~",
              "#",
              "'",
              "{",
              "}"}},
            "input",
            [](const std::string& bytes, const std::filesystem::path&) { return readExperiment(bytes); }};
}

fuzz::Answer readPredictions(const std::string& text, const std::filesystem::path& file)
{
    const auto read = metrics::parseDetections(text, "input");
    if (!read) {
        return refused(read.error());
    }
    if (text.size() % kOneInSo != 0) {
        return taken(true);
    }
    const std::filesystem::path written = file.parent_path() / "written";
    if (!metrics::writeDetections(*read, written)) {
        return {true, {}, "a value that cannot be written"};
    }
    const auto again = metrics::readDetections(written);
    return taken(again && again->classes == read->classes && again->images == read->images &&
                 again->truth.size() == read->truth.size() && again->detections.size() == read->detections.size());
}

fuzz::Kind predictions()
{
    return {
        "predictions",
        {R"({"classes":["dust","crack"],"images":[{"id":1,"file":"a.png","width":40,"height":30},{"id":-2,"file":"b","width":1,"height":1}],"truth":[{"image":1,"category":0,"box":[1,2,3.5,4],"area":12.5,"crowd":true},{"image":1,"category":1,"box":[0,0,40,30]}],"detections":2}
{"image":1,"category":0,"box":[1,2,3,4],"score":0.75}
{"image":-2,"category":1,"box":[0,0,1,1],"score":1}
)",
         R"({"classes":[],"images":[],"truth":[]})"},
        {{R"({"image":1,"category":0,"box":[1,2,3,4],"score":0.5}
)",
          R"("detections":1)", R"("category":2)", R"("category":-1)", R"("image":7)", R"("score":1.5)",
          R"("box":[4,3,2,1])", R"("box":[])", R"("nan")", R"("area":-1)", R"("id":1)", "\n\n", "\xff", "{}", "[]"}},
        "input",
        readPredictions};
}

fuzz::Answer readEvent(const std::string& text)
{
    const auto json = parseJson(text, "input");
    if (!json) {
        return refused(json.error());
    }
    const auto event = run::eventBodyFromJson(*json);
    if (!event) {
        return refused(event.error());
    }
    const Json written = run::toJson(*event);
    const auto back = parseJson(written.dump(), "written");
    const auto again = back ? run::eventBodyFromJson(*back) : Result<run::EventBody>(fail(back.error()));
    return taken(again && run::toJson(*again).dump() == written.dump());
}

fuzz::Kind events()
{
    run::Started started{
        0, 100, 10, 10, 5000, 50, 40, 16, 8, {"dust", "crack"}, {{"torch", "1.13.1"}, {"blas", "openblas"}}};
    run::StepDone step{7, 0.5, {{"loss", 1.25}, {"lr", 1e-4}}, run::Stability::Warning, true};
    step.samples.push_back({"grad_norm", std::numeric_limits<double>::infinity()});
    std::vector<std::string> seeds;
    for (const run::EventBody& body : std::initializer_list<run::EventBody>{
             started, run::StateChanged{run::RunState::Paused}, step, run::EvalDone{7, 1, {{"mAP", 0.5}}},
             run::Guarded{7, run::Stability::Exploded, "spike", "loss", 9, "rewind", 3},
             run::CheckpointWritten{7, "a/b"}, run::CommandApplied{7, {run::CommandKind::SetLearningRate, 0.5}},
             run::Note{run::Severity::Warning, "a message", "data"}}) {
        seeds.push_back(run::toJson(body).dump());
    }
    return {"event",
            std::move(seeds),
            {{R"("type":"step")", R"("type":"started")", R"("samples")", R"("nan")", R"("-inf")",
              R"("state":"running")", R"("step":1)", R"("environment":{})", R"("classes":[1])", R"(["loss",1])",
              R"("value":null)", R"(\ud800)", R"(\u0000)", "\xff", "[]", "{}"}},
            "input",
            [](const std::string& bytes, const std::filesystem::path&) { return readEvent(bytes); }};
}

constexpr std::size_t kTreeHead = 24; ///< of a described network's file: what it is, and a checksum

/// With the checksum of what came out: the reader behind it is what is looked for.
fuzz::Answer readTree(const std::string& payload, const std::string& what)
{
    std::string bytes = what;
    for (int shift = 0; shift < 64; shift += 8) {
        bytes += static_cast<char>(xxHash64(payload) >> shift);
    }
    const auto tree = network::NetworkTree::fromBytes(bytes + payload);
    if (!tree) {
        return refused(tree.error());
    }
    static_cast<void>(tree->subtreeTotals()); // sums may not overflow
    const auto again = network::NetworkTree::fromBytes(tree->toBytes());
    return taken(again && *again == *tree);
}

fuzz::Kind trees()
{
    network::NetworkTree tree("yolo_world_v2_n", "yolo_world");
    const auto root = tree.add(network::kNoModule, {});
    network::Module layer;
    layer.name = "stem";
    layer.type = "Conv2d";
    layer.inputs = 3;
    layer.outputs = 8;
    layer.tensors.push_back({"weight", {8, 3, 3, 3}, true});
    layer.tensors.push_back({"running_mean", {8}, false});
    const auto first = tree.add(root, layer);
    layer.name = "0";
    layer.inputs = 8;
    const auto second = tree.add(first, layer);
    tree.connect(first, second);
    const std::string file = tree.toBytes();
    return {"tree",
            {file.substr(kTreeHead)},
            {{std::string(1, '\0'), "\x01", "\x02", "\x7f", "\xff", "\xff\xff\xff\xff\xff\xff\x7f", "a.b", "other",
              "batch_norm2d"}},
            "input",
            [what = file.substr(0, kTreeHead - sizeof(std::uint64_t))](
                const std::string& bytes, const std::filesystem::path&) { return readTree(bytes, what); }};
}

std::vector<fuzz::Kind> kinds(const std::filesystem::path&)
{
    return {experiments(), predictions(), events(), trees()};
}

} // namespace
} // namespace espalier

int main(int count, char** words)
{
    return espalier::fuzz::run(count, words, "fuzz_text", espalier::kinds);
}

#include "core/network/network_tree.h"
#include "core/plan/presets.h"
#include "tests/bench/window_bench.h"
#include "ui/canopy/canopy_view.h"
#include "ui/place/design/design_place.h"
#include "ui/place/design/pattern_bar.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTreeView>
#include <optional>

namespace espalier::bench {

namespace {

using namespace ui;
using network::Module;
using network::ModuleId;
using network::ModuleKind;

/// A language tower with experts in every layer: the widest trees that are in use.
network::NetworkTree expertTree(std::size_t modules)
{
    network::NetworkTree tree("experts", "unknown");
    const auto group = [&](ModuleId parent, const std::string& name) {
        Module made;
        made.name = name;
        return tree.add(parent, std::move(made));
    };
    const auto linear = [&](ModuleId parent, const char* name, std::int64_t inputs, std::int64_t outputs) {
        Module made;
        made.name = name;
        made.kind = ModuleKind::Linear;
        made.type = "Linear";
        made.inputs = inputs;
        made.outputs = outputs;
        made.canGraft = true;
        made.tensors = {{"weight", {outputs, inputs}, true}};
        (void)tree.add(parent, std::move(made));
    };
    constexpr int kExperts = 64;
    const ModuleId model = group(group(network::kNoModule, {}), "model");
    const ModuleId layers = group(model, "layers");
    for (int layer = 0; tree.size() < modules; ++layer) {
        const ModuleId block = group(layers, std::to_string(layer));
        const ModuleId attention = group(block, "self_attn");
        for (const char* name : {"q_proj", "k_proj", "v_proj", "o_proj"}) {
            linear(attention, name, 2048, 2048);
        }
        const ModuleId mlp = group(block, "mlp");
        linear(mlp, "gate", 2048, kExperts);
        const ModuleId experts = group(mlp, "experts");
        for (int expert = 0; expert < kExperts && tree.size() < modules; ++expert) {
            const ModuleId each = group(experts, std::to_string(expert));
            linear(each, "gate_proj", 2048, 768);
            linear(each, "up_proj", 2048, 768);
            linear(each, "down_proj", 768, 2048);
        }
    }
    return tree;
}

struct Desk {
    Desk()
    {
        services.storePath = folder.filePath(QStringLiteral("store.db")).toStdString();
        theme.apply();
        services.describe = [this](const experiment::ModelSettings&) -> Result<network::NetworkTree> {
            return network::NetworkTree::fromBytes(cache);
        };
    }
    void makePlace()
    {
        document.emplace(services);
        runs.emplace(services);
        place.emplace(PlaceContext{services, theme, commands, *document, *runs, navigator});
        place->resize(1380, 840);
        place->show();
        settle();
    }
    [[nodiscard]] QWidget* canopy() const { return place->findChild<CanopyView*>(); }

    QTemporaryDir folder;
    Services services;
    std::string cache; ///< as the file of described networks holds it
    Theme theme{Scheme::Dark};
    CommandTable commands;
    Navigator navigator;
    std::optional<ExperimentDocument> document;
    std::optional<RunCatalogue> runs;
    std::optional<DesignPlace> place;
};

/// An experiment that the tree can be opened with: everything frozen but what a pattern finds.
experiment::Experiment experimentOf()
{
    experiment::Experiment made;
    made.name = "Experts";
    made.plan.freeze = {"**"};
    made.plan.unfreeze.push_back({});
    made.plan.unfreeze.back().pattern = "layers.3.self_attn";
    return made;
}

void benchOpening(Report& report, std::size_t modules)
{
    Figure whole{
        "tree.open", std::to_string(modules) + " modules asked for until canopy and outline are painted", 300, {}, {}};
    Figure read{"tree.read", "of that: the cached description read, in a thread", 0, {}, {}};
    const network::NetworkTree tree = expertTree(modules);
    for (int round = 0; round < 5; ++round) {
        Desk desk;
        desk.cache = tree.toBytes();
        desk.makePlace();
        Sample seen;
        desk.services.describe = [&, describe = desk.services.describe](const experiment::ModelSettings& model) {
            const Stopwatch reading;
            auto answer = describe(model);
            seen = reading.elapsed();
            return answer;
        };
        desk.document.reset();
        desk.place.reset();
        desk.makePlace();
        whole.samples.push_back(timeToPaint(
            desk.canopy(), [&] { desk.document->replace(experimentOf()); },
            [&] { return desk.document->tree() != nullptr; }));
        read.samples.push_back(seen);
        whole.facts = {{"modules", static_cast<double>(desk.document->tree()->size())}};
        settle();
    }
    report.add(whole);
    report.add(read);
}

void benchKeys(Report& report, std::size_t modules)
{
    Desk desk;
    desk.cache = expertTree(modules).toBytes();
    desk.makePlace();
    (void)timeToPaint(
        desk.canopy(), [&] { desk.document->replace(experimentOf()); },
        [&] { return desk.document->tree() != nullptr; });
    settle();
    auto* text = desk.place->findChild<PatternBar*>()->findChild<QLineEdit*>(QStringLiteral("patternText"));
    text->setFocus();
    Figure keys{"tree.key",
                "a keystroke in the pattern bar over " + std::to_string(modules) + " modules until painted",
                16,
                {},
                {}};
    std::size_t most = 0;
    for (const char* typed : {"layers.3.self_attn, experts.7.down_proj", "**.experts.*.up_proj, q_proj",
                              "re:layers\\.(1|2)\\..*gate", "experts.*"}) {
        for (const char* key = typed; *key != '\0'; ++key) {
            keys.samples.push_back(timeToPaint(text, [&] {
                for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
                    QKeyEvent event(type, Qt::Key_unknown, Qt::NoModifier, QString(QLatin1Char(*key)));
                    QCoreApplication::sendEvent(text, &event);
                }
            }));
            most = std::max(most, desk.document->matches().size());
        }
        text->clear();
        settle(50);
    }
    keys.facts = {{"modules", static_cast<double>(desk.document->tree()->size())},
                  {"most_matches", static_cast<double>(most)}};
    if (modules > 50'000) {
        keys.name = "tree.key.100k";
    }
    report.add(keys);
}

} // namespace

void benchTree(Report& report)
{
    benchOpening(report, 50'000);
    benchKeys(report, 50'000);
    benchKeys(report, 100'000);
}

} // namespace espalier::bench

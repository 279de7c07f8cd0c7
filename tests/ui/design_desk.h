// DesignDesk: the Design place alone over a document whose networks are described by hand.
#pragma once

#include "core/plan/presets.h"
#include "ui/canopy/canopy_view.h"
#include "ui/place/design/design_place.h"
#include "ui/place/design/pattern_bar.h"
#include "ui/place/design/strip_bar.h"
#include "yolo_world_tree.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

namespace espalier::ui {

/// A document over a store of its own, described by hand.
struct DesignDesk {
    explicit DesignDesk(bool failsFirst = false)
    {
        services.storePath = std::filesystem::path(folder.path().toStdString()) / "store.db";
        services.describe = [this, failsFirst](const experiment::ModelSettings& model) -> Result<network::NetworkTree> {
            if (failsFirst && ++described == 1) {
                return fail(ErrorCode::Io, "the cache cannot be written", "tree.json");
            }
            return test::YoloWorldTree::make(model.size == "l" ? test::YoloWorldTree::large()
                                                               : test::YoloWorldTree::nano());
        };
        document.emplace(services);
        runs.emplace(services);
        place.emplace(PlaceContext{services, theme, commands, *document, *runs, navigator});
        place->resize(1380, 800);
    }

    void open(const char* preset, const char* size = "l")
    {
        experiment::Experiment experiment;
        experiment.name = "Test";
        experiment.model.size = size;
        experiment.plan = plan::findPreset(preset)->make();
        document->replace(experiment);
        QVERIFY(QTest::qWaitFor([&] { return document->tree() != nullptr; }));
    }

    [[nodiscard]] network::ModuleId find(const char* path) const { return document->tree()->find(path); }
    template <class Widget>
    [[nodiscard]] Widget* child(const char* name) const
    {
        return place->findChild<Widget*>(QString::fromLatin1(name));
    }
    [[nodiscard]] PatternBar* bar() const { return place->findChild<PatternBar*>(); }
    [[nodiscard]] CanopyView* canopy() const { return place->findChild<CanopyView*>(); }
    void type(const char* patterns) const { bar()->setText(QString::fromLatin1(patterns)); }
    void press(CommandId id) { commands.action(id)->trigger(); }
    /// Meant for what is selected alone, should a wider rule act there.
    void pressHere(CommandId id)
    {
        press(id);
        if (const auto* scope = child<StripBar>("inspectorScope"); !scope->isHidden()) {
            scope->buttons()[1]->click();
        }
    }

    QTemporaryDir folder;
    Services services;
    int described = 0;
    Theme theme{Scheme::Dark};
    CommandTable commands;
    Navigator navigator;
    std::optional<ExperimentDocument> document;
    std::optional<RunCatalogue> runs;
    std::optional<DesignPlace> place;
};

} // namespace espalier::ui

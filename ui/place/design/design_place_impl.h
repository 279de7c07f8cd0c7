// The inside of DesignPlace: its parts, and what ties them to the document and the commands.
#pragma once

#include "core/plan/resolved_plan.h"
#include "ui/place/design/design_actions.h"
#include "ui/place/design/design_place.h"
#include "ui/place/design/finding_place.h"
#include "ui/place/design/lens_values.h"
#include "ui/place/design/pattern_bar.h"

#include <optional>
#include <vector>

class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace espalier::ui {

class AdviceBar;
class CanopyView;
class DesignHead;
class DryRunBar;
class InspectorPanel;
class LensBar;
class OutlinePanel;
class PalettePanel;
class PreflightPanel;
class RulesPanel;
class SettingsPanel;
class StateView;
class StripBar;
class SummaryStrip;

struct DesignPlace::Impl {
    Impl(DesignPlace& place, const PlaceContext& given);

    enum Tab { InspectorTab, RulesTab, SettingsTab };

    // design_place.cpp
    void build();
    QWidget* buildCanopy();
    QWidget* buildSide();
    QWidget* buildBody();
    void connectParts();
    void connectDocument();
    void takeTree();
    /// One each turn of the event loop: on a large network all of them together would be felt.
    void resolveNextPreset();
    void takePlan();
    void showPreset(); ///< which one the plan is, and the plan against the baseline
    void takeSelection();
    void showState();
    void showFindings();
    void showMemory();
    void fitPreflight();
    void goTo(const preflight::Finding& finding);
    void showFileFault(const QString& file, const Error& error);
    void showTab(Tab tab);
    [[nodiscard]] int presetNow() const; ///< place in plan::presets(); -1: a plan of its own

    // design_commands.cpp
    void connectCommands();
    void actOn(PatternAction action, const std::vector<std::string>& patterns);
    void graftHere(const plan::AdapterOptions& adapter);
    void actHere(PatternAction action);
    void dropOn(int method, network::ModuleId module);
    void moveByKey();
    void toggle();
    void copySummary();
    [[nodiscard]] const plan::AdapterOptions& currentMethod() const;

    DesignPlace& self;
    Theme& theme;
    CommandTable& commands;
    ExperimentDocument& document;
    Navigator& navigator;
    DesignActions actions;
    PlaceContext context;

    DesignHead* head = nullptr;
    PatternBar* bar = nullptr;
    PalettePanel* palette = nullptr;
    QStackedWidget* center = nullptr;
    StateView* state = nullptr;
    CanopyView* canopy = nullptr;
    LensBar* lens = nullptr;
    StripBar* fault = nullptr;    ///< of a file that could not be opened
    StripBar* waiting = nullptr;  ///< the network is being described, or could not be, while the last one stands
    StripBar* question = nullptr; ///< about what was dropped
    AdviceBar* advice = nullptr;
    DryRunBar* dryRun = nullptr;
    PreflightPanel* preflight = nullptr;
    QSplitter* middle = nullptr; ///< canopy over pre-flight
    OutlinePanel* outline = nullptr;
    QTabWidget* tabs = nullptr;
    InspectorPanel* inspector = nullptr;
    RulesPanel* rules = nullptr;
    SettingsPanel* settings = nullptr;
    SummaryStrip* summary = nullptr;
    QSplitter* columns = nullptr;
    QSplitter* side = nullptr;
    bool isSized = false;                     ///< the first size decides the columns, then the user does
    std::optional<network::NetworkTree> last; ///< stands while there is no other
    std::vector<plan::ResolvedPlan> presets;  ///< of this tree, in presets() order; those resolved so far
    QTimer* nextPreset = nullptr;
    std::int64_t networkTensors = 0;
    network::ModuleId carried = network::kNoModule; ///< whose adapter the next M puts down
};

} // namespace espalier::ui

// Every action of the user is one row here: id, text, icon, shortcut, place. Menus, buttons, palette (Ctrl+K) and the
// F1 sheet read it; places connect to the QAction of a row.
#pragma once

#include <QAction>
#include <QObject>
#include <QString>
#include <array>
#include <span>

namespace espalier::ui {

enum class PlaceId : int { Design, Data, Monitor, Compare, Runs, Everywhere };

/// One row a command; the enumerator is its index in commandRows().
enum class CommandId : int {
    // Everywhere
    GoDesign,
    GoData,
    GoMonitor,
    GoCompare,
    GoRuns,
    CommandPalette,
    KeySheet,
    NextPanel,
    PreviousPanel,
    Undo,
    Redo,
    NewFromPreset,
    OpenCheckpoint,
    Open,
    Save,
    SaveAs,
    OpenRecent,
    ToggleTheme,
    SwitchLanguage,
    Quit,
    StartRun,
    AddToQueue,
    // Design
    FocusPattern,
    Freeze,
    Unfreeze,
    Exclude,
    GraftLora,
    GraftFeatureAdapter,
    GraftDora,
    GraftRlrr,
    GraftSsf,
    GraftBottleneck,
    GraftAdaptFormer,
    GraftFact,
    GraftVpt,
    GraftArc,
    GraftBitfit,
    RemoveGraft,
    SetLrScale,
    EditRank,
    MoveGraft,
    DryRun,
    ApplyAdvice,
    CopySummary,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    NextLens,
    LensEarlier,
    LensLater,
    GoToFindings,
    RepairFinding,
    RepairAllFindings,
    AcceptFinding,
    ReadImages,
    PresetFull,
    PresetBaseline,
    PresetLinearProbe,
    PresetStep1,
    PresetStep2,
    PresetStep3,
    PresetLoraConvolutions,
    // Data
    SearchImages,
    OtherSplit,
    LargeView,
    BackToGrid,
    DrawAgain,
    NextFinding,
    PreviousFinding,
    ImagesLarger,
    ImagesSmaller,
    ImagesFit,
    ChooseDataFolder,
    CheckData,
    ChartsAsTable,
    ExportCharts,
    // Monitor
    PauseResume,
    CheckpointNow,
    StopRun,
    ChangeLr,
    RewindHere,
    FollowLive,
    PreviousEvent,
    NextEvent,
    ShowAutopsy,
    ExportAutopsy,
    AsTable,
    ExportPlot,
    // Compare
    AddRunToCompare,
    RemoveRunFromCompare,
    PinReference,
    AxisStep,
    AxisEpoch,
    AxisTime,
    CopyMarkdown,
    SideBySide,
    ExportReport,
    SameImages,
    LargePrediction,
    BackToPredictions,
    NextPrediction,
    PreviousPrediction,
    CurvesAsTable,
    ExportCurves,
    // Runs
    FilterRuns,
    CompareSelected,
    WatchSelected,
    RenameRun,
    DeleteRun,
    CloneRun,
    ResumeRun,
    GroupRuns,
    ToggleRun,
    CheckAllRuns,
    TagRun,
    NoteRun,
    OpenRunFolder,
    RestoreRun,
    QueueAgain,
    QueueStart,
    QueueEarlier,
    QueueLater,
    QueueIfStable,
    QueueRemove,
    Count,
};

struct CommandRow {
    CommandId id;
    PlaceId place;
    const char* text;     ///< QT_TRANSLATE_NOOP("Command", …)
    const char* icon;     ///< name in resources/icons, or ""
    const char* shortcut; ///< portable text, or ""
};

[[nodiscard]] std::span<const CommandRow> commandRows();

/// The command that grafts a method, by its place in adapterMethods().
[[nodiscard]] constexpr CommandId graftCommand(std::size_t method)
{
    return static_cast<CommandId>(static_cast<std::size_t>(CommandId::GraftLora) + method);
}

/// One QAction a row. Those of a place are enabled while it is shown.
class CommandTable : public QObject {
    Q_OBJECT
public:
    explicit CommandTable(QObject* parent = nullptr);
    [[nodiscard]] QAction* action(CommandId id) const;
    void setPlace(PlaceId place); ///< enables the rows of this place and Everywhere
    [[nodiscard]] PlaceId place() const { return m_place; }
    void retranslate();

private:
    std::array<QAction*, static_cast<std::size_t>(CommandId::Count)> m_actions{};
    PlaceId m_place = PlaceId::Design;
};

} // namespace espalier::ui

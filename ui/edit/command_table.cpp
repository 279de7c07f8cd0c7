#include "ui/edit/command_table.h"

#include <QCoreApplication>

namespace espalier::ui {

namespace {

// clang-format off
constexpr std::array kRows{
    CommandRow{CommandId::GoDesign, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Design"), "design", "Ctrl+1"},
    CommandRow{CommandId::GoData, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Data"), "data", "Ctrl+2"},
    CommandRow{CommandId::GoMonitor, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Monitor"), "monitor", "Ctrl+3"},
    CommandRow{CommandId::GoCompare, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Compare"), "compare", "Ctrl+4"},
    CommandRow{CommandId::GoRuns, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Runs"), "runs", "Ctrl+5"},
    CommandRow{CommandId::CommandPalette, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Find a command…"), "search", "Ctrl+K"},
    CommandRow{CommandId::KeySheet, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Keys of this place"), "keys", "F1"},
    CommandRow{CommandId::NextPanel, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Next panel"), "", "F6"},
    CommandRow{CommandId::PreviousPanel, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Previous panel"), "", "Shift+F6"},
    CommandRow{CommandId::Undo, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Undo"), "undo", "Ctrl+Z"},
    CommandRow{CommandId::Redo, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Redo"), "redo", "Ctrl+Shift+Z"},
    CommandRow{CommandId::NewFromPreset, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "New from a preset…"), "plus", "Ctrl+N"},
    CommandRow{CommandId::OpenCheckpoint, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "New from weights…"), "folder", "Ctrl+Shift+N"},
    CommandRow{CommandId::Open, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Open experiment…"), "folder", "Ctrl+O"},
    CommandRow{CommandId::Save, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Save experiment"), "save", "Ctrl+S"},
    CommandRow{CommandId::SaveAs, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Save experiment as…"), "save", "Ctrl+Shift+S"},
    CommandRow{CommandId::OpenRecent, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Recent experiments…"), "clock", "Ctrl+Shift+R"},
    CommandRow{CommandId::ToggleTheme, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Dark or light"), "theme", "Ctrl+Shift+T"},
    CommandRow{CommandId::SwitchLanguage, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "English or Korean"), "language", "Ctrl+Shift+L"},
    CommandRow{CommandId::Quit, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Quit"), "", "Ctrl+Q"},
    CommandRow{CommandId::StartRun, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Start run"), "play", "F5"},
    CommandRow{CommandId::AddToQueue, PlaceId::Everywhere, QT_TRANSLATE_NOOP("Command", "Add to the queue"), "queue", "Ctrl+F5"},

    CommandRow{CommandId::FocusPattern, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Write a pattern"), "search", "/"},
    CommandRow{CommandId::Freeze, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Freeze"), "lock", "F"},
    CommandRow{CommandId::Unfreeze, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Unfreeze"), "flame", "U"},
    CommandRow{CommandId::Exclude, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Exclude"), "exclude", "X"},
    CommandRow{CommandId::GraftLora, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft LoRA"), "leaf", "1"},
    CommandRow{CommandId::GraftFeatureAdapter, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft feature adapter"), "leaf", "2"},
    CommandRow{CommandId::GraftDora, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft DoRA"), "leaf", "3"},
    CommandRow{CommandId::GraftRlrr, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft RLRR"), "leaf", "4"},
    CommandRow{CommandId::GraftSsf, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft SSF"), "leaf", "5"},
    CommandRow{CommandId::GraftBottleneck, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft adapter"), "leaf", "6"},
    CommandRow{CommandId::GraftAdaptFormer, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft AdaptFormer"), "leaf", "7"},
    CommandRow{CommandId::GraftFact, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft FacT"), "leaf", "8"},
    CommandRow{CommandId::GraftVpt, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft VPT"), "leaf", "9"},
    CommandRow{CommandId::GraftArc, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft ARC"), "leaf", ""},
    CommandRow{CommandId::GraftBitfit, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Graft BitFit"), "leaf", ""},
    CommandRow{CommandId::RemoveGraft, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Remove adapter"), "trash", "Del"},
    CommandRow{CommandId::SetLrScale, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Set LR scale"), "rate", "L"},
    CommandRow{CommandId::EditRank, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Edit rank"), "pencil", "F2"},
    CommandRow{CommandId::MoveGraft, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Move adapter"), "leaf", "M"},
    CommandRow{CommandId::DryRun, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Dry run of one step"), "clock", "Shift+F5"},
    CommandRow{CommandId::ApplyAdvice, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Follow the advice"), "check", "Shift+A"},
    CommandRow{CommandId::CopySummary, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Copy the summary"), "copy", "Ctrl+Shift+C"},
    CommandRow{CommandId::ZoomIn, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Zoom in"), "plus", "+"},
    CommandRow{CommandId::ZoomOut, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Zoom out"), "minus", "-"},
    CommandRow{CommandId::ZoomFit, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Fit"), "fit", "0"},
    CommandRow{CommandId::NextLens, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Next colouring of the tree"), "theme", "V"},
    CommandRow{CommandId::LensEarlier, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "One step earlier"), "previous", "["},
    CommandRow{CommandId::LensLater, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "One step later"), "next", "]"},
    CommandRow{CommandId::GoToFindings, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Go to the pre-flight"), "check", "C"},
    CommandRow{CommandId::RepairFinding, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Repair the finding"), "", "R"},
    CommandRow{CommandId::RepairAllFindings, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Repair all"), "", "Shift+R"},
    CommandRow{CommandId::AcceptFinding, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Accept the finding, or no longer"), "", "A"},
    CommandRow{CommandId::ReadImages, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Read the images"), "data", "D"},
    CommandRow{CommandId::PresetFull, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Full"), "", ""},
    CommandRow{CommandId::PresetBaseline, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Baseline"), "", ""},
    CommandRow{CommandId::PresetLinearProbe, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Linear probe"), "", ""},
    CommandRow{CommandId::PresetStep1, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Step 1"), "", ""},
    CommandRow{CommandId::PresetStep2, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Step 2"), "", ""},
    CommandRow{CommandId::PresetStep3, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: Step 3"), "", ""},
    CommandRow{CommandId::PresetLoraConvolutions, PlaceId::Design, QT_TRANSLATE_NOOP("Command", "Preset: LoRA on all convolutions"), "", ""},

    CommandRow{CommandId::SearchImages, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Search images"), "search", "/"},
    CommandRow{CommandId::OtherSplit, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Other split"), "columns", "V"},
    CommandRow{CommandId::LargeView, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Large view"), "fit", "Return"},
    CommandRow{CommandId::BackToGrid, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Back to the grid"), "rewind", "Esc"},
    CommandRow{CommandId::DrawAgain, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Draw again"), "resume", "R"},
    CommandRow{CommandId::NextFinding, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Next finding"), "next", "]"},
    CommandRow{CommandId::PreviousFinding, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Previous finding"), "previous", "["},
    CommandRow{CommandId::ImagesLarger, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Larger"), "plus", "+"},
    CommandRow{CommandId::ImagesSmaller, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Smaller"), "minus", "-"},
    CommandRow{CommandId::ImagesFit, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Usual size"), "fit", "0"},
    CommandRow{CommandId::ChooseDataFolder, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Choose folder…"), "folder", "Ctrl+Shift+O"},
    CommandRow{CommandId::CheckData, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Check again"), "check", "Ctrl+R"},
    CommandRow{CommandId::ChartsAsTable, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "As table"), "table", "T"},
    CommandRow{CommandId::ExportCharts, PlaceId::Data, QT_TRANSLATE_NOOP("Command", "Export charts…"), "export", "Ctrl+E"},

    CommandRow{CommandId::PauseResume, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Pause or go on"), "pause", "Space"},
    CommandRow{CommandId::CheckpointNow, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Checkpoint now"), "flag", "C"},
    CommandRow{CommandId::StopRun, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Stop"), "stop", "S"},
    CommandRow{CommandId::ChangeLr, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Change LR…"), "rate", "L"},
    CommandRow{CommandId::RewindHere, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Rewind to here…"), "rewind", "R"},
    CommandRow{CommandId::FollowLive, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Follow live"), "follow", "Home"},
    CommandRow{CommandId::PreviousEvent, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Previous event"), "previous", "["},
    CommandRow{CommandId::NextEvent, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Next event"), "next", "]"},
    CommandRow{CommandId::ShowAutopsy, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Autopsy"), "search", "A"},
    CommandRow{CommandId::ExportAutopsy, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Export autopsy…"), "export", "Ctrl+Shift+E"},
    CommandRow{CommandId::AsTable, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "As table"), "table", "T"},
    CommandRow{CommandId::ExportPlot, PlaceId::Monitor, QT_TRANSLATE_NOOP("Command", "Export plot…"), "export", "Ctrl+E"},

    CommandRow{CommandId::AddRunToCompare, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Add run"), "plus", "A"},
    CommandRow{CommandId::RemoveRunFromCompare, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Remove run"), "close", "Del"},
    CommandRow{CommandId::PinReference, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Take as reference"), "pin", "P"},
    CommandRow{CommandId::AxisStep, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Axis: step"), "", "1"},
    CommandRow{CommandId::AxisEpoch, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Axis: epoch"), "", "2"},
    CommandRow{CommandId::AxisTime, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Axis: time"), "", "3"},
    CommandRow{CommandId::CopyMarkdown, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Copy as Markdown"), "copy", "Ctrl+Shift+C"},
    CommandRow{CommandId::SideBySide, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Side by side"), "columns", "B"},
    CommandRow{CommandId::ExportReport, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Export report…"), "export", "Ctrl+E"},
    CommandRow{CommandId::SameImages, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Same images"), "data", "I"},
    CommandRow{CommandId::LargePrediction, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Large view"), "fit", "Return"},
    CommandRow{CommandId::BackToPredictions, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Back to all images"), "rewind", "Esc"},
    CommandRow{CommandId::NextPrediction, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Next image"), "next", "]"},
    CommandRow{CommandId::PreviousPrediction, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Previous image"), "previous", "["},
    CommandRow{CommandId::CurvesAsTable, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "As table"), "table", "T"},
    CommandRow{CommandId::ExportCurves, PlaceId::Compare, QT_TRANSLATE_NOOP("Command", "Export plot…"), "export", "Ctrl+Shift+E"},

    CommandRow{CommandId::FilterRuns, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Search runs"), "filter", "Ctrl+F"},
    CommandRow{CommandId::CompareSelected, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Compare runs"), "compare", "Ctrl+Return"},
    CommandRow{CommandId::WatchSelected, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Watch"), "monitor", "W"},
    CommandRow{CommandId::RenameRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Rename"), "pencil", "F2"},
    CommandRow{CommandId::DeleteRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Delete"), "trash", "Del"},
    CommandRow{CommandId::CloneRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Clone into Design"), "clone", "D"},
    CommandRow{CommandId::ResumeRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Resume"), "resume", "R"},
    CommandRow{CommandId::GroupRuns, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Group repeats"), "table", "G"},
    CommandRow{CommandId::ToggleRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Choose, or no longer"), "check", "Space"},
    CommandRow{CommandId::CheckAllRuns, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Choose all, or none"), "", "Ctrl+A"},
    CommandRow{CommandId::TagRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Tags"), "pin", "T"},
    CommandRow{CommandId::NoteRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Note"), "pencil", "N"},
    CommandRow{CommandId::OpenRunFolder, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Open folder"), "folder", "O"},
    CommandRow{CommandId::RestoreRun, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Bring back"), "undo", "Shift+Del"},
    CommandRow{CommandId::QueueAgain, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Run again"), "queue", "Q"},
    CommandRow{CommandId::QueueStart, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Start or hold the queue"), "play", "Ctrl+Shift+Q"},
    CommandRow{CommandId::QueueEarlier, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Earlier in the queue"), "", "Alt+Up"},
    CommandRow{CommandId::QueueLater, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Later in the queue"), "", "Alt+Down"},
    CommandRow{CommandId::QueueIfStable, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Only after a stable end"), "check", "I"},
    CommandRow{CommandId::QueueRemove, PlaceId::Runs, QT_TRANSLATE_NOOP("Command", "Remove from the queue"), "close", "Backspace"},
};
// clang-format on

static_assert(kRows.size() == static_cast<std::size_t>(CommandId::Count));
static_assert(
    [] {
        for (std::size_t index = 0; index < kRows.size(); ++index) {
            if (static_cast<std::size_t>(kRows[index].id) != index) {
                return false;
            }
        }
        return true;
    }(),
    "the rows stand in the order of CommandId");

} // namespace

std::span<const CommandRow> commandRows()
{
    return kRows;
}

CommandTable::CommandTable(QObject* parent) : QObject(parent)
{
    for (const CommandRow& row : kRows) {
        auto* action = new QAction(this);
        if (*row.shortcut != '\0') {
            action->setShortcut(QKeySequence(QLatin1String(row.shortcut), QKeySequence::PortableText));
        }
        m_actions[static_cast<std::size_t>(row.id)] = action;
    }
    retranslate();
    setPlace(m_place);
}

QAction* CommandTable::action(CommandId id) const
{
    return m_actions.at(static_cast<std::size_t>(id));
}

void CommandTable::setPlace(PlaceId place)
{
    m_place = place;
    for (const CommandRow& row : kRows) {
        if (row.place != PlaceId::Everywhere) {
            action(row.id)->setEnabled(row.place == place);
        }
    }
}

void CommandTable::retranslate()
{
    for (const CommandRow& row : kRows) {
        action(row.id)->setText(QCoreApplication::translate("Command", row.text));
    }
}

} // namespace espalier::ui

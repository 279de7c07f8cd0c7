// MainWindow: rail, one place at a time, notices, the strip at the bottom; and what belongs to no place.
#pragma once

#include "ui/place/place.h"
#include "ui/shell/language.h"

#include <QMainWindow>
#include <map>

class QStackedWidget;

namespace espalier::ui {

class CommandPalette;
class FocusRing;
class KeySheet;
class NoticeStack;
class PlaceRail;
class SplitterMemory;
class UnsavedCopy;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const Services& services, Theme& theme, Language& language, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// False, with a notice, when it cannot be read.
    bool openExperiment(const QString& file);
    /// An experiment, a file of weights, a run's folder or a folder of images; a notice tells when it is none.
    bool openPath(const QString& path);
    [[nodiscard]] QString proposedFile() const; ///< where Save puts what has no file: NAME.espalier.yaml
    void showPlace(PlaceId place);
    /// The open experiment, in this process; shown in Monitor.
    void startRun();
    void compare(const QList<qint64>& runs);
    void setLanguage(const QString& code);
    [[nodiscard]] Place* place(PlaceId place) const;
    [[nodiscard]] PlaceId currentPlace() const { return m_commands.place(); }
    [[nodiscard]] RunCatalogue& runs() { return m_runs; }
    [[nodiscard]] ExperimentDocument& document() { return m_document; }
    [[nodiscard]] CommandTable& commands() { return m_commands; }
    [[nodiscard]] Navigator& navigator() { return m_navigator; }
    /// Neither asks nor remembers: for pictures and tests.
    void setUnattended(bool isUnattended);

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildContent();
    void connectCommands();
    void connectFileCommands();
    void connectNavigator();
    void setCommandIcons();
    void takeTitle();
    void askForFile();
    void askForCheckpoint();
    void offerPresets();
    void offerRecent();
    void offerUnsaved();
    bool openCheckpoint(const QString& file);
    bool openFolder(const QString& folder);
    bool save();
    bool saveAs();
    bool saveTo(const std::filesystem::path& file);
    bool mayReplaceDocument();
    void clone(qint64 run);
    void addToQueue();
    void focusPanel(int direction); ///< 1: the next one
    void step(bool isUndo);
    void takeUndo(); ///< which edit is taken back is said on the command
    [[nodiscard]] QUndoStack& shownStack();
    void rememberLayout() const;
    void notify(const QString& text, bool isError);

    const Services& m_services;
    Theme& m_theme;
    Language& m_language;
    CommandTable m_commands;
    ExperimentDocument m_document;
    RunCatalogue m_runs;
    Navigator m_navigator;
    PlaceContext m_context;
    std::map<PlaceId, Place*> m_places;
    QStackedWidget* m_stack = nullptr;
    PlaceRail* m_rail = nullptr;
    NoticeStack* m_notices = nullptr;
    CommandPalette* m_palette = nullptr;
    KeySheet* m_keys = nullptr;
    FocusRing* m_ring = nullptr;
    SplitterMemory* m_splitters = nullptr;
    UnsavedCopy* m_unsaved = nullptr;
    bool m_wasShown = false;
    bool m_isUnattended = false;
};

} // namespace espalier::ui

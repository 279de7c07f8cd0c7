// MainWindow: rail, one place at a time, notices, the strip at the bottom; and what belongs to no place.
#pragma once

#include "ui/place/place.h"
#include "ui/shell/language.h"

#include <QMainWindow>
#include <map>

class QStackedWidget;

namespace espalier::ui {

class CommandPalette;
class KeySheet;
class NoticeStack;
class PlaceRail;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const Services& services, Theme& theme, Language& language, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// False, with a notice, when it cannot be read.
    bool openExperiment(const QString& file);
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
    void setUnattended(bool isUnattended) { m_isUnattended = isUnattended; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildContent();
    void connectCommands();
    void connectNavigator();
    void setCommandIcons();
    void takeTitle();
    void askForFile();
    bool save();
    bool saveAs();
    bool mayReplaceDocument();
    void clone(qint64 run);
    void focusNextPanel();
    void step(bool isUndo);
    void restoreLayout();
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
    bool m_isUnattended = false;
};

} // namespace espalier::ui

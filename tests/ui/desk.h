// Desk: the window over a store of its own and an engine that plays runs; gone without a trace afterwards.
#pragma once

#include "app/scripted/scripted_engine.h"
#include "core/run/run_queue.h"
#include "ui/shell/main_window.h"

#include <QTemporaryDir>
#include <memory>

namespace espalier::ui {

/// Settings of the user are neither read nor written. Call before the first Desk.
void isolateSettings();

class Desk {
public:
    explicit Desk(double secondsAStep = 0);

    /// A short experiment of the inspection set; `rate` from 1 on explodes.
    [[nodiscard]] static experiment::Experiment experiment(const std::string& name, int epochs = 4, double rate = 1e-3);
    /// Start it from the window.
    qint64 start(const experiment::Experiment& experiment);
    /// Run it on a thread and a queue that the window knows nothing of, as another process would.
    qint64 runElsewhere(const experiment::Experiment& experiment);
    /// Wait, with events going, for the feed of the run to say so.
    [[nodiscard]] bool waitFor(qint64 run, run::RunState state);
    [[nodiscard]] QAction* action(CommandId id) { return window->commands().action(id); }

private:
    QTemporaryDir m_folder;
    scripted::ScriptedEngine m_engine;
    scripted::ScriptedEngine m_otherEngine;
    run::RunQueue m_queue;
    run::RunQueue m_otherQueue;
    std::vector<std::unique_ptr<LocalRun>> m_elsewhere;

public:
    Services services;
    Services otherServices;
    Theme theme{Scheme::Dark};
    Language language;
    std::unique_ptr<MainWindow> window; ///< last: it goes first
};

} // namespace espalier::ui

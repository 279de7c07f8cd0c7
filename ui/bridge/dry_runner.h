// DryRunner: a dry run of the trainer thread, seen from the thread that draws.
#pragma once

#include "ui/bridge/services.h"

#include <QObject>
#include <memory>

namespace espalier::ui {

class DryRunner : public QObject {
    Q_OBJECT
public:
    explicit DryRunner(const Services& services, QObject* parent = nullptr);
    ~DryRunner() override; ///< calls off what is going on, without waiting for it

    /// One at a time: a new one calls off the one before.
    void start(const experiment::Experiment& experiment, const std::filesystem::path& file);
    void cancel(); ///< at once here; the trainer thread ends its present stage
    [[nodiscard]] bool isRunning() const { return m_watched != nullptr; }

Q_SIGNALS:
    void progressed(espalier::run::DryRunStage stage, const QString& module); ///< a few times a second at most
    void finished(const espalier::run::DryRun& result);
    void failed(const espalier::Error& error);

private:
    struct Watched;
    const Services& m_services;
    std::shared_ptr<Watched> m_watched;
};

} // namespace espalier::ui

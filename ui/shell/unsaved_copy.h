// UnsavedCopy: what was edited and not saved, written beside the settings now and then: it survives a crash.
#pragma once

#include "ui/edit/experiment_document.h"

#include <QLockFile>
#include <QTimer>
#include <memory>
#include <optional>

namespace espalier::ui {

struct Unsaved {
    std::optional<experiment::Experiment> experiment; ///< nothing: the copy cannot be read as one
    std::filesystem::path file;                       ///< absolute: it was opened from; may be empty
    QString copy;                                     ///< where it lies
};

/// Each window has a file of its own, held by a lock: one whose lock nobody holds was left by a crash.
class UnsavedCopy : public QObject {
    Q_OBJECT
public:
    static constexpr int kMilliseconds = 2000; ///< between an edit and its copy

    explicit UnsavedCopy(ExperimentDocument& document, QObject* parent = nullptr);
    ~UnsavedCopy() override; ///< a window that closes leaves nothing

    void setPaused(bool isPaused) { m_isPaused = isPaused; }
    /// Left by a window that is gone; the newest one that can be read, else the newest. It stays until it is dropped.
    [[nodiscard]] std::optional<Unsaved> left() const;
    static void drop(const Unsaved& unsaved);
    void writeNow();

private:
    ExperimentDocument& m_document;
    QString m_file;
    std::unique_ptr<QLockFile> m_lock;
    QTimer m_pause;
    bool m_isPaused = false;
};

} // namespace espalier::ui

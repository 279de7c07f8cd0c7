// DryRunBar: one step measured before a run is started: how far it is, what it took, and the way to see it on the tree.
#pragma once

#include "ui/bridge/dry_runner.h"
#include "ui/place/design/lens_values.h"
#include "ui/place/design/strip_bar.h"
#include "ui/place/place.h"

#include <optional>

namespace espalier::ui {

class DryRunBar : public StripBar {
    Q_OBJECT
public:
    explicit DryRunBar(const PlaceContext& context, QWidget* parent = nullptr);

    void start(); ///< of the open experiment; one that is going on is called off
    [[nodiscard]] bool isRunning() const { return m_runner.isRunning(); }
    /// None before the first, and after one of another network.
    [[nodiscard]] const std::optional<run::DryRun>& result() const { return m_result; }
    /// The experiment is still the one that was measured.
    [[nodiscard]] bool isCurrent() const;
    void takeExperiment(); ///< it changed

Q_SIGNALS:
    void measured(); ///< or no longer
    void lensRequested(espalier::ui::Lens lens);

private:
    void showProgress(run::DryRunStage stage, const QString& module);
    void showResult();
    void showFailure(const Error& error);
    void cancel();

    PlaceContext m_context;
    DryRunner m_runner;
    experiment::Experiment m_of; ///< that is or was measured
    std::optional<run::DryRun> m_result;
};

} // namespace espalier::ui

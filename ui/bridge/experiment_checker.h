// ExperimentChecker: the pre-flight of an experiment on a thread of its own; only the newest question is answered.
#pragma once

#include "core/preflight/preflight.h"

#include <QObject>
#include <memory>

namespace espalier::ui {

/// All that the checks look at, shared with the thread that runs them.
struct CheckQuestion {
    experiment::Experiment experiment;
    std::shared_ptr<const network::NetworkTree> tree;         ///< of the experiment's model; never null
    std::shared_ptr<const dataset::DetectionDataset> train{}; ///< null: not read, what needs it is not checked
    std::shared_ptr<const dataset::DetectionDataset> val{};
    std::int64_t memoryBytes = 0; ///< 0: unknown
};

class ExperimentChecker : public QObject {
    Q_OBJECT
public:
    explicit ExperimentChecker(QObject* parent = nullptr);
    ~ExperimentChecker() override;

    void check(CheckQuestion question);     ///< `checked` follows, unless something newer is asked before
    void repairAll(CheckQuestion question); ///< `repaired` or `failed` follows

Q_SIGNALS:
    /// In the order of the checks. Empty where the plan has a fault, which is told elsewhere.
    void checked(const std::vector<espalier::preflight::Finding>& findings);
    /// `before` is the experiment of the question.
    void repaired(const espalier::experiment::Experiment& before, const espalier::preflight::RepairedExperiment& after);
    void failed(const espalier::Error& error);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui

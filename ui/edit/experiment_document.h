// ExperimentDocument: the one open experiment, its network tree and what its plan means. Every edit is undoable.
#pragma once

#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "ui/bridge/data_set.h"
#include "ui/bridge/services.h"

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace espalier::ui {

class DocumentChecks;

class ExperimentDocument : public QObject {
    Q_OBJECT
public:
    explicit ExperimentDocument(const Services& services, QObject* parent = nullptr);
    ~ExperimentDocument() override;

    [[nodiscard]] Status open(const std::filesystem::path& file); ///< keeps the old one on error
    [[nodiscard]] Status save(const std::filesystem::path& file);
    /// A new unsaved document (clone of a run, an example).
    void replace(experiment::Experiment experiment, const std::filesystem::path& file = {});

    [[nodiscard]] const experiment::Experiment& experiment() const;
    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] bool isModified() const;
    /// Null while it is being described (a helper thread does it) or when that failed; see treeError().
    [[nodiscard]] const network::NetworkTree* tree() const;
    [[nodiscard]] QString treeError() const;
    [[nodiscard]] bool isDescribing() const; ///< neither this, nor a tree, nor an error: nothing was opened yet
    void describeAgain();                    ///< after an error
    /// Always of the current experiment and tree; empty when there is no tree or the plan has a fault.
    [[nodiscard]] const plan::ResolvedPlan& resolved() const;
    /// Why the plan cannot be resolved (a pattern that does not parse), with its place; empty.
    [[nodiscard]] QString planError() const;
    [[nodiscard]] QUndoStack& undoStack();
    /// The images that it names, read when somebody asks for them; never null, shared by all who look at them.
    [[nodiscard]] const std::shared_ptr<DataSet>& dataSet() const;
    [[nodiscard]] DocumentChecks& checks();

    /// Replace the whole experiment by what `edit` makes of it, as one undo step named `text`. Edits that change
    /// nothing leave no step. Equal non-empty `mergeKey`s in a row become one step.
    void edit(const QString& text, const std::function<void(experiment::Experiment&)>& edit,
              const QString& mergeKey = {});

    // Selection: modules by id, shared by canopy, outline and inspector.
    [[nodiscard]] const std::vector<network::ModuleId>& selection() const;
    void setSelection(std::vector<network::ModuleId> modules);
    // What the pattern bar matches at the moment.
    [[nodiscard]] const std::vector<network::ModuleId>& matches() const;
    void setMatches(std::vector<network::ModuleId> modules);

Q_SIGNALS:
    void experimentChanged(); ///< value or resolution
    void treeChanged();
    void selectionChanged();
    void matchesChanged();
    void fileChanged();
    void openFailed(const QString& file, const espalier::Error& error); ///< the one before stays open

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui

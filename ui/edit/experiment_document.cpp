#include "ui/edit/experiment_document.h"

#include "core/experiment/edit_yaml.h"
#include "ui/bridge/core_text.h"
#include "ui/edit/document_checks.h"

#include <QUndoCommand>
#include <algorithm>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace espalier::ui {

namespace {

using experiment::Experiment;

/// What decides the network's shape; weights and embeddings do not.
experiment::ModelSettings shapeOf(experiment::ModelSettings settings)
{
    settings.checkpoint.clear();
    settings.embeddings.clear();
    return settings;
}

using Apply = std::function<void(const Experiment&)>;

/// The experiment before and after. It is small; a copy is simpler and safer than an inverse.
class EditCommand final : public QUndoCommand {
public:
    EditCommand(const QString& text, Experiment before, Experiment after, QString mergeKey, Apply apply)
        : QUndoCommand(text), m_before(std::move(before)), m_after(std::move(after)), m_mergeKey(std::move(mergeKey)),
          m_apply(std::move(apply))
    {
    }
    void redo() override { m_apply(m_after); }
    void undo() override { m_apply(m_before); }
    [[nodiscard]] int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = dynamic_cast<const EditCommand*>(other);
        if (next == nullptr || next->m_mergeKey != m_mergeKey) {
            return false;
        }
        m_after = next->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    Experiment m_before;
    Experiment m_after;
    QString m_mergeKey;
    Apply m_apply;
};

/// Where `file` lies whatever the working folder becomes: what is saved next must not land in another one.
std::filesystem::path placed(const std::filesystem::path& file)
{
    std::error_code code;
    auto whole = file.empty() ? file : std::filesystem::absolute(file, code);
    return code ? file : whole;
}

void tidy(std::vector<network::ModuleId>& modules, const network::NetworkTree* tree)
{
    const auto size = tree == nullptr ? 0 : static_cast<network::ModuleId>(tree->size());
    std::erase_if(modules, [size](network::ModuleId id) { return id < 0 || id >= size; });
    std::ranges::sort(modules);
    modules.erase(std::ranges::unique(modules).begin(), modules.end());
}

} // namespace

struct ExperimentDocument::Impl {
    Impl(ExperimentDocument& document, const Services& given) : self(document), services(given) {}
    ~Impl()
    {
        if (worker.joinable()) {
            worker.join();
        }
    }

    void take(const Experiment& next);
    void describe();
    void described(Result<network::NetworkTree> result, const experiment::ModelSettings& shape);
    void resolve();
    void restoreSelection();

    ExperimentDocument& self;
    Services services;
    Experiment current;
    std::filesystem::path file;
    bool isUnsaved = false; ///< never written, whatever the undo stack says
    QUndoStack stack;
    std::shared_ptr<DataSet> dataSet = std::make_shared<DataSet>();

    std::optional<network::NetworkTree> tree;
    experiment::ModelSettings treeShape;
    QString treeError;
    plan::ResolvedPlan resolved;
    QString planError;

    std::thread worker;
    bool isWorking = false;

    std::vector<network::ModuleId> selection;
    std::vector<std::string> selectedPaths; ///< so that a selection outlives a change of size
    std::vector<network::ModuleId> matches;
    std::unique_ptr<DocumentChecks> checks; ///< last: they look at all above
};

void ExperimentDocument::Impl::take(const Experiment& next)
{
    current = next;
    if ((!tree && treeError.isEmpty()) || shapeOf(current.model) != treeShape) {
        describe();
    }
    resolve();
    Q_EMIT self.experimentChanged();
}

void ExperimentDocument::Impl::describe()
{
    const bool hadTree = tree.has_value() || !treeError.isEmpty();
    tree.reset();
    treeError.clear();
    selection.clear();
    matches.clear();
    treeShape = shapeOf(current.model);
    if (hadTree) {
        Q_EMIT self.treeChanged();
    }
    if (isWorking || !services.describe) {
        return; // the one under way sees that it is late, and starts again
    }
    if (worker.joinable()) {
        worker.join();
    }
    isWorking = true;
    worker = std::thread([this, describeNetwork = services.describe, model = current.model] {
        auto result = describeNetwork(model);
        QMetaObject::invokeMethod(
            &self, [this, shape = shapeOf(model), made = std::move(result)] { described(made, shape); },
            Qt::QueuedConnection);
    });
}

void ExperimentDocument::Impl::described(Result<network::NetworkTree> result, const experiment::ModelSettings& shape)
{
    isWorking = false;
    if (shape != treeShape) {
        describe();
        return;
    }
    if (result) {
        tree = std::move(*result);
        restoreSelection();
    } else {
        treeError = errorText(result.error());
    }
    resolve();
    Q_EMIT self.treeChanged();
    Q_EMIT self.experimentChanged();
    Q_EMIT self.selectionChanged();
}

void ExperimentDocument::Impl::resolve()
{
    resolved = {};
    planError.clear();
    if (!tree) {
        return;
    }
    auto result = plan::resolve(*tree, current.plan);
    if (result) {
        resolved = std::move(*result);
    } else {
        planError = errorText(result.error());
    }
}

void ExperimentDocument::Impl::restoreSelection()
{
    selection.clear();
    for (const std::string& path : selectedPaths) {
        if (const network::ModuleId id = tree->find(path); id != network::kNoModule) {
            selection.push_back(id);
        }
    }
    tidy(selection, &*tree);
}

ExperimentDocument::ExperimentDocument(const Services& services, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, services))
{
    m_impl->checks = std::make_unique<DocumentChecks>(*this, services.memoryBytes);
}

ExperimentDocument::~ExperimentDocument() = default;

Status ExperimentDocument::open(const std::filesystem::path& file)
{
    auto loaded = experiment::load(file);
    if (!loaded) {
        Q_EMIT openFailed(QString::fromStdString(file.string()), loaded.error());
        return fail(loaded.error());
    }
    replace(std::move(*loaded), file);
    return {};
}

Status ExperimentDocument::save(const std::filesystem::path& file)
{
    // Its writer's comments stay; under another name too.
    if (auto saved = experiment::saveEdited(m_impl->current, file, m_impl->file); !saved) {
        return saved;
    }
    m_impl->file = placed(file);
    m_impl->isUnsaved = false;
    m_impl->stack.setClean();
    Q_EMIT fileChanged();
    return {};
}

void ExperimentDocument::replace(experiment::Experiment experiment, const std::filesystem::path& file)
{
    m_impl->stack.clear();
    m_impl->file = placed(file);
    m_impl->isUnsaved = file.empty();
    m_impl->take(experiment);
    Q_EMIT fileChanged();
}

const experiment::Experiment& ExperimentDocument::experiment() const
{
    return m_impl->current;
}

const std::filesystem::path& ExperimentDocument::file() const
{
    return m_impl->file;
}

bool ExperimentDocument::isModified() const
{
    return m_impl->isUnsaved || !m_impl->stack.isClean();
}

const network::NetworkTree* ExperimentDocument::tree() const
{
    return m_impl->tree ? &*m_impl->tree : nullptr;
}

QString ExperimentDocument::treeError() const
{
    return m_impl->treeError;
}

bool ExperimentDocument::isDescribing() const
{
    return m_impl->isWorking;
}

void ExperimentDocument::describeAgain()
{
    m_impl->describe();
}

const plan::ResolvedPlan& ExperimentDocument::resolved() const
{
    return m_impl->resolved;
}

QString ExperimentDocument::planError() const
{
    return m_impl->planError;
}

QUndoStack& ExperimentDocument::undoStack()
{
    return m_impl->stack;
}

const std::shared_ptr<DataSet>& ExperimentDocument::dataSet() const
{
    return m_impl->dataSet;
}

DocumentChecks& ExperimentDocument::checks()
{
    return *m_impl->checks;
}

void ExperimentDocument::edit(const QString& text, const std::function<void(experiment::Experiment&)>& edit,
                              const QString& mergeKey)
{
    Experiment after = m_impl->current;
    edit(after);
    if (after == m_impl->current) {
        return;
    }
    m_impl->stack.push(new EditCommand(text, m_impl->current, std::move(after), mergeKey,
                                       [impl = m_impl.get()](const Experiment& next) { impl->take(next); }));
}

const std::vector<network::ModuleId>& ExperimentDocument::selection() const
{
    return m_impl->selection;
}

void ExperimentDocument::setSelection(std::vector<network::ModuleId> modules)
{
    tidy(modules, tree());
    if (modules == m_impl->selection) {
        return;
    }
    m_impl->selection = std::move(modules);
    m_impl->selectedPaths.clear();
    for (const network::ModuleId id : m_impl->selection) {
        m_impl->selectedPaths.push_back(tree()->module(id).path);
    }
    Q_EMIT selectionChanged();
}

const std::vector<network::ModuleId>& ExperimentDocument::matches() const
{
    return m_impl->matches;
}

void ExperimentDocument::setMatches(std::vector<network::ModuleId> modules)
{
    tidy(modules, tree());
    if (modules == m_impl->matches) {
        return;
    }
    m_impl->matches = std::move(modules);
    Q_EMIT matchesChanged();
}

} // namespace espalier::ui

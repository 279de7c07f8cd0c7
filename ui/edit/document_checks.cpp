#include "ui/edit/document_checks.h"

#include "ui/bridge/core_text.h"
#include "ui/edit/experiment_document.h"

#include <algorithm>
#include <set>

namespace espalier::ui {

namespace {
constexpr int kPause = 120; ///< ms
} // namespace

DocumentChecks::DocumentChecks(ExperimentDocument& document, std::int64_t memoryBytes)
    : m_document(document), m_memoryBytes(memoryBytes)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &DocumentChecks::ask);
    const auto wait = [this] { m_pause.start(); };
    connect(&document, &ExperimentDocument::treeChanged, this, &DocumentChecks::takeTree);
    connect(&document, &ExperimentDocument::experimentChanged, this, wait);
    connect(&document, &ExperimentDocument::fileChanged, this, wait);
    connect(document.dataSet().get(), &DataSet::changed, this, wait);
    connect(&m_checker, &ExperimentChecker::checked, this, &DocumentChecks::take);
    connect(&m_checker, &ExperimentChecker::repaired, this,
            [this](const experiment::Experiment& before, const preflight::RepairedExperiment& after) {
                if (before == m_document.experiment()) {
                    Q_EMIT allRepaired(after.experiment, static_cast<int>(after.repaired.size()));
                }
            });
    connect(&m_checker, &ExperimentChecker::failed, this,
            [this](const Error& error) { Q_EMIT repairFailed(errorText(error)); });
}

void DocumentChecks::takeTree()
{
    const network::NetworkTree* tree = m_document.tree();
    m_tree = tree == nullptr ? nullptr : std::make_shared<const network::NetworkTree>(*tree);
    m_pause.start();
}

bool DocumentChecks::namesImages() const
{
    return DataSet::isNamed(m_document.experiment().data);
}

bool DocumentChecks::hasImages() const
{
    const DataSet& data = *m_document.dataSet();
    return data.state() == DataSet::State::Ready &&
           data.source() == DataSet::sourceOf(m_document.experiment(), m_document.file());
}

CheckQuestion DocumentChecks::question() const
{
    CheckQuestion question{m_document.experiment(), m_tree};
    question.memoryBytes = m_memoryBytes;
    if (hasImages()) {
        question.train = m_document.dataSet()->split(Split::Train);
        question.val = m_document.dataSet()->split(Split::Val);
    }
    return question;
}

void DocumentChecks::ask()
{
    DataSet& data = *m_document.dataSet();
    const bool isRead = data.state() == DataSet::State::Ready || data.state() == DataSet::State::Opening;
    if (isRead && namesImages()) {
        data.open(DataSet::sourceOf(m_document.experiment(), m_document.file())); // other images may be named by now
    }
    if (!m_tree) {
        m_isChecking = false;
        m_findings.clear();
        Q_EMIT changed();
        return;
    }
    m_isChecking = true;
    m_asksWithImages = hasImages();
    m_checker.check(question());
}

void DocumentChecks::take(std::vector<preflight::Finding> findings)
{
    m_isChecking = false;
    m_hadImages = m_asksWithImages;
    std::ranges::stable_sort(findings, std::ranges::greater(), &preflight::Finding::severity);
    m_findings = std::move(findings);
    Q_EMIT changed();
}

void DocumentChecks::readImages()
{
    if (namesImages()) {
        DataSet& data = *m_document.dataSet();
        const auto source = DataSet::sourceOf(m_document.experiment(), m_document.file());
        const bool hasEnded = data.state() == DataSet::State::Failed || data.state() == DataSet::State::Cancelled;
        if (hasEnded && data.source() == source) {
            data.openAgain();
        } else {
            data.open(source);
        }
    }
}

void DocumentChecks::repairAll()
{
    if (m_tree) {
        m_checker.repairAll(question());
    }
}

bool DocumentChecks::isAccepted(const preflight::Finding& finding) const
{
    return preflight::isAccepted(m_document.experiment(), finding);
}

int DocumentChecks::count(preflight::Severity severity) const
{
    return static_cast<int>(std::ranges::count_if(m_findings, [&](const preflight::Finding& finding) {
        return finding.severity == severity && !isAccepted(finding);
    }));
}

int DocumentChecks::accepted() const
{
    return static_cast<int>(
        std::ranges::count_if(m_findings, [this](const preflight::Finding& finding) { return isAccepted(finding); }));
}

int DocumentChecks::repairs() const
{
    return static_cast<int>(std::ranges::count_if(m_findings, [this](const preflight::Finding& finding) {
        return !finding.repair.sets.empty() && !isAccepted(finding);
    }));
}

int DocumentChecks::waiting() const
{
    return m_hadImages ? 0 : static_cast<int>(std::ranges::count_if(preflight::checks(), &preflight::Check::needsData));
}

int DocumentChecks::passed() const
{
    std::set<std::string_view> found;
    for (const preflight::Finding& finding : m_findings) {
        found.insert(finding.id);
    }
    return static_cast<int>(preflight::checks().size() - found.size()) - waiting();
}

} // namespace espalier::ui

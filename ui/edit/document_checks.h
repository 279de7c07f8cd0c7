// DocumentChecks: the pre-flight of the open experiment, kept up to date while it is edited; nothing of it runs in the
// thread that draws.
#pragma once

#include "ui/bridge/data_set.h"
#include "ui/bridge/experiment_checker.h"

#include <QTimer>
#include <vector>

namespace espalier::ui {

class ExperimentDocument;

class DocumentChecks : public QObject {
    Q_OBJECT
public:
    DocumentChecks(ExperimentDocument& document, std::int64_t memoryBytes);

    /// Gravest first; accepted ones are among them.
    [[nodiscard]] const std::vector<preflight::Finding>& findings() const { return m_findings; }
    [[nodiscard]] bool isAccepted(const preflight::Finding& finding) const;
    [[nodiscard]] int count(preflight::Severity severity) const; ///< without accepted ones
    [[nodiscard]] int errors() const { return count(preflight::Severity::Error); }
    [[nodiscard]] int accepted() const;
    [[nodiscard]] int repairs() const; ///< findings that have one, without accepted ones
    [[nodiscard]] int passed() const;  ///< checks that were made and found nothing
    [[nodiscard]] int waiting() const; ///< checks that want images which were not read
    [[nodiscard]] bool isChecking() const { return m_isChecking; }
    /// The images of the open experiment were read, as it names them now.
    [[nodiscard]] bool hasImages() const;
    [[nodiscard]] bool namesImages() const;

    void readImages(); ///< nothing while they are being read
    /// `allRepaired` follows, unless the experiment changes meanwhile.
    void repairAll();

Q_SIGNALS:
    void changed();
    void allRepaired(const espalier::experiment::Experiment& mended, int repairs);
    void repairFailed(const QString& reason);

private:
    void takeTree();
    void ask();
    void take(std::vector<preflight::Finding> findings);
    [[nodiscard]] CheckQuestion question() const;

    ExperimentDocument& m_document;
    std::int64_t m_memoryBytes;
    ExperimentChecker m_checker;
    QTimer m_pause; ///< so that typing does not ask at every key
    std::shared_ptr<const network::NetworkTree> m_tree;
    std::vector<preflight::Finding> m_findings;
    bool m_isChecking = false;
    bool m_asksWithImages = false; ///< the newest question
    bool m_hadImages = false;      ///< the question that the findings answer
};

} // namespace espalier::ui

// ReportWriter: the report of several runs, read from the store and written by a thread of its own.
#pragma once

#include "core/compare/report.h"

#include <QList>
#include <QObject>
#include <QString>
#include <thread>

namespace espalier::ui {

enum class ReportFormat { Html, Markdown, Csv };
/// By the name's ending; HTML for one that is not known.
[[nodiscard]] ReportFormat reportFormatOf(const QString& file);

class ReportWriter : public QObject {
    Q_OBJECT
public:
    explicit ReportWriter(std::filesystem::path store, QObject* parent = nullptr);
    ~ReportWriter() override; ///< waits for the file under way

    /// False, and nothing done, while another is being written.
    bool write(const QList<qint64>& runs, const QString& file);
    [[nodiscard]] bool isWriting() const { return m_isWriting; }

Q_SIGNALS:
    void written(const QString& file);
    void failed(const espalier::Error& error);

private:
    std::filesystem::path m_store;
    bool m_isWriting = false;
    std::jthread m_thread;
};

} // namespace espalier::ui

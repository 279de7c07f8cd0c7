#include "ui/bridge/report_writer.h"

#include "core/base/files.h"

namespace espalier::ui {

namespace {

std::string textOf(const compare::StudyReport& report, ReportFormat format)
{
    switch (format) {
    case ReportFormat::Markdown:
        return compare::toMarkdown(report);
    case ReportFormat::Csv:
        return compare::toCsv(report);
    case ReportFormat::Html:
        break;
    }
    return compare::toHtml(report);
}

Status writeReport(const std::filesystem::path& path, const std::vector<store::RunId>& runs, const QString& file)
{
    auto opened = store::Store::open(path);
    if (!opened) {
        return fail(opened.error());
    }
    const auto report = compare::studyReport(**opened, runs);
    if (!report) {
        return fail(report.error());
    }
    return writeFileAtomically(file.toStdString(), textOf(*report, reportFormatOf(file)));
}

} // namespace

ReportFormat reportFormatOf(const QString& file)
{
    return file.endsWith(QLatin1String(".md"), Qt::CaseInsensitive)    ? ReportFormat::Markdown
           : file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) ? ReportFormat::Csv
                                                                       : ReportFormat::Html;
}

ReportWriter::ReportWriter(std::filesystem::path store, QObject* parent) : QObject(parent), m_store(std::move(store)) {}

ReportWriter::~ReportWriter() = default;

bool ReportWriter::write(const QList<qint64>& runs, const QString& file)
{
    if (m_isWriting) {
        return false;
    }
    m_isWriting = true;
    m_thread = std::jthread([this, store = m_store, ids = std::vector<store::RunId>(runs.begin(), runs.end()), file] {
        const Status done = writeReport(store, ids, file);
        QMetaObject::invokeMethod(
            this,
            [this, done, file] {
                m_isWriting = false;
                if (done) {
                    Q_EMIT written(file);
                } else {
                    Q_EMIT failed(done.error());
                }
            },
            Qt::QueuedConnection);
    });
    return true;
}

} // namespace espalier::ui

#include "ui/shell/unsaved_copy.h"

#include "core/base/files.h"
#include "core/base/json.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QUuid>

namespace espalier::ui {

namespace {

constexpr std::uint64_t kLargestCopy = 4U << 20;

QString folder()
{
    return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/unsaved");
}

QString lockOf(const QString& copy)
{
    return copy + QStringLiteral(".lock");
}

Unsaved read(const QString& copy)
{
    const auto text = readFile(copy.toStdString(), kLargestCopy);
    const auto json = text ? parseJson(*text, copy.toStdString()) : Result<Json>(fail(text.error()));
    if (!json || !json->is_object() || !json->contains("yaml") || !(*json)["yaml"].is_string()) {
        return {std::nullopt, {}, copy};
    }
    auto experiment = experiment::parseYaml((*json)["yaml"].get<std::string>(), copy.toStdString());
    if (!experiment) {
        return {std::nullopt, {}, copy};
    }
    const bool hasFile = json->contains("file") && (*json)["file"].is_string();
    const std::filesystem::path file = hasFile ? (*json)["file"].get<std::string>() : std::string();
    // What is not absolute could mean another file in the working folder of today.
    return {std::move(*experiment), file.is_absolute() ? file : std::filesystem::path(), copy};
}

} // namespace

UnsavedCopy::UnsavedCopy(ExperimentDocument& document, QObject* parent)
    : QObject(parent), m_document(document),
      m_file(folder() + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral(".json"))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, &UnsavedCopy::writeNow);
    const auto wake = [this] { m_pause.start(); };
    connect(&document, &ExperimentDocument::experimentChanged, this, wake);
    connect(&document, &ExperimentDocument::fileChanged, this, wake);
}

UnsavedCopy::~UnsavedCopy()
{
    if (m_lock) {
        QFile::remove(m_file);
    }
}

void UnsavedCopy::writeNow()
{
    m_pause.stop();
    if (m_isPaused) {
        return;
    }
    const bool isWanted = m_document.isModified() && m_document.experiment() != experiment::Experiment();
    if (!isWanted) {
        QFile::remove(m_file);
        return;
    }
    if (!m_lock) {
        QDir().mkpath(folder());
        m_lock = std::make_unique<QLockFile>(lockOf(m_file));
        m_lock->setStaleLockTime(0); // held as long as this program lives
        m_lock->tryLock(0);
    }
    const Json json{{"file", m_document.file().string()}, {"yaml", experiment::toYaml(m_document.experiment())}};
    (void)writeFileAtomically(m_file.toStdString(), jsonText(json)); // a full disk is no reason to disturb the work
}

std::optional<Unsaved> UnsavedCopy::left() const
{
    const QDir place(folder());
    std::optional<Unsaved> unreadable;
    for (const QFileInfo& found : place.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time)) {
        QLockFile lock(lockOf(found.absoluteFilePath()));
        lock.setStaleLockTime(0);
        if (found.absoluteFilePath() == m_file || !lock.tryLock(0)) {
            continue; // of a window that lives
        }
        Unsaved unsaved = read(found.absoluteFilePath());
        if (unsaved.experiment) {
            return unsaved;
        }
        if (!unreadable) {
            unreadable = std::move(unsaved);
        }
    }
    return unreadable;
}

void UnsavedCopy::drop(const Unsaved& unsaved)
{
    QFile::remove(unsaved.copy);
}

} // namespace espalier::ui

// AutopsyReader: why a run went wrong, read and written by a thread of its own; the newest wish counts.
#pragma once

#include "core/monitor/autopsy.h"
#include "core/store/store.h"
#include "ui/bridge/services.h"

#include <QImage>
#include <QList>
#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>

namespace espalier::ui {

struct AutopsyPicture {
    QString name;
    QImage image; ///< null: it cannot be read
};

struct AutopsyPage {
    monitor::Autopsy autopsy;
    std::string title;            ///< name of the run
    std::filesystem::path folder; ///< its own; empty: the run left none, this one is made of what it said
    QList<AutopsyPicture> pictures;
};

class AutopsyReader : public QObject {
    Q_OBJECT
public:
    explicit AutopsyReader(const Services& services, QObject* parent = nullptr);
    ~AutopsyReader() override;

    /// That of the step; where the run left none, one from its events up to there.
    void read(const store::RunDetail& run, qint64 step);
    /// The page, as a document by the ending: .md, else HTML with its images inside.
    void write(std::shared_ptr<const AutopsyPage> page, const QString& file);

Q_SIGNALS:
    void pageRead(std::shared_ptr<const espalier::ui::AutopsyPage> page); ///< null: nothing was out of place there
    void readFailed(QString reason);
    void written(QString file);
    void writeFailed(QString reason);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui

// PredictionReader: the boxes that runs left behind, read and matched by a thread of its own; the newest wish counts.
#pragma once

#include "ui/bridge/prediction_table.h"

#include <QObject>
#include <filesystem>

namespace espalier::ui {

class PredictionReader : public QObject {
    Q_OBJECT
public:
    struct Source {
        qint64 run = 0;
        std::filesystem::path folder; ///< of the run
    };

    explicit PredictionReader(QObject* parent = nullptr);
    ~PredictionReader() override;

    /// Files are read once and again when they have changed.
    void read(std::vector<Source> sources, const metrics::MatchRules& rules);

Q_SIGNALS:
    void tableRead(std::shared_ptr<const espalier::ui::PredictionTable> table);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui

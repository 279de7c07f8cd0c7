// PredictionTable: what several runs said of the same validation images, image by image, beside the truth.
#pragma once

#include "core/metrics/breakdown.h"
#include "core/metrics/detections_file.h"

#include <QString>
#include <QtGlobal>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier::ui {

/// What lies in the folder of one run.
struct LoadedPredictions {
    qint64 run = 0;
    std::shared_ptr<const metrics::DetectionsFile> file; ///< null: see `isDamaged`
    bool isDamaged = false;                              ///< there is a file, and it cannot be used
    QString error;                                       ///< why
};

struct PredictedBox {
    metrics::Box box{}; ///< pixels of the image
    int category = 0;
    double score = 0;
    metrics::Fate fate = metrics::Fate::Hit; ///< never BelowScore
};

/// One image as one run sees it.
struct PredictedCell {
    std::vector<PredictedBox> boxes; ///< best score first
    std::vector<bool> isMissed;      ///< by truth box of the image
    std::int64_t matched = 0;
    std::int64_t missed = 0;
    std::int64_t falses = 0;
    [[nodiscard]] std::int64_t disagreement() const { return missed + falses; } ///< with the truth
};

struct PredictedImage {
    QString file; ///< as the data set names it
    int width = 0;
    int height = 0;
    std::vector<metrics::TruthBox> truth;
    std::vector<PredictedCell> cells; ///< beside PredictionTable::shown

    [[nodiscard]] std::int64_t disagreement() const; ///< of all runs together
    [[nodiscard]] std::int64_t spread() const;       ///< between the worst run and the best
    [[nodiscard]] bool hasMissed() const;            ///< by any run
    [[nodiscard]] bool hasFalses() const;
};

struct PredictedRun {
    enum class Kind {
        Shown,
        None,    ///< no validation has left a file
        Damaged, ///< see `message`
        OtherData,
    };
    qint64 run = 0;
    Kind kind = Kind::None;
    QString message;
};

struct PredictionTable {
    double score = 0; ///< detections below are left out
    std::vector<std::string> classes;
    std::vector<PredictedRun> runs; ///< as asked for
    std::vector<qint64> shown;      ///< those over the same data as the first that has a file
    std::vector<PredictedImage> images;
};

/// Both are of one validation set: the same classes, images (by name and size) and truth boxes, in whatever order.
[[nodiscard]] bool isSameData(const metrics::DetectionsFile& a, const metrics::DetectionsFile& b);

[[nodiscard]] PredictionTable predictionTable(std::span<const LoadedPredictions> loaded,
                                              const metrics::MatchRules& rules);

} // namespace espalier::ui

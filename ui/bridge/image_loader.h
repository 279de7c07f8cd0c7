// ImageLoader: pictures of a data set, decoded by threads of their own, what was asked for last first.
#pragma once

#include "core/dataset/batch_loader.h"
#include "ui/bridge/data_set.h"

#include <QImage>
#include <QString>

namespace espalier::ui {

/// One tensor that the network would get, as 8-bit picture, with its boxes in input pixels.
struct SampleImage {
    QImage image; ///< null: see `error`
    std::vector<dataset::Box> boxes;
    std::vector<int> labels;
    qint64 epoch = 0;      ///< from 0
    bool isPlain = false;  ///< of validation: letterbox only
    bool isMixing = false; ///< mosaic and mixup may have acted
    QString error;
};

struct SampleRequest {
    Split split = Split::Train;
    qint64 index = 0;
    experiment::DataSettings settings;
    dataset::BatchPlan plan; ///< of the run that would get them
    qint64 firstEpoch = 0;   ///< one epoch a sample, counted up from here
    int count = 8;           ///< augmented ones; the plain one comes before them
};

class ImageLoader : public QObject {
    Q_OBJECT
public:
    explicit ImageLoader(QObject* parent = nullptr);
    ~ImageLoader() override;

    /// Longest side of a thumbnail.
    static constexpr int kThumbnailSide = 288;

    void setSplits(const dataset::Splits& splits); ///< what was asked for before is forgotten
    void requestThumbnail(Split split, qint64 index);
    void requestImage(Split split, qint64 index);      ///< replaces the one before
    void requestSamples(const SampleRequest& request); ///< likewise

Q_SIGNALS:
    void thumbnailLoaded(espalier::ui::Split split, qint64 index, QImage image); ///< null: it cannot be decoded
    void imageLoaded(espalier::ui::Split split, qint64 index, QImage image, QString error);
    /// `slot` 0 is the plain one; they come one by one.
    void sampleLoaded(int slot, espalier::ui::SampleImage sample);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui

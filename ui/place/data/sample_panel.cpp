#include "ui/place/data/sample_panel.h"

#include "ui/place/data/data_text.h"
#include "ui/plot/box_painting.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {
constexpr int kColumns = 3;
constexpr int kGap = 10;
constexpr int kCaption = 18;
constexpr int kTagLetters = 9;
constexpr double kLeastTagged = 110; ///< side of a tile
} // namespace

/// The tiles: plain one first, then the augmented ones.
class SampleTiles : public QWidget {
    Q_OBJECT
public:
    SampleTiles(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
    {
        setMinimumSize(3 * 96, 3 * (96 + kCaption));
        connect(&theme, &Theme::changed, this, [this] { update(); });
    }

    void clear(const std::vector<std::string>& classes)
    {
        m_classes = classes;
        m_samples.assign(SamplePanel::kSamples + 1, {});
        update();
    }
    void keep(int count) ///< those behind have no epoch
    {
        std::fill(m_samples.begin() + count, m_samples.end(), SampleImage());
        update();
    }
    void take(int slot, const SampleImage& sample)
    {
        m_samples[static_cast<std::size_t>(slot)] = sample;
        update();
    }

    std::vector<SampleImage> m_samples;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const int rows = (SamplePanel::kSamples + kColumns) / kColumns;
        const int side =
            std::min((width() - (kColumns - 1) * kGap) / kColumns, (height() - (rows - 1) * kGap) / rows - kCaption);
        for (std::size_t slot = 0; slot < m_samples.size(); ++slot) {
            const int column = static_cast<int>(slot) % kColumns;
            const int row = static_cast<int>(slot) / kColumns;
            paintTile(painter, QRect(column * (side + kGap), row * (side + kCaption + kGap), side, side), slot);
        }
    }

private:
    void paintTile(QPainter& painter, const QRect& tile, std::size_t slot) const
    {
        const SampleImage& sample = m_samples[slot];
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx2));
        const QString caption =
            slot == 0 ? tr("validation: plain")
            : sample.image.isNull()
                ? QString()
                : tr("epoch %1 · %n box(es)", nullptr, static_cast<int>(sample.boxes.size())).arg(sample.epoch + 1);
        painter.drawText(QRect(tile.left(), tile.bottom() + 1, tile.width(), kCaption),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(caption, Qt::ElideRight, tile.width()));
        if (sample.image.isNull()) {
            painter.fillRect(tile, m_theme.color(Token::Bg2));
            if (!sample.error.isEmpty()) {
                painter.setPen(m_theme.color(Token::ExplodedLine));
                painter.drawText(tile.adjusted(6, 6, -6, -6), Qt::AlignCenter | Qt::TextWordWrap, sample.error);
            }
            return;
        }
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(tile, sample.image);
        const double scale = static_cast<double>(tile.width()) / sample.image.width();
        std::vector<PaintedBox> boxes;
        for (std::size_t i = 0; i < sample.boxes.size(); ++i) {
            const dataset::Box& box = sample.boxes[i];
            const auto toTile = [&](float x, float y) {
                return QPointF(tile.topLeft()) + QPointF(static_cast<double>(x), static_cast<double>(y)) * scale;
            };
            boxes.push_back({QRectF(toTile(box[0], box[1]), toTile(box[2], box[3])), sample.labels[i],
                             className(m_classes, sample.labels[i]), false});
        }
        paintBoxes(painter, boxes, tile, m_theme, tile.width() < kLeastTagged ? 0 : kTagLetters);
    }

    const Theme& m_theme;
    std::vector<std::string> m_classes;
};

SamplePanel::SamplePanel(const Theme& theme, ImageLoader& loader, QAction* drawAgain, QWidget* parent)
    : QWidget(parent), m_loader(loader), m_tiles(new SampleTiles(theme, this)),
      m_facts(makeLabel({}, Tone::Second, this)), m_note(makeLabel({}, Tone::Quiet, this)), m_epoch(new QSpinBox(this))
{
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(makeLabel(tr("What the network gets"), Tone::Section, this));
    head->addStretch(1);
    m_epoch->setPrefix(tr("from epoch "));
    m_epoch->setRange(1, 1);
    m_epoch->setAccessibleName(tr("First epoch that is shown"));
    m_epoch->setKeyboardTracking(false);
    connect(m_epoch, &QSpinBox::valueChanged, this, &SamplePanel::request);
    head->addWidget(m_epoch);
    head->addWidget(new CommandButton(drawAgain, CommandButton::Kind::Normal, this));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addLayout(head);
    m_facts->setWordWrap(true);
    m_note->setWordWrap(true);
    column->addWidget(m_facts);
    column->addSpacing(4);
    column->addWidget(m_tiles, 1);
    column->addWidget(m_note);
    m_tiles->clear({});
    m_tiles->setAccessibleName(tr("What the network gets"));
    connect(&loader, &ImageLoader::sampleLoaded, m_tiles,
            [this](int slot, const SampleImage& sample) { m_tiles->take(slot, sample); });
    showTitle();
}

void SamplePanel::setImage(Split split, qint64 index, const std::vector<std::string>& classes)
{
    m_split = split;
    m_index = index;
    m_tiles->clear(classes);
    request();
}

void SamplePanel::setExperiment(const experiment::Experiment& experiment)
{
    const dataset::BatchPlan plan{experiment.train.batch, experiment.train.epochs, experiment.train.seed};
    if (experiment.data == m_settings && plan == m_plan) {
        return;
    }
    m_settings = experiment.data;
    m_plan = plan;
    {
        const QSignalBlocker blocker(m_epoch); // a smaller range may move it
        m_epoch->setMaximum(experiment.train.epochs);
    }
    showTitle();
    request();
}

qint64 SamplePanel::firstEpoch() const
{
    return m_epoch->value() - 1;
}

void SamplePanel::setFirstEpoch(qint64 epoch)
{
    m_epoch->setValue(static_cast<int>(epoch + 1));
}

void SamplePanel::drawAgain()
{
    const qint64 next = firstEpoch() + kSamples;
    setFirstEpoch(next < m_plan.epochs ? next : 0);
}

const std::vector<SampleImage>& SamplePanel::samples() const
{
    return m_tiles->m_samples;
}

void SamplePanel::request()
{
    if (m_index < 0) {
        return;
    }
    const auto count = static_cast<int>(std::min<std::int64_t>(kSamples, m_plan.epochs - firstEpoch()));
    m_tiles->keep(count + 1);
    m_loader.requestSamples({m_split, m_index, m_settings, m_plan, firstEpoch(), count});
}

void SamplePanel::showTitle()
{
    m_facts->setText(
        tr("Exact tensors, un-normalised: %1 px").arg(sizeText(m_settings.imageSize, m_settings.imageSize)));
    const auto number = [](double value) { return QString::number(value, 'g', 3); };
    QString drawn = tr("Drawn with flip %1 · hsv %2 · translate %3 · scale %4")
                        .arg(number(m_settings.flip), number(m_settings.hsv), number(m_settings.translate),
                             number(m_settings.scale));
    const std::int64_t mixing = std::max<std::int64_t>(0, m_plan.epochs - m_settings.closeMosaic);
    if (dataset::isMixing(m_settings, 0, m_plan.epochs)) {
        drawn += tr(" · mosaic %1 · mixup %2, to epoch %3")
                     .arg(number(m_settings.mosaic), number(m_settings.mixup), exactCount(mixing));
    }
    m_note->setText(drawn);
}

} // namespace espalier::ui

#include "sample_panel.moc"

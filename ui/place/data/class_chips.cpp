#include "ui/place/data/class_chips.h"

#include "ui/plot/box_painting.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {
constexpr QSize kSample(28, 12); ///< the longest dash is seen with its gap
constexpr int kHeight = 34;
} // namespace

ClassChips::ClassChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme), m_row(nullptr)
{
    auto* content = new QWidget(this);
    m_row = new QHBoxLayout(content);
    m_row->setContentsMargins(0, 2, 0, 2);
    m_row->setSpacing(6);
    m_row->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    setFixedHeight(kHeight);
    connect(&theme, &Theme::changed, this, &ClassChips::paintIcons);
}

void ClassChips::setCatalogue(const dataset::Catalogue* catalogue)
{
    const QSet<int> before = chosen();
    for (QPushButton* chip : m_chips) {
        delete chip;
    }
    m_chips.clear();
    if (catalogue == nullptr) {
        return;
    }
    std::vector<std::int64_t> counts(catalogue->classes.size(), 0);
    for (const dataset::Entry& entry : catalogue->entries) {
        for (const dataset::Annotation& annotation : entry.annotations) {
            ++counts[static_cast<std::size_t>(annotation.label)];
        }
    }
    for (std::size_t label = 0; label < counts.size(); ++label) {
        const QString name = className(catalogue->classes, static_cast<int>(label));
        auto* chip = makeButton(QStringLiteral("%1  %2").arg(name, exactCount(counts[label])),
                                CommandButton::Kind::Normal, this);
        chip->setCheckable(true);
        chip->setChecked(before.contains(static_cast<int>(label)));
        chip->setIconSize(kSample);
        chip->setToolTip(tr("Show images with %1 only").arg(name));
        connect(chip, &QPushButton::toggled, this, &ClassChips::chosenChanged);
        m_row->insertWidget(static_cast<int>(label), chip);
        m_chips.push_back(chip);
    }
    paintIcons();
}

QSet<int> ClassChips::chosen() const
{
    QSet<int> labels;
    for (std::size_t label = 0; label < m_chips.size(); ++label) {
        if (m_chips[label]->isChecked()) {
            labels.insert(static_cast<int>(label));
        }
    }
    return labels;
}

void ClassChips::choose(const QSet<int>& labels)
{
    for (std::size_t label = 0; label < m_chips.size(); ++label) {
        m_chips[label]->setChecked(labels.contains(static_cast<int>(label)));
    }
}

void ClassChips::paintIcons()
{
    for (std::size_t label = 0; label < m_chips.size(); ++label) {
        QPixmap sample(kSample * devicePixelRatioF());
        sample.setDevicePixelRatio(devicePixelRatioF());
        sample.fill(Qt::transparent);
        QPainter painter(&sample);
        paintClassSample(painter, QRectF(QPointF(), QSizeF(kSample)), classLook(m_theme, static_cast<int>(label)));
        painter.end();
        m_chips[label]->setIcon(sample);
    }
}

} // namespace espalier::ui

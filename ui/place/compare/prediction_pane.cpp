#include "ui/place/compare/prediction_pane.h"

#include "ui/bridge/core_text.h"
#include "ui/place/compare/prediction_view.h"
#include "ui/place/compare/result_model.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSlider>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kPause = 80; ///< ms
constexpr int kSliderSteps = 100;
constexpr int kUsualScore = 25;
constexpr int kCaption = 22;
constexpr int kCellRim = 6;
constexpr int kTagLetters = 9;
constexpr int kLeastTagged = 110; ///< below it tags would hide the picture
constexpr int kLeastCell = 120;
constexpr int kHighestCell = 330;

class PredictionDelegate final : public QStyledItemDelegate {
public:
    PredictionDelegate(const Theme& theme, const PredictionModel& model, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_model(model)
    {
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const PredictedImage& image = m_model.image(index.row());
        painter->save();
        painter->fillRect(option.rect,
                          m_theme.color(option.state & QStyle::State_Selected ? Token::AccBg : Token::Bg1));
        const QRectF room = QRectF(option.rect).adjusted(kCellRim, kCellRim, -kCellRim, -kCaption);
        const QPixmap* picture = m_model.thumbnail(index.row());
        painter->setOpacity(m_model.isFaded(index.column()) ? kFaded : 1);
        paintPrediction(*painter, fittedFrame(room, {image.width, image.height}),
                        picture == nullptr ? QPixmap() : *picture, image, index.column() - 1, m_model.table()->classes,
                        m_theme, room.width() < kLeastTagged ? 0 : kTagLetters);
        const QPointF base(option.rect.left() + kCellRim, option.rect.bottom() - 6);
        if (index.column() == 0) {
            painter->setFont(m_theme.mono(11));
            painter->setPen(m_theme.color(Token::Tx2));
            painter->drawText(base,
                              painter->fontMetrics().elidedText(image.file.section(QLatin1Char('/'), -1),
                                                                Qt::ElideMiddle, option.rect.width() - 2 * kCellRim));
        } else {
            painter->setFont(m_theme.body(11));
            paintPredictionText(*painter, base, image, index.column() - 1, m_theme);
        }
        painter->setOpacity(1);
        painter->setPen(m_theme.color(Token::Line));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(m_theme.color(Token::Acc), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
        }
        painter->restore();
    }

private:
    const Theme& m_theme;
    const PredictionModel& m_model;
};

} // namespace

PredictionPane::PredictionPane(const PlaceContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_data(std::make_unique<DataSet>()), m_loader(new ImageLoader(this)),
      m_reader(new PredictionReader(this)), m_model(new PredictionModel(context.theme, *m_loader, this)),
      m_pause(new QTimer(this))
{
    setObjectName(QStringLiteral("predictions"));
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPause);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new PredictionDelegate(context.theme, *m_model, m_table));
    m_table->setObjectName(QStringLiteral("predictionImages"));
    m_table->setAccessibleName(tr("Same images"));
    m_table->setProperty("panel", true);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(kLeastCell);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setIconSize(QSize(26, 16));
    m_table->viewport()->installEventFilter(this);
    m_view = new PredictionView(context.theme, this);
    m_state = new StateView(context.theme, this);
    m_views = new QStackedWidget(this);
    m_views->addWidget(m_state);
    m_views->addWidget(m_table);
    m_views->addWidget(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    column->addWidget(makeLine(Qt::Horizontal, this));
    column->addWidget(buildNotes());
    column->addWidget(m_views, 1);

    connect(m_pause, &QTimer::timeout, this, &PredictionPane::ask);
    connect(m_reader, &PredictionReader::tableRead, this, &PredictionPane::takeTable);
    connect(m_data.get(), &DataSet::changed, this, &PredictionPane::takeData);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PredictionPane::takeCurrent);
    connect(m_table, &QTableView::clicked, this, [this] { setLarge(true); });
    m_table->setMouseTracking(true);
    connect(m_table, &QTableView::entered, this, [this](const QModelIndex& index) {
        Q_EMIT hovered(index.column() > 0 ? m_model->table()->shown[static_cast<std::size_t>(index.column() - 1)] : 0);
    });
    connect(m_view, &PredictionView::stepRequested, this, &PredictionPane::step);
    connect(&context.theme, &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_loader, &ImageLoader::imageLoaded, this,
            [this](Split, qint64 entry, const QImage& image, const QString& error) {
                if (entry == m_shownEntry && image.isNull()) {
                    m_view->setFault(error);
                } else if (entry == m_shownEntry) {
                    m_view->setPicture(image);
                }
            });
    showState();
}

PredictionPane::~PredictionPane() = default;

QWidget* PredictionPane::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    const auto command = [&](CommandId id) {
        return new CommandButton(m_context.commands.action(id), CommandButton::Kind::Normal, bar);
    };
    m_back = command(CommandId::BackToPredictions);
    m_order = new QComboBox(bar);
    m_order->addItems({tr("Most wrong first"), tr("Least wrong first"), tr("Runs differ most"), tr("By name")});
    m_order->setAccessibleName(tr("Order of the images"));
    m_filter = new QComboBox(bar);
    m_filter->addItems({tr("All images"), tr("With missed boxes"), tr("With false boxes")});
    m_filter->setAccessibleName(tr("Which images"));
    m_slider = new QSlider(Qt::Horizontal, bar);
    m_slider->setRange(0, kSliderSteps - 1);
    m_slider->setPageStep(10);
    m_slider->setValue(kUsualScore);
    m_slider->setFixedWidth(120);
    m_slider->setAccessibleName(tr("Least score of a box"));
    m_slider->setObjectName(QStringLiteral("predictionScore"));
    m_score = makeMono(m_context.theme, 11, false, bar);
    m_count = makeLabel({}, Tone::Second, bar);
    m_large = command(CommandId::LargePrediction);
    row->addWidget(makeLabel(tr("Same images"), Tone::Section, bar));
    row->addWidget(m_back);
    row->addWidget(m_order);
    row->addWidget(m_filter);
    row->addWidget(m_slider);
    row->addWidget(m_score);
    row->addWidget(m_count);
    row->addStretch(1);
    for (const CommandId id : {CommandId::PreviousPrediction, CommandId::NextPrediction}) {
        auto* button = command(id);
        button->setShortText(QStringLiteral(" "));
        button->setIcon(themedIcon(m_context.theme, id == CommandId::PreviousPrediction ? u"previous" : u"next"));
        button->setFixedWidth(34);
        button->setAccessibleName(m_context.commands.action(id)->text());
        row->addWidget(button);
    }
    row->addWidget(m_large);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int order) {
        m_model->setOrder(static_cast<PredictionOrder>(order));
        m_table->selectRow(m_model->rowCount() > 0 ? 0 : -1); // what the order is about
        m_table->scrollToTop();
        takeCurrent();
    });
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this](int filter) {
        keepingCurrent([&] { m_model->setFilter(static_cast<PredictionFilter>(filter)); });
        showState();
    });
    const auto showScore = [this] {
        m_score->setText(QStringLiteral("≥ %1").arg(scoreText(m_slider->value() / double(kSliderSteps))));
    };
    connect(m_slider, &QSlider::valueChanged, this, [this, showScore] {
        showScore();
        m_pause->start();
    });
    showScore();
    return bar;
}

QWidget* PredictionPane::buildNotes()
{
    m_notes = new QWidget(this);
    auto* row = new QHBoxLayout(m_notes);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(8);
    m_note = makeLabel({}, Tone::Warning, m_notes);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("predictionNotes"));
    m_again = makeButton(tr("Open them again"), CommandButton::Kind::Link, m_notes);
    row->addWidget(m_note, 1);
    row->addWidget(m_again);
    connect(m_again, &QPushButton::clicked, m_data.get(), &DataSet::openAgain);
    return m_notes;
}

void PredictionPane::setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds)
{
    for (const auto& feed : m_feeds) {
        disconnect(feed.get(), nullptr, this, nullptr);
    }
    m_feeds = feeds;
    QHash<qint64, QString> names;
    for (const auto& feed : m_feeds) {
        names.insert(feed->id(), QString::fromStdString(feed->detail().summary.name));
        // A validation may have left better boxes.
        connect(feed.get(), &RunFeed::marked, m_pause, qOverload<>(&QTimer::start));
        connect(feed.get(), &RunFeed::stateChanged, m_pause, qOverload<>(&QTimer::start));
    }
    m_model->setNames(names);
    m_pause->start();
}

void PredictionPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_pause->start();
}

void PredictionPane::setScore(double score)
{
    m_slider->setValue(static_cast<int>(score * kSliderSteps + 0.5));
}

void PredictionPane::ask()
{
    if (!isVisible()) {
        return;
    }
    std::vector<PredictionReader::Source> sources;
    for (const auto& feed : m_feeds) {
        if (!feed->detail().runFolder.empty()) {
            sources.push_back({feed->id(), feed->detail().runFolder});
        }
    }
    m_reader->read(std::move(sources), {m_slider->value() / double(kSliderSteps), 0.5});
}

template <class Change>
void PredictionPane::keepingCurrent(Change&& change)
{
    const QString before = current();
    change();
    const int row = std::max(0, m_model->rowOf(before));
    if (m_model->rowCount() > 0) {
        m_table->selectRow(row);
        if (before.isEmpty()) {
            m_table->scrollToTop();
        } else {
            m_table->scrollTo(m_model->index(row, 0));
        }
    }
    takeCurrent();
}

void PredictionPane::takeTable(std::shared_ptr<const PredictionTable> table)
{
    keepingCurrent([&] { m_model->setTable(std::move(table)); });
    openImages();
    layOut();
    showNotes();
    showState();
}

void PredictionPane::openImages()
{
    const PredictionTable* table = m_model->table();
    if (table == nullptr || table->shown.empty()) {
        return;
    }
    const auto feed = std::ranges::find(m_feeds, table->shown.front(), [](const auto& one) { return one->id(); });
    if (feed == m_feeds.end()) {
        return;
    }
    const store::RunDetail& detail = (*feed)->detail();
    // Any file of its folder: relative roots start there.
    m_data->open(DataSet::sourceOf(detail.experiment, std::filesystem::path(detail.experimentFolder) / "experiment"));
}

void PredictionPane::takeData()
{
    m_loader->setSplits(m_data->splits());
    keepingCurrent([&] { m_model->setImages(m_data->split(Split::Val)); });
    layOut();
    showNotes();
}

QString PredictionPane::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model->image(index.row()).file : QString();
}

void PredictionPane::takeCurrent()
{
    const int row = m_table->currentIndex().row();
    const int all = m_model->rowCount();
    m_count->setText(row < 0 || all == 0 ? QString() : tr("%1 of %2").arg(exactCount(row + 1), exactCount(all)));
    if (!isLarge() || row < 0) {
        return;
    }
    const PredictionTable& table = *m_model->table();
    QStringList names;
    std::vector<qint64> runs{0};
    runs.insert(runs.end(), table.shown.begin(), table.shown.end());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        names << m_model->columnName(column);
    }
    m_view->setImage(m_model->image(row), table.classes, names, runs);
    m_shownEntry = m_model->entryOf(row);
    if (m_shownEntry >= 0 && !m_view->hasPicture()) {
        m_loader->requestImage(Split::Val, m_shownEntry);
    } else if (m_shownEntry < 0 && m_data->state() == DataSet::State::Ready) {
        m_view->setFault(tr("The data set no longer has this image."));
    }
}

void PredictionPane::setHighlight(qint64 run)
{
    m_model->setHighlight(run);
}

bool PredictionPane::isLarge() const
{
    return m_views->currentWidget() == m_view;
}

void PredictionPane::setLarge(bool isLarge)
{
    const bool canBe = m_model->rowCount() > 0 && m_model->columnCount() > 0;
    if (!canBe || isLarge == this->isLarge()) {
        return;
    }
    m_views->setCurrentWidget(isLarge ? static_cast<QWidget*>(m_view) : m_table);
    Q_EMIT largeChanged(isLarge);
    showState();
    takeCurrent();
    focusImages();
    if (!isLarge) {
        m_table->scrollTo(m_table->currentIndex());
    }
}

void PredictionPane::step(int by)
{
    const int all = m_model->rowCount();
    if (all > 0) {
        const QModelIndex now = m_table->currentIndex();
        const int row = std::clamp(now.row() + by, 0, all - 1);
        m_table->setCurrentIndex(m_model->index(row, std::max(0, now.column())));
    }
}

void PredictionPane::focusImages()
{
    m_views->currentWidget()->setFocus();
}

void PredictionPane::showNotes()
{
    QStringList notes;
    const PredictionTable* table = m_model->table();
    const bool hasImages = table != nullptr && !table->shown.empty();
    for (const PredictedRun& run : hasImages ? table->runs : std::vector<PredictedRun>()) {
        switch (run.kind) {
        case PredictedRun::Kind::Shown:
            break;
        case PredictedRun::Kind::None:
            notes << tr("#%1 has no predictions yet.").arg(run.run);
            break;
        case PredictedRun::Kind::OtherData:
            notes << tr("#%1 was validated on other images or classes than #%2: its boxes cannot stand beside them.")
                         .arg(run.run)
                         .arg(table->shown.front());
            break;
        case PredictedRun::Kind::Damaged:
            notes << tr("#%1: its predictions cannot be read: %2.").arg(run.run).arg(run.message);
            break;
        }
    }
    const bool isFaulty = hasImages && m_data->state() == DataSet::State::Failed;
    if (isFaulty) {
        notes << tr("The images cannot be opened, so the boxes stand alone: %1. Put them back, or clone the run and "
                    "name their new folder.")
                     .arg(errorText(m_data->error()));
    }
    m_again->setVisible(isFaulty);
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_notes->setVisible(!notes.isEmpty());
}

void PredictionPane::showState()
{
    const PredictionTable* table = m_model->table();
    const bool isEmpty = table == nullptr || m_model->columnCount() == 0 || m_model->rowCount() == 0;
    const bool hasRuns = table != nullptr && m_model->columnCount() > 0;
    for (QWidget* widget : {static_cast<QWidget*>(m_order), static_cast<QWidget*>(m_filter),
                            static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_score)}) {
        widget->setVisible(hasRuns);
    }
    m_count->setVisible(!isEmpty);
    if (!isEmpty) {
        m_views->setCurrentWidget(isLarge() ? static_cast<QWidget*>(m_view) : m_table);
    } else {
        m_views->setCurrentWidget(m_state);
    }
    m_back->setVisible(isLarge());
    m_large->setVisible(!isEmpty && !isLarge());
    if (!isEmpty) {
        m_state->setButtons({});
        return;
    }
    if (table == nullptr) {
        m_state->setButtons({});
        m_state->show(StateView::Kind::Busy, QStringLiteral("clock"), tr("Reading the predictions"), {});
        return;
    }
    if (hasRuns) {
        const bool isFiltered = m_filter->currentIndex() > 0;
        auto* all = makeButton(tr("Show all images"), CommandButton::Kind::Normal);
        connect(all, &QPushButton::clicked, m_filter, [this] { m_filter->setCurrentIndex(0); });
        m_state->setButtons({all});
        m_state->show(StateView::Kind::Empty, QStringLiteral("filter"),
                      isFiltered ? tr("No image passes the filter") : tr("There is no validation image"),
                      isFiltered ? tr("At this score no run has such a box in any image.") : QString());
        return;
    }
    QStringList faults;
    for (const PredictedRun& run : table->runs) {
        if (run.kind == PredictedRun::Kind::Damaged) {
            faults << QStringLiteral("#%1: %2").arg(run.run).arg(run.message);
        }
    }
    if (faults.isEmpty()) {
        m_state->setButtons({});
        m_state->show(StateView::Kind::Empty, QStringLiteral("data"), tr("No predictions yet"),
                      tr("A run keeps the boxes of its best validation, and these have kept none so far. Wait for "
                         "the first validation (train.eval_every), or start the run again."));
    } else {
        auto* again = makeButton(tr("Read again"), CommandButton::Kind::Primary);
        connect(again, &QPushButton::clicked, this, &PredictionPane::ask, Qt::QueuedConnection);
        m_state->setButtons({again});
        m_state->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The predictions cannot be read"),
                      faults.join(QLatin1Char('\n')));
    }
}

void PredictionPane::layOut()
{
    const int columns = m_model->columnCount();
    if (columns == 0 || m_model->rowCount() == 0) {
        return;
    }
    const int width = std::max(kLeastCell, m_table->viewport()->width() / columns);
    m_table->horizontalHeader()->setSectionResizeMode(
        m_table->viewport()->width() < columns * kLeastCell ? QHeaderView::Fixed : QHeaderView::Stretch);
    const PredictedImage& first = m_model->image(0);
    const double aspect = std::clamp(first.height / static_cast<double>(std::max(1, first.width)), 0.4, 1.4);
    const int height = static_cast<int>((width - 2 * kCellRim) * aspect) + kCellRim + kCaption;
    m_table->verticalHeader()->setDefaultSectionSize(std::min(height, kHighestCell));
}

bool PredictionPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        layOut();
    } else if (watched == m_table->viewport() && event->type() == QEvent::Leave) {
        Q_EMIT hovered(0);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace espalier::ui

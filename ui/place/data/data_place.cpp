#include "ui/place/data/data_place.h"

#include "ui/bridge/core_text.h"
#include "ui/place/data/class_chips.h"
#include "ui/place/data/data_charts.h"
#include "ui/place/data/data_text.h"
#include "ui/place/data/findings_panel.h"
#include "ui/place/data/image_delegate.h"
#include "ui/place/data/image_view.h"
#include "ui/place/data/sample_panel.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QProgressBar>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr std::array kCells{124, 164, 212, 280, 380};
constexpr int kSearchWidth = 190;
constexpr int kChartWidth = 236;
constexpr int kFindingsWidth = 320;
constexpr int kSamplesWidth = 500;
constexpr int kProgressBeat = 80; ///< ms
constexpr double kZoomStep = 1.25;
constexpr int kScrollBar = 10;

/// What a place made anew goes on with: the set is not opened twice.
struct DataPlaceState {
    std::shared_ptr<DataSet> data;
    Split split = Split::Train;
    QString search;
    int order = 0;
    QSet<int> classes;
    QString image;
    bool isLarge = false;
};

/// A folder that was dropped; empty when something else was.
QString folderOf(const QMimeData* mime)
{
    const QList<QUrl> urls = mime->urls();
    if (urls.size() != 1 || !urls.front().isLocalFile()) {
        return {};
    }
    const QString path = urls.front().toLocalFile();
    return QFileInfo(path).isDir() ? path : QString();
}

} // namespace

DataPlace::DataPlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_context(context), m_loader(new ImageLoader(this)), m_images(new ImageListModel(*m_loader, this)),
      m_proxy(new ImageProxy(m_images, this)), m_clock(new QTimer(this))
{
    setObjectName(QStringLiteral("data"));
    setAcceptDrops(true);
    m_views = new QStackedWidget(this);
    m_stateView = new StateView(context.theme, this);
    auto* head = buildHead();
    m_views->addWidget(m_stateView);
    m_views->addWidget(buildBody());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_views, 1);
    m_dropHint = new Chip(this);
    m_clock->setInterval(kProgressBeat);
    connect(m_clock, &QTimer::timeout, this, &DataPlace::showProgress);
    connectCommands();
    connect(&context.document, &ExperimentDocument::experimentChanged, this, &DataPlace::takeDocument);
    connect(&context.document, &ExperimentDocument::fileChanged, this, &DataPlace::takeDocument);
    connect(m_loader, &ImageLoader::imageLoaded, this,
            [this](Split split, qint64 index, const QImage& image, const QString& error) {
                if (split != m_images->split() || index != m_shownEntry) {
                    return;
                }
                if (image.isNull()) {
                    m_view->setFault(error);
                } else {
                    m_view->setPicture(image);
                }
            });
    setDataSet(context.document.dataSet());
}

DataPlace::~DataPlace() = default;

void DataPlace::setDataSet(std::shared_ptr<DataSet> next)
{
    if (m_data) {
        disconnect(m_data.get(), nullptr, this, nullptr);
    }
    m_data = std::move(next);
    connect(m_data.get(), &DataSet::changed, this, &DataPlace::takeData);
    connect(m_data.get(), &DataSet::recognised, this, &DataPlace::useLayout);
    takeData();
}

QWidget* DataPlace::buildHead()
{
    auto* head = new PlaceHead(this);
    head->addLeft(makeLabel(tr("Data"), Tone::Title, head));
    m_name = makeLabel({}, Tone::Second, head);
    m_kind = new Chip(head);
    m_counts = makeLabel({}, Tone::Second, head);
    m_found = new Chip(head);
    head->addLeft(m_name);
    head->addLeft(m_kind);
    head->addLeft(m_found);
    head->addLeft(m_counts);
    auto* group = new QButtonGroup(this);
    for (const Split split : {Split::Train, Split::Val}) {
        auto* button = makeButton(splitName(split), CommandButton::Kind::Normal, head);
        button->setCheckable(true);
        button->setToolTip(tr("Show this split  (V)"));
        group->addButton(button);
        m_splits[static_cast<std::size_t>(split)] = button;
        head->addRight(button);
        connect(button, &QPushButton::clicked, this, [this, split] { setSplit(split); });
    }
    m_splits[0]->setChecked(true);
    m_search = new QLineEdit(head);
    m_search->setFixedWidth(kSearchWidth);
    m_search->setPlaceholderText(tr("Search by file name"));
    m_search->setAccessibleName(tr("Search images"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(m_context.theme, u"search", Token::Tx3), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, &DataPlace::takeFilter);
    head->addRight(m_search);
    for (const CommandId id : {CommandId::CheckData, CommandId::ChooseDataFolder}) {
        head->addRight(new CommandButton(m_context.commands.action(id), CommandButton::Kind::Normal, head));
    }
    return head;
}

QWidget* DataPlace::buildGrid()
{
    auto* page = new QWidget(this);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 12, 4);
    bar->setSpacing(10);
    m_chips = new ClassChips(m_context.theme, page);
    m_shown = makeLabel({}, Tone::Second, page);
    m_order = new QComboBox(page);
    m_order->addItems({tr("Findings first"), tr("By name"), tr("Most boxes"), tr("Largest box")});
    m_order->setAccessibleName(tr("Order of the images"));
    m_order->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(m_chips, 1);
    bar->addWidget(m_shown);
    bar->addWidget(m_order);
    connect(m_chips, &ClassChips::chosenChanged, this, &DataPlace::takeFilter);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int order) {
        m_proxy->setOrder(static_cast<ImageOrder>(order));
        m_list->scrollTo(m_list->currentIndex());
    });

    m_list = new QListView(page);
    m_delegate = new ImageDelegate(m_context.theme, *m_proxy, *m_images, m_list);
    m_list->setModel(m_proxy);
    m_list->setItemDelegate(m_delegate);
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Images"));
    m_list->setProperty("panel", true);
    m_list->viewport()->installEventFilter(this);
    connect(m_list, &QListView::doubleClicked, this, [this] { setLarge(true); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DataPlace::takeCurrent);
    connect(&m_context.theme, &Theme::changed, m_list, [this] { m_list->viewport()->update(); });

    m_noMatch = new StateView(m_context.theme, page);
    m_below = new QStackedWidget(page);
    m_below->addWidget(m_list);
    m_below->addWidget(m_noMatch);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(makeLine(Qt::Horizontal, page));
    column->addWidget(m_below, 1);
    return page;
}

QWidget* DataPlace::buildLarge()
{
    auto* page = new QWidget(this);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 12, 4);
    bar->setSpacing(10);
    bar->addWidget(
        new CommandButton(m_context.commands.action(CommandId::BackToGrid), CommandButton::Kind::Normal, page));
    m_file = makeMono(m_context.theme, 12, true, page);
    m_facts = makeLabel({}, Tone::Second, page);
    bar->addWidget(m_file);
    bar->addWidget(m_facts);
    bar->addStretch(1);
    const auto addStep = [&](QStringView icon, const QString& name, int by) {
        auto* button = makeButton({}, CommandButton::Kind::Normal, page);
        button->setIcon(themedIcon(m_context.theme, icon));
        button->setFixedWidth(34);
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QPushButton::clicked, this, [this, by] { stepImage(by); });
        bar->addWidget(button);
    };
    addStep(u"previous", tr("Image before  (Left)"), -1);
    addStep(u"next", tr("Image after  (Right)"), 1);
    m_view = new ImageView(m_context.theme, page);
    connect(m_view, &ImageView::stepRequested, this, &DataPlace::stepImage);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(makeLine(Qt::Horizontal, page));
    column->addWidget(m_view, 1);
    return page;
}

QWidget* DataPlace::buildBody()
{
    m_charts = new DataCharts(m_context.theme, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(200);
    scroll->setAccessibleName(tr("Counts of both splits"));
    scroll->setProperty("panel", true);
    m_chartArea = scroll;
    m_centre = new QStackedWidget(this);
    m_centre->addWidget(buildGrid());
    m_centre->addWidget(buildLarge());
    m_centre->setMinimumWidth(420);
    m_side = new QStackedWidget(this);
    m_findings = new FindingsPanel(m_context.theme, m_side);
    m_samples = new SamplePanel(m_context.theme, *m_loader, m_context.commands.action(CommandId::DrawAgain), m_side);
    m_side->addWidget(m_findings);
    m_side->addWidget(m_samples);
    m_side->setMinimumWidth(280);
    connect(m_findings, &FindingsPanel::findingChosen, this, &DataPlace::showFinding);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setObjectName(QStringLiteral("data"));
    m_columns->setHandleWidth(1);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_chartArea);
    m_columns->addWidget(m_centre);
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(1, 1);
    return m_columns;
}

void DataPlace::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::SearchImages, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    on(CommandId::OtherSplit, [this] { setSplit(split() == Split::Train ? Split::Val : Split::Train); });
    on(CommandId::LargeView, [this] { setLarge(true); });
    on(CommandId::BackToGrid, [this] {
        if (isLarge()) {
            setLarge(false);
        } else if (m_search->hasFocus()) {
            m_search->clear();
            m_list->setFocus();
        }
    });
    on(CommandId::DrawAgain, [this] {
        setLarge(true);
        m_samples->drawAgain();
    });
    on(CommandId::NextFinding, [this] { m_findings->step(1); });
    on(CommandId::PreviousFinding, [this] { m_findings->step(-1); });
    on(CommandId::ImagesLarger, [this] { zoom(1); });
    on(CommandId::ImagesSmaller, [this] { zoom(-1); });
    on(CommandId::ImagesFit, [this] { zoom(0); });
    on(CommandId::ChooseDataFolder, [this] { askForFolder(); });
    on(CommandId::ChartsAsTable, [this] { showChartTable(this, tr("Counts of both splits"), m_charts->table()); });
    on(CommandId::ExportCharts, [this] {
        const QString file =
            QFileDialog::getSaveFileName(this, tr("Export charts"), QStringLiteral("data.png"),
                                         tr("Picture (*.png);;Drawing (*.svg);;Document (*.pdf);;Table (*.csv)"));
        const Status done = file.isEmpty() ? Status() : exportChart(*m_charts, m_charts->table(), file.toStdString());
        if (!done) {
            Q_EMIT m_context.navigator.noticeRequested(errorText(done.error()), true);
        }
    });
    on(CommandId::CheckData, [this] {
        if (m_data->state() != DataSet::State::None) {
            m_data->openAgain();
        }
    });
}

Split DataPlace::split() const
{
    return m_splits[1]->isChecked() ? Split::Val : Split::Train;
}

bool DataPlace::isLarge() const
{
    return m_centre->currentIndex() == 1;
}

void DataPlace::takeDocument()
{
    if (!m_isActive) {
        return; // files are read for who looks at them
    }
    const experiment::Experiment& experiment = m_context.document.experiment();
    m_samples->setExperiment(experiment);
    showHead();
    if (DataSet::isNamed(experiment.data)) {
        m_data->open(DataSet::sourceOf(experiment, m_context.document.file()));
    } else {
        m_data->close();
    }
    showState();
}

void DataPlace::takeData()
{
    const dataset::Splits& splits = m_data->splits();
    m_loader->setSplits(splits);
    m_findings->setFindings(m_data->findings(), splits, m_context.document.experiment().data.kind);
    m_charts->setCatalogues(splits.train ? &splits.train->catalogue() : nullptr,
                            splits.val ? &splits.val->catalogue() : nullptr);
    takeSplit();
    showHead();
    showState();
}

void DataPlace::takeSplit()
{
    const auto images = m_data->split(split());
    m_images->setSplit(images, split(), m_data->findings());
    m_chips->setCatalogue(images ? &images->catalogue() : nullptr);
    takeFilter();
    showCounts();
}

void DataPlace::setSplit(Split split)
{
    m_splits[static_cast<std::size_t>(split)]->setChecked(true);
    if (m_images->split() != split) {
        takeSplit();
    }
}

void DataPlace::takeFilter()
{
    m_proxy->setSearch(m_search->text());
    m_proxy->setClasses(m_chips->chosen());
    const int shown = m_proxy->rowCount();
    const int all = m_images->rowCount();
    m_shown->setText(m_proxy->isFiltering() ? tr("%1 of %2").arg(exactCount(shown), exactCount(all)) : QString());
    m_below->setCurrentIndex(shown > 0 || all == 0 ? 0 : 1);
    if (shown == 0 && all > 0) {
        auto* clear = makeButton(tr("Show all images"), CommandButton::Kind::Normal);
        connect(clear, &QPushButton::clicked, this, &DataPlace::clearFilter);
        m_noMatch->setButtons({clear});
        m_noMatch->show(StateView::Kind::Empty, QStringLiteral("filter"), tr("No image passes the filter"),
                        tr("No file name of this split holds “%1” together with the chosen classes.")
                            .arg(m_search->text().trimmed()));
    }
    if (shown > 0 && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_proxy->index(0, 0));
    }
    takeCurrent();
}

void DataPlace::clearFilter()
{
    // In one step: one between that finds nothing would replace the button that was pressed.
    {
        const QSignalBlocker blocker(m_chips);
        m_chips->choose({});
    }
    m_search->clear();
    takeFilter();
}

void DataPlace::takeCurrent()
{
    const QModelIndex index = m_proxy->mapToSource(m_list->currentIndex());
    const bool isReady = m_images->images() != nullptr && index.isValid();
    const ImageRow none;
    const ImageRow& image = isReady ? m_images->row(index.row()) : none;
    m_shownEntry = image.entry;
    m_file->setText(image.name);
    if (!isLarge() || !isReady) {
        return;
    }
    const dataset::Entry* entry = m_images->entry(index.row());
    const std::vector<std::string>& classes = m_images->images()->catalogue().classes;
    m_view->setEntry(entry, classes);
    m_samples->setImage(m_images->split(), image.entry, classes);
    if (entry == nullptr) {
        m_facts->setText(tr("not used"));
        m_view->setFault(image.reason);
        return;
    }
    m_facts->setText(
        QStringLiteral("%1 · %2").arg(sizeText(entry->width, entry->height),
                                      image.boxes == 0 ? tr("no box") : tr("%n box(es)", nullptr, image.boxes)));
    m_loader->requestImage(m_images->split(), image.entry);
}

void DataPlace::setLarge(bool isLarge)
{
    if (m_data->state() != DataSet::State::Ready || isLarge == this->isLarge() ||
        (isLarge && !m_list->currentIndex().isValid())) {
        return;
    }
    m_centre->setCurrentIndex(isLarge ? 1 : 0);
    m_side->setCurrentIndex(isLarge ? 1 : 0);
    m_chartArea->setVisible(!isLarge);
    const int side = isLarge ? kSamplesWidth * std::max(1224, width()) / 1224 : kFindingsWidth;
    m_columns->setSizes({kChartWidth, std::max(1, width() - side - (isLarge ? 0 : kChartWidth)), side});
    takeCurrent();
    if (isLarge) {
        m_view->setFocus();
    } else {
        m_list->setFocus();
        m_list->scrollTo(m_list->currentIndex());
    }
}

void DataPlace::stepImage(int by)
{
    const int next = m_list->currentIndex().row() + by;
    if (next >= 0 && next < m_proxy->rowCount()) {
        m_list->setCurrentIndex(m_proxy->index(next, 0));
    }
}

void DataPlace::zoom(int by)
{
    if (isLarge()) {
        by == 0 ? m_view->fit() : m_view->zoomBy(by > 0 ? kZoomStep : 1 / kZoomStep);
        return;
    }
    m_cell = by == 0 ? 1 : std::clamp(m_cell + by, 0, static_cast<int>(kCells.size()) - 1);
    layOutGrid();
}

void DataPlace::layOutGrid()
{
    const int room = m_list->width() - kScrollBar - 8;
    const int usual = kCells[static_cast<std::size_t>(m_cell)];
    const int width = room / std::max(1, (room + usual / 2) / usual);
    const QSize cell(width, width + ImageDelegate::kCaption - 12);
    if (m_list->gridSize() == cell || width <= 0) {
        return;
    }
    m_delegate->setCell(cell);
    m_list->setGridSize(cell);
    m_list->scrollTo(m_list->currentIndex());
}

bool DataPlace::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == m_list->viewport()) {
        layOutGrid();
    }
    return Place::eventFilter(watched, event);
}

void DataPlace::selectRow(int row)
{
    const QModelIndex source = m_images->index(row, 0);
    if (!m_proxy->mapFromSource(source).isValid()) {
        clearFilter();
    }
    const QModelIndex index = m_proxy->mapFromSource(source);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void DataPlace::showFinding(const Finding& finding)
{
    setSplit(finding.split);
    const int row = m_images->rowOf(finding.file);
    if (row < 0) {
        showClass(finding.file);
        return;
    }
    selectRow(row);
    m_view->setMarked(finding.annotation);
}

void DataPlace::showClass(const QString& name)
{
    const auto images = m_data->split(split());
    const std::vector<std::string>& classes = images->catalogue().classes;
    const auto found = std::ranges::find(classes, name.toStdString());
    if (found == classes.end()) {
        m_shown->setText(tr("%1 is no image").arg(name));
        return;
    }
    const auto label = static_cast<int>(found - classes.begin());
    const bool isHere = std::ranges::any_of(images->catalogue().entries, [label](const dataset::Entry& entry) {
        return std::ranges::count(entry.annotations, label, &dataset::Annotation::label) > 0;
    });
    if (!isHere) {
        setSplit(split() == Split::Train ? Split::Val : Split::Train);
    }
    m_search->clear();
    m_chips->choose({label});
}

void DataPlace::showHead()
{
    const experiment::DataSettings& settings = m_context.document.experiment().data;
    const bool isNamed = DataSet::isNamed(settings);
    m_name->setText(isNamed ? dataName(settings) : tr("no data yet"));
    m_name->setToolTip(QString::fromStdString(DataSet::rootOf(settings)));
    const bool isDrawn = settings.kind == "inspection";
    m_kind->setState(isNamed && !isDrawn ? QString::fromStdString(settings.kind).toUpper() : QString(),
                     Chip::Kind::Plain);
    const bool isReady = m_data->state() == DataSet::State::Ready;
    const int findings = m_findings->model().count();
    const bool hasLoss =
        std::ranges::any_of(m_findings->model().groups(), [](const FindingGroup& group) { return isLoss(group.kind); });
    m_found->setState(!isReady        ? QString()
                      : findings == 0 ? tr("all sound")
                                      : tr("%n finding(s)", nullptr, findings),
                      findings == 0 ? Chip::Kind::Good
                      : hasLoss     ? Chip::Kind::Bad
                                    : Chip::Kind::Warning);
    for (const Split each : {Split::Train, Split::Val}) {
        const auto images = m_data->split(each);
        QPushButton* button = m_splits[static_cast<std::size_t>(each)];
        button->setText(images ? QStringLiteral("%1  %2").arg(splitName(each),
                                                              exactCount(static_cast<std::int64_t>(images->size())))
                               : splitName(each));
        button->setEnabled(images != nullptr);
    }
    m_search->setEnabled(isReady);
    showCounts();
}

void DataPlace::showCounts()
{
    const auto images = m_data->split(split());
    if (!images) {
        m_counts->clear();
        return;
    }
    const dataset::Catalogue& catalogue = images->catalogue();
    const auto used = static_cast<std::int64_t>(catalogue.entries.size());
    const auto part = [](std::int64_t some, std::int64_t listed) {
        return some == listed ? exactCount(some) : tr("%1 of %2").arg(exactCount(some), exactCount(listed));
    };
    m_counts->setText(tr("%1 images · %2 boxes")
                          .arg(part(used, catalogue.listedImages), part(catalogue.usedBoxes, catalogue.listedBoxes)));
    m_counts->setToolTip(tr("Used, of those that the files list"));
}

void DataPlace::showProgress()
{
    const std::int64_t listed = m_data->listedImages();
    const std::int64_t checked = m_data->checkedImages();
    m_stateView->show(StateView::Kind::Busy, QStringLiteral("data"), tr("Reading the data set"),
                      listed == 0 ? tr("The lists are read.")
                                  : tr("%1 of %2 images checked: each is opened once to see that it can be used.")
                                        .arg(exactCount(checked), exactCount(listed)));
    if (m_progress != nullptr) {
        m_progress->setRange(0, static_cast<int>(std::min<std::int64_t>(listed, std::numeric_limits<int>::max())));
        m_progress->setValue(static_cast<int>(checked));
    }
}

void DataPlace::showState()
{
    const DataSet::State state = m_data->state();
    m_views->setCurrentIndex(state == DataSet::State::Ready ? 1 : 0);
    m_clock->stop();
    m_progress = nullptr; // the buttons below delete it
    const auto command = [this](CommandId id, CommandButton::Kind kind) {
        return new CommandButton(m_context.commands.action(id), kind);
    };
    switch (state) {
    case DataSet::State::Ready:
        m_stateView->setButtons({});
        break;
    case DataSet::State::None:
        m_stateView->setButtons({command(CommandId::ChooseDataFolder, CommandButton::Kind::Primary),
                                 command(CommandId::Open, CommandButton::Kind::Normal)});
        m_stateView->show(
            StateView::Kind::Empty, QStringLiteral("data"), tr("No data set is named"),
            tr("Drop a folder here or choose one: COCO lists, YOLO text, Pascal VOC, LabelMe or masks; its layout "
               "is recognised. An experiment file may name it too, as data.root, and so may the variable "
               "ESPALIER_DATA."));
        break;
    case DataSet::State::Opening: {
        auto* progress = new QProgressBar;
        progress->setFixedWidth(260);
        progress->setTextVisible(false);
        auto* cancel = makeButton(tr("Cancel"), CommandButton::Kind::Normal);
        connect(cancel, &QPushButton::clicked, m_data.get(), &DataSet::cancel);
        m_stateView->setButtons({progress, cancel});
        m_progress = progress;
        showProgress();
        m_clock->start();
        break;
    }
    case DataSet::State::Cancelled:
        m_stateView->setButtons({command(CommandId::CheckData, CommandButton::Kind::Primary)});
        m_stateView->show(StateView::Kind::Empty, QStringLiteral("data"), tr("Reading was called off"),
                          tr("Nothing is shown of a set that was not read to its end."));
        break;
    case DataSet::State::Failed:
        m_stateView->setButtons({command(CommandId::ChooseDataFolder, CommandButton::Kind::Primary),
                                 command(CommandId::CheckData, CommandButton::Kind::Normal)});
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The data set could not be read"),
                          QStringLiteral("%1.\n%2").arg(
                              errorText(m_data->error()),
                              m_data->error().code == ErrorCode::NotFound
                                  ? tr("Choose the folder that holds it, or mend data.root, data.train and data.val "
                                       "in the settings of Design.")
                                  : tr("Mend the file and check again, or choose another folder.")));
        break;
    }
}

void DataPlace::askForFolder()
{
    const QString before = QString::fromStdString(DataSet::rootOf(m_context.document.experiment().data));
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the data set"), before);
    if (!folder.isEmpty()) {
        useFolder(folder);
    }
}

void DataPlace::useFolder(const QString& folder)
{
    m_data->recognise(folder.toStdString());
}

void DataPlace::useLayout(const experiment::DataSettings& layout)
{
    const QString name = QString::fromStdString(std::filesystem::path(layout.root).filename().string());
    m_context.document.edit(tr("Use the data of %1").arg(name), [&layout](experiment::Experiment& experiment) {
        experiment::DataSettings& settings = experiment.data;
        settings.root = layout.root;
        if (!layout.kind.empty()) {
            settings.kind = layout.kind;
            settings.train = layout.train;
            settings.val = layout.val;
        } else if (settings.kind == "inspection") {
            settings.kind = experiment::DataSettings().kind;
        }
    });
}

void DataPlace::dragEnterEvent(QDragEnterEvent* event)
{
    const QString folder = folderOf(event->mimeData());
    if (folder.isEmpty()) {
        return;
    }
    event->acceptProposedAction();
    m_dropHint->setState(tr("Drop to use the data of %1").arg(QFileInfo(folder).fileName()), Chip::Kind::Accent);
    m_dropHint->adjustSize();
    m_dropHint->move((width() - m_dropHint->width()) / 2, 60);
    m_dropHint->raise();
}

void DataPlace::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropHint->setState({}, Chip::Kind::Accent);
}

void DataPlace::dropEvent(QDropEvent* event)
{
    m_dropHint->setState({}, Chip::Kind::Accent);
    const QString folder = folderOf(event->mimeData());
    if (!folder.isEmpty()) {
        event->acceptProposedAction();
        useFolder(folder);
    }
}

void DataPlace::activated()
{
    m_isActive = true;
    takeDocument();
    if (isLarge()) {
        m_view->setFocus();
    } else {
        m_list->setFocus();
    }
}

void DataPlace::deactivated()
{
    m_isActive = false;
    m_clock->stop();
}

void DataPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    if (event->oldSize().width() != width()) {
        const int side = isLarge() ? kSamplesWidth * std::max(1224, width()) / 1224 : kFindingsWidth;
        m_columns->setSizes({kChartWidth, std::max(1, width() - side - (isLarge() ? 0 : kChartWidth)), side});
    }
}

QVariant DataPlace::state() const
{
    DataPlaceState state{m_data, split(), m_search->text(), m_order->currentIndex(), m_chips->chosen(), {}, isLarge()};
    if (m_list->currentIndex().isValid()) {
        state.image = m_list->currentIndex().data().toString();
    }
    return QVariant::fromValue(state);
}

void DataPlace::restore(const QVariant& state)
{
    const auto before = state.value<DataPlaceState>();
    if (!before.data) {
        return;
    }
    setDataSet(before.data);
    setSplit(before.split);
    m_search->setText(before.search);
    m_order->setCurrentIndex(before.order);
    m_chips->choose(before.classes);
    if (const int row = m_images->rowOf(before.image); row >= 0) {
        selectRow(row);
    }
    setLarge(before.isLarge);
}

} // namespace espalier::ui

#include "ui/place/compare/compare_place.h"

#include "ui/bridge/report_writer.h"
#include "ui/place/compare/difference_model.h"
#include "ui/place/compare/prediction_pane.h"
#include "ui/place/compare/result_model.h"
#include "ui/place/compare/run_chips.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/run_curves.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace espalier::ui {

namespace {

constexpr int kFigureMilliseconds = 500;
constexpr int kRowHeight = 25;
constexpr int kOffered = 5; ///< runs that the empty view offers
constexpr int kSideWidth = 420;
constexpr int kSettingWidth = 150;
constexpr int kNarrowTable = 1000; ///< below it the results let go of what matters least

} // namespace

ComparePlace::ComparePlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_context(context), m_writer(new ReportWriter(context.services.storePath, this))
{
    setObjectName(QStringLiteral("compare"));
    m_figureTimer = new QTimer(this);
    m_figureTimer->setInterval(kFigureMilliseconds);
    connect(m_figureTimer, &QTimer::timeout, this, &ComparePlace::takeFigures);
    m_views = new QStackedWidget(this);
    m_stateView = new StateView(context.theme, this);
    m_body = buildBody();
    m_views->addWidget(m_stateView);
    m_views->addWidget(m_body);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_views, 1);
    connectCommands();
    connect(&context.navigator, &Navigator::compareRequested, this, &ComparePlace::setRuns);
    connect(&context.runs, &RunCatalogue::changed, this, [this] {
        if (m_feeds.size() < 2) {
            showView();
        }
    });
    connect(&context.theme, &Theme::changed, this, &ComparePlace::takeFeeds);
    showView();
}

ComparePlace::~ComparePlace() = default;

QWidget* ComparePlace::buildHead()
{
    auto* head = new PlaceHead(this);
    head->addLeft(makeLabel(tr("Compare"), Tone::Title, head));
    m_chips = new RunChips(m_context.theme, head);
    auto* scroll = new QScrollArea(head);
    scroll->setWidget(m_chips);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFixedHeight(34);
    scroll->setMinimumWidth(200);
    scroll->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    head->setStretching(scroll);
    const auto command = [&](CommandId id, CommandButton::Kind kind) {
        auto* button = new CommandButton(m_context.commands.action(id), kind, head);
        head->addRight(button);
        return button;
    };
    QAction* sameImages = m_context.commands.action(CommandId::SameImages);
    sameImages->setCheckable(true);
    command(CommandId::SameImages, CommandButton::Kind::Normal)->setFollowsCheck();
    command(CommandId::AddRunToCompare, CommandButton::Kind::Normal)->setObjectName(QStringLiteral("addRun"));
    command(CommandId::CopyMarkdown, CommandButton::Kind::Normal);
    command(CommandId::ExportReport, CommandButton::Kind::Normal);
    connect(m_chips, &RunChips::referenceAsked, this, &ComparePlace::setReference);
    connect(m_chips, &RunChips::removeAsked, this, &ComparePlace::remove);
    connect(m_chips, &RunChips::hovered, this, &ComparePlace::highlight);
    return head;
}

QWidget* ComparePlace::buildPlots(QWidget* parent)
{
    auto* plots = new QWidget(parent);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 6);
    bar->setSpacing(8);
    m_seriesChoice = new QComboBox(plots);
    m_seriesChoice->addItems(
        {QStringLiteral("loss"), QStringLiteral("loss_cls"), QStringLiteral("loss_bbox"), QStringLiteral("loss_dfl")});
    m_seriesChoice->setAccessibleName(tr("Loss shown"));
    m_axisChoice = new QComboBox(plots);
    m_axisChoice->addItems({tr("by step"), tr("by epoch"), tr("by time")});
    m_axisChoice->setCurrentIndex(static_cast<int>(m_axis));
    m_axisChoice->setAccessibleName(tr("Axis"));
    QAction* sideBySide = m_context.commands.action(CommandId::SideBySide);
    sideBySide->setCheckable(true);
    auto* side = new CommandButton(sideBySide, CommandButton::Kind::Normal, plots);
    side->setFollowsCheck();
    bar->addWidget(m_seriesChoice);
    bar->addWidget(m_axisChoice);
    bar->addWidget(side);
    bar->addStretch(1);
    m_plotRow = new QWidget(plots);
    auto* row = new QHBoxLayout(m_plotRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    auto* column = new QVBoxLayout(plots);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_plotRow, 1);
    connect(m_axisChoice, &QComboBox::activated, this, [this](int axis) { setAxis(static_cast<XAxis>(axis)); });
    connect(m_seriesChoice, &QComboBox::activated, this, &ComparePlace::rebuildPlots);
    return plots;
}

QWidget* ComparePlace::buildBody()
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("compare"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    auto* left = new QSplitter(Qt::Vertical, splitter);
    left->setObjectName(QStringLiteral("compareLeft"));
    left->setHandleWidth(1);
    left->setChildrenCollapsible(false);
    m_upper = new QStackedWidget(left);
    m_upper->addWidget(buildPlots(m_upper));
    m_predictions = new PredictionPane(m_context, m_upper);
    m_upper->addWidget(m_predictions);
    m_upper->setCurrentIndex(m_context.commands.action(CommandId::SameImages)->isChecked() ? 1 : 0);
    left->addWidget(m_upper);
    left->addWidget(buildResults(left));
    left->setStretchFactor(0, 1);
    left->setSizes({560, 200});
    splitter->addWidget(left);
    splitter->addWidget(buildDifferences(splitter));
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({1000, kSideWidth});
    return splitter;
}

QWidget* ComparePlace::buildResults(QWidget* parent)
{
    auto* results = new QWidget(parent);
    m_results = new ResultModel(m_context.theme, this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_results);
    m_sorted->setSortRole(ResultModel::SortRole);
    m_resultTable = new QTableView(results);
    m_resultTable->setModel(m_sorted);
    m_resultTable->setSortingEnabled(true);
    m_resultTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_sorted->sort(-1);
    m_resultTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_resultTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_resultTable->setShowGrid(false);
    m_resultTable->setIconSize(QSize(26, 16));
    m_resultTable->verticalHeader()->hide();
    m_resultTable->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_resultTable->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_resultTable->horizontalHeader()->setSectionResizeMode(ResultModel::Name, QHeaderView::Stretch);
    m_resultTable->horizontalHeader()->setMinimumSectionSize(52);
    m_resultTable->setTextElideMode(Qt::ElideMiddle);
    m_resultTable->setMouseTracking(true);
    m_resultTable->setAccessibleName(tr("Results"));
    m_resultTable->setProperty("panel", true);
    auto* column = new QVBoxLayout(results);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* title = makeLabel(tr("Results"), Tone::Section, results);
    title->setContentsMargins(12, 6, 12, 6);
    column->addWidget(title);
    column->addWidget(makeLine(Qt::Horizontal, results));
    column->addWidget(m_resultTable, 1);
    connect(m_resultTable, &QTableView::entered, this,
            [this](const QModelIndex& index) { highlight(index.data(ResultModel::RunRole).toLongLong()); });
    return results;
}

QWidget* ComparePlace::buildDifferences(QWidget* parent)
{
    auto* side = new QWidget(parent);
    side->setMinimumWidth(300);
    m_differences = new DifferenceModel(m_context.theme, this);
    m_differenceTable = new QTreeView(side);
    m_differenceTable->setModel(m_differences);
    m_differenceTable->setRootIsDecorated(false);
    m_differenceTable->setUniformRowHeights(true);
    m_differenceTable->setTextElideMode(Qt::ElideMiddle);
    m_differenceTable->setAccessibleName(tr("Settings that differ"));
    m_differenceTable->setProperty("panel", true);
    m_differenceTable->header()->setStretchLastSection(false);
    m_differenceCount = makeLabel({}, Tone::Quiet, side);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    head->addWidget(makeLabel(tr("Settings that differ"), Tone::Section, side));
    head->setSpacing(8);
    head->addWidget(m_differenceCount);
    head->addStretch(1);
    m_notes = makeLabel({}, Tone::Second, side);
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(12, 4, 12, 10);
    auto* care = makeLabel(tr("Read with care"), Tone::Section, side);
    care->setContentsMargins(12, 8, 12, 0);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, side));
    column->addWidget(m_differenceTable, 1);
    column->addWidget(makeLine(Qt::Horizontal, side));
    column->addWidget(care);
    column->addWidget(m_notes);
    return side;
}

void ComparePlace::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_context.commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::AddRunToCompare, [this] { chooseRun(); });
    on(CommandId::RemoveRunFromCompare, [this] { remove(selectedRun()); });
    on(CommandId::PinReference, [this] { setReference(selectedRun()); });
    on(CommandId::AxisStep, [this] { setAxis(XAxis::Step); });
    on(CommandId::AxisEpoch, [this] { setAxis(XAxis::Epoch); });
    on(CommandId::AxisTime, [this] { setAxis(XAxis::Time); });
    on(CommandId::CopyMarkdown, [this] {
        QGuiApplication::clipboard()->setText(markdown());
        Q_EMIT m_context.navigator.noticeRequested(tr("The tables are in the clipboard as Markdown"), false);
    });
    on(CommandId::ExportReport, [this] { askForReport(); });
    on(CommandId::SameImages, [this](bool isChecked) { showImages(isChecked); });
    on(CommandId::LargePrediction, [this] { m_predictions->setLarge(m_upper->currentIndex() == 1); });
    on(CommandId::BackToPredictions, [this] { m_predictions->setLarge(false); });
    on(CommandId::NextPrediction, [this] { m_predictions->step(1); });
    on(CommandId::PreviousPrediction, [this] { m_predictions->step(-1); });
    connect(m_writer, &ReportWriter::written, this, [this](const QString& file) {
        Q_EMIT m_context.navigator.noticeRequested(tr("The report is written: %1").arg(QFileInfo(file).fileName()),
                                                   false);
    });
    connect(m_writer, &ReportWriter::failed, this, [this](const Error& error) {
        Q_EMIT m_context.navigator.noticeRequested(
            tr("The report was not written: %1").arg(QString::fromStdString(describe(error))), true);
    });
    on(CommandId::CurvesAsTable, [this] {
        if (!m_plots.empty()) {
            m_plots.front()->showTable(0);
        }
    });
    on(CommandId::ExportCurves, [this] {
        if (!m_plots.empty()) {
            m_plots.front()->askForExport();
        }
    });
    on(CommandId::SideBySide, [this](bool isChecked) {
        m_isSideBySide = isChecked;
        rebuildPlots();
    });
}

void ComparePlace::setRuns(const QList<qint64>& runs)
{
    for (const auto& feed : m_feeds) {
        feed->disconnect(this);
    }
    m_feeds.clear();
    std::set<qint64> seen;
    for (const qint64 run : runs) {
        if (!seen.insert(run).second || !m_context.runs.find(run)) {
            continue;
        }
        auto feed = m_context.runs.feed(run);
        connect(feed.get(), &RunFeed::loaded, this, &ComparePlace::takeFeeds);
        connect(feed.get(), &RunFeed::stateChanged, this, &ComparePlace::takeFigures);
        connect(feed.get(), &RunFeed::advanced, this, [this] {
            for (CurvePlot* plot : m_plots) {
                if (m_isShown) {
                    plot->pointsAppended();
                }
            }
        });
        m_feeds.push_back(std::move(feed));
    }
    if (!seen.contains(m_reference)) {
        m_reference = m_feeds.empty() ? 0 : m_feeds.front()->id();
    }
    takeFeeds();
}

QList<qint64> ComparePlace::runs() const
{
    QList<qint64> runs;
    for (const auto& feed : m_feeds) {
        runs << feed->id();
    }
    return runs;
}

void ComparePlace::takeFeeds()
{
    m_chips->setFeeds(m_feeds, m_reference);
    m_results->setFeeds(m_feeds, m_reference);
    m_predictions->setFeeds(m_feeds);
    m_differences->setFeeds(m_feeds);
    m_differenceCount->setText(tr("%1 of %2").arg(m_differences->rowCount()).arg(m_differences->total()));
    QHeaderView* header = m_differenceTable->header();
    if (header->count() > 0) {
        header->setSectionResizeMode(QHeaderView::Stretch);
        header->setSectionResizeMode(0, QHeaderView::Interactive);
        header->resizeSection(0, kSettingWidth);
    }
    takeNotes();
    rebuildPlots();
    showView();
}

void ComparePlace::takeFigures()
{
    if (m_isShown) {
        m_results->takeNew();
        takeNotes();
    }
}

void ComparePlace::takeNotes()
{
    QStringList notes;
    for (const auto& feed : m_feeds) {
        const QString name = QStringLiteral("#%1").arg(feed->id());
        if (feed->state() == run::RunState::Exploded) {
            notes << tr("%1 exploded: its results are not those of a whole run.").arg(name);
        } else if (feed->state() == run::RunState::Failed || feed->state() == run::RunState::Lost ||
                   feed->state() == run::RunState::Stopped) {
            notes << tr("%1 did not come to its end.").arg(name);
        } else if (feed->isLive()) {
            notes << tr("%1 is still going.").arg(name);
        }
        if (!feed->isLoading() && !feed->curves().contains("mAP")) {
            notes << tr("%1 has no validation yet.").arg(name);
        }
    }
    std::map<std::string, int> recipes;
    for (const auto& feed : m_feeds) {
        ++recipes[feed->detail().summary.recipeHash];
    }
    const bool hasRepeats = std::any_of(recipes.begin(), recipes.end(), [](const auto& one) { return one.second > 1; });
    if (!hasRepeats && m_feeds.size() > 1) {
        notes << tr("One run of each recipe: how much is noise, only repeats with other seeds tell.");
    }
    m_notes->setText(notes.isEmpty() ? tr("Nothing stands against comparing these runs.")
                                     : notes.join(QLatin1Char('\n')));
}

PlotPanel ComparePlace::panel(const std::vector<std::shared_ptr<RunFeed>>& feeds, const std::string& series) const
{
    PlotPanel made;
    const bool isScore = series == "mAP";
    made.id = QString::fromStdString(series);
    made.title = isScore                 ? tr("Validation mAP")
                 : series == "grad_norm" ? tr("Gradient norm")
                                         : QString::fromStdString(series);
    made.note = isScore ? QString() : tr("log · band = min to max of every step");
    made.isLogarithmic = !isScore;
    made.includesZero = isScore;
    made.stretch = series == "grad_norm" ? 80 : 120;
    made.emptyText = isScore ? tr("No validation yet") : tr("No step yet");
    for (const auto& feed : feeds) {
        made.curves.push_back({QString::number(feed->id()), QStringLiteral("#%1").arg(feed->id()),
                               m_context.theme.runLook(feed->id()), curveView(feed, series, m_axis), isScore,
                               feed->id()});
    }
    return made;
}

CurveSet ComparePlace::curveSet(const std::vector<std::shared_ptr<RunFeed>>& feeds) const
{
    CurveSet set;
    set.axis = m_axis;
    set.panels = {panel(feeds, m_seriesChoice->currentText().toStdString()), panel(feeds, "mAP"),
                  panel(feeds, "grad_norm")};
    return set;
}

void ComparePlace::rebuildPlots()
{
    const std::size_t wanted = m_feeds.empty() ? 0 : m_isSideBySide ? m_feeds.size() : 1;
    while (m_plots.size() > wanted) {
        delete m_plots.back();
        m_plots.pop_back();
    }
    while (m_plots.size() < wanted) {
        auto* plot = new CurvePlot(m_context.theme, m_plotRow);
        plot->setProperty("panel", true);
        m_plotRow->layout()->addWidget(plot);
        connect(plot, &CurvePlot::curveHovered, this, &ComparePlace::highlight);
        const auto others = [this, plot](const auto& act) {
            for (CurvePlot* other : m_plots) {
                if (other != plot) {
                    act(*other);
                }
            }
        };
        connect(plot, &CurvePlot::cursorMoved, this,
                [others](double x) { others([x](CurvePlot& other) { other.setCursor(x); }); });
        connect(plot, &CurvePlot::cursorLeft, this,
                [others] { others([](CurvePlot& other) { other.setCursor(std::nullopt); }); });
        connect(plot, &CurvePlot::xRangeChanged, this, [others](double from, double to) {
            others([from, to](CurvePlot& other) { other.setXRange(from, to); });
        });
        m_plots.push_back(plot);
    }
    double end = 0;
    for (std::size_t index = 0; index < m_plots.size(); ++index) {
        const QSignalBlocker quiet(m_plots[index]);
        m_plots[index]->setCurves(curveSet(m_isSideBySide ? std::vector{m_feeds[index]} : m_feeds));
        m_plots[index]->fit();
        m_plots[index]->replotNow();
        end = std::max(end, m_plots[index]->dataEnd());
    }
    if (m_isSideBySide && end > 0) {
        for (CurvePlot* plot : m_plots) {
            const QSignalBlocker quiet(plot);
            plot->setXRange(0, end);
        }
    }
}

void ComparePlace::setAxis(XAxis axis)
{
    m_axis = axis;
    m_axisChoice->setCurrentIndex(static_cast<int>(axis));
    rebuildPlots();
}

void ComparePlace::setReference(qint64 run)
{
    if (runs().contains(run)) {
        m_reference = run;
        m_chips->setFeeds(m_feeds, m_reference);
        m_results->setFeeds(m_feeds, m_reference);
    }
}

void ComparePlace::remove(qint64 run)
{
    QList<qint64> left = runs();
    if (left.removeOne(run)) {
        setRuns(left);
    }
}

void ComparePlace::highlight(qint64 run)
{
    for (CurvePlot* plot : m_plots) {
        plot->setHighlight(run > 0 && !m_isSideBySide ? std::optional<qint64>(run) : std::nullopt);
    }
    m_results->setHighlight(run);
}

void ComparePlace::chooseRun()
{
    QMenu menu(this);
    const QList<qint64> chosen = runs();
    for (const store::RunSummary& run : m_context.runs.runs()) {
        if (chosen.contains(run.id)) {
            continue;
        }
        QAction* action = menu.addAction(themedIcon(m_context.theme, stateIcon(run.state), stateToken(run.state)),
                                         QStringLiteral("#%1  %2").arg(run.id).arg(QString::fromStdString(run.name)));
        action->setData(static_cast<qint64>(run.id));
    }
    if (menu.isEmpty()) {
        menu.addAction(tr("No other run in this store"))->setEnabled(false);
    }
    const QWidget* button = findChild<QWidget*>(QStringLiteral("addRun"));
    if (const QAction* picked = menu.exec(button->mapToGlobal(QPoint(0, button->height())))) {
        setRuns(runs() << picked->data().toLongLong());
    }
}

void ComparePlace::showImages(bool areShown)
{
    m_context.commands.action(CommandId::SameImages)->setChecked(areShown);
    m_upper->setCurrentIndex(areShown ? 1 : 0);
    if (areShown && m_isShown) {
        m_predictions->focusImages();
    }
}

void ComparePlace::askForReport()
{
    if (m_feeds.empty()) {
        Q_EMIT m_context.navigator.noticeRequested(tr("Pick the runs of the report first"), false);
        return;
    }
    QString filter;
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export report"), QStringLiteral("report.html"),
        tr("One-file page (*.html);;Markdown (*.md);;Table for a spreadsheet (*.csv)"), &filter);
    if (file.isEmpty()) {
        return;
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        file += filter.contains(QLatin1String("*.md"))    ? QStringLiteral(".md")
                : filter.contains(QLatin1String("*.csv")) ? QStringLiteral(".csv")
                                                          : QStringLiteral(".html");
    }
    exportReport(file);
}

void ComparePlace::exportReport(const QString& file)
{
    if (!m_writer->write(runs(), file)) {
        Q_EMIT m_context.navigator.noticeRequested(tr("A report is still being written"), false);
    }
}

qint64 ComparePlace::selectedRun() const
{
    return m_resultTable->currentIndex().data(ResultModel::RunRole).toLongLong();
}

void ComparePlace::showView()
{
    if (m_feeds.size() >= 2) {
        const bool isLoading = std::any_of(m_feeds.begin(), m_feeds.end(), [](const auto& feed) {
            return feed->isLoading() && feed->curves().empty();
        });
        if (isLoading) {
            m_stateView->setButtons({});
            m_stateView->show(StateView::Kind::Busy, QStringLiteral("clock"),
                              tr("Reading %n run(s)", nullptr, static_cast<int>(m_feeds.size())), {});
        }
        m_views->setCurrentWidget(isLoading ? static_cast<QWidget*>(m_stateView) : m_body);
        return;
    }
    m_views->setCurrentWidget(m_stateView);
    if (!m_context.runs.error().isEmpty()) {
        m_stateView->setButtons({});
        m_stateView->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The store could not be read"),
                          m_context.runs.error());
        return;
    }
    QList<QWidget*> buttons;
    const QList<qint64> chosen = runs();
    for (const store::RunSummary& run : m_context.runs.runs()) {
        if (buttons.size() < kOffered && !chosen.contains(run.id)) {
            QPushButton* button = makeButton(QStringLiteral("#%1 %2").arg(run.id).arg(QString::fromStdString(run.name)),
                                             CommandButton::Kind::Normal);
            const qint64 id = run.id;
            connect(
                button, &QPushButton::clicked, this, [this, id] { setRuns(runs() << id); }, Qt::QueuedConnection);
            buttons << button;
        }
    }
    m_stateView->setButtons(buttons);
    m_stateView->show(StateView::Kind::Empty, QStringLiteral("compare"),
                      chosen.isEmpty() ? tr("Pick two runs") : tr("Pick one more run"),
                      m_context.runs.runs().size() < 2
                          ? tr("There are fewer than two runs in this store yet.")
                          : tr("The latest ones are offered here; the whole list is in Runs."));
}

QString ComparePlace::markdown() const
{
    return QStringLiteral("%1\n%2").arg(m_results->markdown(), m_differences->markdown());
}

void ComparePlace::activated()
{
    m_isShown = true;
    m_figureTimer->start();
    takeFigures();
    m_resultTable->setFocus();
    for (CurvePlot* plot : m_plots) {
        plot->pointsAppended();
    }
}

void ComparePlace::deactivated()
{
    m_isShown = false;
    m_figureTimer->stop();
}

void ComparePlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    const bool isNarrow = width() - kSideWidth < kNarrowTable;
    for (const int column :
         {ResultModel::Total, ResultModel::Ratio, ResultModel::Best50, ResultModel::Speed, ResultModel::Last}) {
        m_resultTable->setColumnHidden(column, isNarrow);
    }
}

QVariant ComparePlace::state() const
{
    return QVariant::fromValue(runs());
}

void ComparePlace::restore(const QVariant& state)
{
    setRuns(state.value<QList<qint64>>());
}

} // namespace espalier::ui

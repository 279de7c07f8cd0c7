#include "ui/place/compare/compare_place.h"

#include "ui/bridge/core_text.h"
#include "ui/bridge/report_writer.h"
#include "ui/place/compare/care_notes.h"
#include "ui/place/compare/compare_curves.h"
#include "ui/place/compare/difference_model.h"
#include "ui/place/compare/pareto_plot.h"
#include "ui/place/compare/prediction_pane.h"
#include "ui/place/compare/result_model.h"
#include "ui/place/compare/run_chips.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QRegularExpression>
#include <QScrollArea>
#include <QShortcut>
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
constexpr int kGatherMilliseconds = 250; ///< while more runs are being read
constexpr int kRowHeight = 25;
constexpr int kMeasuredRows = 60; ///< that decide how wide the columns are
constexpr int kOffered = 5;       ///< runs that the empty view offers
constexpr int kSideWidth = 420;
constexpr int kSettingWidth = 150;
constexpr int kLeastSetting = 52;         ///< a number is read whole
constexpr std::size_t kMostPictured = 12; ///< runs; more columns of images are not looked at
constexpr int kNarrowTable = 1000;        ///< below it the results let go of what matters least

} // namespace

ComparePlace::ComparePlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_context(context), m_writer(new ReportWriter(context.services.storePath, this))
{
    setObjectName(QStringLiteral("compare"));
    m_figureTimer = new QTimer(this);
    m_figureTimer->setInterval(kFigureMilliseconds);
    connect(m_figureTimer, &QTimer::timeout, this, &ComparePlace::takeFigures);
    m_gatherTimer = new QTimer(this);
    m_gatherTimer->setSingleShot(true);
    m_gatherTimer->setInterval(kGatherMilliseconds);
    connect(m_gatherTimer, &QTimer::timeout, this, &ComparePlace::takeFeeds);
    if (QAction* sameImages = context.commands.action(CommandId::SameImages); !sameImages->isCheckable()) {
        sameImages->setCheckable(true); // kept when a place is made anew
        sameImages->setChecked(true);
    }
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
    command(CommandId::SameImages, CommandButton::Kind::Normal)->setFollowsCheck();
    command(CommandId::AddRunToCompare, CommandButton::Kind::Normal)->setObjectName(QStringLiteral("addRun"));
    command(CommandId::ExportReport, CommandButton::Kind::Primary);
    connect(m_chips, &RunChips::referenceAsked, this, &ComparePlace::setReference);
    connect(m_chips, &RunChips::removeAsked, this, &ComparePlace::remove);
    connect(m_chips, &RunChips::hovered, this, &ComparePlace::highlight);
    connect(m_chips, &RunChips::orderAsked, this, &ComparePlace::setOrder);
    auto* paste = new QShortcut(QKeySequence::Paste, this);
    paste->setContext(Qt::WidgetWithChildrenShortcut);
    connect(paste, &QShortcut::activated, this, [this] { addFrom(QGuiApplication::clipboard()->text()); });
    return head;
}

QWidget* ComparePlace::buildBody()
{
    const auto splitter = [](Qt::Orientation orientation, const QString& name, QWidget* parent) {
        auto* made = new QSplitter(orientation, parent);
        made->setObjectName(name);
        made->setHandleWidth(1);
        made->setChildrenCollapsible(false);
        return made;
    };
    auto* columns = splitter(Qt::Horizontal, QStringLiteral("compare"), this);
    auto* left = splitter(Qt::Vertical, QStringLiteral("compareRows"), columns);
    m_curves = new CompareCurves(m_context.theme, m_context.commands, left);
    m_predictions = new PredictionPane(m_context, left);
    m_predictions->setVisible(m_context.commands.action(CommandId::SameImages)->isChecked());
    left->addWidget(m_curves);
    m_resultRows = buildResults(left);
    left->addWidget(m_resultRows);
    left->addWidget(m_predictions);
    left->setStretchFactor(0, 2);
    left->setStretchFactor(1, 0);
    left->setStretchFactor(2, 3);
    left->setSizes({280, 165, 390});
    auto* right = splitter(Qt::Vertical, QStringLiteral("compareSide"), columns);
    m_pareto = new ParetoPlot(m_context.theme, right);
    right->addWidget(m_pareto);
    right->addWidget(buildDifferences(right));
    right->addWidget(buildNotes(right));
    right->setStretchFactor(1, 1);
    right->setSizes({290, 340, 200});
    columns->addWidget(left);
    columns->addWidget(right);
    columns->setStretchFactor(0, 1);
    columns->setSizes({1000, kSideWidth});
    connect(m_curves, &CompareCurves::hovered, this, &ComparePlace::highlight);
    connect(m_pareto, &ParetoPlot::hovered, this, &ComparePlace::highlight);
    connect(m_pareto, &ParetoPlot::clicked, this, &ComparePlace::selectRun);
    connect(m_predictions, &PredictionPane::hovered, this, &ComparePlace::highlight);
    connect(m_predictions, &PredictionPane::largeChanged, this, [this](bool isLarge) {
        m_curves->setVisible(!isLarge); // one image, with all the room there is
        m_resultRows->setVisible(!isLarge);
    });
    return columns;
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
    m_resultTable->horizontalHeader()->setResizeContentsPrecision(kMeasuredRows);
    m_resultTable->setTextElideMode(Qt::ElideMiddle);
    m_resultTable->setMouseTracking(true);
    m_resultTable->setAccessibleName(tr("Results"));
    m_resultTable->setProperty("panel", true);
    auto* column = new QVBoxLayout(results);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 12, 4);
    head->addWidget(makeLabel(tr("Results"), Tone::Section, results));
    head->addStretch(1);
    head->addWidget(
        new CommandButton(m_context.commands.action(CommandId::CopyMarkdown), CommandButton::Kind::Link, results));
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, results));
    column->addWidget(m_resultTable, 1);
    connect(m_resultTable, &QTableView::entered, this,
            [this](const QModelIndex& index) { highlight(index.data(ResultModel::RunRole).toLongLong()); });
    m_resultTable->viewport()->installEventFilter(this);
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
    m_differenceTable->header()->setMinimumSectionSize(kLeastSetting);
    m_differenceCount = makeLabel({}, Tone::Quiet, side);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    head->addWidget(makeLabel(tr("Settings that differ"), Tone::Section, side));
    head->setSpacing(8);
    head->addWidget(m_differenceCount);
    head->addWidget(makeLabel(tr("red = asked → realised"), Tone::Quiet, side));
    head->addStretch(1);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(makeLine(Qt::Horizontal, side));
    column->addWidget(m_differenceTable, 1);
    return side;
}

QWidget* ComparePlace::buildNotes(QWidget* parent)
{
    m_notes = makeLabel({}, Tone::Second);
    m_notes->setObjectName(QStringLiteral("careNotes"));
    m_notes->setWordWrap(true);
    m_notes->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->setContentsMargins(12, 4, 12, 10);
    auto* scroll = new QScrollArea; // as many sentences as there are
    scroll->setWidget(m_notes);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Read with care"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* side = new QWidget(parent);
    auto* title = makeLabel(tr("Read with care"), Tone::Section, side);
    title->setContentsMargins(12, 8, 12, 4);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(scroll, 1);
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
    on(CommandId::AxisStep, [this] { m_curves->setAxis(XAxis::Step); });
    on(CommandId::AxisEpoch, [this] { m_curves->setAxis(XAxis::Epoch); });
    on(CommandId::AxisTime, [this] { m_curves->setAxis(XAxis::Time); });
    on(CommandId::CopyMarkdown, [this] {
        QGuiApplication::clipboard()->setText(markdown());
        Q_EMIT m_context.navigator.noticeRequested(tr("The tables are in the clipboard as Markdown"), false);
    });
    on(CommandId::ExportReport, [this] { askForReport(); });
    on(CommandId::SameImages, [this](bool isChecked) { showImages(isChecked); });
    on(CommandId::LargePrediction, [this] { m_predictions->setLarge(m_predictions->isVisible()); });
    on(CommandId::BackToPredictions, [this] { m_predictions->setLarge(false); });
    on(CommandId::NextPrediction, [this] { m_predictions->step(1); });
    on(CommandId::PreviousPrediction, [this] { m_predictions->step(-1); });
    connect(m_writer, &ReportWriter::written, this, [this](const QString& file) {
        Q_EMIT m_context.navigator.noticeRequested(tr("The report is written: %1").arg(QFileInfo(file).fileName()),
                                                   false);
    });
    connect(m_writer, &ReportWriter::failed, this, [this](const Error& error) {
        Q_EMIT m_context.navigator.noticeRequested(tr("The report was not written: %1").arg(errorText(error)), true);
    });
    on(CommandId::CurvesAsTable, [this] {
        if (!plots().empty()) {
            plots().front()->showTable(0);
        }
    });
    on(CommandId::ExportCurves, [this] {
        if (!plots().empty()) {
            plots().front()->askForExport();
        }
    });
    on(CommandId::SideBySide, [this](bool isChecked) { m_curves->setSideBySide(isChecked); });
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
        connect(feed.get(), &RunFeed::loaded, this, &ComparePlace::gather);
        connect(feed.get(), &RunFeed::stateChanged, this, [this] {
            if (!isReading()) {
                takeStates();
            }
        });
        connect(feed.get(), &RunFeed::advanced, this, [this] {
            if (m_isShown) {
                m_curves->pointsAppended();
            }
        });
        m_feeds.push_back(std::move(feed));
    }
    if (!seen.contains(m_reference)) {
        m_reference = m_feeds.empty() ? 0 : m_feeds.front()->id();
    }
    takeFeeds();
}

bool ComparePlace::isReading() const
{
    return std::ranges::any_of(m_feeds, [](const auto& feed) { return feed->isLoading(); });
}

/// One was read: all is built anew, at once for the last one, now and then before.
void ComparePlace::gather()
{
    if (!isReading()) {
        m_gatherTimer->stop();
        takeFeeds();
    } else if (!m_gatherTimer->isActive()) {
        m_gatherTimer->start();
    }
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
    m_pareto->setFeeds(m_feeds, m_reference);
    m_predictions->setFeeds(
        {m_feeds.begin(), m_feeds.begin() + static_cast<std::ptrdiff_t>(std::min(m_feeds.size(), kMostPictured))});
    m_differences->setFeeds(m_feeds);
    m_differenceCount->setText(tr("%1 of %2").arg(m_differences->rowCount()).arg(m_differences->total()));
    QHeaderView* header = m_differenceTable->header();
    if (header->count() > 0) {
        header->setSectionResizeMode(QHeaderView::Stretch);
        header->setSectionResizeMode(0, QHeaderView::Interactive);
        header->resizeSection(0, kSettingWidth);
    }
    takeNotes();
    m_curves->setFeeds(m_feeds);
    showView();
}

void ComparePlace::takeFigures()
{
    if (m_isShown) {
        m_results->takeNew();
        if (std::ranges::any_of(m_feeds, [](const auto& feed) { return feed->isLive(); })) {
            m_pareto->setFeeds(m_feeds, m_reference);
            takeNotes();
        }
    }
}

/// What depends on how runs stand, without a redrawn curve.
void ComparePlace::takeStates()
{
    m_chips->setFeeds(m_feeds, m_reference);
    m_pareto->setFeeds(m_feeds, m_reference);
    m_differences->setFeeds(m_feeds);
    m_results->takeNew();
    takeNotes();
}

void ComparePlace::takeNotes()
{
    QStringList notes = careNotes(m_feeds);
    if (m_feeds.size() > kMostPictured) {
        notes
            << tr("The images are those of the first %1 runs: drag a chip forward to see another.").arg(kMostPictured);
    }
    m_notes->setText(notes.isEmpty() ? tr("Nothing stands against comparing these runs.")
                                     : notes.join(QLatin1Char('\n')));
}

void ComparePlace::setReference(qint64 run)
{
    if (runs().contains(run)) {
        m_reference = run;
        m_chips->setFeeds(m_feeds, m_reference);
        m_results->setFeeds(m_feeds, m_reference);
        m_pareto->setFeeds(m_feeds, m_reference);
    }
}

/// Chips show no more than some: what they do not show keeps its place behind them.
void ComparePlace::setOrder(const QList<qint64>& order)
{
    QList<qint64> all = order;
    for (const qint64 run : runs()) {
        if (!all.contains(run)) {
            all << run;
        }
    }
    setRuns(all);
}

void ComparePlace::addFrom(const QString& text)
{
    static const QRegularExpression kNumber(QStringLiteral("\\d+"));
    QList<qint64> all = runs();
    QStringList unknown;
    for (auto match = kNumber.globalMatch(text); match.hasNext();) {
        const QString number = match.next().captured();
        bool isNumber = false;
        const qint64 run = number.toLongLong(&isNumber);
        if (!isNumber || !m_context.runs.find(run)) {
            unknown << number.left(12);
        } else if (!all.contains(run)) {
            all << run;
        }
    }
    if (!unknown.isEmpty()) {
        Q_EMIT m_context.navigator.noticeRequested(
            tr("This store has no run %1").arg(unknown.mid(0, 5).join(QStringLiteral(", "))), false);
    } else if (all == runs()) {
        Q_EMIT m_context.navigator.noticeRequested(tr("There is no other run number in the clipboard"), false);
    }
    if (all != runs()) {
        setRuns(all);
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
    m_curves->setHighlight(run);
    m_results->setHighlight(run);
    m_pareto->setHighlight(run);
    m_differences->setHighlight(run);
    m_predictions->setHighlight(run);
}

void ComparePlace::selectRun(qint64 run)
{
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        if (m_sorted->index(row, 0).data(ResultModel::RunRole).toLongLong() == run) {
            m_resultTable->selectRow(row);
        }
    }
}

bool ComparePlace::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_resultTable->viewport() && event->type() == QEvent::Leave) {
        highlight(0);
    }
    return Place::eventFilter(watched, event);
}

const std::vector<CurvePlot*>& ComparePlace::plots() const
{
    return m_curves->plots();
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
    if (!areShown) {
        m_predictions->setLarge(false);
    }
    m_predictions->setVisible(areShown);
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
    if (const qint64 focused = m_chips->focusedRun(); focused > 0) {
        return focused;
    }
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
    m_curves->pointsAppended();
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

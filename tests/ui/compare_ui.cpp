#include "core/base/files.h"
#include "core/base/json.h"
#include "tests/ui/desk.h"
#include "ui/place/compare/compare_place.h"
#include "ui/place/compare/difference_model.h"
#include "ui/place/compare/pareto_plot.h"
#include "ui/place/compare/prediction_pane.h"
#include "ui/place/compare/prediction_view.h"
#include "ui/place/compare/result_model.h"
#include "ui/place/compare/run_chips.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/run_text.h"
#include "ui/shell/notice_stack.h"
#include "ui/widget/state_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace espalier;
using namespace espalier::ui;

namespace {

/// The truth of a run's validation images, and a detection on each truth box.
metrics::DetectionsFile perfect(const dataset::Catalogue& catalogue)
{
    metrics::DetectionsFile file;
    file.classes = catalogue.classes;
    for (const dataset::Entry& entry : catalogue.entries) {
        file.images.push_back({entry.id, entry.fileName, entry.width, entry.height});
        for (const dataset::Annotation& annotation : entry.annotations) {
            metrics::Box box{};
            std::ranges::copy(annotation.box, box.begin());
            file.truth.push_back({entry.id, annotation.label, box});
            file.detections.push_back({entry.id, annotation.label, box, 0.9});
        }
    }
    return file;
}

dataset::Catalogue validationOf(const experiment::Experiment& experiment)
{
    const auto splits = dataset::openDataset(experiment.data, experiment.model.classes, {}, experiment.train.seed);
    return splits ? splits->val->catalogue() : dataset::Catalogue();
}

/// Two validation images in two colours, one box each; training is the same folder's other list.
void writeCoco(const std::filesystem::path& root)
{
    for (const char* split : {"train", "val"}) {
        std::filesystem::create_directories(root / split);
        Json images = Json::array();
        Json boxes = Json::array();
        for (int id = 1; id <= 2; ++id) {
            const std::string name = std::string(split) + std::to_string(id) + ".png";
            dataset::Image image{40, 30, {}};
            image.pixels.assign(40 * 30 * 3, static_cast<std::uint8_t>(60 * id));
            QVERIFY(dataset::writePng(root / split / name, image).has_value());
            images.push_back({{"id", id}, {"file_name", name}, {"width", 40}, {"height", 30}});
            boxes.push_back({{"id", id}, {"image_id", id}, {"category_id", 1}, {"bbox", {4, 4, 20, 12}}});
        }
        const Json list{
            {"images", images}, {"annotations", boxes}, {"categories", Json::array({{{"id", 1}, {"name", "defect"}}})}};
        QVERIFY(writeFileAtomically(root / split / "annotations.json", list.dump()).has_value());
    }
}

} // namespace

class CompareUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_first = m_desk->start(Desk::experiment("slow", 4, 1e-4));
        m_second = m_desk->start(Desk::experiment("fast", 6, 1e-3));
        QVERIFY(m_desk->waitFor(m_first, run::RunState::Finished));
        QVERIFY(m_desk->waitFor(m_second, run::RunState::Finished));
        for (const qint64 run : {m_first, m_second}) {
            QVERIFY(hasFolder(run));
        }
        m_place = static_cast<ComparePlace*>(m_desk->window->place(PlaceId::Compare));
        m_images = validationOf(Desk::experiment("slow"));
        QCOMPARE(m_images.entries.size(), std::size_t{8});
    }
    void cleanup() { m_desk.reset(); }

    void asksForTwoRuns()
    {
        m_desk->window->showPlace(PlaceId::Compare);
        QVERIFY(m_place->findChild<StateView*>()->isVisible());
        m_desk->window->compare({m_first});
        QVERIFY(m_place->findChild<StateView*>()->isVisible());
    }

    void overlaysRunsAndSaysWhatDiffers()
    {
        compare();
        QCOMPARE(m_place->plots().size(), std::size_t{2}); // a loss beside the score
        for (const CurvePlot* plot : m_place->plots()) {
            QCOMPARE(plot->curves().panels.front().curves.size(), std::size_t{2});
        }
        const auto* differences = m_place->findChild<DifferenceModel*>();
        QStringList keys;
        for (int row = 0; row < differences->rowCount(); ++row) {
            keys << differences->index(row, 0).data().toString();
        }
        QCOMPARE(keys, (QStringList{QStringLiteral("train.epochs"), QStringLiteral("train.lr")}));
    }

    void showsCurvesResultsImagesAndFrontAtOnce()
    {
        compare();
        QVERIFY(m_place->plots().front()->isVisible());
        QVERIFY(m_place->findChild<ResultModel*>()->rowCount() == 2);
        QVERIFY(pane().isVisible());
        QVERIFY(pareto().isVisible());
        // One runs longer, both end their axes at one place.
        QCOMPARE(m_place->plots().front()->xRange(), (std::pair{0.0, 6.0}));
        QCOMPARE(m_place->plots().back()->xRange(), (std::pair{0.0, 6.0}));
        m_desk->action(CommandId::SameImages)->trigger();
        QVERIFY(!pane().isVisible());
        QVERIFY(m_place->plots().front()->isVisible());
        m_desk->action(CommandId::SameImages)->trigger();
        QVERIFY(pane().isVisible());
    }

    void smoothingKeepsEverySpike()
    {
        compare();
        CurvePlot& plot = *m_place->plots().front();
        const auto extremes = [&] {
            double low = 1e300, high = -1e300;
            for (const Column& column : plot.drawnColumns(0, 1)) {
                low = std::min(low, column.low);
                high = std::max(high, column.high);
            }
            return std::pair(low, high);
        };
        QComboBox* smoothing = nullptr;
        for (auto* box : m_place->findChildren<QComboBox*>()) {
            smoothing = box->accessibleName() == QStringLiteral("Smoothing") ? box : smoothing;
        }
        QVERIFY(smoothing != nullptr);
        smoothing->setCurrentIndex(0);
        plot.replotNow();
        const auto before = extremes();
        const std::size_t points = plot.drawnColumns(0, 1).size();
        QCOMPARE(points, std::size_t{24});
        smoothing->setCurrentIndex(3);
        plot.replotNow();
        QVERIFY(plot.drawnColumns(0, 1).size() < points);
        QCOMPARE(extremes(), before);
        // Points of validations stay points.
        m_place->plots().back()->replotNow();
        QCOMPARE(m_place->plots().back()->drawnColumns(0, 1).size(), std::size_t{6});
    }

    void hoverLightsOneRunEverywhere()
    {
        compare();
        const auto* results = m_place->findChild<ResultModel*>();
        const auto* differences = m_place->findChild<DifferenceModel*>();
        const auto alpha = [](const QAbstractItemModel* model, int row, int column) {
            return model->index(row, column).data(Qt::ForegroundRole).value<QColor>().alphaF();
        };
        Q_EMIT pareto().hovered(m_second);
        QVERIFY(alpha(results, 0, ResultModel::Trainable) < 0.35F);
        QCOMPARE(alpha(results, 1, ResultModel::Trainable), 1.0F);
        QVERIFY(alpha(differences, 0, 1) < 0.35F);
        QCOMPARE(alpha(differences, 0, 2), 1.0F);
        Q_EMIT pareto().hovered(0);
        QCOMPARE(alpha(results, 0, ResultModel::Trainable), 1.0F);
    }

    void chipsAreMovedPinnedRemovedAndPasted()
    {
        compare();
        auto* chips = m_place->findChild<RunChips*>();
        const auto buttonOf = [&](qint64 run) {
            for (auto* button : chips->findChildren<QPushButton*>()) {
                if (button->property("run").toLongLong() == run) {
                    return button;
                }
            }
            return static_cast<QPushButton*>(nullptr);
        };
        // Dragged before the first.
        QPushButton* second = buttonOf(m_second);
        const QPoint grip = second->rect().center();
        const QPoint to = second->mapFrom(chips, buttonOf(m_first)->mapTo(chips, QPoint(2, 8)));
        QTest::mousePress(second, Qt::LeftButton, {}, grip);
        for (const QPoint& point : {grip - QPoint(30, 0), to}) {
            QMouseEvent move(QEvent::MouseMove, point, second->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(second, &move);
        }
        QTest::mouseRelease(second, Qt::LeftButton, {}, to);
        QTRY_COMPARE(m_place->runs(), (QList<qint64>{m_second, m_first}));
        QCOMPARE(m_place->reference(), m_first); // moving is not choosing
        // Alt+Right moves it back, P and Del mean the chip with the focus.
        chips->focusRun(m_second);
        QTest::keyClick(buttonOf(m_second), Qt::Key_Right, Qt::AltModifier);
        QTRY_COMPARE(m_place->runs(), (QList<qint64>{m_first, m_second}));
        QTRY_COMPARE(chips->focusedRun(), m_second);
        m_desk->action(CommandId::PinReference)->trigger();
        QCOMPARE(m_place->reference(), m_second);
        QTRY_COMPARE(chips->focusedRun(), m_second);
        m_desk->action(CommandId::RemoveRunFromCompare)->trigger();
        QCOMPARE(m_place->runs(), (QList<qint64>{m_first}));
        // Pasted as text; what is not in the store is named.
        auto* notices = m_desk->window->findChild<NoticeStack*>();
        m_place->addFrom(QStringLiteral("#%1, 99 and #%2").arg(m_second).arg(m_first));
        QCOMPARE(m_place->runs(), (QList<qint64>{m_first, m_second}));
        QTRY_COMPARE(notices->count(), 1);
    }

    void saysWhatWasAskedAndWhatItCameTo()
    {
        // Stopped half way: the epochs asked for were not run.
        const qint64 third = m_desk->start(Desk::experiment("wild", 8, 50));
        QVERIFY(m_desk->waitFor(third, run::RunState::Exploded));
        m_desk->window->compare({m_first, third});
        const auto* differences = m_place->findChild<DifferenceModel*>();
        QTRY_VERIFY(differences->rowCount() > 0);
        const auto row = [&] {
            for (int line = 0; line < differences->rowCount(); ++line) {
                if (differences->index(line, 0).data().toString() == QStringLiteral("train.epochs")) {
                    return line;
                }
            }
            return -1;
        };
        QTRY_VERIFY(row() >= 0);
        const auto cell = [&](int role) { return differences->index(row(), 2).data(role); };
        QTRY_VERIFY2(cell(Qt::DisplayRole).toString().startsWith(QStringLiteral("8 → ")),
                     qPrintable(cell(Qt::DisplayRole).toString()));
        QCOMPARE(cell(Qt::ForegroundRole).value<QColor>(), m_desk->theme.color(Token::ExplodedLine));
        QVERIFY(cell(Qt::ToolTipRole).toString().contains(QStringLiteral("of 8")));
        QCOMPARE(differences->index(row(), 1).data().toString(), QStringLiteral("4"));
        // An exploded run is no part of the front.
        QTRY_COMPARE(pareto().front(), QStringList{QStringLiteral("slow")});
    }

    void switchesTheAxis()
    {
        compare();
        m_desk->action(CommandId::AxisStep)->trigger();
        QCOMPARE(m_place->plots().front()->dataEnd(), 24.0);
        m_desk->action(CommandId::AxisEpoch)->trigger();
        QCOMPARE(m_place->plots().front()->dataEnd(), 6.0);
    }

    void standsSideBySideWithOneCursor()
    {
        compare();
        m_desk->action(CommandId::SideBySide)->trigger();
        QCOMPARE(m_place->plots().size(), std::size_t{2});
        Q_EMIT m_place->plots().front()->cursorMoved(2.0);
        QCOMPARE(m_place->plots().back()->cursor(), std::optional<double>(2.0));
        Q_EMIT m_place->plots().front()->xRangeChanged(1.0, 3.0);
        QCOMPARE(m_place->plots().back()->xRange(), (std::pair{1.0, 3.0}));
    }

    void takesAReferenceAndCopiesMarkdown()
    {
        compare();
        QCOMPARE(m_place->reference(), m_first);
        m_desk->action(CommandId::CopyMarkdown)->trigger();
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(QStringLiteral("slow")));
        QVERIFY(text.contains(QStringLiteral("| train.lr |")));
        const auto lines = text.split(QLatin1Char('\n'));
        QCOMPARE(lines[0].count(QLatin1Char('|')), lines[2].count(QLatin1Char('|')));
    }

    void showsTheSameImagesByDisagreement()
    {
        auto fast = perfect(m_images);
        const auto missing = fast.images[2].id;
        std::erase_if(fast.detections, [&](const auto& box) { return box.image == missing; });
        fast.detections.push_back({missing, 0, {1, 1, 9, 9}, 0.6});
        keep(m_first, perfect(m_images));
        keep(m_second, fast);
        showImages();
        const QAbstractItemModelTester tester(const_cast<PredictionModel*>(&pane().model()));
        QTRY_COMPARE_WITH_TIMEOUT(pane().model().columnCount(), 3, 30000);
        QCOMPARE(pane().model().rowCount(), 8);
        const PredictedImage& first = pane().model().image(0);
        QCOMPARE(first.file, QString::fromStdString(fast.images[2].file));
        QCOMPARE(first.cells[0].disagreement(), 0);
        QCOMPARE(first.cells[1].missed, static_cast<std::int64_t>(first.truth.size()));
        QCOMPARE(first.cells[1].falses, 1);
        QCOMPARE(pane().current(), first.file);

        // Filters and orders keep to what the counts say.
        auto* filter = named<QComboBox>(QStringLiteral("Which images"));
        filter->setCurrentIndex(2);
        QCOMPARE(pane().model().rowCount(), 1);
        filter->setCurrentIndex(0);
        named<QComboBox>(QStringLiteral("Order of the images"))->setCurrentIndex(1);
        QCOMPARE(pane().model().image(7).file, first.file);

        // Above every score all is missed, and no false box is left.
        pane().setScore(0.95);
        QTRY_COMPARE(pane().model().table()->score, 0.95);
        for (const PredictedImage& image : pane().model().table()->images) {
            QCOMPARE(image.cells[0].missed, static_cast<std::int64_t>(image.truth.size()));
            QVERIFY(image.cells[1].boxes.empty());
        }
        filter->setCurrentIndex(2);
        QVERIFY(says(QStringLiteral("No image passes the filter")));
    }

    void looksCloselyAtOneImageInAllRuns()
    {
        keep(m_first, perfect(m_images));
        keep(m_second, perfect(m_images));
        showImages();
        QTRY_COMPARE(pane().model().rowCount(), 8);
        QTRY_VERIFY(pane().model().thumbnail(0) != nullptr);
        auto* table = pane().findChild<QTableView*>();
        QTRY_VERIFY(table->hasFocus());
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(pane().current(), pane().model().image(1).file);
        m_desk->action(CommandId::LargePrediction)->trigger();
        QVERIFY(pane().isLarge());
        auto* view = pane().findChild<PredictionView*>();
        QVERIFY(view->isVisible());
        QVERIFY(view->hasFocus());
        QTRY_VERIFY(view->hasPicture());
        QTest::keyClick(view, Qt::Key_Right);
        QCOMPARE(view->file(), pane().model().image(2).file);
        QCOMPARE(pane().current(), view->file());
        // What is zoomed in one panel is zoomed at the same place in all.
        const QPointF before = view->frame(1).area.center() + QPointF(12, 7);
        const QPointF inImage = (before - view->frame(1).area.topLeft()) / view->frame(1).area.width();
        view->zoomAt(4, before);
        QCOMPARE(view->zoom(), 4.0);
        for (int panel = 0; panel < 3; ++panel) {
            const PictureFrame frame = view->frame(panel);
            QCOMPARE(frame.area.size(), view->frame(1).area.size());
            QCOMPARE(frame.area.center() - frame.bounds.center(),
                     view->frame(1).area.center() - view->frame(1).bounds.center());
        }
        const QPointF after = view->frame(1).area.topLeft() + inImage * view->frame(1).area.width();
        QVERIFY(std::abs(after.x() - before.x()) < 1e-6 && std::abs(after.y() - before.y()) < 1e-6);
        QTest::keyClick(view, Qt::Key_0);
        QCOMPARE(view->zoom(), 1.0);
        m_desk->action(CommandId::BackToPredictions)->trigger();
        QVERIFY(!pane().isLarge());
        QVERIFY(table->isVisible());
        QCOMPARE(pane().current(), pane().model().image(2).file);
    }

    void saysWhyThereIsNothingToSee()
    {
        showImages();
        QTRY_VERIFY(says(QStringLiteral("No predictions yet")));
        QVERIFY(writeFileAtomically(fileOf(m_first), "{\"classes\":").has_value());
        m_desk->action(CommandId::SameImages)->trigger();
        m_desk->action(CommandId::SameImages)->trigger();
        QTRY_VERIFY(says(QStringLiteral("The predictions cannot be read")));
        // Mended and read again; the other run still has none, which is told.
        keep(m_first, perfect(m_images));
        for (auto* button : pane().findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Read again")) {
                button->click();
            }
        }
        QTRY_COMPARE(pane().model().rowCount(), 8);
        QCOMPARE(pane().model().columnCount(), 2);
        QCOMPARE(note(), QStringLiteral("#%1 has no predictions yet.").arg(m_second));
    }

    void standsOnlyRunsOfTheSameDataSideBySide()
    {
        auto other = perfect(m_images);
        other.truth.front().box[0] += 1;
        keep(m_first, perfect(m_images));
        keep(m_second, other);
        showImages();
        QTRY_COMPARE(pane().model().columnCount(), 2);
        QVERIFY(note().startsWith(QStringLiteral("#%1 was validated on other images").arg(m_second)));
        // The same images under other numbers and in another order are the same.
        auto moved = perfect(m_images);
        std::ranges::reverse(moved.images);
        for (auto& image : moved.images) {
            image.id += 1000;
        }
        for (auto& box : moved.truth) {
            box.image += 1000;
        }
        for (auto& box : moved.detections) {
            box.image += 1000;
        }
        QVERIFY(isSameData(perfect(m_images), moved));
        QVERIFY(!isSameData(perfect(m_images), other));
    }

    void drawsTheBoxesWhereImagesWereMoved()
    {
        const std::filesystem::path root = std::filesystem::path(m_folder.path().toStdString()) / "set";
        writeCoco(root);
        experiment::Experiment onFiles = Desk::experiment("files");
        onFiles.data = {};
        onFiles.data.root = root.string();
        onFiles.model.classes.clear();
        const qint64 run = m_desk->start(onFiles);
        QVERIFY(m_desk->waitFor(run, run::RunState::Finished));
        QVERIFY(hasFolder(run));
        keep(run, perfect(validationOf(onFiles)));
        std::filesystem::rename(root, root.parent_path() / "moved");
        m_desk->window->compare({run, m_first});
        m_place->showImages(true);
        QTRY_VERIFY(note().contains(QStringLiteral("The images cannot be opened")));
        QCOMPARE(pane().model().rowCount(), 2);
        QCOMPARE(pane().model().entryOf(0), -1);
        // Back where they were.
        std::filesystem::rename(root.parent_path() / "moved", root);
        for (auto* button : pane().findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Open them again")) {
                button->click();
            }
        }
        QTRY_COMPARE(pane().images().state(), DataSet::State::Ready);
        QTRY_VERIFY(pane().model().thumbnail(0) != nullptr);
        QVERIFY(!note().contains(QStringLiteral("cannot be opened")));
    }

    void writesTheReport_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("begins");
        QTest::newRow("html") << QStringLiteral("report.html") << QStringLiteral("<!doctype html>");
        QTest::newRow("markdown") << QStringLiteral("report.md") << QStringLiteral("#");
        QTest::newRow("csv") << QStringLiteral("report.csv") << QString();
    }

    void writesTheReport()
    {
        QFETCH(QString, name);
        QFETCH(QString, begins);
        compare();
        const QString file = m_folder.filePath(name);
        m_place->exportReport(file);
        auto* notices = m_desk->window->findChild<NoticeStack*>();
        QTRY_COMPARE(notices->count(), 1);
        const auto text = readFile(file.toStdString());
        QVERIFY(text.has_value());
        QVERIFY2(QString::fromStdString(*text).startsWith(begins, Qt::CaseInsensitive), text->substr(0, 60).c_str());
        QVERIFY(text->find("slow") != std::string::npos && text->find("fast") != std::string::npos);
        // A place that cannot be written to is said, and nothing is left behind.
        m_place->exportReport(m_folder.filePath(QStringLiteral("none/") + name));
        QTRY_COMPARE(notices->count(), 2);
        QVERIFY(!QFileInfo::exists(m_folder.filePath(QStringLiteral("none"))));
    }

    void putsRepeatsOfARecipeTogether()
    {
        experiment::Experiment again = Desk::experiment("slow", 4, 1e-4);
        again.train.seed = 7;
        const qint64 third = m_desk->start(again);
        QVERIFY(m_desk->waitFor(third, run::RunState::Finished));
        m_desk->window->compare({m_first, third, m_second});
        auto* results = m_place->findChild<ResultModel*>();
        const QAbstractItemModelTester tester(results);
        QTRY_COMPARE(results->rowCount(), 4);
        QCOMPARE(results->index(2, ResultModel::Name).data().toString(), QStringLiteral("mean of 2 repeats  slow"));
        QCOMPARE(results->index(2, ResultModel::Name).data(ResultModel::RunRole).toLongLong(), 0);
        const auto best = [&](int row) {
            return results->index(row, ResultModel::Best).data(ResultModel::SortRole).toDouble();
        };
        QTRY_VERIFY(best(0) > 0 && best(1) > 0);
        QVERIFY(std::abs(best(2) - (best(0) + best(1)) / 2) < 1e-12);
        const QString text = results->index(2, ResultModel::Best).data().toString();
        const QString low = results->index(best(0) < best(1) ? 0 : 1, ResultModel::Best).data().toString();
        QVERIFY2(text.contains(QStringLiteral("(") + low + QStringLiteral("–")), qPrintable(text));
        QCOMPARE(results->index(2, ResultModel::Outcome).data().toString(), QStringLiteral("2 of 2 finished"));
        // What repeats differ by is said, and what does not beat it is within noise.
        const QString care = m_place->findChild<QLabel*>(QStringLiteral("careNotes"))->text();
        QVERIFY2(care.contains(QStringLiteral("of slow end at")), qPrintable(care));
        const double noise = std::abs(best(0) - best(1));
        QVERIFY2(care.contains(QStringLiteral("Differences below about %1 are noise").arg(metricText(noise))),
                 qPrintable(care));
        const bool isWithin = std::abs(best(3) - best(2)) <= noise;
        QCOMPARE(care.contains(QStringLiteral("within noise")), isWithin);
    }

private:
    [[nodiscard]] ParetoPlot& pareto() const { return *m_place->findChild<ParetoPlot*>(); }
    [[nodiscard]] PredictionPane& pane() const { return *m_place->findChild<PredictionPane*>(); }
    template <class Widget>
    [[nodiscard]] Widget* named(const QString& name) const
    {
        for (auto* widget : pane().findChildren<Widget*>()) {
            if (widget->accessibleName() == name) {
                return widget;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool says(const QString& title) const
    {
        const auto labels = pane().findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text() == title; });
    }
    [[nodiscard]] QString note() const { return pane().findChild<QLabel*>(QStringLiteral("predictionNotes"))->text(); }
    /// The row of a run is read after its events.
    [[nodiscard]] bool hasFolder(qint64 run) const
    {
        const auto feed = m_desk->window->runs().feed(run);
        return QTest::qWaitFor([&] { return !feed->detail().runFolder.empty(); });
    }
    [[nodiscard]] std::filesystem::path fileOf(qint64 run) const
    {
        // A feed that nobody holds is made anew, and knows its folder only after a read.
        const auto feed = m_desk->window->runs().feed(run);
        (void)QTest::qWaitFor([&] { return !feed->detail().runFolder.empty(); });
        return feed->detail().runFolder / metrics::kDetectionsFileName;
    }
    void keep(qint64 run, const metrics::DetectionsFile& file) const
    {
        const auto written = metrics::writeDetections(file, fileOf(run));
        QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    }
    void showImages()
    {
        compare();
        m_place->showImages(true);
        QVERIFY(pane().isVisible());
    }

    void compare()
    {
        m_desk->window->compare({m_first, m_second});
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Compare);
        QCOMPARE(m_place->runs(), (QList<qint64>{m_first, m_second}));
        QTRY_VERIFY(!m_place->plots().empty() && m_place->plots().front()->isVisible());
        QTRY_VERIFY(m_place->findChild<DifferenceModel*>()->rowCount() > 0);
    }

    std::unique_ptr<Desk> m_desk;
    QTemporaryDir m_folder;
    dataset::Catalogue m_images; ///< that both runs were validated on
    ComparePlace* m_place = nullptr;
    qint64 m_first = 0;
    qint64 m_second = 0;
};

QTEST_MAIN(CompareUi)
#include "compare_ui.moc"

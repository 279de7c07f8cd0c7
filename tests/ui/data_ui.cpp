#include "core/base/files.h"
#include "core/base/json.h"
#include "tests/ui/desk.h"
#include "ui/place/data/class_chips.h"
#include "ui/place/data/data_charts.h"
#include "ui/place/data/data_place.h"
#include "ui/place/data/findings_panel.h"
#include "ui/place/data/image_delegate.h"
#include "ui/place/data/image_list_model.h"
#include "ui/place/data/image_view.h"
#include "ui/place/data/sample_panel.h"
#include "ui/widget/state_view.h"

#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QTreeView>
#include <QUrl>
#include <cstdlib>
#include <iostream>

using namespace espalier;
using namespace espalier::ui;

namespace {

Json imageRow(int id, const char* name)
{
    return {{"id", id}, {"file_name", name}, {"width", 40}, {"height", 30}};
}

Json boxRow(int id, int image, int category, const std::vector<double>& box)
{
    return {{"id", id}, {"image_id", image}, {"category_id", category}, {"bbox", box}};
}

void writeList(const std::filesystem::path& folder, const Json& images, const Json& boxes)
{
    const Json categories = Json::array({{{"id", 1}, {"name", "defect"}}, {{"id", 2}, {"name", "dust"}}});
    const Json list{{"images", images}, {"annotations", boxes}, {"categories", categories}};
    QVERIFY(writeFileAtomically(folder / "annotations.json", list.dump()).has_value());
}

void writeImage(const std::filesystem::path& file, std::uint8_t grey)
{
    dataset::Image image{40, 30, {}};
    image.pixels.assign(40 * 30 * 3, grey);
    QVERIFY(dataset::writePng(file, image).has_value());
}

/// Training: a.png (two boxes, one over the rim), b.png (dust), none.png (no box), cut.png (damaged), gone.png
/// (missing), a box of no image. Validation: one sound image.
void writeDamagedSet(const std::filesystem::path& root)
{
    for (const char* split : {"train", "val"}) {
        std::filesystem::create_directories(root / split);
    }
    writeImage(root / "train/a.png", 10);
    writeImage(root / "train/b.png", 90);
    writeImage(root / "train/none.png", 120);
    const auto whole = readFile(root / "train/b.png");
    QVERIFY(writeFileAtomically(root / "train/cut.png", whole->substr(0, whole->size() / 2)).has_value());
    writeList(root / "train",
              Json::array({imageRow(1, "a.png"), imageRow(2, "b.png"), imageRow(3, "none.png"), imageRow(4, "cut.png"),
                           imageRow(5, "gone.png")}),
              Json::array({boxRow(10, 1, 1, {30, 5, 20, 10}), boxRow(11, 1, 1, {2, 2, 8, 8}),
                           boxRow(12, 2, 2, {5, 5, 20, 20}), boxRow(13, 77, 1, {1, 1, 5, 5})}));
    writeImage(root / "val/v.png", 200);
    writeList(root / "val", Json::array({imageRow(1, "v.png")}),
              Json::array({boxRow(1, 1, 1, {3, 3, 9, 9}), boxRow(2, 1, 2, {20, 3, 9, 9})}));
}

experiment::Experiment experimentOn(const std::filesystem::path& root)
{
    experiment::Experiment made = Desk::experiment("data");
    made.data = {};
    made.data.root = root.string();
    made.data.imageSize = 64;
    made.model.classes.clear();
    return made;
}

} // namespace

class DataUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        isolateSettings();
        if (const char* named = std::getenv("ESPALIER_DATA")) {
            m_studyData = named;
        } else {
            m_studyData = std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/data/mvtec-bottle";
        }
        qunsetenv("ESPALIER_DATA");
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_desk = std::make_unique<Desk>();
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get())); // keys go to the active window
        m_place = static_cast<DataPlace*>(m_desk->window->place(PlaceId::Data));
        find();
    }
    void cleanup() { m_desk.reset(); }

    void isReachedByItsKeyAndSaysWhatToDoWithoutData()
    {
        QTest::keyClick(m_desk->window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Data);
        QCOMPARE(m_place->dataSet().state(), DataSet::State::None);
        QVERIFY(says(QStringLiteral("No data set is named")));
        QVERIFY(!m_list->isVisible());
    }

    void showsTheDrawnSet()
    {
        const QAbstractItemModelTester images(m_place->findChild<ImageListModel*>());
        const QAbstractItemModelTester shown(m_list->model());
        open(Desk::experiment("drawn"));
        QCOMPARE(m_list->model()->rowCount(), 16);
        m_desk->action(CommandId::OtherSplit)->trigger();
        QCOMPARE(m_place->split(), Split::Val);
        QCOMPARE(m_list->model()->rowCount(), 8);
        const auto& counts = m_place->findChild<DataCharts*>()->counts();
        QCOMPARE(counts[0].boxes, m_place->dataSet().splits().train->catalogue().usedBoxes);
        QCOMPARE(counts[1].boxes, m_place->dataSet().splits().val->catalogue().usedBoxes);
        QCOMPARE(counts[1].imageSizes.at({640, 640}), 8);
        // Thumbnails come by themselves for what is seen.
        QTRY_VERIFY(m_place->findChild<ImageListModel*>()->thumbnail(0) != nullptr);
    }

    void listsWhatIsWrongAndLeadsThere()
    {
        writeDamagedSet(root());
        open(experimentOn(root()));
        const FindingModel& model = m_findings->model();
        const QAbstractItemModelTester tester(const_cast<FindingModel*>(&model));
        QCOMPARE(model.count(), 4);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.groups()[0].kind, dataset::Defect::Kind::MissingImage);
        QCOMPARE(model.groups()[1].kind, dataset::Defect::Kind::DamagedImage);
        QCOMPARE(model.groups()[2].kind, dataset::Defect::Kind::OrphanAnnotation);
        QCOMPARE(model.groups()[3].kind, dataset::Defect::Kind::BoxClipped);
        // Images that cannot be used keep their cells; findings stand first.
        QCOMPARE(m_list->model()->rowCount(), 5);
        for (int row = 0; row < 3; ++row) {
            QVERIFY(names().mid(0, 3).contains(m_list->model()->index(row, 0).data().toString()));
        }
        QVERIFY(!names().mid(0, 3).contains(QStringLiteral("none.png")));

        // A click on the box over the rim, seen from the other split and past a search.
        m_place->setSplit(Split::Val);
        m_search->setText(QStringLiteral("v"));
        auto* tree = m_findings->findChild<QTreeView*>();
        const QModelIndex clipped = model.index(0, 0, model.index(3, 0));
        tree->scrollTo(clipped);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(clipped).center());
        QCOMPARE(m_place->split(), Split::Train);
        QCOMPARE(current(), QStringLiteral("a.png"));
        QVERIFY(m_search->text().isEmpty());

        m_desk->action(CommandId::NextFinding)->trigger(); // around the end, to the first
        QCOMPARE(current(), QStringLiteral("gone.png"));
        m_desk->action(CommandId::NextFinding)->trigger();
        QCOMPARE(current(), QStringLiteral("cut.png"));
        m_desk->action(CommandId::PreviousFinding)->trigger();
        QCOMPARE(current(), QStringLiteral("gone.png"));
    }

    void saysThatAllIsSound()
    {
        writeDamagedSet(root());
        writeList(root() / "train", Json::array({imageRow(1, "a.png")}),
                  Json::array({boxRow(1, 1, 1, {3, 3, 9, 9}), boxRow(2, 1, 2, {20, 3, 9, 9})}));
        open(experimentOn(root()));
        QCOMPARE(m_findings->model().count(), 0);
        QVERIFY(!m_findings->findChild<QTreeView*>()->isVisible());
        bool isSaid = false;
        for (const QLabel* label : m_findings->findChildren<QLabel*>()) {
            isSaid = isSaid || (label->isVisible() && label->text().contains(QStringLiteral("2 images, 4 boxes")));
        }
        QVERIFY(isSaid);
    }

    void filtersByClassAndByName()
    {
        writeDamagedSet(root());
        open(experimentOn(root()));
        const auto& chips = m_place->findChild<ClassChips*>()->chips();
        QCOMPARE(chips.size(), std::size_t{2});
        QVERIFY(chips[0]->text().contains(QStringLiteral("defect")) && chips[0]->text().endsWith(QLatin1Char('2')));
        QTest::mouseClick(chips[1], Qt::LeftButton);
        QCOMPARE(names(), QStringList{QStringLiteral("b.png")});
        QTest::mouseClick(chips[0], Qt::LeftButton); // either class
        QCOMPARE(m_list->model()->rowCount(), 2);
        m_search->setText(QStringLiteral("B.P"));
        QCOMPARE(names(), QStringList{QStringLiteral("b.png")});
        m_search->setText(QStringLiteral("pear"));
        QCOMPARE(m_list->model()->rowCount(), 0);
        QVERIFY(says(QStringLiteral("No image passes the filter")));
        QTRY_VERIFY(visibleButton(QStringLiteral("Show all images")) != nullptr);
        QTest::mouseClick(visibleButton(QStringLiteral("Show all images")), Qt::LeftButton);
        QCOMPARE(m_list->model()->rowCount(), 5);
    }

    void orders()
    {
        writeDamagedSet(root());
        open(experimentOn(root()));
        auto* order = m_place->findChild<QComboBox*>();
        order->setCurrentIndex(static_cast<int>(ImageOrder::Name));
        QCOMPARE(names().front(), QStringLiteral("a.png"));
        QCOMPARE(names().back(), QStringLiteral("none.png"));
        order->setCurrentIndex(static_cast<int>(ImageOrder::Boxes));
        QCOMPARE(names().mid(0, 2), (QStringList{QStringLiteral("a.png"), QStringLiteral("b.png")}));
        order->setCurrentIndex(static_cast<int>(ImageOrder::Size));
        QCOMPARE(names().front(), QStringLiteral("b.png"));
    }

    void showsWhatTheNetworkGets()
    {
        experiment::Experiment experiment = Desk::experiment("drawn");
        experiment.data.imageSize = 128;
        experiment.data.mosaic = 1;
        experiment.data.mixup = 0.5;
        experiment.data.closeMosaic = 5;
        experiment.train.epochs = 18;
        experiment.train.seed = 7;
        open(experiment);
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_Right);
        QCOMPARE(m_list->currentIndex().row(), 1);
        QTest::keyClick(m_list, Qt::Key_Return);
        QVERIFY(m_place->isLarge());
        auto* panel = m_place->findChild<SamplePanel*>();
        QTRY_VERIFY(isDrawn(*panel, 0));
        const auto* model = m_place->findChild<ImageListModel*>();
        const auto index = static_cast<std::size_t>(model->rowOf(current()));
        for (int slot = 0; slot <= SamplePanel::kSamples; ++slot) {
            const SampleImage& sample = panel->samples()[static_cast<std::size_t>(slot)];
            QCOMPARE(sample.isPlain, slot == 0);
            QCOMPARE(sample.image.size(), QSize(128, 128));
            QCOMPARE(sample.boxes.size(), sample.labels.size());
            for (const dataset::Box& box : sample.boxes) {
                QVERIFY(box[0] >= 0 && box[1] >= 0 && box[2] <= 128 && box[3] <= 128);
                QVERIFY(box[0] < box[2] && box[1] < box[3]);
            }
        }
        // The very tensors of a run: pixels and boxes as its loader gives them.
        const auto images = m_place->dataSet().splits().train;
        QVERIFY(isFromTheLoader(panel->samples()[4], images, experiment, 3, index));
        QVERIFY(panel->samples()[4].isMixing);
        const QImage before = panel->samples()[4].image;
        QTest::keyClick(m_place->findChild<ImageView*>(), Qt::Key_R);
        QCOMPARE(panel->firstEpoch(), qint64{8});
        QTRY_VERIFY(isDrawn(*panel, 8));
        QVERIFY(panel->samples()[4].image != before);
        // Five of 18 epochs are closed: the thirteenth is the last with both.
        QVERIFY(panel->samples()[5].isMixing);
        QVERIFY(!panel->samples()[6].isMixing);
        QVERIFY(isFromTheLoader(panel->samples()[5], images, experiment, 12, index));
        QVERIFY(isFromTheLoader(panel->samples()[6], images, experiment, 13, index));
        experiment::DataSettings closed = experiment.data;
        closed.mosaic = closed.mixup = 0;
        const auto plain = dataset::sampleOfEpoch(*images, index, closed, {4, 18, 7}, 13);
        QVERIFY(plain.has_value());
        QVERIFY(panel->samples()[6].boxes == plain->boxes);
        // Two epochs are left, then it begins again.
        QTest::keyClick(m_place->findChild<ImageView*>(), Qt::Key_R);
        QTRY_VERIFY(!panel->samples()[2].image.isNull() && panel->samples()[2].epoch == 17);
        QVERIFY(panel->samples()[3].image.isNull());
        QTest::keyClick(m_place->findChild<ImageView*>(), Qt::Key_R);
        QTRY_VERIFY(isDrawn(*panel, 0));
        QVERIFY(panel->samples()[4].image == before);
        panel->setFirstEpoch(10); // chosen
        QTRY_VERIFY(isDrawn(*panel, 10));

        // Another strength, the same epochs: drawn anew without reading the set again.
        const auto* data = m_place->dataSet().splits().train.get();
        const QImage strong = panel->samples()[1].image;
        m_desk->window->document().edit(QStringLiteral("x"), [](experiment::Experiment& edited) {
            edited.data.hsv = 0;
            edited.data.scale = 0;
            edited.data.translate = 0;
            edited.data.flip = 0;
            edited.data.mosaic = 0;
            edited.data.mixup = 0;
        });
        QTRY_VERIFY(panel->samples()[1].image == panel->samples()[0].image);
        QVERIFY(panel->samples()[1].image != strong);
        QCOMPARE(m_place->dataSet().splits().train.get(), data);

        QTest::keyClick(m_place->findChild<ImageView*>(), Qt::Key_Escape);
        QVERIFY(!m_place->isLarge());
    }

    void zoomsAndStepsInTheLargeView()
    {
        open(Desk::experiment("drawn"));
        m_place->setLarge(true);
        auto* view = m_place->findChild<ImageView*>();
        const double fitted = view->zoom();
        m_desk->action(CommandId::ImagesLarger)->trigger();
        QVERIFY(view->zoom() > fitted);
        m_desk->action(CommandId::ImagesFit)->trigger();
        QCOMPARE(view->zoom(), fitted);
        const QString before = current();
        QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(current() != before);
        QTest::keyClick(view, Qt::Key_Left);
        QCOMPARE(current(), before);
    }

    void takesAFolderAsOneEdit()
    {
        writeDamagedSet(root());
        m_desk->window->showPlace(PlaceId::Data);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder->path())});
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_place, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_place, &drop);
        QTRY_COMPARE(m_place->dataSet().state(), DataSet::State::Ready);
        QCOMPARE(m_desk->window->document().experiment().data.root, root().string());
        QCOMPARE(m_desk->window->document().experiment().data.train, std::string("train/annotations.json"));
        m_desk->action(CommandId::Undo)->trigger();
        QVERIFY(m_desk->window->document().experiment().data.root.empty());
        QCOMPARE(m_place->dataSet().state(), DataSet::State::None);
    }

    void saysWhatIsMissing()
    {
        m_desk->window->document().replace(experimentOn(root() / "nowhere"));
        m_desk->window->showPlace(PlaceId::Data);
        QTRY_COMPARE(m_place->dataSet().state(), DataSet::State::Failed);
        QVERIFY(says(QStringLiteral("The data set could not be read")));
        bool isNamed = false;
        for (const QLabel* label : m_place->findChild<StateView*>()->findChildren<QLabel*>()) {
            isNamed = isNamed || label->text().contains(QStringLiteral("nowhere does not exist"));
        }
        QVERIFY(isNamed);
        // Once it is there, it is read again on demand.
        writeDamagedSet(root() / "nowhere");
        m_desk->action(CommandId::CheckData)->trigger();
        QTRY_COMPARE(m_place->dataSet().state(), DataSet::State::Ready);
    }

    void canBeCalledOff()
    {
        writeDamagedSet(root());
        m_desk->window->document().replace(experimentOn(root()));
        m_desk->window->showPlace(PlaceId::Data);
        QCOMPARE(m_place->dataSet().state(), DataSet::State::Opening);
        QVERIFY(says(QStringLiteral("Reading the data set")));
        for (QPushButton* button : m_place->findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Cancel")) {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        }
        QCOMPARE(m_place->dataSet().state(), DataSet::State::Cancelled);
        QVERIFY(says(QStringLiteral("Reading was called off")));
        m_desk->action(CommandId::CheckData)->trigger();
        QTRY_COMPARE(m_place->dataSet().state(), DataSet::State::Ready);
    }

    void readsNothingWhileItIsHidden()
    {
        m_desk->window->document().replace(Desk::experiment("drawn"));
        QCOMPARE(m_place->dataSet().state(), DataSet::State::None);
    }

    void goesOnInAnotherLanguage()
    {
        writeDamagedSet(root());
        open(experimentOn(root()));
        m_place->setSplit(Split::Val);
        const auto* data = m_place->dataSet().splits().val.get();
        m_desk->window->setLanguage(QStringLiteral("ko"));
        m_place = static_cast<DataPlace*>(m_desk->window->place(PlaceId::Data));
        find();
        QCOMPARE(m_place->dataSet().state(), DataSet::State::Ready);
        QCOMPARE(m_place->dataSet().splits().val.get(), data);
        QCOMPARE(m_place->split(), Split::Val);
        QCOMPARE(names(), QStringList{QStringLiteral("v.png")});
    }

    void showsTheStudyData()
    {
        if (!std::filesystem::exists(m_studyData)) {
            std::cout << "no data at " << m_studyData << ": 1 case not run\n";
            return;
        }
        open(experimentOn(m_studyData));
        QCOMPARE(m_list->model()->rowCount(), 31);
        QCOMPARE(m_place->findChild<DataCharts*>()->counts()[0].boxes, 35);
        QCOMPARE(m_place->findChild<DataCharts*>()->counts()[1].boxes, 36);
    }

private:
    void find()
    {
        // Boxes of choices hold lists of their own.
        m_list = static_cast<QListView*>(m_place->findChild<ImageDelegate*>()->parent());
        for (QLineEdit* edit : m_place->findChildren<QLineEdit*>()) {
            if (qobject_cast<QAbstractSpinBox*>(edit->parent()) == nullptr) {
                m_search = edit;
            }
        }
        m_findings = m_place->findChild<FindingsPanel*>();
    }
    void open(const experiment::Experiment& experiment)
    {
        m_desk->window->document().replace(experiment);
        m_desk->window->showPlace(PlaceId::Data);
        QTRY_COMPARE(m_place->dataSet().state(), DataSet::State::Ready);
    }
    [[nodiscard]] bool says(const QString& title) const
    {
        const auto labels = m_place->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text() == title; });
    }
    [[nodiscard]] QPushButton* visibleButton(const QString& text) const
    {
        const auto buttons = m_place->findChildren<QPushButton*>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [&](const QPushButton* button) {
            return button->isVisible() && button->text() == text;
        });
        return found == buttons.end() ? nullptr : *found;
    }
    static bool isDrawn(const SamplePanel& panel, qint64 firstEpoch)
    {
        for (std::size_t slot = 0; slot < panel.samples().size(); ++slot) {
            const SampleImage& sample = panel.samples()[slot];
            if (sample.image.isNull() || sample.epoch != firstEpoch + std::max<qint64>(qint64(slot), 1) - 1) {
                return false;
            }
        }
        return true;
    }
    /// Whether the picture is the tensor that a run gets of the image `index` in `epoch`, pixel by pixel.
    static bool isFromTheLoader(const SampleImage& shown, const std::shared_ptr<dataset::DetectionDataset>& images,
                                const experiment::Experiment& experiment, qint64 epoch, std::size_t index)
    {
        const experiment::TrainSettings& train = experiment.train;
        dataset::BatchLoader loader(images, experiment.data, {train.batch, train.epochs, train.seed}, {epoch, 0, 0});
        const std::int64_t id = images->catalogue().entries[index].id;
        for (std::size_t seen = 0; seen < images->size();) {
            const dataset::Batch batch = loader.next();
            seen += batch.samples.size();
            for (const dataset::Sample& sample : batch.samples) {
                if (sample.imageId == id) {
                    return shown.epoch == epoch && shown.boxes == sample.boxes && shown.labels == sample.labels &&
                           hasPixels(shown.image, sample);
                }
            }
        }
        return false;
    }
    static bool hasPixels(const QImage& image, const dataset::Sample& sample)
    {
        const int side = sample.side;
        const auto plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const auto at = static_cast<std::size_t>(y * side + x);
                const QRgb pixel = image.pixel(x, y);
                if (qRed(pixel) != qRound(sample.pixels[at] * 255) ||
                    qGreen(pixel) != qRound(sample.pixels[plane + at] * 255) ||
                    qBlue(pixel) != qRound(sample.pixels[2 * plane + at] * 255)) {
                    return false;
                }
            }
        }
        return true;
    }
    [[nodiscard]] std::filesystem::path root() const { return m_folder->path().toStdString(); }
    [[nodiscard]] QString current() const { return m_list->currentIndex().data().toString(); }
    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            all << m_list->model()->index(row, 0).data().toString();
        }
        return all;
    }

    std::filesystem::path m_studyData;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Desk> m_desk;
    DataPlace* m_place = nullptr;
    QListView* m_list = nullptr;
    QLineEdit* m_search = nullptr;
    FindingsPanel* m_findings = nullptr;
};

QTEST_MAIN(DataUi)
#include "data_ui.moc"

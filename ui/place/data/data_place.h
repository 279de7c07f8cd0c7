// DataPlace: the images of the open experiment: what was found in the files, every box, and what the network gets.
#pragma once

#include "ui/bridge/image_loader.h"
#include "ui/place/data/finding_model.h"
#include "ui/place/place.h"

#include <array>
#include <memory>

class QButtonGroup;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace espalier::ui {

class Chip;
class ClassChips;
class DataCharts;
class FindingsPanel;
class ImageDelegate;
class ImageListModel;
class ImageProxy;
class ImageView;
class SamplePanel;
class StateView;

class DataPlace : public Place {
    Q_OBJECT
public:
    explicit DataPlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~DataPlace() override;

    void activated() override;
    void deactivated() override;
    [[nodiscard]] QVariant state() const override;
    void restore(const QVariant& state) override;

    /// Make it the data's root and name its layout, as one undoable edit, once a helper thread has recognised it.
    void useFolder(const QString& folder);
    void setSplit(Split split);
    void setLarge(bool isLarge);
    [[nodiscard]] bool isLarge() const;
    [[nodiscard]] Split split() const;
    [[nodiscard]] const DataSet& dataSet() const { return *m_data; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildBody();
    QWidget* buildGrid();
    QWidget* buildLarge();
    void connectCommands();
    void setDataSet(std::shared_ptr<DataSet> next);

    void takeDocument();
    void takeData();
    void takeSplit();
    void takeFilter();
    void takeCurrent();
    void useLayout(const experiment::DataSettings& layout);
    void showFinding(const Finding& finding);
    void showClass(const QString& name);
    void showState();
    void showProgress();
    void showHead();
    void showCounts();
    void askForFolder();
    void stepImage(int by);
    void zoom(int by);
    void layOutGrid();
    void selectRow(int row); ///< of the list model, past any filter
    void clearFilter();

    PlaceContext m_context;
    std::shared_ptr<DataSet> m_data;
    ImageLoader* m_loader;
    ImageListModel* m_images;
    ImageProxy* m_proxy;
    bool m_isActive = false;
    int m_cell = 1; ///< which size of the grid's cells
    qint64 m_shownEntry = -1;

    QLabel* m_name = nullptr;
    Chip* m_kind = nullptr;
    QLabel* m_counts = nullptr;
    Chip* m_found = nullptr;
    std::array<QPushButton*, 2> m_splits{};
    QLineEdit* m_search = nullptr;
    QStackedWidget* m_views = nullptr;
    StateView* m_stateView = nullptr;
    QProgressBar* m_progress = nullptr; ///< of the state view, while it is busy
    QTimer* m_clock = nullptr;
    QWidget* m_chartArea = nullptr;
    DataCharts* m_charts = nullptr;
    QStackedWidget* m_centre = nullptr;
    QListView* m_list = nullptr;
    ImageDelegate* m_delegate = nullptr;
    QLabel* m_shown = nullptr;
    ClassChips* m_chips = nullptr;
    QComboBox* m_order = nullptr;
    QStackedWidget* m_below = nullptr; ///< grid, or why it is empty
    StateView* m_noMatch = nullptr;
    ImageView* m_view = nullptr;
    QLabel* m_file = nullptr;
    QLabel* m_facts = nullptr;
    QStackedWidget* m_side = nullptr;
    FindingsPanel* m_findings = nullptr;
    SamplePanel* m_samples = nullptr;
    QSplitter* m_columns = nullptr;
    Chip* m_dropHint = nullptr;
};

} // namespace espalier::ui

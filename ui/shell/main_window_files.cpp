// MainWindow: what is opened, saved, dropped on it, and brought back after a crash.
#include "core/plan/presets.h"
#include "ui/bridge/core_text.h"
#include "ui/place/data/data_place.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notice_stack.h"
#include "ui/shell/recent_files.h"
#include "ui/shell/unsaved_copy.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QRegularExpression>
#include <QSettings>

namespace espalier::ui {

namespace {

constexpr int kLongestName = 100; ///< of a file that is proposed
constexpr const char* kShippedBase = "resource:weights/inspection-base-n.safetensors";

QString experimentFilter()
{
    return MainWindow::tr("Experiments (*.yaml *.yml);;All files (*)");
}

QString weightsFilter()
{
    return MainWindow::tr("Weights (*.safetensors *.pt *.pth *.ckpt *.bin);;All files (*)");
}

bool isExperimentFile(const QFileInfo& file)
{
    return file.suffix().compare(QLatin1String("yaml"), Qt::CaseInsensitive) == 0 ||
           file.suffix().compare(QLatin1String("yml"), Qt::CaseInsensitive) == 0;
}

QString localFile(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    return urls.isEmpty() ? QString() : urls.front().toLocalFile();
}

} // namespace

void MainWindow::connectFileCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        connect(m_commands.action(id), &QAction::triggered, this, std::forward<decltype(act)>(act));
    };
    on(CommandId::Open, [this] { askForFile(); });
    on(CommandId::OpenCheckpoint, [this] { askForCheckpoint(); });
    on(CommandId::NewFromPreset, [this] { offerPresets(); });
    on(CommandId::OpenRecent, [this] { offerRecent(); });
    on(CommandId::Save, [this] { (void)save(); });
    on(CommandId::SaveAs, [this] { (void)saveAs(); });
}

bool MainWindow::openExperiment(const QString& file)
{
    const Status opened = m_document.open(file.toStdString());
    if (!opened) {
        notify(errorText(opened.error()), true);
        return false;
    }
    if (!m_isUnattended) {
        QSettings().setValue(QStringLiteral("files/folder"), QFileInfo(file).absolutePath());
        RecentFiles::add(file);
    }
    return true;
}

bool MainWindow::openPath(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return openFolder(info.absoluteFilePath());
    }
    if (!mayReplaceDocument()) {
        return false;
    }
    const bool isOpened = isExperimentFile(info) ? openExperiment(path) : openCheckpoint(info.absoluteFilePath());
    if (isOpened) {
        showPlace(PlaceId::Design);
    }
    return isOpened;
}

bool MainWindow::openFolder(const QString& folder)
{
    const QFileInfo info(folder);
    const QString runs =
        QFileInfo(QString::fromStdString(m_services.storePath.string())).absoluteFilePath() + QStringLiteral(".runs");
    bool isNumber = false;
    const qint64 run = info.fileName().toLongLong(&isNumber);
    if (info.absolutePath() == runs && isNumber) {
        if (!m_runs.find(run)) {
            notify(tr("This store has no run %1").arg(run), true);
            return false;
        }
        Q_EMIT m_navigator.watchRequested(run);
        return true;
    }
    showPlace(PlaceId::Data);
    static_cast<DataPlace*>(place(PlaceId::Data))->useFolder(folder);
    return true;
}

bool MainWindow::openCheckpoint(const QString& file)
{
    const auto model = m_services.modelOf(file.toStdString());
    if (!model) {
        notify(errorText(model.error()), true);
        return false;
    }
    experiment::Experiment made;
    made.name = QFileInfo(file).completeBaseName().toStdString();
    made.model = *model;
    made.plan = plan::findPreset("step2")->make();
    m_document.replace(std::move(made));
    notify(tr("A new experiment on %1, with the plan of Step 2; name its data next").arg(QFileInfo(file).fileName()),
           false);
    return true;
}

void MainWindow::askForFile()
{
    if (!mayReplaceDocument()) {
        return;
    }
    const QString folder = QSettings().value(QStringLiteral("files/folder")).toString();
    const QString file = QFileDialog::getOpenFileName(this, tr("Open experiment"), folder, experimentFilter());
    if (!file.isEmpty() && openExperiment(file)) {
        showPlace(PlaceId::Design);
    }
}

void MainWindow::askForCheckpoint()
{
    if (!mayReplaceDocument()) {
        return;
    }
    const QString file = QFileDialog::getOpenFileName(this, tr("Weights to start from"), QString(), weightsFilter());
    if (!file.isEmpty() && openCheckpoint(file)) {
        showPlace(PlaceId::Design);
    }
}

void MainWindow::offerPresets()
{
    if (!mayReplaceDocument()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const plan::Preset& preset : plan::presets()) {
        QAction* action =
            menu->addAction(QString::fromUtf8(preset.title.data(), static_cast<int>(preset.title.size())));
        action->setToolTip(QString::fromUtf8(preset.help.data(), static_cast<int>(preset.help.size())));
        connect(action, &QAction::triggered, this, [this, &preset] {
            experiment::Experiment made;
            made.name = preset.title;
            made.model.checkpoint = kShippedBase;
            made.model.classes = {"defect", "dust", "discoloration", "coil"};
            made.data.kind = "inspection";
            made.data.imageSize = 224;
            made.plan = preset.make();
            made.train.epochs = 24;
            m_document.replace(std::move(made));
            showPlace(PlaceId::Design);
            notify(tr("%1 on images that Espalier draws itself: F5 starts it")
                       .arg(QString::fromStdString(m_document.experiment().name)),
                   false);
        });
    }
    menu->popup(mapToGlobal(QPoint(width() / 2 - menu->sizeHint().width() / 2, height() / 3)));
    menu->setActiveAction(menu->actions().front());
}

void MainWindow::offerRecent()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    int number = 1;
    for (const QString& file : RecentFiles::files()) {
        QAction* action = menu->addAction(QStringLiteral("&%1  %2").arg(number++).arg(
            QFileInfo(file).fileName() + QStringLiteral("   ") + QFileInfo(file).absolutePath()));
        connect(action, &QAction::triggered, this, [this, file] { (void)openPath(file); });
    }
    if (menu->isEmpty()) {
        menu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
    }
    menu->popup(mapToGlobal(QPoint(width() / 2 - menu->sizeHint().width() / 2, height() / 3)));
    menu->setActiveAction(menu->actions().front());
}

void MainWindow::offerUnsaved()
{
    const auto left = m_unsaved->left();
    if (!left) {
        return;
    }
    const NoticeStack::Answer drop{tr("Drop them"), [unsaved = *left] { UnsavedCopy::drop(unsaved); }};
    if (!left->experiment) {
        m_notices->ask(tr("Changes that were not saved lie in %1, but they cannot be read as an experiment: open the "
                          "file with a text editor.")
                           .arg(left->copy),
                       {drop});
        return;
    }
    const QString name = QString::fromStdString(left->experiment->name.empty() ? left->file.filename().string()
                                                                               : left->experiment->name);
    const auto bringBack = [this, unsaved = *left] {
        if (!mayReplaceDocument()) {
            return;
        }
        // Against its file, so that the edit can be undone and saved there; without one it is a document of its own.
        if (!unsaved.file.empty() && m_document.open(unsaved.file)) {
            m_document.edit(tr("Bring back what was not saved"),
                            [&](experiment::Experiment& experiment) { experiment = *unsaved.experiment; });
        } else {
            m_document.replace(*unsaved.experiment);
        }
        m_unsaved->writeNow();
        UnsavedCopy::drop(unsaved);
        showPlace(PlaceId::Design);
    };
    m_notices->ask(tr("Espalier ended while %1 had changes that were not saved.").arg(name),
                   {{tr("Bring them back"), bringBack}, drop});
}

bool MainWindow::saveTo(const std::filesystem::path& file)
{
    const Status saved = m_document.save(file);
    if (!saved) {
        notify(errorText(saved.error()), true);
        return false;
    }
    takeTitle();
    m_unsaved->writeNow();
    RecentFiles::add(QString::fromStdString(file.string()));
    return true;
}

bool MainWindow::save()
{
    if (m_document.file().empty()) {
        return saveAs();
    }
    if (!saveTo(m_document.file())) {
        return false;
    }
    notify(tr("Saved %1").arg(QString::fromStdString(m_document.file().filename().string())), false);
    return true;
}

QString MainWindow::proposedFile() const
{
    if (!m_document.file().empty()) {
        return QString::fromStdString(m_document.file().string());
    }
    static const QRegularExpression unfit(QStringLiteral(R"([/\\:*?"<>|\x00-\x1f]+)"));
    QString name = QString::fromStdString(m_document.experiment().name).replace(unfit, QStringLiteral("-")).trimmed();
    while (name.startsWith(QLatin1Char('.'))) {
        name.remove(0, 1); // it would be hidden
    }
    name = (name.isEmpty() ? tr("experiment") : name.left(kLongestName)) + QStringLiteral(".espalier.yaml");
    return QDir(QSettings().value(QStringLiteral("files/folder")).toString()).filePath(name);
}

bool MainWindow::saveAs()
{
    QString file = QFileDialog::getSaveFileName(this, tr("Save experiment"), proposedFile(), experimentFilter());
    if (file.isEmpty()) {
        return false;
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        file += QStringLiteral(".yaml");
    }
    return saveTo(file.toStdString());
}

bool MainWindow::mayReplaceDocument()
{
    if (!m_document.isModified() || m_isUnattended) {
        return true;
    }
    const auto answer =
        QMessageBox::question(this, tr("Unsaved changes"), tr("The open experiment has unsaved changes."),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void MainWindow::clone(qint64 run)
{
    store::Store* store = m_runs.store();
    if (!store || !mayReplaceDocument()) {
        return;
    }
    auto detail = store->runDetail(run);
    if (!detail) {
        notify(errorText(detail.error()), true);
        return;
    }
    m_document.replace(detail->experiment, {});
    showPlace(PlaceId::Design);
    notify(tr("Run %1 is cloned: an experiment of its own, not saved yet").arg(run), false);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFile(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString file = localFile(event->mimeData());
    if (!file.isEmpty()) {
        event->acceptProposedAction();
        (void)openPath(file);
    }
}

} // namespace espalier::ui

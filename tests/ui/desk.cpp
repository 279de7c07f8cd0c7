#include "tests/ui/desk.h"

#include "app/scripted/scripted_network.h"
#include "app/wiring/services.h"

#include <QSettings>
#include <QTest>

namespace espalier::ui {

void isolateSettings()
{
    static const QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QCoreApplication::setOrganizationName(QStringLiteral("espalier-test"));
    QCoreApplication::setApplicationName(QStringLiteral("espalier-test"));
}

Desk::Desk(double secondsAStep)
    : m_engine({}, secondsAStep), m_otherEngine({}, secondsAStep), m_queue(m_engine), m_otherQueue(m_otherEngine)
{
    const std::filesystem::path store = m_folder.filePath(QStringLiteral("store.db")).toStdString();
    services = wiring::makeServices(m_queue, store);
    services.describe = scripted::describeScripted;
    otherServices = wiring::makeServices(m_otherQueue, store);
    theme.apply();
    window = std::make_unique<MainWindow>(services, theme, language);
    window->setUnattended(true);
    window->resize(1280, 800);
    window->show();
}

experiment::Experiment Desk::experiment(const std::string& name, int epochs, double rate)
{
    experiment::Experiment made;
    made.name = name;
    made.model.size = "n";
    made.model.classes = {"defect", "dust"};
    made.data.kind = "inspection";
    made.data.trainImages = 16;
    made.data.valImages = 8;
    made.train.epochs = epochs;
    made.train.batch = 4;
    made.train.lr = rate;
    made.train.evalEvery = 1;
    made.train.checkpointEvery = 1;
    made.plan.unfreeze.push_back({});
    made.plan.unfreeze.back().pattern = "**.cls_preds.2";
    return made;
}

qint64 Desk::start(const experiment::Experiment& experiment)
{
    window->document().replace(experiment);
    qint64 id = 0;
    const auto connection =
        QObject::connect(&window->runs(), &RunCatalogue::runStarted, window.get(), [&id](qint64 run) { id = run; });
    window->startRun();
    QObject::disconnect(connection);
    return id;
}

qint64 Desk::runElsewhere(const experiment::Experiment& experiment)
{
    auto started = otherServices.start(experiment, {});
    if (!started) {
        return 0;
    }
    m_elsewhere.push_back(std::move(*started));
    return m_elsewhere.back()->id();
}

bool Desk::waitFor(qint64 run, run::RunState state)
{
    const auto feed = window->runs().feed(run);
    return QTest::qWaitFor([&] { return !feed->isLoading() && feed->state() == state; }, 20000);
}

} // namespace espalier::ui

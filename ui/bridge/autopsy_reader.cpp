#include "ui/bridge/autopsy_reader.h"

#include "core/base/files.h"
#include "core/compare/autopsy_report.h"
#include "core/monitor/history.h"
#include "core/monitor/setup.h"
#include "core/plan/resolved_plan.h"
#include "ui/bridge/core_text.h"

#include <QImageReader>
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace espalier::ui {

namespace {

constexpr int kMostPictures = 64;
constexpr int kLongestSide = 4096; // a batch's image is far smaller: a larger one is not opened
constexpr int kPictureSide = 256;

struct Wish {
    qint64 run = 0;
    std::string title;
    std::filesystem::path folder; ///< of the run
    experiment::Experiment experiment;
    qint64 step = 0;
    quint64 number = 0;
};

struct Order {
    std::shared_ptr<const AutopsyPage> page;
    QString file;
};

AutopsyPicture pictureOf(const std::filesystem::path& folder, const std::string& name)
{
    AutopsyPicture picture{QString::fromStdString(name), {}};
    QImageReader reader(QString::fromStdString((folder / name).string()));
    const QSize size = reader.size();
    if (size.isEmpty() || size.width() > kLongestSide || size.height() > kLongestSide) {
        return picture;
    }
    picture.image = reader.read();
    if (!picture.image.isNull() && std::max(size.width(), size.height()) > kPictureSide) {
        picture.image = picture.image.scaled(kPictureSide, kPictureSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    return picture;
}

Result<std::shared_ptr<const AutopsyPage>> pageFrom(const std::filesystem::path& folder, const std::string& title)
{
    auto autopsy = monitor::readAutopsy(folder / monitor::kAutopsyFileName);
    if (!autopsy) {
        return fail(autopsy.error());
    }
    auto page = std::make_shared<AutopsyPage>();
    page->autopsy = std::move(*autopsy);
    page->title = title;
    page->folder = folder;
    for (const std::string& name : page->autopsy.images) {
        if (page->pictures.size() < kMostPictures) {
            page->pictures << pictureOf(folder, name);
        }
    }
    return page;
}

/// As far as it can be known: what the plan means is left out where the network cannot be described.
monitor::Setup setupOf(const Services& services, const experiment::Experiment& experiment)
{
    if (const auto tree = services.describe(experiment.model)) {
        if (const auto resolved = plan::resolve(*tree, experiment.plan)) {
            return monitor::setupOf(experiment, *tree, *resolved);
        }
    }
    monitor::Setup setup;
    setup.isAdam = experiment.train.optimizer == "adamw";
    setup.epsilon = experiment.train.epsilon;
    return setup;
}

/// Null: nothing was out of place.
Result<std::shared_ptr<const AutopsyPage>> pageFromEvents(const Services& services, const Wish& wish)
{
    auto source = store::tail(services.storePath, wish.run);
    if (!source) {
        return fail(source.error());
    }
    auto autopsy = monitor::autopsyFromEvents((*source)->take(), setupOf(services, wish.experiment), wish.step);
    if (!autopsy) {
        return autopsy.error().code == ErrorCode::NotFound
                   ? Result<std::shared_ptr<const AutopsyPage>>(nullptr)
                   : Result<std::shared_ptr<const AutopsyPage>>(fail(autopsy.error()));
    }
    auto page = std::make_shared<AutopsyPage>();
    page->autopsy = std::move(*autopsy);
    page->title = wish.title;
    return page;
}

} // namespace

struct AutopsyReader::Impl {
    Impl(AutopsyReader& reader, const Services& given) : self(reader), services(given) {}

    void work(const std::stop_token& stop);
    void answer(const Wish& now);
    void answer(const Order& now);

    AutopsyReader& self;
    Services services;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<Wish> wish;
    std::optional<Order> order;
    quint64 number = 0;  ///< of the newest wish; written by the GUI thread under the mutex
    std::jthread thread; ///< last: it uses all above
};

void AutopsyReader::Impl::answer(const Wish& now)
{
    const std::filesystem::path folder = now.folder / monitor::kAutopsiesFolder / monitor::autopsyFolderName(now.step);
    std::error_code fault;
    const bool isThere = std::filesystem::exists(folder / monitor::kAutopsyFileName, fault);
    auto page = isThere ? pageFrom(folder, now.title) : pageFromEvents(services, now);
    QMetaObject::invokeMethod(
        &self,
        [this, asked = now.number, page = std::move(page)] {
            if (asked != number) {
                return;
            }
            if (page) {
                Q_EMIT self.pageRead(*page);
            } else {
                Q_EMIT self.readFailed(errorText(page.error()));
            }
        },
        Qt::QueuedConnection);
}

void AutopsyReader::Impl::answer(const Order& now)
{
    const bool isMarkdown = now.file.endsWith(QLatin1String(".md"), Qt::CaseInsensitive);
    const AutopsyPage& page = *now.page;
    const std::string text = isMarkdown ? compare::toMarkdown(page.autopsy, page.title)
                                        : compare::toHtml(page.autopsy, page.title, page.folder);
    const Status done = writeFileAtomically(now.file.toStdString(), text);
    QMetaObject::invokeMethod(
        &self,
        [this, done, file = now.file] {
            if (done) {
                Q_EMIT self.written(file);
            } else {
                Q_EMIT self.writeFailed(errorText(done.error()));
            }
        },
        Qt::QueuedConnection);
}

void AutopsyReader::Impl::work(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::optional<Wish> wished;
        std::optional<Order> ordered;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [this] { return wish || order; })) {
                return;
            }
            wished = std::exchange(wish, std::nullopt);
            ordered = std::exchange(order, std::nullopt);
        }
        if (ordered) {
            answer(*ordered);
        }
        if (wished) {
            answer(*wished);
        }
    }
}

AutopsyReader::AutopsyReader(const Services& services, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, services))
{
    m_impl->thread = std::jthread([impl = m_impl.get()](const std::stop_token& stop) { impl->work(stop); });
}

AutopsyReader::~AutopsyReader() = default;

void AutopsyReader::read(const store::RunDetail& run, qint64 step)
{
    Wish next;
    next.run = run.summary.id;
    next.title = run.summary.name;
    next.folder = run.runFolder;
    next.experiment = run.experiment;
    next.step = step;
    {
        const std::lock_guard lock(m_impl->mutex);
        next.number = ++m_impl->number;
        m_impl->wish = std::move(next);
    }
    m_impl->wake.notify_one();
}

void AutopsyReader::write(std::shared_ptr<const AutopsyPage> page, const QString& file)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->order = Order{std::move(page), file};
    }
    m_impl->wake.notify_one();
}

} // namespace espalier::ui

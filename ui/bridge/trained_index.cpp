#include "ui/bridge/trained_index.h"

#include "core/plan/resolved_plan.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace espalier::ui {

namespace {

constexpr int kPauseMilliseconds = 100;

struct Question {
    std::string recipe;
    store::RunId run = 0;
};

/// Trees of the models that were asked about; most runs of a store share a few.
class Trees {
public:
    explicit Trees(const Services& services) : m_describe(services.describe) {}

    const network::NetworkTree* of(const experiment::ModelSettings& model)
    {
        const auto known = std::ranges::find(m_made, model, &Made::model);
        if (known != m_made.end()) {
            return known->tree ? &*known->tree : nullptr;
        }
        auto tree = m_describe ? m_describe(model) : Result<network::NetworkTree>(fail(ErrorCode::Unsupported, {}));
        m_made.push_back({model, tree ? std::optional(std::move(*tree)) : std::nullopt});
        return m_made.back().tree ? &*m_made.back().tree : nullptr;
    }

private:
    struct Made {
        experiment::ModelSettings model;
        std::optional<network::NetworkTree> tree;
    };
    decltype(Services::describe) m_describe;
    std::deque<Made> m_made;
};

std::vector<std::string> trainedPaths(store::Store& store, Trees& trees, store::RunId run)
{
    const auto detail = store.runDetail(run);
    const network::NetworkTree* tree = detail ? trees.of(detail->experiment.model) : nullptr;
    if (tree == nullptr) {
        return {};
    }
    const auto resolved = plan::resolve(*tree, detail->experiment.plan);
    std::vector<std::string> paths;
    for (std::size_t id = 0; resolved && id < tree->size(); ++id) {
        if (resolved->trainableUnder[id] > 0) {
            paths.push_back(tree->modules()[id].path);
        }
    }
    return paths;
}

} // namespace

struct TrainedIndex::Worker {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<Question> waiting;
    std::jthread thread; ///< last: it uses all above
};

TrainedIndex::TrainedIndex(const Services& services, QObject* parent)
    : QObject(parent), m_worker(std::make_unique<Worker>())
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, &TrainedIndex::changed);
    m_worker->thread = std::jthread([this, worker = m_worker.get(), services](const std::stop_token& stop) {
        Trees trees(services);
        std::unique_ptr<store::Store> store;
        while (!stop.stop_requested()) {
            Question question;
            {
                std::unique_lock lock(worker->mutex);
                if (!worker->wake.wait(lock, stop, [worker] { return !worker->waiting.empty(); })) {
                    return;
                }
                question = std::move(worker->waiting.front());
                worker->waiting.pop_front();
            }
            if (!store) { // nobody asks in most sessions
                auto opened = store::Store::open(services.storePath);
                store = opened ? std::move(*opened) : nullptr;
            }
            Paths paths = store ? trainedPaths(*store, trees, question.run) : Paths{};
            QMetaObject::invokeMethod(
                this, [this, recipe = question.recipe, found = std::move(paths)] { take(recipe, found); },
                Qt::QueuedConnection);
        }
    });
}

TrainedIndex::~TrainedIndex() = default;

void TrainedIndex::take(const std::string& recipe, Paths paths)
{
    m_asked.erase(recipe);
    m_known[recipe] = std::move(paths);
    if (!m_pause.isActive()) {
        m_pause.start();
    }
}

std::optional<bool> TrainedIndex::trains(const store::RunSummary& run, const network::Pattern& pattern)
{
    const auto answer = m_answers.find({run.recipeHash, pattern.text()});
    if (answer != m_answers.end()) {
        return answer->second;
    }
    const auto known = m_known.find(run.recipeHash);
    if (known != m_known.end()) {
        const bool trains =
            std::ranges::any_of(known->second, [&](const std::string& path) { return pattern.matches(path); });
        m_answers[{run.recipeHash, pattern.text()}] = trains;
        return trains;
    }
    if (m_asked.emplace(run.recipeHash, run.id).second) {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->waiting.push_back({run.recipeHash, run.id});
        m_worker->wake.notify_one();
    }
    return std::nullopt;
}

bool TrainedIndex::isLooking() const
{
    return !m_asked.empty();
}

} // namespace espalier::ui

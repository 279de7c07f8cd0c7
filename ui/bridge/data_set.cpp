#include "ui/bridge/data_set.h"

#include "core/dataset/formats.h"

#include <algorithm>
#include <cstdlib>

namespace espalier::ui {

namespace {

const char* namedByEnvironment()
{
    const char* named = std::getenv("ESPALIER_DATA");
    return named == nullptr ? "" : named;
}

/// The first layout of which `folder` holds any split, with what an experiment needs to name.
experiment::DataSettings layoutOf(const std::filesystem::path& folder)
{
    experiment::DataSettings layout;
    layout.root = folder.string();
    for (const char* kind : {"coco", "yolo", "voc", "labelme", "masks"}) {
        const std::vector<dataset::SplitSource> found = dataset::findSplits(kind, folder);
        if (found.empty()) {
            continue;
        }
        layout.kind = kind;
        // The other layouts are found by their own rules; lists of COCO are named.
        for (const dataset::SplitSource& split : layout.kind == "coco" ? found : std::vector<dataset::SplitSource>()) {
            if (split.name == "train") {
                layout.train = split.path.lexically_relative(folder).string();
            } else if (split.name == "val") {
                layout.val = split.path.lexically_relative(folder).string();
            }
        }
        return layout;
    }
    layout.kind.clear();
    return layout;
}

} // namespace

Split splitNamed(std::string_view name)
{
    return name == "val" ? Split::Val : Split::Train;
}

DataSet::Source DataSet::sourceOf(const experiment::Experiment& experiment, const std::filesystem::path& file)
{
    const experiment::DataSettings usual;
    const bool isDrawn = experiment.data.kind == "inspection";
    Source source{experiment.data, experiment.model.classes, file.parent_path(), isDrawn ? experiment.train.seed : 0};
    experiment::DataSettings& settings = source.settings;
    settings.flip = usual.flip;
    settings.hsv = usual.hsv;
    settings.translate = usual.translate;
    settings.scale = usual.scale;
    settings.mosaic = usual.mosaic;
    settings.mixup = usual.mixup;
    settings.closeMosaic = usual.closeMosaic;
    settings.workers = usual.workers;
    if (!isDrawn) {
        settings.imageSize = usual.imageSize;
    }
    return source;
}

bool DataSet::isNamed(const experiment::DataSettings& settings)
{
    return settings.kind == "inspection" || !rootOf(settings).empty();
}

std::string DataSet::rootOf(const experiment::DataSettings& settings)
{
    if (settings.kind == "inspection") {
        return {};
    }
    return settings.root.empty() ? namedByEnvironment() : settings.root;
}

DataSet::~DataSet()
{
    callOff();
    m_openings.clear();
}

void DataSet::open(const Source& source)
{
    if (m_state != State::None && source == m_source) {
        return;
    }
    m_source = source;
    start();
}

void DataSet::openAgain()
{
    start();
}

void DataSet::cancel()
{
    if (m_state != State::Opening) {
        return;
    }
    callOff();
    m_state = State::Cancelled;
    Q_EMIT changed();
}

void DataSet::close()
{
    if (m_state == State::None) {
        return;
    }
    callOff();
    m_splits = {};
    m_findings.clear();
    m_state = State::None;
    Q_EMIT changed();
}

std::shared_ptr<const dataset::DetectionDataset> DataSet::split(Split split) const
{
    return split == Split::Train ? m_splits.train : m_splits.val;
}

std::int64_t DataSet::checkedImages() const
{
    return m_current == nullptr ? 0 : m_current->progress.checked.load();
}

std::int64_t DataSet::listedImages() const
{
    return m_current == nullptr ? 0 : m_current->progress.listed.load();
}

void DataSet::callOff()
{
    for (const auto& opening : m_openings) {
        opening->progress.isCancelled = true;
    }
    m_current = nullptr;
}

Result<DataSet::Opened> DataSet::opened(const Source& source, dataset::OpenProgress& progress)
{
    auto splits = dataset::openDataset(source.settings, source.classes, source.folder, source.seed, &progress);
    if (!splits) {
        return fail(splits.error());
    }
    auto report = dataset::checkSplits(source.settings.kind,
                                       {{"train", splits->train->catalogue()}, {"val", splits->val->catalogue()}});
    return Opened{std::move(*splits), std::move(report.findings)};
}

void DataSet::start()
{
    callOff();
    m_splits = {};
    m_findings.clear();
    m_error = {};
    m_state = State::Opening;
    m_openings.push_back(std::make_unique<Opening>());
    Opening* opening = m_openings.back().get();
    m_current = opening;
    opening->thread = std::jthread([this, opening, source = m_source] {
        auto result = opened(source, opening->progress);
        QMetaObject::invokeMethod(
            this, [this, opening, made = std::move(result)] { take(opening, made); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void DataSet::take(const Opening* opening, Result<Opened> result)
{
    const bool isCurrent = opening == m_current;
    if (isCurrent) {
        m_current = nullptr;
        m_state = result ? State::Ready : State::Failed;
        if (result) {
            m_splits = std::move(result->splits);
            m_findings = std::move(result->findings);
        } else {
            m_error = result.error();
        }
    }
    forget(opening);
    if (isCurrent) {
        Q_EMIT changed();
    }
}

void DataSet::recognise(const std::filesystem::path& folder)
{
    m_openings.push_back(std::make_unique<Opening>());
    Opening* opening = m_openings.back().get();
    opening->thread = std::jthread([this, opening, folder] {
        QMetaObject::invokeMethod(
            this,
            [this, opening, layout = layoutOf(folder)] {
                forget(opening);
                Q_EMIT recognised(layout);
            },
            Qt::QueuedConnection);
    });
}

void DataSet::forget(const Opening* opening)
{
    std::erase_if(m_openings, [opening](const auto& each) { return each.get() == opening; });
}

} // namespace espalier::ui

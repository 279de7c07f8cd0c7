#include "core/base/files.h"
#include "core/monitor/setup.h"
#include "core/train/caught.h"
#include "core/train/examination.h"
#include "core/train/readings.h"
#include "core/train/replay.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace espalier::train {

namespace {

/// Of one run: a run that goes on limping would fill its folder.
constexpr int kMostAutopsies = 32;
constexpr std::size_t kMostImages = 16;
constexpr const char* kPartial = ".partial"; ///< being written
constexpr const char* kOld = ".old";         ///< being replaced
constexpr std::array<std::uint8_t, 3> kBoxColour{255, 64, 64};
constexpr std::array<std::uint8_t, 3> kNotFinite{255, 0, 255};

/// How bad; the ends of a run and of a stretch of it come last.
int rankOf(monitor::Condition condition, monitor::Action action)
{
    if (action == monitor::Action::Rewind || action == monitor::Action::Stop) {
        return 4;
    }
    switch (condition) {
    case monitor::Condition::Exploded:
        return 3;
    case monitor::Condition::Divergence:
        return 2;
    case monitor::Condition::Drift:
        return 1;
    default:
        return 0;
    }
}

void setPixel(dataset::Image& image, int x, int y, const std::array<std::uint8_t, 3>& colour)
{
    if (x >= 0 && y >= 0 && x < image.width && y < image.height) {
        const auto at =
            (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 3;
        std::ranges::copy(colour, image.pixels.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

/// As the network got it, its boxes drawn; pixels that are not finite stand out.
dataset::Image imageOf(const dataset::Sample& sample)
{
    dataset::Image image{sample.side, sample.side, {}};
    const std::size_t plane = sample.pixels.size() / 3;
    image.pixels.resize(plane * 3);
    for (std::size_t i = 0; i < plane; ++i) {
        const std::array<float, 3> pixel{sample.pixels[i], sample.pixels[plane + i], sample.pixels[2 * plane + i]};
        const bool isFinite = std::ranges::all_of(pixel, [](float value) { return std::isfinite(value); });
        for (std::size_t k = 0; k < 3; ++k) {
            image.pixels[3 * i + k] =
                isFinite ? static_cast<std::uint8_t>(std::lround(std::clamp(pixel[k], 0.0F, 1.0F) * 255.0F))
                         : kNotFinite[k];
        }
    }
    for (const dataset::Box& box : sample.boxes) {
        if (!std::ranges::all_of(box, [](float side) { return std::isfinite(side); })) {
            continue;
        }
        const auto limit = static_cast<float>(sample.side);
        const auto corner = [limit](float side) { return static_cast<int>(std::clamp(side, 0.0F, limit - 1)); };
        for (int x = corner(box[0]); x <= corner(box[2]); ++x) {
            setPixel(image, x, corner(box[1]), kBoxColour);
            setPixel(image, x, corner(box[3]), kBoxColour);
        }
        for (int y = corner(box[1]); y <= corner(box[3]); ++y) {
            setPixel(image, corner(box[0]), y, kBoxColour);
            setPixel(image, corner(box[2]), y, kBoxColour);
        }
    }
    return image;
}

/// Puts the folder of autopsies in order after a kill, and counts them: what was half written goes, what was to be
/// replaced comes back.
int orderAutopsies(const std::filesystem::path& parent)
{
    std::error_code error;
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator entry(parent, error), end; !error && entry != end;
         entry.increment(error)) {
        entries.push_back(entry->path());
    }
    int count = 0;
    for (const std::filesystem::path& path : entries) {
        std::filesystem::path whole = path;
        whole.replace_extension();
        if (path.extension() == kOld && !std::filesystem::exists(whole, error)) {
            std::filesystem::rename(path, whole, error);
            ++count;
        } else if (path.extension() == kOld || path.extension() == kPartial) {
            std::filesystem::remove_all(path, error);
        } else {
            ++count;
        }
    }
    return count;
}

Result<std::vector<std::string>> writeImages(const std::filesystem::path& folder,
                                             const std::vector<dataset::Sample>& samples)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(samples.size(), kMostImages); ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "image-%02d.png", static_cast<int>(i));
        if (const Status written = dataset::writePng(folder / name, imageOf(samples[i])); !written) {
            return fail(written.error());
        }
        names.emplace_back(name);
    }
    return names;
}

} // namespace

/// What the replays and the optimizer tell beside the course of the run.
void Trainer::measure(const Suspect& suspect, monitor::Facts& facts)
{
    const DistributionLayout layout =
        m_experiment.train.dflLayout == "mixed" ? DistributionLayout::MixedCells : DistributionLayout::Cells;
    const BatchTensors batch = toTensors(suspect.samples);
    const Unchanged unchanged(m_network->trainable(), m_network->state());
    facts.adapters = adaptersBesideWeights(*m_network, m_origins);
    facts.batch = batchFacts(suspect.samples);
    const auto drifts = normDrifts(m_network->state(), m_origins.norms);
    const HealthyState* healthy = m_guard->newestHealthy();
    const Replay last = examine({m_network->state(), m_network->trainable(), *m_optimizer, m_experiment.train,
                                 [&] { return replay(*m_network, batch, suspect.random, layout); },
                                 [&] { return lossOf(*m_network, batch, suspect.random, layout); }},
                                healthy == nullptr ? nullptr : &healthy->tensors, facts);
    for (monitor::ModuleReading& reading : facts.modules) {
        if (const auto drift = drifts.find(reading.module); drift != drifts.end()) {
            reading.normDrift = drift->second;
        }
    }
    if (healthy != nullptr) {
        facts.growth = growthSince(m_origins.sizes, healthy->tensors);
        facts.batch->ownClassBoxes = ownClassBoxes(last.logits, batch);
        facts.batch->classes = last.logits.front().size(1);
    }
}

Result<std::string> Trainer::writeAutopsy(const monitor::Facts& facts, const std::vector<dataset::Sample>& samples)
{
    const std::filesystem::path parent = m_spec.runFolder / monitor::kAutopsiesFolder;
    const std::filesystem::path folder = parent / monitor::autopsyFolderName(facts.step);
    const std::filesystem::path beside = folder.string() + kPartial;
    std::error_code error;
    std::filesystem::remove_all(beside, error);
    if (const Status made = createFolder(beside); !made) {
        return fail(made.error());
    }
    const auto images = writeImages(beside, samples);
    if (!images) {
        return fail(images.error());
    }
    monitor::Autopsy autopsy = monitor::diagnose(facts, m_firstAutopsy ? &*m_firstAutopsy : nullptr);
    if (!m_firstAutopsy) {
        m_firstAutopsy = autopsy;
    }
    autopsy.images = *images;
    if (const Status written =
            writeFileAtomically(beside / monitor::kAutopsyFileName, jsonText(monitor::toJson(autopsy), 1) + "\n");
        !written) {
        return fail(written.error());
    }
    // A resumed run may come to the same step again: the older one makes room, whole until it does.
    const std::filesystem::path old = folder.string() + kOld;
    std::filesystem::remove_all(old, error);
    std::filesystem::rename(folder, old, error); // mostly there is none
    std::filesystem::rename(beside, folder, error);
    if (error) {
        return fail(errorCodeOf(error.value()), "cannot be put in its place: " + error.message(), folder.string());
    }
    std::filesystem::remove_all(old, error);
    return (folder / monitor::kAutopsyFileName).string();
}

void Trainer::explain(StepResult& step, const Guard::Decision& decision)
{
    const monitor::Condition condition = decision.verdict.condition;
    const int rank = rankOf(condition, decision.action);
    if (condition == monitor::Condition::Stable) {
        m_explainedRank = 0;
        m_firstAutopsy.reset();
    }
    if (rank == 0 || rank <= m_explainedRank) {
        return;
    }
    if (m_autopsies == 0) { // those of this run before it was resumed
        m_autopsies = orderAutopsies(m_spec.runFolder / monitor::kAutopsiesFolder);
    }
    if (m_autopsies >= kMostAutopsies && decision.action != monitor::Action::Stop) { // its end is always explained
        return;
    }
    m_explainedRank = decision.action == monitor::Action::Rewind ? 0 : rank;
    ++m_autopsies;
    const Result<std::string> written = caught([&]() -> Result<std::string> {
        monitor::Facts facts;
        facts.step = m_position.step + 1;
        facts.epoch = epochNow();
        facts.verdict = decision.verdict;
        facts.action = std::string(toText(decision.action));
        facts.setup = monitor::setupOf(m_experiment, m_network->tree(), m_network->plan());
        monitor::History history = m_history;
        run::StepDone done = stepDone(step);
        done.step = facts.step;
        // The rate that was judged: the guard may have answered it already.
        std::erase_if(done.samples, [](const run::Sample& sample) { return sample.series.starts_with("lr"); });
        done.samples.push_back({"lr", *step.observation.learningRate});
        history.add(done);
        facts.course = history.course();
        facts.firstWarningStep = m_history.firstWarningStep();
        if (!step.suspect.samples.empty()) {
            measure(step.suspect, facts);
        }
        return writeAutopsy(facts, step.suspect.samples);
    });
    if (!written) {
        note(run::Severity::Warning, describe(written.error()), "autopsy");
        return;
    }
    step.autopsy = *written;
    if (m_explainedRank == 0) {
        m_firstAutopsy.reset(); // the run goes on from a healthy state
    }
}

} // namespace espalier::train

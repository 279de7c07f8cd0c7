#include "ui/place/compare/realised.h"

#include "ui/bridge/core_text.h"
#include "ui/plot/figure_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace espalier::ui {

namespace {

constexpr double kSameRate = 0.1; ///< share by which the highest rate may miss the one asked for

struct RealisedText {
    Q_DECLARE_TR_FUNCTIONS(RealisedSetting)
};

/// Findings that say: what was asked for does not happen. The others warn of what does.
constexpr std::array<std::string_view, 8> kUnmet{
    "pattern-no-module",        "pattern-no-parameter", "schedule-shorter-than-run",    "negative-learning-rate",
    "warm-up-longer-than-half", "warm-up-never-ends",   "close-mosaic-longer-than-run", "lr-scale-reaches-nothing"};

/// The code at the end of a finding's sentence: `… [pattern-no-module]`.
std::string_view codeOf(std::string_view message)
{
    const std::size_t open = message.rfind('[');
    return open == std::string_view::npos || !message.ends_with(']')
               ? std::string_view()
               : message.substr(open + 1, message.size() - open - 2);
}

/// `plan.unfreeze[5]` is of `plan.unfreeze`.
bool isOf(std::string_view where, std::string_view key)
{
    return where == key || (where.starts_with(key) && where[key.size()] == '[');
}

QString unmetText(const RunFeed& feed, const std::string& key)
{
    QStringList sentences;
    for (const run::Event& event : feed.marks()) {
        const auto* note = std::get_if<run::Note>(&event.body);
        if (note == nullptr || !isOf(note->where, key)) {
            continue;
        }
        const std::string_view code = codeOf(note->message);
        if (std::ranges::find(kUnmet, code) != kUnmet.end()) {
            sentences << coreText(note->message.substr(0, note->message.size() - code.size() - 3));
        }
    }
    return sentences.join(QLatin1Char('\n'));
}

std::optional<Realised> realisedRate(const RunFeed& feed)
{
    const double asked = feed.detail().experiment.train.lr;
    const auto found = feed.curves().find("lr");
    double highest = 0;
    if (found != feed.curves().end()) {
        for (const double value : found->second.value) {
            highest = std::isfinite(value) ? std::max(highest, value) : highest;
        }
    }
    if (feed.isLive() || highest <= 0 || asked <= 0 || std::abs(highest - asked) <= kSameRate * asked) {
        return std::nullopt;
    }
    return Realised{
        figure(highest),
        RealisedText::tr("%1 was asked for; the highest that a step had was %2.").arg(figure(asked), figure(highest))};
}

} // namespace

std::optional<Realised> realisedSetting(const RunFeed& feed, const std::string& key)
{
    if (key == "train.lr") {
        return realisedRate(feed);
    }
    if (key == "train.epochs") {
        const int asked = feed.detail().experiment.train.epochs;
        if (feed.isLive() || feed.state() == run::RunState::Finished || feed.epoch() >= asked) {
            return std::nullopt;
        }
        const QString epoch = QString::number(std::floor(feed.epoch()));
        return Realised{epoch, RealisedText::tr("The run ended in epoch %1 of %2.").arg(epoch).arg(asked)};
    }
    const QString reason = unmetText(feed, key);
    return reason.isEmpty() ? std::nullopt : std::optional(Realised{{}, reason});
}

} // namespace espalier::ui

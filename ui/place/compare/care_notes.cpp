#include "ui/place/compare/care_notes.h"

#include "ui/plot/run_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr std::size_t kMostPairs = 6; ///< sentences about two recipes; more are not read

struct CareText {
    Q_DECLARE_TR_FUNCTIONS(CareNotes)
};

QString nameOf(const RecipeGroup& group)
{
    return QString::fromStdString(group.name);
}

void addStates(const RunFeeds& feeds, QStringList& notes)
{
    QStringList exploded, cut, going, unscored;
    for (const auto& feed : feeds) {
        const QString name = QStringLiteral("#%1").arg(feed->id());
        if (feed->state() == run::RunState::Exploded) {
            exploded << name;
        } else if (feed->state() == run::RunState::Failed || feed->state() == run::RunState::Lost ||
                   feed->state() == run::RunState::Stopped) {
            cut << name;
        } else if (feed->isLive()) {
            going << name;
        }
        if (!feed->isLoading() && !feed->curves().contains("mAP")) {
            unscored << name;
        }
    }
    const QString comma = QStringLiteral(", ");
    if (!exploded.isEmpty()) {
        notes << CareText::tr("%1 exploded: its results are not those of a whole run.").arg(exploded.join(comma));
    }
    if (!cut.isEmpty()) {
        notes << CareText::tr("%1 did not come to its end.").arg(cut.join(comma));
    }
    if (!going.isEmpty()) {
        notes << CareText::tr("%1 is still going.").arg(going.join(comma));
    }
    if (!unscored.isEmpty()) {
        notes << CareText::tr("%1 has no validation yet.").arg(unscored.join(comma));
    }
}

/// How far repeats of one recipe lie apart is what a difference has to beat.
void addNoise(const std::vector<RecipeGroup>& groups, QStringList& notes)
{
    double noise = 0;
    bool hasRepeats = false;
    for (const RecipeGroup& group : groups) {
        if (group.scores.size() < 2) {
            continue;
        }
        hasRepeats = true;
        noise = std::max(noise, group.spread.range());
        QStringList scores;
        for (const double score : group.scores) {
            scores << metricText(score);
        }
        notes << CareText::tr("%n repeat(s) of %1 end at %2.", nullptr, static_cast<int>(group.scores.size()))
                     .arg(nameOf(group), scores.join(QStringLiteral(", ")));
    }
    if (!hasRepeats) {
        if (groups.size() > 1) {
            notes << CareText::tr("One run of each recipe: how much is noise, only repeats with other seeds tell.");
        }
        return;
    }
    notes << CareText::tr("Differences below about %1 are noise.").arg(metricText(noise));
    std::size_t pairs = 0;
    for (std::size_t left = 0; left < groups.size(); ++left) {
        for (std::size_t right = left + 1; right < groups.size() && pairs < kMostPairs; ++right) {
            const double distance = std::abs(groups[left].spread.mean - groups[right].spread.mean);
            if (!groups[left].hasFinished || !groups[right].hasFinished || groups[left].isLeaked ||
                groups[right].isLeaked || groups[left].validation != groups[right].validation || distance > noise) {
                continue;
            }
            ++pairs;
            notes << CareText::tr("%1 against %2: %3, within noise.")
                         .arg(nameOf(groups[left]), nameOf(groups[right]), metricText(distance));
        }
    }
}

} // namespace

QStringList careNotes(const RunFeeds& feeds)
{
    QStringList notes;
    addStates(feeds, notes);
    const std::vector<RecipeGroup> groups = recipeGroups(feeds);
    const std::string validation = commonValidation(groups);
    QStringList others, leaked;
    for (const RecipeGroup& group : groups) {
        if (group.isLeaked) {
            leaked << nameOf(group);
        }
        if (group.validation != validation) {
            others << nameOf(group);
        }
    }
    if (!leaked.isEmpty()) {
        notes << CareText::tr("Validated on images that it trained on, so the score says nothing: %1.")
                     .arg(leaked.join(QStringLiteral(", ")));
    }
    if (!others.isEmpty()) {
        notes << CareText::tr("Validated on other data than the rest, so not on the front: %1.")
                     .arg(others.join(QStringLiteral(", ")));
    }
    addNoise(groups, notes);
    return notes;
}

} // namespace espalier::ui

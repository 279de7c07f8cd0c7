#include "ui/place/monitor/autopsy_text.h"

#include "ui/plot/figure_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr const char* kContext = "Autopsy";

/// The sentences of core/monitor, for the translator to find.
// clang-format off
constexpr std::array kSentences{
    QT_TRANSLATE_NOOP("Autopsy", "The learning rate in force was {value}: below zero, the optimizer climbs the loss"),
    QT_TRANSLATE_NOOP("Autopsy", "It had been below zero for {value} steps"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} stood at {reference} when the rate fell below zero and at {value} in the end"),
    QT_TRANSLATE_NOOP("Autopsy", "The learning rate, {value}, stood at its highest of {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "The learning rate went up to {value} from {reference}, under which all had been well"),
    QT_TRANSLATE_NOOP("Autopsy", "At a rate of {value} one step of Adam moves every number by about as much; weights are mostly below {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "A rate of {reference} had done no harm; {value} was in force"),
    QT_TRANSLATE_NOOP("Autopsy", "One update moved {place} by {value} of its own size; {reference} is usual"),
    QT_TRANSLATE_NOOP("Autopsy", "No update moved a tensor by more than {value} of its own size"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} went from {reference} to {value} within a few steps"),
    QT_TRANSLATE_NOOP("Autopsy", "It happened {value} steps after the start"),
    QT_TRANSLATE_NOOP("Autopsy", "The first step was taken at {value} of the full learning rate"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} pixels of the batch are not finite"),
    QT_TRANSLATE_NOOP("Autopsy", "Pixels of the batch reach {value}; {reference} is the most they may"),
    QT_TRANSLATE_NOOP("Autopsy", "All pixels of the batch lie between 0 and 1"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} boxes of the batch are empty, not finite or outside of their image"),
    QT_TRANSLATE_NOOP("Autopsy", "The batch holds no box in {value} images"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} of {reference} images of the batch are one even colour"),
    QT_TRANSLATE_NOOP("Autopsy", "With the last healthy weights the same batch gives {place} {value}; {reference} was usual"),
    QT_TRANSLATE_NOOP("Autopsy", "With the last healthy weights the same batch gives {place} {value}, against {reference} as usual"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} of the batch's boxes get the highest logit from their own class; guessing gives {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} is {value} of the loss; when all was well it was {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} rose to {value} from {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} stayed at {value}, against {reference} when all was well"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} became {value}; before it was {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} did not change for {value} steps"),
    QT_TRANSLATE_NOOP("Autopsy", "The gradient norm was {value}: nothing is learnt"),
    QT_TRANSLATE_NOOP("Autopsy", "The gradient norm of {place} rose to {value} from {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "The gradient norm rose {value} steps before the loss did"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} was the first module whose output went bad: {value}, against {reference} when all was well"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} was the first module on the way back whose gradient went bad: {value}, against {reference} when all was well"),
    QT_TRANSLATE_NOOP("Autopsy", "With the last healthy weights of {place} alone put back, the loss of this batch is {value} instead of {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "No single part of the network heals this batch when it is put back: the best leaves a loss of {value}, against {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "At {place} the squares of gradients of {value} are too small to be held: Adam divides by epsilon alone"),
    QT_TRANSLATE_NOOP("Autopsy", "The weights of {place} have become {value} times what they were at the run's start; no other module's did"),
    QT_TRANSLATE_NOOP("Autopsy", "No module ahead of {place} gave more than {value} times what it gave when all was well"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} of {reference} modules went bad together"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} trains, and a norm with frozen statistics stands behind it: nothing bounds the logits"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} gave {value}; when all was well {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "{place} gave {value}; half precision ends at {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "The loss scale fell to {value} from {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "Nothing came near what half precision holds: at most {value} of {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "At {place} the adapter has grown to {value} of the weight; the weight itself moved by {reference}"),
    QT_TRANSLATE_NOOP("Autopsy", "At {place} the adapter and the weight beside it pull against each other: cosine {value}"),
    QT_TRANSLATE_NOOP("Autopsy", "At {place} the adapter and the weight beside it push the same way: cosine {value}, so each step counts twice"),
    QT_TRANSLATE_NOOP("Autopsy", "At {place} the squared gradient is {value} times what Adam believes"),
    QT_TRANSLATE_NOOP("Autopsy", "It took {value} steps from the first warning"),
    QT_TRANSLATE_NOOP("Autopsy", "Nothing was out of place {value} steps earlier"),
    QT_TRANSLATE_NOOP("Autopsy", "{value} warnings came before"),
    QT_TRANSLATE_NOOP("Autopsy", "The statistics of {place} stand {value} deviations from the pretrained ones; {reference} is much"),
    QT_TRANSLATE_NOOP("Autopsy", "No BatchNorm is further than {value} deviations from its pretrained statistics"),
    QT_TRANSLATE_NOOP("Autopsy", "A learning rate below zero: the schedule ended before the run did, and the optimizer climbed the loss"),
    QT_TRANSLATE_NOOP("Autopsy", "The learning rate is too high for what trains"),
    QT_TRANSLATE_NOOP("Autopsy", "The first steps were taken at full learning rate, before Adam knew its gradients"),
    QT_TRANSLATE_NOOP("Autopsy", "This batch: healthy weights cannot digest it either"),
    QT_TRANSLATE_NOOP("Autopsy", "The class branch trains ahead of a norm with frozen statistics: its logits have no ceiling"),
    QT_TRANSLATE_NOOP("Autopsy", "Numbers grew beyond what half precision holds"),
    QT_TRANSLATE_NOOP("Autopsy", "An adapter and the unfrozen weight beside it act on the same output"),
    QT_TRANSLATE_NOOP("Autopsy", "Adam's second moment lags behind the gradients, so its steps are too long"),
    QT_TRANSLATE_NOOP("Autopsy", "Labels that contradict what was learnt: classes of this batch or of its prompts are mixed up"),
    QT_TRANSLATE_NOOP("Autopsy", "One module multiplies what it is given"),
    QT_TRANSLATE_NOOP("Autopsy", "A slow drift: every step alone looked harmless"),
    QT_TRANSLATE_NOOP("Autopsy", "The data carry nothing to learn from: the loader gives empty or unchanging batches"),
    QT_TRANSLATE_NOOP("Autopsy", "Keep the learning rate at or above zero: `train.clamp_lr: true`"),
    QT_TRANSLATE_NOOP("Autopsy", "Let the schedule span the whole run: `train.schedule_epochs: 0`"),
    QT_TRANSLATE_NOOP("Autopsy", "Lower `train.lr`, to a third at first"),
    QT_TRANSLATE_NOOP("Autopsy", "Give the guilty branch a rate of its own below 1 under `plan.lr_scale`"),
    QT_TRANSLATE_NOOP("Autopsy", "Let the rate rise over the first steps: `train.warmup: 0.1`"),
    QT_TRANSLATE_NOOP("Autopsy", "Look at the images of the batch and mend or exclude those that are damaged"),
    QT_TRANSLATE_NOOP("Autopsy", "Go back and take the data in another order: `monitor.policy: rewind`"),
    QT_TRANSLATE_NOOP("Autopsy", "Freeze the class branch, or put an adapter in its place"),
    QT_TRANSLATE_NOOP("Autopsy", "Unfreeze the norm behind the class branch, so that its statistics follow"),
    QT_TRANSLATE_NOOP("Autopsy", "Compute in full precision, or in bfloat16"),
    QT_TRANSLATE_NOOP("Autopsy", "Keep either the adapter or the unfrozen weight at a site, not both"),
    QT_TRANSLATE_NOOP("Autopsy", "Raise `train.epsilon`, to 1e-6 at first"),
    QT_TRANSLATE_NOOP("Autopsy", "Lower `train.beta2`, to 0.99 at first, so that the second moment follows sooner"),
    QT_TRANSLATE_NOOP("Autopsy", "Reset Adam's moments when going back"),
    QT_TRANSLATE_NOOP("Autopsy", "Check the labels of the batch: `espalier-cli data check`"),
    QT_TRANSLATE_NOOP("Autopsy", "Bring labels, classes and prompts into one order: `espalier-cli plan --check`"),
    QT_TRANSLATE_NOOP("Autopsy", "Freeze the first module that went bad, or lower its rate"),
    QT_TRANSLATE_NOOP("Autopsy", "Freeze the BatchNorms that drifted, or enlarge the batch"),
    QT_TRANSLATE_NOOP("Autopsy", "Clip the gradient: `train.clip: 1`"),
    QT_TRANSLATE_NOOP("Autopsy", "See what the loader really gives: open Data and page through the batches"),
    QT_TRANSLATE_NOOP("Autopsy", "Leave the guard on `rewind`: it brings such a run home most of the time"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard only watched"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard skipped the update"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard clipped the gradient"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard lowered the learning rate"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard froze the guilty branch"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard went back to a healthy state"),
    QT_TRANSLATE_NOOP("Autopsy", "The guard stopped the run"),
};
// clang-format on

QString said(const std::string& sentence)
{
    return QCoreApplication::translate(kContext, sentence.c_str());
}

QString valueText(double value, monitor::Figure kind)
{
    constexpr int kDigits = 4;
    constexpr double kBeyond = 10; // wholes: a percentage says nothing any more
    if (!std::isfinite(value)) {
        return figure(value);
    }
    switch (kind) {
    case monitor::Figure::Share:
        return std::abs(value) < kBeyond ? figure(100 * value, std::abs(value) < 1 ? 2 : 3) + QStringLiteral(" %")
                                         : figure(value) + QStringLiteral(" ×");
    case monitor::Figure::Count:
        return countText(static_cast<std::int64_t>(std::clamp(value, -1e15, 1e15)));
    case monitor::Figure::Factor:
        return figure(value);
    case monitor::Figure::Number:
        break;
    }
    return figure(value, kDigits);
}

} // namespace

QString causeText(const std::string& code)
{
    return said(monitor::causeSentence(code));
}

QString evidenceText(const monitor::Evidence& evidence)
{
    const auto words = std::ranges::find(monitor::evidenceWords(), evidence.code,
                                         [](const monitor::EvidenceWords& each) { return each.code; });
    if (words == monitor::evidenceWords().end()) {
        return QString::fromStdString(evidence.code);
    }
    // Figures first: a place may hold any text.
    return said(std::string(words->sentence))
        .replace(QLatin1String("{value}"), valueText(evidence.value, words->figure))
        .replace(QLatin1String("{reference}"), valueText(evidence.reference, words->figure))
        .replace(QLatin1String("{place}"), QString::fromStdString(evidence.place));
}

QString adviceText(const std::string& code)
{
    return said(monitor::adviceSentence(code));
}

QString autopsyActionText(const std::string& code)
{
    return said(monitor::actionSentence(code));
}

QString confidenceText(double confidence)
{
    return QCoreApplication::translate("Autopsy", "%1 % sure").arg(std::lround(100 * std::clamp(confidence, 0.0, 1.0)));
}

QStringList autopsySentences()
{
    QStringList sentences;
    for (const char* sentence : kSentences) {
        sentences << QString::fromUtf8(sentence);
    }
    return sentences;
}

} // namespace espalier::ui

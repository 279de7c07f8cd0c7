#include "core/monitor/autopsy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace espalier::monitor {

namespace {

constexpr std::array kEvidence{
    // The learning rate.
    EvidenceWords{"rate_negative", "The learning rate in force was {value}: below zero, the optimizer climbs the loss"},
    EvidenceWords{"rate_negative_steps", "It had been below zero for {value} steps", Figure::Count},
    EvidenceWords{"rose_since_rate_negative",
                  "{place} stood at {reference} when the rate fell below zero and at {value} in the end"},
    EvidenceWords{"rate_at_peak", "The learning rate, {value}, stood at its highest of {reference}"},
    EvidenceWords{"rate_jumped",
                  "The learning rate went up to {value} from {reference}, under which all had been well"},
    EvidenceWords{"rate_moves_weights", "At a rate of {value} one step of Adam moves every number by about as much; "
                                        "weights are mostly below {reference}"},
    EvidenceWords{"rate_was_higher", "A rate of {reference} had done no harm; {value} was in force"},
    EvidenceWords{"update_ratio", "One update moved {place} by {value} of its own size; {reference} is usual",
                  Figure::Share},
    EvidenceWords{"update_ratio_usual", "No update moved a tensor by more than {value} of its own size", Figure::Share},
    EvidenceWords{"rose_within_steps", "{place} went from {reference} to {value} within a few steps"},
    // The start.
    EvidenceWords{"within_first_steps", "It happened {value} steps after the start", Figure::Count},
    EvidenceWords{"first_rate_share", "The first step was taken at {value} of the full learning rate", Figure::Share},
    // The batch.
    EvidenceWords{"pixels_not_finite", "{value} pixels of the batch are not finite", Figure::Count},
    EvidenceWords{"pixels_out_of_range", "Pixels of the batch reach {value}; {reference} is the most they may"},
    EvidenceWords{"pixels_fine", "All pixels of the batch lie between 0 and 1"},
    EvidenceWords{"boxes_out_of_range", "{value} boxes of the batch are empty, not finite or outside of their image",
                  Figure::Count},
    EvidenceWords{"no_boxes", "The batch holds no box in {value} images", Figure::Count},
    EvidenceWords{"constant_images", "{value} of {reference} images of the batch are one even colour", Figure::Count},
    EvidenceWords{"bad_on_healthy_weights",
                  "With the last healthy weights the same batch gives {place} {value}; {reference} was usual"},
    EvidenceWords{"fine_on_healthy_weights",
                  "With the last healthy weights the same batch gives {place} {value}, against {reference} as usual"},
    EvidenceWords{"own_class_share",
                  "{value} of the batch's boxes get the highest logit from their own class; guessing gives {reference}",
                  Figure::Share},
    // The loss.
    EvidenceWords{"loss_share", "{place} is {value} of the loss; when all was well it was {reference}", Figure::Share},
    EvidenceWords{"part_rose", "{place} rose to {value} from {reference}"},
    EvidenceWords{"part_stayed", "{place} stayed at {value}, against {reference} when all was well"},
    EvidenceWords{"part_not_finite", "{place} became {value}; before it was {reference}"},
    EvidenceWords{"loss_unchanged", "{place} did not change for {value} steps", Figure::Count},
    EvidenceWords{"gradient_zero", "The gradient norm was {value}: nothing is learnt"},
    EvidenceWords{"norm_rose", "The gradient norm of {place} rose to {value} from {reference}"},
    EvidenceWords{"norm_before_loss", "The gradient norm rose {value} steps before the loss did", Figure::Count},
    // The network.
    EvidenceWords{"first_bad_activation", "{place} was the first module whose output went bad: {value}, against "
                                          "{reference} when all was well"},
    EvidenceWords{"first_bad_gradient", "{place} was the first module on the way back whose gradient went bad: "
                                        "{value}, against {reference} when all was well"},
    EvidenceWords{"put_back_heals",
                  "With the last healthy weights of {place} alone put back, the loss of this batch is "
                  "{value} instead of {reference}"},
    EvidenceWords{"put_back_spread", "No single part of the network heals this batch when it is put back: the best "
                                     "leaves a loss of {value}, against {reference}"},
    EvidenceWords{"ahead_calm",
                  "No module ahead of {place} gave more than {value} times what it gave when all was well",
                  Figure::Factor},
    EvidenceWords{"many_bad", "{value} of {reference} modules went bad together", Figure::Count},
    EvidenceWords{"unbounded_branch", "{place} trains, and a norm with frozen statistics stands behind it: nothing "
                                      "bounds the logits"},
    EvidenceWords{"logits_large", "{place} gave {value}; when all was well {reference}"},
    EvidenceWords{"beyond_half", "{place} gave {value}; half precision ends at {reference}"},
    EvidenceWords{"loss_scale_fell", "The loss scale fell to {value} from {reference}"},
    EvidenceWords{"below_half", "Nothing came near what half precision holds: at most {value} of {reference}"},
    EvidenceWords{"adapter_norm",
                  "At {place} the adapter has grown to {value} of the weight; the weight itself moved "
                  "by {reference}",
                  Figure::Share},
    EvidenceWords{"adapter_opposes", "At {place} the adapter and the weight beside it pull against each other: cosine "
                                     "{value}"},
    EvidenceWords{"adapter_doubles", "At {place} the adapter and the weight beside it push the same way: cosine "
                                     "{value}, so each step counts twice"},
    EvidenceWords{"second_moment", "At {place} the squared gradient is {value} times what Adam believes",
                  Figure::Factor},
    EvidenceWords{"second_moment_zero", "At {place} the squares of gradients of {value} are too small to be held: "
                                        "Adam divides by epsilon alone"},
    // The course.
    EvidenceWords{"slow_rise", "It took {value} steps from the first warning", Figure::Count},
    EvidenceWords{"sudden", "Nothing was out of place {value} steps earlier", Figure::Count},
    EvidenceWords{"warnings_before", "{value} warnings came before", Figure::Count},
    EvidenceWords{"norm_drift", "The statistics of {place} stand {value} deviations from the pretrained ones; "
                                "{reference} is much"},
    EvidenceWords{"weight_grew",
                  "The weights of {place} have become {value} times what they were at the run's start; "
                  "no other module's did",
                  Figure::Factor},
    EvidenceWords{"norms_still", "No BatchNorm is further than {value} deviations from its pretrained statistics"},
};

constexpr std::array kCauses{
    Words{"negative_rate", "A learning rate below zero: the schedule ended before the run did, and the optimizer "
                           "climbed the loss"},
    Words{"rate_too_high", "The learning rate is too high for what trains"},
    Words{"missing_warmup", "The first steps were taken at full learning rate, before Adam knew its gradients"},
    Words{"poisoned_batch", "This batch: healthy weights cannot digest it either"},
    Words{"unbounded_logits", "The class branch trains ahead of a norm with frozen statistics: its logits have no "
                              "ceiling"},
    Words{"half_precision_overflow", "Numbers grew beyond what half precision holds"},
    Words{"adapter_interaction", "An adapter and the unfrozen weight beside it act on the same output"},
    Words{"second_moment_lag", "Adam's second moment lags behind the gradients, so its steps are too long"},
    Words{"label_noise", "Labels that contradict what was learnt: classes of this batch or of its prompts are mixed "
                         "up"},
    Words{"exploding_activation", "One module multiplies what it is given"},
    Words{"accumulating_drift", "A slow drift: every step alone looked harmless"},
    Words{"dead_data", "The data carry nothing to learn from: the loader gives empty or unchanging batches"},
};

constexpr std::array kAdvice{
    Words{"clamp_rate", "Keep the learning rate at or above zero: `train.clamp_lr: true`"},
    Words{"extend_schedule", "Let the schedule span the whole run: `train.schedule_epochs: 0`"},
    Words{"lower_rate", "Lower `train.lr`, to a third at first"},
    Words{"scale_branch_rate", "Give the guilty branch a rate of its own below 1 under `plan.lr_scale`"},
    Words{"add_warmup", "Let the rate rise over the first steps: `train.warmup: 0.1`"},
    Words{"check_images", "Look at the images of the batch and mend or exclude those that are damaged"},
    Words{"change_order", "Go back and take the data in another order: `monitor.policy: rewind`"},
    Words{"freeze_class_branch", "Freeze the class branch, or put an adapter in its place"},
    Words{"train_norm", "Unfreeze the norm behind the class branch, so that its statistics follow"},
    Words{"full_precision", "Compute in full precision, or in bfloat16"},
    Words{"separate_adapter", "Keep either the adapter or the unfrozen weight at a site, not both"},
    Words{"raise_epsilon", "Raise `train.epsilon`, to 1e-6 at first"},
    Words{"lower_beta2", "Lower `train.beta2`, to 0.99 at first, so that the second moment follows sooner"},
    Words{"reset_moments", "Reset Adam's moments when going back"},
    Words{"check_labels", "Check the labels of the batch: `espalier-cli data check`"},
    Words{"check_class_order", "Bring labels, classes and prompts into one order: `espalier-cli plan --check`"},
    Words{"freeze_module", "Freeze the first module that went bad, or lower its rate"},
    Words{"freeze_norms", "Freeze the BatchNorms that drifted, or enlarge the batch"},
    Words{"clip_gradients", "Clip the gradient: `train.clip: 1`"},
    Words{"check_loader", "See what the loader really gives: open Data and page through the batches"},
    Words{"keep_guard", "Leave the guard on `rewind`: it brings such a run home most of the time"},
};

constexpr std::array kActions{
    Words{"none", "The guard only watched"},
    Words{"skip", "The guard skipped the update"},
    Words{"clip", "The guard clipped the gradient"},
    Words{"lower_rate", "The guard lowered the learning rate"},
    Words{"freeze_branch", "The guard froze the guilty branch"},
    Words{"rewind", "The guard went back to a healthy state"},
    Words{"stop", "The guard stopped the run"},
};

std::string digitsOf(double value, int digits)
{
    if (!std::isfinite(value)) {
        return std::isnan(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
    }
    std::array<char, 64> text;
    return {text.data(),
            std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr};
}

std::string textOf(double value, Figure figure)
{
    constexpr int kDigits = 4;
    switch (figure) {
    case Figure::Share:
        // Beyond a few times the whole a percentage says nothing.
        return std::abs(value) < 10 ? digitsOf(100 * value, 3) + " %" : digitsOf(value, 3) + " times the whole";
    case Figure::Factor:
        return digitsOf(value, 3);
    case Figure::Count:
        return digitsOf(value, 15);
    case Figure::Number:
        break;
    }
    return digitsOf(value, kDigits);
}

void replace(std::string& sentence, std::string_view mark, const std::string& text)
{
    if (const auto at = sentence.find(mark); at != std::string::npos) {
        sentence.replace(at, mark.size(), text);
    }
}

template <class Table>
std::string sentenceIn(const Table& table, std::string_view code)
{
    const auto found = std::ranges::find(table, code, [](const auto& words) { return words.code; });
    return std::string(found == table.end() ? code : found->sentence);
}

} // namespace

std::span<const EvidenceWords> evidenceWords()
{
    return kEvidence;
}
std::span<const Words> causeWords()
{
    return kCauses;
}
std::span<const Words> adviceWords()
{
    return kAdvice;
}
std::span<const Words> actionWords()
{
    return kActions;
}

std::string sentenceOf(const Evidence& evidence)
{
    const auto found =
        std::ranges::find(kEvidence, evidence.code, [](const EvidenceWords& words) { return words.code; });
    if (found == kEvidence.end()) {
        return evidence.code;
    }
    std::string sentence(found->sentence);
    // Figures first: a place may hold any text.
    replace(sentence, "{value}", textOf(evidence.value, found->figure));
    replace(sentence, "{reference}", textOf(evidence.reference, found->figure));
    replace(sentence, "{place}", evidence.place);
    return sentence;
}

std::string causeSentence(std::string_view code)
{
    return sentenceIn(kCauses, code);
}
std::string adviceSentence(std::string_view code)
{
    return sentenceIn(kAdvice, code);
}
std::string actionSentence(std::string_view code)
{
    return sentenceIn(kActions, code);
}

} // namespace espalier::monitor

#include "ui/bridge/core_words.h"

#include <QCoreApplication>
#include <array>

namespace espalier::ui {

namespace {

/// Sentences of core/preflight with their facts taken out; whole ones first, then the phrases that facts are made of.
// clang-format off
constexpr std::array kSentences{
    QT_TRANSLATE_NOOP("Preflight", "The %1 pattern `%2` selects nothing: %3, which it is allowed to"),
    QT_TRANSLATE_NOOP("Preflight", "The %1 pattern `%2` selects nothing: %3"),
    QT_TRANSLATE_NOOP("Preflight", "Nothing trains: all %1 parameters are frozen; add an adapter or unfreeze a branch"),
    QT_TRANSLATE_NOOP("Preflight", "The learning-rate scale ×%1 of `%2` reaches no tensor: %3"),
    QT_TRANSLATE_NOOP("Preflight", "The class branches train wholly (%1 parameters) against frozen texts while part of the image path is frozen too: the study blamed this pairing for its explosion at epoch 109, and the class loss is the one part without a ceiling"),
    QT_TRANSLATE_NOOP("Preflight", "The norm of %1 (%2) is frozen while the class branch before it trains: its statistics no longer fit, and the logits grow with the weights without a bound"),
    QT_TRANSLATE_NOOP("Preflight", "The adapter rule `%1` sits on %2 whose own weights train too (%3): both learn the same change, and what the adapter adds cannot be told"),
    QT_TRANSLATE_NOOP("Preflight", "%1 running statistics under frozen norms would move in training"),
    QT_TRANSLATE_NOOP("Preflight", "Roughly %1 will be needed (weights %2, gradients and optimizer %3, activations %4 at batch %5 and %6 px), and this machine has %7"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 names another class than its own: class %3 is `%4` and its prompt is `%5`"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 name another class than their own: class %3 is `%4` and its prompt is `%5`"),
    QT_TRANSLATE_NOOP("Preflight", "Training and validation number the same classes differently: %1 against %2"),
    QT_TRANSLATE_NOOP("Preflight", "The classes of the experiment and of the training set stand in different order: %1 against %2"),
    QT_TRANSLATE_NOOP("Preflight", "There is %1 for %2: text k belongs to label k"),
    QT_TRANSLATE_NOOP("Preflight", "There are %1 for %2: text k belongs to label k"),
    QT_TRANSLATE_NOOP("Preflight", "Training and validation read one file, %1: %2"),
    QT_TRANSLATE_NOOP("Preflight", "Training and validation read one file, %1"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 is trained on (`%3`), so the result says nothing"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 are trained on (`%3` first), so the result says nothing"),
    QT_TRANSLATE_NOOP("Preflight", "The %1 set of %2 has no box at all"),
    QT_TRANSLATE_NOOP("Preflight", "None of the %1 is larger than 2 px at an input of %2 px"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 is 2 px or less at an input of %3 px and cannot be learnt"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of %2 are 2 px or less at an input of %3 px and cannot be learnt"),
    QT_TRANSLATE_NOOP("Preflight", "Class %1 has no %2 box: nothing of it is learnt"),
    QT_TRANSLATE_NOOP("Preflight", "Class %1 has no %2 box: it has no AP"),
    QT_TRANSLATE_NOOP("Preflight", "Classes %1 have no %2 box: nothing of it is learnt"),
    QT_TRANSLATE_NOOP("Preflight", "Classes %1 have no %2 box: it has no AP"),
    QT_TRANSLATE_NOOP("Preflight", "%1 trains on batches of %2: below %3 their statistics are mostly noise"),
    QT_TRANSLATE_NOOP("Preflight", "%1 train on batches of %2: below %3 their statistics are mostly noise"),
    QT_TRANSLATE_NOOP("Preflight", "%1 in batches of %2 leave a last batch of 1 image, on which %3 trains"),
    QT_TRANSLATE_NOOP("Preflight", "%1 in batches of %2 leave a last batch of 1 image, on which %3 train"),
    QT_TRANSLATE_NOOP("Preflight", "Validation has few boxes of some classes (%1): each box moves the mean AP much, so small differences between runs are noise"),
    QT_TRANSLATE_NOOP("Preflight", "The box loss reads distributions across cells, so loss_dfl learns nothing and stays at chance, 1.5 ln 16 = %1 an image (%2 at batch %3)"),
    QT_TRANSLATE_NOOP("Preflight", "The schedule spans %1 of %2: the learning rate falls below zero in %3, to %4"),
    QT_TRANSLATE_NOOP("Preflight", "The schedule spans %1 of %2: the learning rate falls below its floor, to %3"),
    QT_TRANSLATE_NOOP("Preflight", "The schedule spans %1 of %2: the last %3 run at its floor, %4 of the learning rate"),
    QT_TRANSLATE_NOOP("Preflight", "From %1 to %2 the learning rate is below zero, %3 at the end: every step there climbs the loss"),
    QT_TRANSLATE_NOOP("Preflight", "The warm-up of %1, at %2 per epoch, would end after epoch %3, and the run has %4: the learning rate peaks at %5 instead of %6"),
    QT_TRANSLATE_NOOP("Preflight", "The warm-up takes the whole run: the learning rate peaks at %1 instead of %2"),
    QT_TRANSLATE_NOOP("Preflight", "The warm-up of %1, at %2 per epoch, ends after epoch %3 of %4: the learning rate peaks at %5 instead of %6"),
    QT_TRANSLATE_NOOP("Preflight", "The warm-up ends after epoch %1 of %2: the learning rate peaks at %3 instead of %4"),
    QT_TRANSLATE_NOOP("Preflight", "Mosaic and mixup (probabilities %1 and %2) go on to the last of %3: the network never settles on whole images, on which it is measured"),
    QT_TRANSLATE_NOOP("Preflight", "Mosaic and mixup are closed for the last %1 of %2: they never act"),
    QT_TRANSLATE_NOOP("Preflight", "Gradients are not clipped at a learning rate of %1 (from %2 on, one bad batch can throw %3 off)"),
    QT_TRANSLATE_NOOP("Preflight", "A step shall gather %1 batches, and an epoch has %2: each epoch is one step of %3"),
    // Repairs
    QT_TRANSLATE_NOOP("Preflight", "Remove the rule"),
    QT_TRANSLATE_NOOP("Preflight", "Replace by `%1`"),
    QT_TRANSLATE_NOOP("Preflight", "Let these contrast heads train too"),
    QT_TRANSLATE_NOOP("Preflight", "Take %1 at once, %2 batches per step"),
    QT_TRANSLATE_NOOP("Preflight", "Put the prompts in the order of the classes"),
    QT_TRANSLATE_NOOP("Preflight", "Fix the order to that of the training set"),
    QT_TRANSLATE_NOOP("Preflight", "Take the order of the training set"),
    QT_TRANSLATE_NOOP("Preflight", "Use the class names as prompts"),
    QT_TRANSLATE_NOOP("Preflight", "Train on %1"),
    QT_TRANSLATE_NOOP("Preflight", "Validate on %1"),
    QT_TRANSLATE_NOOP("Preflight", "Take batches of %1"),
    QT_TRANSLATE_NOOP("Preflight", "Read distributions cell by cell"),
    QT_TRANSLATE_NOOP("Preflight", "Span all %1"),
    QT_TRANSLATE_NOOP("Preflight", "Keep the learning rate at or above its floor"),
    QT_TRANSLATE_NOOP("Preflight", "Warm up over a tenth of the run"),
    QT_TRANSLATE_NOOP("Preflight", "Close them for the last %1"),
    QT_TRANSLATE_NOOP("Preflight", "Switch them off"),
    QT_TRANSLATE_NOOP("Preflight", "Clip the gradient norm at 10"),
    QT_TRANSLATE_NOOP("Preflight", "Gather %1"),
    // Why a rule selects nothing
    QT_TRANSLATE_NOOP("Preflight", "no module has this name"),
    QT_TRANSLATE_NOOP("Preflight", "no module matches"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 module that holds no parameters (an identity)"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 modules that hold no parameters (identities)"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 module that holds no parameters"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 modules that hold no parameters"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 module that cannot carry %2"),
    QT_TRANSLATE_NOOP("Preflight", "matches %1 modules that cannot carry %2"),
    QT_TRANSLATE_NOOP("Preflight", "a later rule grafts the same method on every site"),
    QT_TRANSLATE_NOOP("Preflight", "all matched modules are excluded"),
    QT_TRANSLATE_NOOP("Preflight", "nothing under the matched modules trains"),
    // Facts
    QT_TRANSLATE_NOOP("Preflight", "%1 validation image"),
    QT_TRANSLATE_NOOP("Preflight", "%1 validation images"),
    QT_TRANSLATE_NOOP("Preflight", "%1 training image"),
    QT_TRANSLATE_NOOP("Preflight", "%1 training images"),
    QT_TRANSLATE_NOOP("Preflight", "%1 validation box"),
    QT_TRANSLATE_NOOP("Preflight", "%1 validation boxes"),
    QT_TRANSLATE_NOOP("Preflight", "%1 training box"),
    QT_TRANSLATE_NOOP("Preflight", "%1 training boxes"),
    QT_TRANSLATE_NOOP("Preflight", "%1 contrast head"),
    QT_TRANSLATE_NOOP("Preflight", "%1 contrast heads"),
    QT_TRANSLATE_NOOP("Preflight", "%1 BatchNorm"),
    QT_TRANSLATE_NOOP("Preflight", "%1 BatchNorms"),
    QT_TRANSLATE_NOOP("Preflight", "%1 epoch"),
    QT_TRANSLATE_NOOP("Preflight", "%1 epochs"),
    QT_TRANSLATE_NOOP("Preflight", "about epoch %1"),
    QT_TRANSLATE_NOOP("Preflight", "epoch %1"),
    QT_TRANSLATE_NOOP("Preflight", "%1 step"),
    QT_TRANSLATE_NOOP("Preflight", "%1 steps"),
    QT_TRANSLATE_NOOP("Preflight", "%1 image"),
    QT_TRANSLATE_NOOP("Preflight", "%1 images"),
    QT_TRANSLATE_NOOP("Preflight", "%1 batch"),
    QT_TRANSLATE_NOOP("Preflight", "%1 batches"),
    QT_TRANSLATE_NOOP("Preflight", "%1 module"),
    QT_TRANSLATE_NOOP("Preflight", "%1 modules"),
    QT_TRANSLATE_NOOP("Preflight", "%1 prompt"),
    QT_TRANSLATE_NOOP("Preflight", "%1 prompts"),
    QT_TRANSLATE_NOOP("Preflight", "%1 class"),
    QT_TRANSLATE_NOOP("Preflight", "%1 classes"),
    QT_TRANSLATE_NOOP("Preflight", "`%1` and %2 more"),
    QT_TRANSLATE_NOOP("Preflight", "`%1` and `%2`"),
    QT_TRANSLATE_NOOP("Preflight", "%1 of `%2`"),
    QT_TRANSLATE_NOOP("Preflight", "training"),
    QT_TRANSLATE_NOOP("Preflight", "validation"),
};
// clang-format on

} // namespace

std::span<const char* const> preflightSentences()
{
    return kSentences;
}

} // namespace espalier::ui

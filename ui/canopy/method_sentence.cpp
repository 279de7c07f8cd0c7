#include "ui/canopy/method_sentence.h"

#include <QCoreApplication>
#include <array>
#include <string>

namespace espalier::ui {

namespace {

// clang-format off
/// What is looked up: lupdate reads these lines.
[[maybe_unused]] constexpr std::array kSentences{
    QT_TRANSLATE_NOOP("Method", "A feature adapter acts on an image's feature map: drop it on a block or a convolution"),
    QT_TRANSLATE_NOOP("Method", "LoRA changes a weight matrix: drop it on a linear layer, a convolution or an embedding"),
    QT_TRANSLATE_NOOP("Method", "DoRA splits a weight into rows and their lengths: drop it on a linear layer or a convolution"),
    QT_TRANSLATE_NOOP("Method", "RLRR scales rows and columns of a weight: drop it on a linear layer or a convolution, and SSF on norms"),
    QT_TRANSLATE_NOOP("Method", "SSF scales and shifts what a layer computes: drop it on a linear layer, a convolution, an embedding or a norm"),
    QT_TRANSLATE_NOOP("Method", "An adapter stands behind the attention or the perceptron of a transformer layer: drop it there"),
    QT_TRANSLATE_NOOP("Method", "AdaptFormer runs beside the perceptron of a transformer layer: drop it there"),
    QT_TRANSLATE_NOOP("Method", "FacT shares factors among the linear layers of a transformer: drop it on its linear layers"),
    QT_TRANSLATE_NOOP("Method", "Prompts are tokens before a transformer layer of an image tower: drop them on such layers"),
    QT_TRANSLATE_NOOP("Method", "ARC changes what attention and perceptron read: drop it on the norms before them"),
    QT_TRANSLATE_NOOP("Method", "BitFit trains biases: drop it on a linear layer, a convolution or a norm"),
    QT_TRANSLATE_NOOP("Method", "This module makes no single map of known width for an adapter to act on"),
    QT_TRANSLATE_NOOP("Method", "The running network lets no adapter act here"),
    QT_TRANSLATE_NOOP("Method", "Parts are chosen, and this is no fused query-key-value layer: set parts to whole"),
    QT_TRANSLATE_NOOP("Method", "FacT cuts a weight into squares, and the longer side of this one is no multiple of the shorter"),
    QT_TRANSLATE_NOOP("Method", "This layer has no bias to train"),
};
// clang-format on

} // namespace

QString methodSentence(std::string_view sentence)
{
    return QCoreApplication::translate("Method", std::string(sentence).c_str());
}

} // namespace espalier::ui

// Icons: drawn on a 16 grid with one colour of the theme; sharp at every scale.
#pragma once

#include "ui/widget/theme.h"

#include <QIcon>
#include <QPixmap>
#include <QStringView>

namespace espalier::ui {

/// Follows the theme: the colour is looked up at every paint. An unknown name gives an empty icon.
[[nodiscard]] QIcon themedIcon(const Theme& theme, QStringView name, Token token = Token::Tx2);
[[nodiscard]] QPixmap iconPixmap(QStringView name, const QColor& color, int size, qreal scale);
/// The product's mark: a tree on two wires, one graft green.
[[nodiscard]] QIcon productIcon();

} // namespace espalier::ui

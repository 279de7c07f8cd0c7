// Words of the Data place: kinds of findings, shares and sizes.
#pragma once

#include "core/dataset/dataset.h"
#include "ui/bridge/data_set.h"

#include <QString>
#include <QStringView>
#include <span>

namespace espalier::ui {

/// All kinds, gravest first.
[[nodiscard]] std::span<const dataset::Defect::Kind> findingKinds();
/// `missing images`: heads a group, and is said with a zero when there is none.
[[nodiscard]] QString findingTitle(dataset::Defect::Kind kind);
/// What was done with them, and what to do.
[[nodiscard]] QString findingAdvice(dataset::Defect::Kind kind);
/// Whether something is lost by it; the others were mended, or are worth a look.
[[nodiscard]] bool isLoss(dataset::Defect::Kind kind);
/// Whether files of this layout (a value of data.kind) can have it at all.
[[nodiscard]] bool canOccur(dataset::Defect::Kind kind, const std::string& format);
/// Whether the image itself cannot be shown.
[[nodiscard]] bool isUnusable(dataset::Defect::Kind kind);

[[nodiscard]] QString splitName(Split split);
/// `5.4 %`, `0.03 %`.
[[nodiscard]] QString shareText(double share);
/// `596 × 589`.
[[nodiscard]] QString sizeText(int width, int height);
/// Name of the set: its folder, or what is drawn.
[[nodiscard]] QString dataName(const experiment::DataSettings& settings);

} // namespace espalier::ui

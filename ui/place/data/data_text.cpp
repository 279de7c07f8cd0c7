#include "ui/place/data/data_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <filesystem>

namespace espalier::ui {

namespace {

using Kind = dataset::Defect::Kind;

constexpr const char* kContext = "DataText";

struct KindRow {
    Kind kind;
    const char* title;
    const char* advice;
    bool isLoss;
};

constexpr std::array kKinds{
    KindRow{
        Kind::MissingImage, QT_TRANSLATE_NOOP("DataText", "missing images"),
        QT_TRANSLATE_NOOP("DataText", "Left out. Copy the files to where the list says, or take them from the list."),
        true},
    KindRow{Kind::DamagedImage, QT_TRANSLATE_NOOP("DataText", "damaged images"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Copy the files again from where they came."), true},
    KindRow{Kind::BoxNotFinite, QT_TRANSLATE_NOOP("DataText", "boxes without finite numbers"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Draw these boxes anew."), true},
    KindRow{Kind::BoxEmpty, QT_TRANSLATE_NOOP("DataText", "empty boxes"),
            QT_TRANSLATE_NOOP("DataText", "Left out: less than a pixel wide or high. Draw them anew or delete them."),
            true},
    KindRow{Kind::BoxOutside, QT_TRANSLATE_NOOP("DataText", "boxes outside their image"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Is the image another one than the one that was labelled?"), true},
    KindRow{Kind::UnknownCategory, QT_TRANSLATE_NOOP("DataText", "unknown classes"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Add the class to model.classes, or correct the label."), true},
    KindRow{Kind::OrphanAnnotation, QT_TRANSLATE_NOOP("DataText", "boxes of no image"),
            QT_TRANSLATE_NOOP("DataText", "Left out: their image is not in the list."), true},
    KindRow{Kind::DuplicateImage, QT_TRANSLATE_NOOP("DataText", "images listed twice"),
            QT_TRANSLATE_NOOP("DataText", "The first is used."), false},
    KindRow{Kind::BoxClipped, QT_TRANSLATE_NOOP("DataText", "boxes over the rim"),
            QT_TRANSLATE_NOOP("DataText", "Cut at the rim of the image and used."), false},
    KindRow{Kind::SizeMismatch, QT_TRANSLATE_NOOP("DataText", "sizes that differ"),
            QT_TRANSLATE_NOOP("DataText", "The image is believed, not the list."), false},
};

constexpr auto kKindList = [] {
    std::array<Kind, kKinds.size()> kinds{};
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        kinds[i] = kKinds[i].kind;
    }
    return kinds;
}();

const KindRow* rowOf(Kind kind)
{
    const auto found = std::ranges::find(kKinds, kind, &KindRow::kind);
    return found == kKinds.end() ? nullptr : &*found;
}

} // namespace

std::span<const Kind> findingKinds()
{
    return kKindList;
}

QString findingTitle(Kind kind)
{
    const KindRow* row = rowOf(kind);
    if (row == nullptr) {
        const std::string_view text = dataset::toText(kind);
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    return QCoreApplication::translate(kContext, row->title);
}

QString findingAdvice(Kind kind)
{
    const KindRow* row = rowOf(kind);
    return row == nullptr ? QString() : QCoreApplication::translate(kContext, row->advice);
}

bool isLoss(Kind kind)
{
    const KindRow* row = rowOf(kind);
    return row == nullptr || row->isLoss;
}

bool isUnusable(Kind kind)
{
    return kind == Kind::MissingImage || kind == Kind::DamagedImage;
}

QString splitName(Split split)
{
    return split == Split::Train ? QCoreApplication::translate(kContext, "train")
                                 : QCoreApplication::translate(kContext, "val");
}

QString shareText(double share)
{
    const double percent = share * 100;
    const int digits = percent >= 10 ? 0 : percent >= 1 ? 1 : 2;
    return QStringLiteral("%1 %").arg(QString::number(percent, 'f', digits));
}

QString sizeText(int width, int height)
{
    return QStringLiteral("%1 × %2").arg(width).arg(height);
}

QString dataName(const experiment::DataSettings& settings)
{
    if (settings.kind == "inspection") {
        return QCoreApplication::translate(kContext, "inspection set (synthetic)");
    }
    std::filesystem::path root(DataSet::rootOf(settings));
    if (!root.has_filename()) {
        root = root.parent_path();
    }
    return QString::fromStdString(root.filename().string());
}

} // namespace espalier::ui

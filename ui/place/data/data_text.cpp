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
};

constexpr std::array kKinds{
    KindRow{
        Kind::MissingImage, QT_TRANSLATE_NOOP("DataText", "missing images"),
        QT_TRANSLATE_NOOP("DataText", "Left out. Copy the files to where the list says, or take them from the list.")},
    KindRow{Kind::DamagedImage, QT_TRANSLATE_NOOP("DataText", "damaged images"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Copy the files again from where they came.")},
    KindRow{Kind::PathOutside, QT_TRANSLATE_NOOP("DataText", "paths outside"),
            QT_TRANSLATE_NOOP("DataText", "Never opened: the name leads out of the folder.")},
    KindRow{Kind::DamagedLabel, QT_TRANSLATE_NOOP("DataText", "damaged labels"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Mend the label file.")},
    KindRow{Kind::OrphanLabel, QT_TRANSLATE_NOOP("DataText", "labels of no image"),
            QT_TRANSLATE_NOOP("DataText", "Left out: the image that they belong to is not there.")},
    KindRow{Kind::BoxNotFinite, QT_TRANSLATE_NOOP("DataText", "boxes not finite"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Draw these boxes anew.")},
    KindRow{Kind::BoxEmpty, QT_TRANSLATE_NOOP("DataText", "empty boxes"),
            QT_TRANSLATE_NOOP("DataText", "Left out: less than a pixel wide or high.")},
    KindRow{Kind::BoxOutside, QT_TRANSLATE_NOOP("DataText", "boxes outside"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Was another image labelled than this one?")},
    KindRow{Kind::UnknownCategory, QT_TRANSLATE_NOOP("DataText", "unknown classes"),
            QT_TRANSLATE_NOOP("DataText", "Left out. Add them to model.classes, or correct the labels.")},
    KindRow{Kind::OrphanAnnotation, QT_TRANSLATE_NOOP("DataText", "boxes of no image"),
            QT_TRANSLATE_NOOP("DataText", "Left out: their image is not in the list.")},
    KindRow{Kind::SharedImage, QT_TRANSLATE_NOOP("DataText", "images in both splits"),
            QT_TRANSLATE_NOOP("DataText", "Scores are too good: the network has learnt what it is measured on.")},
    KindRow{Kind::DuplicateImage, QT_TRANSLATE_NOOP("DataText", "images listed twice"),
            QT_TRANSLATE_NOOP("DataText", "The first is used.")},
    KindRow{Kind::RepeatedImage, QT_TRANSLATE_NOOP("DataText", "repeated images"),
            QT_TRANSLATE_NOOP("DataText", "Both are used: the same picture counts twice.")},
    KindRow{Kind::BoxClipped, QT_TRANSLATE_NOOP("DataText", "boxes over the rim"),
            QT_TRANSLATE_NOOP("DataText", "Cut at the rim of the image and used.")},
    KindRow{Kind::SizeMismatch, QT_TRANSLATE_NOOP("DataText", "sizes that differ"),
            QT_TRANSLATE_NOOP("DataText", "The image is believed, not the list.")},
    KindRow{Kind::MissingLabel, QT_TRANSLATE_NOOP("DataText", "images without labels"),
            QT_TRANSLATE_NOOP("DataText", "Used as images without a box.")},
    KindRow{Kind::MaskSpeck, QT_TRANSLATE_NOOP("DataText", "specks in masks"),
            QT_TRANSLATE_NOOP("DataText", "Left out: too small to be a box.")},
    KindRow{Kind::ClassInOneSplit, QT_TRANSLATE_NOOP("DataText", "classes in one split"),
            QT_TRANSLATE_NOOP("DataText", "Never learnt, or never measured.")},
    KindRow{Kind::CategoryOrder, QT_TRANSLATE_NOOP("DataText", "order of classes"),
            QT_TRANSLATE_NOOP("DataText", "Matched by name here, not by every tool.")},
    KindRow{Kind::BoxCoversImage, QT_TRANSLATE_NOOP("DataText", "boxes over all"),
            QT_TRANSLATE_NOOP("DataText", "Used. Is a box of the whole image meant?")},
    KindRow{Kind::RepeatedBox, QT_TRANSLATE_NOOP("DataText", "repeated boxes"),
            QT_TRANSLATE_NOOP("DataText", "Both are used: the same thing counts twice.")},
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
    return dataset::severityOf(kind) == dataset::Severity::Loss;
}

bool canOccur(Kind kind, const std::string& format)
{
    switch (kind) {
    case Kind::OrphanAnnotation:
    case Kind::DuplicateImage:
    case Kind::SizeMismatch:
        return format == "coco";
    case Kind::DamagedLabel:
    case Kind::OrphanLabel:
    case Kind::MissingLabel:
        return format != "coco" && format != "inspection";
    case Kind::MaskSpeck:
        return format == "masks";
    default:
        return true;
    }
}

bool isUnusable(Kind kind)
{
    return kind == Kind::MissingImage || kind == Kind::DamagedImage || kind == Kind::PathOutside;
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

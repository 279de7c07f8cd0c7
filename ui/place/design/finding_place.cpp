#include "ui/place/design/finding_place.h"

#include <array>
#include <utility>

namespace espalier::ui {

namespace {

constexpr std::array<std::pair<const char*, plan::RuleKind>, 5> kLists{{{"freeze", plan::RuleKind::Freeze},
                                                                        {"adapters", plan::RuleKind::Adapter},
                                                                        {"unfreeze", plan::RuleKind::Unfreeze},
                                                                        {"lr_scale", plan::RuleKind::LearningRateScale},
                                                                        {"exclude", plan::RuleKind::Exclude}}};

} // namespace

FindingPlace findingPlace(std::string_view path)
{
    const QString text = QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size()));
    FindingPlace place;
    place.section = text.section(QLatin1Char('.'), 0, 0);
    place.key = text.section(QLatin1Char('.'), 1);
    if (place.section != QLatin1String("plan")) {
        place.kind = FindingPlace::Kind::Setting;
        return place;
    }
    const QString list = place.key.section(QLatin1Char('['), 0, 0);
    for (const auto& [name, kind] : kLists) {
        if (list == QLatin1String(name)) {
            place.kind = FindingPlace::Kind::Rule;
            place.rule = kind;
            bool isNumber = false;
            const uint index = place.key.section(QLatin1Char('['), 1).section(QLatin1Char(']'), 0, 0).toUInt(&isNumber);
            if (isNumber) {
                place.index = index;
            }
        }
    }
    return place;
}

} // namespace espalier::ui

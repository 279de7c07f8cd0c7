// Field: one row of an options struct: key, member, range, help. From the rows of a struct follow reading, writing,
// validation, difference, forms and documentation.
#pragma once

#include <limits>
#include <string_view>
#include <tuple>

namespace espalier {

struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

/// The values that a text field may take; empty: any.
struct Choices {
    std::string_view list; ///< separated by '|'
};

template <class Options, class Member>
struct Field {
    std::string_view key;
    Member Options::*member;
    Range range;
    std::string_view help;
    Choices choices = {};
};

/// A struct has rows when `fields(const T*)` is found beside it (argument-dependent look-up).
template <class T>
concept HasFields = requires
{
    fields(static_cast<const T*>(nullptr));
};

template <HasFields T, class Visitor>
constexpr void forEachField(Visitor&& visit)
{
    std::apply([&](const auto&... field) { (visit(field), ...); }, fields(static_cast<const T*>(nullptr)));
}

} // namespace espalier

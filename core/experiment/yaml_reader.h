// Reading options structs from YAML by their field tables. Private to this folder: yaml-cpp does not leave it.
#pragma once

#include "core/base/fields.h"
#include "core/base/result.h"

#include <yaml-cpp/yaml.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace espalier::experiment {

/// Collects the first fault; everything after it is ignored.
class YamlReader {
public:
    explicit YamlReader(std::string fileName) : m_fileName(std::move(fileName)) {}

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    void refuse(const YAML::Node& node, const std::string& message);
    /// Refuses a node that is no map, and keys that are given twice or are not among `allowed`.
    bool checkMap(const YAML::Node& node, std::string_view path, const std::vector<std::string_view>& allowed);

    template <HasFields T>
    static std::vector<std::string_view> keys()
    {
        std::vector<std::string_view> names;
        forEachField<T>([&](const auto& field) { names.push_back(field.key); });
        return names;
    }

    /// Members of `value` that `node` names; the keys must have been checked.
    template <HasFields T>
    void readFields(const YAML::Node& node, std::string_view path, T& value)
    {
        forEachField<T>([&](const auto& field) {
            const YAML::Node member = node[std::string(field.key)];
            if (member && !m_error) {
                read(member, join(path, field.key), field, value.*(field.member));
            }
        });
    }

    void readText(const YAML::Node& node, const std::string& path, std::string& value);
    void readNumber(const YAML::Node& node, const std::string& path, Range range, double& value);
    void readFlag(const YAML::Node& node, const std::string& path, bool& value);
    /// A text, or a list of texts.
    void readTexts(const YAML::Node& node, const std::string& path, std::vector<std::string>& values);

    [[nodiscard]] static std::string join(std::string_view path, std::string_view key);

private:
    template <class Field>
    void read(const YAML::Node& node, const std::string& path, const Field& field, std::string& value)
    {
        readText(node, path, value);
        if (!m_error && !field.choices.list.empty()) {
            checkChoice(node, path, field.choices.list, value);
        }
    }
    template <class Field>
    void read(const YAML::Node& node, const std::string& path, const Field& field, std::vector<std::string>& value)
    {
        readTexts(node, path, value);
        for (std::size_t i = 0; i < value.size() && !m_error && !field.choices.list.empty(); ++i) {
            checkChoice(node, path, field.choices.list, value[i]);
        }
    }
    template <class Field>
    void read(const YAML::Node& node, const std::string& path, const Field&, bool& value)
    {
        readFlag(node, path, value);
    }
    template <class Field, class Number>
    requires std::is_arithmetic_v<Number>
    void read(const YAML::Node& node, const std::string& path, const Field& field, Number& value)
    {
        double number = static_cast<double>(value);
        readNumber(node, path, field.range, number);
        if constexpr (std::is_integral_v<Number>) {
            if (!m_error && number != std::floor(number)) {
                refuse(node, "`" + path + "` must be a whole number");
            }
        }
        if (!m_error) {
            value = static_cast<Number>(number);
        }
    }
    void checkChoice(const YAML::Node& node, const std::string& path, std::string_view choices,
                     const std::string& value);

    std::string m_fileName;
    std::optional<Error> m_error;
};

} // namespace espalier::experiment

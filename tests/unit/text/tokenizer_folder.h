// A small tokenizer in CLIP's format: 256 bytes alone, 256 at a word's end, a few merges, two marks.
#pragma once

#include "core/base/files.h"
#include "core/base/json.h"

#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace espalier::text {

/// Id of a byte alone; + 256: at the end of a word. The test writes the bytes in their own order.
inline std::vector<std::string> smallVocabulary()
{
    const auto symbol = [](int code) {
        const std::string wide{static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
        return code < 0x80 ? std::string(1, static_cast<char>(code)) : wide;
    };
    std::vector<std::string> tokens;
    for (const char* ending : {"", "</w>"}) {
        int next = 256;
        for (int byte = 0; byte < 256; ++byte) {
            const bool isPrintable =
                (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
            tokens.push_back(symbol(isPrintable ? byte : next++) + ending);
        }
    }
    return tokens;
}

using MergePairs = std::vector<std::pair<std::string, std::string>>;
/// ids 512 to 515 of smallVocabulary()'s 512 tokens and these.
inline const MergePairs kSmallMerges{{"d", "u"}, {"s", "t</w>"}, {"du", "st</w>"}, {"u", "s"}};
inline constexpr std::int64_t kSmallBegin = 516;
inline constexpr std::int64_t kSmallEnd = 517;

inline std::string vocabularyJson(const std::vector<std::string>& tokens)
{
    Json json = Json::object();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        json[tokens[i]] = i;
    }
    return json.dump();
}

inline std::string mergesText(const MergePairs& merges)
{
    std::string text = "#version: 0.2\n";
    for (const auto& [left, right] : merges) {
        text.append(left).append(" ").append(right).append("\n");
    }
    return text;
}

inline std::string smallVocabularyJson()
{
    std::vector<std::string> tokens = smallVocabulary();
    for (const auto& [left, right] : kSmallMerges) {
        tokens.push_back(left + right);
    }
    tokens.insert(tokens.end(), {"<|startoftext|>", "<|endoftext|>"});
    return vocabularyJson(tokens);
}

/// The folder, filled anew.
inline std::filesystem::path writeTokenizer(const std::filesystem::path& folder, const std::string& vocabulary,
                                            const std::string& merges)
{
    std::filesystem::create_directories(folder);
    (void)writeFileAtomically(folder / "vocab.json", vocabulary);
    (void)writeFileAtomically(folder / "merges.txt", merges);
    return folder;
}

inline std::filesystem::path writeSmallTokenizer(const std::filesystem::path& folder)
{
    return writeTokenizer(folder, smallVocabularyJson(), mergesText(kSmallMerges));
}

} // namespace espalier::text

// ClipTokenizer: text to CLIP's token ids by byte-level byte-pair encoding.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace espalier::text {

/// The tokenizer that the detector's reference uses (`CLIPTokenizer` of transformers): NFC, lower case code point by
/// code point, words, bytes, merges in the order of their rank. It neither repairs wrongly decoded text nor resolves
/// HTML entities, as OpenAI's own first one did.
class ClipTokenizer {
public:
    /// Positions that CLIP's text towers have.
    static constexpr std::size_t kLongest = 77;

    /// From a folder with `vocab.json` (token → id; ids 0 to n − 1, each once) and `merges.txt` (pairs, best first).
    /// Errors: a file that is missing or says anything else, with its line; a vocabulary without the 256 bytes, each
    /// alone and at the end of a word, or without the two marks.
    [[nodiscard]] static Result<ClipTokenizer> open(const std::filesystem::path& folder);

    /// Begin mark, tokens, end mark: at most `longest` (2 or more) ids, of which the last is the end mark. Marks that
    /// are written out in the text count as marks. Bytes that are no UTF-8 read as U+FFFD.
    [[nodiscard]] std::vector<std::int64_t> encode(std::string_view text, std::size_t longest = kLongest) const;

    [[nodiscard]] std::int64_t beginOfText() const { return m_begin; } ///< `<|startoftext|>`: CLIP's is 49406
    [[nodiscard]] std::int64_t endOfText() const { return m_end; }     ///< `<|endoftext|>`: CLIP's is 49407
    [[nodiscard]] std::int64_t size() const { return m_size; }         ///< number of tokens: CLIP has 49408
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }        ///< of what both files hold

private:
    struct Merge {
        std::size_t rank = 0; ///< lower goes first
        std::int64_t result = 0;
    };
    ClipTokenizer() = default;
    Status readMerges(std::string_view lines, const std::unordered_map<std::string, std::int64_t>& ids,
                      const std::string& where);
    [[nodiscard]] const Merge* findMerge(std::int64_t left, std::int64_t right) const;
    void encodePart(std::string_view text, std::vector<std::int64_t>& ids) const;
    void encodeWords(std::string_view text, std::vector<std::int64_t>& ids) const;
    void encodeWord(std::string_view word, std::vector<std::int64_t>& ids) const;

    std::array<std::int64_t, 256> m_byte{};            ///< id of each byte
    std::array<std::int64_t, 256> m_endByte{};         ///< id of each byte that ends a word
    std::unordered_map<std::uint64_t, Merge> m_merges; ///< by left id · 2³² + right id
    std::int64_t m_begin = 0;
    std::int64_t m_end = 0;
    std::int64_t m_size = 0;
    std::uint64_t m_hash = 0;
};

} // namespace espalier::text

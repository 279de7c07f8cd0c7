#include "core/text/clip_tokenizer.h"

#include "core/base/assert.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <queue>

namespace espalier::text {

namespace {

constexpr std::uint64_t kLargestFile = 64U << 20;
constexpr std::int64_t kMostTokens = 1 << 24;
constexpr std::string_view kBegin = "<|startoftext|>";
constexpr std::string_view kEnd = "<|endoftext|>";
constexpr std::string_view kWordEnd = "</w>";
constexpr std::string_view kBanner = "#version";
constexpr std::size_t kShown = 40; ///< bytes of a token in one sentence

using Ids = std::unordered_map<std::string, std::int64_t>;

/// Takes a flat object of token and id; anything else stops it at once, however deep it would go on.
class VocabularyReader final : public nlohmann::json_sax<Json> {
public:
    Ids ids;
    std::string fault;

    bool null() override { return refuse(); }
    bool boolean(bool) override { return refuse(); }
    bool number_integer(number_integer_t) override { return refuse(); }
    bool number_float(number_float_t, const string_t&) override { return refuse(); }
    bool string(string_t&) override { return refuse(); }
    bool binary(binary_t&) override { return refuse(); }
    bool start_array(std::size_t) override { return refuse(); }
    bool end_array() override { return refuse(); }
    bool end_object() override { return true; }
    bool start_object(std::size_t) override
    {
        const bool isFirst = !m_isInside;
        m_isInside = true;
        return isFirst || refuse();
    }
    bool key(string_t& name) override
    {
        m_key = name;
        return true;
    }
    bool number_unsigned(number_unsigned_t id) override
    {
        if (!m_isInside || id >= static_cast<number_unsigned_t>(kMostTokens)) {
            return refuse();
        }
        if (!ids.emplace(m_key, static_cast<std::int64_t>(id)).second) {
            fault = "names the token `" + m_key.substr(0, kShown) + "` twice";
            return false;
        }
        return true;
    }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override
    {
        fault = "is not valid JSON, or cut short, at byte " + std::to_string(at);
        return false;
    }

private:
    bool refuse()
    {
        fault = "is no flat JSON object of token and id";
        return false;
    }

    bool m_isInside = false;
    std::string m_key;
};

/// Each id from 0 on, once: else one of them would stand for nothing or for two tokens.
bool isNumberedThrough(const Ids& ids)
{
    std::vector<bool> seen(ids.size(), false);
    return std::all_of(ids.begin(), ids.end(), [&](const auto& row) {
        const auto place = static_cast<std::size_t>(row.second);
        if (place >= seen.size() || seen[place]) {
            return false;
        }
        seen[place] = true;
        return true;
    });
}

Result<Ids> readVocabulary(const std::string& text, const std::string& where)
{
    VocabularyReader reader;
    if (!Json::sax_parse(text, &reader)) {
        return fail(ErrorCode::Unreadable, reader.fault, where);
    }
    if (!isNumberedThrough(reader.ids)) {
        return fail(ErrorCode::InvalidInput,
                    "has " + std::to_string(reader.ids.size()) + " tokens, but their ids do not count from 0 to " +
                        std::to_string(static_cast<std::int64_t>(reader.ids.size()) - 1),
                    where);
    }
    return std::move(reader.ids);
}

/// How the files write each byte: printable ones as the code point of the same number, the others from 256 on.
std::array<std::string, 256> byteSymbols()
{
    std::array<std::string, 256> symbols;
    UChar32 next = 256;
    for (UChar32 byte = 0; byte < 256; ++byte) {
        const bool isPrintable =
            (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
        icu::UnicodeString(isPrintable ? byte : next++).toUTF8String(symbols[static_cast<std::size_t>(byte)]);
    }
    return symbols;
}

std::string normalised(std::string_view text)
{
    UErrorCode fault = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(fault);
    ESPALIER_ASSERT(U_SUCCESS(fault), "ICU carries its own tables");
    const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    const icu::UnicodeString composed = nfc->normalize(source, fault);
    std::string lower;
    // One code point at a time: a sigma at the end of a word stays σ, as in the reference.
    for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
        icu::UnicodeString(composed.char32At(i)).toLower(icu::Locale::getRoot()).toUTF8String(lower);
    }
    return lower;
}

enum class CharacterKind { Space, Letter, Number, Other };

CharacterKind kindOf(UChar32 character)
{
    const std::uint32_t category = U_GET_GC_MASK(character);
    return (category & U_GC_L_MASK) != 0   ? CharacterKind::Letter
           : (category & U_GC_N_MASK) != 0 ? CharacterKind::Number
           : u_isUWhiteSpace(character)    ? CharacterKind::Space
                                           : CharacterKind::Other;
}

/// Length and kind of the first character.
std::pair<std::size_t, CharacterKind> firstCharacter(std::string_view text)
{
    std::int32_t length = 0;
    UChar32 character = 0;
    U8_NEXT(text.data(), length, static_cast<std::int32_t>(text.size()), character);
    return {static_cast<std::size_t>(length), kindOf(character)};
}

/// Bytes of the word, of the single digit or of the run of signs that `text` begins with; it begins with no space.
std::size_t wordLength(std::string_view text)
{
    for (const std::string_view ending : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
        if (text.starts_with(ending)) {
            return ending.size();
        }
    }
    auto [length, kind] = firstCharacter(text);
    while (kind != CharacterKind::Number && length < text.size()) {
        const auto [more, next] = firstCharacter(text.substr(length));
        if (next != kind) {
            break;
        }
        length += more;
    }
    return length;
}

std::uint64_t pairKey(std::int64_t left, std::int64_t right)
{
    return (static_cast<std::uint64_t>(left) << 32U) | static_cast<std::uint64_t>(right);
}

} // namespace

Result<ClipTokenizer> ClipTokenizer::open(const std::filesystem::path& folder)
{
    const std::filesystem::path vocabularyFile = folder / "vocab.json";
    const std::filesystem::path mergesFile = folder / "merges.txt";
    const auto vocabulary = readFile(vocabularyFile, kLargestFile);
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    const auto merges = readFile(mergesFile, kLargestFile);
    if (!merges) {
        return fail(merges.error());
    }
    const auto ids = readVocabulary(*vocabulary, vocabularyFile.string());
    if (!ids) {
        return fail(ids.error());
    }
    ClipTokenizer tokenizer;
    std::string missing;
    const auto idOf = [&](const std::string& token) {
        const auto found = ids->find(token);
        if (found == ids->end() && missing.empty()) {
            missing = token;
        }
        return found == ids->end() ? 0 : found->second;
    };
    const auto symbols = byteSymbols();
    for (std::size_t byte = 0; byte < symbols.size(); ++byte) {
        tokenizer.m_byte[byte] = idOf(symbols[byte]);
        tokenizer.m_endByte[byte] = idOf(symbols[byte] + std::string(kWordEnd));
    }
    tokenizer.m_begin = idOf(std::string(kBegin));
    tokenizer.m_end = idOf(std::string(kEnd));
    if (!missing.empty()) {
        return fail(ErrorCode::InvalidInput, "lacks the token `" + missing + "` of CLIP's vocabularies",
                    vocabularyFile.string());
    }
    tokenizer.m_size = static_cast<std::int64_t>(ids->size());
    tokenizer.m_hash = fnv1a64(*merges, fnv1a64(*vocabulary));
    if (Status read = tokenizer.readMerges(*merges, *ids, mergesFile.string()); !read) {
        return fail(read.error());
    }
    return tokenizer;
}

Status ClipTokenizer::readMerges(std::string_view lines, const Ids& ids, const std::string& where)
{
    std::size_t number = 0;
    while (!lines.empty()) {
        std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || (number == 1 && line.starts_with(kBanner))) {
            continue;
        }
        const auto refuse = [&](const std::string& message) {
            return fail(ErrorCode::InvalidInput, message, where + ":" + std::to_string(number));
        };
        const std::size_t space = line.find(' ');
        if (space == 0 || space == std::string_view::npos || space + 1 == line.size() ||
            line.find(' ', space + 1) != std::string_view::npos) {
            return refuse("is no pair of symbols with one space between them");
        }
        const std::string left(line.substr(0, space));
        const std::string right(line.substr(space + 1));
        std::array<std::int64_t, 3> found{};
        const std::array<std::string, 3> tokens{left, right, left + right};
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const auto row = ids.find(tokens[i]);
            if (row == ids.end()) {
                return refuse("`" + tokens[i].substr(0, kShown) + "` is not in vocab.json");
            }
            found[i] = row->second;
        }
        if (!m_merges.emplace(pairKey(found[0], found[1]), Merge{number, found[2]}).second) {
            return refuse("repeats the pair of an earlier line");
        }
    }
    return {};
}

std::vector<std::int64_t> ClipTokenizer::encode(std::string_view text, std::size_t longest) const
{
    ESPALIER_ASSERT(longest >= 2, "the two marks need their places");
    std::vector<std::int64_t> ids{m_begin};
    for (std::size_t end = text.find(kEnd); end != std::string_view::npos; end = text.find(kEnd)) {
        encodePart(text.substr(0, end), ids);
        ids.push_back(m_end);
        text.remove_prefix(end + kEnd.size());
    }
    encodePart(text, ids);
    ids.resize(std::min(ids.size(), longest - 1));
    ids.push_back(m_end);
    return ids;
}

void ClipTokenizer::encodePart(std::string_view text, std::vector<std::int64_t>& ids) const
{
    // Unlike the end mark, the begin mark is looked for in the normalised text: capitals will do.
    const std::string lower = normalised(text);
    std::string_view rest = lower;
    for (std::size_t begin = rest.find(kBegin); begin != std::string_view::npos; begin = rest.find(kBegin)) {
        encodeWords(rest.substr(0, begin), ids);
        ids.push_back(m_begin);
        rest.remove_prefix(begin + kBegin.size());
    }
    encodeWords(rest, ids);
}

void ClipTokenizer::encodeWords(std::string_view text, std::vector<std::int64_t>& ids) const
{
    while (!text.empty()) {
        const auto [length, kind] = firstCharacter(text);
        if (kind == CharacterKind::Space) {
            text.remove_prefix(length);
            continue;
        }
        const std::size_t word = wordLength(text);
        encodeWord(text.substr(0, word), ids);
        text.remove_prefix(word);
    }
}

const ClipTokenizer::Merge* ClipTokenizer::findMerge(std::int64_t left, std::int64_t right) const
{
    const auto found = m_merges.find(pairKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

void ClipTokenizer::encodeWord(std::string_view word, std::vector<std::int64_t>& ids) const
{
    // Symbols are a list that shrinks; of the pairs in the queue, those whose symbols have gone on are passed over.
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    struct Symbol {
        std::int64_t id;
        std::size_t before;
        std::size_t after;
    };
    struct Candidate {
        std::size_t rank;
        std::size_t place; ///< of the left symbol
        std::int64_t left;
        std::int64_t right;
        std::int64_t result;
        bool operator>(const Candidate& other) const
        {
            return rank != other.rank ? rank > other.rank : place > other.place;
        }
    };
    std::vector<Symbol> symbols;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool isLast = i + 1 == word.size();
        const auto byte = static_cast<unsigned char>(word[i]);
        symbols.push_back({isLast ? m_endByte[byte] : m_byte[byte], i == 0 ? kNone : i - 1, isLast ? kNone : i + 1});
    }
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto offer = [&](std::size_t place) {
        if (place == kNone || symbols[place].after == kNone) {
            return;
        }
        const std::int64_t left = symbols[place].id;
        const std::int64_t right = symbols[symbols[place].after].id;
        if (const Merge* merge = findMerge(left, right)) {
            queue.push({merge->rank, place, left, right, merge->result});
        }
    };
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
        offer(i);
    }
    constexpr std::int64_t kGone = -1;
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& symbol = symbols[best.place];
        if (symbol.id != best.left || symbol.after == kNone || symbols[symbol.after].id != best.right) {
            continue;
        }
        Symbol& swallowed = symbols[symbol.after];
        swallowed.id = kGone;
        symbol.id = best.result;
        symbol.after = swallowed.after;
        if (symbol.after != kNone) {
            symbols[symbol.after].before = best.place;
        }
        offer(symbol.before);
        offer(best.place);
    }
    for (std::size_t i = 0; i != kNone && !symbols.empty(); i = symbols[i].after) {
        ids.push_back(symbols[i].id);
    }
}

} // namespace espalier::text

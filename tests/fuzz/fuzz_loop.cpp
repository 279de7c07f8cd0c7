#include "tests/fuzz/fuzz_loop.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace espalier::fuzz {

namespace {

/// No input is larger than some ten kilobytes: one that takes so long has found a loop.
constexpr unsigned kSecondsAnInput = 20;
constexpr std::size_t kLongestSentence = 1000;

struct Arguments {
    std::int64_t inputs = 2000;
    std::uint64_t seed = 1;
    std::string kind;
};

bool parse(int count, char** words, Arguments& arguments)
{
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        const std::string_view value = words[i + 1];
        const auto number = [&](auto& out) {
            return std::from_chars(value.data(), value.data() + value.size(), out).ptr == value.data() + value.size();
        };
        if (name == "--kind") {
            arguments.kind = value;
        } else if (!(name == "--inputs" && number(arguments.inputs)) && !(name == "--seed" && number(arguments.seed))) {
            return false;
        }
    }
    return count % 2 == 1;
}

constexpr std::size_t kLargeEnough = 1 << 20;

std::string changed(const Kind& kind, std::size_t source, Random& random)
{
    std::string bytes = kind.seeds[source];
    const std::string& other =
        kind.seeds[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(kind.seeds.size())))];
    const std::int64_t changes = random.chance(0.4) ? 1 : 1 + random.below(random.chance(0.1) ? 30 : 4);
    // Changes that repeat what is there multiply: the machine's memory is not what is tested.
    for (std::int64_t change = 0; change < changes && bytes.size() < kLargeEnough; ++change) {
        mutate(bytes, other, kind.dialect, random);
    }
    if (kind.dialect.mend != nullptr && random.chance(0.7)) {
        kind.dialect.mend(bytes);
    }
    return bytes;
}

/// False: a fault was found, and said.
bool runKind(const Kind& kind, const Arguments& arguments, const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / kind.place;
    Random random(arguments.seed);
    std::int64_t values = 0;
    double slowest = 0;
    for (std::int64_t input = 0; input < arguments.inputs; ++input) {
        const auto source = static_cast<std::size_t>(input) % kind.seeds.size();
        // The first round shows that the seeds are good ones.
        const bool isSeed = input < static_cast<std::int64_t>(kind.seeds.size());
        const std::string bytes = isSeed ? kind.seeds[source] : changed(kind, source, random);
        std::ofstream(file, std::ios::binary) << bytes;
        ::alarm(kSecondsAnInput);
        const auto start = std::chrono::steady_clock::now();
        Answer answer = kind.read(bytes, file);
        slowest = std::max(slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        if (isSeed && answer.fault.empty() && (!answer.isValue || !answer.complaint.empty())) {
            answer.fault = "a seed that is refused: " + answer.complaint;
        }
        if (!answer.fault.empty()) {
            std::fprintf(stderr, "input %lld (%s): %s; kept as %s\n", static_cast<long long>(input), kind.name.c_str(),
                         answer.fault.c_str(), file.c_str());
            return false;
        }
        values += answer.isValue ? 1 : 0;
    }
    ::alarm(0);
    std::printf("%s: %lld inputs, %lld values, %lld errors, slowest %.1f ms\n", kind.name.c_str(),
                static_cast<long long>(arguments.inputs), static_cast<long long>(values),
                static_cast<long long>(arguments.inputs - values), slowest * 1e3);
    std::fflush(stdout);
    return true;
}

} // namespace

std::string faultOf(const Error& error)
{
    const std::string& message = error.message;
    const bool isSentence = !message.empty() && message.size() < kLongestSentence;
    return isSentence ? "" : "an error that is no sentence: " + message;
}

int run(int count, char** words, const std::string& program,
        const std::function<std::vector<Kind>(const std::filesystem::path& folder)>& kinds)
{
    Arguments arguments;
    const bool isParsed = parse(count, words, arguments);
    const auto folder =
        std::filesystem::temp_directory_path() / ("espalier-" + program + '-' + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::vector<Kind> chosen = kinds(folder);
    std::string names;
    for (const Kind& kind : chosen) {
        names += (names.empty() ? "" : "|") + kind.name;
    }
    std::erase_if(chosen, [&](const Kind& kind) { return !arguments.kind.empty() && kind.name != arguments.kind; });
    if (!isParsed || chosen.empty()) {
        std::filesystem::remove_all(folder);
        std::fprintf(stderr, "%s [--inputs N] [--seed S] [--kind %s]\n", program.c_str(), names.c_str());
        return EXIT_FAILURE;
    }
    for (const Kind& kind : chosen) {
        if (!runKind(kind, arguments, folder)) {
            return EXIT_FAILURE;
        }
    }
    std::filesystem::remove_all(folder);
    return EXIT_SUCCESS;
}

} // namespace espalier::fuzz

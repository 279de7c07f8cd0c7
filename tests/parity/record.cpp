#include "tests/parity/record.h"

#include "core/base/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <utility>

namespace espalier::parity {

namespace {

constexpr double kRounding = 1 + 1e-9;

/// All comparisons of one case and subject.
struct Row {
    std::string reference;
    std::int64_t compared = 0;
    double tolerance = 0; ///< the largest that was stated
    bool usesNoise = false;
    Comparison worst; ///< nearest to what was allowed, or furthest beyond
    double share = 0; ///< of what was allowed
};

/// Two digits, `3.1e-7`.
std::string shortNumber(double value)
{
    if (value == 0 || !std::isfinite(value)) {
        return value == 0 ? "0" : "not finite";
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.1e", value);
    std::string number = text;
    const auto exponent = number.find('e') + 2;
    while (number[exponent] == '0' && exponent + 1 < number.size()) {
        number.erase(exponent, 1);
    }
    const auto wholeTenth = number.find(".0e");
    return wholeTenth == std::string::npos ? number : number.erase(wholeTenth, 2);
}

std::string withUnit(double value, const std::string& unit)
{
    return shortNumber(value) + (unit.empty() ? "" : " " + unit);
}

std::string percent(double share)
{
    if (!std::isfinite(share)) {
        return "beyond";
    }
    return share == 0 ? "0 %" : share < 0.01 ? "< 1 %" : std::to_string(std::lround(share * 100)) + " %";
}

std::string toleranceText(const Row& row)
{
    if (row.tolerance == 0) {
        return row.usesNoise ? "20 × noise" : "exact";
    }
    return withUnit(row.tolerance, row.worst.unit) + (row.usesNoise ? ", or 20 × noise" : "");
}

/// `AILab-CVC/YOLO-World@4f70adbaacf5…` → `AILab-CVC/YOLO-World@4f70adb`: up to the first space, hashes cut.
std::string shortVersion(const std::string& version)
{
    std::string text = version.substr(0, version.find(' '));
    const auto hash = text.find('@');
    return hash == std::string::npos ? text : text.substr(0, hash + 8);
}

/// The program that a case was made with: the one that its folder is named after, else the first that is more than a
/// numeric library, else torch.
std::string referenceOf(const std::string& name, const Json& about)
{
    const auto versions = about.find("versions");
    if (versions == about.end() || !versions->is_object()) {
        return "not said";
    }
    const std::string folder = name.substr(0, name.find('/'));
    const auto isLibrary = [](const std::string& key) {
        return key == "python" || key == "torch" || key == "numpy" || key == "torchvision";
    };
    for (const auto& [key, version] : versions->items()) {
        const bool isFirst = folder != "torch_optim" && !versions->contains(folder) && !isLibrary(key);
        if (key == folder || isFirst) {
            const std::string text = shortVersion(version.get<std::string>());
            return text.find('@') == std::string::npos ? key + " " + text : text;
        }
    }
    return versions->contains("torch") ? "torch " + shortVersion((*versions)["torch"].get<std::string>()) : "not said";
}

/// `Blocks.OutputsAndGradients`.
std::string currentTest()
{
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    return test == nullptr ? "" : std::string(test->test_suite_name()) + "." + test->name();
}

/// googletest's own hook for what a program has all through its run.
class Record final : public testing::Environment {
public:
    void openCase(const std::string& name, const Json& about)
    {
        m_case = name;
        m_reference = referenceOf(name, about);
        m_test = currentTest();
    }

    void add(Comparison comparison)
    {
        if (m_test != currentTest()) {
            openCase(currentTest(), Json::object()); // the test opened none: the last test's is not its own
        }
        const auto colon = comparison.what.find(": ");
        const std::string subject = colon == std::string::npos ? "values" : comparison.what.substr(0, colon);
        Row& row = m_rows[{m_case, subject}];
        row.reference = m_reference;
        row.tolerance = std::max(row.tolerance, comparison.tolerance);
        row.usesNoise = row.usesNoise || comparison.allowed > comparison.tolerance * kRounding;
        // NaN is worse than any number.
        const double share = comparison.error == 0     ? 0
                             : comparison.allowed == 0 ? std::numeric_limits<double>::infinity()
                                                       : comparison.error / comparison.allowed;
        if (row.compared++ == 0 || !(share <= row.share)) {
            row.worst = std::move(comparison);
            row.share = share;
        }
    }

    void hold(const std::string& caseName, const std::string& tensor) { m_isRead[caseName].emplace(tensor, false); }
    void read(const std::string& caseName, const std::string& tensor) { m_isRead[caseName][tensor] = true; }

    void TearDown() override
    {
        for (const auto& [caseName, tensors] : m_isRead) {
            std::string unread;
            for (const auto& [tensor, isRead] : tensors) {
                unread += isRead ? "" : " " + tensor;
            }
            if (!unread.empty()) {
                std::cout << "[ not read ] " << caseName << ":" << unread << '\n';
            }
        }
        std::string lines;
        for (const auto& [key, row] : m_rows) {
            const Json line{{"case", key.first},
                            {"reference", row.reference},
                            {"subject", key.second},
                            {"compared", std::to_string(row.compared)},
                            {"tolerance", toleranceText(row)},
                            {"worst", withUnit(row.worst.error, row.worst.unit)},
                            {"share", percent(row.share)},
                            {"at", row.worst.what}};
            std::cout << "[ compared ] " << key.first << ", " << key.second << ": " << row.compared << " within "
                      << toleranceText(row) << ", worst " << withUnit(row.worst.error, row.worst.unit) << " ("
                      << percent(row.share) << " of what is allowed), " << row.worst.what << '\n';
            lines += line.dump() + '\n';
        }
        const char* folder = std::getenv(kParityFolder);
        if (folder == nullptr || lines.empty()) {
            return;
        }
        std::error_code ignored;
        const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).filename();
        const auto file = std::filesystem::path(folder) / ((program.empty() ? "parity" : program.string()) + ".jsonl");
        const auto made = createFolder(folder);
        ASSERT_TRUE(made) << describe(made.error());
        const auto written = writeFileAtomically(file, lines);
        EXPECT_TRUE(written) << describe(written.error());
    }

private:
    std::string m_case = "no case";
    std::string m_reference = "not said";
    std::string m_test;
    std::map<std::string, std::map<std::string, bool>> m_isRead; ///< by case and tensor
    std::map<std::pair<std::string, std::string>, Row> m_rows;
};

// Owned by googletest, which asks for environments before the tests begin.
Record& theRecord = *static_cast<Record*>(testing::AddGlobalTestEnvironment(new Record));

} // namespace

void recordCase(const std::string& name, const Json& about)
{
    theRecord.openCase(name, about);
}

void record(Comparison comparison)
{
    theRecord.add(std::move(comparison));
}

void recordTensor(const std::string& caseName, const std::string& tensor)
{
    theRecord.hold(caseName, tensor);
}

void recordRead(const std::string& caseName, const std::string& tensor)
{
    theRecord.read(caseName, tensor);
}

} // namespace espalier::parity

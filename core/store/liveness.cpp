#include "core/store/liveness.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

namespace espalier::store {

namespace {

constexpr double kStaleSeconds = 60;
constexpr int kStartField = 22; ///< of /proc/<pid>/stat, counted from 1

std::string firstLine(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// Empty when there is no such process, or when it is only waiting to be reaped.
std::string startOf(std::int64_t pid)
{
    const std::string stat = firstLine("/proc/" + std::to_string(pid) + "/stat");
    const auto name = stat.rfind(')'); // the name may hold anything
    if (name == std::string::npos) {
        return {};
    }
    std::istringstream rest(stat.substr(name + 1));
    std::string field;
    for (int i = 3; i <= kStartField && rest >> field; ++i) {
        if (i == 3 && (field == "Z" || field == "X")) {
            return {};
        }
    }
    return field;
}

} // namespace

ProcessMark thisProcess()
{
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return {host.data(), firstLine("/proc/sys/kernel/random/boot_id"), getpid(), startOf(getpid())};
}

bool isOnThisMachine(const ProcessMark& mark)
{
    const ProcessMark own = thisProcess();
    return mark.host == own.host && mark.boot == own.boot;
}

bool isAlive(const ProcessMark& mark, double secondsSinceHeartbeat)
{
    const ProcessMark own = thisProcess();
    if (mark.host != own.host) {
        return secondsSinceHeartbeat < kStaleSeconds;
    }
    return mark.boot == own.boot && !mark.pidStart.empty() && startOf(mark.pid) == mark.pidStart;
}

} // namespace espalier::store

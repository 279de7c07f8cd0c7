#include "app/wiring/environment.h"

#include "app/wiring/engine.h"
#include "core/base/files.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string_view>
#include <thread>

namespace espalier::wiring {

namespace {

/// The value after `key` and a colon in a /proc table.
std::string procValue(const char* file, std::string_view key)
{
    std::ifstream table(file);
    for (std::string line; std::getline(table, line);) {
        if (line.rfind(key, 0) == 0) {
            const auto colon = line.find(':');
            const auto start = line.find_first_not_of(" \t", colon + 1);
            return colon == std::string::npos || start == std::string::npos ? std::string() : line.substr(start);
        }
    }
    return {};
}

std::string firstLine(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

/// The commit that HEAD names, read from the files of git: no process is started for it.
std::string gitCommit(std::filesystem::path folder)
{
    std::error_code error;
    folder = std::filesystem::absolute(folder, error);
    for (; !folder.empty(); folder = folder.parent_path()) {
        const std::filesystem::path git = folder / ".git";
        if (std::filesystem::is_directory(git, error)) {
            const std::string head = firstLine(git / "HEAD");
            if (head.rfind("ref: ", 0) != 0) {
                return head;
            }
            const std::string reference = head.substr(5);
            if (std::string commit = firstLine(git / reference); !commit.empty()) {
                return commit;
            }
            std::ifstream packed(git / "packed-refs");
            for (std::string line; std::getline(packed, line);) {
                if (line.size() > 41 && line.substr(41) == reference) {
                    return line.substr(0, 40);
                }
            }
            return {};
        }
        if (folder == folder.root_path()) {
            break;
        }
    }
    return {};
}

} // namespace

std::int64_t memoryBytes()
{
    const std::int64_t pages = sysconf(_SC_PHYS_PAGES);
    const std::int64_t size = sysconf(_SC_PAGE_SIZE);
    return pages > 0 && size > 0 ? pages * size : 0;
}

std::string loadedBlas()
{
    std::ifstream maps("/proc/self/maps");
    std::string found;
    for (std::string line; std::getline(maps, line);) {
        const auto slash = line.find('/');
        if (slash == std::string::npos) {
            continue;
        }
        const std::string path = line.substr(slash);
        const std::string name = path.substr(path.rfind('/') + 1);
        if (name.find("openblas") != std::string::npos || name.find("mkl_core") != std::string::npos) {
            return path;
        }
        if (name.rfind("libblas", 0) == 0) {
            found = path;
        }
    }
    return found;
}

bool isReferenceBlas(const std::string& path)
{
    return path.find("/blas/libblas.so") != std::string::npos;
}

Facts lightFacts(const std::filesystem::path& folder)
{
    utsname system{};
    uname(&system);
    Facts facts{{"espalier", ESPALIER_VERSION},
                {"system", std::string(system.sysname) + " " + system.release},
                {"cpu", procValue("/proc/cpuinfo", "model name")},
                {"cores", std::to_string(std::thread::hardware_concurrency())},
                {"memory", procValue("/proc/meminfo", "MemTotal")}};
    if (const std::string blas = loadedBlas(); !blas.empty()) {
        facts.emplace_back("blas", blas);
    }
    if (const std::string commit = gitCommit(folder); !commit.empty()) {
        facts.emplace_back("git", commit);
    }
    return facts;
}

Facts environmentFacts(const std::filesystem::path& folder)
{
    Facts facts = lightFacts(folder);
    for (auto& fact : engineFacts()) {
        facts.push_back(std::move(fact));
    }
    return facts;
}

std::filesystem::path resourceFolder()
{
    if (const char* folder = std::getenv("ESPALIER_RESOURCES"); folder != nullptr && *folder != '\0') {
        return folder;
    }
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    for (const std::filesystem::path& candidate :
         {program.parent_path() / "resources", program.parent_path().parent_path() / "share" / "espalier" / "resources",
          std::filesystem::path(ESPALIER_SOURCE_RESOURCES)}) {
        if (std::filesystem::is_directory(candidate, error)) {
            return candidate;
        }
    }
    return {};
}

} // namespace espalier::wiring

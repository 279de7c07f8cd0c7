#include "app/wiring/tree_cache.h"

#include "app/wiring/engine.h"
#include "core/base/files.h"
#include "core/base/hash.h"

#include <filesystem>

namespace espalier::wiring {

namespace {

/// A rebuilt program may describe differently: its size and time are part of the key.
std::string programIdentity()
{
    std::error_code error;
    const auto program = std::filesystem::path("/proc/self/exe");
    const auto size = std::filesystem::file_size(program, error);
    const auto time = std::filesystem::last_write_time(program, error).time_since_epoch().count();
    return std::to_string(size) + ":" + std::to_string(time);
}

std::filesystem::path cacheFile(const experiment::ModelSettings& model)
{
    const std::string key = model.architecture + "/" + model.size + "/" + std::to_string(model.classes.size()) + "/" +
                            std::to_string(model.trainingClasses) + "/" + programIdentity();
    return cacheFolder() / "trees" / (model.architecture + "_" + model.size + "_" + hexDigits(fnv1a64(key)) + ".tree");
}

} // namespace

Result<network::NetworkTree> describeCached(const experiment::ModelSettings& model)
{
    const std::filesystem::path file = cacheFile(model);
    if (const auto bytes = readFile(file)) {
        if (auto tree = network::NetworkTree::fromBytes(*bytes)) {
            return tree;
        }
    }
    auto tree = describeNetwork(model);
    if (tree && createFolder(file.parent_path())) {
        (void)writeFileAtomically(file, tree->toBytes());
    }
    return tree;
}

} // namespace espalier::wiring

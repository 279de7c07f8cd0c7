#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/wiring/engine.h"
#include "core/base/json.h"
#include "core/store/store.h"

#include <cstdio>

namespace espalier::cli {

int doctor(const Common& common)
{
    wiring::setComputeThreads(0);
    wiring::Facts facts = wiring::environmentFacts(std::filesystem::current_path());
    facts.emplace_back("resources", wiring::resourceFolder().string());
    facts.emplace_back("store", common.store.string());
    std::vector<std::string> warnings;
    const auto opened = store::Store::open(common.store);
    if (!opened) {
        warnings.push_back("the store cannot be opened: " + describe(opened.error()));
    }
    const std::string blas = wiring::loadedBlas();
    if (wiring::isReferenceBlas(blas)) {
        warnings.push_back(
            "the reference BLAS is in use: training runs 30 to 50 times slower; install libopenblas0-pthread");
    } else if (blas.empty()) {
        warnings.push_back("no BLAS library was found in the process");
    }
    if (common.json) {
        Json object;
        for (const auto& [key, value] : facts) {
            object[key] = value;
        }
        object["warnings"] = warnings;
        std::printf("%s\n", jsonText(object).c_str());
    } else {
        std::vector<std::vector<std::string>> rows;
        for (const auto& [key, value] : facts) {
            rows.push_back({key, value});
        }
        printTable(rows, {});
        for (const std::string& warning : warnings) {
            std::printf("warning: %s\n", warning.c_str());
        }
        if (warnings.empty()) {
            std::printf("nothing to mend\n");
        }
    }
    return opened ? static_cast<int>(kFinished) : static_cast<int>(kBadInput);
}

} // namespace espalier::cli

#include "app/cli/commands.h"
#include "core/base/files.h"
#include "core/compare/report.h"
#include "core/store/store.h"

#include <cstdio>

namespace espalier::cli {

namespace {

struct Target {
    std::filesystem::path file; ///< empty: not asked for
    std::string (*textOf)(const compare::StudyReport&);
};

} // namespace

int studyReport(const Common& common, const StudyReportArguments& arguments)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    const auto made = compare::studyReport(**opened, arguments.runs);
    if (!made) {
        return report(common, made.error());
    }
    bool isWritten = false;
    for (const Target& target : {Target{arguments.markdown, compare::toMarkdown}, Target{arguments.csv, compare::toCsv},
                                 Target{arguments.html, compare::toHtml}}) {
        if (target.file.empty()) {
            continue;
        }
        if (const Status written = writeFileAtomically(target.file, target.textOf(*made)); !written) {
            return report(common, written.error());
        }
        isWritten = true;
        if (!common.json) {
            std::printf("%s\n", target.file.c_str());
        }
    }
    if (common.json) {
        std::printf("%s\n", jsonText(compare::toJson(*made)).c_str());
    } else if (!isWritten) {
        std::printf("%s", compare::toMarkdown(*made).c_str());
    }
    return kFinished;
}

} // namespace espalier::cli

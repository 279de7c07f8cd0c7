#include "core/run/engine.h"

namespace espalier::run {

Result<DryRun> Engine::dryRun(const RunSpec& /*spec*/, const DryRunWatch& /*watch*/)
{
    return fail(ErrorCode::Unsupported, "this engine does not measure single steps", "dry run");
}

} // namespace espalier::run

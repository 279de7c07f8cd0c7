// What networks of this program stand on when nothing trains.
#pragma once

#include "app/wiring/environment.h"
#include "core/base/files.h"
#include "core/train/surroundings.h"

namespace espalier::wiring {

[[nodiscard]] inline train::Surroundings surroundings()
{
    return {{}, resourceFolder(), memoryBytes(), cacheFolder()};
}

} // namespace espalier::wiring

// StopToken: how long work is asked to end. An alias, so that a library without std::stop_token can be served.
#pragma once

#include <stop_token>

namespace espalier {
using StopToken = std::stop_token;
using StopSource = std::stop_source;
} // namespace espalier

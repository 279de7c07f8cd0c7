// Priority: who goes first when training and the window want the same cores.
#pragma once

namespace espalier::wiring {

/// The calling thread, and those that it starts, give way to the other threads of this user. An idle machine trains as
/// fast as before. Where the system has no such notion nothing happens.
void yieldToTheWindow();

} // namespace espalier::wiring

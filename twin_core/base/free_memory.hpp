#pragma once

namespace twin {

/// Gives memory that was freed back to the system, which the C library otherwise keeps for later: after a piece of work that
/// took much of it for a while. Takes some milliseconds per hundred MiB. Does nothing where the C library is not glibc.
void give_back_free_memory();

}  // namespace twin

#pragma once

#include <cstddef>
#include <functional>

namespace sim {

/// Runs work(from, to) over [0, count) in blocks of at most `block`, each number once, on `threads` threads (0: as many as
/// there are processors) and in no particular order; all are done on return. What one throws is thrown here.
void in_blocks(std::size_t count, std::size_t block, unsigned threads, const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace sim

#pragma once

#include <cstddef>
#include <functional>

namespace twin {

/// Calls `work(i)` for every i below `count`, on all processors and in no order, and returns when all is done. Each call
/// writes where no other one does. After an exception nothing new begins; the first is thrown again.
///
/// @param together  so many calls make it worth while to ask another thread; of fewer, none is started
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work, std::size_t together = 1);

}  // namespace twin

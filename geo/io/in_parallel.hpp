#pragma once

#include <cstddef>
#include <functional>

namespace geo {

/// Runs work(0) to work(count - 1), each once, on as many threads as there are processors and in no
/// particular order; all are done on return. What one of them throws is thrown here, once the others stand still.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace geo

#include "twin_core/base/in_parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace twin {

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work, std::size_t together) {
  together = std::max<std::size_t>(1, together);
  std::atomic<std::size_t> next{0};
  std::exception_ptr thrown;
  std::mutex of_thrown;
  const auto run = [&] {
    for (std::size_t first = next.fetch_add(together); first < count; first = next.fetch_add(together)) {
      try {
        for (std::size_t i = first; i < std::min(count, first + together); ++i) work(i);
      } catch (...) {
        const std::lock_guard lock(of_thrown);
        if (!thrown) thrown = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t pieces = (count + together - 1) / together;
    const std::size_t threads = std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), pieces);
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
    run();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace twin

// Any bytes as an execute request: the first byte chooses the process, the rest is its request. None may crash or answer without a code.
// Work that a request asks for is bounded: what would run long is left out here, so that inputs are tried by the thousand.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sim/run/process.hpp"

namespace {

using twin::Json;

/// Ends runs: engines that tell their progress stop when asked.
class Impatient final : public sim::Sink {
 public:
  bool cancelled() const override { return ++asked_ > 200; }

 private:
  mutable std::atomic<int> asked_{0};
};

/// True where the request names sizes that take more than a moment: numbers of rays, draws, points, long rings.
bool is_heavy(const Json& json, int depth = 0) {
  constexpr std::size_t kMostParts = 40;
  if (depth > 20 || (json.is_structured() && json.size() > kMostParts)) return true;
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) {
      if ((name == "samples" || name == "rays") && value.is_number() && value.get<double>() > 500) return true;
      if ((name == "spacing_m" || name == "storey_height_m") && value.is_number() && value.get<double>() < 1) return true;
      if (name == "method" || name == "from" || name == "to" || name == "step" || name == "dates") {
        // Periods stay those of the corpus: a year by the second is no fault.
        if (value.is_string() && value.get_ref<const std::string&>().size() > 40) return true;
      }
    }
  }
  if (json.is_structured()) {
    for (const auto& part : json) {
      if (is_heavy(part, depth + 1)) return true;
    }
  }
  return false;
}

/// Largest extent of the positions within a value, m.
struct Extent {
  double low[2] = {1e300, 1e300}, high[2] = {-1e300, -1e300};
  void add(const Json& json, int depth = 0) {
    if (!json.is_array() || depth > 8) return;
    if (json.size() >= 2 && json[0].is_number() && json[1].is_number()) {
      for (std::size_t i = 0; i < 2; ++i) low[i] = std::min(low[i], json[i].get<double>()), high[i] = std::max(high[i], json[i].get<double>());
    }
    for (const auto& part : json) add(part, depth + 1);
  }
  bool small() const { return high[0] - low[0] < 200 && high[1] - low[1] < 200; }
};

/// Keeps the work of one request small where it grows with areas: layouts of small plots alone, and sun for receivers that are none.
bool made_light(std::string_view id, Json& inputs) {
  if (!inputs.is_object()) return true;
  if (id == "massing" || id == "optimise") {
    Extent extent;
    if (inputs.contains("unit") && inputs["unit"].is_object() && inputs["unit"].contains("coordinates")) extent.add(inputs["unit"]["coordinates"]);
    if (id == "optimise") inputs["trials_max"] = 1;
    return extent.small();
  }
  if (inputs.contains("receivers")) inputs["receivers"] = {{"points", Json::array()}};
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 20'000) return 0;
  const auto& all = sim::processes();
  const sim::Process& process = *all[data[0] % all.size()];
  auto request = twin::parse_json({reinterpret_cast<const char*>(data + 1), size - 1});
  if (!request || !request->is_object() || is_heavy(*request)) return 0;
  if (!made_light(process.id(), request->contains("inputs") ? (*request)["inputs"] : *request)) return 0;
  Impatient sink;
  const auto answer = sim::execute(process.id(), *request, {}, sink);
  if (!answer && answer.problem().code.empty()) std::abort();
  if (answer && !answer->is_object()) std::abort();
  if (answer) answer->dump(-1, ' ', false, Json::error_handler_t::replace);
  return 0;
}

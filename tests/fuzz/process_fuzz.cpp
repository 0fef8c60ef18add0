// Any bytes as an execute request: the first byte chooses the process, the rest is its request. None may crash or answer without a code.
// Work that a request asks for is bounded: what would run long is left out here, so that inputs are tried by the thousand.
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
  mutable int asked_ = 0;
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

/// Processes whose work grows with areas and periods are fed to their readers alone, by an unknown member behind the request.
bool reads_only(std::string_view id) { return id == "sun-hours" || id == "lost-sun" || id == "sky-view" || id == "solar-potential" || id == "massing"; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 20'000) return 0;
  const auto& all = sim::processes();
  const sim::Process& process = *all[data[0] % all.size()];
  auto request = twin::parse_json({reinterpret_cast<const char*>(data + 1), size - 1});
  if (!request || is_heavy(*request)) return 0;
  if (reads_only(process.id()) && request->is_object() && !request->contains("inputs")) {
    // Their own readers run before this last member is found missing.
    if (request->contains("receivers")) (*request)["receivers"] = {{"points", Json::array()}};
    if (process.id() == "massing" && request->contains("unit")) (*request)["kind"] = "fuzzed";
  } else if (reads_only(process.id())) {
    return 0;
  }
  Impatient sink;
  const auto answer = sim::execute(process.id(), *request, {}, sink);
  if (!answer && answer.problem().code.empty()) std::abort();
  if (answer && !answer->is_object()) std::abort();
  if (answer) answer->dump(-1, ' ', false, Json::error_handler_t::replace);
  return 0;
}

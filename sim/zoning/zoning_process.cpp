#include "sim/zoning/zoning_process.hpp"

#include "sim/run/input_reading.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "sim/zoning/unit_list.hpp"

namespace sim {
namespace {

using twin::Json;

class ZoningProcess final : public Process {
 public:
  std::string_view id() const override { return "zoning-capacity"; }
  std::string_view version() const override { return kZoningCapacityVersion; }
  std::string_view title() const override { return "Zoning capacity"; }
  std::string_view summary() const override {
    return "What the regulations of one plan unit, or of each of a branch or plan, allow: floor area allowed and reachable, the rule that "
           "binds, the "
           "legal envelope as a closed solid, dwellings, residents and parking.";
  }
  Json input_schema() const override { return zoning_input_schema(); }
  Json output_schema() const override { return zoning_output_schema(); }
  Json example() const override { return zoning_example(); }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    auto names = zoning_members();
    names.emplace_back("plan");
    TWIN_CHECK(expect_members(inputs, "", names));
    TWIN_TRY(const auto units, read_units(inputs, context));
    if (asks_for_all(inputs)) {
      return for_all(units, sink, [](const ZoningInput& unit) -> twin::Result<Json> {
        TWIN_TRY(const ZoningCapacity capacity, zoning_capacity(unit));
        return to_json(capacity, unit);
      });
    }
    const ZoningInput& input = units.front();
    sink.progress(0.1, "envelope and floor area");
    TWIN_TRY(const ZoningCapacity capacity, zoning_capacity(input));
    Json out = to_json(capacity, input);
    sink.progress(1, "done");
    return out;
  }
};

}  // namespace

const Process& zoning_process() {
  static const ZoningProcess process;
  return process;
}

}  // namespace sim

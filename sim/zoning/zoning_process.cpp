#include "sim/zoning/zoning_process.hpp"

#include "sim/run/input_reading.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "sim/zoning/zoning_input.hpp"

namespace sim {
namespace {

using twin::Json;

class ZoningProcess final : public Process {
 public:
  std::string_view id() const override { return "zoning-capacity"; }
  std::string_view version() const override { return kZoningCapacityVersion; }
  std::string_view title() const override { return "Zoning capacity"; }
  std::string_view summary() const override {
    return "What the regulations of one plan unit allow: floor area allowed and reachable, the rule that "
           "binds, the "
           "legal envelope as a closed solid, dwellings, residents and parking.";
  }
  Json input_schema() const override { return zoning_input_schema(); }
  Json output_schema() const override { return zoning_output_schema(); }
  Json example() const override { return zoning_example(); }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    TWIN_CHECK(expect_members(inputs, "", zoning_members()));
    TWIN_TRY(const ZoningInput input, read_zoning_input(inputs, context));
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

#include "geo/io/plan_reader.hpp"

#include "geo/io/plan_forms.hpp"

namespace geo {

bool is_plan(const twin::Json& document) {
  return is_simple_plan(document) || is_national_plan(document);
}

twin::Result<PlanFile> read_plan(std::string_view name, const twin::Json& document) {
  return is_simple_plan(document) ? read_simple_plan(name, document) : read_national_plan(name, document);
}

}  // namespace geo

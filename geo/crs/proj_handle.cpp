#include "geo/crs/proj_handle.hpp"

#include <string>

namespace geo {

ProjContext make_proj_context() {
  ProjContext context(proj_context_create());
  if (context) {
    proj_log_level(context.get(), PJ_LOG_NONE);
    proj_context_set_enable_network(context.get(), 0);
  }
  return context;
}

ProjObject epsg_object(PJ_CONTEXT* context, int code) {
  return ProjObject(
      proj_create_from_database(context, "EPSG", std::to_string(code).c_str(), PJ_CATEGORY_CRS, 0, nullptr));
}

ProjObject epsg_transformation(PJ_CONTEXT* context, int from, int to) {
  const ProjObject source = epsg_object(context, from);
  const ProjObject target = epsg_object(context, to);
  if (!source || !target) return nullptr;
  const char* const options[] = {"ALLOW_BALLPARK=NO", nullptr};
  const ProjObject raw(proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, options));
  if (!raw) return nullptr;
  return ProjObject(proj_normalize_for_visualization(context, raw.get()));
}

}  // namespace geo

#include <cmath>

#include "geo/crs/crs.hpp"
#include "geo/crs/proj_handle.hpp"

namespace geo {

struct Transformer::Impl {
  ProjContext context;
  ProjObject transformation;  ///< null between equal systems
  std::string target;
};

Transformer::Transformer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Transformer::~Transformer() = default;
Transformer::Transformer(Transformer&&) noexcept = default;
Transformer& Transformer::operator=(Transformer&&) noexcept = default;

twin::Result<Transformer> Transformer::make(const Crs& from, const Crs& to) {
  auto impl = std::make_unique<Impl>();
  impl->target = to.name();
  if (from.epsg != to.epsg) {
    impl->context = make_proj_context();
    if (impl->context) impl->transformation = epsg_transformation(impl->context.get(), from.epsg, to.epsg);
    if (!impl->transformation) {
      return twin::Problem{"transformation-missing",
                           "no transformation is known from " + from.name() + " to " + to.name(),
                           {},
                           from.name(),
                           "convert the data to " + to.name() + " beforehand"};
    }
  }
  return Transformer(std::move(impl));
}

twin::Result<twin::WorkingPosition> Transformer::apply(double x, double y, double z) const {
  if (!impl_->transformation) return twin::WorkingPosition{x, y, z};
  proj_errno_reset(impl_->transformation.get());
  const PJ_COORD out = proj_trans(impl_->transformation.get(), PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
  if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) {
    return twin::Problem{"coordinates-outside-area",
                         "the position cannot be expressed in " + impl_->target,
                         {},
                         std::to_string(x) + " " + std::to_string(y),
                         "check the declared coordinate reference system and the axis order"};
  }
  return twin::WorkingPosition{out.xy.x, out.xy.y, z};
}

}  // namespace geo

#include "geo/crs/crs.hpp"

#include <proj_experimental.h>

#include <array>
#include <cmath>
#include <map>
#include <mutex>

#include "geo/crs/crs_name.hpp"
#include "geo/crs/proj_handle.hpp"

namespace geo {
namespace {

constexpr std::size_t kQuotedValue = 80;

bool is_finnish_frame(int code) {
  // ETRS-TM35FIN, ETRS-GK19 … GK31, ETRS-TM35FIN(N,E): JHS 197 pairs them with N2000 heights.
  return code == 3067 || (code >= 3873 && code <= 3885) || code == 5048;
}

/// EUREF-FIN under its own codes (EPSG 11: 10689 with heights, 10690 without), which older databases of PROJ
/// lack: it is the Finnish realisation of ETRS89.
int known_as(int code) {
  return code == 10689 ? 4937 : code == 10690 ? 4258 : code;
}

/// "N2000 height" is N2000 to a reader.
std::string height_name(const char* name) {
  std::string text = name ? name : "";
  if (text.ends_with(" height")) text.resize(text.size() - 7);
  return text;
}

bool axes_are_metric(PJ_CONTEXT* context, const PJ* crs, bool geographic, bool& northing_first) {
  const ProjObject system(proj_crs_get_coordinate_system(context, crs));
  if (!system || proj_cs_get_axis_count(context, system.get()) != 2) return false;
  std::array<std::string, 2> directions;
  for (int i = 0; i < 2; ++i) {
    const char* direction = nullptr;
    double factor = 0;
    if (!proj_cs_get_axis_info(context, system.get(), i, nullptr, nullptr, &direction, &factor, nullptr,
                               nullptr, nullptr)) {
      return false;
    }
    const double wanted = geographic ? M_PI / 180 : 1.0;
    if (std::abs(factor - wanted) > 1e-12) return false;
    directions[static_cast<std::size_t>(i)] = direction ? direction : "";
  }
  northing_first = directions[0] == "north" && directions[1] == "east";
  return northing_first || (directions[0] == "east" && directions[1] == "north");
}

bool set_area(PJ_CONTEXT* context, const PJ* crs, Crs& out) {
  double west = 0, south = 0, east = 0, north = 0;
  if (!proj_get_area_of_use(context, crs, &west, &south, &east, &north, nullptr)) return false;
  if (out.geographic) {
    if (west > east) {  // over the date line: every longitude may occur
      west = -180;
      east = 180;
    }
    out.min_x = west, out.min_y = south, out.max_x = east, out.max_y = north;
    return true;
  }
  // Only an area is wanted here, so the datum shift (at most some hundred metres) may be left out.
  const ProjObject base(proj_crs_get_geodetic_crs(context, crs));
  const ProjObject raw(base ? proj_create_crs_to_crs_from_pj(context, base.get(), crs, nullptr, nullptr)
                            : nullptr);
  const ProjObject forward(raw ? proj_normalize_for_visualization(context, raw.get()) : nullptr);
  return forward &&
         proj_trans_bounds(context, forward.get(), PJ_FWD, west, south, east, north, &out.min_x, &out.min_y,
                           &out.max_x, &out.max_y, 21) &&
         std::isfinite(out.min_x) && std::isfinite(out.min_y) && std::isfinite(out.max_x) &&
         std::isfinite(out.max_y);
}

enum class Lookup { kFound, kUnknown, kNotAccepted };

Lookup look_up(int code, Crs& out) {
  const ProjContext context = make_proj_context();
  if (!context) return Lookup::kUnknown;
  ProjObject crs = epsg_object(context.get(), code);
  if (!crs && known_as(code) != code) return look_up(known_as(code), out);
  if (!crs) return Lookup::kUnknown;
  if (proj_get_type(crs.get()) == PJ_TYPE_GEOGRAPHIC_3D_CRS) {
    // Degrees as in the plane system of the same datum; what differs is what height means.
    out.height_reference = "ellipsoidal";
    crs.reset(proj_crs_demote_to_2D(context.get(), nullptr, crs.get()));
    const char* const horizontal = crs ? proj_get_id_code(crs.get(), 0) : nullptr;
    out.epsg = horizontal ? probable_code(horizontal) : 0;
    if (out.epsg == 0) return Lookup::kNotAccepted;
  } else if (proj_get_type(crs.get()) == PJ_TYPE_COMPOUND_CRS) {
    const ProjObject height(proj_crs_get_sub_crs(context.get(), crs.get(), 1));
    if (height) out.height_reference = height_name(proj_get_name(height.get()));
    crs.reset(proj_crs_get_sub_crs(context.get(), crs.get(), 0));
    const char* horizontal = crs ? proj_get_id_code(crs.get(), 0) : nullptr;
    out.epsg = horizontal ? probable_code(horizontal) : 0;
    if (out.epsg == 0) return Lookup::kNotAccepted;
  } else {
    out.epsg = code;
  }
  const PJ_TYPE type = proj_get_type(crs.get());
  out.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS;
  if (!out.geographic && type != PJ_TYPE_PROJECTED_CRS) return Lookup::kNotAccepted;
  if (!axes_are_metric(context.get(), crs.get(), out.geographic, out.northing_first))
    return Lookup::kNotAccepted;
  if (!set_area(context.get(), crs.get(), out)) return Lookup::kNotAccepted;
  if (out.height_reference.empty() && is_finnish_frame(out.epsg)) out.height_reference = "N2000";
  return Lookup::kFound;
}

/// Opening PROJ's database costs a millisecond; the codes that were found are remembered.
Lookup find_code(int code, Crs& out) {
  static std::mutex mutex;
  static std::map<int, Crs> known;
  {
    const std::lock_guard lock(mutex);
    if (const auto it = known.find(code); it != known.end()) {
      out = it->second;
      return Lookup::kFound;
    }
  }
  const Lookup result = look_up(code, out);
  if (result == Lookup::kFound) {
    const std::lock_guard lock(mutex);
    known.emplace(code, out);
  }
  return result;
}

/// Name of a height system by its EPSG code; empty when the code is no vertical system.
std::string height_of(int code) {
  const ProjContext context = make_proj_context();
  const ProjObject crs = context ? epsg_object(context.get(), code) : nullptr;
  if (!crs || proj_get_type(crs.get()) != PJ_TYPE_VERTICAL_CRS) return {};
  return height_name(proj_get_name(crs.get()));
}

std::string quoted(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, kQuotedValue)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

twin::Problem unknown(std::string_view name) {
  twin::Problem problem{"crs-unknown",
                        "the coordinate reference system \"" + quoted(name) + "\" is not known",
                        {},
                        quoted(name),
                        "name it like EPSG:3879"};
  Crs meant;
  if (const int code = probable_code(name.substr(0, 256));
      code != 0 && find_code(code, meant) == Lookup::kFound) {
    problem.remedy = "did you mean urn:ogc:def:crs:EPSG::" + std::to_string(code);
  }
  return problem;
}

}  // namespace

std::string Crs::name() const {
  return "EPSG:" + std::to_string(epsg);
}

bool Crs::contains(double easting, double northing) const {
  const double dx = 0.05 * (max_x - min_x), dy = 0.05 * (max_y - min_y);
  return easting >= min_x - dx && easting <= max_x + dx && northing >= min_y - dy && northing <= max_y + dy;
}

twin::Result<Crs> find_crs(std::string_view name) {
  const auto parsed = parse_crs_name(name);
  if (!parsed) return unknown(name);
  Crs crs;
  switch (find_code(parsed->horizontal, crs)) {
    case Lookup::kFound:
      break;
    case Lookup::kUnknown:
      return unknown(name);
    case Lookup::kNotAccepted:
      return twin::Problem{
          "crs-not-accepted",
          "\"" + quoted(name) + "\" is neither a metric plane system nor longitude and latitude",
          {},
          quoted(name),
          "convert the data to a projected system in metres, e.g. EPSG:3879"};
  }
  if (parsed->longitude_first) crs.northing_first = false;
  if (!parsed->height.empty()) crs.height_reference = parsed->height;
  if (parsed->vertical != 0) {
    crs.height_reference = height_of(parsed->vertical);
    if (crs.height_reference.empty()) return unknown(name);
  }
  return crs;
}

Crs utm_zone_of(double longitude_deg, double latitude_deg) {
  int zone = static_cast<int>(std::floor((longitude_deg + 180) / 6)) + 1;
  zone = std::min(std::max(zone, 1), 60);
  if (latitude_deg >= 56 && latitude_deg < 64 && longitude_deg >= 3 && longitude_deg < 12)
    zone = 32;  // Norway
  // Area of use of ETRS89, EPSG:4258, less its corners outside zones 28 to 38.
  const bool europe =
      latitude_deg >= 32.88 && latitude_deg <= 84.73 && longitude_deg >= -16.1 && longitude_deg <= 40.18;
  const int code = europe ? 25800 + zone : (latitude_deg < 0 ? 32700 : 32600) + zone;
  Crs crs;
  if (find_code(code, crs) != Lookup::kFound) crs.epsg = code;
  return crs;
}

std::optional<twin::Geoid> shipped_geoid(const Crs& crs) {
  if (crs.epsg != 3879 || crs.height_reference != "N2000") return {};
  return twin::Geoid{17.88, 0.6, "constant for Helsinki: EGM96 at 60.17 N 24.94 E"};
}

}  // namespace geo

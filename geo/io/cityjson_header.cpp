#include "geo/io/cityjson_header.hpp"

#include <fmt/format.h>
#include <algorithm>

#include <array>

#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;

constexpr std::array<std::string_view, 3> kVersions{"1.0", "1.1", "2.0"};

bool is_patch_of(std::string_view version, std::string_view known) {
  if (!version.starts_with(known) || version.size() < known.size() + 2 || version[known.size()] != '.')
    return false;
  const auto patch = version.substr(known.size() + 1);
  return patch.size() <= 3 && patch.find_first_not_of("0123456789") == std::string_view::npos;
}

twin::Result<std::string> read_version(Object root, const JsonPlace& place, twin::Diagnostics& diagnostics) {
  TWIN_TRY(const Element written, require(root, "version", place));
  const JsonPlace here(place, "version");
  std::string_view version;
  if (written.get(version) == simdjson::SUCCESS) {
    for (const auto known : kVersions) {
      if (version == known) return std::string(known);
      if (!is_patch_of(version, known)) continue;
      diagnostics.add({"version-has-patch", twin::Severity::kWarning, "", "", here.text(),
                       twin::excerpt(version),
                       fmt::format("Versions have two numbers: write \"{}\"; it was read as that.", known)});
      return std::string(known);
    }
  }
  return Problem{"version-unsupported", "This version of CityJSON is not read.", here.text(), shown(written),
                 "Versions read are 1.0, 1.1, 2.0, as text; upgrade the file, for instance with cjio."};
}

twin::Result<std::string> read_system(Object root, const JsonPlace& place) {
  const auto metadata = find(root, "metadata");
  if (!metadata || metadata->is_null()) return std::string();
  const JsonPlace here(place, "metadata");
  TWIN_TRY(const Object members, as_object(*metadata, here));
  const auto system = find(members, "referenceSystem");
  if (!system || system->is_null()) return std::string();
  TWIN_TRY(const std::string_view name, as_text(*system, JsonPlace(here, "referenceSystem")));
  return std::string(name);
}

twin::Result<Templates> read_templates(Object root, const JsonPlace& place) {
  Templates out;
  const auto section = find(root, "geometry-templates");
  if (!section || section->is_null()) return out;
  const JsonPlace here(place, "geometry-templates");
  TWIN_TRY(const Object members, as_object(*section, here));
  TWIN_TRY(const Element templates, require(members, "templates", here));
  TWIN_TRY(const Element vertices, require(members, "vertices-templates", here));
  TWIN_TRY(const Array items, as_array(templates, JsonPlace(here, "templates")));
  for (const Element item : items) out.geometries.push_back(item);
  TWIN_TRY(out.vertices, read_vertices(vertices, std::nullopt, JsonPlace(here, "vertices-templates")));
  return out;
}

}  // namespace

twin::Result<Header> read_header(Object root, const JsonPlace& place, twin::Diagnostics& diagnostics) {
  Header out;
  TWIN_TRY(out.version, read_version(root, place, diagnostics));
  TWIN_TRY(out.srs_name, read_system(root, place));
  TWIN_TRY(out.templates, read_templates(root, place));
  out.templates.look = read_appearance(root);
  const auto transform = find(root, "transform");
  if (transform) {
    TWIN_TRY(out.transform, read_transform(*transform, JsonPlace(place, "transform")));
  } else if (out.version != "1.0") {
    // Since 1.1 it is no longer optional: without it nobody can say whether 5 means 5 m or 5 mm.
    return require(root, "transform", place).problem();
  }
  return out;
}

}  // namespace geo::cityjson

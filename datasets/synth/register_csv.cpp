#include "datasets/synth/register_csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "datasets/synth/text_file.hpp"

namespace datasets {
namespace {

std::string whole(double value) {
  return fmt::format("{}", static_cast<std::int64_t>(std::floor(value + 0.5)));
}

std::string quoted(std::string_view text) {
  return text.find(',') == std::string_view::npos ? std::string(text) : fmt::format("\"{}\"", text);
}

}  // namespace

void append_csv_head(std::string& out) {
  out +=
      "VTJ_PRT,RATU,gml_id,use_code,use_text,floor_area_m2,total_area_m2,volume_m3,storeys,completed,"
      "material,address,"
      "status,owner_type,property_id,easting_m,northing_m\n";
}

void append_csv_row(std::string& out, const BuildingCard& card) {
  fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},",
                 card.row_has_permanent_id ? card.row.permanent_id : "",
                 card.row_has_model_id ? "" : card.municipal_number,
                 card.row_has_model_id ? card.model_id : "", card.row.use_code, quoted(card.use_text),
                 card.row.floor_area, whole(card.total_area_m2), whole(card.volume_m3), card.row.storeys,
                 card.row.completed, card.material, card.row.address, card.status, card.owner_type, card.property_id);
  append_metres(out, card.row.place.east);
  out += ',';
  append_metres(out, card.row.place.north);
  out += '\n';
}

}  // namespace datasets

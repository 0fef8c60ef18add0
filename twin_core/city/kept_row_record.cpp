// Records of register rows that no identifier ties to a building.
#include "twin_core/city/link_record.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kRowVersion = 1;

}  // namespace

std::string row_id_of(const RegisterCard& card, const std::string& model_id) {
  if (!card.permanent_id.empty()) return card.permanent_id;
  if (!card.municipal_number.empty()) return "RATU " + card.municipal_number;
  return model_id.empty() ? card.source.str() : model_id;
}

Bytes encode(const KeptRow& row) {
  ByteWriter out;
  out.byte(kRowVersion);
  out.text(row.id);
  record::put_whole_card(out, row.card);
  out.text(row.model_id);
  out.flag(row.point.has_value());
  if (row.point) {
    out.real(row.point->east);
    out.real(row.point->north);
  }
  record::put(out, row.footprint);
  out.text(row.location_crs);
  out.varint(row.buildings.size());
  for (const auto& building : row.buildings) out.text(building);
  out.varint(row.candidates.size());
  for (const auto& candidate : row.candidates) {
    out.text(candidate.building);
    out.real(candidate.probability);
    out.text(candidate.reason);
  }
  return std::move(out).bytes();
}

Result<KeptRow> decode_kept_row(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kRowVersion);
  KeptRow row;
  row.id = in.text();
  row.card = record::take_whole_card(in);
  row.model_id = in.text();
  if (in.flag()) {
    const double east = in.real();
    const double north = in.real();
    row.point = PlanPosition{east, north};
  }
  row.footprint = record::take_plan_polygon(in);
  row.location_crs = in.text();
  const std::size_t buildings = in.count(1);
  row.buildings.reserve(buildings);
  for (std::size_t i = 0; i < buildings && in.ok(); ++i) row.buildings.push_back(in.text());
  const std::size_t candidates = in.count(10);
  row.candidates.reserve(candidates);
  for (std::size_t i = 0; i < candidates && in.ok(); ++i) {
    RowCandidate candidate;
    candidate.building = in.text();
    candidate.probability = in.real();
    candidate.reason = in.text();
    row.candidates.push_back(std::move(candidate));
  }
  if (!in.finished()) return record::malformed("register row");
  return row;
}

}  // namespace twin

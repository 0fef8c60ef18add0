#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/link_record.hpp"
#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

constexpr Field<KeptRow> kRowFields[] = {
    {"row",
     [](const KeptRow& row) {
       ByteWriter card;
       record::put_whole_card(card, row.card);
       Json out = {{"source", row.card.source.str()}, {"digest", sha256(card.bytes()).hex()}};
       if (!row.model_id.empty()) out["model_id"] = row.model_id;
       return out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.card = from.card;
       to.model_id = from.model_id;
     }},
    {"location",
     [](const KeptRow& row) {
       Json out = Json::object();
       if (row.point) out["point"] = {row.point->east, row.point->north};
       if (Json rings = polygon_shown(row.footprint); !rings.is_null()) out["footprint"] = std::move(rings);
       if (!row.location_crs.empty()) out["crs"] = row.location_crs;
       return out.empty() ? Json(nullptr) : out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.point = from.point;
       to.footprint = from.footprint;
       to.location_crs = from.location_crs;
     }},
    {"link",
     [](const KeptRow& row) {
       Json out = Json::object();
       if (!row.buildings.empty()) out["buildings"] = row.buildings;
       for (const RowCandidate& candidate : row.candidates) {
         out["candidates"].push_back({{"building", candidate.building}, {"probability", candidate.probability}, {"reason", candidate.reason}});
       }
       return out.empty() ? Json(nullptr) : out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.buildings = from.buildings;
       to.candidates = from.candidates;
     }},
};

}  // namespace

Attributes attributes_of(const KeptRow& row) { return read_fields(kRowFields, row); }

void copy_attribute(const std::string& name, const KeptRow& from, KeptRow& to) { copy_field(kRowFields, name, from, to); }

}  // namespace twin

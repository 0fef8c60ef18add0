// The rows of an import and those that the twin kept, under their ids.
#include <unordered_map>
#include <unordered_set>

#include "geo/io/city_linking.hpp"
#include "geo/io/row_identity.hpp"
#include "geo/io/rows_before.hpp"

namespace geo {
namespace {

FiledRow filed_row(const twin::KeptRow& kept) {
  FiledRow out;
  out.file = kNoFile;
  out.row.card = kept.card;
  out.row.model_id = kept.model_id;
  out.row.place = kept.card.source.str();
  out.row.point = kept.point;
  out.row.footprint = kept.footprint;
  out.row.location_crs = kept.location_crs;
  out.row.id = kept.id;
  return out;
}

}  // namespace

std::vector<FiledRow> filed_rows(const std::vector<twin::KeptRow>& kept) {
  std::vector<FiledRow> out;
  out.reserve(kept.size());
  for (const auto& row : kept) out.push_back(filed_row(row));
  return out;
}

std::vector<FiledRow> with_kept_rows(std::vector<FiledRow> rows, const std::vector<ReadBuilding>& existing,
                                     std::vector<FiledRow> kept, CityBatch& batch) {
  name_rows(rows, kept);
  std::unordered_map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < rows.size(); ++i) last[rows[i].row.id] = i;
  std::vector<FiledRow> out;
  out.reserve(last.size() + kept.size());
  for (std::size_t i = rows.size(); i-- > 0;) {
    auto& item = rows[i];
    auto& later = rows[last[item.row.id]];
    if (&later == &item) continue;
    fill_missing_columns(later.row, item.row.card);
    batch.files[item.file].diagnostics.add(
        {"duplicate-key", twin::Severity::kInfo, item.row.card.permanent_id, "", item.row.place, item.row.id,
         batch.files[later.file].name + " " + later.row.place +
             " has the same identifier: files named later win in the columns that they have."});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (last[rows[i].row.id] == i) out.push_back(std::move(rows[i]));
  }
  complete_rows(out, existing, kept);
  std::unordered_set<std::string> taken;
  for (auto& item : out) {
    // A row of a file without permanent ids may have got one just now.
    if (is_identified(item.row)) item.row.id = twin::row_id_of(item.row.card, item.row.model_id);
    taken.insert(item.row.id);
    batch.row_ids.push_back(item.row.id);
  }
  for (auto& filed : kept) {
    if (!taken.contains(filed.row.id)) out.push_back(std::move(filed));
  }
  return out;
}

}  // namespace geo

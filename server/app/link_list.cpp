#include "server/app/link_list.hpp"

#include <algorithm>

#include "geo/io/linked_card.hpp"

namespace server {
namespace {

using twin::Building;
using twin::Json;
using twin::KeptRow;
using twin::LinkReason;
using twin::Problem;
using twin::Result;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

bool is_question(const KeptRow& row) { return row.buildings.empty() && !row.candidates.empty(); }
bool is_unlinked(const KeptRow& row) { return row.buildings.empty() && row.candidates.empty(); }

Json row_json(const std::string& id, const twin::RegisterCard& card) {
  return {{"id", id},
          {"permanent_id", or_null(card.permanent_id)},
          {"municipal_number", or_null(card.municipal_number)},
          {"address", or_null(card.address.str())},
          {"use_text", or_null(card.use_text)},
          {"floor_area_m2", or_null(card.floor_area_m2)},
          {"storeys", or_null(card.storeys)},
          {"completion_year", or_null(card.completion_year)},
          {"source", or_null(card.source.str())}};
}

Json score(double probability) { return probability > 0 ? Json(probability) : Json(nullptr); }

Json question_json(const KeptRow& row) {
  const auto& best = row.candidates.front();
  Json out = {{"status", "review"},      {"row", row_json(row.id, row.card)},    {"building", best.building}, {"link", nullptr},
              {"score", score(best.probability)}, {"reason", or_null(best.reason)}, {"runner_up", nullptr}};
  if (row.candidates.size() > 1) {
    out["runner_up"] = {{"building", row.candidates[1].building}, {"score", score(row.candidates[1].probability)}};
  }
  return out;
}

Json without_building(const KeptRow& row) {
  return {{"status", "unlinked"}, {"row", row_json(row.id, row.card)}, {"building", nullptr}, {"link", nullptr},
          {"score", nullptr},     {"reason", row.point || !row.footprint.outer.empty() ? Json("no building of the model answers to this row")
                                                                                      : Json("the row has no location and no identifier of a building here")},
          {"runner_up", nullptr}};
}

Json runner_up_json(const twin::LinkDetails& details) {
  if (!details.runner_up) return nullptr;
  return {{details.runner_up->is_row ? "row" : "building", details.runner_up->id}, {"score", score(details.runner_up->probability)}};
}

Json without_row(const Building& building) {
  return {{"status", "unlinked"}, {"row", nullptr}, {"building", building.id}, {"link", "unlinked"},
          {"score", nullptr},     {"reason", or_null(building.link_note)}, {"runner_up", runner_up_json(*building.details)}};
}

Json link_json(const Building& building, const twin::LinkedRow& row) {
  return {{"status", "linked"},
          {"row", row_json(row.row, row.card)},
          {"building", building.id},
          {"link", twin::name_of(row.reason)},
          {"score", score(row.probability)},
          {"reason", or_null(row.note)},
          {"shared_by", building.details->shared_by},
          {"runner_up", runner_up_json(*building.details)}};
}

/// Counts everything and makes the texts of one page alone.
class Page {
 public:
  explicit Page(const LinkQuery& query) : query_(query) {}
  template <class Make>
  void add(Make make) {
    if (matched_ >= query_.offset && links_.size() < query_.limit) links_.push_back(make());
    ++matched_;
  }
  std::size_t matched() const { return matched_; }
  Json take() { return std::move(links_); }

 private:
  const LinkQuery& query_;
  std::size_t matched_ = 0;
  Json links_ = Json::array();
};

void list_questions(const twin::BranchState& state, Page& page) {
  std::vector<const KeptRow*> rows;
  state.for_each<KeptRow>([&](twin::FeatureNumber, const KeptRow& row) {
    if (is_question(row)) rows.push_back(&row);
  });
  // What is nearly certain is decided fastest.
  std::stable_sort(rows.begin(), rows.end(), [](const KeptRow* a, const KeptRow* b) {
    return a->candidates.front().probability > b->candidates.front().probability;
  });
  for (const auto* row : rows) page.add([&] { return question_json(*row); });
}

void list_unlinked(const twin::BranchState& state, Page& page) {
  state.for_each<KeptRow>([&](twin::FeatureNumber, const KeptRow& row) {
    if (is_unlinked(row)) page.add([&] { return without_building(row); });
  });
  state.for_each_building([&](twin::FeatureNumber, const Building& building) {
    if (building.link == LinkReason::kUnlinked) page.add([&] { return without_row(building); });
  });
}

void list_linked(const twin::BranchState& state, Page& page) {
  state.for_each_building([&](twin::FeatureNumber, const Building& building) {
    const std::size_t rows = building.link == LinkReason::kUnlinked ? 0 : std::max<std::size_t>(1, building.details->rows.size());
    for (std::size_t i = 0; i < rows; ++i) page.add([&] { return link_json(building, geo::rows_of(building)[i]); });
  });
}

}  // namespace

Json no_links() {
  Json out = Json::object();
  for (const auto reason : {LinkReason::kById, LinkReason::kByMunicipalNumber, LinkReason::kByModelId, LinkReason::kByPlace,
                            LinkReason::kByReview, LinkReason::kUnlinked}) {
    out[std::string(twin::name_of(reason))] = 0;
  }
  return out;
}

Json row_counts(const twin::BranchState& state) {
  std::size_t review = 0, unlinked = 0, linked = 0;
  state.for_each<KeptRow>([&](twin::FeatureNumber, const KeptRow& row) {
    ++(is_question(row) ? review : is_unlinked(row) ? unlinked : linked);
  });
  return {{"review", review}, {"unlinked", unlinked}, {"linked", linked}};
}

Result<Json> list_links(const twin::BranchState& state, const LinkQuery& query) {
  Page page(query);
  if (query.status == "review") {
    list_questions(state, page);
  } else if (query.status == "unlinked") {
    list_unlinked(state, page);
  } else if (query.status == "linked") {
    list_linked(state, page);
  } else {
    return Problem{"parameter-invalid", "Links have no such status.", "status", query.status, "Ask for review, linked or unlinked."};
  }
  const Json rows = row_counts(state);
  std::size_t linked = 0;
  state.for_each_building([&](twin::FeatureNumber, const Building& building) { linked += building.link == LinkReason::kUnlinked ? 0 : 1; });
  return Json{{"branch", query.branch},
              {"status", query.status},
              {"counts",
               {{"review", rows["review"]}, {"unlinked_rows", rows["unlinked"]}, {"unlinked_buildings", state.building_count() - linked}, {"linked", linked}}},
              {"matched", page.matched()},
              {"links", page.take()}};
}

}  // namespace server

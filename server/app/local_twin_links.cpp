// Links of register rows to buildings: what there is, and what a person decides.
#include <algorithm>

#include "geo/io/linked_card.hpp"
#include "geo/io/register_columns.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/link_decision.hpp"
#include "server/app/link_list.hpp"
#include "server/app/local_twin.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/store/merge_entity.hpp"

namespace server {

using twin::EntityKind;
using twin::Json;
using twin::KeptRow;
using twin::Problem;
using twin::Result;

namespace {

Problem unknown(const char* what, const std::string& name) {
  return {"link-unknown", std::string("There is no ") + what + " of this id on the branch.", what, twin::excerpt(name),
          "List them with: kaksonen links --status review (or unlinked, linked)."};
}

bool is_named(const KeptRow& row, const std::string& name) {
  return row.id == name || row.card.source.str() == name || row.id == "RATU " + name;
}

/// The row by its id or source: one that is kept, or one that an identifier ties to a building.
twin::Status find_row(const twin::BranchState& state, const std::string& name, LinkCase& of) {
  const KeptRow* kept = nullptr;
  std::string several;  // rows that stood there in different editions of a file
  state.for_each<KeptRow>([&](twin::FeatureNumber, const KeptRow& row) {
    if (!is_named(row, name)) return;
    if (kept != nullptr && kept->id != name) several += (several.empty() ? kept->id : "") + ", " + row.id;
    if (kept == nullptr || row.id == name) kept = &row;
  });
  if (!several.empty() && kept->id != name) {
    return Problem{"link-unknown", "Several register rows are named so: they stood there in different editions of the file.", "register row",
                   twin::excerpt(several), "Name the row by its id."};
  }
  if (kept != nullptr) of.row = *kept;
  const std::string& id = kept != nullptr ? kept->id : name;
  state.for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    if (of.elsewhere || !is_by_identifier(building.link)) return;
    for (auto& row : geo::rows_of(building)) {
      const bool same = row.row == id || (kept == nullptr && row.card.source.str() == name);
      if (same && is_by_identifier(row.reason)) of.elsewhere = std::move(row);
    }
  });
  if (kept != nullptr) return twin::Done{};
  if (!of.elsewhere) return unknown("register row", name);
  of.row.id = of.elsewhere->row;
  of.row.card = of.elsewhere->card;
  return twin::Done{};
}

Result<twin::RegisterCard> model_card(const twin::Store& store, const twin::Building& building) {
  TWIN_TRY(const twin::WholeBuilding whole, twin::whole_building(store, building));
  std::vector<twin::Finding> told_at_import;
  return geo::card_of_attributes(whole.shape.attributes, building.id, told_at_import);
}

Result<LinkCase> case_of(const twin::Store& store, const twin::BranchState& state, const LinkDecision& decision) {
  const auto number = store.feature_number({EntityKind::kBuilding, decision.building});
  const auto* const building = number ? state.building(*number) : nullptr;
  if (building == nullptr) return unknown("building", decision.building);
  LinkCase of;
  of.building = *building;
  TWIN_CHECK(find_row(state, decision.row, of));
  TWIN_TRY(of.model, model_card(store, *building));
  state.for_each<KeptRow>([&](twin::FeatureNumber, const KeptRow& row) {
    const bool names_it = std::any_of(row.candidates.begin(), row.candidates.end(),
                                      [&](const twin::RowCandidate& candidate) { return candidate.building == building->id; });
    const bool has_it = std::find(row.buildings.begin(), row.buildings.end(), building->id) != row.buildings.end();
    if ((names_it || has_it) && row.id != of.row.id) of.others.push_back(row);
  });
  return of;
}

const twin::Building* building_of(const twin::Store& store, const twin::BranchState& state, const std::string& id) {
  const auto number = store.feature_number({EntityKind::kBuilding, id});
  return number ? state.building(*number) : nullptr;
}

/// An accepted row leaves the buildings that place alone gave it to.
Result<std::vector<twin::Building>> take_from_places(const twin::Store& store, const twin::BranchState& state, LinkCase& of) {
  std::vector<twin::Building> out;
  const auto buildings = of.row.buildings;
  for (const auto& id : buildings) {
    const auto* const other = building_of(store, state, id);
    if (other == nullptr || id == of.building.id) continue;
    auto rows = geo::rows_of(*other);
    const auto is_meant = [&](const twin::LinkedRow& row) { return row.row == of.row.id && row.reason == twin::LinkReason::kByPlace; };
    if (std::erase_if(rows, is_meant) == 0) continue;
    TWIN_TRY(const twin::RegisterCard model, model_card(store, *other));
    out.push_back(*other);
    out.back().link_note = of.row.id + " was given to " + of.building.id + " by a person";
    geo::attach_rows(out.back(), std::move(rows), model);
    std::erase(of.row.buildings, id);
  }
  return out;
}

/// Other buildings that have the row are told by how many it is shared.
std::vector<twin::Building> with_new_share(const twin::Store& store, const twin::BranchState& state, const LinkCase& of) {
  std::vector<twin::Building> out;
  const auto share = static_cast<std::uint32_t>(std::max<std::size_t>(1, of.row.buildings.size() + (of.elsewhere ? 1 : 0)));
  for (const auto& id : of.row.buildings) {
    const auto* const other = building_of(store, state, id);
    if (other == nullptr || id == of.building.id || other->details->shared_by == share) continue;
    auto details = *other->details;
    details.shared_by = share;
    out.push_back(*other);
    out.back().details = std::move(details);
  }
  return out;
}

}  // namespace

Result<Json> LocalTwin::links(const LinkQuery& query) {
  TWIN_TRY(const twin::Snapshot city, state(query.branch, query.when));
  return list_links(*city, query);
}

Result<Json> LocalTwin::decide_link(const LinkDecision& decision) {
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(decision.branch));
  TWIN_TRY(LinkCase of, case_of(*store_, *state, decision));
  std::vector<twin::Building> others;
  if (decision.accept) {
    TWIN_TRY(others, take_from_places(*store_, *state, of));
  }
  const auto rows_before = of.others;
  TWIN_CHECK(decision.accept ? accept_link(of) : reject_link(of));

  twin::Command command;
  command.branch = decision.branch;
  command.author = decision.author;
  command.purpose = "link";
  command.message = !decision.message.empty() ? decision.message
                    : decision.accept         ? "Accept register row " + of.row.id + " for " + of.building.id
                                              : "Reject register row " + of.row.id + " for " + of.building.id;
  const auto write = [&](const twin::EntityKey& entity, twin::Bytes bytes) {
    const auto number = store_->feature_number(entity);
    const auto* const feature = number ? state->feature(*number) : nullptr;
    command.expects.push_back({entity, feature != nullptr ? feature->value : twin::Digest{}});
    command.writes.push_back({entity, std::move(bytes), {}, {}});
  };
  write({EntityKind::kBuilding, of.building.id}, twin::encode(of.building));
  write({EntityKind::kRegisterRow, of.row.id}, twin::encode(of.row));
  for (std::size_t i = 0; i < of.others.size(); ++i) {
    if (!(of.others[i] == rows_before[i])) write({EntityKind::kRegisterRow, of.others[i].id}, twin::encode(of.others[i]));
  }
  for (auto& other : with_new_share(*store_, *state, of)) others.push_back(std::move(other));
  for (const auto& other : others) write({EntityKind::kBuilding, other.id}, twin::encode(other));
  TWIN_TRY(const twin::Receipt receipt, store_->commit(std::move(command)));
  Json out = receipt_to_json(receipt);
  out["building"] = of.building.id;
  out["row"] = of.row.id;
  out["link"] = twin::name_of(of.building.link);
  return out;
}

}  // namespace server

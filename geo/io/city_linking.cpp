#include "geo/io/city_linking.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "geo/io/city_linking_parts.hpp"
#include "geo/io/linked_card.hpp"
#include "geo/io/register_columns.hpp"
#include "geo/io/register_quality.hpp"
#include "geo/io/row_places.hpp"
#include "twin_core/base/in_parallel.hpp"

namespace geo {
namespace {

constexpr std::size_t kTogether = 64;  ///< buildings that a thread takes at a time

using twin::Building;
using twin::LinkReason;

LinkCandidate candidate_of(const Building& building, const twin::BuildingShape& shape) {
  std::vector<twin::Finding> told_when_read;
  return {building.id, uuid_of_attributes(shape.attributes),
          card_of_attributes(shape.attributes, building.id, told_when_read), building.details->rejected};
}

class Linking {
 public:
  Linking(CityBatch& batch, std::vector<FiledRow>&& rows, const std::vector<ReadBuilding>& existing,
          const std::vector<twin::KeptRow>& kept)
      : batch_(batch), fates_(rows.size()), kept_(kept) {
    files_.reserve(rows.size());
    rows_.reserve(rows.size());
    row_of_.reserve(rows.size());
    for (auto& filed : rows) {
      files_.push_back(filed.file);
      rows_.push_back(std::move(filed.row));
      row_of_[rows_.back().id] = rows_.size() - 1;
    }
    rows = std::vector<FiledRow>();  // a city of them, moved from
    take_over(existing);
  }

  void run() {
    const bool anything_new = !batch_.buildings.empty() || std::any_of(files_.begin(), files_.end(), [](auto file) { return file != kNoFile; });
    if (!rows_.empty() && anything_new) {
      gather(true);
      reviewed();
      by_identifier();
      free_the_rest();
      link_by_place(sites_, rows_, fates_);
      count();
      check_quality();
      keep_places();
      add_changed();
      keep_rows();
    } else {
      gather(false);
      by_identifier();
      count();
      check_quality();
      keep_places();
    }
  }

 private:
  /// A building that comes again has its link still; others of the twin are `others_`.
  void take_over(const std::vector<ReadBuilding>& existing) {
    before_.resize(batch_.buildings.size());
    std::unordered_map<std::string, std::size_t> fresh;
    for (std::size_t i = 0; i < batch_.buildings.size(); ++i) fresh[batch_.buildings[i].building.id] = i;
    for (const auto& read : existing) {
      const auto again = fresh.find(read.building.id);
      if (again == fresh.end()) {
        others_.push_back(&read);
        continue;
      }
      before_[again->second] = &read.building;
      auto& building = batch_.buildings[again->second].building;
      building.details = read.building.details;
      if (read.building.link != LinkReason::kUnlinked) {
        building.card = read.building.card;
        building.from_model = read.building.from_model;
        building.link = read.building.link;
        building.link_note = read.building.link_note;
      } else if (rows_.empty()) {
        // Without a register nothing new is known about why it has no row.
        building.link_note = read.building.link_note;
      }
    }
  }

  void gather(bool with_others) {
    own_ = batch_.buildings.size();
    sites_.reserve(own_ + (with_others ? others_.size() : 0));
    for (auto& read : batch_.buildings) sites_.push_back({&read.building, &read.shape, {}});
    if (with_others) {
      copies_.reserve(others_.size());
      for (const auto* const read : others_) {
        copies_.push_back(read->building);
        sites_.push_back({&copies_.back(), &read->shape, {}});
      }
    }
    for_each_site([](LinkSite& site) { site.candidate = candidate_of(*site.building, *site.shape); });
  }

  /// On all processors: a visit writes to its own site and its building.
  void for_each_site(const std::function<void(LinkSite&)>& visit) {
    twin::in_parallel(sites_.size(), [&](std::size_t i) { visit(sites_[i]); }, kTogether);
  }

  /// What a person decided is done again with the rows as they are now.
  void reviewed() {
    for (auto& site : sites_) {
      auto& building = *site.building;
      auto attached = rows_of(building);
      const auto decided = std::count_if(attached.begin(), attached.end(), [](const auto& row) { return row.reason == LinkReason::kByReview; });
      if (decided == 0) continue;
      for (auto& row : attached) {
        const auto found = row_of_.find(row.row);
        if (found == row_of_.end()) continue;
        row.card = rows_[found->second].card;
        auto& fate = fates_[found->second];
        if (row.reason != LinkReason::kByReview) {
          fate.by_identifier = true;
          continue;
        }
        fate.by_review = true;
        fate.buildings.push_back(building.id);
      }
      const auto shared_by = building.details->shared_by;
      attach_rows(building, std::move(attached), site.candidate.model, building.details->runner_up, shared_by);
      settled_.insert(&building);
    }
  }

  void by_identifier() {
    std::vector<LinkCandidate> candidates;
    candidates.reserve(sites_.size());
    for (auto& site : sites_) candidates.push_back(std::move(site.candidate));
    const auto result = link_rows(candidates, rows_);
    for (std::size_t i = 0; i < sites_.size(); ++i) sites_[i].candidate = std::move(candidates[i]);
    std::vector<char> to_attach(sites_.size(), 0);
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      const auto& outcome = result.outcomes[i];
      auto& building = *sites_[i].building;
      if (settled_.contains(&building)) continue;
      if (!outcome.row) {
        const bool told_before = rows_.empty() && !building.link_note.empty();
        if (building.link == LinkReason::kUnlinked && !told_before) building.link_note = outcome.note;
        unlinked_notes_[&building] = outcome.note;
        continue;
      }
      fates_[*outcome.row].by_identifier = true;
      for (const auto row : outcome.more_rows) fates_[row].by_identifier = true;
      settled_.insert(&building);
      to_attach[i] = 1;
    }
    const auto attach = [&](std::size_t i) {
      if (to_attach[i] == 0) return;
      const auto& outcome = result.outcomes[i];
      std::vector<twin::LinkedRow> attached;
      attached.push_back({rows_[*outcome.row].id, outcome.reason, 0, outcome.note, rows_[*outcome.row].card});
      for (const auto row : outcome.more_rows) {
        attached.push_back({rows_[row].id, LinkReason::kByModelId, 0, outcome.note, rows_[row].card});
      }
      attach_rows(*sites_[i].building, std::move(attached), sites_[i].candidate.model, {},
                  static_cast<std::uint32_t>(result.uses[*outcome.row]));
    };
    twin::in_parallel(sites_.size(), attach, kTogether);
  }

  /// Links by place are judged anew, with everything that is known now.
  void free_the_rest() {
    for (std::size_t i = 0; i < sites_.size(); ++i) {
      auto& building = *sites_[i].building;
      if (settled_.contains(&building) || is_by_identifier(building.link)) continue;
      // A link by place that came with an export: its row is not here to be judged anew.
      if (building.link == LinkReason::kByPlace && !row_of_.contains(rows_of(building).front().row)) continue;
      // A building of the twin without any row keeps the note that its import gave it.
      const bool is_told = i >= own_ && building.link == LinkReason::kUnlinked && !building.details->runner_up;
      if (!is_told) building.link_note = unlinked_notes_[&building];
      attach_rows(building, {}, sites_[i].candidate.model);
      sites_[i].free = true;
    }
  }

  void count() {
    for (const auto reason : {LinkReason::kUnlinked, LinkReason::kById, LinkReason::kByMunicipalNumber, LinkReason::kByModelId,
                              LinkReason::kByPlace, LinkReason::kByReview}) {
      batch_.linked[std::string(twin::name_of(reason))] = 0;
    }
    for (const auto& site : sites_) ++batch_.linked[std::string(twin::name_of(site.building->link))];
  }

  /// Contradictions between card and model, of the buildings of this import; a row that several buildings share is
  /// about all of them together.
  void check_quality() {
    std::vector<std::vector<twin::Finding>> findings(own_);
    const auto check = [&](std::size_t i) {
      const auto& building = *sites_[i].building;
      if (building.details->shared_by < 2) check_building(building, *sites_[i].shape, findings[i]);
    };
    twin::in_parallel(own_, check, kTogether);
    for (std::size_t i = 0; i < own_; ++i) {
      if (findings[i].empty()) continue;
      const auto& building = *sites_[i].building;
      std::size_t at = i < batch_.file_of.size() ? batch_.file_of[i] : kNoFile;
      if (const auto attached = rows_of(building); !attached.empty()) {
        const auto row = row_of_.find(attached.front().row);
        if (row != row_of_.end() && files_[row->second] != kNoFile) at = files_[row->second];
      }
      if (at >= batch_.files.size()) continue;
      auto& told = batch_.files[at].diagnostics.findings;
      std::move(findings[i].begin(), findings[i].end(), std::back_inserter(told));
    }
  }

  void keep_places() {
    const auto keep = [&](std::size_t i) {
      const auto* const before = i < own_ ? before_[i] : &others_[i - own_]->building;
      if (before != nullptr) keep_row_places(*before, *sites_[i].building);
    };
    twin::in_parallel(sites_.size(), keep, kTogether);
  }

  void add_changed() {
    for (std::size_t i = 0; i < others_.size(); ++i) {
      if (copies_[i] == others_[i]->building) continue;
      batch_.buildings.push_back({std::move(copies_[i]), others_[i]->shape});
      ++batch_.relinked;
    }
  }

  void keep_rows() {
    std::unordered_map<std::string, const twin::KeptRow*> before;
    for (const auto& row : kept_) before[row.id] = &row;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& row = rows_[i];
      auto& fate = fates_[i];
      const auto known = before.find(row.id);
      if (fate.by_identifier && fate.buildings.empty()) {
        if (known != before.end()) batch_.released_rows.push_back(row.id);
        continue;
      }
      std::sort(fate.buildings.begin(), fate.buildings.end());
      note(i);
      twin::KeptRow now{row.id, row.card, row.model_id, row.point, row.footprint, row.location_crs, std::move(fate.buildings),
                        std::move(fate.candidates)};
      if (known != before.end()) keep_row_places(*known->second, now);
      if (known == before.end() || !(*known->second == now)) batch_.kept_rows.push_back(std::move(now));
    }
  }

  /// Counts a row that has no building, and tells its file.
  void note(std::size_t i) {
    const auto& row = rows_[i];
    const auto& fate = fates_[i];
    if (!fate.buildings.empty()) return;
    ++(fate.candidates.empty() ? batch_.rows_without_building : batch_.rows_for_review);
    if (files_[i] == kNoFile) return;
    auto& diagnostics = batch_.files[files_[i]].diagnostics;
    if (fate.candidates.empty()) {
      diagnostics.add({"reference-missing", twin::Severity::kInfo, row.card.permanent_id, "", row.place, row.id,
                       "No building of the model answers to this row; it is kept until one does (kaksonen links --status unlinked)."});
      return;
    }
    const auto& best = fate.candidates.front();
    diagnostics.add({"link-uncertain", twin::Severity::kInfo, row.card.permanent_id, "", row.place,
                     best.building + (best.reason.empty() ? "" : ": " + best.reason),
                     "A person decides: kaksonen links --status review."});
  }

  CityBatch& batch_;
  std::vector<RegisterRow> rows_;
  std::vector<std::size_t> files_;
  std::vector<RowFate> fates_;
  const std::vector<twin::KeptRow>& kept_;
  std::unordered_map<std::string, std::size_t> row_of_;
  std::vector<const Building*> before_;  ///< of the batch's buildings, as the twin has them; null: new
  std::vector<const ReadBuilding*> others_;
  std::vector<Building> copies_;
  std::vector<LinkSite> sites_;
  std::size_t own_ = 0;
  std::unordered_set<const Building*> settled_;
  std::unordered_map<const Building*, std::string> unlinked_notes_;
};

}  // namespace

void link_city(CityBatch& batch, std::vector<FiledRow> rows, const std::vector<ReadBuilding>& existing,
               const std::vector<twin::KeptRow>& kept) {
  Linking(batch, std::move(rows), existing, kept).run();
}

}  // namespace geo

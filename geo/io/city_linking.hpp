#pragma once

#include <set>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"

namespace geo {

/// Of rows that the twin kept from an earlier import.
inline constexpr std::size_t kNoFile = static_cast<std::size_t>(-1);

/// A register row and the file it came from.
struct FiledRow {
  RegisterRow row;
  std::size_t file = 0;  ///< in CityBatch::files, or kNoFile
};

/// Rows that the twin kept, as they came.
std::vector<FiledRow> filed_rows(const std::vector<twin::KeptRow>& kept);

/// The rows of the files under their ids (`row_identity.hpp`), and behind them those of the twin that they do not replace. Of two rows of
/// one id the later one stays; the other is told to its file's report. What a row's file has no column for is taken
/// from the earlier row, or from that of the twin (`rows_before.hpp`).
std::vector<FiledRow> with_kept_rows(std::vector<FiledRow> rows, const std::vector<ReadBuilding>& existing,
                                     std::vector<FiledRow> kept, CityBatch& batch);

/// Links rows to the buildings of the batch and to `existing` ones that the batch does not replace; existing buildings
/// whose card or link changes join the batch. In this order:
///   1. what a person decided stays, and a rejected pair is never made again;
///   2. identifiers (`link_rows`), unless row and building contradict each other in two ways or more (`link_doubts`): then
///      it is a question, and place gives neither of them another partner;
///   3. a building that comes again without a row keeps the one that an identifier gave it;
///   4. place, address and sizes (`match_places`) among what is left; what lies between certain and unlikely becomes a
///      question (`KeptRow::candidates`), as does a row inside a building that another row has.
/// Rows that no identifier ties are kept (`kept_rows`). Counts go to `batch.linked`: of the batch's buildings, and of
/// all the existing ones too when there were rows. What became of rows is noted in their file's report.
///
/// Buildings of the twin that are `leaving` take no part; rows that identifiers tied to them are among `rows` (`held_rows`).
///
/// Holds (tested): the same rows and buildings give the same links, and probabilities that differ by less than 0.02
/// (`keep_scores`), in whatever order and in how many imports they come.
void link_city(CityBatch& batch, std::vector<FiledRow> rows, const std::vector<ReadBuilding>& existing,
               const std::vector<twin::KeptRow>& kept, const std::set<std::string>& leaving = {});

}  // namespace geo

// Records of what a register says and how a building came to it.
#include "twin_core/city/link_record.hpp"

#include <cstdint>

#include "twin_core/city/record_parts.hpp"

namespace twin::record {
namespace {

constexpr std::uint64_t kLastLinkReason = static_cast<std::uint64_t>(LinkReason::kByReview);
constexpr std::uint64_t kLastAnswer = 2;  ///< 0 not known, 1 no, 2 yes
constexpr std::uint64_t kLastCardField = kCardFieldCount - 1;
constexpr std::size_t kSmallestRow = 29;  ///< bytes of a linked row: 8 of its probability, one of each other member

void put_answer(ByteWriter& out, std::optional<bool> answer) {
  out.varint(!answer ? 0U : *answer ? 2U : 1U);
}

std::optional<bool> take_answer(ByteReader& in) {
  const std::uint64_t answer = in.varint(kLastAnswer);
  return answer == 0 ? std::nullopt : std::optional(answer == 2);
}

void put_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const auto& one : texts) out.text(one);
}

std::vector<std::string> take_texts(ByteReader& in) {
  std::vector<std::string> out;
  const std::size_t count = in.count(1);
  out.reserve(count);
  for (std::size_t i = 0; i < count && in.ok(); ++i) out.push_back(in.text());
  return out;
}

LinkedRow take_linked_row(ByteReader& in) {
  LinkedRow out;
  out.row = in.text();
  out.reason = take_link_reason(in);
  out.probability = in.real();
  out.note = in.text();
  out.card = take_whole_card(in);
  return out;
}

CardConflict take_conflict(ByteReader& in) {
  CardConflict out;
  out.field = static_cast<CardField>(in.varint(kLastCardField));
  out.model_wins = in.flag();
  out.other = in.text();
  return out;
}

}  // namespace

void put_card(ByteWriter& out, const RegisterCard& card) {
  out.text(card.permanent_id);
  out.text(card.municipal_number);
  out.text(card.property_id);
  out.text(card.use_code);
  out.text(card.use_text);
  put(out, card.floor_area_m2);
  put(out, card.total_area_m2);
  put(out, card.volume_m3);
  put(out, card.storeys);
  out.text(card.completed);
  put(out, card.completion_year);
  out.text(card.material);
  out.text(card.address.str());
  out.text(card.status);
  out.text(card.owner_type);
  out.text(card.source.str());
}

bool has_more(const RegisterCard& card) {
  return !card.use_code_2018.empty() || card.basement_area_m2 || card.dwellings || !card.facade_material.empty() ||
         !card.heating_mode.empty() || !card.heating_source.empty() || card.lift ||
         card.connections != NetworkConnections{} || !card.address_sv.empty();
}

void put_more(ByteWriter& out, const RegisterCard& card) {
  out.text(card.use_code_2018);
  put(out, card.basement_area_m2);
  put(out, card.dwellings);
  out.text(card.facade_material);
  out.text(card.heating_mode);
  out.text(card.heating_source);
  put_answer(out, card.lift);
  for (const auto answer : {card.connections.sewer, card.connections.water, card.connections.electricity,
                            card.connections.gas, card.connections.cable}) {
    put_answer(out, answer);
  }
  out.text(card.address_sv.str());
}

void take_more(ByteReader& in, RegisterCard& card) {
  card.use_code_2018 = in.text();
  card.basement_area_m2 = take_optional_real(in);
  card.dwellings = take_optional_int(in);
  card.facade_material = in.text();
  card.heating_mode = in.text();
  card.heating_source = in.text();
  card.lift = take_answer(in);
  for (auto* const answer : {&card.connections.sewer, &card.connections.water, &card.connections.electricity,
                             &card.connections.gas, &card.connections.cable}) {
    *answer = take_answer(in);
  }
  card.address_sv = in.text();
  if (!has_more(card)) in.fail();  // that value is written as version 1
}

RegisterCard take_card(ByteReader& in) {
  RegisterCard card;
  card.permanent_id = in.text();
  card.municipal_number = in.text();
  card.property_id = in.text();
  card.use_code = in.text();
  card.use_text = in.text();
  card.floor_area_m2 = take_optional_real(in);
  card.total_area_m2 = take_optional_real(in);
  card.volume_m3 = take_optional_real(in);
  card.storeys = take_optional_int(in);
  card.completed = in.text();
  card.completion_year = take_optional_int(in);
  card.material = in.text();
  card.address = in.text();
  card.status = in.text();
  card.owner_type = in.text();
  card.source = in.text();
  return card;
}

void put_whole_card(ByteWriter& out, const RegisterCard& card) {
  put_card(out, card);
  out.flag(has_more(card));
  if (has_more(card)) put_more(out, card);
  out.text(card.updated);
}

RegisterCard take_whole_card(ByteReader& in) {
  RegisterCard card = take_card(in);
  if (in.flag()) take_more(in, card);
  card.updated = in.text();
  return card;
}

void put(ByteWriter& out, LinkReason reason) {
  out.varint(static_cast<std::uint64_t>(reason));
}

LinkReason take_link_reason(ByteReader& in) {
  return static_cast<LinkReason>(in.varint(kLastLinkReason));
}

void put(ByteWriter& out, const LinkDetails& details) {
  out.text(details.row);
  out.real(details.probability);
  out.flag(details.runner_up.has_value());
  if (details.runner_up) {
    out.flag(details.runner_up->is_row);
    out.text(details.runner_up->id);
    out.real(details.runner_up->probability);
  }
  out.varint(details.shared_by);
  out.varint(details.rows.size());
  for (const auto& row : details.rows) {
    out.text(row.row);
    put(out, row.reason);
    out.real(row.probability);
    out.text(row.note);
    put_whole_card(out, row.card);
  }
  out.varint(details.conflicts.size());
  for (const auto& conflict : details.conflicts) {
    out.varint(static_cast<std::uint64_t>(conflict.field));
    out.flag(conflict.model_wins);
    out.text(conflict.other);
  }
  put_texts(out, details.rejected);
}

LinkDetails take_link_details(ByteReader& in) {
  LinkDetails out;
  out.row = in.text();
  out.probability = in.real();
  if (in.flag()) {
    LinkChoice choice;
    choice.is_row = in.flag();
    choice.id = in.text();
    choice.probability = in.real();
    out.runner_up = std::move(choice);
  }
  out.shared_by = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  const std::size_t rows = in.count(kSmallestRow);
  out.rows.reserve(rows);
  for (std::size_t i = 0; i < rows && in.ok(); ++i) out.rows.push_back(take_linked_row(in));
  const std::size_t conflicts = in.count(3);
  out.conflicts.reserve(conflicts);
  for (std::size_t i = 0; i < conflicts && in.ok(); ++i) out.conflicts.push_back(take_conflict(in));
  out.rejected = take_texts(in);
  return out;
}

}  // namespace twin::record

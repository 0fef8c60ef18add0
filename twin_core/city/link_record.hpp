#pragma once

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/building.hpp"

namespace twin::record {

/// The card as version 1 of a building's record had it, and what came later (empty there: refused when taken).
void put_card(ByteWriter& out, const RegisterCard& card);
RegisterCard take_card(ByteReader& in);
bool has_more(const RegisterCard& card);
void put_more(ByteWriter& out, const RegisterCard& card);
void take_more(ByteReader& in, RegisterCard& card);

/// Every member of a card, in a record of its own.
void put_whole_card(ByteWriter& out, const RegisterCard& card);
RegisterCard take_whole_card(ByteReader& in);

void put(ByteWriter& out, LinkReason reason);
LinkReason take_link_reason(ByteReader& in);

void put(ByteWriter& out, const LinkDetails& details);
LinkDetails take_link_details(ByteReader& in);

}  // namespace twin::record

#include "twin_core/history/branch_record.hpp"

#include <algorithm>

#include "twin_core/base/byte_codec.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kVersion = 1;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

Bytes encode(const BranchRecord& branch) {
  ByteWriter out;
  out.byte(kVersion);
  out.text(branch.name);
  out.text(branch.parent);
  out.digest(branch.head);
  return std::move(out).bytes();
}

Result<BranchRecord> decode_branch_record(ByteView bytes) {
  ByteReader in(bytes);
  if (in.byte() != kVersion) in.fail();
  BranchRecord out;
  out.name = in.text();
  out.parent = in.text();
  out.head = in.digest();
  if (!in.finished()) {
    return Problem{"record-malformed", "The bytes are no whole branch record.", "", "",
                   "Restore the twin from a backup."};
  }
  return out;
}

bool is_branch_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest && is_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
         });
}

}  // namespace twin

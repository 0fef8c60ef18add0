#include "twin_core/store/value_walk.hpp"

namespace twin {

Status ValueWalk::go_to(std::uint64_t row) {
  rows_->reset();
  rows_->bind(1, row);
  TWIN_TRY(on_row_, rows_->step());
  return Done{};
}

Result<std::optional<ByteView>> ValueWalk::value(const Digest& digest) {
  if (!rows_) {
    TWIN_TRY(rows_, file_.file_.prepare("SELECT digest, bytes FROM record WHERE rowid >= ? ORDER BY rowid"));
    TWIN_TRY(by_digest_, file_.file_.prepare("SELECT rowid FROM record WHERE digest = ?"));
    TWIN_CHECK(go_to(0));
  } else if (on_row_) {
    TWIN_TRY(on_row_, rows_->step());
  }
  if (on_row_ && rows_->digest(0) == digest) return std::optional<ByteView>(rows_->bytes(1));
  StatementUse use(*by_digest_);
  use->bind(1, digest);
  TWIN_TRY(const bool known, use->step());
  if (known) {
    TWIN_CHECK(go_to(use->number(0)));
    if (on_row_ && rows_->digest(0) == digest) return std::optional<ByteView>(rows_->bytes(1));
  }
  TWIN_TRY(auto bytes, file_.value(digest));
  if (!bytes) return std::optional<ByteView>{};
  elsewhere_ = std::move(*bytes);
  return std::optional<ByteView>(elsewhere_);
}

}  // namespace twin

#include "geo/io/input_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <new>
#include <sstream>

#include "geo/io/archive.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/geotiff_check.hpp"
#include "geo/io/register_kind.hpp"
#include "geo/io/text_encoding.hpp"

namespace geo {
namespace {

using twin::Problem;

Problem unreadable(const InputFile& file) {
  return {"file-unreadable", "The file cannot be opened and read.", file.name, "",
          "Check the name, and that it is a plain file you may read."};
}

/// Reads bytes that somebody else owns.
class SharedBytes final : public std::streambuf {
 public:
  explicit SharedBytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {
    // A streambuf has no read-only form; nothing here writes.
    auto* const begin = const_cast<char*>(bytes_->data());
    setg(begin, begin, begin + bytes_->size());
  }

 protected:
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode) override {
    const off_type base = from == std::ios_base::beg   ? 0
                          : from == std::ios_base::cur ? gptr() - eback()
                                                       : egptr() - eback();
    const off_type at = base + offset;
    if (at < 0 || at > egptr() - eback()) return pos_type(off_type(-1));
    setg(eback(), eback() + at, egptr());
    return pos_type(at);
  }
  pos_type seekpos(pos_type at, std::ios_base::openmode which) override {
    return seekoff(off_type(at), std::ios_base::beg, which);
  }

 private:
  std::shared_ptr<const std::string> bytes_;
};

/// Owns its buffer.
class SharedBytesStream final : public std::istream {
 public:
  explicit SharedBytesStream(std::shared_ptr<const std::string> bytes)
      : std::istream(nullptr), buffer_(std::move(bytes)) {
    rdbuf(&buffer_);
  }

 private:
  SharedBytes buffer_;
};

/// A length in four bytes, then a field of nine letters.
bool is_osm_pbf(std::string_view head) {
  return head.size() > 15 && head[0] == '\0' && head.substr(4, 11) == "\x0A\x09OSMHeader";
}

bool is_osm(std::string_view root) { return root == "osm" || root == "osmChange"; }

FileKind kind_of(std::string_view head) {
  if (is_tiff(head)) return FileKind::kTiff;
  if (is_osm_pbf(head)) return FileKind::kOsmPbf;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return FileKind::kUnknown;
  if (head[first] == '<') return is_osm(root_element(head)) ? FileKind::kOsmXml : FileKind::kXml;
  if (head[first] == '{' || head[first] == '[') {
    return guess_cityjson(head) == CityJsonGuess::kYes ? FileKind::kCityJson : FileKind::kJson;
  }
  if (head.find('\0') != std::string_view::npos) return FileKind::kUnknown;
  const auto line = head.substr(0, head.find_first_of("\r\n"));
  return line.find_first_of(",;\t") == std::string_view::npos ? FileKind::kUnknown : FileKind::kTable;
}

/// Looks at the first bytes of a text in UTF-16 too.
void tell_kind(std::string_view head, OpenInput& out) {
  const auto told = told_encoding(head);
  out.is_utf16 = told == TextEncoding::kUtf16Le || told == TextEncoding::kUtf16Be;
  if (!out.is_utf16) {
    out.kind = kind_of(head);
    return;
  }
  head = head.substr(0, head.size() / 2 * 2);
  auto text = to_utf8(head, *told);
  if (!text) text = to_utf8(head.substr(0, head.size() - 2), *told);  // a pair may be cut in two
  out.kind = text ? kind_of(*text) : FileKind::kUnknown;
}

/// The first bytes of a stream, as many as there are.
std::string head_of(std::istream& stream) {
  std::string head(64u * 1024, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  return head;
}

twin::Result<ArchiveStream> open_archive(const InputFile& file, ArchiveKind kind, const ArchivePath& path,
                                         const ArchiveLimits& limits) {
  return kind == ArchiveKind::kGzip ? open_gzip(path.file, limits, file.trailing_bytes) : open_zip(path, limits);
}

Problem at(const InputFile& file, Problem problem) {
  if (problem.place.empty()) problem.place = file.name;
  return problem;
}

/// The kind of archive a file is; refuses one in memory, and a path that goes on inside no archive.
twin::Result<ArchiveKind> archive_of(const InputFile& file, const ArchivePath& path) {
  if (file.bytes) {
    if (archive_kind(*file.bytes) == ArchiveKind::kNone) return ArchiveKind::kNone;
    return Problem{"archive-in-memory", "Archives are only read from files of this computer.", file.name, "",
                   "Unpack it and send what is in it."};
  }
  std::ifstream stream(path.file, std::ios::binary);
  std::string magic(4, '\0');
  stream.read(magic.data(), 4);
  magic.resize(static_cast<std::size_t>(stream.gcount()));
  const auto kind = archive_kind(magic);
  if (!path.member.empty() && kind != ArchiveKind::kZip) return unreadable(file);
  return kind;
}

twin::Result<OpenInput> open_packed(const InputFile& file, ArchiveKind kind, const ArchivePath& path) {
  OpenInput out;
  // An archive is read forwards only: once for the head, then from its beginning.
  auto first = open_archive(file, kind, path, {});
  if (!first) return at(file, first.problem());
  const std::string head = head_of(*first->stream);
  if (*first->failure) return at(file, **first->failure);
  if (head.empty()) {
    return Problem{"902", "The file is empty.", file.name, "0 bytes", "Send a file with content."};
  }
  auto again = open_archive(file, kind, path, {});
  if (!again) return at(file, again.problem());
  tell_kind(head, out);
  out.size = again->size;
  out.stream = std::move(again->stream);
  out.failure = std::move(again->failure);
  return out;
}

}  // namespace

bool input_exists(const std::string& path) {
  return split_archive_path(path).has_value();
}

twin::Result<OpenInput> open_input(const InputFile& file) {
  const auto path = file.bytes ? ArchivePath{} : split_archive_path(file.path);
  if (!path) return unreadable(file);
  TWIN_TRY(const auto archive, archive_of(file, *path));
  if (archive != ArchiveKind::kNone) return open_packed(file, archive, *path);
  OpenInput out;
  if (file.bytes) {
    out.size = file.bytes->size();
    out.stream = std::make_unique<SharedBytesStream>(file.bytes);
  } else {
    std::error_code error;
    out.size = std::filesystem::file_size(path->file, error);
    out.stream = std::make_unique<std::ifstream>(path->file, std::ios::binary);
  }
  if (!*out.stream) return unreadable(file);
  if (out.size == 0) {
    return Problem{"902", "The file is empty.", file.name, "0 bytes", "Send a file with content."};
  }
  const std::string head = head_of(*out.stream);
  if (head.size() != std::min<std::uint64_t>(out.size, 64u * 1024)) return unreadable(file);
  out.stream->clear();
  out.stream->seekg(0);
  tell_kind(head, out);
  return out;
}

twin::Result<std::shared_ptr<const std::string>> load_input(const InputFile& file) {
  constexpr std::uint64_t kMaxUnpacked = std::uint64_t{1} << 30;
  const auto path = file.bytes ? ArchivePath{} : split_archive_path(file.path);
  if (!path) return unreadable(file);
  TWIN_TRY(const auto archive, archive_of(file, *path));
  if (file.bytes) return file.bytes;
  OpenInput input;
  if (archive == ArchiveKind::kNone) {
    input.stream = std::make_unique<std::ifstream>(path->file, std::ios::binary);
  } else {
    ArchiveLimits limits;
    limits.bytes = kMaxUnpacked;
    auto packed = open_archive(file, archive, *path, limits);
    if (!packed) return at(file, packed.problem());
    input.stream = std::move(packed->stream);
    input.failure = std::move(packed->failure);
  }
  if (!*input.stream) return unreadable(file);
  try {
    std::ostringstream all;
    all << input.stream->rdbuf();
    if (input.failure && *input.failure) return at(file, **input.failure);
    if (!*input.stream && !input.stream->eof()) return unreadable(file);
    return std::make_shared<const std::string>(std::move(all).str());
  } catch (const std::bad_alloc&) {
    return unreadable(file);
  }
}

}  // namespace geo

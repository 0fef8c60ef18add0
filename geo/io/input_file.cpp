#include "geo/io/input_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <new>
#include <sstream>

#include "geo/io/cityjson_vocabulary.hpp"

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

FileKind kind_of(std::string_view head) {
  if (head.starts_with("\xFE\xFF") || head.starts_with("\xFF\xFE")) {
    return head.find('<') == std::string_view::npos ? FileKind::kUnknown : FileKind::kXml;
  }
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return FileKind::kUnknown;
  if (head[first] == '<') return FileKind::kXml;
  if (head[first] == '{' || head[first] == '[') {
    return guess_cityjson(head) == CityJsonGuess::kYes ? FileKind::kCityJson : FileKind::kJson;
  }
  if (head.find('\0') != std::string_view::npos) return FileKind::kUnknown;
  const auto line = head.substr(0, head.find_first_of("\r\n"));
  return line.find_first_of(",;") == std::string_view::npos ? FileKind::kUnknown : FileKind::kTable;
}

}  // namespace

twin::Result<OpenInput> open_input(const InputFile& file) {
  OpenInput out;
  if (file.bytes) {
    out.size = file.bytes->size();
    out.stream = std::make_unique<SharedBytesStream>(file.bytes);
  } else {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file.path, error)) return unreadable(file);
    out.size = std::filesystem::file_size(file.path, error);
    out.stream = std::make_unique<std::ifstream>(file.path, std::ios::binary);
  }
  if (!*out.stream) return unreadable(file);
  if (out.size == 0) {
    return Problem{"902", "The file is empty.", file.name, "0 bytes", "Send a file with content."};
  }
  std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(out.size, 64u * 1024)), '\0');
  out.stream->read(head.data(), static_cast<std::streamsize>(head.size()));
  if (out.stream->gcount() != static_cast<std::streamsize>(head.size())) return unreadable(file);
  out.stream->clear();
  out.stream->seekg(0);
  out.kind = kind_of(head);
  return out;
}

twin::Result<std::shared_ptr<const std::string>> load_input(const InputFile& file) {
  if (file.bytes) return file.bytes;
  std::ifstream stream(file.path, std::ios::binary);
  if (!stream) return unreadable(file);
  try {
    std::ostringstream all;
    all << stream.rdbuf();
    if (!stream && !stream.eof()) return unreadable(file);
    return std::make_shared<const std::string>(std::move(all).str());
  } catch (const std::bad_alloc&) {
    return unreadable(file);
  }
}

}  // namespace geo

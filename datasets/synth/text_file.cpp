#include "datasets/synth/text_file.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace datasets {

twin::Result<TextFile> TextFile::create(const std::filesystem::path& path) {
  TextFile file;
  file.path_ = path;
  file.partial_ = path;
  file.partial_ += ".part";
  file.stream_.open(file.partial_, std::ios::binary | std::ios::trunc);
  if (!file.stream_) {
    return file.not_written();
  }
  return file;
}

twin::Problem TextFile::not_written() const {
  return {"file-not-writable", "The file cannot be written.", path_.string(), "",
          "Check the folder, its permissions and the free space."};
}

twin::Status TextFile::write_out() {
  stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  bytes_ += buffer_.size();
  buffer_.clear();
  if (!stream_) {
    return not_written();
  }
  return twin::Done{};
}

twin::Status TextFile::flush_when_large() {
  constexpr std::size_t kLarge = 1 << 20;
  return buffer_.size() < kLarge ? twin::Status(twin::Done{}) : write_out();
}

twin::Status TextFile::overwrite(std::uint64_t at, std::string_view text) {
  TWIN_CHECK(write_out());
  stream_.seekp(static_cast<std::streamoff>(at));
  stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream_.seekp(0, std::ios::end);
  return stream_ ? twin::Status(twin::Done{}) : twin::Status(not_written());
}

twin::Status TextFile::finish() {
  TWIN_CHECK(write_out());
  stream_.close();
  std::error_code error;
  std::filesystem::rename(partial_, path_, error);
  if (!stream_ || error) {
    return not_written();
  }
  return twin::Done{};
}

void append_metres(std::string& out, std::int64_t millimetres) {
  if (millimetres < 0) {
    out += '-';
    millimetres = -millimetres;
  }
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), millimetres / 1000).ptr;
  out.append(digits.data(), end);
  const auto rest = static_cast<int>(millimetres % 1000);
  out += '.';
  out += static_cast<char>('0' + rest / 100);
  out += static_cast<char>('0' + rest / 10 % 10);
  out += static_cast<char>('0' + rest % 10);
}

}  // namespace datasets

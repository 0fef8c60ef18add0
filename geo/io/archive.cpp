#include "geo/io/archive.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <streambuf>
#include <vector>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;

constexpr std::size_t kBlock = 64 << 10;
constexpr std::size_t kMaxMembers = 100'000;

Problem damaged(std::string what) {
  return {"file-unreadable", "The archive cannot be unpacked to its end.", "", std::move(what),
          "Fetch or pack it again; encrypted archives are not read."};
}

/// Bytes of one packed file, in order.
class Unpacker {
 public:
  virtual ~Unpacker() = default;
  /// Up to `size` bytes, 0 at the end. Error `file-unreadable`.
  virtual twin::Result<std::size_t> read(char* into, std::size_t size) = 0;
  /// Packed bytes that were needed so far, or for all of it.
  virtual std::uint64_t packed() const = 0;
};

/// Member after member (RFC 1952), each with its check sum.
class GzipUnpacker final : public Unpacker {
 public:
  GzipUnpacker(const std::string& path, std::shared_ptr<std::atomic<std::uint64_t>> trailing)
      : file_(path, std::ios::binary), trailing_(std::move(trailing)), block_(kBlock) {
    constexpr int kGzip = 16;  // added to the window's bits: a gzip header and trailer, no other
    started_ = file_ && inflateInit2(&zip_, MAX_WBITS + kGzip) == Z_OK;
  }
  ~GzipUnpacker() override {
    if (started_) inflateEnd(&zip_);
  }
  GzipUnpacker(const GzipUnpacker&) = delete;
  GzipUnpacker& operator=(const GzipUnpacker&) = delete;

  bool is_open() const { return started_; }

  twin::Result<std::size_t> read(char* into, std::size_t size) override {
    zip_.next_out = reinterpret_cast<Bytef*>(into);
    zip_.avail_out = static_cast<uInt>(size);
    while (!ended_ && zip_.avail_out == size) {
      if (between_ && !begin_member()) break;
      if (zip_.avail_in == 0 && !fill()) return damaged("unexpected end of file");
      const int got = inflate(&zip_, Z_NO_FLUSH);
      if (got == Z_STREAM_END) between_ = true;
      else if (got != Z_OK && got != Z_BUF_ERROR) return damaged(zip_.msg != nullptr ? zip_.msg : fmt::format("error {}", got));
    }
    return size - zip_.avail_out;
  }
  std::uint64_t packed() const override { return fetched_ - zip_.avail_in; }

 private:
  /// Another block behind what is not used yet; false at the end of the file.
  bool fill() {
    std::copy(zip_.next_in, zip_.next_in + zip_.avail_in, block_.begin());
    file_.read(reinterpret_cast<char*>(block_.data()) + zip_.avail_in, static_cast<std::streamsize>(block_.size() - zip_.avail_in));
    const auto got = static_cast<uInt>(file_.gcount());
    zip_.next_in = block_.data();
    zip_.avail_in += got;
    fetched_ += got;
    return got > 0;
  }

  /// False where no member follows: the file ends, or what is behind is of another kind.
  bool begin_member() {
    if (zip_.avail_in < 2) fill();
    constexpr Bytef kFirst = 0x1F, kSecond = 0x8B;
    if (zip_.avail_in >= 2 && zip_.next_in[0] == kFirst && zip_.next_in[1] == kSecond) {
      between_ = false;
      return inflateReset(&zip_) == Z_OK;
    }
    ended_ = true;
    count_rest();
    return false;
  }

  void count_rest() {
    std::uint64_t rest = 0;
    bool padding = true;
    do {
      rest += zip_.avail_in;
      padding = padding && std::all_of(zip_.next_in, zip_.next_in + zip_.avail_in, [](Bytef byte) { return byte == 0; });
      zip_.avail_in = 0;
    } while (fill());
    if (trailing_ && !padding) trailing_->store(rest);
  }

  std::ifstream file_;
  std::shared_ptr<std::atomic<std::uint64_t>> trailing_;
  std::vector<Bytef> block_;
  z_stream zip_{};
  std::uint64_t fetched_ = 0;
  bool started_ = false, between_ = false, ended_ = false;
};

struct CloseZip {
  void operator()(void* zip) const { unzClose(zip); }
};
using Zip = std::unique_ptr<void, CloseZip>;

/// Reads the member that `zip` has open.
class ZipUnpacker final : public Unpacker {
 public:
  ZipUnpacker(Zip zip, std::uint64_t packed) : zip_(std::move(zip)), packed_(packed) {}

  twin::Result<std::size_t> read(char* into, std::size_t size) override {
    if (closed_) return std::size_t{0};
    const int got = unzReadCurrentFile(zip_.get(), into, static_cast<unsigned>(size));
    if (got < 0) return damaged(fmt::format("error {}", got));
    if (got == 0) {
      closed_ = true;
      // At the end the check sum is compared.
      if (const bool whole = unzeof(zip_.get()) == 1; !whole || unzCloseCurrentFile(zip_.get()) != UNZ_OK) {
        return damaged("a member is cut off or its check sum is wrong");
      }
    }
    return static_cast<std::size_t>(got);
  }
  std::uint64_t packed() const override { return packed_; }

 private:
  Zip zip_;
  std::uint64_t packed_;
  bool closed_ = false;
};

class UnpackingBuffer final : public std::streambuf {
 public:
  UnpackingBuffer(std::unique_ptr<Unpacker> unpacker, const ArchiveLimits& limits,
                  std::shared_ptr<std::optional<Problem>> failure)
      : unpacker_(std::move(unpacker)), limits_(limits), failure_(std::move(failure)), block_(kBlock) {}

 protected:
  int_type underflow() override {
    auto got = unpacker_->read(block_.data(), block_.size());
    if (!got) return fail(got.problem());
    if (*got == 0) return traits_type::eof();
    unpacked_ += *got;
    const std::uint64_t packed = std::max<std::uint64_t>(unpacker_->packed(), 1);
    if (unpacked_ > limits_.bytes ||
        (unpacked_ > limits_.free_bytes && unpacked_ / packed >= limits_.ratio)) {
      return fail(
          {"archive-too-large", "The archive unpacks to more than is accepted.", "",
           fmt::format("more than {} bytes out of {}", unpacked_, packed),
           fmt::format("Unpack it yourself if you trust it: accepted are {} times its size and {} bytes.",
                       limits_.ratio, limits_.bytes)});
    }
    setg(block_.data(), block_.data(), block_.data() + *got);
    return traits_type::to_int_type(block_[0]);
  }

 private:
  /// The stream around catches this and turns bad.
  [[noreturn]] int_type fail(Problem problem) {
    *failure_ = std::move(problem);
    throw std::ios_base::failure("archive");
  }

  std::unique_ptr<Unpacker> unpacker_;
  ArchiveLimits limits_;
  std::shared_ptr<std::optional<Problem>> failure_;
  std::vector<char> block_;
  std::uint64_t unpacked_ = 0;
};

/// Owns its buffer.
class UnpackingStream final : public std::istream {
 public:
  explicit UnpackingStream(std::unique_ptr<UnpackingBuffer> buffer)
      : std::istream(buffer.get()), buffer_(std::move(buffer)) {}

 private:
  std::unique_ptr<UnpackingBuffer> buffer_;
};

ArchiveStream stream_of(std::unique_ptr<Unpacker> unpacker, const ArchiveLimits& limits, std::uint64_t size) {
  auto failure = std::make_shared<std::optional<Problem>>();
  auto buffer = std::make_unique<UnpackingBuffer>(std::move(unpacker), limits, failure);
  return {std::make_unique<UnpackingStream>(std::move(buffer)), std::move(failure), size};
}

struct Member {
  std::string name;
  unz64_file_pos at{};
  unz_file_info64 info{};
};

/// Files of an archive: no folders, nothing hidden.
twin::Result<std::vector<Member>> members_of(unzFile zip) {
  std::vector<Member> out;
  int step = unzGoToFirstFile(zip);
  for (std::size_t seen = 0; step == UNZ_OK; step = unzGoToNextFile(zip)) {
    if (++seen > kMaxMembers) return damaged(fmt::format("more than {} members", kMaxMembers));
    Member member;
    std::array<char, 4096> name{};
    if (unzGetCurrentFileInfo64(zip, &member.info, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) !=
            UNZ_OK ||
        unzGetFilePos64(zip, &member.at) != UNZ_OK) {
      return damaged("its table of contents");
    }
    member.name = name.data();
    const auto leaf = member.name.substr(member.name.rfind('/') + 1);
    if (leaf.empty() || leaf.starts_with('.') || member.name.starts_with("__MACOSX/")) continue;
    out.push_back(std::move(member));
  }
  if (step != UNZ_END_OF_LIST_OF_FILE) return damaged("its table of contents");
  return out;
}

Problem choose(const std::vector<Member>& members, const std::string& wanted) {
  std::string names;
  for (const auto& member : members) names += (names.empty() ? "" : ", ") + member.name;
  return {"archive-member",
          wanted.empty() ? "The archive has several files." : "The archive has no such file.", "",
          wanted.empty() ? twin::excerpt(names) : twin::excerpt(wanted),
          "Name one after the archive: archive.zip/" + twin::excerpt(members.front().name)};
}

}  // namespace

ArchiveKind archive_kind(std::string_view head) {
  if (head.starts_with("\x1F\x8B")) return ArchiveKind::kGzip;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return ArchiveKind::kZip;
  return ArchiveKind::kNone;
}

std::optional<ArchivePath> split_archive_path(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::is_regular_file(path, error)) return ArchivePath{path, ""};
  for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0;
       slash = path.rfind('/', slash - 1)) {
    const auto file = path.substr(0, slash);
    if (fs::is_regular_file(file, error)) return ArchivePath{file, path.substr(slash + 1)};
  }
  return std::nullopt;
}

twin::Result<ArchiveStream> open_gzip(const std::string& path, const ArchiveLimits& limits,
                                      std::shared_ptr<std::atomic<std::uint64_t>> trailing_bytes) {
  auto unpacker = std::make_unique<GzipUnpacker>(path, std::move(trailing_bytes));
  if (!unpacker->is_open()) return damaged("it cannot be opened");
  return stream_of(std::move(unpacker), limits, 0);
}

twin::Result<ArchiveStream> open_zip(const ArchivePath& path, const ArchiveLimits& limits) {
  Zip zip(unzOpen64(path.file.c_str()));
  if (!zip) return damaged("it has no table of contents");
  TWIN_TRY(const auto members, members_of(zip.get()));
  if (members.empty()) {
    return Problem{"902", "The archive has no file in it.", "", "0 files", "Send an archive with content."};
  }
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& member) {
    return path.member.empty() || member.name == path.member;
  });
  if (found == members.end() || (path.member.empty() && members.size() > 1)) {
    return choose(members, path.member);
  }
  std::error_code error;
  const std::uint64_t whole = std::filesystem::file_size(path.file, error);
  if (unzGoToFilePos64(zip.get(), &found->at) != UNZ_OK || unzOpenCurrentFile(zip.get()) != UNZ_OK) {
    return damaged(twin::excerpt(found->name));
  }
  if ((found->info.flag & 1) != 0) return damaged("encrypted");
  const std::uint64_t packed = std::min<std::uint64_t>(found->info.compressed_size, whole);
  return stream_of(std::make_unique<ZipUnpacker>(std::move(zip), packed), limits,
                   found->info.uncompressed_size);
}

}  // namespace geo

// Any bytes as a packed file: unpacked within its limits or refused with a code, never more.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "geo/io/archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("archive", 0);
  if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const std::string_view head(reinterpret_cast<const char*>(data), size);
  const geo::ArchiveLimits limits{1 << 20, 100, 1 << 16};
  twin::Result<geo::ArchiveStream> archive = twin::Problem{"file-unreadable", "", "", "", ""};
  switch (geo::archive_kind(head)) {
    case geo::ArchiveKind::kGzip:
      archive = geo::open_gzip(path, limits);
      break;
    case geo::ArchiveKind::kZip:
      archive = geo::open_zip({path, ""}, limits);
      break;
    case geo::ArchiveKind::kNone:
      break;
  }
  if (!archive) {
    if (archive.problem().code.empty()) std::abort();
  } else {
    std::string block(4096, '\0');
    std::uint64_t total = 0;
    while (archive->stream->read(block.data(), 4096) || archive->stream->gcount() > 0) {
      total += static_cast<std::uint64_t>(archive->stream->gcount());
    }
    if (total > limits.bytes || archive->stream->bad() != archive->failure->has_value()) std::abort();
  }
  close(file);
  return 0;
}

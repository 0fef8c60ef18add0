#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "viewer/client/http_client.hpp"
#include "viewer/desktop/study.hpp"

namespace viewer {

/// What is to be shown of one plan unit.
struct StudyOrder {
  std::string unit;            ///< "": nothing
  std::string massing;         ///< kind; "": none
  std::string sun;             ///< day or year; "": none
  std::string value_digest;    ///< of the unit: another one asks anew
  bool placed = false;
  Transform scene_to_ecef;
  bool operator==(const StudyOrder& other) const {
    return unit == other.unit && massing == other.massing && sun == other.sun && value_digest == other.value_digest;
  }
};

struct StudyNews {
  StudyOrder order;                        ///< what it answers
  std::optional<Massing> massing;
  std::vector<SunHours> sun;               ///< coarse while `done` is false
  std::vector<std::string> replaced;       ///< buildings whose place the massing takes
  double progress = 0;                     ///< 0 to 1
  bool done = false;
  std::string problem;                     ///< sentence with remedy; "" = none
};

/// Asks the server's processes in a thread of its own: the massing at once, sun hours as jobs. A new order stops the one
/// under way and dismisses its jobs.
class StudyRun {
 public:
  StudyRun(Address address, std::string branch);
  ~StudyRun();

  void want(const StudyOrder& order);
  /// The newest news since the last look.
  std::optional<StudyNews> take();
  /// An order is not done yet, or its last news are not taken.
  bool busy() const;

 private:
  void work();
  void answer(HttpClient& client, StudyNews& news);
  bool shine(HttpClient& client, StudyNews& news);
  bool follow(HttpClient& client, const std::vector<std::string>& jobs, StudyNews& news);
  std::string process_target(const std::string& process) const;
  bool stale(const StudyOrder& order) const;
  void give(const StudyNews& news);

  const Address address_;
  const std::string branch_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  StudyOrder wanted_;
  bool fresh_ = false, working_ = false, stopping_ = false;
  std::optional<StudyNews> news_;
  std::thread thread_;
};

}  // namespace viewer

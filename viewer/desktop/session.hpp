#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "viewer/desktop/downloads.hpp"
#include "viewer/desktop/live_branch.hpp"
#include "viewer/desktop/options.hpp"
#include "viewer/desktop/picture.hpp"
#include "viewer/desktop/study_run.hpp"

namespace viewer {

/// Brings what the network says into the picture. All calls from the thread that draws.
class Session {
 public:
  Session(Address address, const Options& options, Picture& picture);

  /// Takes in what has come. True when something to be seen changed.
  bool pump();
  /// City, plan and the chosen values are all there.
  bool complete() const;
  /// What was to be chosen but is not in the complete picture; "" otherwise.
  std::string not_found() const { return complete() ? pending_select_ : std::string(); }
  /// Processes of the server are at work for the picture.
  bool computing() const { return study_.busy(); }
  /// Why massing or sun hours did not come; "" otherwise.
  const std::string& study_problem() const { return study_problem_; }
  /// Something that ends a program which cannot wait: no server, no such branch, no city. "" otherwise.
  const std::string& fatal() const { return fatal_; }
  /// The person moved the camera; it is no longer set by itself.
  void camera_moved() { camera_is_own_ = true; }

 private:
  bool take_messages();
  bool take_downloads();
  bool take_study();
  void settle_choice();
  void frame_if_wanted();
  std::string progress() const;

  const Options options_;
  Picture& picture_;
  LiveBranch live_;
  Downloads downloads_;
  StudyRun study_;
  std::string pending_select_, fatal_, tiles_problem_, study_problem_;
  double study_progress_ = 0;
  bool listed_ = false, chosen_ = false, camera_is_own_ = false, settled_ = false;
  std::optional<std::uint32_t> card_wanted_;
};

}  // namespace viewer

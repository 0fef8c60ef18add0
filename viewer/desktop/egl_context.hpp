#pragma once

#include <memory>
#include <string>

namespace viewer {

/// An OpenGL compatibility context current in this thread, without window, surface or X server.
class EglContext {
 public:
  /// Absent with `problem` filled where the machine offers none.
  static std::unique_ptr<EglContext> open(std::string& problem);
  ~EglContext();

 private:
  struct Handles;
  explicit EglContext(std::unique_ptr<Handles> handles);
  std::unique_ptr<Handles> handles_;
};

}  // namespace viewer

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"

namespace sim {

/// Where a run tells how far it is, gives partial results, and learns that nobody waits any more.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void progress(double /*fraction*/, std::string_view /*stage*/) {}
  virtual void partial(const twin::Json& /*outputs*/) {}
  virtual bool cancelled() const { return false; }
  /// What is finished, for a later run of the same inputs and city, should this one be cut off: `state` is asked where and when somebody
  /// keeps it, and takes the place of what was kept before. It names its engine and version itself.
  virtual void keep(const std::function<std::string()>& /*state*/) {}
  /// What a run that was cut off kept last; "": nothing. Whoever uses it says so with `gone_on`.
  virtual std::string kept() const { return {}; }
  virtual void gone_on() {}
};

class RunMemory;

struct RunContext {
  const twin::BranchState* city = nullptr;  ///< null for inline inputs without a twin
  /// Stored values of the city, such as shapes; set wherever `city` is.
  std::function<twin::Result<twin::Bytes>(const twin::Digest&)> blobs;
  /// States of other branches, "BRANCH" or "BRANCH@AS_OF"; set wherever `city` is. Errors `branch-unknown`, of the past.
  std::function<twin::Result<twin::Snapshot>(const std::string&)> states;
  RunMemory* memory = nullptr;  ///< parts of results that runs share; null: each computes its own
  std::uint64_t seed = 0;
};

/// The one shape of every engine. Pure: same inputs, city, seed and version give the same bytes.
class Process {
 public:
  virtual ~Process() = default;
  virtual std::string_view id() const = 0;
  virtual std::string_view version() const = 0;
  virtual std::string_view title() const = 0;
  virtual std::string_view summary() const = 0;
  virtual twin::Json input_schema() const = 0;  ///< JSON schema of the inputs object
  virtual twin::Json output_schema() const = 0;
  virtual twin::Json example() const = 0;  ///< an inputs object that runs
  virtual twin::Result<twin::Json> run(const twin::Json& inputs, const RunContext& context,
                                       Sink& sink) const = 0;
};

/// Every engine of the program, by id.
const std::vector<const Process*>& processes();
const Process* find_process(std::string_view id);

/// Runs with a bare inputs object or an OGC execute request ({"inputs": {…}}), as the command line
/// and OGC API Processes both do. Errors: `process-unknown`, `input-invalid` (JSON pointer as
/// place), and the process's own.
twin::Result<twin::Json> execute(std::string_view process_id, const twin::Json& request,
                                 const RunContext& context, Sink& sink);

/// Process description after OGC API Processes Part 1 (18-062r2).
twin::Json describe(const Process& process);

}  // namespace sim

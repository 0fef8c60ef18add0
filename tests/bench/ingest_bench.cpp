// How fast models come in: this program and its peers in turn, in one run on one machine.
//
//   ingest_bench PROGRAM [--peers DIR] [--buildings N] [--runs N] [--import N] [--work DIR]
//
// With the peers' folder their generator makes the input (CityGML and CityJSON) and their drivers are built where
// their packages are installed; what is missing is said. Without it the input is the synthetic city, for us alone.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string program, peers, work;
  int buildings = 20'000, runs = 5, import = 80'000;
};

struct Run {
  double seconds = 0, processor = 0, mebibytes = 0;
  std::string output;
  int status = 0;
};

/// Takes what a program wrote and the seconds since its start.
using Listener = std::function<void(std::string_view, double)>;

/// Runs a shell command; its errors go where ours go when `loud`.
Run run(const std::string& command, bool loud = false, const Listener& listen = {}) {
  Run out;
  const auto start = std::chrono::steady_clock::now();
  int channel[2];
  if (pipe(channel) != 0) std::exit(4);
  const pid_t child = fork();
  if (child == 0) {
    dup2(channel[1], STDOUT_FILENO);
    close(channel[0]);
    close(channel[1]);
    if (!loud && !std::freopen("/dev/null", "w", stderr)) _exit(127);
    execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(channel[1]);
  char buffer[4096];
  for (ssize_t size = 0; (size = read(channel[0], buffer, sizeof buffer)) > 0;) {
    const std::string_view text(buffer, static_cast<std::size_t>(size));
    out.output += text;
    if (listen) listen(text, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  close(channel[0]);
  rusage usage{};
  wait4(child, &out.status, 0, &usage);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  out.processor = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  out.mebibytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return out;
}

bool works(const std::string& command, const std::string& what) {
  fmt::print(stderr, "== {}\n", what);
  return run(command).status == 0;
}

std::string in_quotes(const std::string& path) { return "'" + path + "'"; }

/// One program with one input, measured again and again.
struct Subject {
  std::string name, command;
  std::vector<Run> runs;

  std::vector<double> sorted(double Run::*what) const {
    std::vector<double> out;
    for (const auto& each : runs) out.push_back(each.*what);
    std::sort(out.begin(), out.end());
    return out;
  }
  double median(double Run::*what) const {
    const auto all = sorted(what);
    return all.empty() ? 0 : all[all.size() / 2];
  }
};

/// A figure of a program's own output: the number after `label`.
std::optional<double> figure(const std::string& output, const std::string& label) {
  const auto at = output.find(label);
  if (at == std::string::npos) return std::nullopt;
  return std::strtod(output.c_str() + at + label.size(), nullptr);
}

/// All once to warm up, then in turn.
void measure(std::vector<Subject>& subjects, int runs) {
  for (int i = 0; i <= runs; ++i) {
    for (auto& subject : subjects) {
      fmt::print(stderr, "== {} ({})\n", subject.name, i == 0 ? "warm-up" : fmt::format("{} of {}", i, runs));
      Run one = run(subject.command);
      if (one.status != 0) {
        fmt::print(stderr, "   failed\n");
      } else if (i > 0) {
        subject.runs.push_back(std::move(one));
      }
    }
  }
}

void print_table(const std::string& title, const std::vector<Subject>& subjects, double megabytes, int items) {
  fmt::print("\n{}\n{:<34} {:>8} {:>17} {:>10} {:>8} {:>9}\n", title, "", "MB/s", "[min - max]", "items/s", "CPU s",
             "peak MiB");
  for (const auto& subject : subjects) {
    if (subject.runs.empty()) {
      fmt::print("{:<34} failed\n", subject.name);
      continue;
    }
    const auto seconds = subject.sorted(&Run::seconds);
    const double median = subject.median(&Run::seconds);
    fmt::print("{:<34} {:>8.1f} {:>17} {:>10.0f} {:>8.2f} {:>9.0f}\n", subject.name, megabytes / median,
               fmt::format("[{:.1f} - {:.1f}]", megabytes / seconds.back(), megabytes / seconds.front()),
               items / median, subject.median(&Run::processor), subject.sorted(&Run::mebibytes).back());
  }
}

const Subject* find(const std::vector<Subject>& subjects, const std::string& name) {
  for (const auto& each : subjects) {
    if (each.name == name && !each.runs.empty()) return &each;
  }
  return nullptr;
}

/// Ours to theirs, by processor time: less of a busy machine's noise is in it.
void print_ratio(const std::vector<Subject>& subjects, const std::string& theirs, double wanted) {
  const Subject *us = find(subjects, "kaksonen"), *them = find(subjects, theirs);
  if (!us || !them) return;
  const double clock = them->median(&Run::seconds) / us->median(&Run::seconds);
  const double processor = them->median(&Run::processor) / us->median(&Run::processor);
  fmt::print("  {:>6.2f} x {:<30} ({:.2f} x by processor time; wanted {} x)\n", clock, theirs, processor, wanted);
}

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) {}

  int go() {
    fs::create_directories(options_.work);
    if (options_.peers.empty()) missing_.push_back("all peers (no folder ../shared/peers)");
    if (!make_input()) return 3;
    read_models();
    read_json();
    import();
    fmt::print("\n");
    for (const auto& each : missing_) fmt::print("missing: {}\n", each);
    fs::remove_all(options_.work);
    return 0;
  }

 private:
  std::string in_work(const std::string& name) const { return (fs::path(options_.work) / name).string(); }

  bool make_input() {
    gml_ = in_work("city.gml");
    json_ = in_work("city.json");
    const std::string generator = options_.peers + "/common/gen_city.py";
    if (!options_.peers.empty() &&
        works(fmt::format("python3 {} -n {} --citygml {} --cityjson {}", in_quotes(generator), options_.buildings,
                          in_quotes(gml_), in_quotes(json_)),
              "the peers' city")) {
      return true;
    }
    if (!options_.peers.empty()) missing_.push_back("the peers' generator (python3)");
    json_.clear();
    gml_ = in_work("synth/city.gml");
    return works(fmt::format("{} synth --buildings {} --seed 1 --errors 0 --out {}", in_quotes(options_.program),
                             options_.buildings, in_quotes(in_work("synth"))),
                 "the synthetic city");
  }

  void read_models() {
    const double megabytes = static_cast<double>(fs::file_size(gml_)) / 1e6;
    const std::string file = in_quotes(gml_);
    std::vector<Subject> all{{"kaksonen", fmt::format("{} bench read --edits 1 --input {}", in_quotes(options_.program), file), {}}};
    if (!options_.peers.empty()) add_xml_peers(all, file);
    measure(all, options_.runs);
    print_table(fmt::format("CityGML to geometry and attributes, whole process: {} buildings, {:.1f} MB",
                            options_.buildings, megabytes),
                all, megabytes, options_.buildings);
    print_ratio(all, "libcitygml", 20);
    print_ratio(all, "GDAL (empty solids)", 5);
    print_ratio(all, "bare scanner", 0.35);
    // Starting a process is no reading: what the program measures inside itself.
    if (const Subject* us = find(all, "kaksonen")) {
      const auto& output = us->runs.back().output;
      const auto at = output.find("\"processor\"");
      const auto rate = figure(output.substr(std::min(at, output.size())), "\"megabytes_per_second\":");
      if (rate) fmt::print("  {:>6.1f} MB/s by processor time without starting the process\n", *rate);
    }
  }

  void add_xml_peers(std::vector<Subject>& all, const std::string& file) {
    const std::string folder = options_.peers + "/citygml-parse/";
    const std::string limits = in_work("xml_limits"), model = in_work("libcitygml_main");
    if (works(fmt::format("g++ -std=c++17 -O2 {} -o {} -lcitygml", in_quotes(folder + "libcitygml_main.cpp"), in_quotes(model)),
              "building libcitygml's driver")) {
      all.push_back({"libcitygml", in_quotes(model) + " " + file, {}});
    } else {
      missing_.push_back("libcitygml (apt-get install libcitygml-dev)");
    }
    if (run("ogrinfo --version").status == 0) {
      run(fmt::format("ogrinfo -ro -so -al {}", file));  // writes the schema beside the file once
      all.push_back({"GDAL (empty solids)", "ogrinfo -ro -al -so " + file, {}});
    } else {
      missing_.push_back("GDAL's ogrinfo (apt-get install gdal-bin)");
    }
    if (works(fmt::format("g++ -std=c++20 -O2 -march=native {} -o {} $(xml2-config --cflags) -lexpat -lpugixml -lxml2 -pthread",
                          in_quotes(folder + "xml_limits.cpp"), in_quotes(limits)),
              "building the drivers of the limits")) {
      all.push_back({"bare scanner", in_quotes(limits) + " scan " + file, {}});
      all.push_back({"expat with extraction", in_quotes(limits) + " expat " + file, {}});
    } else {
      missing_.push_back("bare scanner, expat with extraction (apt-get install libpugixml-dev libxml2-dev libexpat1-dev)");
    }
  }

  /// In-process figures of each program, by processor time: these drivers take seven runs of a file in memory.
  void read_json() {
    if (json_.empty()) return;
    const double megabytes = static_cast<double>(fs::file_size(json_)) / 1e6;
    const std::string driver = in_work("json_limits");
    std::vector<Subject> all{{"kaksonen", fmt::format("{} bench read --edits 7 --input {}", in_quotes(options_.program), in_quotes(json_)), {}}};
    if (works(fmt::format("g++ -std=c++20 -O2 -march=native -DRAPIDJSON_SSE42 {} -o {} -lsimdjson",
                          in_quotes(options_.peers + "/cityjson-parse/json_limits.cpp"), in_quotes(driver)),
              "building the drivers of JSON")) {
      for (const char* each : {"simdjson", "nlohmann"}) {
        all.push_back({each, fmt::format("{} {} {}", in_quotes(driver), each, in_quotes(json_)), {}});
      }
    } else {
      missing_.push_back("simdjson, nlohmann (apt-get install rapidjson-dev libsimdjson-dev nlohmann-json3-dev)");
    }
    measure(all, options_.runs);
    fmt::print("\nCityJSON to geometry and attributes, in process, by processor time: {} buildings, {:.1f} MB\n",
               options_.buildings, megabytes);
    std::map<std::string, double> rate;
    for (const auto& subject : all) {
      std::vector<double> rates;
      for (const auto& each : subject.runs) {
        const auto at = each.output.find("\"processor\"");
        const auto value = at != std::string::npos ? figure(each.output.substr(at), "\"megabytes_per_second\":")
                                                   : figure(each.output, "median ");
        if (value) rates.push_back(*value);
      }
      std::sort(rates.begin(), rates.end());
      if (rates.empty()) continue;
      rate[subject.name] = rates[rates.size() / 2];
      fmt::print("{:<34} {:>8.1f} MB/s [{:.1f} - {:.1f}]\n", subject.name, rate[subject.name], rates.front(), rates.back());
    }
    for (const auto& [name, wanted] : std::map<std::string, double>{{"simdjson", 0.7}, {"nlohmann", 10}}) {
      if (rate.contains(name) && rate.contains("kaksonen")) {
        fmt::print("  {:>6.2f} x {:<30} (wanted {} x)\n", rate["kaksonen"] / rate[name], name, wanted);
      }
    }
  }

  /// A process that opens a twin and says what it holds: its peak, with all that opening takes for a while.
  struct Opened {
    double mebibytes = 0, buildings = 0;
  };
  Opened open(const std::string& twin) const {
    const Run one = run(fmt::format("{} info --json --twin {}", in_quotes(options_.program), in_quotes(twin)));
    return {one.mebibytes, figure(one.output, "\"buildings\":").value_or(0)};
  }

  Run import_city(const std::string& twin, const std::string& model, const std::string& rows, const Listener& listen = {}) const {
    return run(fmt::format("{} import --twin {} --author bench {} {} 2>&1", in_quotes(options_.program), in_quotes(in_work(twin)),
                           in_quotes(model), rows.empty() ? "" : in_quotes(rows)),
               false, listen);
  }

  /// What the program alone takes: a twin of a hundred buildings.
  Opened program_alone() const {
    const std::string folder = in_work("few");
    run(fmt::format("{} synth --buildings 100 --seed 1 --out {}", in_quotes(options_.program), in_quotes(folder)));
    import_city("few.twin", folder + "/city.gml", "");
    return open(in_work("few.twin"));
  }

  /// The synthetic city's model without its roads, trees, land use and water.
  static void write_buildings_only(const std::string& from, const std::string& to) {
    std::ifstream in(from);
    std::ofstream out(to);
    bool left_out = false;
    for (std::string line; std::getline(in, line);) {
      constexpr std::string_view kBegin = "<core:cityObjectMember>", kEnd = "</core:cityObjectMember>";
      if (line.starts_with(kBegin)) left_out = line.compare(kBegin.size(), 14, "<bldg:Building") != 0;
      if (!left_out) out << line << '\n';
      if (line.ends_with(kEnd)) left_out = false;
    }
  }

  /// Bytes per building of an opened twin: of the city with all its things, and of its buildings and their register alone.
  void print_opened(const std::string& folder) {
    constexpr double kBytes = 1024 * 1024;
    const Opened alone = program_alone();
    const auto print = [&](const std::string& what, const Opened& twin) {
      fmt::print("    {:<62} {:>6.0f} bytes a building\n", fmt::format("{} ({:.0f} buildings)", what, twin.buildings),
                 (twin.mebibytes - alone.mebibytes) * kBytes / (twin.buildings - alone.buildings));
    };
    fmt::print("  opened again, peak of the process less {:.0f} MiB of a twin of a hundred buildings:\n", alone.mebibytes);
    write_buildings_only(folder + "/city.gml", folder + "/buildings.gml");
    import_city("buildings.twin", folder + "/buildings.gml", folder + "/register.csv");
    print("buildings and their register (wanted 1024)", open(in_work("buildings.twin")));
    print("the same with roads, trees, land use and water", open(in_work("bench.twin")));
  }

  void import() {
    if (options_.import <= 0) return;
    const std::string folder = in_work("import");
    if (!works(fmt::format("{} synth --buildings {} --seed 1 --out {}", in_quotes(options_.program), options_.import, in_quotes(folder)),
               "the synthetic city to import")) {
      return;
    }
    fmt::print(stderr, "== import\n");
    // The program names each stage of its work as it begins.
    std::vector<std::pair<std::string, double>> stages{{"model", 0.0}};
    const auto note_stages = [&](std::string_view text, double seconds) {
      for (const auto& [said, name] : {std::pair("reading register", "register"), {"linking …", "linking"}, {"writing …", "writing"}}) {
        if (text.find(said) != std::string_view::npos) stages.emplace_back(name, seconds);
      }
    };
    const Run one = import_city("bench.twin", folder + "/city.gml", folder + "/register.csv", note_stages);
    const bool fine = WIFEXITED(one.status) && WEXITSTATUS(one.status) <= 1;  // 1: there are findings
    fmt::print("\nWhole import (read, check, link, commit): {} buildings, {:.1f} MB, {} processors\n", options_.import,
               static_cast<double>(fs::file_size(folder + "/city.gml")) / 1e6, std::thread::hardware_concurrency());
    if (!fine) {
      fmt::print("  failed\n");
      return;
    }
    fmt::print("  {:.0f} buildings/s (wanted 5000), {:.1f} s, {:.1f} s of processor time, peak {:.0f} MiB\n",
               options_.import / one.seconds, one.seconds, one.processor, one.mebibytes);
    stages.emplace_back("", one.seconds);
    for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
      fmt::print("  {:<9} {:>5.1f} s\n", stages[i].first, stages[i + 1].second - stages[i].second);
    }
    constexpr double kBytes = 1024 * 1024;
    fmt::print("  memory at the import's peak: {:.0f} bytes a building, the program with it\n", one.mebibytes * kBytes / options_.import);
    print_opened(folder);
  }

  Options options_;
  std::string gml_, json_;
  std::vector<std::string> missing_;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (argc < 2) {
    fmt::print(stderr, "usage: ingest_bench PROGRAM [--peers DIR] [--buildings N] [--runs N] [--import N] [--work DIR]\n");
    return 2;
  }
  options.program = argv[1];
  options.work = (fs::temp_directory_path() / fmt::format("kaksonen-ingest-{}", getpid())).string();
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--peers") options.peers = value;
    if (name == "--work") options.work = value;
    if (name == "--buildings") options.buildings = std::max(1, std::atoi(value.c_str()));
    if (name == "--runs") options.runs = std::max(1, std::atoi(value.c_str()));
    if (name == "--import") options.import = std::atoi(value.c_str());
  }
  return Bench(std::move(options)).go();
}

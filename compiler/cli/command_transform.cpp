#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>

#include <fmt/core.h>
#include <simdjson.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/package/package.h"
#include "runtime/program/offline.h"
#include "runtime/record/reader.h"

namespace treaty::cli {
namespace {

constexpr size_t chunk_size = 1 << 20;
constexpr size_t causes_shown = 5;

struct Options {
  std::string contract, map, input, rejects;
  std::optional<record::Format> format;
  Format summary = Format::text;
  bool interpreted = false;
  bool quiet = false;
};
struct Counts {
  uint64_t read = 0, written = 0, filtered = 0, rejected = 0;
};

/// A descriptor that is written in large pieces.
class Writer {
 public:
  explicit Writer(int file) : file_(file) {}
  ~Writer() { flush(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void line(std::string_view text) {
    buffer_.append(text);
    buffer_.push_back('\n');
    if (buffer_.size() >= chunk_size) {
      flush();
    }
  }
  bool flush() {
    for (size_t at = 0; at < buffer_.size() && good_;) {
      const ssize_t count = write(file_, buffer_.data() + at, buffer_.size() - at);
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0) {
        error_ = std::strerror(errno);
      }
      good_ = count > 0;
      at += count > 0 ? static_cast<size_t>(count) : 0;
    }
    buffer_.clear();
    return good_;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  int file_;
  bool good_ = true;
  std::string error_;
  std::string buffer_;
};

/// How far a long run is, where somebody looks on.
class Progress {
 public:
  explicit Progress(bool wanted) : wanted_(wanted && isatty(STDERR_FILENO) != 0) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(uint64_t records) {
    if (const auto now = std::chrono::steady_clock::now(); wanted_ && now - last_ > std::chrono::milliseconds(500)) {
      last_ = now;
      shown_ = true;
      fmt::print(stderr, "\r\x1b[K{} records", records);
    }
  }
  void clear() {
    if (shown_) {
      fmt::print(stderr, "\r\x1b[K");
      shown_ = false;
    }
  }

 private:
  bool wanted_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Runs records through the map as they are read; memory does not grow with the input.
class Transform {
 public:
  /// Without a file for rejects (-1), the first causes are kept to be shown.
  Transform(program::Mapper& mapper, int out, int rejects, bool progress)
      : mapper_(mapper), out_(out), rejects_(rejects), keeps_rejects_(rejects >= 0), progress_(progress) {}

  /// Empty when all went well, else what failed.
  std::string run(record::Reader& reader) {
    for (;;) {
      const auto records = reader.next();
      if (!records || records->empty()) {
        progress_.clear();
        out_.flush();
        return flushed() ? records ? std::string() : records.error() : unwritable();
      }
      mapper_.run(*records, [this](const program::Output& output) { return take(output); });
      if (!out_.good() || !rejects_.good()) {
        progress_.clear();
        return unwritable();
      }
      // Looked at only where a record could not be read: it would cost a pass over every byte.
      if (malformed_ > 0 && !not_utf8_ && !simdjson::validate_utf8(*records)) {
        not_utf8_ = true;
      }
      malformed_ = 0;
      progress_.show(counts_.read);
    }
  }

  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// Records could not be read, and the input has bytes that are no UTF-8.
  [[nodiscard]] bool not_utf8() const { return not_utf8_; }
  [[nodiscard]] const std::string& first_causes() const { return first_causes_; }

 private:
  bool take(const program::Output& output) {
    ++counts_.read;
    if (output.status == TREATY_WRITTEN) {
      ++counts_.written;
      out_.line(output.payload);
    } else if (output.status == TREATY_FILTERED) {
      ++counts_.filtered;
    } else {
      ++counts_.rejected;
      malformed_ += output.status == TREATY_MALFORMED ? 1 : 0;
      reject(output);
    }
    return out_.good() && rejects_.good();
  }

  void reject(const program::Output& output) {
    if (!keeps_rejects_ && counts_.rejected > causes_shown) {
      return;
    }
    const program::Cause cause = mapper_.cause(output);
    if (!keeps_rejects_) {
      first_causes_ += fmt::format("  record {}: {}{}{}\n", counts_.read, cause.property,
                                   cause.property.empty() ? "" : ": ", cause.message);
      return;
    }
    const nlohmann::ordered_json line = {{"record", counts_.read},     {"key", output.source_key},
                                         {"property", cause.property}, {"code", cause.code},
                                         {"message", cause.message},   {"place", cause.place}};
    rejects_.line(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }

  bool flushed() { return out_.good() && (!keeps_rejects_ || rejects_.flush()); }
  [[nodiscard]] std::string unwritable() const {
    return out_.good() ? fmt::format("the rejects cannot be written: {}", rejects_.error())
                       : fmt::format("the output cannot be written: {}", out_.error());
  }

  program::Mapper& mapper_;
  Writer out_, rejects_;
  bool keeps_rejects_;
  Progress progress_;
  Counts counts_;
  uint64_t malformed_ = 0;  ///< of the records at hand
  bool not_utf8_ = false;
  std::string first_causes_;
};

/// Text, with what is wrong with the first records; or a line of JSON.
void summarize(const Transform& run, Format format, std::span<const program::LeftOut> left_out) {
  const Counts& counts = run.counts();
  if (format == Format::json) {
    nlohmann::ordered_json summary = {{"read", counts.read},
                                      {"written", counts.written},
                                      {"filtered", counts.filtered},
                                      {"rejected", counts.rejected},
                                      {"left_out", nlohmann::ordered_json::array()}};
    for (const program::LeftOut& one : left_out) {
      nlohmann::ordered_json line = {{"table", one.table}, {"system", one.system}};
      line[one.property.empty() ? "condition" : "property"] = one.property.empty() ? "where" : one.property;
      summary["left_out"].push_back(std::move(line));
    }
    fmt::print(stderr, "{}\n", summary.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return;
  }
  fmt::print(stderr, "{} read, {} written, {} filtered, {} rejected\n", counts.read, counts.written, counts.filtered,
             counts.rejected);
  if (!run.first_causes().empty()) {
    fmt::print(stderr, "{}{}", run.first_causes(),
               counts.rejected > causes_shown ? "  … --rejects FILE keeps the cause of each\n" : "");
  }
  if (run.not_utf8()) {
    fmt::print(stderr, "  the input is not UTF-8; save the file as UTF-8\n");
  }
}

/// The map asked for, or the only one.
std::optional<uint32_t> find_map(const package::Manifest& manifest, const std::string& name) {
  std::string known;
  for (uint32_t i = 0; i < manifest.maps.size(); ++i) {
    if (manifest.maps[i].name == name || (name.empty() && manifest.maps.size() == 1)) {
      return i;
    }
    known += (known.empty() ? "" : ", ") + manifest.maps[i].name;
  }
  complain(name.empty() ? "the contract has several maps" : fmt::format("the contract has no map `{}`", name),
           "say --map one of: " + known);
  return std::nullopt;
}

/// The contract without the field lines that only a run can work out: no portal is asked here.
std::unique_ptr<program::Program> load_offline(const Options& options, std::vector<program::LeftOut>& left_out,
                                               Inputs& inputs, Exit& exit) {
  // As the summary: the payloads have standard output for themselves.
  auto bytes = package_of(options.contract, exit, &inputs, {.format = errors_as(options.summary), .stream = stderr});
  if (!bytes) {
    return nullptr;
  }
  if (auto package = package::read(*bytes)) {  // what is wrong with one that cannot be read is said below
    if (!find_map(package->manifest, options.map)) {  // before any is compiled
      exit = Exit::misuse;
      return nullptr;
    }
    left_out = program::leave_out_portal_tables(*package);
    if (!left_out.empty()) {
      bytes = package::write(*package);
    }
  }
  return load_bytes(*bytes, options.contract, options.interpreted, exit);
}

/// Once a property, not once a record.
void tell_left_out(std::span<const program::LeftOut> left_out, uint64_t written) {
  for (const program::LeftOut& one : left_out) {
    if (written == 0) {
      continue;
    }
    if (one.property.empty()) {
      fmt::print(stderr, "`{}` is read from {} in a run: `where` is not asked here, and every record passes\n",
                 one.table, one.system);
    } else {
      fmt::print(stderr, "`{}` is read from {} in a run: {} is left out of {} record{}\n", one.table, one.system,
                 one.property, written, written == 1 ? "" : "s");
    }
  }
}

void transform(const Options& options, Exit& exit) {
  std::vector<program::LeftOut> left_out;
  Inputs inputs;
  const auto program = load_offline(options, left_out, inputs, exit);
  if (!program) {
    return;
  }
  const auto map = find_map(program->manifest(), options.map);
  if (!map) {
    exit = Exit::misuse;
    return;
  }
  inputs.add(options.input);
  if (!options.rejects.empty() && !inputs.spared_by(options.rejects)) {
    exit = Exit::misuse;
    return;
  }
  const int in = options.input.empty() || options.input == "-" ? STDIN_FILENO
                                                               : open(options.input.c_str(), O_RDONLY | O_CLOEXEC);
  if (in < 0) {
    complain(fmt::format("cannot open `{}`: {}", options.input, std::strerror(errno)), "is the path right?");
    exit = Exit::world_failed;
    return;
  }
  const int rejects =
      options.rejects.empty() ? -1 : open(options.rejects.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (rejects < 0 && !options.rejects.empty()) {
    complain(fmt::format("cannot open `{}`: {}", options.rejects, std::strerror(errno)),
             "is its folder there, and may you write there?");
    exit = Exit::world_failed;
    return;
  }
  const auto reader = record::open({.file = in,
                                    .name = in == STDIN_FILENO ? "the standard input" : options.input,
                                    .format = options.format,
                                    .list = program->manifest().maps[*map].resource});
  if (!reader) {
    complain(reader.error());
    exit = Exit::world_failed;
    return;
  }
  const auto mapper = program->mapper(*map, time(nullptr) * 1'000'000);
  Transform run(*mapper, STDOUT_FILENO, rejects, !options.quiet && isatty(STDOUT_FILENO) == 0);
  const std::string failure = run.run(**reader);
  if (!options.quiet) {
    std::erase_if(left_out, [&](const program::LeftOut& one) {
      return one.map != program->manifest().maps[*map].name;
    });
    summarize(run, options.summary, left_out);
    if (options.summary == Format::text) {
      tell_left_out(left_out, run.counts().written);
    }
  }
  if (!failure.empty()) {
    complain(failure);
    exit = Exit::world_failed;
  } else if (run.counts().rejected > 0) {
    exit = Exit::findings;
  }
}

}  // namespace

void add_transform(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "transform", "Records in, payloads out: one flat JSON object of the target's properties a record");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contract, "a .mapc or .map file")->required();
  command->add_option("input", options->input,
                      "JSON lines, a JSON list, or CSV with a header; left out or `-`: standard input");
  command->add_option("--input-format", options->format, "what the input is, where its name and first bytes mislead")
      ->transform(choice<record::Format>(
          {{"jsonl", record::Format::lines}, {"json", record::Format::list}, {"csv", record::Format::table}}))
      ->option_text("jsonl|json|csv");
  command->add_option("--map", options->map, "which map, where the contract has several");
  command->add_option("--rejects", options->rejects, "where rejected records go, with their cause, as JSON lines");
  command->add_flag("--interpret", options->interpreted, "run the reference interpreter in place of native code");
  add_format_option(*command, options->summary);
  command->add_flag("--quiet", options->quiet, "no summary on standard error");
  command->footer(
      "Example:\n  treaty transform club.mapc --map members --rejects rejects.jsonl members.jsonl > payloads.jsonl");
  command->callback([options, &exit] { transform(*options, exit); });
}

}  // namespace treaty::cli

#include "runtime/observe/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace treaty::observe {

struct Log::Sink {
  std::shared_ptr<spdlog::logger> logger;
};

namespace {

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::trace:
      return spdlog::level::trace;
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      break;
  }
  return spdlog::level::off;
}

spdlog::sink_ptr sink_of(const Log::Options& options) {
  if (!options.file.empty()) {
    try {
      return std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file);
    } catch (const spdlog::spdlog_ex&) {
      // A log that cannot be opened must not stop the work; the lines go to standard error.
    }
  }
  return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

}  // namespace

Log::Log(const Options& options, const Redactor& redactor)
    : redactor_(redactor),
      sink_(std::make_unique<Sink>(std::make_shared<spdlog::logger>("treaty", sink_of(options)))) {
  sink_->logger->set_level(level_of(options.level));
  sink_->logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  sink_->logger->flush_on(spdlog::level::warn);
}

Log::~Log() = default;

void Log::write(Level level, std::string_view message) {
  if (sink_->logger->should_log(level_of(level))) sink_->logger->log(level_of(level), "{}", redactor_.clean(message));
}

}  // namespace treaty::observe

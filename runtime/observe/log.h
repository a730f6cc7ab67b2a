#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/observe/redact.h"

namespace treaty::observe {

enum class Level { trace, debug, info, warning, error, off };

/// Writes lines to standard error or a file, with every known secret taken out. Made by the host and handed down.
class Log {
 public:
  struct Options {
    Level level = Level::warning;
    std::string file;  ///< empty: standard error
  };
  Log(const Options& options, const Redactor& redactor);  ///< keeps a reference to `redactor`
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log();

  void write(Level level, std::string_view message);
  template <class... Values>
  void debug(fmt::format_string<Values...> text, Values&&... values) {
    write(Level::debug, fmt::format(text, std::forward<Values>(values)...));
  }
  template <class... Values>
  void info(fmt::format_string<Values...> text, Values&&... values) {
    write(Level::info, fmt::format(text, std::forward<Values>(values)...));
  }
  template <class... Values>
  void warning(fmt::format_string<Values...> text, Values&&... values) {
    write(Level::warning, fmt::format(text, std::forward<Values>(values)...));
  }

 private:
  struct Sink;
  const Redactor& redactor_;
  std::unique_ptr<Sink> sink_;
};

}  // namespace treaty::observe

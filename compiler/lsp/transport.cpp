#include "compiler/lsp/transport.h"

#include <poll.h>
#include <strings.h>

#include <charconv>

#include <fmt/core.h>

namespace treaty::lsp {
namespace {

constexpr size_t longest_header = 4096;
constexpr size_t longest_message = size_t{64} << 20;
constexpr std::string_view length_header = "Content-Length:";

enum class Line { read, end, too_long };

/// Without its line end.
Line read_line(std::FILE* stream, std::string& line) {
  line.clear();
  for (int byte = std::fgetc(stream); byte != EOF; byte = std::fgetc(stream)) {
    if (byte == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      return Line::read;
    }
    if (line.size() == longest_header) return Line::too_long;
    line.push_back(static_cast<char>(byte));
  }
  return Line::end;
}

std::optional<size_t> length_of(std::string_view header) {
  header.remove_prefix(length_header.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  size_t length = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), length);
  return error == std::errc() && end == header.data() + header.size() ? std::optional(length) : std::nullopt;
}

}  // namespace

std::expected<std::optional<std::string>, std::string> read_message(std::FILE* stream) {
  std::optional<size_t> length;
  std::string line;
  for (bool first = true;; first = false) {
    const Line got = read_line(stream, line);
    if (got == Line::end) {
      if (first && line.empty()) return std::nullopt;
      return std::unexpected("the stream ends within a header");
    }
    if (got == Line::too_long) return std::unexpected("a header is longer than 4096 bytes");
    if (line.empty()) break;
    if (line.size() >= length_header.size() &&
        strncasecmp(line.c_str(), length_header.data(), length_header.size()) == 0) {
      length = length_of(line);
      if (!length) return std::unexpected(fmt::format("`{}` is no length", line));
    }
  }
  if (!length) return std::unexpected("a message has no `Content-Length`; an editor speaks first, in LSP");
  if (*length > longest_message)
    return std::unexpected(fmt::format("a message of {} bytes; 64 MiB are the most", *length));
  std::string body(*length, '\0');
  if (std::fread(body.data(), 1, body.size(), stream) != body.size()) {
    return std::unexpected("the stream ends within a message");
  }
  return body;
}

bool is_nested_too_deep(std::string_view body) {
  constexpr size_t deepest = 500;
  size_t depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < body.size() && depth <= deepest; ++i) {
    const char c = body[i];
    if (in_text) {
      i += c == '\\' ? 1 : 0;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return depth > deepest;
}

bool has_more(std::FILE* stream) {
  // What stands in the stream's own buffer is not seen by poll; the reader asks for unbuffered input, so nothing
  // does.
  pollfd waiting{.fd = fileno(stream), .events = POLLIN, .revents = 0};
  return poll(&waiting, 1, 0) > 0 && (waiting.revents & POLLIN) != 0;
}

bool write_message(std::FILE* stream, std::string_view body) {
  fmt::print(stream, "Content-Length: {}\r\n\r\n", body.size());
  return std::fwrite(body.data(), 1, body.size(), stream) == body.size() && std::fflush(stream) == 0;
}

}  // namespace treaty::lsp

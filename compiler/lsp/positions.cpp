#include "compiler/lsp/positions.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace treaty::lsp {
namespace {

/// How many bytes the code point at the start of `text` takes; 1 for what is no UTF-8.
size_t bytes_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(bytes, text.size());
}
size_t units_of(size_t bytes) { return bytes == 4 ? 2 : 1; }

size_t width(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::utf8) return text.size();
  size_t units = 0;
  while (!text.empty()) {
    const size_t bytes = bytes_of(text);
    units += units_of(bytes);
    text.remove_prefix(bytes);
  }
  return units;
}

}  // namespace

Json to_position(const source::File& file, uint32_t offset, Encoding encoding) {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(file.text().size()));
  const uint32_t line = file.position(offset).line;
  const uint32_t start = file.line_start(line);
  return {{"line", line - 1}, {"character", width(file.text().substr(start, offset - start), encoding)}};
}

Json to_range(const source::File& file, source::Span span, Encoding encoding) {
  return {{"start", to_position(file, span.begin, encoding)}, {"end", to_position(file, span.end, encoding)}};
}

uint32_t to_offset(std::string_view text, const Json& position, Encoding encoding) {
  const auto line = position.at("line").get<uint64_t>();
  auto character = position.at("character").get<uint64_t>();
  size_t at = 0;
  for (uint64_t passed = 0; passed < line; ++passed) {
    const size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return static_cast<uint32_t>(text.size());
    at = end + 1;
  }
  while (character > 0 && at < text.size() && text[at] != '\n' && !text.substr(at).starts_with("\r\n")) {
    const size_t bytes = bytes_of(text.substr(at));
    const size_t units = encoding == Encoding::utf8 ? bytes : units_of(bytes);
    if (units > character) break;
    character -= units;
    at += bytes;
  }
  return static_cast<uint32_t>(at);
}

void apply_change(std::string& text, const Json& change, Encoding encoding) {
  const std::string& put = change.at("text").get_ref<const std::string&>();
  if (!change.contains("range")) {
    text = put;
    return;
  }
  const uint32_t begin = to_offset(text, change["range"].at("start"), encoding);
  const uint32_t end = std::max(begin, to_offset(text, change["range"].at("end"), encoding));
  text.replace(begin, end - begin, put);
}

std::string path_of(std::string_view uri) {
  constexpr std::string_view scheme = "file://";
  if (!uri.starts_with(scheme)) return std::string(uri);
  uri.remove_prefix(scheme.size());
  uri.remove_prefix(std::min(uri.find('/'), uri.size()));  // a host: `localhost`, or none
  std::string path;
  for (size_t at = 0; at < uri.size(); ++at) {
    unsigned byte = 0;
    const char* digits = uri.data() + at + 1;
    if (uri[at] == '%' && at + 2 < uri.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      path.push_back(static_cast<char>(byte));
      at += 2;
    } else {
      path.push_back(uri[at]);
    }
  }
  return path;
}

std::string uri_of(std::string_view path) {
  if (!path.starts_with('/')) return std::string(path);
  std::string uri = "file://";
  for (const char byte : path) {
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       std::string_view("/-._~").find(byte) != std::string_view::npos;
    uri += plain ? std::string(1, byte) : fmt::format("%{:02X}", static_cast<unsigned char>(byte));
  }
  return uri;
}

}  // namespace treaty::lsp

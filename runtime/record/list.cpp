#include <strings.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/record/readers.h"

namespace treaty::record {
namespace {

constexpr size_t enough = size_t{256} << 10;
constexpr size_t most_names = 20;  // that a message shows

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// Goes through a JSON document byte by byte, across the windows it is read in.
class Scanner {
 public:
  explicit Scanner(Window window) : window_(std::move(window)) {}

  /// The byte at hand, or -1 at the end or where reading failed.
  int peek() {
    while (at_ == window_.bytes().size()) {
      window_.take(at_);
      at_ = 0;
      if (window_.at_end() || !error_.empty()) {
        return -1;
      }
      if (auto done = window_.read_more(); !done) {
        error_ = done.error();
        return -1;
      }
    }
    return static_cast<unsigned char>(window_.bytes()[at_]);
  }
  int take() {
    const int c = peek();
    at_ += c < 0 ? 0 : 1;
    return c;
  }
  int peek_past_blanks() {
    for (int c = peek(); c >= 0 && is_blank(static_cast<char>(c)); c = peek()) {
      line_ += c == '\n' ? 1 : 0;
      ++at_;
    }
    return peek();
  }

  /// Passes over the value at hand and appends it to `out`, in one line, where there is one; false at the end of the
  /// input, or where it is too large.
  bool value(std::string* out) {
    int64_t depth = 0;
    bool in_string = false, escaped = false;
    const uint64_t begin = position();
    for (;;) {
      if (peek() < 0) {
        return depth == 0 && !in_string && position() > begin;  // a scalar ends with the input
      }
      const std::string_view rest = window_.bytes().substr(at_);
      size_t i = 0;
      bool done = false;
      for (; i < rest.size() && !done; ++i) {
        const char c = rest[i];
        if (in_string) {
          if (escaped) {
            escaped = false;
          } else if (c == '\\') {
            escaped = true;
          } else if (c == '"') {
            in_string = false;
            done = depth == 0;
          }
          continue;
        }
        switch (c) {
          case '"':
            in_string = true;
            break;
          case '{':
          case '[':
            ++depth;
            break;
          case '}':
          case ']':
            if (depth == 0) {
              return end_scalar(rest.substr(0, i), begin, out);
            }
            done = --depth == 0;
            break;
          case ',':
            if (depth == 0) {
              return end_scalar(rest.substr(0, i), begin, out);
            }
            break;
          default:
            break;
        }
      }
      copy(rest.substr(0, i), out);
      at_ += i;
      too_large_ = out != nullptr && position() - begin > largest_record;
      if (done || too_large_) {
        return !too_large_;
      }
    }
  }

  [[nodiscard]] uint64_t position() const { return window_.position() + at_; }
  /// Counted from 1; of the byte at hand.
  [[nodiscard]] uint64_t line() const { return line_; }
  [[nodiscard]] bool too_large() const { return too_large_; }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] const std::string& name() const { return window_.name(); }
  std::expected<void, std::string> go_to(uint64_t position, uint64_t line = 1) {
    at_ = 0;
    line_ = line;
    return window_.go_to(position);
  }

 private:
  /// A mark that is not the value's ends it; false where there is none before it.
  bool end_scalar(std::string_view bytes, uint64_t begin, std::string* out) {
    copy(bytes, out);
    at_ += bytes.size();
    return position() > begin;
  }

  /// A line feed parts tokens, or breaks a string; in both cases there is another byte that does the same.
  void copy(std::string_view bytes, std::string* out) {
    line_ += static_cast<uint64_t>(std::ranges::count(bytes, '\n'));
    if (out == nullptr) {
      return;
    }
    const size_t begin = out->size();
    out->append(bytes);
    for (size_t i = out->find('\n', begin); i != std::string::npos; i = out->find('\n', i)) {
      (*out)[i] = '\r';
    }
  }

  Window window_;
  size_t at_ = 0;
  uint64_t line_ = 1;
  bool too_large_ = false;
  std::string error_;
};

class List : public Reader {
 public:
  List(Scanner scanner, bool count_lines) : scanner_(std::move(scanner)), counts_(count_lines) {}

  /// Goes to the first element of the list.
  std::expected<void, std::string> find(const std::string& name) {
    if (scanner_.peek_past_blanks() == '[') {
      scanner_.take();
      is_top_ = true;
      return {};
    }
    std::vector<std::string> names;
    uint64_t lists = 0, first_list = 0, first_line = 0;
    if (scanner_.take() != '{') {
      return std::unexpected(failed(fmt::format("{} is no JSON list", scanner_.name())));
    }
    while (scanner_.peek_past_blanks() == '"') {
      std::string key;
      scanner_.value(&key);
      key = key.substr(1, key.size() < 2 ? 0 : key.size() - 2);
      if (scanner_.peek_past_blanks() != ':') {
        break;
      }
      scanner_.take();
      if (scanner_.peek_past_blanks() == '[' && (name.empty() || is_same_name(key, name))) {
        scanner_.take();
        return {};
      }
      if (names.size() < most_names) {
        names.push_back(key);
      }
      if (scanner_.peek() == '[' && ++lists == 1) {
        first_list = scanner_.position();
        first_line = scanner_.line();
      }
      if (!scanner_.value(nullptr) || scanner_.peek_past_blanks() != ',') {
        break;
      }
      scanner_.take();
    }
    // The only list, if of records, is meant, whatever it is called; of a pipe it is gone by now.
    if (lists == 1 && scanner_.peek_past_blanks() == '}' && scanner_.go_to(first_list, first_line)) {
      scanner_.take();
      if (const int first = scanner_.peek_past_blanks(); first == '{' || first == ']') {
        return {};
      }
    }
    return std::unexpected(failed(fmt::format(
        "{} is neither a list of records nor an object with the list `{}`: it holds {}", scanner_.name(),
        name.empty() ? "…" : name, names.empty() ? "nothing by name" : fmt::format("{}", fmt::join(names, ", ")))));
  }

  std::expected<std::string_view, std::string> next() override {
    records_.clear();
    lines_.clear();
    while (!over_ && records_.size() < enough) {
      if (scanner_.peek_past_blanks() == ']' && (is_first_ || !after_comma_)) {
        over_ = true;
        finish();
        break;
      }
      const uint64_t begin = scanner_.position(), line = scanner_.line();
      const size_t size = records_.size();
      const bool good = scanner_.peek() >= 0 && scanner_.value(&records_);
      const int mark = scanner_.peek_past_blanks();
      if (!good || (mark != ',' && mark != ']')) {
        records_.resize(size);
        over_ = true;
        end_ = begin;
        broken_ = failed(
            scanner_.too_large()
                ? fmt::format("{}: the record that begins at byte {} is larger than 64 MiB", scanner_.name(), begin)
            : mark < 0
                ? fmt::format("{}: the list is cut short in what begins at byte {}", scanner_.name(), begin)
                : fmt::format("{}: the list breaks off behind what begins at byte {}", scanner_.name(), begin));
        break;
      }
      records_ += '\n';
      if (counts_) {
        lines_.push_back(line);
      }
      is_first_ = false;
      after_comma_ = mark == ',';
      if (after_comma_) {
        scanner_.take();
      }
    }
    if (records_.empty() && !broken_.empty()) {
      return std::unexpected(broken_);
    }
    records_.append(padding, '\0');
    return std::string_view(records_).substr(0, records_.size() - padding);
  }

  uint64_t position() const override { return over_ ? end_ : scanner_.position(); }
  std::expected<void, std::string> go_to(uint64_t position) override {
    is_first_ = after_comma_ = over_ = false;
    broken_.clear();
    counts_ = false;
    lines_.clear();
    return scanner_.go_to(position);
  }
  const std::vector<uint64_t>& lines() const override { return lines_; }

 private:
  [[nodiscard]] std::string failed(std::string otherwise) const {
    return scanner_.error().empty() ? std::move(otherwise) : scanner_.error();
  }

  /// Behind the bracket of a list that is the whole document nothing may stand.
  void finish() {
    end_ = scanner_.position();
    scanner_.take();
    if (is_top_ && scanner_.peek_past_blanks() >= 0) {
      broken_ = failed(fmt::format("{} goes on behind its list, at byte {}: is it two documents in one?",
                                   scanner_.name(), scanner_.position()));
    }
  }

  Scanner scanner_;
  std::string records_, broken_;
  bool counts_;
  std::vector<uint64_t> lines_;
  uint64_t end_ = 0;  ///< where the list's bracket stands, once it was met
  bool is_top_ = false;
  bool is_first_ = true, after_comma_ = false, over_ = false;
};

}  // namespace

std::expected<std::unique_ptr<Reader>, std::string> open_list(Window window, const Input& input) {
  auto reader = std::make_unique<List>(Scanner(std::move(window)), input.count_lines);
  if (auto found = reader->find(input.list); !found) {
    return std::unexpected(found.error());
  }
  return reader;
}

}  // namespace treaty::record

#include "compiler/format/format.h"

#include <algorithm>
#include <map>
#include <vector>

#include "compiler/base/match.h"
#include "compiler/parse/parse.h"

namespace treaty::format {
namespace {

using parse::Word;

/// One line of the file as words, with the spaces the author put before each.
struct Line {
  struct Piece {
    std::string text;
    size_t spaces = 0;  ///< before it, as written
    bool comment = false;
    uint32_t begin = 0;
  };
  std::vector<Piece> pieces;
  size_t indent = 0;  ///< as written
};

size_t columns(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Words that want a space on both sides.
bool stands_free(std::string_view word) {
  static const std::vector<std::string_view> words = {
      "->", "<-", "<->", "|", "??", "==", "!=", "<=", ">=", "=", "+", "*"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool continues(std::string_view word) {
  static const std::vector<std::string_view> words = {"|", "->", "<-", "<->", "then", "and", "or", "??", "else"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Formatter {
 public:
  Formatter(const source::FileSet& files, source::FileId file, const ast::Contract& contract)
      : text_(files[file].text()), file_(files[file]) {
    read_lines(parse::words(files, file));
    for (const ast::Item& item : contract.items) {
      if (const auto* map = std::get_if<ast::Map>(&item.node)) {
        find_field_lines(map->entries);
      }
    }
  }

  std::string run() {
    indent();
    space();
    align();
    return print();
  }

 private:
  void read_lines(const std::vector<Word>& words) {
    lines_.emplace_back();
    uint32_t at = 0;
    for (const Word& word : words) {
      if (word.kind == Word::Kind::newline) {
        lines_.emplace_back();
        at = word.span.end;
        continue;
      }
      Line& line = lines_.back();
      const size_t spaces = columns(text_.substr(at, word.span.begin - at));
      std::string text(text_.substr(word.span.begin, word.span.end - word.span.begin));
      while (word.kind == Word::Kind::comment && !text.empty() &&
             (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
        text.pop_back();
      }
      if (line.pieces.empty()) {
        line.indent = spaces;
      }
      line.pieces.push_back(
          {std::move(text), line.pieces.empty() ? 0 : spaces, word.kind == Word::Kind::comment, word.span.begin});
      at = word.span.end;
    }
  }

  void find_field_lines(const std::vector<ast::MapEntry>& entries) {
    for (const ast::MapEntry& entry : entries) {
      if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
        find_field_lines(group->entries);
      } else if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
        const uint32_t row = file_.position(line->arrow_span.begin).line - 1;
        if (row == file_.position(line->left.span.begin).line - 1) {
          arrows_[row] = line->arrow_span.begin;
        }
      }
    }
  }

  /// Two spaces a block; what goes on from the line before keeps the author's place, but stands deeper than its
  /// beginning.
  void indent() {
    size_t depth = 0;
    bool inside_brackets = false;
    size_t brackets = 0;
    for (Line& line : lines_) {
      if (line.pieces.empty()) {
        continue;
      }
      const std::string& first = line.pieces.front().text;
      const bool closes = first == "}" || first == ")" || first == "]";
      const size_t own = 2 * (closes && first == "}" && depth > 0 ? depth - 1 : depth);
      const bool arm =
          first == "else" && line.pieces.size() > 1 && (line.pieces[1].text == "->" || line.pieces[1].text == "<-");
      const bool goes_on = inside_brackets || (continues(first) && !arm);
      line.indent = goes_on ? std::max(line.indent, own + 2) : own;
      for (const Line::Piece& piece : line.pieces) {
        if (piece.comment) {
          continue;
        }
        depth += piece.text == "{";
        depth -= piece.text == "}" && depth > 0;
        brackets += piece.text == "(" || piece.text == "[";
        brackets -= (piece.text == ")" || piece.text == "]") && brackets > 0;
      }
      inside_brackets = brackets > 0;
    }
  }

  /// Puts spaces where they are missing, and takes them from before commas.
  void space() {
    for (Line& line : lines_) {
      for (size_t i = 1; i < line.pieces.size(); ++i) {
        Line::Piece& piece = line.pieces[i];
        const std::string& before = line.pieces[i - 1].text;
        if (piece.text == "," && !piece.comment) {
          piece.spaces = 0;
        } else if (piece.spaces == 0 && (stands_free(piece.text) || stands_free(before) || before == "," ||
                                         piece.comment || piece.text == "{" || before == "{" || piece.text == "}")) {
          piece.spaces = piece.text == "}" && before == "{" ? 0 : 1;
        }
      }
    }
  }

  /// Where the line's arrow stands, counted from the line's beginning.
  size_t arrow_column(size_t row) const {
    const Line& line = lines_[row];
    size_t column = line.indent;
    for (const Line::Piece& piece : line.pieces) {
      column += piece.spaces;
      if (piece.begin == arrows_.at(static_cast<uint32_t>(row))) {
        return column;
      }
      column += columns(piece.text);
    }
    return column;
  }

  Line::Piece& arrow_piece(size_t row) {
    const uint32_t begin = arrows_.at(static_cast<uint32_t>(row));
    return *std::find_if(lines_[row].pieces.begin(), lines_[row].pieces.end(),
                         [&](const Line::Piece& piece) { return piece.begin == begin; });
  }

  /// Runs of field lines; a blank line or any other line that is not a comment or goes on ends a run.
  void align() {
    std::vector<size_t> run;
    for (size_t row = 0; row < lines_.size(); ++row) {
      if (arrows_.contains(static_cast<uint32_t>(row))) {
        run.push_back(row);
        continue;
      }
      const Line& line = lines_[row];
      const bool within =
          !line.pieces.empty() && (line.pieces.front().comment || continues(line.pieces.front().text));
      if (!within) {
        align_run(run);
        run.clear();
      }
    }
    align_run(run);
  }

  /// The column most arrows already share, else the one that the longest line of ordinary length asks for.
  void align_run(const std::vector<size_t>& run) {
    constexpr size_t ordinary = 60;
    if (run.size() < 2) {
      return;
    }
    std::map<size_t, size_t> shared;
    for (const size_t row : run) {
      ++shared[arrow_column(row)];
    }
    const auto most = std::max_element(shared.begin(), shared.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    size_t column = most->first;
    if (most->second * 2 < run.size() || most->second == 1) {
      column = 0;
      size_t lines = 0;
      for (const size_t row : run) {
        const size_t least = arrow_column(row) - arrow_piece(row).spaces + 1;
        lines += least <= ordinary;
        column = std::max(column, least <= ordinary ? least : 0);
      }
      if (lines < 2) {
        return;  // nothing to stand in line with
      }
    }
    for (const size_t row : run) {
      const size_t least = arrow_column(row) - arrow_piece(row).spaces + 1;
      if (least <= column) {
        arrow_piece(row).spaces = column - least + 1;
      }
    }
  }

  std::string print() const {
    std::string result;
    size_t blank = 0;
    for (const Line& line : lines_) {
      if (line.pieces.empty()) {
        ++blank;
        continue;
      }
      result.append(result.empty() ? 0 : std::min<size_t>(blank, 1), '\n');  // one blank line says as much as three
      blank = 0;
      result.append(line.indent, ' ');
      for (const Line::Piece& piece : line.pieces) {
        result.append(piece.spaces, ' ');
        result += piece.text;
      }
      result += '\n';
    }
    return result;
  }

  std::string_view text_;
  const source::File& file_;
  std::vector<Line> lines_;
  std::map<uint32_t, uint32_t> arrows_;  // line → offset of its field line's arrow
};

}  // namespace

std::optional<std::string> format(const source::FileSet& files, source::FileId file, diagnostics::Diagnostics& out) {
  const size_t before = out.error_count();
  const ast::Contract contract = parse::parse(files, file, out);
  if (out.error_count() > before) {
    return std::nullopt;
  }
  return Formatter(files, file, contract).run();
}

std::string canonical(const source::FileSet& files, source::FileId file) {
  std::string result;
  for (const parse::Word& word : parse::words(files, file)) {
    if (word.kind == parse::Word::Kind::word) {
      result += files.text(word.span);
      result += '\n';
    }
  }
  return result;
}

}  // namespace treaty::format

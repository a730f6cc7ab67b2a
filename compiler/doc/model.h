#pragma once

// A document to read and to sign, before anybody decided how it looks: sections of paragraphs, lists, tables and
// pictures. HTML and Markdown are made of the same one.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace treaty::doc {

/// A piece of running text, never markup: renderers escape it.
struct Piece {
  enum class Style { plain, code, strong, quiet, open };  ///< open: somebody has to decide
  std::string text;
  Style style = Style::plain;
};
struct Line {
  std::vector<Piece> pieces;

  Line() = default;
  Line(const char* text) : Line(std::string(text)) {}
  Line(std::string text);
  Line& operator+=(const Line& more);
  [[nodiscard]] bool empty() const { return pieces.empty(); }
};
Line operator+(Line line, const Line& more);
Line code(std::string_view text);
Line strong(std::string_view text);
Line quiet(std::string_view text);
Line open(std::string_view text);
/// `a, b and c`
Line listed(const std::vector<Line>& items, std::string_view last = " and ");
/// The same without a word before the last.
Line joined(const std::vector<Line>& items, const Line& between = ", ");
/// A text in which `backquotes` stand around code.
Line spoken(std::string_view text);
/// `1 record`, `12 records`
std::string counted(size_t count, std::string_view singular, std::string_view plural);

struct Paragraph {
  Line line;
};
struct List {
  std::vector<Line> items;
};
/// Lines in a cell stand one below the other.
struct Cell {
  std::vector<Line> lines;

  Cell() = default;
  Cell(const char* text) : Cell(Line(text)) {}
  Cell(std::string text) : Cell(Line(std::move(text))) {}
  Cell(Line line);
  Cell(std::vector<Line> all);
};
using Row = std::vector<Cell>;
/// The first cell of a row names it.
struct Table {
  std::string caption;  ///< what the table says, for who cannot see it; shown above it
  std::vector<std::string> columns;
  std::vector<Row> rows;
};
/// Boxes on the left and on the right, arrows across, and links between rows and boxes on the right.
struct Picture {
  static constexpr size_t head = static_cast<size_t>(-1);  ///< an end at the box itself instead of one of its rows
  struct Box {
    std::string title, note;
    std::vector<std::string> rows;
    bool outside = false;  ///< not ours: drawn dashed
  };
  struct End {
    size_t box = 0, row = head;
  };
  struct Arrow {
    End from, to;  ///< left, right
    std::string label;
    bool there = true, back = false, outside = false;
  };
  struct Link {
    End from;
    size_t to = 0;
  };
  std::string title;
  std::vector<Line> words;  ///< the same said in words
  std::vector<Box> left, right;
  std::vector<Arrow> arrows;
  std::vector<Link> links;
};
/// Who signs, with room for a signature and a day.
struct Signatures {
  struct One {
    std::string title, role;
  };
  std::vector<One> who;
};
using Block = std::variant<Paragraph, List, Table, Picture, Signatures>;

struct Section {
  std::string title;
  std::vector<Block> blocks;
  std::vector<Section> sections;
  bool wide = false;  ///< its tables want the page on its side
};
struct Document {
  std::string title, subtitle;
  Table facts;  ///< what the cover says: version, day, hash
  std::vector<Section> sections;
};

std::string to_html(const Document& document);
std::string to_markdown(const Document& document);

}  // namespace treaty::doc

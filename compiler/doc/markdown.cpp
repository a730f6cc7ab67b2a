#include "compiler/base/match.h"
#include "compiler/doc/model.h"

namespace treaty::doc {
namespace {

/// Whatever Markdown or HTML could take for markup stands escaped; a line break would end a table's row.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else {
      if (std::string_view("\\`*_{}[]|#~$!@").find(c) != std::string_view::npos) {
        out += '\\';
      }
      out += c;
    }
  }
  return out;
}

/// Inside a code element instead of backquotes, which no text can then end.
std::string code_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("`|\\<>&\n\r\t").find(c) != std::string_view::npos) {
      std::string html;
      for (const char one : text) {
        html += one == '|' ? "&#124;" : one == '`' ? "&#96;" : one == '\\' ? "&#92;" : escaped(std::string(1, one));
      }
      return "<code>" + html + "</code>";
    }
    out += c;
  }
  return out.empty() || out.find_first_not_of(' ') == std::string::npos ? "<code>" + out + "</code>"
                                                                        : "`" + out + "`";
}

std::string text_of(const Line& line) {
  std::string text;
  for (const Piece& piece : line.pieces) {
    switch (piece.style) {
      case Piece::Style::plain:
      case Piece::Style::quiet:
        text += escaped(piece.text);
        break;
      case Piece::Style::code:
        text += code_of(piece.text);
        break;
      case Piece::Style::strong:
        text += "**" + escaped(piece.text) + "**";
        break;
      case Piece::Style::open:
        text += "⚠ " + escaped(piece.text);
        break;
    }
  }
  return text;
}

/// At the beginning of a line some signs mean more than inside it.
std::string paragraph_of(const Line& line) {
  std::string text = text_of(line);
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits != std::string::npos && digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
    text.insert(digits, "\\");
  } else if (!text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == '=')) {
    text.insert(0, "\\");
  }
  return text;
}

std::string cell_of(const Cell& cell) {
  std::string text;
  for (const Line& line : cell.lines) {
    text += (text.empty() ? "" : "<br>") + text_of(line);
  }
  return text;
}

std::string table_of(const Table& table) {
  std::string text = "**" + escaped(table.caption) + "**\n\n|";
  for (const std::string& column : table.columns) {
    text += " " + escaped(column) + " |";
  }
  text += "\n|";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    text += " --- |";
  }
  text += "\n";
  for (const Row& row : table.rows) {
    text += "|";
    for (const Cell& cell : row) {
      const std::string one = cell_of(cell);
      text += one.empty() ? " |" : " " + one + " |";
    }
    text += "\n";
  }
  return text + "\n";
}

std::string list_of(const std::vector<Line>& items) {
  std::string text;
  for (const Line& item : items) {
    text += "- " + paragraph_of(item) + "\n";
  }
  return text + "\n";
}

std::string signatures_of(const Signatures& signatures) {
  std::string text = "| Party | Name | Place and day | Signature |\n| --- | --- | --- | --- |\n";
  for (const Signatures::One& one : signatures.who) {
    text += "| " + escaped(one.title) + (one.role.empty() ? "" : "<br>" + escaped(one.role)) + " | | | |\n";
  }
  return text + "\n";
}

std::string block_of(const Block& block) {
  return match(
      block, [](const Paragraph& paragraph) { return paragraph_of(paragraph.line) + "\n\n"; },
      [](const List& list) { return list_of(list.items); }, [](const Table& table) { return table_of(table); },
      [](const Picture& picture) {
        return picture.words.empty() ? std::string()
                                     : "**" + escaped(picture.title) + "**\n\n" + list_of(picture.words);
      },
      [](const Signatures& signatures) { return signatures_of(signatures); });
}

void add(std::string& text, const Section& section, size_t level, const std::string& number) {
  text += std::string(level, '#') + " " + number + " " + escaped(section.title) + "\n\n";
  for (const Block& block : section.blocks) {
    text += block_of(block);
  }
  for (size_t i = 0; i < section.sections.size(); ++i) {
    add(text, section.sections[i], level + 1, number + "." + std::to_string(i + 1));
  }
}

}  // namespace

std::string to_markdown(const Document& document) {
  std::string text = "# " + escaped(document.title) + "\n\n" + escaped(document.subtitle) + "\n\n";
  for (const Row& row : document.facts.rows) {
    text += "- " + cell_of(row[0]) + ": " + cell_of(row[1]) + "\n";
  }
  text += "\n";
  for (size_t i = 0; i < document.sections.size(); ++i) {
    add(text, document.sections[i], 2, std::to_string(i + 1));
  }
  text.pop_back();
  return text;
}

}  // namespace treaty::doc

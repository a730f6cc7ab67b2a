// The field tables, map by map, and the fields left out.

#include <algorithm>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"
#include "compiler/lineage/inputs.h"

namespace treaty::doc {
namespace {

const schema::Field* field_at(const schema::Record& record, const std::string& path) {
  const size_t dot = path.find('.');
  const schema::Field* field = record.find(path.substr(0, dot));
  return !field || dot == std::string::npos ? field
         : field->record                    ? field_at(*field->record, path.substr(dot + 1))
                                            : nullptr;
}

/// `clubapp.openapi.yaml, line 120`: the file alone, without the folders it lies in here.
std::string evidence_of(const std::vector<schema::Origin>& origins) {
  std::vector<std::pair<std::string, std::vector<std::string>>> documents;
  for (const schema::Origin& origin : origins) {
    const std::string name = origin.document == "HubSpot"
                                 ? "HubSpot's standard properties"
                                 : origin.document.substr(origin.document.find_last_of('/') + 1);
    auto found = std::ranges::find_if(documents, [&](const auto& document) { return document.first == name; });
    if (found == documents.end()) {
      found = documents.insert(documents.end(), {name, {}});
    }
    const std::string line = std::to_string(origin.line);
    if (origin.line > 0 && std::ranges::find(found->second, line) == found->second.end()) {
      found->second.push_back(line);
    }
  }
  std::string text;
  for (const auto& [name, lines] : documents) {
    text += (text.empty() ? "" : "; ") + name;
    for (size_t i = 0; i < lines.size(); ++i) {
      text += (i > 0 ? " and " : lines.size() > 1 ? ", lines\u00a0" : ", line\u00a0") + lines[i];
    }
  }
  return text;
}

/// What people call a kind of value.
std::string kind_of(types::Kind kind) {
  using types::Kind;
  switch (kind) {
    case Kind::text:
      return "text";
    case Kind::integer:
      return "whole number";
    case Kind::decimal:
      return "number";
    case Kind::boolean:
      return "yes or no";
    case Kind::date:
      return "date";
    case Kind::timestamp:
      return "date and time";
    case Kind::duration:
      return "duration";
    case Kind::enumeration:
      return "one of a list";
    case Kind::list:
      return "several of a list";
    case Kind::record:
      return "record";
    case Kind::unknown:
    case Kind::any:
    case Kind::null:
      break;
  }
  return "";
}

/// One map's tables.
class MapTables {
 public:
  MapTables(const Gathered& gathered, size_t index)
      : gathered_(gathered),
        map_(*gathered.facts.maps[index]),
        forward_(gathered.samples.forward[index]),
        reverse_(gathered.samples.reverse[index]) {}

  Section section() {
    const std::string arrow = map_.reverse.empty() ? " to " : " to and from ";
    Section section{.title = map_.name + ": " + title_of(*map_.source) + " " + map_.resource->name + arrow +
                             title_of(*map_.target) + " " + map_.object->name,
                    .blocks = {},
                    .sections = {},
                    .wide = true};
    if (const std::string said = doc(); !said.empty()) {
      section.blocks.emplace_back(Paragraph{said});
    }
    section.blocks.emplace_back(rules());
    section.blocks.emplace_back(forward());
    if (!map_.reverse.empty()) {
      section.blocks.emplace_back(back());
    }
    return section;
  }

 private:
  std::string doc() const {
    std::string text;
    for (const ast::Item& item : gathered_.compilation.contract.items) {
      for (size_t i = 0; std::get_if<ast::Map>(&item.node) == map_.tree && i < item.doc.size(); ++i) {
        text += (text.empty() ? "" : " ") + item.doc[i];
      }
    }
    return text;
  }

  bool creates() const {
    return std::ranges::none_of(map_.unmatched, [&](const facts::Unmatched& unmatched) {
      return unmatched.from == map_.source->name && !unmatched.create;
    });
  }

  List rules() const {
    List list;
    if (map_.each) {
      list.items.push_back(Line("One record for each of ") + code(facts::dotted(*map_.each)) + ".");
    }
    list.items.push_back(map_.where ? Line("Records for which ") + condition_of(gathered_.facts, map_.where) + "."
                                    : Line("All records."));
    std::vector<Line> matches, after;
    for (const std::string& property : map_.match) {
      matches.push_back(code(property));
    }
    for (const std::string& map : map_.after) {
      after.push_back(code(map));
    }
    if (!matches.empty()) {
      list.items.push_back(
          Line("The same record in ") + title_of(*map_.target) + " is the one with the same " +
          joined(matches, ", or else the same ") +
          (creates() ? "; where there is none, it is created." : "; where there is none, it is left out."));
    }
    if (!map_.filtered_by.empty()) {
      std::vector<Line> names;
      for (const facts::PrivateInput& input : map_.filtered_by) {
        names.push_back(code(input.path));
      }
      list.items.push_back(Line("That a record is there tells of ") + listed(names) + ", which is private.");
    }
    if (!after.empty()) {
      list.items.push_back(Line("Runs after ") + listed(after) + ".");
    }
    return list;
  }

  Cell target(const facts::Field& field) const {
    std::vector<Line> lines;
    const std::string label = field.target ? field.target->label : "";
    if (!label.empty() && label != field.property) {
      lines.push_back(strong(label));
    }
    lines.push_back(code(field.property));
    std::vector<Line> marks;
    if (field.target) {
      marks.push_back(quiet(kind_of(field.target->type.kind)));
    }
    if (std::ranges::find(map_.match, field.property) != map_.match.end()) {
      marks.emplace_back(quiet("match"));
    }
    if (field.required) {
      marks.emplace_back(quiet("required"));
    }
    if (ensured(field.property)) {
      marks.emplace_back(quiet("created if missing"));
    }
    lines.push_back(joined(marks, quiet(", ")));
    return lines;
  }

  bool ensured(const std::string& property) const {
    return std::ranges::any_of(map_.target->tree->entries, [&](const ast::SystemEntry& entry) {
      const auto* ensure = std::get_if<ast::Ensure>(&entry.node);
      return ensure && ensure->object.text == map_.object->name &&
             std::ranges::any_of(ensure->properties, [&](const auto& one) { return one.name.text == property; });
    });
  }

  Cell sources(const facts::ValueRef& value, bool reverse) const {
    lineage::Inputs inputs(map_);
    inputs.visit(value);
    std::vector<Line> lines;
    std::vector<schema::Origin> evidence;
    for (const lineage::Input& input : inputs.take()) {
      lines.push_back(code(input.field) + (input.indirect ? quiet(" (decides)") : Line()));
      const schema::Field* field = reverse ? nullptr : field_at(*map_.resource->record, input.field);
      const schema::Property* property = reverse ? map_.object->find(input.field) : nullptr;
      if (field || property) {
        evidence.push_back(field ? field->origin : property->origin);
      }
    }
    if (lines.empty()) {
      lines.push_back(quiet("nothing: a fixed value"));
    }
    lines.push_back(quiet(evidence_of(evidence)));
    return lines;
  }

  Cell rule(const facts::ValueRef& value, const facts::Field* field, source::Span written) const {
    std::vector<Line> lines = {rule_of(gathered_.facts, value, field == nullptr)};
    if (gathered_.options.full && !std::holds_alternative<facts::SourceField>(value->node)) {
      lines.push_back(code(one_line(written)));
    }
    if (field && !field->unconfirmed.empty()) {
      lines.push_back(open("Open: " + field->unconfirmed));
    }
    return lines;
  }

  std::string one_line(source::Span span) const {
    std::string text;
    for (const char c : gathered_.compilation.files.text(span)) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!blank || (!text.empty() && text.back() != ' ')) {
        text += blank ? ' ' : c;
      }
    }
    return text;
  }

  static Cell sample(const Sample& sample) {
    std::vector<Line> lines;
    if (sample.out.empty()) {
      return quiet("none at hand");
    }
    std::vector<Line> in;
    for (const auto& [field, text] : sample.in) {
      in.push_back(text.empty() ? quiet("empty") : code(text));
    }
    if (!in.empty()) {
      lines.push_back(joined(in));
    }
    lines.push_back(Line("→ ") + code(sample.out));
    return lines;
  }

  Cell direction(const facts::Field& field) const {
    const bool both = std::ranges::find(map_.reverse, field.line, &facts::ReverseField::line) != map_.reverse.end();
    std::vector<Line> lines = {both ? Line("both ways") : Line("to " + title_of(*map_.target))};
    if (!field.owner.empty()) {
      lines.push_back(strong(title_of(gathered_.facts, field.owner)) + " wins");
    }
    if (!field.group.empty()) {
      lines.push_back(quiet("with the group " + field.group));
    }
    if (field.write != facts::Write::always) {
      lines.emplace_back(field.write == facts::Write::once ? "written once" : "only where it is empty");
    }
    return lines;
  }

  Cell otherwise(const facts::Field& field) const {
    Line empty;
    switch (field.on_null) {
      case facts::OnNull::keep:
        empty = Line("keeps what it has");
        break;
      case facts::OnNull::clear:
        empty = field.required ? Line("the record is set aside") : Line("is cleared");
        break;
      case facts::OnNull::use:
        empty = field.null_value ? literal_of(*field.null_value) : Line();
        break;
    }
    Line error = quiet("none while the source keeps to its document");
    if (field.value->fallible) {
      switch (field.on_error) {
        case facts::OnError::reject:
          error = strong("the record is set aside");
          break;
        case facts::OnError::skip:
          error = Line("the property is left as it is");
          break;
        case facts::OnError::use:
          error = field.error_value ? literal_of(*field.error_value) : Line();
          break;
      }
    }
    if (std::holds_alternative<facts::Constant>(field.value->node)) {
      return quiet("never empty");
    }
    return std::vector<Line>{quiet("empty: ") + empty, quiet("error: ") + error};
  }

  /// What of it is private, and in which way the value tells of it.
  static Cell privacy(const facts::Field& field) {
    std::vector<Line> lines;
    for (const facts::PrivateInput& input : field.private_inputs) {
      Line line = input.declassified ? open("let go") : Line(input.label == "never" ? "never" : "private");
      line += input.how == facts::PrivateInput::How::condition ? quiet(": " + input.path + " decides")
              : input.how == facts::PrivateInput::How::key     ? quiet(": looked up by " + input.path)
              : input.how == facts::PrivateInput::How::hash    ? quiet(": fingerprint of " + input.path)
                                                               : Line();
      lines.push_back(std::move(line));
    }
    return lines.empty() ? Cell(quiet("ordinary")) : Cell(lines);
  }

  Table forward() const {
    Table table;
    table.caption = "Written to " + title_of(*map_.target) + ", " + map_.object->name;
    const bool sensitive =
        std::ranges::any_of(map_.fields, [](const facts::Field& field) { return !field.private_inputs.empty(); });
    table.columns = {title_of(*map_.target) + " property",
                     "Comes from",
                     "Rule",
                     "Example",
                     "Direction, owner",
                     "When empty, on error"};
    if (sensitive) {
      table.columns.emplace_back("Privacy");
    }
    for (size_t i = 0; i < map_.fields.size(); ++i) {
      const facts::Field& field = map_.fields[i];
      Row row = {target(field),
                 sources(field.value, false),
                 rule(field.value, &field, field.line->left.span),
                 sample(forward_[i]),
                 direction(field),
                 otherwise(field)};
      if (sensitive) {
        row.emplace_back(privacy(field));
      }
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  Table back() const {
    Table table;
    table.caption = "Written back to " + title_of(*map_.source) + ", " + map_.resource->name;
    table.columns = {title_of(*map_.source) + " field", "Comes from", "Rule", "Example", "Owner", "Privacy"};
    for (size_t i = 0; i < map_.reverse.size(); ++i) {
      const facts::ReverseField& field = map_.reverse[i];
      const std::string path = facts::dotted(field.path);
      const schema::Field* document = field_at(*map_.resource->record, path);
      table.rows.push_back(
          {std::vector<Line>{code(path), quiet(document ? evidence_of({document->origin}) : "")},
           sources(field.value, true),
           rule(field.value, nullptr, field.derived ? field.line->left.span : field.line->right.span),
           sample(reverse_[i]),
           field.owner.empty() ? quiet("only " + title_of(*map_.target) + " writes it")
                               : strong(title_of(gathered_.facts, field.owner)) + " wins",
           within(map_.sensitive_paths, path) ? Line("private") : quiet("ordinary")});
    }
    return table;
  }

  const Gathered& gathered_;
  const facts::Map& map_;
  const std::vector<Sample>& forward_;
  const std::vector<Sample>& reverse_;
};

}  // namespace

Section field_tables(const Gathered& gathered) {
  Section section{.title = "Field by field", .blocks = {}, .sections = {}, .wide = true};
  for (size_t i = 0; i < gathered.facts.maps.size(); ++i) {
    section.sections.push_back(MapTables(gathered, i).section());
  }
  if (!section.sections.empty()) {
    section.blocks.emplace_back(Paragraph{
        "How to read the tables. A value that the source does not mention at all leaves the property as it is; one "
        "that is empty does what \"empty\" says; one that cannot be read does what \"error\" says. \"Set aside\" "
        "means that the whole record is kept out and listed with its cause until somebody has looked at it. Examples "
        "are worked out from the contract's tests and documents; private values are shown as stars."});
  }
  return section;
}

}  // namespace treaty::doc

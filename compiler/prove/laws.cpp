// Every line that flows both ways, tried from both of its ends.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/prove/halves.h"
#include "compiler/prove/numbers.h"
#include "compiler/prove/prove.h"

namespace treaty::prove {
namespace {

bool is_number(const facts::Field& field) {
  return field.target &&
         (field.target->type.kind == types::Kind::decimal || field.target->type.kind == types::Kind::integer);
}

/// `value` is what HubSpot stores, as JSON.
bool same(const facts::Field& field, const std::string& a, const std::string& b) {
  const auto bare = [](const std::string& json) {
    return json.size() > 1 && json.front() == '"' ? std::string_view(json).substr(1, json.size() - 2)
                                                  : std::string_view(json);
  };
  return a == b || (is_number(field) && same_number(bare(a), bare(b)));
}

/// The value of a property in a state; null where it says nothing.
std::string of(const State& state, const std::string& property) {
  const std::vector<facts::Segment> path{facts::Segment(property)};
  const auto leaf = std::ranges::find(state.leaves, path, &Leaf::path);
  const std::string& value =
      leaf == state.leaves.end() ? "null" : state.values[static_cast<size_t>(leaf - state.leaves.begin())];
  return value == "\"\"" ? "null" : value;  // HubSpot cannot tell the two apart
}

class Trial {
 public:
  Trial(const Line& line, uint32_t index, const Halves& halves) : line_(line), index_(index), halves_(halves) {}

  /// From a record of the source: what is sent of it must be stable.
  std::optional<Broken> send(const State& source) {
    const interpret::Result sent = halves_.forward(index_, source);
    if (!written(sent) || leaves_out(sent)) {
      return std::nullopt;
    }
    ++tried.sent;
    State stored = halves_.stored(index_, sent, {});
    auto broken = settles(source, stored);
    if (written_.size() < most_images) {
      written_.push_back(std::move(stored));
    }
    return broken;
  }
  /// What the line itself wrote into HubSpot.
  [[nodiscard]] const std::vector<State>& images() const { return written_; }

  /// From what HubSpot holds, over a record of the source as it was before.
  std::optional<Broken> take(const State& stored, const State& before) {
    const auto after = halves_.back(index_, stored, before);
    if (!after) {
      return std::nullopt;  // refused: `on error` has it
    }
    ++tried.kept;
    Broken broken = begun(Broken::Law::keeps, stored, *after);
    const interpret::Result sent = halves_.forward(index_, *after);
    if (!written(sent)) {
      broken.law = Broken::Law::can_return;
      const facts::Field& failed = *line_.fields[std::min<size_t>(sent.field, line_.fields.size() - 1)];
      return failed.on_error == facts::OnError::skip ? std::nullopt : std::optional(std::move(broken));
    }
    const State again = halves_.stored(index_, sent, stored);
    if (auto unsettled = settles(*after, again)) {
      return unsettled;
    }
    if (same(stored, again) || says_nothing(stored) || !always_written() || same_but_for_form(stored, *after)) {
      return std::nullopt;
    }
    broken.again = again.record();
    return broken;
  }

  Tried tried;

 private:
  /// What was sent (`stored`) of `source` comes back and is sent again as it was.
  std::optional<Broken> settles(const State& source, const State& stored) const {
    Broken broken = begun(Broken::Law::settles, stored, {});
    broken.source = source.record();
    broken.back.clear();
    const auto after = halves_.back(index_, stored, source);
    if (!after) {
      return says_nothing(stored) ? std::nullopt : std::optional(std::move(broken));
    }
    broken.back = taken(*after);
    const interpret::Result sent = halves_.forward(index_, *after);
    if (!written(sent)) {
      return broken;
    }
    const State again = halves_.stored(index_, sent, stored);
    broken.again = again.record();
    return same(stored, again) || tidied_once(stored, again, *after) ? std::nullopt
                                                                     : std::optional(std::move(broken));
  }

  /// Whether nothing but tidying made `again` of what was stored, which then is at rest: a part's own separator may
  /// leave it a blank that it did not have before.
  bool tidied_once(const State& stored, const State& again, const State& after) const {
    const auto plain = untidied(stored, after);
    return plain && same(stored, *plain) && comes_to_rest(again, after);
  }
  /// What is stored stays as it is from here on.
  bool comes_to_rest(const State& stored, const State& source) const {
    const auto after = halves_.back(index_, stored, source);
    const interpret::Result sent = after ? halves_.forward(index_, *after) : interpret::Result{};
    return after && written(sent) && same(stored, halves_.stored(index_, sent, stored));
  }

  /// What HubSpot would hold if no step tidied; nothing where that cannot be sent.
  std::optional<State> untidied(const State& stored, const State& after) const {
    const interpret::Result plain = halves_.forward(index_, after, Halves::Steps::without_tidying);
    return written(plain) ? std::optional(halves_.stored(index_, plain, stored)) : std::nullopt;
  }

  /// Whether only steps that tidy, or the spelling of a value, changed what HubSpot held.
  bool same_but_for_form(const State& stored, const State& after) const {
    const auto again = untidied(stored, after);
    return again && (same(stored, *again) || read(stored) == read(*again));
  }

  std::vector<interpret::FieldValue> read(const State& stored) const {
    interpret::Result result = halves_.read(index_, stored);
    return written(result) && !result.fields.empty()
               ? result.fields
               : std::vector<interpret::FieldValue>{{TREATY_PRESENT, stored.record()}};  // unlike any other
  }

  bool same(const State& a, const State& b) const {
    return std::ranges::all_of(line_.fields, [&](const facts::Field* field) {
      return prove::same(*field, of(a, field->property), of(b, field->property));
    });
  }

  bool always_written() const {
    return std::ranges::all_of(line_.fields,
                               [](const facts::Field* field) { return field->write == facts::Write::always; });
  }
  static bool leaves_out(const interpret::Result& sent) {
    return std::ranges::any_of(sent.fields, [](const auto& field) { return field.state == TREATY_MISSING; });
  }
  /// Nobody wrote anything that could be changed.
  bool says_nothing(const State& stored) const {
    return std::ranges::all_of(line_.fields,
                               [&](const facts::Field* field) { return of(stored, field->property) == "null"; });
  }

  Broken begun(Broken::Law law, const State& stored, const State& after) const {
    return {.law = law,
            .map = line_.map,
            .line = line_.line,
            .property = line_.fields.front()->property,
            .source = {},
            .sent = stored.record(),
            .back = taken(after),
            .again = {}};
  }
  /// Of a record, the fields that the line writes.
  std::string taken(const State& after) const {
    State fields;
    for (const facts::ReverseField* field : line_.back) {
      const auto leaf = std::ranges::find(after.leaves, field->path, &Leaf::path);
      if (leaf != after.leaves.end()) {
        fields.set(*leaf, after.values[static_cast<size_t>(leaf - after.leaves.begin())]);
      }
    }
    return fields.record();
  }

  static constexpr size_t most_images = 16;

  const Line& line_;
  uint32_t index_;
  const Halves& halves_;
  std::vector<State> written_;
};

/// The same with another last digit in each of its values: what somebody types over what the line wrote, in its own
/// form.
State retyped(State stored) {
  for (std::string& value : stored.values) {
    const size_t at = value.find_last_of("0123456789");
    if (at != std::string::npos && value.front() == '"') {
      value[at] = value[at] == '9' ? '0' : static_cast<char>(value[at] + 1);
    }
  }
  return stored;
}

/// Values of several fields side by side; each moves on at a pace of its own.
class Samples {
 public:
  Samples(std::vector<Leaf> leaves, const std::function<std::vector<std::string>(const Leaf&)>& values)
      : leaves_(std::move(leaves)) {
    for (const Leaf& leaf : leaves_) {
      values_.push_back(values(leaf));
      most_ = std::max(most_, values_.back().size());
    }
  }
  [[nodiscard]] size_t count() const { return leaves_.empty() ? 0 : most_; }
  [[nodiscard]] State at(size_t turn) const {
    State state{leaves_, {}};
    for (size_t i = 0; i < values_.size(); ++i) {
      state.values.push_back(values_[i].empty() ? "null" : values_[i][(turn + 3 * i) % values_[i].size()]);
    }
    return state;
  }

 private:
  std::vector<Leaf> leaves_;
  std::vector<std::vector<std::string>> values_;
  size_t most_ = 0;
};

std::vector<Leaf> source_leaves(const Line& line, const facts::Facts& facts) {
  std::vector<Leaf> all;
  for (const facts::Field* field : line.fields) {
    add_leaves(all, leaves_of(field->value, facts));
  }
  return all;
}

std::vector<Leaf> stored_leaves(const Line& line, const facts::Facts& facts) {
  std::vector<Leaf> all;
  for (const facts::ReverseField* field : line.back) {
    add_leaves(all, properties_of(field->value, *line.map, facts));
  }
  return all;
}

std::optional<Broken> try_line(Trial& trial, const Samples& source, const Samples& stored) {
  for (size_t turn = 0; turn < source.count(); ++turn) {
    if (auto broken = trial.send(source.at(turn))) {
      return broken;
    }
  }
  std::optional<Broken> rewritten;  // said only where nothing worse is found
  const std::vector<State>& images = trial.images();
  for (size_t turn = 0; turn < stored.count() + images.size(); ++turn) {
    const State held = turn < stored.count() ? stored.at(turn) : retyped(images[turn - stored.count()]);
    auto broken = trial.take(held, source.count() > 0 ? source.at(turn) : State());
    if (broken && broken->law == Broken::Law::settles) {
      return broken;
    }
    if (broken && !rewritten) {
      rewritten = std::move(broken);
    }
  }
  return rewritten;
}

void explain(diagnostics::Diagnostic& said, const Broken& broken) {
  if (broken.law == Broken::Law::settles) {
    said.notes.push_back(fmt::format("{} becomes {}", broken.source, broken.sent));
    said.notes.push_back(broken.back.empty() ? "and that does not come back at all"
                         : broken.again.empty()
                             ? fmt::format("which comes back as {}, and that cannot be sent", broken.back)
                             : fmt::format("which comes back as {}, and that becomes {}", broken.back, broken.again));
    return;
  }
  said.notes.push_back(
      fmt::format("{} in HubSpot comes to `{}` as {}", broken.sent, broken.map->source->name, broken.back));
  said.notes.push_back(broken.again.empty() ? "and that cannot be sent" : "and is then sent as " + broken.again);
}

}  // namespace

Values usual_values() { return {samples_of, stored_samples_of}; }

Laws check_laws(const facts::Facts& facts, const source::FileSet& files, const LawOptions& options) {
  Laws laws;
  const std::vector<Line> lines = lines_of(facts);
  if (lines.empty()) {
    return laws;
  }
  const Halves halves(facts, files, lines, options.make);
  for (uint32_t i = 0; i < lines.size(); ++i) {
    Trial trial(lines[i], i, halves);
    std::vector<Leaf> sent = source_leaves(lines[i], facts), held = stored_leaves(lines[i], facts);
    share_words(sent, held);
    const Samples source(std::move(sent), options.values.of_source);
    const Samples stored(std::move(held), options.values.of_property);
    if (auto broken = try_line(trial, source, stored)) {
      laws.broken.push_back(std::move(*broken));
    }
    trial.tried.map = lines[i].map;
    trial.tried.line = lines[i].line;
    laws.tried.push_back(trial.tried);
  }
  return laws;
}

void report_laws(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics) {
  for (const Broken& broken : check_laws(facts, files).broken) {
    const source::Span span = broken.line->arrow_span;
    switch (broken.law) {
      case Broken::Law::settles:
        explain(diagnostics.report(span, diagnostics::law_broken, broken.property), broken);
        break;
      case Broken::Law::keeps:
        explain(diagnostics.report(span, diagnostics::rewritten_after, broken.property), broken);
        break;
      case Broken::Law::can_return:
        explain(diagnostics.report(span, diagnostics::cannot_return, broken.property, broken.map->source->name),
                broken);
        break;
    }
  }
}

}  // namespace treaty::prove

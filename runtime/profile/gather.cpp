#include "runtime/profile/gather.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/base/email.h"
#include "runtime/observe/redact.h"
#include "runtime/program/outcome.h"
#include "stdlib/errors.h"

namespace treaty::profile {
namespace {

constexpr size_t most_collisions = 1000, most_lines_of_one = 4, most_unused = 100;

std::string name_of(ir::OnError policy) {
  return policy == ir::OnError::reject ? "reject" : policy == ir::OnError::skip ? "skip" : "use";
}
std::string name_of(ir::OnNull policy) {
  return policy == ir::OnNull::keep ? "keep" : policy == ir::OnNull::clear ? "clear" : "use";
}

bool stands_in(const std::optional<ir::Constant>& constant) {
  const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
  return constant && !std::holds_alternative<ir::Null>(*constant) && (text == nullptr || !text->empty());
}

}  // namespace

FieldGatherer::FieldGatherer(const ir::Program& program, const ir::Field& field, const package::Field& described,
                             const Property& property, Shown shown)
    : report_{.property = field.property,
              .type = described.type,
              .place = place_of(program, field.step),
              .is_required = field.required,
              .is_private = shown.is_private,
              .on_error = name_of(field.on_error),
              .on_null = name_of(field.on_null)},
      shown_(shown),
      step_(field.step),
      must_be_there_(field.required && !(field.on_null == ir::OnNull::use && stands_in(field.null_value))),
      must_not_miss_(field.required),
      options_(property.options.begin(), property.options.end()),
      is_email_(property.is_email),
      values_(order_of(described.type), shown),
      not_options_(shown),
      not_emails_(shown),
      causes_(program) {}

void FieldGatherer::present(std::string_view escaped, uint64_t line) {
  ++report_.present;
  std::string_view value = escaped;
  if (escaped.find('\\') != std::string_view::npos) {
    unescaped_ = program::unescape(escaped);
    value = unescaped_;
  }
  values_.add(value, line);
  if (value.size() > longest_text && length_of(value) > longest_text && report_.too_long++ == 0) {
    report_.too_long_line = line;
  }
  if (!options_.empty()) {
    check_options(value, line);
  }
  if (is_email_ && !value.empty() && !is_email(value)) {
    not_emails_.add(value, line);
  }
}

/// HubSpot parts the options of one value by semicolons.
void FieldGatherer::check_options(std::string_view value, uint64_t line) {
  while (true) {
    const size_t size = std::min(value.find(';'), value.size());
    const std::string option(value.substr(0, size));
    if (!option.empty() && !options_.contains(option)) {
      not_options_.add(option, line);
    }
    if (size == value.size()) {
      return;
    }
    value.remove_prefix(size + 1);
  }
}

void FieldGatherer::lacking(treaty_state state, uint64_t line) {
  if (state == TREATY_NULL ? must_be_there_ : must_not_miss_) {
    causes_.add(report_.property, program::Failure{treaty_errors::required_missing, step_, {.state = state}}, shown_,
                line);
  }
}

void FieldGatherer::failed(const std::optional<program::Failure>& failure, uint64_t line) {
  ++report_.failed;
  if (failure) {
    causes_.add(report_.property, *failure, shown_, line);
  } else {  // it hangs on the rows of a table that are not known
    causes_.add(report_.property, "failed", "a step fails", line);
  }
}

FieldReport FieldGatherer::report(size_t top) const {
  FieldReport report = report_;
  report.judged = report.present + report.null + report.missing + report.failed;
  report.values = values_.report(top);
  report.not_options = not_options_.report(top);
  report.not_emails = not_emails_.report(top);
  report.causes = causes_.report(top);
  return report;
}

LookupGatherer::LookupGatherer(const ir::Program& program, const program::LookupSite& site, std::string part)
    : report_{.table = program.tables[site.table].name,
              .part = std::move(part),
              .place = place_of(program, site.step),
              .is_private = site.is_private,
              .has_else = site.has_else},
      rows_(std::get_if<ir::Rows>(&program.tables[site.table].content)),
      unknown_({site.is_private}) {
  if (rows_ == nullptr) {
    const auto& loaded = std::get<ir::RuntimeTable>(program.tables[site.table].content);
    report_.loaded_from = loaded.system + "." + loaded.object;
  } else {
    report_.rows = rows_->rows.size();
    used_.resize(rows_->rows.size());
  }
}

void LookupGatherer::asked(std::string_view key, std::optional<uint32_t> row, uint64_t line) {
  ++report_.asked;
  distinct_.add(hash_of(key));
  if (row) {
    ++report_.found;
    used_[*row] = true;
  } else if (rows_ != nullptr) {
    unknown_.add(key, line);
  }
}

LookupReport LookupGatherer::report(size_t top) const {
  LookupReport report = report_;
  report.distinct = distinct_.count();
  report.unknown = unknown_.report(top);
  // Of something private, the rows that nobody asked for tell which values there are.
  for (size_t row = 0; row < used_.size() && !report.is_private; ++row) {
    if (!used_[row] && report.unused_count++ < most_unused) {
      report.unused.push_back(rows_->rows[row].first);
    }
  }
  return report;
}

bool KeyGatherer::add(std::string_view value, uint64_t line, bool written) {
  const uint64_t hash = hash_of(value);
  const auto before = keys_.add(hash, line, written);
  if (!before) {
    return false;
  }
  auto found = collisions_.find(hash);
  if (found == collisions_.end() && collisions_.size() < most_collisions) {
    const std::string_view kept = cut(value, Frequent::longest_text);
    found = collisions_
                .emplace(hash, Collision{.value = shown_.is_private ? observe::mask(value) : std::string(kept),
                                         .count = 1,
                                         .lines = {before->first_line}})
                .first;
  }
  if (found != collisions_.end()) {
    ++found->second.count;
    if (found->second.lines.size() < most_lines_of_one && found->second.lines.back() != line) {
      found->second.lines.push_back(line);
    }
  }
  return true;
}

KeyReport KeyGatherer::report(size_t top) const {
  KeyReport report{.name = name_,
                   .is_private = shown_.is_private,
                   .distinct = keys_.distinct(),
                   .repeated = keys_.repeated(),
                   .records = keys_.in_repeated()};
  for (const auto& [hash, collision] : collisions_) {
    report.examples.push_back(collision);
  }
  std::ranges::sort(report.examples, [](const Collision& a, const Collision& b) {
    return a.count != b.count ? a.count > b.count : a.lines != b.lines ? a.lines < b.lines : a.value < b.value;
  });
  report.examples.resize(std::min(top, report.examples.size()));
  return report;
}

void ReferenceGatherer::add(const std::vector<std::string>& keys, uint64_t line) {
  bool any = false;
  for (const std::string& key : keys) {
    if (key.empty()) {
      continue;
    }
    any = true;
    ++report_.references;
    if (targets_ == nullptr) {
      continue;
    }
    const Keys::Answer answer = targets_->find(hash_of(key));
    if (answer == Keys::Answer::absent) {
      ++absent_count_;
      absent_.add(key, line);
    } else if (answer == Keys::Answer::not_written) {
      ++unwritten_count_;
      unwritten_.add(key, line);
    }
  }
  report_.records_without += any ? 0 : 1;
}

ReferenceReport ReferenceGatherer::report(size_t top) const {
  ReferenceReport report = report_;
  if (targets_ != nullptr) {
    report.absent = targets_->scaled(absent_count_);
    report.unwritten = targets_->scaled(unwritten_count_);
  }
  report.absent_keys = absent_.report(top);
  report.unwritten_keys = unwritten_.report(top);
  return report;
}

}  // namespace treaty::profile

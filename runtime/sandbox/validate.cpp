#include "runtime/sandbox/validate.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <fmt/core.h>

#include "compiler/base/email.h"
#include "compiler/schema/sample_types.h"

namespace treaty::sandbox {
namespace {

constexpr size_t longest_text = 65'536;
constexpr int64_t day_ms = 86'400'000;

bool is_number(const std::string& text) {
  size_t digits = 0;
  size_t points = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      ++digits;
    } else if (c == '.') {
      ++points;
    } else if (c != '-' || i != 0) {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

bool is_milliseconds(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  return !digits.empty() && digits.size() <= 15 &&
         std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The day of an ISO date-time, for the versions that cut it.
std::string day_of_milliseconds(int64_t milliseconds) { return iso_time(milliseconds).substr(0, 10); }

class Checker {
 public:
  Checker(const schema::Property& property, const std::vector<Owner>& owners, std::string value, bool strict_2026,
          Checked& out)
      : property_(property), owners_(owners), value_(std::move(value)), strict_2026_(strict_2026), out_(out) {}

  void run() {
    if (property_.read_only) {
      refuse("READ_ONLY_VALUE",
             property_.calculated
                 ? fmt::format("\"{}\" is a calculated property; its value cannot be set.", property_.name)
                 : fmt::format("\"{}\" is a read only property; its value cannot be set.", property_.name));
      return;
    }
    if (value_.empty() || by_type()) {
      out_.values[property_.name] = value_;
    }
  }

 private:
  bool by_type() {
    const std::string& type = property_.hubspot_type;
    if (type == "number") {
      return is_number(value_) || refuse("INVALID_INTEGER", fmt::format("{} was not a valid number", value_));
    }
    if (type == "bool") {
      return value_ == "true" || value_ == "false" ||
             refuse("INVALID_OPTION", fmt::format("{} was not one of the allowed options: [true, false]", value_));
    }
    if (type == "enumeration") {
      return enumeration();
    }
    if (type == "date") {
      return date();
    }
    if (type == "datetime") {
      return datetime();
    }
    if (property_.name == "email") {
      value_ = lower(value_);
      return is_email(value_) || refuse("INVALID_EMAIL", fmt::format("Email address {} is invalid", value_));
    }
    return value_.size() <= longest_text ||
           refuse("INVALID_LENGTH", fmt::format("{} is longer than 65536 characters", property_.name));
  }

  bool enumeration() {
    if (property_.options.empty()) {  // owners: an owner's id, never an e-mail address or a user's id
      return std::any_of(owners_.begin(), owners_.end(),
                         [&](const Owner& owner) { return std::to_string(owner.id) == value_; }) ||
             refuse("INVALID_OPTION", fmt::format("{} was not one of the allowed options: []", value_));
    }
    const bool several = property_.field_type == "checkbox";
    for (size_t at = 0; at <= value_.size();) {
      const size_t end = several ? std::min(value_.find(';', at), value_.size()) : value_.size();
      const std::string one = value_.substr(at, end - at);
      const bool known = std::any_of(property_.options.begin(), property_.options.end(),
                                     [&](const schema::Option& option) { return option.value == one; });
      if (!known && !(several && one.empty())) {
        std::string options;
        for (const schema::Option& option : property_.options) {
          options +=
              fmt::format("{}label: \"{}\"\nvalue: \"{}\"", options.empty() ? "" : ", ", option.label, option.value);
        }
        return refuse("INVALID_OPTION", fmt::format("{} was not one of the allowed options: [{}]", one, options));
      }
      at = end + 1;
    }
    return true;
  }

  bool date() {
    if (schema::shape_of_text(value_) == schema::TextShape::date) {
      return true;
    }
    std::string day;
    if (is_milliseconds(value_)) {
      const int64_t milliseconds = std::strtoll(value_.c_str(), nullptr, 10);
      day = day_of_milliseconds(milliseconds);
      if (milliseconds % day_ms == 0) {
        value_ = day;
        return true;
      }
      if (!strict_2026_) {
        return refuse("INVALID_DATE",
                      fmt::format("{} is at {} UTC, not midnight!", value_, iso_time(milliseconds).substr(11, 12)));
      }
    } else if (schema::shape_of_text(value_) == schema::TextShape::timestamp && strict_2026_) {
      day = value_.substr(0, 10);
    } else {
      return refuse("INVALID_DATE", fmt::format("{} was not a valid date.", value_));
    }
    out_.warnings.push_back(
        {{"category", "PROPERTY_VALUE_NORMALIZED"},
         {"message", fmt::format("The value of {} was normalized to a date", property_.name)},
         {"context", {{"propertyName", property_.name}, {"rawValue", value_}, {"normalizedValue", day}}}});
    value_ = day;
    return true;
  }

  bool datetime() {
    if (is_milliseconds(value_)) {
      value_ = iso_time(std::strtoll(value_.c_str(), nullptr, 10));
      return true;
    }
    const schema::TextShape shape = schema::shape_of_text(value_);
    if (shape == schema::TextShape::date) {
      value_ += "T00:00:00.000Z";
      return true;
    }
    if (shape == schema::TextShape::timestamp && value_.back() == 'Z') {
      if (value_.size() == 20) {
        value_ = value_.substr(0, 19) + ".000Z";
      }
      return true;
    }
    return refuse("INVALID_LONG", fmt::format("{} was not a valid long.", value_));
  }

  bool refuse(std::string code, std::string message) {
    out_.invalid.push_back({std::move(code), std::move(message), property_.name});
    return false;
  }

  const schema::Property& property_;
  const std::vector<Owner>& owners_;
  std::string value_;
  bool strict_2026_;
  Checked& out_;
};

}  // namespace

Checked check_properties(const Model& model, const std::string& type, const Json& properties, bool strict_2026) {
  Checked checked;
  if (!properties.is_object()) {
    return checked;
  }
  for (const auto& [name, value] : properties.items()) {
    const schema::Property* property = model.property(type, name);
    if (property == nullptr) {
      checked.invalid.push_back({"PROPERTY_DOESNT_EXIST", fmt::format("Property \"{}\" does not exist", name), name});
      continue;
    }
    const std::string text = value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
    Checker(*property, model.owners(), text, strict_2026, checked).run();
  }
  return checked;
}

}  // namespace treaty::sandbox

#include "compiler/functions/signature.h"

#include <cstdio>
#include <cstdlib>

namespace treaty::functions {
namespace {

using types::Kind;
using types::Type;

/// `(text: text, limit: integer = 0, !else: text = missing) -> list<text>`
class Reader {
 public:
  Reader(Function& function, std::string_view text) : function_(function), text_(text) {}

  void run() {
    expect('(');
    while (!next_is(')')) {
      function_.parameters.push_back(parameter());
      if (!next_is(')')) {
        expect(',');
      }
    }
    expect(')');
    expect('-');
    expect('>');
    const bool generic_list = text_.substr(at_).find("list<T>") != std::string_view::npos;
    Parameter result;
    type(result);
    function_.result = result.type;
    if (generic_list) {
      function_.result_rule = ResultRule::same_as_first;
    } else if (result.type.kind == Kind::unknown) {
      function_.result_rule = ResultRule::element_of_first;
    }
  }

 private:
  Parameter parameter() {
    Parameter parameter;
    if (next_is('!')) {
      expect('!');
      parameter.labelled = true;
    }
    parameter.name = word();
    expect(':');
    type(parameter);
    if (next_is('=')) {
      expect('=');
      parameter.optional = true;
      parameter.default_value = value();
    }
    return parameter;
  }

  void type(Parameter& parameter) {
    const std::string name = word();
    if (name == "list") {
      expect('<');
      Parameter element;
      type(element);
      expect('>');
      parameter.type = Type::list_of(element.type);
    } else if (name == "table" || name == "lambda") {
      parameter.kind = name == "table" ? ParameterKind::table : ParameterKind::lambda;
    } else if (next_is('/')) {
      parameter.kind = ParameterKind::option;
      parameter.type = Type::of(Kind::text);
      parameter.options.push_back(name);
      while (next_is('/')) {
        expect('/');
        parameter.options.push_back(word());
      }
    } else {
      parameter.type = Type::of(kind(name));
    }
  }

  Kind kind(const std::string& name) {
    static constexpr std::pair<std::string_view, Kind> kinds[] = {
        {"text", Kind::text},         {"integer", Kind::integer}, {"decimal", Kind::decimal},
        {"boolean", Kind::boolean},   {"date", Kind::date},       {"timestamp", Kind::timestamp},
        {"duration", Kind::duration}, {"any", Kind::any},         {"T", Kind::unknown}};
    for (const auto& [known, found] : kinds) {
      if (known == name) {
        return found;
      }
    }
    fail();
  }

  std::string value() {
    if (!next_is('"')) {
      const size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')') {
        ++at_;
      }
      return std::string(text_.substr(begin, at_ - begin));
    }
    const size_t end = text_.find('"', at_ + 1);
    const std::string found(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return found;
  }

  std::string word() {
    skip_spaces();
    const size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
      ++at_;
    }
    if (at_ == begin) {
      fail();
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool next_is(char c) {
    skip_spaces();
    return at_ < text_.size() && text_[at_] == c;
  }
  void expect(char c) {
    if (!next_is(c)) {
      fail();
    }
    ++at_;
  }
  [[noreturn]] void fail() const {
    std::fprintf(stderr, "treaty: functions.def: the signature of `%s` cannot be read at column %zu\n",
                 function_.key.c_str(), at_);
    std::abort();
  }

  Function& function_;
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

void read_signature(Function& function, std::string_view signature) { Reader(function, signature).run(); }

}  // namespace treaty::functions

#pragma once

#include <map>
#include <string>

#include "compiler/check/context.h"

namespace treaty::check {

/// Says of the entries of one block that they stand a second time. True for the first.
class Once {
 public:
  explicit Once(Context& context, diagnostics::Kind<1> kind = diagnostics::entry_twice)
      : context_(context), kind_(kind) {}
  bool operator()(const std::string& what, source::Span span) {
    const auto [before, fresh] = seen_.emplace(what, span);
    if (!fresh) {
      context_.out.report(span, kind_, what).labels.push_back({.span = before->second, .text = "first here"});
    }
    return fresh;
  }

 private:
  Context& context_;
  diagnostics::Kind<1> kind_;
  std::map<std::string, source::Span> seen_;
};

}  // namespace treaty::check

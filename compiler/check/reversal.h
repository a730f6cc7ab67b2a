#pragma once

#include "compiler/check/maps.h"

namespace treaty::check {

/// `a <- b | g`: what the source's field gets. `proto` carries what the line's clauses say.
void check_backward(Context& context, const Scope& scope, facts::Map& map, const ast::FieldLine& line,
                    const facts::ReverseField& proto);
/// The right-to-left half of `a | f <-> b` or `a | f <-> b | g`, and that somebody owns the field. `forward` is null
/// where it was reported: nothing is derived from it then.
void check_both_ways(Context& context, const Scope& scope, facts::Map& map, const ast::FieldLine& line,
                     const ValueRef& forward, const facts::ReverseField& proto);
/// The path at the beginning of a pipeline.
const ast::Expr& base_of(const ast::Expr& expr);

}  // namespace treaty::check

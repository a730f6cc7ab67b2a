// Which records count.

#include "compiler/diff/compare.h"
#include "compiler/diff/implies.h"
#include "compiler/diff/values.h"

namespace treaty::diff {

void compare_where(Context& context, const Pair<facts::Map>& maps) {
  const facts::Map &before = *maps.before, &after = *maps.after;
  if (context.same(before.where, after.where, Depth::whole)) {
    return;
  }
  const auto was = last_of<ast::Where>(before.tree->entries), is = last_of<ast::Where>(after.tree->entries);
  const Where where{was.node ? at(was.span) : inside(before.tree->name.span),
                    is.node ? at(is.span) : inside(after.tree->name.span)};
  const Condition old_condition{context.before.facts, before.where}, condition{context.after.facts, after.where};
  if (!implies(context.meanings, old_condition, condition)) {
    context.add(where_narrowed, scope_of(after), {after.name}, where);
  }
  if (!implies(context.meanings, condition, old_condition)) {
    const bool is_private =
        std::ranges::any_of(after.fields, [](const facts::Field& field) { return field.sensitive; });
    context.add(is_private ? where_widened_private : where_widened, scope_of(after), {after.name}, where);
  }
}

}  // namespace treaty::diff

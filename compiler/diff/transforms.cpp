// The contract's own transforms: compared by what their bodies mean where both contracts use them, so that a
// transform that was only written otherwise is the same.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

std::vector<const facts::Inlined*> uses_of(const facts::ValueRef& root, const std::string& transform) {
  std::vector<const facts::Inlined*> found;
  each_part(root, [&](const facts::ValueRef& value) {
    const auto* inlined = std::get_if<facts::Inlined>(&value->node);
    if (inlined && inlined->transform->name.text == transform) {
      found.push_back(inlined);
    }
  });
  return found;
}

bool is_used(const driver::Compilation& contract, const std::string& transform) {
  return std::ranges::any_of(contract.facts.values, [&](const auto& entry) {
    const auto* inlined = entry.second ? std::get_if<facts::Inlined>(&entry.second->node) : nullptr;
    return inlined && inlined->transform->name.text == transform;
  });
}

std::string examples_of(const driver::Compilation& contract, const ast::Transform& transform) {
  std::string text;
  for (const ast::Transform::Example& example : transform.examples) {
    text += plain(contract.files.text(example.span)) + "\n";
  }
  return text;
}

std::string parameters_of(const ast::Transform& transform, const driver::Compilation& contract) {
  std::string text;
  for (const ast::Parameter& parameter : transform.parameters) {
    text += parameter.name.text + ": " + plain(contract.files.text(parameter.type.span)) + " ";
  }
  return text + (transform.result ? plain(contract.files.text(transform.result->span)) : "");
}

class Transforms {
 public:
  explicit Transforms(Context& context) : context_(context), pairs_(value_pairs(context)) {}

  void compare(const Pair<ast::Transform>& pair) {
    const ast::Transform* node = pair.after ? pair.after : pair.before;
    const std::string& name = node->name.text;
    if (!pair.before || !pair.after) {
      if (!is_used(pair.after ? context_.after : context_.before, name)) {
        context_.add(unused_changed, "", {"transform " + name}, context_.places(pair));
      }
      return;
    }
    if (examples_of(context_.before, *pair.before) != examples_of(context_.after, *pair.after)) {
      context_.add(test_changed, "", {"examples of " + name}, context_.places(pair));
    }
    std::vector<std::string> users;
    const ValuePair* first = nullptr;
    const facts::Inlined *was = nullptr, *is = nullptr;
    for (const ValuePair& values : pairs_) {
      const auto before = uses_of(values.was.value, name), after = uses_of(values.is.value, name);
      for (size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        if (!values.back && same_arguments(*before[i], *after[i]) &&
            !context_.same(before[i]->body, after[i]->body, Depth::named)) {
          users.push_back(values.use);
          first = first ? first : &values;
          was = before[i];
          is = after[i];
          break;
        }
      }
    }
    if (first) {
      const Where where{at(pair.before->body.span), at(pair.after->body.span)};
      add_value_change(context_, transform_changed, "transform " + name, name,
                       {first->was.map, was->body, pair.before->body.span},
                       {first->is.map, is->body, pair.after->body.span}, where);
      context_.changes.back().subjects = users;
    } else if (!is_used(context_.after, name) &&
               text_of(context_.before, *pair.before) != text_of(context_.after, *pair.after)) {
      context_.add(unused_changed, "", {"transform " + name}, context_.places(pair));
    }
  }

 private:
  static std::string text_of(const driver::Compilation& contract, const ast::Transform& transform) {
    return parameters_of(transform, contract) + " = " + plain(contract.files.text(transform.body.span)) +
           (transform.reverse ? plain(contract.files.text(transform.reverse->body.span)) : "");
  }

  bool same_arguments(const facts::Inlined& was, const facts::Inlined& is) {
    bool same = was.arguments.size() == is.arguments.size();
    for (size_t i = 0; same && i < was.arguments.size(); ++i) {
      same = context_.same(was.arguments[i], is.arguments[i], Depth::named);
    }
    return same;
  }

  Context& context_;
  std::vector<ValuePair> pairs_;
};

}  // namespace

void compare_transforms(Context& context) {
  const auto nodes = [](const driver::Compilation& contract) {
    std::vector<const ast::Transform*> found;
    const auto add = [&](const ast::Contract& tree) {
      for (const auto& one : all_of<ast::Transform>(tree.items)) {
        found.push_back(one.node);
      }
    };
    add(contract.contract);
    std::ranges::for_each(contract.libraries, add);
    return found;
  };
  Transforms transforms(context);
  for (const auto& pair : paired<ast::Transform>(nodes(context.before), nodes(context.after),
                                                 [](const ast::Transform& one) { return one.name.text; })) {
    transforms.compare(pair);
  }
}

}  // namespace treaty::diff

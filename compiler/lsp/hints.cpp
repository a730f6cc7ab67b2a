#include "compiler/lsp/answers.h"

namespace treaty::lsp {

Json inlay_hints(const Analysis& analysis, source::FileId file, source::Span range, Encoding encoding) {
  Json hints = Json::array();
  const source::File& text = analysis.compilation.files[file];
  for (const Step& step : analysis.index.steps) {
    const types::Type& type = step.after->type;
    if (step.span.file != file || step.span.end < range.begin || step.span.end > range.end) continue;
    if (type.kind == types::Kind::unknown) continue;
    // The options of an enumeration are many words; the kind is what one looks for.
    const bool options = type.kind == types::Kind::enumeration;
    constexpr int type_hint = 1;
    hints.push_back({{"position", to_position(text, step.span.end, encoding)},
                     {"label", ": " + (options ? std::string("enum") : types::to_string(type))},
                     {"kind", type_hint},
                     {"tooltip", types::to_string(type) + (step.after->fallible ? ", and may fail" : "")}});
  }
  return hints;
}

}  // namespace treaty::lsp

#include <fmt/core.h>

#include "compiler/lsp/answers.h"

namespace treaty::lsp {

std::map<std::string, Json> diagnostics_by_file(const Analysis& analysis, const std::string& library,
                                                Encoding encoding) {
  const driver::Compilation& compilation = analysis.compilation;
  const Spot spot{.analysis = analysis, .file = compilation.contract.file, .encoding = encoding, .library = library};
  std::map<std::string, Json> lists;
  for (uint32_t i = 0; i < compilation.files.size(); ++i) {
    lists[uri_of(place_of(spot, compilation.files[source::FileId{i}].name()))] = Json::array();
  }
  for (const diagnostics::Diagnostic& said : compilation.diagnostics.all()) {
    const source::File& file = compilation.files[said.span.file];
    std::string message = fmt::format("{}\n{}", said.text(), said.kind().why);
    for (const std::string& note : said.notes) message += "\n" + note;
    message += "\nhelp: " + said.mend();
    Json related = Json::array();
    for (const diagnostics::Label& label : said.labels) {
      related.push_back({{"location", location(spot, label.span)}, {"message", label.text}});
    }
    constexpr int error = 1, warning = 2;
    lists[uri_of(place_of(spot, file.name()))].push_back(
        {{"range", to_range(file, said.span, encoding)},
         {"severity", said.severity() == diagnostics::Severity::error ? error : warning},
         {"code", said.kind().code},
         {"source", "treaty"},
         {"message", message},
         {"relatedInformation", related}});
  }
  return lists;
}

}  // namespace treaty::lsp

#include "compiler/base/email.h"

namespace treaty {

bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at) != std::string_view::npos &&
         text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos && text.back() != '.' && text[at + 1] != '.';
}

}  // namespace treaty

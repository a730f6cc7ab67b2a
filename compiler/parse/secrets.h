#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::parse {

/// Where a line of a file seems to say a secret itself: what stands on a line about signing in where a name belongs,
/// however it is written, and what an address carries as `?api_key=`. Messages must not repeat it; a contract without
/// mistakes says none.
std::vector<source::Span> secrets_in(const source::FileSet& files, source::FileId file, uint32_t line);
/// A secret that somebody wrote into a contract ends up in no log of a build because of the message about it.
void conceal_secrets(const source::FileSet& files, diagnostics::Diagnostics& diagnostics);

}  // namespace treaty::parse

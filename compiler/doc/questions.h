#pragma once

// What is open in a contract, by who can answer it: a letter to send.

#include <string>
#include <vector>

#include "compiler/facts/facts.h"
#include "compiler/source/source.h"

namespace treaty::doc {

struct Question {
  std::string text;
  std::string about;   ///< a map's line, or what is pending
  std::string until;   ///< 2027-01-15; empty: no day is named
  std::string blocks;  ///< maps, parted by commas
  std::string place;   ///< file:line
};
/// One party's, in the contract's order. Questions about lines go to whoever approves `mapping`, else to the party
/// named first.
struct Letter {
  std::string party, title, email;  ///< empty: nobody is named
  std::vector<Question> questions;
};

std::vector<Letter> questions_of(const facts::Facts& facts, const source::FileSet& files);

std::string to_text(const std::vector<Letter>& letters, const std::string& contract);
std::string to_json(const std::vector<Letter>& letters);

}  // namespace treaty::doc

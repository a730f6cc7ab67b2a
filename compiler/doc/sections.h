#pragma once

// The chapters of the design document, each made of facts alone. A chapter with nothing to say comes back empty and
// is left out.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/doc/design.h"
#include "compiler/doc/samples.h"

namespace treaty::doc {

/// What every chapter works with; lent for the time of one document.
struct Gathered {
  const driver::Compilation& compilation;
  const facts::Facts& facts;
  DesignOptions options;
  driver::TestReport tests;
  Samples samples;
};

Section in_short(const Gathered& gathered);
Section people(const Gathered& gathered);
Section use_cases(const Gathered& gathered);
Section object_model(const Gathered& gathered);
Section field_tables(const Gathered& gathered);
Section left_out(const Gathered& gathered);
Section shared_rules(const Gathered& gathered);
Section created_in_portal(const Gathered& gathered);
Section policies(const Gathered& gathered);
Section access(const Gathered& gathered);
Section environments(const Gathered& gathered);
Section reckoning(const Gathered& gathered);
Section reliability(const Gathered& gathered);
Section monitoring(const Gathered& gathered);
Section acceptance(const Gathered& gathered);
Section privacy(const Gathered& gathered);
Section consent(const Gathered& gathered);
Section books(const Gathered& gathered);
Section open_points(const Gathered& gathered);
Section signatures(const Gathered& gathered);

/// `ClubApp`: a system's title where it has one.
std::string title_of(const facts::System& system);
std::string title_of(const facts::Facts& facts, std::string_view system);
/// `Security Office`: a party's title, or its name where none is declared so.
std::string party_title(const facts::Facts& facts, std::string_view party);
/// `2 min`, `7 years`
std::string time_of(const ast::Duration& duration);
std::string time_of(int64_t milliseconds);
/// `120000` with its thousands apart.
std::string number_of(int64_t number);
/// What the lack of something that is agreed comes to, in words.
std::string carried_out_later(std::string_view what);
/// Whether a run of this version does not carry out what is called so.
bool not_in_force(const Gathered& gathered, std::string_view what);

}  // namespace treaty::doc

// Contact data as people write it.
#include <gtest/gtest.h>

#include "tests/stdlib/call.h"

namespace treaty::stdlib_test {
namespace {

struct Written {
  const char* text;
  const char* expected;
};

TEST(Contact, email) {
  constexpr Written cases[] = {
      {" Ana.Berg+news@Example.ORG\n", "ana.berg+news@example.org"},
      {"mailto:ana@example.org", "ana@example.org"},
      {"o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"},
      {"ana@münchen.example", "ana@xn--mnchen-3ya.example"},
      {"ana@example", "<not_an_email>"},
      {"ana@@example.org", "<not_an_email>"},
      {"ana berg@example.org", "<not_an_email>"},
      {".ana@example.org", "<not_an_email>"},
      {"ana..b@example.org", "<not_an_email>"},
      {"ana@-example.org", "<not_an_email>"},
      {"ana@example.org.", "<not_an_email>"},
      {"ana@exa_mple.org", "<not_an_email>"},
      {"ana@127.0.0.1", "<not_an_email>"},
      {"@example.org", "<not_an_email>"},
      {"", "<not_an_email>"},
      {"n/a", "<not_an_email>"},
  };
  for (const auto& [text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("email", {bench.text(text)}), expected) << text;
  }
}

TEST(Contact, domain) {
  constexpr Written cases[] = {
      {"https://www.Shop.Example.co.uk:8443/x?y=http://other.org#z", "example.co.uk"},
      {"example.com", "example.com"},
      {"WWW.EXAMPLE.COM.", "example.com"},
      {"//cdn.example.com/x", "example.com"},
      {"http://user:secret@www.example.com/", "example.com"},
      {"ana@mail.example.com", "example.com"},
      {"example.com/path@here", "example.com"},
      {"www.ck", "www.ck"},
      {"co.uk", "<not_a_domain>"},
      {"localhost", "<not_a_domain>"},
      {"192.168.0.1", "<not_a_domain>"},
      {"not a host.com", "<not_a_domain>"},
      {"", "<not_a_domain>"},
  };
  for (const auto& [text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("domain", {bench.text(text)}), expected) << text;
  }
}

TEST(Contact, phone) {
  struct Number {
    const char* country;
    const char* text;
    const char* expected;
  };
  constexpr Number cases[] = {
      {"AR", "+54 (0)11 4311 4333", "+541143114333"},
      {"AT", "+43 01 5134505", "+4315134505"},
      {"GB", "+44 020 7707 0707", "+442077070707"},
      {"IN", "+91 080 22289999", "+918022289999"},
      {"IE", "+353 01 6792424", "+35316792424"},
      {"AU", "+61 (02) 9332 3633", "+61293323633"},
      {"SE", "+46 08-651 52 52", "+4686515252"},
      {"PT", "+351 (213) 466-111", "+351213466111"},
      {"DE", "+49 0711 2842222", "+497112842222"},
      {"NL", "+31 020 6223130", "+31206223130"},
      {"FR", "+33 01 49 70 65 65", "+33149706565"},
      {"HU", "+36 06 1 234 5678", "+3612345678"},
      {"IT", "+39 06 39733434", "+390639733434"},
      {"CA", "514.555.0142 ext. 17", "+15145550142"},
      {"CA", "Tel.: (514) 555-0142", "+15145550142"},
      {"CA", "００１ (514) 555-0142", "+15145550142"},
      {"CA", "＋１ ５１４ ５５５ ０１４２", "+15145550142"},
      {"CA", "1 514 555 0142", "+15145550142"},
      {"ca", "011 44 20 7707 0707", "+442077070707"},
      {"CA", "0044 20 7707 0707", "+442077070707"},
      {"", "+1 514 555 0142", "+15145550142"},
      {"", "514 555 0142", "<unknown_country>"},
      {"ZZ", "514 555 0142", "<unknown_country>"},
      {"CL", "+56 (0)2 635 4444", "<not_a_phone_number>"},  // Santiago's numbers have had nine digits since 2012
      {"CL", "+56 2 2635 4444", "+56226354444"},
      {"CA", "555-FLOWERS", "<not_a_phone_number>"},
      {"CA", "(123) 555-0142", "<not_a_phone_number>"},
      {"CA", "n/a", "<not_a_phone_number>"},
      {"CA", "", "<not_a_phone_number>"},
      {"CA", "+", "<not_a_phone_number>"},
      {"CA", "99999999999999999999999999999999", "<not_a_phone_number>"},
  };
  for (const auto& [country, text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("phone", {bench.text(text), bench.text(country)}), expected) << text;
  }
}

TEST(Contact, country) {
  constexpr Written cases[] = {
      {"Canada", "CA"},
      {"ca", "CA"},
      {"CAN", "CA"},
      {" united states ", "US"},
      {"U.S.A.", "US"},
      {"The Netherlands", "NL"},
      {"Holland", "NL"},
      {"Brazil", "BR"},
      {"Czech Republic", "CZ"},
      {"Czechia", "CZ"},
      {"Côte d’Ivoire", "CI"},
      {"Ivory Coast", "CI"},
      {"United Kingdom", "GB"},
      {"UK", "GB"},
      {"South Korea", "KR"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"", "<unknown_country>"},
      {"Atlantis", "<unknown_country>"},
  };
  for (const auto& [text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("country_code", {bench.text(text)}), expected) << text;
  }
}

TEST(Contact, names) {
  constexpr Written cases[] = {
      {"Anna Lena Berg", "Anna Lena;Berg"},
      {"Ludwig van Beethoven", "Ludwig;van Beethoven"},
      {"María de la Cruz", "María;de la Cruz"},
      {"Berg, Anna", "Anna;Berg"},
      {" Pelé ", "Pelé"},
      {"Jean-Luc  Picard ", "Jean-Luc;Picard"},
      {"van Gogh", "van;Gogh"},
      {"", ""},
  };
  for (const auto& [text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("split_name", {bench.text(text)}), expected) << text;
  }
}

TEST(Contact, html) {
  constexpr Written cases[] = {
      {"<p>Tom &amp; Ana</p>", "Tom & Ana"},
      {"a<br>b<br/>c", "a\nb\nc"},
      {"<div>x</div><div>y</div>", "x\ny"},
      {"1 &lt; 2 &#233; &#x1F600;", "1 < 2 é 😀"},
      {"no tags", "no tags"},
      {"a < b", "a < b"},
      {"<script>alert(1)</script>text<style>p{}</style>", "text"},
      {"<!-- > hidden -->shown", "shown"},
      {"<a title=\"x > y\">link</a>", "link"},
      {"<p>one\n  two</p>\n<p>three</p>", "one two\nthree"},
      {"&eacute;t&eacute; &unknown; &", "été &unknown; &"},
  };
  for (const auto& [text, expected] : cases) {
    Bench bench;
    EXPECT_EQ(bench.text_of("html_to_text", {bench.text(text)}), expected) << text;
  }
}

TEST(Contact, json_text) {
  Bench bench;
  EXPECT_EQ(bench.text_of("json_text", {bench.text("a\"b\\c\n\x01é")}), "\"a\\\"b\\\\c\\n\\u0001é\"");
}

}  // namespace
}  // namespace treaty::stdlib_test

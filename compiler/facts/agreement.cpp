#include "compiler/facts/agreement.h"

#include <cstdlib>

namespace treaty::facts {

double Percent::value() const { return std::strtod(digits.c_str(), nullptr); }

std::string_view word_of(Alert::Metric metric) {
  switch (metric) {
    case Alert::Metric::failed:
      return "failed";
    case Alert::Metric::parked:
      return "parked";
    case Alert::Metric::letters:
      return "letters";
    case Alert::Metric::conflicts:
      return "conflicts";
    case Alert::Metric::p50:
      return "p50";
    case Alert::Metric::p95:
      return "p95";
    case Alert::Metric::p99:
      return "p99";
    case Alert::Metric::lag:
      return "lag";
    case Alert::Metric::volume:
      return "volume";
  }
  return "";
}

std::string_view word_of(Alert::Channel channel) {
  switch (channel) {
    case Alert::Channel::slack:
      return "slack";
    case Alert::Channel::pagerduty:
      return "pagerduty";
    case Alert::Channel::email:
      return "email";
    case Alert::Channel::webhook:
      return "webhook";
  }
  return "";
}

}  // namespace treaty::facts

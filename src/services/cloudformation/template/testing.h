#pragma once
// What the tests of the template engine share.
#include <gtest/gtest.h>

#include <string>

#include "services/cloudformation/template/evaluate.h"

namespace cloudformation::language {

// The sentence of the Fault that f throws; empty when it throws none.
template <class F>
std::string fault_of(const F& f) {
  try {
    f();
  } catch (const Fault& fault) {
    return fault.message;
  }
  return {};
}

inline std::string parse_fault(const std::string& text) {
  return fault_of([&] { parse(text); });
}

inline PseudoParameters pseudo_parameters() {
  PseudoParameters out;
  out.account_id = "111122223333";
  out.region = "eu-west-1";
  out.stack_id = "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1";
  out.stack_name = "demo";
  out.notification_arns = {"arn:aws:sns:eu-west-1:111122223333:a"};
  return out;
}

}  // namespace cloudformation::language

#include "services/cloudformation/template/parameters.h"

#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

Template with(const std::string& parameters) { return parse("Resources: {Only: {Type: T}}\nParameters:\n" + parameters); }

ParameterPorts ports() {
  ParameterPorts out;
  out.ssm = [](std::string_view name) -> std::optional<ParameterPorts::Stored> {
    if (name == "/plain" || name == "/plain:2") return ParameterPorts::Stored{"String", "one"};
    if (name == "/list") return ParameterPorts::Stored{"StringList", "a,b, c ,d"};
    if (name == "/secret") return ParameterPorts::Stored{"SecureString", "s"};
    return std::nullopt;
  };
  out.exists = [](std::string_view type, std::string_view id) -> std::optional<bool> {
    if (type == "AWS::EC2::KeyPair::KeyName") return id == "mine";
    return std::nullopt;
  };
  return out;
}

std::vector<ResolvedParameter> given(const std::string& parameters, const std::map<std::string, std::string>& values) {
  return resolve(with(parameters), values, ports());
}
std::string fault(const std::string& parameters, const std::map<std::string, std::string>& values) {
  return fault_of([&] { given(parameters, values); });
}

TEST(TemplateParameters, Values) {
  auto all = given(
      "  S: {Type: String, Default: d, NoEcho: true}\n  N: {Type: Number}\n  L: {Type: CommaDelimitedList}\n  M: {Type: "
      "List<Number>, Default: '1, 2'}\n",
      {{"N", "1.50"}, {"L", "a, b,,c"}});
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].shown(), "****");
  EXPECT_EQ(all[0].text, "d");
  EXPECT_EQ(to_json(all[1].value), "\"1.50\"");
  EXPECT_EQ(all[2].shown(), "a, b,,c");
  EXPECT_EQ(to_json(all[2].value), R"(["a","b","","c"])");
  EXPECT_EQ(to_json(all[3].value), R"(["1","2"])");
  EXPECT_EQ(to_json(values_of(all).at("S")), "\"d\"");
}

TEST(TemplateParameters, Constraints) {
  struct Case {
    const char *declaration, *value, *sentence;
  };
  for (auto [declaration, value, sentence] : {
           Case{"Type: String, AllowedValues: [a, 1, true]", "1", ""},
           Case{"Type: String, AllowedValues: [a, 1, true]", "b", "Parameter 'P' must be one of AllowedValues"},
           Case{"Type: String, AllowedPattern: '[a-z]+'", "ab1", "Parameter 'P' must match pattern [a-z]+"},
           Case{"Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only.", "ab1",
                "Parameter P failed to satisfy constraint: letters only."},
           Case{"Type: String, MinLength: 2, MaxLength: 3", "é", "Parameter 'P' must contain at least 2 characters"},
           Case{"Type: String, MinLength: 2, MaxLength: 3", "éèà", ""},
           Case{"Type: String, MinLength: 2, MaxLength: 3", "abcd", "Parameter 'P' must contain at most 3 characters"},
           Case{"Type: Number", "x", "Parameter 'P' must be a number."},
           Case{"Type: Number", "", "Parameter 'P' must be a number."},
           Case{"Type: Number", "nan", "Parameter 'P' must be a number."},
           Case{"Type: Number, MinValue: 1, MaxValue: 2.5", "2.5", ""},
           Case{"Type: Number, MinValue: 1, MaxValue: 2.5", "0", "Parameter 'P' must be a number not less than 1"},
           Case{"Type: Number, MinValue: 1, MaxValue: 2.5", "3", "Parameter 'P' must be a number not greater than 2.5"},
           Case{"Type: List<Number>, MaxValue: 2", "1,3", "Parameter 'P' must be a number not greater than 2"},
           Case{"Type: CommaDelimitedList, AllowedValues: [a, b]", "a, b", ""},
           Case{"Type: CommaDelimitedList, AllowedValues: [a, b]", "a,c", "Parameter 'P' must be one of AllowedValues"},
           Case{"Type: CommaDelimitedList, AllowedPattern: '[a-z]'", "a,bc", "Parameter 'P' must match pattern [a-z]"},
           Case{"Type: 'AWS::EC2::KeyPair::KeyName'", "mine", ""},
           Case{"Type: 'AWS::EC2::KeyPair::KeyName'", "other",
                "Parameter validation failed: parameter value other for parameter name P does not exist"},
           Case{"Type: 'List<AWS::EC2::Subnet::Id>'", "subnet-1,subnet-2", ""},
       })
    EXPECT_EQ(fault(std::string("  P: {") + declaration + "}\n", {{"P", value}}), sentence) << declaration << " " << value;
  EXPECT_EQ(fault("  P: {Type: String}\n", {{"P", std::string(4097, 'x')}}), "Parameter 'P' must contain at most 4096 characters");
  EXPECT_EQ(fault("  P: {Type: String}\n  Q: {Type: String}\n", {}), "Parameters: [P, Q] must have values");
  EXPECT_EQ(fault("  P: {Type: String}\n", {{"P", "x"}, {"R", "y"}}), "Parameters: [R] do not exist in the template");
  EXPECT_EQ(fault("  P: {Type: String, Default: b, AllowedValues: [a]}\n", {}), "Parameter 'P' must be one of AllowedValues");
}

TEST(TemplateParameters, Stored) {
  auto all = given(
      "  A: {Type: 'AWS::SSM::Parameter::Value<String>', Default: '/plain:2'}\n  B: {Type: "
      "'AWS::SSM::Parameter::Value<List<String>>', Default: /list}\n",
      {});
  EXPECT_EQ(all[0].shown(), "/plain:2");
  EXPECT_EQ(all[0].resolved, "one");
  EXPECT_EQ(to_json(all[0].value), "\"one\"");
  EXPECT_EQ(all[1].resolved, "a,b,c,d");
  EXPECT_EQ(to_json(all[1].value), R"(["a","b","c","d"])");
  auto stored = [](const char* type, const char* name) {
    return fault(std::string("  P: {Type: 'AWS::SSM::Parameter::Value<") + type + ">'}\n", {{"P", name}});
  };
  EXPECT_EQ(stored("String", "/none"), "Unable to fetch parameters [/none] from parameter store for this account.");
  EXPECT_EQ(stored("String", "/secret"), "Parameters [/secret] referenced by template have types not supported by CloudFormation.");
  EXPECT_EQ(stored("String", "/list"), "Types for SSM parameters [/list] defined in CFN template and SSM are incompatible");
  EXPECT_EQ(stored("CommaDelimitedList", "/plain"),
            "Types for SSM parameters [/plain] defined in CFN template and SSM are incompatible");
  EXPECT_EQ(stored("AWS::EC2::KeyPair::KeyName", "/plain"),
            "Parameter validation failed: parameter value one for parameter name P does not exist");
  EXPECT_TRUE(is_list_type("AWS::SSM::Parameter::Value<List<String>>"));
  EXPECT_FALSE(is_list_type("AWS::SSM::Parameter::Value<String>"));
}

}  // namespace
}  // namespace cloudformation::language

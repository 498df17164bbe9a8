#include "services/cloudformation/template/evaluate.h"

#include "services/cloudformation/template/dynamic.h"
#include "services/cloudformation/template/parameters.h"
#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

// A template with one resource whose property V is what is tried.
struct Bench {
  Template t;
  Environment env;

  explicit Bench(const std::string& value, bool extended = false) {
    t = parse(std::string(extended ? "Transform: AWS::LanguageExtensions\n" : "") + R"(
Parameters:
  P: {Type: String, Default: pv}
  N: {Type: Number, Default: 7}
  L: {Type: CommaDelimitedList, Default: 'a,b,c'}
Mappings: {M: {eu-west-1: {Ami: ami-1, Zones: [x, y], Size: 3}}}
Conditions:
  Same: !Equals [!Ref P, pv]
  Differ: !Not [!Condition Same]
Resources:
  R: {Type: 'AWS::S3::Bucket'}
  Q: {Type: 'AWS::SQS::Queue'}
  X:
    Type: T
    Properties:
      V: )" + value + "\n");
    env = environment_of(t, values_of(resolve(t, {}, {})), pseudo_parameters());
    t = expand(t, env);
    env.conditions = evaluate_conditions(t, env);
    env.ref = [](std::string_view id) -> std::optional<Value> {
      return id == "R" ? std::optional(Value("bucket-1")) : std::nullopt;
    };
    env.attribute = [](std::string_view id, std::string_view name) -> std::optional<Value> {
      if (id == "Q") return std::nullopt;
      if (name == "List") return Value::list({"l0", "l1"});
      return Value(std::string(id) + "." + std::string(name));
    };
    env.import = [](std::string_view name) -> std::optional<Value> {
      if (name == "none") throw Fault{"Differ export named none found."};
      return Value("imported " + std::string(name));
    };
    env.dynamic_reference = [](std::string_view service, std::string_view reference) -> std::optional<std::string> {
      if (reference == "later") return std::nullopt;
      return "<" + std::string(service) + " " + std::string(reference) + ">";
    };
    env.availability_zones = [](std::string_view region) {
      return std::vector<std::string>{std::string(region) + "a", std::string(region) + "b"};
    };
  }

  std::string json() const {
    const Value out = evaluate(t.resource("X")->properties, env);
    return out.has("V") ? to_json(*out.find("V")) : "gone";
  }
};

std::string value_of(const std::string& value, bool extended = false) { return Bench(value, extended).json(); }
std::string value_fault(const std::string& value, bool extended = false) {
  return fault_of([&] { value_of(value, extended); });
}

TEST(TemplateEvaluate, Functions) {
  struct Case {
    const char *value, *json;
  };
  for (auto [value, json] : {
           Case{"[1, true, x, {a: 1.50}]", R"([1,true,"x",{"a":1.50}])"},
           Case{"[!Ref P, !Ref N, !Ref L, !Ref R]", R"(["pv","7",["a","b","c"],"bucket-1"])"},
           Case{"[!Ref 'AWS::AccountId', !Ref 'AWS::Region', !Ref 'AWS::StackName', !Ref 'AWS::Partition', !Ref "
                "'AWS::URLSuffix', !Ref 'AWS::NotificationARNs']",
                R"(["111122223333","eu-west-1","demo","aws","amazonaws.com",["arn:aws:sns:eu-west-1:111122223333:a"]])"},
           Case{"!Ref 'AWS::StackId'", R"("arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1")"},
           Case{"!Ref 'AWS::NoValue'", "gone"},
           Case{"[a, !Ref 'AWS::NoValue', {b: !Ref 'AWS::NoValue', c: d}]", R"(["a",{"c":"d"}])"},
           Case{"!GetAtt R.Arn", R"("R.Arn")"},
           Case{"!GetAtt R.Outputs.x", R"("R.Outputs.x")"},
           Case{"{'Fn::GetAtt': [R, !Ref P]}", R"("R.pv")"},
           Case{"{'Fn::GetAtt': R.Arn}", R"("R.Arn")"},
           Case{"!Sub '${P}-${AWS::Region}-${R}-${R.Arn}-${!P}-$x-${'", R"("pv-eu-west-1-bucket-1-R.Arn-${P}-$x-${")"},
           Case{"!Sub ['${P}-${a}-${b}', {a: !Ref N, b: 5}]", R"("pv-7-5")"},
           Case{"!Join ['-', [a, !Ref P, 1, !Ref 'AWS::NoValue', true]]", R"("a-pv-1-true")"},
           Case{"!Join ['', !Ref L]", R"("abc")"},
           Case{"!Join [',', []]", R"("")"},
           Case{"!Split ['|', 'a|b||']", R"(["a","b","",""])"},
           Case{"!Split ['--', !Ref P]", R"(["pv"])"},
           Case{"!Select [1, !Ref L]", R"("b")"},
           Case{"!Select ['0', [!Ref N, x]]", R"("7")"},
           Case{"!Select [!Select [0, ['1']], !GetAtt R.List]", R"("l1")"},
           Case{"!FindInMap [M, !Ref 'AWS::Region', Ami]", R"("ami-1")"},
           Case{"!FindInMap [M, eu-west-1, Zones]", R"(["x","y"])"},
           Case{"!FindInMap [M, eu-west-1, Size]", "3"},
           Case{"!Base64 {'Fn::Sub': '${P}'}", R"("cHY=")"},
           Case{"!ImportValue {'Fn::Sub': '${P}-x'}", R"("imported pv-x")"},
           Case{"!GetAZs ''", R"(["eu-west-1a","eu-west-1b"])"},
           Case{"!Select [0, !GetAZs {Ref: 'AWS::Region'}]", R"("eu-west-1a")"},
           Case{"!If [Same, !Ref P, !Ref Nothing]", ""},
           Case{"!If [Same, [1], x]", "[1]"},
           Case{"!If [Differ, [1], !Ref 'AWS::NoValue']", "gone"},
           Case{"{a: !If [Differ, x, !If [Same, y, z]]}", R"({"a":"y"})"},
           Case{"!Cidr [10.0.7.9/16, 3, 8]", R"(["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"])"},
           Case{"!Cidr [10.0.0.0/24, '2', !Ref N]", R"(["10.0.0.0/25","10.0.0.128/25"])"},
           Case{"!Cidr ['2600:1f18:abc:de00::/56', 2, 64]", R"(["2600:1f18:abc:de00::/64","2600:1f18:abc:de01::/64"])"},
           Case{"{Statement: {Condition: {StringEquals: {a: !Ref P}}, Effect: Allow}, Only: {Condition: x}}",
                R"({"Statement":{"Condition":{"StringEquals":{"a":"pv"}},"Effect":"Allow"},"Only":{"Condition":"x"}})"},
           Case{"{Ref: a, Other: b}", R"({"Ref":"a","Other":"b"})"},
       }) {
    if (*json) EXPECT_EQ(value_of(value), json) << value;
    else EXPECT_NE(value_fault(value), "") << value;
  }
}

TEST(TemplateEvaluate, Faults) {
  struct Case {
    const char *value, *sentence;
  };
  for (auto [value, sentence] : {
           Case{"!FindInMap [M, eu-west-1, None]", "Template error: Unable to get mapping for M::eu-west-1::None"},
           Case{"!FindInMap [M, !Ref P, Ami]", "Template error: Unable to get mapping for M::pv::Ami"},
           Case{"!FindInMap [!Ref P, a, b]",
                "Template error: Mapping named 'pv' is not present in the 'Mappings' section of template."},
           Case{"!Select [3, !Ref L]", "Template error: Fn::Select cannot select nonexistent value at index 3"},
           Case{"!Select [-1, !Ref L]", "Template error: Fn::Select cannot select nonexistent value at index -1"},
           Case{"!Select [x, !Ref L]",
                "Template error: Fn::Select requires a list argument with a valid index value as its first element"},
           Case{"!Select [0, !Ref P]",
                "Template error: Fn::Select requires a list argument with two elements: an integer index and a list"},
           Case{"!Sub '${L}'", "Template error: variable L in Fn::Sub expression does not resolve to a string"},
           Case{"!ImportValue none", "Differ export named none found."},
           Case{"!Base64 {a: b, c: d}", "Template error: every Fn::Base64 object must have a String-typed value."},
           Case{"!Cidr [10.0.0.0/24, 9, 5]", "Template error: 10.0.0.0/24 has no room for 9 blocks of 5 bits in Fn::Cidr"},
           Case{"!Cidr [10.0.0/24, 1, 5]", "Template error: 10.0.0/24 is not a valid CIDR block in Fn::Cidr"},
           Case{"!Cidr [10.0.0.0/8, 257, 8]", "Template error: the count of Fn::Cidr must be between 1 and 256"},
           Case{"!Cidr [10.0.0.0/8, 1, 33]", "Template error: the subnet bits of Fn::Cidr must be between 1 and 32"},
       })
    EXPECT_EQ(value_fault(value), sentence) << value;
  EXPECT_TRUE(value_fault("!Join [',', !Ref P]")
                  .starts_with("Template error: every Fn::Join object requires two parameters, (1) a string delimiter"));
  EXPECT_TRUE(value_fault("!Join [',', [[a]]]").starts_with("Template error: every Fn::Join object requires two parameters"));
  EXPECT_TRUE(value_fault("!Split [',', [a]]").starts_with("Template error: every Fn::Split object requires two parameters"));
}

TEST(TemplateEvaluate, Unknown) {
  const std::string later(kKnownAfterApply);
  EXPECT_EQ(value_of("[!Ref Q, !GetAtt Q.Arn, !Sub 'a-${Q}', !Join ['-', [a, !GetAtt Q.Arn]], !Select [0, !Split ['/', !Ref Q]], "
                     "!Base64 {Ref: Q}]"),
            "[\"" + later + "\",\"" + later + "\",\"a-" + later + "\",\"a-" + later + "\",\"" + later + "\",\"" + later + "\"]");
  Bench bench("!Sub '${R}-${R.Arn}'");
  bench.env.ref = nullptr;
  bench.env.attribute = nullptr;
  EXPECT_EQ(bench.json(), "\"" + later + "-" + later + "\"");
  EXPECT_FALSE(known(evaluate(bench.t.resource("X")->properties, bench.env)));
  EXPECT_EQ(fault_of([&] { try_out(bench.t, bench.env); }), "");
  Bench bad("!FindInMap [M, !Ref P, Ami]");
  EXPECT_EQ(fault_of([&] { try_out(bad.t, bad.env); }), "Template error: Unable to get mapping for M::pv::Ami");
}

TEST(TemplateEvaluate, DynamicReferences) {
  EXPECT_EQ(value_of("'x {{resolve:ssm:/a/b:3}} y {{resolve:secretsmanager:s:SecretString:k}}'"),
            R"("x <ssm /a/b:3> y <secretsmanager s:SecretString:k>")");
  EXPECT_EQ(value_of("!Sub '{{resolve:ssm-secure:${P}}}'"), R"("<ssm-secure pv>")");
  EXPECT_EQ(value_of("!Join [':', ['{{resolve', ssm, 'n}}']]"), R"("<ssm n>")");
  EXPECT_EQ(value_of("'{{resolve:ssm:later}}'"), "\"" + std::string(kKnownAfterApply) + "\"");
  EXPECT_EQ(value_of("['{{resolve:other:x}}', '{{resolve:ssm', '{{x}}']"), R"(["{{resolve:other:x}}","{{resolve:ssm","{{x}}"])");
  Bench bench("'{{resolve:ssm:a}}'");
  EXPECT_EQ(to_json(evaluate_plainly(bench.t.resource("X")->properties, bench.env)), R"({"V":"{{resolve:ssm:a}}"})");

  EXPECT_EQ(parameter_reference("ssm", "/a/b").version, std::nullopt);
  EXPECT_EQ(parameter_reference("ssm", "/a/b:12").version, 12);
  EXPECT_EQ(parameter_reference("ssm", "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b:2").name,
            "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b");
  for (auto bad : {"a:label", "a:0", "", "a b", "a:1:2", "arn:aws:ssm:eu-west-1"})
    EXPECT_EQ(fault_of([&] { parameter_reference("ssm", bad); }),
              std::string("Incorrect format is used in the following SSM reference: [{{resolve:ssm:") + bad + "}}]");
  const auto secret =
      secret_reference("arn:aws:secretsmanager:eu-west-1:111122223333:secret:n-AbCdEf:SecretString:user:AWSPREVIOUS:");
  EXPECT_EQ(secret.secret_id, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:n-AbCdEf");
  EXPECT_EQ(secret.json_key, "user");
  EXPECT_EQ(secret.version_stage, "AWSPREVIOUS");
  EXPECT_EQ(secret_reference("name").json_key, "");
  EXPECT_EQ(secret_reference("name:SecretString:::v1").version_id, "v1");
  for (auto bad : {"", ":SecretString", "n:SecretBinary", "n:SecretString:k:s:v", "n:SecretString:k:s:v:x"})
    EXPECT_NE(fault_of([&] { secret_reference(bad); }), "") << bad;
}

TEST(TemplateEvaluate, Conditions) {
  const Template t = parse(R"(
Parameters: {Env: {Type: String}, L: {Type: CommaDelimitedList, Default: 'a,b'}}
Mappings: {M: {prod: {Big: 'true'}, dev: {Big: 'false'}}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Big: !Equals [!FindInMap [M, !Ref Env, Big], true]
  Both: !And [!Condition Prod, !Condition Big]
  Either: !Or [!Condition Prod, !Equals [a, b]]
  Neither: !Not [!Condition Either]
  Joined: !Equals [!Join ['', !Ref L], ab]
  Chosen: !Equals [!If [Prod, x, y], x]
  Sub: !Equals [!Sub '${Env}-${AWS::Region}', prod-eu-west-1]
Resources: {R: {Type: T, Condition: Prod}, S: {Type: T}}
Outputs: {O: {Value: !Ref R, Condition: Prod}}
)");
  auto conditions = [&](const char* env) {
    return evaluate_conditions(t, environment_of(t, values_of(resolve(t, {{"Env", env}}, {})), pseudo_parameters()));
  };
  auto prod = conditions("prod"), dev = conditions("dev");
  for (auto name : {"Prod", "Big", "Both", "Either", "Joined", "Chosen", "Sub"}) EXPECT_TRUE(prod.at(name)) << name;
  EXPECT_FALSE(prod.at("Neither"));
  for (auto name : {"Prod", "Big", "Both", "Either", "Chosen", "Sub"}) EXPECT_FALSE(dev.at(name)) << name;
  EXPECT_TRUE(dev.at("Neither"));
  EXPECT_TRUE(enabled(*t.resource("R"), prod));
  EXPECT_FALSE(enabled(*t.resource("R"), dev));
  EXPECT_TRUE(enabled(*t.resource("S"), dev));
  EXPECT_FALSE(enabled(*t.output("O"), dev));
  EXPECT_EQ(order(t, prod), (std::vector<std::string>{"R", "S"}));
  EXPECT_EQ(order(t, dev), std::vector<std::string>{"S"});
  EXPECT_EQ(fault_of([&] { conditions("other"); }), "Template error: Unable to get mapping for M::other::Big");
}

TEST(TemplateEvaluate, Rules) {
  const Template t = parse(R"(
Parameters:
  Env: {Type: String}
  Size: {Type: String}
  Nets: {Type: CommaDelimitedList, Default: 'a,b'}
Rules:
  ProdIsBig:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions:
      - {Assert: !Contains [[big, huge], !Ref Size], AssertDescription: Production is big}
      - Assert: !Not [!Equals [!Ref Size, none]]
  Members:
    Assertions:
      - Assert: {'Fn::EachMemberIn': [!Ref Nets, [a, b, c]]}
      - Assert: {'Fn::Or': [{'Fn::EachMemberEquals': [!Ref Nets, a]}, {'Fn::Contains': [!Ref Nets, b]}]}
      - Assert: {'Fn::EachMemberIn': [{'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', Tags.Department]}, {'Fn::RefAll': 'AWS::EC2::VPC::Id'}]}
Resources: {R: {Type: T}}
)");
  auto check = [&](const std::map<std::string, std::string>& given) {
    return fault_of([&] {
      Environment env = environment_of(t, values_of(resolve(t, given, {})), pseudo_parameters());
      env.all_of_type = [](std::string_view) { return std::vector<std::string>{"v1", "IT"}; };
      env.value_of = [](std::string_view, std::string_view) { return std::string("IT"); };
      check_rules(t, env);
    });
  };
  EXPECT_EQ(check({{"Env", "dev"}, {"Size", "small"}}), "");
  EXPECT_EQ(check({{"Env", "prod"}, {"Size", "huge"}}), "");
  EXPECT_EQ(check({{"Env", "prod"}, {"Size", "small"}}), "Template error: validation failed for rule ProdIsBig: Production is big");
  EXPECT_EQ(check({{"Env", "dev"}, {"Size", "x"}, {"Nets", "a,d"}}), "Template error: validation failed for rule Members");
}

TEST(TemplateEvaluate, ListsCountTowardsTheBound) {
  std::string text = "Mappings: {M: {a: {b: [";
  for (int i = 0; i < 20000; ++i) text += "x,";
  text += "]}}}\nResources: {R: {Type: T, Properties: {V: [";
  for (int i = 0; i < 1000; ++i) text += "!FindInMap [M, a, b],";
  const Template t = parse(text + "]}}}");
  EXPECT_EQ(fault_of([&] { evaluate(t.resource("R")->properties, environment_of(t, {}, pseudo_parameters())); }),
            "Template error: the template is too large when it is evaluated");
  std::string chain = "Resources: {R: {Type: T}}\nConditions:\n  C0: !Equals [a, a]\n";
  for (int i = 1; i < 3000; ++i) chain += "  C" + std::to_string(i) + ": !Not [!Condition C" + std::to_string(i - 1) + "]\n";
  EXPECT_EQ(parse_fault(chain), "");
  std::string reversed = "Resources: {R: {Type: T}}\nConditions:\n";
  for (int i = 0; i < 3000; ++i) reversed += "  C" + std::to_string(i) + ": !Not [!Condition C" + std::to_string(i + 1) + "]\n";
  EXPECT_EQ(parse_fault(reversed + "  C3000: !Equals [a, a]\n"), "Template error: conditions are nested too deep");
}

TEST(TemplateEvaluate, IsBounded) {
  std::string text = "Parameters: {P: {Type: String}}\nResources: {R: {Type: T, Properties: {V: [";
  for (int i = 0; i < 6000; ++i) text += "!Ref P,";
  const Template t = parse(text + "]}}}");
  Environment env = environment_of(t, {{"P", Value(std::string(4096, 'x'))}}, pseudo_parameters());
  EXPECT_EQ(fault_of([&] { evaluate(t.resource("R")->properties, env); }),
            "Template error: the template is too large when it is evaluated");
}

}  // namespace
}  // namespace cloudformation::language

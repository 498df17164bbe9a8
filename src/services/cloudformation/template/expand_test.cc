#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/parameters.h"
#include "services/cloudformation/template/summary.h"
#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

Template expanded(const std::string& text, const std::map<std::string, std::string>& given = {}) {
  const Template t = parse("Transform: AWS::LanguageExtensions\n" + text);
  return expand(t, environment_of(t, values_of(resolve(t, given, {})), pseudo_parameters()));
}
std::string expand_fault(const std::string& text) {
  return fault_of([&] { expanded(text); });
}
std::vector<std::string> ids(const Template& t) {
  std::vector<std::string> out;
  for (auto& [id, r] : t.resources) out.push_back(id);
  return out;
}

TEST(TemplateExpand, Loops) {
  const Template t = expanded(R"(
Parameters: {Names: {Type: CommaDelimitedList, Default: 'One,Two'}}
Mappings: {M: {One: {Size: 1}, Two: {Size: 2}}}
Conditions:
  'Fn::ForEach::C': [Name, !Ref Names, {'Is${Name}': !Equals [!Ref 'AWS::Region', !Sub '${Name}']}]
Resources:
  Plain: {Type: T}
  'Fn::ForEach::Topics':
    - Name
    - !Ref Names
    - 'Topic${Name}':
        Type: AWS::SNS::Topic
        DependsOn: Plain
        Properties:
          TopicName: !Ref Name
          Display: !Sub 'x-${Name}-${AWS::Region}-${!Name}'
          Size: !FindInMap [M, !Ref Name, Size]
          Text: 'stays ${Name}'
          'Fn::ForEach::Inner': [Key, [a, b], {'K${Key}${Name}': !Ref Key}]
      'Fn::ForEach::Subs':
        - Protocol
        - [http, https]
        - 'Sub${Name}${Protocol}':
            Type: AWS::SNS::Subscription
            Properties: {Topic: {Ref: {'Fn::Sub': 'Topic${Name}'}}, Arn: {'Fn::GetAtt': [!Sub 'Topic${Name}', Arn]}, Protocol: !Ref Protocol}
Outputs:
  'Fn::ForEach::O': [Name, [One], {'Arn${Name}': {Value: {'Fn::GetAtt': [!Sub 'Topic${Name}', !Ref 'AWS::Region']}}}]
)");
  EXPECT_TRUE(t.expanded);
  EXPECT_EQ(ids(t), (std::vector<std::string>{"Plain", "TopicOne", "SubOnehttp", "SubOnehttps", "TopicTwo", "SubTwohttp",
                                              "SubTwohttps"}));
  EXPECT_EQ(
      to_json(t.resource("TopicOne")->properties),
      R"({"TopicName":"One","Display":{"Fn::Sub":"x-One-${AWS::Region}-${!Name}"},"Size":{"Fn::FindInMap":["M","One","Size"]},"Text":"stays ${Name}","KaOne":"a","KbOne":"b"})");
  EXPECT_EQ(to_json(t.resource("SubTwohttps")->properties),
            R"({"Topic":{"Ref":"TopicTwo"},"Arn":{"Fn::GetAtt":["TopicTwo","Arn"]},"Protocol":"https"})");
  EXPECT_NE(t.condition("IsTwo"), nullptr);
  EXPECT_EQ(to_json(t.output("ArnOne")->value), R"({"Fn::GetAtt":["TopicOne","eu-west-1"]})");
  EXPECT_EQ(dependencies(t, *t.resource("SubOnehttp")), std::vector<std::string>{"TopicOne"});
  EXPECT_EQ(from_json(processed(t)).find("Transform"), nullptr);
}

TEST(TemplateExpand, AmpersandKeepsLettersAndDigitsInKeys) {
  const Template t = expanded(
      "Resources: {'Fn::ForEach::X': [Ip, ['10.0.0.1', '10.0.0.2'], {'R&{Ip}': {Type: T, Properties: {Ip: !Ref Ip, S: !Sub "
      "'&{Ip}'}}}]}");
  EXPECT_EQ(ids(t), (std::vector<std::string>{"R10001", "R10002"}));
  EXPECT_EQ(to_json(t.resource("R10002")->properties), R"({"Ip":"10.0.0.2","S":{"Fn::Sub":"&{Ip}"}})");
}

TEST(TemplateExpand, PlainNamesAreSettled) {
  const std::string text = R"(
Parameters: {Keep: {Type: String, Default: 'true'}}
Conditions: {Kept: !Equals [!Ref Keep, 'true']}
Resources:
  A: {Type: T, DeletionPolicy: !If [Kept, Retain, Delete], UpdateReplacePolicy: !Ref Policy}
  B: {Type: T, Condition: !Sub 'Kept', DependsOn: [!Sub 'A']}
)";
  const std::string whole = text.substr(0, text.find("Conditions")) + text.substr(text.find("Conditions"));
  auto with_policy = [&](const std::string& keep) {
    std::string t = whole;
    t.replace(t.find("Default: 'true'}}"), 17, "Default: 'true'}, Policy: {Type: String, Default: Retain}}");
    return expanded(t, {{"Keep", keep}});
  };
  EXPECT_EQ(with_policy("true").resource("A")->deletion_policy, "Retain");
  const Template t = with_policy("false");
  EXPECT_EQ(t.resource("A")->deletion_policy, "Delete");
  EXPECT_EQ(t.resource("A")->update_replace_policy, "Retain");
  EXPECT_EQ(t.resource("B")->condition, "Kept");
  EXPECT_EQ(t.resource("B")->depends_on, std::vector<std::string>{"A"});
}

TEST(TemplateExpand, MoreFunctions) {
  const Template t = expanded(R"(
Parameters: {L: {Type: CommaDelimitedList, Default: 'a,b,c'}}
Mappings: {M: {x: {y: z}}}
Resources:
  A: {Type: T, Properties: {N: !Length {Ref: L}, J: !ToJsonString {a: !Ref L, b: [1, true, !Ref 'AWS::NoValue'], c: !Ref 'AWS::Region'},
      F: !FindInMap [M, !Ref 'AWS::Region', y, {DefaultValue: !Ref 'AWS::Region'}], G: !FindInMap [None, a, b, {DefaultValue: d}], H: !FindInMap [!Sub 'M', x, !Select [0, [y]]]}}
)");
  const Environment env = environment_of(t, {{"L", Value::list({"a", "b", "c"})}}, pseudo_parameters());
  EXPECT_EQ(to_json(evaluate(t.resource("A")->properties, env)),
            R"({"N":3,"J":"{\"a\":[\"a\",\"b\",\"c\"],\"b\":[1,true],\"c\":\"eu-west-1\"}","F":"eu-west-1","G":"d","H":"z"})");
}

TEST(TemplateExpand, LengthsAndConditionsAreKnownToLoops) {
  const Template t = expanded(R"(
Conditions: {Few: !Equals [!Ref 'AWS::Region', eu-west-1]}
Resources:
  'Fn::ForEach::X': [I, !If [Few, [a], [b, c]], {'R${I}': {Type: T, Properties: {N: !Length [!Ref S, x], M: !Length {'Fn::Split': ['.', 'a.b.c']}}}}]
  S: {Type: T}
)");
  EXPECT_EQ(ids(t), (std::vector<std::string>{"Ra", "S"}));
  EXPECT_EQ(to_json(t.resource("Ra")->properties), R"({"N":2,"M":3})");
}

TEST(TemplateExpand, Refused) {
  const std::string failed = "Transform AWS::LanguageExtensions failed with: ";
  struct Case {
    std::string text, sentence;
  };
  for (auto& [text, sentence] : {
           Case{"Resources: {'Fn::ForEach::X': [I, [a]]}", failed + "Fn::ForEach layout is incorrect"},
           Case{"Resources: {'Fn::ForEach::X': [I, [a], {}]}", failed + "Fn::ForEach layout is incorrect"},
           Case{"Resources: {'Fn::ForEach::X': [I, [[a]], {'R${I}': {Type: T}}]}", failed + "Fn::ForEach layout is incorrect"},
           Case{"Resources: {'Fn::ForEach::X': [I, !GetAtt R.List, {'R${I}': {Type: T}}], R: {Type: T}}",
                failed + "Could not find a collection or could not be resolved for Fn::ForEach"},
           Case{"Resources: {A: {Type: T, Properties: {N: !Length {'Fn::GetAtt': [R, List]}}}, R: {Type: T}}",
                failed + "The Fn::Length value could not be resolved for properties"},
           Case{"Resources: {'Fn::ForEach::X': [I, [a, b], {R: {Type: T}}]}",
                failed + "Duplicate key 'R' when merging keys to parent object in Fn::ForEach"},
           Case{"Resources: {'Fn::ForEach::X': [I, [a], {'R${I}': {Type: T, Condition: 'Is${I}'}}]}",
                failed + "Key Is${I} is missing in the map."},
           Case{"Resources: {'Fn::ForEach::X': [I, [], {'R${I}': {Type: T}}]}",
                "Template format error: At least one Resources member must be defined."},
           Case{"Resources: {'Fn::ForEach::X': [I, [a-b], {'R${I}': {Type: T}}]}",
                "Template format error: Resource name Ra-b is non alphanumeric."},
           Case{"Resources: {'Fn::ForEach::X': [I, [a], {'R${I}': {Type: T, Properties: {V: !Ref None}}}]}",
                "Template format error: Unresolved resource dependencies [None] in the Resources block of the template"},
       })
    EXPECT_EQ(expand_fault(text), sentence) << text;
  auto other = [](const std::string& text) {
    return fault_of([&] {
      const Template t = parse(text);
      expand(t, environment_of(t, {}, pseudo_parameters()));
    });
  };
  EXPECT_EQ(other("Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: T}}"),
            "No transform named AWS::Serverless-2016-10-31 found.");
  EXPECT_EQ(other("Transform: [AWS::LanguageExtensions, Mine]\nResources: {A: {Type: T}}"), "No transform named Mine found.");
  EXPECT_EQ(other("Resources: {A: {Type: T, Properties: {'Fn::Transform': {Name: 'AWS::Include'}, Other: x}}}"),
            "No transform named AWS::Include found.");
}

TEST(TemplateExpand, IsBounded) {
  std::string items;
  for (int i = 0; i < 300; ++i) items += "i" + std::to_string(i) + ",";
  EXPECT_EQ(expand_fault("Resources: {'Fn::ForEach::A': [I, [" + items + "], {'Fn::ForEach::B': [J, [" + items +
                         "], {'Fn::ForEach::C': [K, [" + items + "], {'R${I}${J}${K}': {Type: T}}]}]}]}"),
            "Transform AWS::LanguageExtensions failed with: the template grows too large");
  EXPECT_EQ(expand_fault("Resources: {'Fn::ForEach::A': [I, [" + items + "], {'R${I}': {Type: T}, 'S${I}': {Type: T}}]}"),
            "Template format error: Number of resources, 600, is greater than maximum allowed, 500");
}

}  // namespace
}  // namespace cloudformation::language

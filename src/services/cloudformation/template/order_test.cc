#include "services/cloudformation/template/changes.h"
#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

std::vector<std::string> order_of(const std::string& resources) { return order(parse("Resources:\n" + resources), {}); }
using Names = std::vector<std::string>;

TEST(TemplateOrder, DependenciesFirst) {
  EXPECT_EQ(
      order_of(
          "  A: {Type: T, DependsOn: C}\n  B: {Type: T}\n  C: {Type: T, Properties: {V: !Sub '${D.Arn}'}}\n  D: {Type: T}\n"),
      (Names{"D", "C", "A", "B"}));
  EXPECT_EQ(order_of("  A: {Type: T, Metadata: {V: !Ref B}}\n  B: {Type: T, UpdatePolicy: {V: !GetAtt C.Arn}}\n  C: {Type: T}\n"),
            (Names{"C", "B", "A"}));
  const Template t = parse(
      "Parameters: {P: {Type: String}}\nResources:\n  A: {Type: T, DependsOn: B, Properties: {V: [!Ref P, !Ref 'AWS::Region', "
      "!Join ['', [!GetAtt C.Arn]], !Sub ['${x}', {x: !Ref D}]]}}\n"
      "  B: {Type: T}\n  C: {Type: T}\n  D: {Type: T}\n");
  EXPECT_EQ(dependencies(t, *t.resource("A")), (Names{"B", "C", "D"}));
}

TEST(TemplateOrder, Circles) {
  auto circle = [](const std::string& resources) { return fault_of([&] { order_of(resources); }); };
  EXPECT_EQ(circle("  A: {Type: T, Properties: {V: !Ref B}}\n  B: {Type: T, DependsOn: A}\n"),
            "Circular dependency between resources: [A, B]");
  EXPECT_EQ(circle("  A: {Type: T, DependsOn: A}\n"), "Circular dependency between resources: [A]");
  EXPECT_EQ(circle("  X: {Type: T, DependsOn: C}\n  C: {Type: T, DependsOn: B}\n  B: {Type: T, Properties: {V: !GetAtt A.Arn}}\n "
                   " A: {Type: T, Properties: {V: !Sub '${C}'}}\n"),
            "Circular dependency between resources: [A, B, C]");
}

TEST(TemplateOrder, Conditions) {
  const Template t = parse(R"(
Conditions: {Lit: !Equals [a, a], Dark: !Equals [a, b]}
Resources:
  A: {Type: T, Condition: Dark}
  B: {Type: T, Properties: {V: !If [Dark, !Ref A, x]}, DependsOn: A}
  C: {Type: T, Properties: {V: !If [Lit, x, !GetAtt D.Arn]}}
  D: {Type: T, Properties: {V: !GetAtt C.Arn}}
Outputs: {O: {Value: !If [Dark, !Ref A, y]}}
)");
  const std::map<std::string, bool> conditions{{"Lit", true}, {"Dark", false}};
  EXPECT_EQ(order(t, conditions), (Names{"B", "C", "D"}));
  EXPECT_EQ(dependencies(t, *t.resource("B"), &conditions), Names{});
  EXPECT_EQ(dependencies(t, *t.resource("B")), Names{"A"});
  EXPECT_EQ(fault_of([&] { order(t, {{"Lit", false}, {"Dark", false}}); }), "Circular dependency between resources: [C, D]");
  EXPECT_EQ(fault_of([&] { order(t, {{"Lit", true}, {"Dark", true}}); }), "");
  auto disabled = [](const std::string& rest) {
    return fault_of([&] {
      order(parse("Conditions: {Dark: !Equals [a, b]}\nResources:\n  A: {Type: T, Condition: Dark}\n  B: {Type: T}\n" + rest),
            {{"Dark", false}});
    });
  };
  EXPECT_EQ(disabled("  C: {Type: T, Properties: {V: !Ref A}}\n"),
            "Template format error: Unresolved resource dependencies [A] in the Resources block of the template");
  EXPECT_EQ(disabled("Outputs: {O: {Value: !GetAtt A.Arn}}\n"),
            "Unresolved resource dependencies [A] in the Outputs block of the template");
}

TEST(TemplateOrder, References) {
  const auto found = references(
      from_json(R"({"a":{"Ref":"P"},"b":{"Fn::Sub":"${R.Arn}-${AWS::Region}"},"c":{"Fn::If":["C",{"Ref":"X"},{"Ref":"Y"}]},
    "d":{"Fn::ImportValue":"e"},"f":"{{resolve:ssm:n}}"})"));
  using K = Reference::Kind;
  EXPECT_EQ(found, (std::vector<Reference>{{K::ref, "AWS::Region", ""},
                                           {K::ref, "P", ""},
                                           {K::ref, "X", ""},
                                           {K::ref, "Y", ""},
                                           {K::attribute, "R", "Arn"},
                                           {K::import, "e", ""},
                                           {K::condition, "C", ""},
                                           {K::dynamic, "{{resolve:ssm:n}}", ""}}));
}

std::string told(const std::string& before, const std::string& after, std::string_view scope = "Properties") {
  std::string out;
  for (auto& d : differences(from_json(before), from_json(after), scope))
    out += d.change + " " + d.scope + "." + d.property + " " + d.path + " " + (d.before ? to_json(*d.before) : "-") + ">" +
           (d.after ? to_json(*d.after) : "-") + ";";
  return out;
}

TEST(TemplateChanges, Paths) {
  EXPECT_EQ(told(R"({"A":1,"B":{"c":[1,2]},"D":"x"})", R"({"B":{"c":[1,3,4]},"A":"1","E":true})"),
            "Modify Properties.B /Properties/B/c/1 2>3;Add Properties.B /Properties/B/c/2 ->4;Remove Properties.D /Properties/D "
            "\"x\">-;Add Properties.E /Properties/E ->true;");
  EXPECT_EQ(told(R"({"Tags":[{"Key":"a","Value":"1"}]})", R"({"Tags":[{"Key":"a","Value":"2"}]})"),
            "Modify Tags. /Properties/Tags/0/Value \"1\">\"2\";");
  EXPECT_EQ(told(R"({"P":{"a/b":1}})", R"({"P":["a"]})"), "Modify Properties.P /Properties/P {\"a/b\":1}>[\"a\"];");
  EXPECT_EQ(told(R"({"P":{"a/b~":1}})", R"({"P":{"a/b~":2}})"), "Modify Properties.P /Properties/P/a~1b~0 1>2;");
  EXPECT_EQ(told(R"({"a":1})", R"({"a":1})"), "");
  EXPECT_EQ(told("null", R"({"a":1})", "Metadata"), "Add Metadata. /Metadata ->{\"a\":1};");
  EXPECT_EQ(told("\"Delete\"", "\"Retain\"", "DeletionPolicy"), "Modify DeletionPolicy. /DeletionPolicy \"Delete\">\"Retain\";");
  Value before = Value::map(), after = Value::map();
  for (int i = 0; i < 5000; ++i)
    before.members.emplace_back(std::to_string(i), "a"), after.members.emplace_back(std::to_string(i), "b");
  EXPECT_EQ(differences(before, after).size(), 1u);
}

}  // namespace
}  // namespace cloudformation::language

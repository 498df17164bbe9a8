#include "services/cloudformation/template/value.h"

#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

std::string json_of(std::string_view yaml) { return to_json(from_yaml(yaml)); }
std::string json_fault(const std::string& text) {
  return fault_of([&] { from_json(text); });
}
std::string yaml_fault(const std::string& text) {
  return fault_of([&] { from_yaml(text); });
}

TEST(TemplateValue, MembersAndEquality) {
  Value v = from_json(R"({"a":1,"b":["x",true],"c":{"d":"1"}})");
  EXPECT_EQ(v.text_of("a"), "1");
  EXPECT_EQ(v.text_of("b", "none"), "none");
  EXPECT_EQ(v.find("b")->items[1].kind, Value::Kind::boolean);
  EXPECT_FALSE(v.has("x"));
  EXPECT_TRUE(v == from_json(R"({"c":{"d":"1"},"b":["x",true],"a":1})"));
  EXPECT_FALSE(v == from_json(R"({"a":"1","b":["x",true],"c":{"d":"1"}})"));
  EXPECT_TRUE(same(v, from_json(R"({"a":"1","b":["x","true"],"c":{"d":1}})")));
  EXPECT_FALSE(same(v, from_json(R"({"a":"1","b":["x","true"],"c":{"e":1}})")));
  v.set("a", "2");
  v.set("n", Value::number(7));
  EXPECT_TRUE(v.erase("b"));
  EXPECT_FALSE(v.erase("b"));
  EXPECT_EQ(to_json(v), R"({"a":"2","c":{"d":"1"},"n":7})");
  EXPECT_EQ(to_json(stringified(v)), R"({"a":"2","c":{"d":"1"},"n":"7"})");
  EXPECT_EQ(to_pretty_json(from_json(R"({"a":[1,{}],"b":{}})")), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {}\n}");
  EXPECT_TRUE(known(v));
  v.set("z", Value::list({Value("arn:" + std::string(kKnownAfterApply))}));
  EXPECT_FALSE(known(v));
}

TEST(TemplateValue, Json) {
  EXPECT_EQ(to_json(from_json(" [1.50, -2e3, \"\\u00e9\\ud83d\\ude00\\n\", null, false] ")), "[1.50,-2e3,\"é😀\\n\",null,false]");
  struct Case {
    const char *text, *place;
  };
  for (auto [text, place] : {Case{"{\"a\": 1,\n  \"a\": 2}", "(line 2, column 3)"}, Case{"{\"a\": }", "(line 1, column 7)"},
                             Case{"{\"a\": 01}", "(line 1, column 9)"}, Case{"{\"a\": 1", "(line 1, column 8)"},
                             Case{"{\"a\": \"\t\"}", "(line 1, column 8)"}, Case{"{} x", "(line 1, column 4)"},
                             Case{"{\"a\": \"\\ud83d\"}", "(line 1, column 14)"}, Case{"{\"a\" 1}", "(line 1, column 6)"},
                             Case{"{\"a\": tru}", "(line 1, column 7)"}})
    EXPECT_EQ(json_fault(text), std::string("Template format error: JSON not well-formed. ") + place) << text;
  EXPECT_NE(fault_of([&] { from_json(std::string(5000, '[')); }), "");
  EXPECT_EQ(fault_of([&] { from_json("{\"\xff\": 1}"); }), "Template format error: unsupported structure.");
}

TEST(TemplateValue, YamlScalars) {
  EXPECT_EQ(json_of("a: [yes, No, on, OFF, true, y]"), R"({"a":[true,false,true,false,true,"y"]})");
  EXPECT_EQ(json_of("a: [1, -7, +3, 017, 0x1F, 0b11, 1_000, 1:30, 089, 111122223333, 012345670123]"),
            R"({"a":[1,-7,3,15,31,3,1000,90,"089",111122223333,1402433619]})");
  EXPECT_EQ(json_of("a: [1.10, 1., .5, 1.0e3, 1.2.3, .inf]"), R"({"a":[1.10,1,0.5,1.0e3,"1.2.3",".inf"]})");
  EXPECT_EQ(json_of("a: [2010-09-09, 2012-10-17T10:00:00Z, 'yes', \"1\", !!str 1, ~, null, ]"),
            R"({"a":["2010-09-09","2012-10-17T10:00:00Z","yes","1","1",null,null]})");
  EXPECT_EQ(json_of("a: '012345678901'\nb: it's # comment\nc: 'it''s'\nd: \"a\\tb\\x41\\u00e9\\\n   c\"\ne: a#b"),
            R"({"a":"012345678901","b":"it's","c":"it's","d":"a\tbAéc","e":"a#b"})");
  EXPECT_EQ(json_of("a: one\n  two\n\n  three\nb: \"x\n\n  y  \n z\""), R"({"a":"one two\nthree","b":"x\ny z"})");
  EXPECT_EQ(json_of("a: arn:aws:s3:::x/*\nb: http://x/?y#z"), R"({"a":"arn:aws:s3:::x/*","b":"http://x/?y#z"})");
}

TEST(TemplateValue, YamlBlockScalars) {
  EXPECT_EQ(
      json_of(
          "a: |\n  x\n   y\n\n  z\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n  one\n  two\n\n  three\n    four\n  five\ne: >-\n  a\n  b"),
      R"({"a":"x\n y\n\nz\n","b":"x","c":"x\n\n","d":"one two\nthree\n  four\nfive\n","e":"a b"})");
  EXPECT_EQ(json_of("a: |2\n    x\nb: |\nc: 1"), R"({"a":"  x\n","b":"","c":1})");
  EXPECT_EQ(json_of("- |\n  #!/bin/sh\n  echo \"${x}\" # no comment\n- !Sub |\n  a: ${b}\n"),
            R"(["#!/bin/sh\necho \"${x}\" # no comment\n",{"Fn::Sub":"a: ${b}\n"}])");
}

TEST(TemplateValue, YamlCollections) {
  EXPECT_EQ(json_of("a:\n- 1\n- - 2\n  - 3\n- b: 1\n  c:\n  - 4\n-\n  d: 5\ne: {f: [1, g: 2], 'h': i, \"j\":k, l}\n"),
            R"({"a":[1,[2,3],{"b":1,"c":[4]},{"d":5}],"e":{"f":[1,{"g":2}],"h":"i","j":"k","l":null}})");
  EXPECT_EQ(json_of("%YAML 1.1\n---\n# c\na:   # c\n\n  # c\n  b: 1\n\n...\n"), R"({"a":{"b":1}})");
  EXPECT_EQ(json_of("a: [1, # one\n  2,\n\n 3\n]\r\nb:\r\n  - x\r\n"), R"({"a":[1,2,3],"b":["x"]})");
  EXPECT_EQ(json_of("\xEF\xBB\xBFkey with space: 1\n123: 2\ntrue: 3\n\"q: r\": 4"),
            R"({"key with space":1,"123":2,"true":3,"q: r":4})");
}

TEST(TemplateValue, YamlShortForms) {
  EXPECT_EQ(
      json_of("a: !Ref X\nb: !GetAtt R.A.B\nc: !GetAtt [R, A]\nd: !Sub '${x}'\ne: !If [C, !Ref X, !Ref 'AWS::NoValue']"),
      R"({"a":{"Ref":"X"},"b":{"Fn::GetAtt":["R","A.B"]},"c":{"Fn::GetAtt":["R","A"]},"d":{"Fn::Sub":"${x}"},"e":{"Fn::If":["C",{"Ref":"X"},{"Ref":"AWS::NoValue"}]}})");
  EXPECT_EQ(
      json_of("a: !Join\n  - ','\n  - - x\n    - !Select [0, !GetAZs '']\nb: !Base64\n  Fn::Sub: y\nc: !Equals [!Ref P, 1]\nd: "
              "!Not [!Condition X]"),
      R"({"a":{"Fn::Join":[",",["x",{"Fn::Select":[0,{"Fn::GetAZs":""}]}]]},"b":{"Fn::Base64":{"Fn::Sub":"y"}},"c":{"Fn::Equals":[{"Ref":"P"},1]},"d":{"Fn::Not":[{"Condition":"X"}]}})");
  EXPECT_EQ(json_of("- !Sub ${a} - b -\n  'c' d\n- !Ref\n  X\n"), R"([{"Fn::Sub":"${a} - b - 'c' d"},{"Ref":"X"}])");
  EXPECT_EQ(json_of("a: !Sub\n  - '${x}'\n  - x: !Ref Y"), R"({"a":{"Fn::Sub":["${x}",{"x":{"Ref":"Y"}}]}})");
}

TEST(TemplateValue, YamlAliasesAndMergeKeys) {
  EXPECT_EQ(json_of("a: &x\n  k: 1\n  l: 2\nb: *x\nc:\n  <<: *x\n  l: 3\n  m: 4\nd: [&s one, *s]"),
            R"({"a":{"k":1,"l":2},"b":{"k":1,"l":2},"c":{"l":3,"m":4,"k":1},"d":["one","one"]})");
  EXPECT_EQ(json_of("a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc: {<<: [*x, *y], m: 4}\nd: &z !Ref A\ne: *z"),
            R"({"a":{"k":1},"b":{"k":2,"l":3},"c":{"m":4,"k":1,"l":3},"d":{"Ref":"A"},"e":{"Ref":"A"}})");
  for (auto bad : {"a: *x", "a: &x [*x]", "a: {<<: 1}", "a: &", "a: & b"}) EXPECT_NE(yaml_fault(bad), "") << bad;
}

TEST(TemplateValue, YamlRefused) {
  struct Case {
    const char *text, *place;
  };
  for (auto [text, place] :
       {Case{"a: 1\na: 2", "(line 2, column 2)"}, Case{"a:\n  b: 1\n c: 2", "(line 3, column 2)"},
        Case{"a: b: c", "(line 1, column 4)"}, Case{"a: [1, 2", "(line 1, column 9)"}, Case{"a: 'x", "(line 1, column 4)"},
        Case{"a: !Nonsense x", "(line 1, column 15)"}, Case{"a:\n\tb: 1", "(line 2, column 1)"},
        Case{"a: 1\n---\nb: 2", "(line 2, column 1)"}, Case{"? a\n: b", "(line 1, column 1)"},
        Case{"a: @x", "(line 1, column 4)"}, Case{"- a\nb: 1", "(line 2, column 1)"}, Case{"a: - b", "(line 1, column 4)"},
        Case{"a: {b: 1, b: 2}", "(line 1, column 11)"}, Case{"a: \"\\q\"", "(line 1, column 7)"},
        Case{"a: [x]y", "(line 1, column 7)"}})
    EXPECT_EQ(yaml_fault(text), std::string("Template format error: YAML not well-formed. ") + place) << text;
}

TEST(TemplateValue, YamlIsBounded) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string("*") + char(c - 1) + ",";
    bomb += "]\n";
  }
  EXPECT_NE(yaml_fault(bomb), "");
  std::string deep = "a0: &a0 {x: 1}\n";
  for (int i = 1; i < 300; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [[*a" + std::to_string(i - 1) + "]]\n";
  EXPECT_NE(yaml_fault(deep), "");
  for (const std::string opening : {"[", "{a: ", "- ", "!Ref [", "&a ["}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += opening;
    EXPECT_NE(yaml_fault(text), "") << opening;
  }
  std::string nested;
  for (int i = 0; i < 2000; ++i) nested += std::string(std::size_t(i), ' ') + "a:\n";
  EXPECT_NE(yaml_fault(nested), "");
}

}  // namespace
}  // namespace cloudformation::language

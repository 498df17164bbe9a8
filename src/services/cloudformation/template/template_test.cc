#include "services/cloudformation/template/template.h"

#include "services/cloudformation/template/summary.h"
#include "services/cloudformation/template/testing.h"

namespace cloudformation::language {
namespace {

const std::string kBucket = "Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n";

TEST(Template, Sections) {
  const Template t = parse(R"(
AWSTemplateFormatVersion: 2010-09-09
Description: A demo
Metadata: {Owner: me}
Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod], Description: d, NoEcho: true, MinLength: 1, MaxLength: '9'}
  Count: {Type: Number, Default: 2, MinValue: 1, MaxValue: 3}
  Names: {Type: CommaDelimitedList, Default: 'a,b', AllowedPattern: '[a-z]', ConstraintDescription: letters}
  Ami: {Type: 'AWS::SSM::Parameter::Value<List<AWS::EC2::Image::Id>>', Default: /ami}
Mappings: {M: {us-east-1: {Ami: ami-1, List: [a, b]}}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: Prod
    DependsOn: [Topic, Topic]
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Metadata: {a: b}
    UpdatePolicy: {AutoScalingRollingUpdate: {}}
    CreationPolicy: {ResourceSignal: {Count: 1}}
    Properties: {BucketName: !Sub '${Env}-x'}
  Topic: {Type: 'AWS::SNS::Topic', DependsOn: Custom}
  Custom: {Type: 'Custom::Thing', Version: '1.0', Properties: {ServiceToken: x}}
Outputs:
  Name: {Value: !Ref Topic, Description: name, Export: {Name: !Sub '${AWS::StackName}-n'}, Condition: Prod}
)");
  EXPECT_EQ(t.description, "A demo");
  EXPECT_EQ(t.metadata.text_of("Owner"), "me");
  ASSERT_EQ(t.parameters.size(), 4u);
  EXPECT_EQ(t.parameter("Env")->default_value, "dev");
  EXPECT_TRUE(t.parameter("Env")->no_echo);
  EXPECT_EQ(t.parameter("Count")->max_value, "3");
  EXPECT_EQ(t.parameter("Names")->allowed_pattern, "[a-z]");
  ASSERT_EQ(t.resources.size(), 3u);
  const ResourceDeclaration& bucket = *t.resource("Bucket");
  EXPECT_EQ(bucket.type, "AWS::S3::Bucket");
  EXPECT_EQ(bucket.condition, "Prod");
  EXPECT_EQ(bucket.depends_on, std::vector<std::string>{"Topic"});
  EXPECT_EQ(bucket.deletion_policy, "RetainExceptOnCreate");
  EXPECT_EQ(bucket.update_replace_policy, "Retain");
  EXPECT_TRUE(bucket.creation_policy.has("ResourceSignal"));
  EXPECT_TRUE(t.resource("Topic")->properties.is_map());
  EXPECT_TRUE(t.resource("Topic")->creation_policy.is_null());
  EXPECT_EQ(t.resource("Topic")->depends_on, std::vector<std::string>{"Custom"});
  EXPECT_EQ(t.output("Name")->condition, "Prod");
  EXPECT_TRUE(t.output("Name")->export_name->has("Fn::Sub"));
  EXPECT_EQ(resource_types(t), (std::vector<std::string>{"AWS::S3::Bucket", "AWS::SNS::Topic", "Custom::Thing"}));
  EXPECT_EQ(t.resource("None"), nullptr);
}

TEST(Template, FormatErrors) {
  struct Case {
    std::string text, sentence;
  };
  const std::string format = "Template format error: ";
  for (auto& [text, sentence] : {
           Case{"Parameters: {}", format + "At least one Resources member must be defined."},
           Case{"just text", format + "unsupported structure."},
           Case{"[]", format + "unsupported structure."},
           Case{kBucket + "Resource: 1\nfoo: 2", "Invalid template property or properties [Resource, foo]"},
           Case{kBucket + "AWSTemplateFormatVersion: 2011-01-01", format + "unsupported value for AWSTemplateFormatVersion."},
           Case{kBucket + "Description: " + std::string(1025, 'x'), format + "'Description' length is greater than 1024."},
           Case{kBucket + "Description: [a]", format + "Every Description member must be a string."},
           Case{kBucket + "Outputs:", "[/Outputs] 'null' values are not allowed in templates"},
           Case{kBucket + "Outputs: {O: {Value: null}}", "[/Outputs/O/Value] 'null' values are not allowed in templates"},
           Case{"Resources: {A: {Type: T, Properties: {L: [1, ~]}}}",
                "[/Resources/A/Properties/L/1] 'null' values are not allowed in templates"},
           Case{"Resources: {A: 1}", format + "Any Resources member must be an object."},
           Case{"Resources: {A: {Properties: {}}}", format + "[/Resources/A] Every Resources object must contain a Type member."},
           Case{"Resources: {my-a: {Type: T}}", format + "Resource name my-a is non alphanumeric."},
           Case{"Resources: {A: {Type: T, Propertys: {}}}", "Invalid template resource property 'Propertys'"},
           Case{"Resources: {A: {Type: T, DeletionPolicy: Keep}}", format + "Unrecognized DeletionPolicy Keep for resource A"},
           Case{"Resources: {A: {Type: T, DeletionPolicy: !Ref P}}", format + "Every DeletionPolicy member must be a string."},
           Case{"Resources: {A: {Type: T, UpdateReplacePolicy: RetainExceptOnCreate}}",
                format + "Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A"},
           Case{"Resources: {A: {Type: T, Condition: [x]}}", format + "Every Condition member must be a string."},
           Case{"Resources: {A: {Type: T, DependsOn: [[x]]}}", format + "Every DependsOn value must be a string."},
           Case{"Resources: {'Fn::ForEach::X': []}", format + "[/Resources/Fn::ForEach::X] resource definition is malformed"},
           Case{kBucket + "Parameters: {P: {Default: x}}", format + "Every Parameters object must contain a Type member."},
           Case{kBucket + "Parameters: {P: {Type: Strin}}", format + "Unrecognized parameter type: Strin"},
           Case{kBucket + "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<SecureString>'}}",
                format + "Unrecognized parameter type: AWS::SSM::Parameter::Value<SecureString>"},
           Case{kBucket + "Parameters: {P: {Type: String, Defalt: x}}", "Invalid template parameter property 'Defalt'"},
           Case{kBucket + "Parameters: {P: {Type: String, Default: [x]}}", format + "Every Default member must be a string."},
           Case{kBucket + "Parameters: {'a-b': {Type: String}}", format + "Parameter name a-b is non alphanumeric."},
           Case{kBucket + "Parameters: {P: {Type: String, MinValue: 1}}",
                "Template error: Parameter 'P' MinValue must be on a parameter of type Number"},
           Case{kBucket + "Parameters: {P: {Type: String, MinLength: x}}", format + "Every MinLength member must be a number."},
           Case{kBucket + "Parameters: {P: {Type: String, AllowedPattern: '('}}",
                "Template error: Parameter 'P' AllowedPattern must be a valid regular expression."},
           Case{kBucket + "Parameters: {B: {Type: String}}",
                "Template error: all resources and parameters must have unique names. Common name(s):[B]"},
           Case{kBucket + "Mappings: {A: b}", format + "Every Mappings member A must be a map"},
           Case{kBucket + "Mappings: {A: {b: c}}", format + "Every Mappings member b must be a map"},
           Case{kBucket + "Mappings: {A: {b: {c: {d: e}}}}", format + "Every Mappings attribute must be a String or a List."},
           Case{kBucket + "Conditions: {C: yes}",
                format + "Conditions can only be boolean operations on parameters and other conditions"},
           Case{kBucket + "Conditions: {C: !Ref 'AWS::Region'}",
                format + "Conditions can only be boolean operations on parameters and other conditions"},
           Case{kBucket + "Outputs: {O: {Description: x}}", format + "Every Outputs member must contain a Value object"},
           Case{kBucket + "Outputs: {O: {Value: x, Exports: {}}}", format + "Invalid outputs property : [Exports]"},
           Case{kBucket + "Outputs: {O: {Value: x, Export: {}}}",
                format + "Output O is malformed. The Name field of every Export member must be specified and consist only of "
                         "alphanumeric characters, "
                         "colons, or hyphens."},
           Case{kBucket + "Outputs: {o-o: {Value: x}}", format + "Output name o-o is non alphanumeric."},
           Case{kBucket + "Transform: {Nme: x}", "Key Name of transform definition must be a string."},
       })
    EXPECT_EQ(parse_fault(text), sentence) << text;
}

TEST(Template, References) {
  struct Case {
    std::string text, sentence;
  };
  const std::string head =
      "Parameters: {P: {Type: String, Default: x}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  A:\n    Type: T\n    "
      "Properties:\n      V: ";
  for (auto& [text, sentence] : {
           Case{head + "!Ref X",
                "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
           Case{head + "!Sub '${X}-${P}'",
                "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
           Case{head + "[!Ref Y, !Ref X]",
                "Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the template"},
           Case{head + "!Sub ['${X}-${P}', {X: y}]", ""},
           Case{head + "!Sub '${!X} ${AWS::Region}'", ""},
           Case{head + "!GetAtt X.Arn", "Template error: instance of Fn::GetAtt references undefined resource X"},
           Case{head + "!Sub '${X.Arn}'", "Template error: instance of Fn::Sub references invalid resource attribute X.Arn"},
           Case{head + "!GetAtt A",
                "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource "
                "attribute"},
           Case{head + "!If [X, a, b]", "Template error: unresolved condition dependency X in Fn::If"},
           Case{head + "!If [C, a]", "Template error: Fn::If requires a list argument with three elements"},
           Case{head + "!Equals [a, b]", "Template error: Fn::Equals cannot be partially collapsed"},
           Case{head + "!FindInMap [M, a, b]",
                "Template error: Mapping named 'M' is not present in the 'Mappings' section of template."},
           Case{head + "!FindInMap [M, a]",
                "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute "
                "for return value"},
           Case{head + "!Ref [a]", "Template error: every Ref object must have a single String value."},
           Case{head + "!Select [0]",
                "Template error: Fn::Select requires a list argument with two elements: an integer index and a list"},
           Case{head + "!Sub [a]",
                "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as "
                "first argument, and an "
                "optional second argument to specify a mapping of values to replace in the string"},
           Case{head + "!Sub '${a b}'",
                "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, "
                "periods, and colons"},
           Case{head + "{'Fn::If': [C, a, b], Other: c}", "Template format error: Fn::If must not stand beside other members."},
           Case{head + "x\n    DependsOn: Y",
                "Template format error: Unresolved resource dependencies [Y] in the Resources block of the template"},
           Case{head + "x\n    Condition: D",
                "Template format error: Unresolved condition dependencies [D] in the Resources block of the template"},
           Case{head + "x\nOutputs: {O: {Value: !Ref X}}",
                "Unresolved resource dependencies [X] in the Outputs block of the template"},
           Case{kBucket + "Conditions: {C: !Equals [!Ref B, x]}",
                "Template format error: Unresolved dependencies [B]. Cannot reference resources in the Conditions block of the "
                "template"},
           Case{kBucket + "Conditions: {C: !Not [!Condition D]}",
                "Template format error: Unresolved condition dependencies [D] in the Conditions block of the template"},
           Case{kBucket + "Conditions: {C: !Not [!Condition D], D: !Not [!Condition C]}",
                "Template error: Found circular condition dependency between D and C"},
           Case{kBucket + "Conditions: {C: !And [!Equals [a, a]]}",
                "Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters."},
           Case{kBucket + "Conditions: {C: !Equals [a]}",
                "Template error: every Fn::Equals object requires a list of 2 string parameters."},
           Case{kBucket + "Rules: {R: {Assertions: [{Assert: !Contains [[a], !Ref B]}]}}",
                "Template format error: Unresolved dependencies [B]. Cannot reference resources in the Rules block of the "
                "template"},
       })
    EXPECT_EQ(parse_fault(text), sentence) << text;
  EXPECT_TRUE(
      parse_fault(head + "{'Fn::Foo': x}")
          .starts_with("Template error: Encountered unsupported function: Fn::Foo Supported functions are: [Fn::Base64, "));
  EXPECT_TRUE(parse_fault(head + "!Length [a]").starts_with("Template error: Encountered unsupported function: Fn::Length "));
  EXPECT_TRUE(
      parse_fault(head + "!Contains [[a], b]").starts_with("Template error: Encountered unsupported function: Fn::Contains "));
}

TEST(Template, Limits) {
  std::string many = "Resources:\n";
  for (int i = 0; i <= 500; ++i) many += "  R" + std::to_string(i) + ": {Type: T}\n";
  EXPECT_EQ(parse_fault(many), "Template format error: Number of resources, 501, is greater than maximum allowed, 500");
  std::string parameters = kBucket + "Parameters:\n";
  for (int i = 0; i <= 200; ++i) parameters += "  P" + std::to_string(i) + ": {Type: String}\n";
  EXPECT_EQ(parse_fault(parameters), "Template format error: Number of parameters, 201, is greater than maximum allowed, 200");
  std::string outputs = kBucket + "Outputs:\n";
  for (int i = 0; i <= 200; ++i) outputs += "  O" + std::to_string(i) + ": {Value: x}\n";
  EXPECT_EQ(parse_fault(outputs), "Template format error: Number of outputs, 201, is greater than maximum allowed, 200");
  EXPECT_EQ(parse_fault(kBucket + "#" + std::string(kStoredLimit, 'x')), "Template may not exceed 1000000 bytes in size.");
  EXPECT_NE(parse_fault("Resources: {" + std::string(256, 'a') + ": {Type: T}}"), "");
}

TEST(TemplateSummary, Capabilities) {
  auto summary = [](const std::string& resources, const std::string& rest = {}) {
    return summarize(parse("Resources: " + resources + "\n" + rest));
  };
  Summary plain = summary("{A: {Type: 'AWS::S3::Bucket'}, B: {Type: 'AWS::S3::Bucket'}}", "Metadata: {a: [1]}");
  EXPECT_TRUE(plain.capabilities.empty());
  EXPECT_EQ(plain.metadata, R"({"a":[1]})");
  EXPECT_EQ(plain.resource_types, std::vector<std::string>{"AWS::S3::Bucket"});
  ASSERT_EQ(plain.resources_by_type.size(), 1u);
  EXPECT_EQ(plain.resources_by_type[0].logical_ids, (std::vector<std::string>{"A", "B"}));
  Summary iam = summary("{A: {Type: 'AWS::IAM::Role'}, P: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: x}}}");
  EXPECT_EQ(iam.capabilities, std::vector<std::string>{"CAPABILITY_IAM"});
  EXPECT_EQ(iam.capabilities_reason, "The following resource(s) require capabilities: [AWS::IAM::Role, AWS::IAM::Policy]");
  Summary named = summary("{A: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}}");
  EXPECT_EQ(named.capabilities, std::vector<std::string>{"CAPABILITY_NAMED_IAM"});
  Summary transformed = summary("{A: {Type: T}, 'Fn::ForEach::X': [I, [a], {'R${I}': {Type: 'AWS::IAM::User'}}]}",
                                "Transform: AWS::LanguageExtensions");
  EXPECT_EQ(transformed.capabilities, (std::vector<std::string>{"CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"}));
  EXPECT_EQ(transformed.declared_transforms, std::vector<std::string>{"AWS::LanguageExtensions"});
  EXPECT_EQ(transformed.resource_types, (std::vector<std::string>{"T", "AWS::IAM::User"}));

  const Template t = parse("Resources: {A: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}}");
  EXPECT_EQ(missing_capabilities(t, {}), "Requires capabilities : [CAPABILITY_NAMED_IAM]");
  EXPECT_EQ(missing_capabilities(t, {"CAPABILITY_IAM"}), "Requires capabilities : [CAPABILITY_NAMED_IAM]");
  EXPECT_EQ(missing_capabilities(t, {"CAPABILITY_NAMED_IAM"}), "");
  EXPECT_EQ(missing_capabilities(parse("Resources: {A: {Type: 'AWS::IAM::Role'}}"), {"CAPABILITY_NAMED_IAM"}), "");
}

TEST(TemplateSummary, Transforms) {
  EXPECT_EQ(summarize(parse("Transform: [AWS::Serverless-2016-10-31, {Name: Mine}]\nGlobals: {}\nResources: {A: {Type: T, "
                            "Properties: {Fn::Transform: {Name: AWS::Include}}}}"))
                .declared_transforms,
            (std::vector<std::string>{"AWS::Serverless-2016-10-31", "Mine", "AWS::Include"}));
  EXPECT_EQ(processed(parse("Resources:\n  A: {Type: T, Properties: {B: !Ref 'AWS::Region'}}")),
            R"({"Resources":{"A":{"Type":"T","Properties":{"B":{"Ref":"AWS::Region"}}}}})");
}

}  // namespace
}  // namespace cloudformation::language

#pragma once
// Limits and closed sets of the Lambda API 2015-03-31, each as the service's model names it, and where members travel.
#include <array>

#include "shape/shape.h"

namespace lambda {

using shape::Blob, shape::List, shape::Nothing, shape::OneOf, shape::Place, shape::Secret, shape::Text, shape::Where, shape::Whole;
template <class T> using Maybe = std::optional<T>;

// A structure says where its members travel in a member `travels`.
constexpr Place in_path(std::string_view member, std::string_view wire) { return {member, Where::path, wire}; }
constexpr Place in_query(std::string_view member, std::string_view wire) { return {member, Where::query, wire}; }
constexpr Place in_header(std::string_view member, std::string_view wire) { return {member, Where::header, wire}; }
constexpr Place as_payload(std::string_view member) { return {member, Where::payload}; }
constexpr Place as_status(std::string_view member) { return {member, Where::status}; }
template <class... P> constexpr std::array<Place, sizeof...(P)> travels_by(P... p) { return {p...}; }
inline constexpr Place kOfFunction = in_path("functionName", "FunctionName"), kOfQualifier = in_query("qualifier", "Qualifier");

using Action = Text<0, shape::kUnlimited, "(lambda:[*]|lambda:[a-zA-Z]+|[*])">;
using Alias = Text<1, 128, "([a-zA-Z0-9_-]+)">;
using ApplicationLogLevel = OneOf<"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL">;
using Architecture = OneOf<"x86_64", "arm64">;
using Arn = Text<0, shape::kUnlimited, "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)">;
using CapacityProviderArn = Text<1, 140,
          "arn:aws[a-zA-Z-]*:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:capacity-provider:[a-zA-Z0-9_-]+">;
using CodeSigningConfigArn = Text<0, 200,
          "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}">;
using Description = Text<0, 256>;
using DestinationArn = Text<0, 350,
          "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)">;
using DurableExecutionName = Text<1, 64, "[a-zA-Z0-9_-]+">;
using EventSourceToken = Text<0, 256, "[a-zA-Z0-9._\\-]+">;
using FileSystemArn = Text<0, 256,
          "arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z:-]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}">;
using FunctionName = Text<1, 140,
          "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9_-]+)(:(\\$LATEST|[a-zA-Z0-9_-]+))?">;
using FunctionUrlAuthType = OneOf<"NONE", "AWS_IAM">;
using FunctionVersion = OneOf<"ALL">;
using PublishTo = OneOf<"LATEST_PUBLISHED">;
using Handler = Text<0, 128, "[^\\s]+">;
using InvocationType = OneOf<"Event", "RequestResponse", "DryRun">;
using KMSKeyArn = Text<0, shape::kUnlimited, "(arn:(aws[a-zA-Z-]*)?:[a-z0-9.-]+:.*)|()">;
using LayerName = Text<1, 140, "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9_-]+)|[a-zA-Z0-9_-]+">;
using LayerPermissionAllowedAction = Text<0, 22, "lambda:GetLayerVersion">;
using LayerPermissionAllowedPrincipal = Text<0, shape::kUnlimited, "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root">;
using LayerVersionArn = Text<1, 140, "arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9_-]+:[0-9]+">;
using LicenseInfo = Text<0, 512>;
using LocalMountPath = Text<0, 160, "/mnt/[a-zA-Z0-9_.-]+">;
using LogFormat = OneOf<"JSON", "Text">;
using LogGroup = Text<1, 512, "[\\.\\-_/#A-Za-z0-9]+">;
using LogType = OneOf<"None", "Tail">;
using MasterRegion = Text<0, shape::kUnlimited, "ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}">;
using NamespacedFunctionName = Text<1, 256,
          "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9_.-]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9_-]+))?">;
using NamespacedStatementId = Text<1, 100, "([a-zA-Z0-9_.-]+)">;
using Qualifier = Text<1, 128, "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9_$-]+">;
using OrganizationId = Text<0, 34, "o-[a-z0-9]{10,32}">;
using PackageType = OneOf<"Zip", "Image">;
using Pattern = Text<0, 4096, ".*">;
using Principal = Text<0, shape::kUnlimited, "[^\\s]+">;
using PrincipalOrgID = Text<12, 34, "o-[a-z0-9]{10,32}">;
using ResourceArn = Text<0, shape::kUnlimited, "(arn:(aws[a-zA-Z-]*)?:[a-z0-9.-]+:.*)|()">;
using RoleArn = Text<0, shape::kUnlimited, "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+">;
using Runtime = OneOf<"nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "java8",
                      "java8.al2", "java11", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "dotnetcore1.0", "dotnetcore2.0",
                      "dotnetcore2.1", "dotnetcore3.1", "dotnet6", "dotnet8", "nodejs4.3-edge", "go1.x", "ruby2.5", "ruby2.7", "provided",
                      "provided.al2", "nodejs18.x", "python3.10", "java17", "ruby3.2", "ruby3.3", "ruby3.4", "python3.11", "nodejs20.x",
                      "provided.al2023", "python3.12", "java21", "python3.13", "nodejs22.x", "nodejs24.x", "python3.14", "java25", "dotnet10",
                      "ruby4.0">;
using RuntimeVersionArn = Text<26, 2048, "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}::runtime:.+">;
using S3Bucket = Text<3, 63, "[0-9A-Za-z\\.\\-_]*">;
using S3Key = Text<1, 1024>;
using S3ObjectVersion = Text<1, 1024>;
using SnapStartApplyOn = OneOf<"PublishedVersions", "None">;
using SourceOwner = Text<0, 12, "\\d{12}">;
using StatementId = Text<1, 100, "([a-zA-Z0-9_-]+)">;
using SystemLogLevel = OneOf<"DEBUG", "INFO", "WARN">;
using TaggableResource = Text<1, 256,
          "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9_-]+(:(\\$LATEST|[a-zA-Z0-9_-]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9_-]+)">;
using TenantId = Text<1, 256, "[a-zA-Z0-9\\._:\\/=+\\-@ ]+">;
using TenantIsolationMode = OneOf<"PER_TENANT">;
using TracingMode = OneOf<"Active", "PassThrough">;
using RecursiveLoop = OneOf<"Allow", "Terminate">;
using UnqualifiedFunctionName = Text<1, 140,
          "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9_-]+)">;
using UpdateRuntimeOn = OneOf<"Auto", "Manual", "FunctionUpdate">;
using VersionNumber = Text<1, 1024, "(\\$LATEST(\\.PUBLISHED)?|[0-9]+)">;
using WorkingDirectory = Text<0, 1000>;

}  // namespace lambda

template <class T> requires requires { T::travels.size(); }
inline constexpr auto shape::places<T> = T::travels;

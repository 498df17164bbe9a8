#pragma once
// A resource type: a small table from a template's properties to ordinary calls of our own operations, made as the
// stack's principal through CloudFormation, so that each is authorized and recorded like anybody's.
//
// A resource comes into being by one call (make), whose commit also keeps its physical id: exactly once across
// crashes. All that follows (settle) may be repeated.
#include <functional>
#include <span>

#include "service/house.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation {

using language::Value;
using service::ApiError;

// The code of an ApiError whose message is the whole reason already: the properties are not as their type has them, or ask
// for what this server has not.
inline constexpr std::string_view kInvalidProperties = "InvalidProperties";

// A resource as its stack knows it. `properties` are evaluated; lists and maps hold no unresolved function.
struct Resource {
  std::string stack_id, stack_name, logical_id, type;
  std::string physical_id;                       // empty: not yet made
  std::string name;                              // for what has no name of its own: stack-logical-XXXXXXXXXXXX, fixed before make is called
  Value properties;
  Value attributes;                              // what Fn::GetAtt answers, as settle or check left it
  std::map<std::string, std::string> tags;       // the stack's, and aws:cloudformation:stack-name, stack-id, logical-id
  std::string token;                             // of this one change (making, update, removal): fixed before it begins, the same when it is repeated
  base::Time begun;                              // when this change began
};

// The hands of one stack operation, for one resource.
class Acting {
 public:
  virtual ~Acting() = default;

  // An ordinary call in the stack's account and Region, or in another Region. Throws ApiError.
  template <class Q> typename Q::Result call(const Q& request, std::string_view region = {}, store::Body* body = nullptr) {
    service::Box answer = run(Q::operation, &request, region, {}, body);
    return std::move(*static_cast<typename Q::Result*>(answer.get()));
  }
  // The call that brings the resource into being; `id_of(result)` is its physical id, kept in the same commit. In update and
  // remove: a call that must not be repeated after a crash; it is then taken up again at check.
  template <class Q, class F> typename Q::Result make(const Q& request, F id_of, std::string_view region = {}, store::Body* body = nullptr) {
    service::Box answer = run(Q::operation, &request, region, [&](const void* result) -> std::string { return id_of(*static_cast<const typename Q::Result*>(result)); }, body);
    return std::move(*static_cast<typename Q::Result*>(answer.get()));
  }
  // For resources that no call makes (BucketPolicy, a custom resource before its answer): the id is kept in a commit of its own.
  virtual void keep(const std::string& physical_id) = 0;
  // Called in make's id_of: an attribute that only this answer tells (an access key's secret), kept in the same commit.
  virtual void remember(std::string_view attribute, const std::string& value) = 0;

  virtual service::House& house() const = 0;
  virtual const std::string& account() const = 0;
  virtual const std::string& region() const = 0;
  virtual std::string partition() const = 0;
  virtual base::Time now() const = 0;

 protected:
  using IdOf = std::function<std::string(const void* result)>;
  virtual service::Box run(std::string_view operation, const void* request, std::string_view region, const IdOf&, store::Body*) = 0;
};

enum class Change : std::uint8_t { in_place, replacement, refused /* cannot be changed at all */ };

struct Property {
  std::string_view name;
  bool required = false;
  Change change = Change::in_place;
};

// How far something is that takes its time.
struct Progress {
  bool done = true;
  std::optional<base::Time> again;               // not done: when to ask next, at the latest; it is also asked whenever the state changes
};

struct ResourceType {
  std::string_view name;                         // "AWS::KMS::Key"
  std::span<const Property> properties;          // all that AWS documents; others: "Encountered unsupported property X"
  std::span<const std::string_view> attributes;  // what Fn::GetAtt may ask; "Outputs.*" stands for a prefix
  void (*make)(Acting&, const Resource&);        // calls Acting::make or Acting::keep exactly once, as its last effect that may not be repeated
  void (*settle)(Acting&, Resource&);            // after make: everything else, and the attributes. May be repeated
  void (*update)(Acting&, Resource& wanted, const Resource& before);      // in place; leaves the attributes. May be repeated. nullptr: every change replaces
  void (*remove)(Acting&, const Resource&);      // one that is gone already is removed. May be repeated
  // May leave attributes for itself while it is not done.
  Progress (*check)(Acting&, Resource&) = nullptr;     // asked after make+settle, update or remove until done; throws ApiError where it failed; nullptr: done at once
  bool removed_with_check = false;               // remove also is followed by check
  bool snapshot = false;                         // knows DeletionPolicy Snapshot
  std::string (*ref)(const Resource&) = nullptr; // what Ref answers; default: the physical id
};

// Whether all required properties are there and no others than the type has. Throws ApiError kInvalidProperties.
void check_properties(const ResourceType&, const Resource&);

bool is_custom(std::string_view type);           // Custom::Anything, AWS::CloudFormation::CustomResource

// All types of this house, found by name; nullptr: unknown.
const ResourceType* find_type(std::string_view name);
std::vector<const ResourceType*> all_types();
// Their tables as one JSON array, for the test that compares them with the schemas AWS publishes.
std::string describe_types();

}  // namespace cloudformation

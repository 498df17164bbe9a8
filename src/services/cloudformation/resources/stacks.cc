#include "services/cloudformation/api.h"

#include "services/cloudformation/nested_sets.h"
#include "services/cloudformation/outputs.h"
#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::CloudFormation::Stack

constexpr auto& kStack = properties<"NotificationARNs Parameters Tags TemplateURL* TimeoutInMinutes">;

// What the outer stack was allowed the inner one is.
const std::vector<Capability> kCapabilities = {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};

Tags stack_tags(const Resource& r) {
  List<Tag, 0, 50> out;
  for (auto& [key, value] : tags_of(r)) out.push_back({key, value});
  return unless_empty(out);
}

// Its template: what the change set that is executed has seen, or what lies at its address now.
template <class Q> void bring_template(Acting& a, const Resource& r, Q& q, std::string* name = nullptr) {
  std::optional<Seen> seen;
  {
    store::Txn txn = a.house().store.read();
    if (auto parent = find_by_arn(txn, r.stack_id)) seen = seen_of(txn, {a.account(), a.region(), parent->id}, parent->change_set, r.logical_id);
  }
  if (!seen) q.templateURL = text_of(r, "TemplateURL");
  else q.templateBody = TemplateText(Text<1>(seen->template_body));
  if (seen && name) *name = seen->stack_name;
  q.parameters = parameters_in(r.properties);
}

void make_stack(Acting& a, const Resource& r) {
  CreateStack q{.stackName = generated_name(r, 128)};
  bring_template(a, r, q, &q.stackName);
  q.timeoutInMinutes = filled<Whole<1>>(r, "TimeoutInMinutes");
  q.notificationARNs = filled<List<std::string, 0, 5>>(r, "NotificationARNs");
  q.capabilities = kCapabilities;
  q.tags = stack_tags(r);
  q.clientRequestToken = Token(r.token);
  a.make(q, [](auto& made) { return made.stackId; });
}

bool nothing_to_do(const ApiError& e) { return e.message.starts_with("No updates are to be performed"); }

void update_stack(Acting& a, Resource& r, const Resource&) {
  UpdateStack q{.stackName = r.physical_id};
  bring_template(a, r, q);
  q.notificationARNs = filled<List<std::string, 0, 5>>(r, "NotificationARNs");
  q.capabilities = kCapabilities;
  q.tags = stack_tags(r);
  if (!q.tags) q.tags.emplace();
  q.clientRequestToken = Token(r.token);
  try {
    a.make(q, [&](auto&) { return r.physical_id; });
  } catch (const ApiError& e) {
    if (!nothing_to_do(e)) throw;
  }
}

void remove_stack(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(DeleteStack{.stackName = r.physical_id, .retainResources = {}, .roleARN = {}, .clientRequestToken = Token(r.token), .deletionMode = {}}); });
}

void leave_outputs(const Acting& a, Resource& r, const StackRecord& stack) {
  r.attributes = Value::map();
  set(r, "StackId", stack.arn);
  for (auto& output : kept_outputs(a.house(), stack)) set(r, "Outputs." + output.key, output.value);
}

// Looked at where it is kept: asking would be a call, and a record, at every turn.
Progress check_stack(Acting& a, Resource& r) {
  store::Txn txn = a.house().store.read();
  auto stack = find_by_arn(txn, r.physical_id);
  if (!stack) throw ApiError{std::string(kInvalidProperties), 400, "Stack with id " + r.physical_id + " does not exist"};
  const std::string& status = stack->status;
  if (status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE" || status == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" || status == "DELETE_COMPLETE" ||
      status == "UPDATE_ROLLBACK_COMPLETE" || status == "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS") {
    leave_outputs(a, r, *stack);
    return {};
  }
  if (is_done(status)) {
    std::string_view done = status.starts_with("UPDATE") ? "updated" : status.starts_with("DELETE") ? "deleted" : "created";
    throw ApiError{std::string(kInvalidProperties), 400, "Embedded stack " + stack->arn + " was not successfully " + std::string(done) + ": " + stack->reason};
  }
  return {.done = false, .again = {}};           // its status is written in a commit
}
void settle_stack(Acting&, Resource&) {}

// ---- AWS::CDK::Metadata: what built the template. Nothing is made

void make_metadata(Acting& a, const Resource& r) { a.keep(generated_name(r, 128)); }
void update_metadata(Acting&, Resource&, const Resource&) {}
void remove_metadata(Acting&, const Resource&) {}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::CloudFormation::Stack", .properties = kStack, .attributes = names<"Outputs.* StackId">,
     .make = make_stack, .settle = settle_stack, .update = update_stack, .remove = remove_stack, .check = check_stack, .removed_with_check = true},
    {.name = "AWS::CDK::Metadata", .properties = properties<"Analytics">, .attributes = {},
     .make = make_metadata, .settle = settle_stack, .update = update_metadata, .remove = remove_metadata},
};

}  // namespace

Types stack_types() { return kTypes; }

}  // namespace cloudformation::resources

#include "services/cloudformation/outputs.h"

#include "shape/pack.h"

namespace cloudformation {

using language::Fault, language::Value;

namespace {

struct Packed { Outputs rows; };
BOOST_DESCRIBE_STRUCT(Packed, (), (rows))

std::string bound_to(const StackRecord& s) { return "outputs/" + s.arn; }
std::string bound_to(std::string_view export_name) { return "export/" + std::string(export_name); }

std::vector<std::pair<std::string, ExportRecord>> exports_of(store::Txn& txn, const Place& place) {
  std::vector<std::pair<std::string, ExportRecord>> out;
  at(txn, kExports, place).each([&](std::string_view name, ExportRecord e) {
    if (e.stack == place.stack) out.emplace_back(name, std::move(e));
  });
  return out;
}

// The stacks that import it, but for this one.
std::vector<std::string> importers(store::Txn& txn, const Place& place, std::string_view name) {
  std::vector<std::string> out;
  const std::string prefix = store::joined(name, "");
  at(txn, kImports, place).each(prefix, prefix, [&](std::string_view key, ImportRecord i) {
    if (key.substr(prefix.size()) != place.stack) out.push_back(i.stack_name);
    return true;
  });
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (auto& n : names) out += (out.empty() ? "" : ", ") + n;
  return out;
}

}  // namespace

Outputs outputs_of(const Blueprint& b, const language::Environment& environment) {
  Outputs out;
  for (auto& [key, declared] : b.form.outputs) {
    if (!language::enabled(declared, b.conditions)) continue;
    Value v = language::evaluate_plainly(declared.value, environment);     // a dynamic reference stays what it is: no secret is shown
    if (v.is_null()) continue;
    if (!v.is_scalar()) throw Fault{"Template format error: Output " + key + " is malformed. The Value field of every Outputs member must evaluate to a String."};
    OutputRow row{.key = key, .value = v.text, .description = declared.description, .export_name = {}};
    if (declared.export_name) {
      Value name = language::evaluate_plainly(*declared.export_name, environment);
      if (!name.is_scalar() || name.text.empty()) throw Fault{"Template format error: Output " + key + " is malformed. The Name field of every Export member must be specified."};
      row.export_name = name.text;
    }
    out.push_back(std::move(row));
  }
  return out;
}

std::string packed(const Outputs& rows) { return shape::packed(Packed{rows}); }

Outputs kept_outputs(const House& house, const StackRecord& s) {
  if (s.outputs.empty()) return {};
  auto kept = shape::unpacked<Packed>(opened(house, s.outputs, bound_to(s)));
  return kept ? std::move(kept->rows) : Outputs{};
}
void keep_outputs(const House& house, StackRecord& s, const Outputs& rows) { s.outputs = sealed(house, packed(rows), bound_to(s)); }

void check_exports(const House& house, store::Txn& txn, const Place& place, const Outputs& outputs) {
  std::map<std::string, std::string> wanted;
  for (auto& o : outputs) {
    if (o.export_name.empty()) continue;
    if (!wanted.emplace(o.export_name, o.value).second) throw invalid("Template error: Export name " + o.export_name + " is used more than once");
    auto there = at(txn, kExports, place).get(o.export_name);
    if (there && there->stack != place.stack) throw invalid("Export with name " + o.export_name + " is already exported by stack " + there->stack_name);
  }
  for (auto& [name, kept] : exports_of(txn, place)) {
    auto it = wanted.find(name);
    if (it != wanted.end() && it->second == opened(house, kept.value, bound_to(name))) continue;
    if (auto users = importers(txn, place, name); !users.empty())
      throw invalid(it == wanted.end() ? "Cannot delete export " + name + " as it is in use by " + listed(users) + "."
                                       : "Cannot update export " + name + " as it is in use by " + listed(users) + ".");
  }
}

void keep_exports(const House& house, store::Txn& txn, const Place& place, const StackRecord& stack, const Outputs& outputs) {
  for (auto& [name, kept] : exports_of(txn, place)) at(txn, kExports, place).erase(name);
  for (auto& o : outputs)
    if (!o.export_name.empty()) at(txn, kExports, place).put(o.export_name, {place.stack, stack.name, stack.arn, sealed(house, o.value, bound_to(o.export_name))});
}

void keep_imports(store::Txn& txn, const Place& place, const StackRecord& stack, const std::set<std::string>& names) {
  std::vector<std::string> old;
  at(txn, kImports, place).each([&](std::string_view key, ImportRecord) {
    if (key.ends_with(store::joined("", place.stack))) old.emplace_back(key);
  });
  for (auto& key : old) at(txn, kImports, place).erase(key);
  for (auto& name : names) at(txn, kImports, place).put(store::joined(name, place.stack), {stack.name});
}

std::string export_in_use(store::Txn& txn, const Place& place) {
  for (auto& [name, kept] : exports_of(txn, place))
    if (auto users = importers(txn, place, name); !users.empty()) return "Cannot delete export " + name + " as it is in use by " + listed(users) + ".";
  return {};
}

}  // namespace cloudformation

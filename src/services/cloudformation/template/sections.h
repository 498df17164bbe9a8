#pragma once
// The sections of a template, read from its document one by one. All throw Fault.
#include "services/cloudformation/template/template.h"

namespace cloudformation::language {

// How far the template is on its way: loops are passed over and some members may still be functions until expand() is done.
enum class Stage { declared, expanded };

// From a whole document. Shapes and names are checked, references are not.
Template read_template(Value source, Stage);

// Every function's shape, every reference, every condition named: in conditions, resources, outputs and rules.
void check_references(const Template&);

Section<ParameterDeclaration> read_parameters(const Value& section);
Section<Rule> read_rules(const Value& section);
void check_mappings(const Value& section);
// open: loops may stand among the members (they are passed over), and functions where strings are demanded later.
Section<Value> read_conditions(const Value& section, bool open);
Section<ResourceDeclaration> read_resources(const Value& section, bool open);
Section<OutputDeclaration> read_outputs(const Value& section, bool open);

[[noreturn]] void format_error(const std::string& sentence);   // "Template format error: " + sentence

}  // namespace cloudformation::language

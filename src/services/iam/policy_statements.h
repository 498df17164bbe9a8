#pragma once
// A policy document taken apart: its statements, each with where it stands in the text, and the condition keys it asks for.
#include "policy/document.h"
#include "services/iam/api_reports.h"

namespace iam {

struct StatementPart {
  std::shared_ptr<const policy::Document> document;    // of this statement alone; nullptr: it cannot be understood
  Position start, end;                                 // of its first character, and behind its last
};
// In order. A document whose statements cannot be told apart is one part.
std::vector<StatementPart> statements_of(std::string_view document);

// Of conditions and policy variables, as they are written, each once whatever its case.
std::vector<std::string> context_keys_of(std::string_view document);
void add_key(std::vector<std::string>& keys, std::string_view key);

}  // namespace iam

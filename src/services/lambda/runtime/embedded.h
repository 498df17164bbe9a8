#pragma once
// What the server carries for its sandboxes: files of this folder, as they were when it was built.
#include <string_view>

namespace lambda::runtime {

std::string_view inside_program();       // inside/*.cc, linked statically
std::string_view python_bootstrap();     // bootstrap.py
std::string_view node_bootstrap();       // bootstrap.js

}  // namespace lambda::runtime

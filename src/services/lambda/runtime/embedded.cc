#include "services/lambda/runtime/embedded.h"

// Each file becomes two symbols in .rodata: where it begins and where it ends. CMake says where the files are.
#define EMBED(name, path)                                                                                          \
  asm(".pushsection .rodata\n.global orgtrail_" #name "\n.global orgtrail_" #name "_end\n.balign 16\n"              \
      "orgtrail_" #name ":\n.incbin \"" path "\"\norgtrail_" #name "_end:\n.byte 0\n.popsection\n");               \
  extern "C" const char orgtrail_##name[], orgtrail_##name##_end[];

EMBED(inside, ORGTRAIL_INSIDE)
EMBED(python, ORGTRAIL_FOLDER "/bootstrap.py")
EMBED(node, ORGTRAIL_FOLDER "/bootstrap.js")

namespace lambda::runtime {

std::string_view inside_program() { return {orgtrail_inside, orgtrail_inside_end}; }
std::string_view python_bootstrap() { return {orgtrail_python, orgtrail_python_end}; }
std::string_view node_bootstrap() { return {orgtrail_node, orgtrail_node_end}; }

}  // namespace lambda::runtime

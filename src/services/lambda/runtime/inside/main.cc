#include "services/lambda/runtime/inside/inside.h"

int main(int argc, char** argv) {
  using namespace lambda::inside;
  if (argc > 1 && !std::strcmp(argv[1], "launch")) return launch(argc - 2, argv + 2);
  if (argc > 1 && !std::strcmp(argv[1], "init")) return init();
  return 2;
}

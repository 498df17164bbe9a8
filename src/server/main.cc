#include "server/command_line.h"

int main(int argc, char** argv) { return server::run({argv + 1, argv + argc}); }

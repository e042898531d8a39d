#include "app/commands.hpp"

int main(int argc, char** argv) { return ansvar::app::run_command(argc, argv); }

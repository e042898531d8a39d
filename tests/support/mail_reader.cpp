// What the service starts for each mail, without the rest of it.
#include <unistd.h>

#include "inbox/read_apart.hpp"

int main() { return ansvar::inbox::read_for_another(STDIN_FILENO, STDOUT_FILENO); }

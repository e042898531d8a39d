#include "source_dir.hpp"

const char* ansvar_source_dir() { return ANSVAR_SOURCE_DIR_TEXT; }

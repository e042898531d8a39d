#pragma once

// Included before every test by the build. A function, not a literal on the command line: object files of one clone then serve another.

/// The top of the source tree, absolute. A test run from an installed place has none and must not ask.
const char* ansvar_source_dir();

#define ANSVAR_SOURCE_DIR ansvar_source_dir()

#pragma once

namespace ansvar::app {

/// The command line: `ansvar serve | migrate | check | health | user … | token … | matrix … | demo …` (command_line.hpp). Returns the exit code: 0, 1 when the
/// command failed (the reason is on stderr), or CLI11's for a call it does not understand.
int run_command(int argc, char** argv);

}  // namespace ansvar::app

#include "app/commands.hpp"

#include "app/command_line.hpp"

namespace ansvar::app {

int run_command(int argc, char** argv) {
    CommandLine line;
    add_installation_commands(line);
    add_people_commands(line);
    add_matrix_commands(line);
    add_ticket_commands(line);
    add_mail_commands(line);
    return line.run(argc, argv);
}

}  // namespace ansvar::app

#pragma once

#include <string>

#include "app/config.hpp"

namespace ansvar::app {

/// `ansvar mail receive`: takes a mail from standard input as a mail server hands it over, and lays it into the Maildir that the service
/// looks into. With `dry_run` it only says what would become of it. Returns what a mail server understands (sysexits.h): 0, 65 for a mail
/// that is too large, 75 for "try again later".
int receive_mail(const Config& config, bool dry_run);

/// `ansvar mail test TO`: sends a short letter the way all letters go, now, and prints what the mail server said. Returns the exit code: 0 when
/// it was taken.
int send_test_letter(const Config& config, const std::string& to);

/// `ansvar mail read`: what the service starts for each mail (inbox/read_apart.hpp).
int read_mail_for_service();

}  // namespace ansvar::app

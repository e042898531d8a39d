#pragma once

#include "app/config.hpp"

namespace ansvar::app {

/// `ansvar mail receive`: takes a mail from standard input as a mail server hands it over, and lays it into the Maildir that the service
/// looks into. With `dry_run` it only says what would become of it. Returns what a mail server understands (sysexits.h): 0, 65 for a mail
/// that is too large, 75 for "try again later".
int receive_mail(const Config& config, bool dry_run);

/// `ansvar mail read`: what the service starts for each mail (inbox/read_apart.hpp).
int read_mail_for_service();

}  // namespace ansvar::app

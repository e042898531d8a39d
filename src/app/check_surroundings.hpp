#pragma once

#include "app/config.hpp"
#include "app/finding.hpp"

namespace ansvar::app {

/// An address without a path; https, or http to this very machine.
Finding check_public_url(const Config& config);
/// Behind https there is a proxy, and it must be believed.
Finding check_proxies(const Config& config);
/// Well formed, and the mail servers take us; no letter is sent.
Finding check_mail(const Config& config);
/// The mailbox lets us in and has its folder; no mail is taken.
Finding check_mailbox(const Config& config);
/// Is there room for another gigabyte?
Finding check_space(const Config& config);

}  // namespace ansvar::app

#pragma once

#include "mail/settings.hpp"
#include "mail/transport.hpp"

#include <memory>
#include <vector>

namespace ansvar::mail {

/// Hands letters to a mail server by SMTP (libcurl): one recipient each, over connections that are used again. Of several servers the
/// first that hears of a letter gets it; one that cannot be reached, does not let us in or says it is busy is passed over for a while. A
/// server that is mute, endless, slow or hostile costs at most the total timeout and some kilobytes. Each reply names its server.
class SmtpTransport final : public Transport {
public:
    /// Reads the passwords. Throws std::invalid_argument (see check()) or std::runtime_error when a password file cannot be read.
    explicit SmtpTransport(const std::vector<SmtpSettings>& relays);
    explicit SmtpTransport(const SmtpSettings& relay) : SmtpTransport{std::vector{relay}} {}
    ~SmtpTransport() override;

    Delivery send(const Parcel& parcel) override;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

/// Would the server take letters of ours? Connects and introduces us, and sends none. Sent: it would; otherwise `reply` says why not.
/// Throws as SmtpTransport does.
Delivery try_out(const SmtpSettings& relay, const MailAddress& sender);

}  // namespace ansvar::mail

#pragma once

#include "mail/settings.hpp"
#include "mail/transport.hpp"

#include <memory>

namespace ansvar::mail {

/// Hands letters to a mail server by SMTP (libcurl): one recipient each, over connections that are used again. A server that is mute,
/// endless, slow or hostile costs at most the total timeout and some kilobytes.
class SmtpTransport final : public Transport {
public:
    /// Reads the password. Throws std::invalid_argument (see check()) or std::runtime_error when the password file cannot be read.
    explicit SmtpTransport(const SmtpSettings& settings);
    ~SmtpTransport() override;

    Delivery send(const Parcel& parcel) override;
    /// Would the server take letters of ours? Connects and introduces us, and sends none. Sent: it would; otherwise `reply` says why not.
    Delivery try_out(const MailAddress& sender) const;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::mail

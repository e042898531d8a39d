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

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::mail

#include "app/transport.hpp"

#include "mail/folder_transport.hpp"
#include "mail/smtp_transport.hpp"

namespace ansvar::app {

std::unique_ptr<mail::Transport> make_transport(const Config& config) {
    if (config.mail_transport == "smtp") {
        return std::make_unique<mail::SmtpTransport>(config.smtp_settings());
    }
    return std::make_unique<mail::FolderTransport>(config.data / "mail");
}

}  // namespace ansvar::app

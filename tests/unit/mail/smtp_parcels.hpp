#pragma once

#include "mail/smtp_transport.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace ansvar::mail::tests {

inline Parcel parcel(const std::string& message = "Subject: x\r\n\r\nHej\r\n", const std::string& to = "asa@skola.example") {
    return {LetterId{42}, LetterKind::Receipt, Timestamp{}, *MailAddress::parse("ansvar@skola.example"), *MailAddress::parse(to), message};
}

inline SmtpSettings settings_for(const ansvar::tests::SmtpServer& server, Tls tls = Tls::None) {
    SmtpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    settings.tls = tls;
    settings.hello_name = "ansvar.test";
    settings.connect_timeout = std::chrono::seconds{1};
    settings.total_timeout = std::chrono::seconds{2};
    return settings;
}

inline std::filesystem::path write(const ansvar::tests::TemporaryFolder& folder, const std::string& name, const std::string& text) {
    const auto path = folder.path() / name;
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

}  // namespace ansvar::mail::tests

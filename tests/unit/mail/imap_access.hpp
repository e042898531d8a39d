#pragma once

#include "mail/imap_mailbox.hpp"
#include "support/certificates.hpp"
#include "support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

namespace ansvar::mail::tests {

using Texts = std::vector<std::string>;

inline const ansvar::tests::Authority& authority() {
    static const ansvar::tests::Authority ours;
    return ours;
}

/// Settings for a server of this machine, with their files.
struct Access {
    explicit Access(std::uint16_t port, Tls tls = Tls::None, const std::string& password = "hemligt\n") {
        write("password", password);
        write("authority.pem", authority().certificate());
        settings.host = "localhost";
        settings.port = port;
        settings.tls = tls;
        settings.certificates = folder.path() / "authority.pem";
        settings.user = "ansvar";
        settings.password_file = folder.path() / "password";
        settings.connect_timeout = std::chrono::seconds{5};
        settings.command_timeout = std::chrono::seconds{10};
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream{folder.path() / name, std::ios::binary} << text; }
    ImapMailbox mailbox() const { return ImapMailbox{settings}; }
    /// What a round brought.
    Texts take(bool answer = true, std::size_t most = 100) const {
        Texts mails;
        mailbox().fetch(most, [&](const Fetched& mail) {
            CHECK(mail.bytes == mail.raw.size());
            mails.push_back(mail.raw);
            return answer;
        });
        return mails;
    }
    /// Why a round failed.
    std::string fault() const {
        try {
            take();
        } catch (const MailboxFault& fault) {
            return fault.what();
        }
        return "";
    }

    ansvar::tests::TemporaryFolder folder;
    ImapSettings settings;
};

}  // namespace ansvar::mail::tests

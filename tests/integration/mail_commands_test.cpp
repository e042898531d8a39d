// What `ansvar mail test` sends, and what it says when nobody takes it.
#include "app/mail_commands.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include "support/temporary_folder.hpp"
#include "web/files.hpp"

using namespace ansvar;
using namespace ansvar::tests;

TEST_CASE("a test letter goes the way all letters go, at once") {
    const TemporaryFolder folder;
    app::Config config;
    config.data = folder.path();
    config.mail_sender = "ansvar@skola.example";
    CHECK(app::send_test_letter(config, "anna@skola.example") == 0);
    std::string letter;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path() / "mail"}) {
        letter = web::read_file(entry.path());
    }
    CHECK(letter.find("To: anna@skola.example") != std::string::npos);
    CHECK(letter.find("Auto-Submitted: auto-generated") != std::string::npos);

    CHECK(app::send_test_letter(config, "anna\r\nBcc: alla@skola.example") != 0);
    config.mail_transport = "smtp";
    config.smtp_host = "127.0.0.1";
    config.smtp_port = 1;
    config.smtp_tls = "none";
    CHECK(app::send_test_letter(config, "anna@skola.example") != 0);
}

// Fetching mails from a real Dovecot.
#include <catch2/catch.hpp>

#include "imap_access.hpp"
#include "mail/modified_utf7.hpp"
#include "support/dovecot.hpp"
#include "support/line_server.hpp"

using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using namespace ansvar::tests;

namespace {

const std::string hello = "From: asa@skola.example\r\nSubject: Hej\r\n\r\n.\r\nA001 OK no end\r\n* 1 FETCH (BODY[] {3}\r\n\r\n";

}  // namespace

TEST_CASE("mails are fetched from Dovecot byte for byte, oldest first, and moved to what is handled and what failed", "[mail][mailbox]") {
    const Dovecot dovecot;
    const Access access{dovecot.port()};
    CHECK(access.take().empty());
    CHECK(dovecot.folders().empty());
    dovecot.deliver(hello);
    dovecot.deliver("Subject: second\r\n\r\n");
    dovecot.deliver("Subject: third\r\n\r\nno end");
    CHECK(access.take(true, 1) == Texts{hello});
    CHECK(access.take(false, 1) == Texts{"Subject: second\r\n\r\n"});
    CHECK(dovecot.mails_in() == Texts{"Subject: third\r\n\r\nno end"});
    CHECK(dovecot.mails_in(".Hanterade") == Texts{hello});
    CHECK(dovecot.mails_in(".Misslyckade") == Texts{"Subject: second\r\n\r\n"});
    CHECK(access.take().size() == 1);
    CHECK(access.take().empty());
    CHECK(access.mailbox().description() == "localhost INBOX");
}

TEST_CASE("a mail whose taking throws lies in its folder as before, and comes again", "[mail][mailbox]") {
    const Dovecot dovecot;
    const Access access{dovecot.port()};
    dovecot.deliver(hello);
    auto mailbox = access.mailbox();
    CHECK_THROWS_AS(mailbox.fetch(10, [](const Fetched&) -> bool { throw std::range_error("the database is away"); }), std::range_error);
    CHECK(dovecot.mails_in() == Texts{hello});
    CHECK(access.take() == Texts{hello});
}

TEST_CASE("folders have the names people give them", "[mail][mailbox]") {
    const Dovecot dovecot;
    dovecot.make_folder(".Inkomna &- l&AOQ-sta \"A\" till & fr&AOU-n");
    Access access{dovecot.port()};
    access.settings.handled = "Hanterade \u00e4renden";
    access.settings.failed = "Fel & \U0001F4E8 \"x\" \\";
    dovecot.deliver("one");
    dovecot.deliver("two");
    CHECK(access.take(true, 1) == Texts{"one"});
    CHECK(access.take(false, 1) == Texts{"two"});
    CHECK(dovecot.mails_in(".Hanterade &AOQ-renden") == Texts{"one"});
    CHECK(dovecot.folders().size() == 3);
    CHECK(dovecot.mails_in("." + modified_utf7(access.settings.failed)) == Texts{"two"});
    CHECK(access.mailbox().look().missing_folders.empty());

    access.settings.folder = "Hanterade \u00e4renden";
    access.settings.handled = "Hanterade";
    CHECK(access.take() == Texts{"one"});
    CHECK(dovecot.mails_in(".Hanterade") == Texts{"one"});
    CHECK(access.mailbox().description() == "localhost Hanterade \u00e4renden");
}

TEST_CASE("a mail above the limit is not downloaded, but its size is told", "[mail][mailbox]") {
    const Dovecot dovecot;
    Access access{dovecot.port()};
    access.settings.most_bytes = 1000;
    dovecot.deliver(std::string(1001, 'x'));
    dovecot.deliver(std::string(1000, 'y'));
    std::vector<Fetched> mails;
    auto mailbox = access.mailbox();
    CHECK(mailbox.fetch(10, [&](const Fetched& mail) {
        mails.push_back(mail);
        return mails.size() > 1;
    }) == 2);
    CHECK(mails.at(0).raw.empty());
    CHECK(mails.at(0).bytes == 1001);
    CHECK(mails.at(1).raw == std::string(1000, 'y'));
    CHECK(mails.at(0).key != mails.at(1).key);
    CHECK(dovecot.mails_in(".Misslyckade") == Texts{std::string(1001, 'x')});
}

TEST_CASE("a mail of many megabytes, and one of none, arrive whole", "[mail][mailbox]") {
    const Dovecot dovecot;
    const Access access{dovecot.port()};
    std::string large = "Subject: large\r\n\r\n";
    while (large.size() < 20'000'000) {
        large += std::string(large.size() % 73, 'x') + "\r\n)\r\n";
    }
    dovecot.deliver(large);
    dovecot.deliver("\r\n");
    const auto mails = access.take();
    REQUIRE(mails.size() == 2);
    CHECK((mails[0] == large));
    CHECK(mails[1] == "\r\n");
}

TEST_CASE("two instances that look into one folder take each mail, and neither fails", "[mail][mailbox]") {
    const Dovecot dovecot;
    const Access access{dovecot.port()};
    for (int i = 0; i < 5; ++i) {
        dovecot.deliver("mail " + std::to_string(i));
    }
    auto here = access.mailbox();
    Texts taken_there;
    std::size_t taken_here = 0;
    CHECK_NOTHROW(taken_here = here.fetch(100, [&](const Fetched& mail) {
        if (mail.raw == "mail 1") {
            taken_there = access.take();
        }
        return true;
    }));
    CHECK(taken_here == 2);
    CHECK(taken_there.size() == 4);
    CHECK(dovecot.mails_in(".Hanterade").size() == 5);
    CHECK(dovecot.mails_in().empty());
}

TEST_CASE("a password or a folder that Dovecot does not take is said, and what to mend is clear", "[mail][mailbox]") {
    const Dovecot dovecot;
    CHECK(Access{dovecot.port(), Tls::None, "fel\n"}.fault().starts_with("localhost: it does not let us in: NO [AUTHENTICATIONFAILED]"));
    Access access{dovecot.port()};
    access.settings.folder = "Inkorg";
    CHECK(access.fault().starts_with("localhost: the folder Inkorg cannot be opened: NO Mailbox doesn't exist"));
    access.settings.password_file = "/nowhere";
    CHECK(access.fault() == "the mailbox's password cannot be read from /nowhere");
    CHECK(Access{free_port()}.fault().find("Failed to connect") != std::string::npos);
}

TEST_CASE("what would end a command stands in no password, user or folder", "[mail][mailbox]") {
    const Dovecot dovecot;
    CHECK(Access{dovecot.port(), Tls::None, "hemligt\r\nA9 DELETE INBOX\r\n"}.fault().find("is more than one line") != std::string::npos);
    Access access{dovecot.port()};
    const auto refuses = [&](std::string ImapSettings::*setting, const std::string& value) {
        auto settings = access.settings;
        settings.*setting = value;
        CHECK_THROWS_AS(ImapMailbox{settings}, std::invalid_argument);
    };
    for (const std::string evil : {"", "x\r\ny", "x\ny", "\x7f", "\xff"}) {
        refuses(&ImapSettings::user, evil);
        refuses(&ImapSettings::folder, evil);
        refuses(&ImapSettings::handled, evil);
        refuses(&ImapSettings::failed, evil);
    }
    refuses(&ImapSettings::folder, "a%");
    refuses(&ImapSettings::handled, "a*");
    refuses(&ImapSettings::failed, "INBOX");
    refuses(&ImapSettings::host, "a/b");
    refuses(&ImapSettings::handled, "Misslyckade");
    access.settings.tls = Tls::Opportunistic;
    CHECK_THROWS_AS(access.mailbox(), std::invalid_argument);
    access.settings.tls = Tls::None;
    access.settings.host = "imap.skola.example";
    CHECK_THROWS_AS(access.mailbox(), std::invalid_argument);
    access.settings.tls = Tls::Implicit;
    CHECK_NOTHROW(access.mailbox());
    access.settings.token_file = "token";
    CHECK_THROWS_AS(access.mailbox(), std::invalid_argument);
}

TEST_CASE("a mailbox is read under TLS when that is asked for, and from whom the certificate names", "[mail][mailbox]") {
    const Dovecot plain;
    CHECK(Access{plain.port(), Tls::Required}.fault() == "localhost: it offers no STARTTLS");
    {
        const Dovecot dovecot{authority().issue()};
        dovecot.deliver("one");
        dovecot.deliver("two");
        CHECK(Access{dovecot.port(), Tls::Required}.take(true, 1) == Texts{"one"});
        CHECK(Access{dovecot.tls_port(), Tls::Implicit}.take() == Texts{"two"});
        Access elsewhere{dovecot.tls_port(), Tls::Implicit};
        elsewhere.settings.certificates.clear();
        CHECK(elsewhere.fault().find("certificate") != std::string::npos);
    }
    for (const auto& wrong :
         {authority().issue({.host = "other.example"}), authority().issue({.expired = true}), self_signed(), Authority{}.issue()}) {
        const Dovecot dovecot{wrong};
        for (const auto& access : {std::pair{dovecot.port(), Tls::Required}, std::pair{dovecot.tls_port(), Tls::Implicit}}) {
            const auto fault = Access{access.first, access.second}.fault();
            CAPTURE(fault);
            CHECK(fault.find("certificate") != std::string::npos);
        }
    }
}

TEST_CASE("a look at a mailbox takes nothing", "[mail][mailbox]") {
    const Dovecot dovecot;
    dovecot.deliver("one");
    dovecot.make_folder(".Misslyckade");
    const auto look = Access{dovecot.port()}.mailbox().look();
    CHECK(look.waiting == 1);
    CHECK(look.missing_folders == Texts{"Hanterade"});
    CHECK(dovecot.folders() == Texts{".Misslyckade"});
    CHECK(dovecot.mails_in() == Texts{"one"});
}

TEST_CASE("folders' names in IMAP's letters", "[mail][mailbox]") {
    const auto [name, written] = GENERATE(table<std::string, std::string>({
        {"INBOX", "INBOX"},
        {"Hanterade \u00e4renden", "Hanterade &AOQ-renden"},
        {"\u00e5\u00e4\u00f6", "&AOUA5AD2-"},
        {"R & D", "R &- D"},
        {"~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
        {"\U0001F4E8", "&2D3c6A-"},
    }));
    CHECK(modified_utf7(name) == written);
}

#include "inbox/receiver.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "inbox/read_apart.hpp"
#include "mail/maildir.hpp"
#include "post.hpp"
#include "queries/tickets.hpp"
#include "support/temporary_folder.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::size_t count_files(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder) ? static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder}, {})) : 0;
}

/// A school that looks into a Maildir.
struct PostWithMaildir : Post {
    std::unique_ptr<Receiver> receiver(ReadMail read = [](std::string_view raw) { return mail::read_mail(raw); }) {
        std::vector<std::unique_ptr<mail::Mailbox>> mailboxes;
        mailboxes.push_back(std::make_unique<mail::Maildir>(maildir));
        return std::make_unique<Receiver>(
            ReceiverServices{.database = database, .clock = clock, .reception = reception, .read = std::move(read), .mailboxes = std::move(mailboxes)});
    }
    ansvar::tests::TemporaryFolder folder;
    std::filesystem::path maildir = folder.path() / "mail-in";
};

}  // namespace

TEST_CASE("a mail leaves its mailbox when the database has it, and becomes a ticket") {
    PostWithMaildir post;
    mail::deliver(post.maildir, post.raw({.from = "anna@skola.example"}));
    mail::deliver(post.maildir, post.raw({.from = "frammande@annan.example"}));
    auto receiver = post.receiver();
    CHECK(receiver->run_once() == 2);
    CHECK(count_files(post.maildir / "new") == 0);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'held'") == 1);
    CHECK(receiver->run_once() == 0);
}

TEST_CASE("what cannot be read, or falls over, stays as it came and holds nobody up") {
    PostWithMaildir post;
    int falls = 0;
    const auto read = [&](std::string_view raw) -> Result<mail::IncomingMail, mail::Unreadable> {
        if (raw.find("poison") != std::string_view::npos) {
            ++falls;
            throw std::runtime_error("fell over");
        }
        return raw.find("dear") != std::string_view::npos ? refuse(mail::Unreadable::TooDear) : mail::read_mail(raw);
    };
    for (const char* subject : {"poison", "dear", "Skrivaren"}) {
        mail::deliver(post.maildir, post.raw({.from = "anna@skola.example", .subject = subject}));
    }
    auto receiver = post.receiver(read);
    CHECK(receiver->run_once() == 3);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'failed' AND reason = 'too-dear'") == 1);
    CHECK(falls == 1);
    CHECK(receiver->run_once() == 0);  // not before its time
    for (int i = 0; i < 8; ++i) {
        post.clock.pass(std::chrono::minutes{30});
        receiver->run_once();
    }
    CHECK(falls == 6);
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'failed' AND reason = 'tried-in-vain'") == 1);

    const auto id = MailId{static_cast<std::uint64_t>(post.number("SELECT id AS n FROM incoming_mails WHERE reason = 'too-dear'"))};
    CHECK(post.database.in_transaction([&](db::Transaction& tx) { return mail_store::retry(tx, id, post.clock.now()); }));
    auto mended = post.receiver();
    CHECK(mended->run_once() == 1);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 2);
}

TEST_CASE("a mailbox that cannot be reached does not keep the others waiting") {
    class Away final : public mail::Mailbox {
    public:
        std::size_t fetch(std::size_t, const std::function<bool(const mail::Fetched&)>&) override { throw mail::MailboxFault("away"); }
        std::string description() const override { return "imap.skola.example"; }
    };
    PostWithMaildir post;
    mail::deliver(post.maildir, post.raw({.from = "anna@skola.example"}));
    std::vector<std::unique_ptr<mail::Mailbox>> mailboxes;
    mailboxes.push_back(std::make_unique<Away>());
    mailboxes.push_back(std::make_unique<mail::Maildir>(post.maildir));
    Receiver receiver{{.database = post.database,
                       .clock = post.clock,
                       .reception = post.reception,
                       .read = [](std::string_view raw) { return mail::read_mail(raw); },
                       .mailboxes = std::move(mailboxes)}};
    CHECK(receiver.run_once() == 1);
}

TEST_CASE("a mailbox elsewhere is left alone for its pause, unless more lies there") {
    class Elsewhere final : public mail::Mailbox {
    public:
        explicit Elsewhere(int& looks) : looks_(looks) {}
        std::size_t fetch(std::size_t most, const std::function<bool(const mail::Fetched&)>&) override { return ++looks_ == 1 ? most : 0; }
        std::string description() const override { return "imap.skola.example"; }
        std::chrono::seconds pause() const override { return std::chrono::hours{1}; }

    private:
        int& looks_;
    };
    Post post;
    int looks = 0;
    std::vector<std::unique_ptr<mail::Mailbox>> mailboxes;
    mailboxes.push_back(std::make_unique<Elsewhere>(looks));
    Receiver receiver{{.database = post.database,
                       .clock = post.clock,
                       .reception = post.reception,
                       .read = [](std::string_view raw) { return mail::read_mail(raw); },
                       .mailboxes = std::move(mailboxes)}};
    for (int i = 0; i < 5; ++i) {
        receiver.run_once();
    }
    CHECK(looks == 2);
}

TEST_CASE("a mail too large to be fetched is known and shown, without its bytes") {
    Post post;
    CHECK(mail_store::store(post.database, "", "imap.skola.example INBOX 77", post.clock.now()));
    CHECK_FALSE(mail_store::store(post.database, "", "imap.skola.example INBOX 77", post.clock.now()));
    const auto failed = post.database.read([](db::Session& session) { return mail_store::list(session, "failed", {}, 10); });
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].reason == "too-large");
    CHECK_FALSE(post.database.in_transaction([&](db::Transaction& tx) { return mail_store::retry(tx, failed[0].id, post.clock.now()); }));
    CHECK(post.database.read([](db::Session& session) { return mail_store::count(session); }).failed == 1);
}

TEST_CASE("mails that became nothing are removed after a month, those of tickets are kept") {
    Post post;
    post.receive({.from = "anna@skola.example"});
    post.receive({.from = "anna@skola.example", .headers = "X-Loop: ansvar@skola.example\r\n"});
    post.receive({.from = "frammande@annan.example"});  // held: somebody is to decide
    post.clock.pass(std::chrono::days{31});
    mail_store::remove_old(post.database, post.clock.now());
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails") == 2);
    CHECK(post.number("SELECT COUNT(DISTINCT mail_id) AS n FROM incoming_mail_chunks") == 2);
    CHECK(post.database.read([](db::Session& session) { return mail_store::list_bounced(session); }).empty());
}

TEST_CASE("a mail read by a process of its own is what it is read here") {
    const std::filesystem::path corpora = std::filesystem::path{ansvar_source_dir()} / ".." / "shared" / "corpora" / "mail";
    std::size_t read = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{corpora}) {
        if (!entry.is_regular_file() || entry.file_size() > 3'000'000) {
            continue;
        }
        const auto raw = read_file(entry.path());
        const auto here = mail::read_mail(raw), apart = read_apart(MAIL_READER, raw);
        INFO(entry.path());
        REQUIRE(here.has_value() == apart.has_value());
        if (here) {
            REQUIRE(here->text == apart->text);
            REQUIRE(here->subject == apart->subject);
            REQUIRE(here->from == apart->from);
            REQUIRE(here->to == apart->to);
            REQUIRE(here->references == apart->references);
            REQUIRE(here->files.size() == apart->files.size());
            REQUIRE(here->sent_at == apart->sent_at);
            REQUIRE(here->bounce.has_value() == apart->bounce.has_value());
        }
        ++read;
    }
    CHECK(read > 20);
    const std::string large(10'000'000, 'x');
    const auto back = read_apart(MAIL_READER, "From: anna@skola.example\n\nhej\n" + large);
    REQUIRE(back);
    CHECK(read_apart(MAIL_READER, "").has_value() == mail::read_mail("").has_value());
}

TEST_CASE("a reader that says nonsense, nothing, too much or is not there costs its mail alone") {
    const auto judged = [](const char* program) { return read_apart(program, "From: a@b.example\n\nhej", std::chrono::seconds{5}).error(); };
    CHECK(judged("/bin/false") == mail::Unreadable::TooDear);
    CHECK(judged("/bin/echo") == mail::Unreadable::TooDear);
    CHECK(judged("/usr/bin/yes") == mail::Unreadable::TooDear);
    CHECK_THROWS(read_apart("/nowhere/at/all", "From: a@b.example\n\nhej"));
    CHECK(read_apart(MAIL_READER, std::string(mail::IncomingLimits{}.bytes + 1, 'x')).error() == mail::Unreadable::TooLarge);
}

TEST_CASE("a mail that was written and broken off before the last line about it is not written again, however late it is read") {
    Post post;
    const auto raw = post.raw({.from = "anna@skola.example"});
    REQUIRE(mail_store::store(post.database, raw, "", post.clock.now()));
    const auto stored = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
    const auto first = post.reception.receive(*stored, mail::read_mail(raw).value());
    REQUIRE(first.outcome == Outcome::Opened);
    post.file_as(post.anna, "Något annat");  // its key may go
    post.clock.pass(std::chrono::hours{24 * 5});
    CHECK(post.database.execute_once(queries::tickets::delete_old_idempotency_keys, {{"before", post.clock.now() - std::chrono::hours{25}}}) == 1);
    const auto again = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
    REQUIRE(again);
    CHECK(post.reception.receive(*again, mail::read_mail(raw).value()).ticket == first.ticket);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 2);
    post.database.in_transaction([&](db::Transaction& tx) { mail_store::finish(tx, again->id, first, "waiting", {}, post.clock.now()); });
    CHECK(post.database.execute_once(queries::tickets::delete_old_idempotency_keys, {{"before", post.clock.now() - std::chrono::hours{25}}}) == 1);
}

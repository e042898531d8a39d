#include "post.hpp"

#include <catch2/catch.hpp>

namespace ansvar::inbox::tests {

namespace {

mail::Settings mail_settings() {
    return {.sender = MailAddress::parse("ansvar@skola.example").value(),
            .school = "Skolan",
            .base_url = "https://ansvar.skola.example",
            .reply_to = {},
            .takes_answers = true,
            .has_plus_addresses = true,
            .secret = "a secret of the installation"};
}

const db::Query select_letter{"test/select_letter", "SELECT message_id FROM letters WHERE ticket_id = :ticket AND recipient_email = :email ORDER BY id DESC LIMIT 1"};
const db::Query count_letters_of_kind{"test/count_letters", "SELECT COUNT(*) AS n FROM letters WHERE ticket_id = :ticket AND kind = :kind"};

}  // namespace

Post::Post(Strangers strangers)
    : settings(mail_settings()),
      writer(settings, staff, schedule.calendars, [] {}),
      addresses(settings),
      post_desk({.database = database,
                 .clock = clock,
                 .router = [this] { return router; },
                 .roles = roles,
                 .staff = staff,
                 .schedule = schedule,
                 .reachable = [](db::Session&, const MailAddress& address) { return address.domain() == "skola.example"; },
                 .listener = writer}),
      reception({.desk = post_desk,
                 .addresses = addresses,
                 .strangers = strangers,
                 .files_left = [](web::Language, const std::string& names) { return "(left: " + names + ")"; },
                 .trusted_server = "mx.skola.example"}) {}

std::string Post::raw(const Mail& mail) {
    const auto id = mail.id.empty() ? "<m" + std::to_string(++ids) + "@klient.example>" : mail.id;
    auto text = mail.headers + "From: " + mail.from + "\r\nTo: " + mail.to + "\r\nSubject: " + mail.subject + "\r\nMessage-ID: " + id +
                "\r\nDate: Thu, 12 Nov 2026 10:00:00 +0100\r\n";
    if (!mail.answers.empty()) {
        text += "In-Reply-To: " + mail.answers + "\r\nReferences: " + mail.answers + "\r\n";
    }
    return text + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + mail.text + "\r\n";
}

Finding Post::receive_raw(const std::string& raw) {
    mail_store::store(database, raw, "", clock.now());
    const auto stored = mail_store::claim(database, clock.now(), std::chrono::seconds{60});
    REQUIRE(stored);
    const auto read = mail::read_mail(raw);
    REQUIRE(read);
    mail_store::note(database, stored->id, *read);
    const auto finding = reception.receive(*stored, *read);
    REQUIRE(database.in_transaction([&](db::Transaction& tx) { return mail_store::finish(tx, stored->id, finding, "waiting", {}, clock.now()); }));
    return finding;
}

tickets::Ticket Post::file_as(PersonId by, const std::string& body, const std::string& area) {
    tickets::Draft draft;
    draft.body = body;
    if (!area.empty()) {
        draft.area = area;
    }
    return post_desk.open(draft, person(by), tickets::IdempotencyKey::random()).value().ticket;
}

std::string Post::letter_to(TicketId ticket, const std::string& email) {
    const auto row = database.read([&](db::Session& session) { return session.row(select_letter, {{"ticket", ticket}, {"email", email}}); });
    REQUIRE(row);
    return row->text("message_id");
}

std::size_t Post::count_letters(TicketId ticket, const std::string& kind) {
    return static_cast<std::size_t>(
        database.read([&](db::Session& session) { return session.row(count_letters_of_kind, {{"ticket", ticket}, {"kind", kind}})->integer("n"); }));
}

std::string Post::last_text(TicketId ticket) {
    std::string text;
    for (const auto& entry : database.read([&](db::Session& session) { return tickets::ticket_store::timeline(session, ticket, true, clock.now()); })) {
        text = entry.body.value_or(text);
    }
    return text;
}

std::int64_t Post::number(const std::string& statement) {
    const db::Query query{"test/number", statement};
    return database.read([&](db::Session& session) { return session.row(query, {})->integer("n"); });
}

}  // namespace ansvar::inbox::tests

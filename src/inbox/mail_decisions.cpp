#include "inbox/mail_decisions.hpp"

#include "inbox/mail_store.hpp"
#include "tickets/access.hpp"
#include "tickets/ticket_store.hpp"
#include "web/errors.hpp"

namespace ansvar::inbox {

namespace {

/// False: somebody has decided about it meanwhile, and that stands.
bool decide(const PageServices& services, const StoredMail& mail, const Finding& finding, const std::string& action, PersonId by, const identity::Actor& actor) {
    const auto now = services.clock.now();
    return services.database.in_transaction([&](db::Transaction& tx) {
        const bool is_first = mail_store::finish(tx, mail.id, finding, "held", by, now);
        if (is_first) {
            identity::record(tx, actor, {.action = action, .object_kind = "mail", .object_id = mail.id.text()}, now);
        }
        return is_first;
    });
}

}  // namespace

StoredMail readable_mail(const PageServices& services, MailId id, const identity::Person& person) {
    return services.database.read([&](db::Session& session) {
        const auto mail = mail_store::find(session, id);
        if (!mail) {
            throw web::NotFound{};
        }
        if (mail->seq == 0 && (!person.is_administrator || !mail->is_confidential)) {
            if (!person.is_administrator) {
                throw web::NotFound{};
            }
            return *mail;
        }
        const auto found = tickets::ticket_store::find(session, mail->ticket.value(), person.id, services.clock.now());
        if (!found || !may(person, tickets::Action::Notes, found->ticket, found->ties)) {
            throw web::NotFound{};
        }
        return *mail;
    });
}

std::string raw_of(const PageServices& services, const StoredMail& mail) {
    return services.database.read([&](db::Session& session) { return mail_store::raw_of(session, mail.id); });
}

void note_view(const PageServices& services, const web::Request& request, const StoredMail& mail) {
    identity::record_view(services.database, request, {.action = "mail.viewed", .object_kind = "mail", .object_id = mail.id.text()}, services.clock.now());
}

web::Response original_of(const PageServices& services, const web::Request& request, const StoredMail& mail) {
    auto raw = raw_of(services, mail);
    if (raw.empty()) {
        throw web::NotFound{};
    }
    note_view(services, request, mail);
    return web::Response::attachment(std::move(raw), "mail-" + mail.id.text() + ".eml", "message/rfc822");
}

Decision admit(const PageServices& services, const StoredMail& mail, PersonId by, const identity::Actor& actor) {
    const auto read = services.read(raw_of(services, mail));
    if (!read) {
        throw web::NotFound{};
    }
    if (mail.state != "held") {
        return {.how = Decided::TooLate};
    }
    const auto finding = services.reception.admit(mail, *read);
    if (finding.outcome == Outcome::Held) {
        return {.how = Decided::CannotBe, .finding = finding};
    }
    const bool is_first = decide(services, mail, finding, "mail.admitted", by, actor);
    return {.how = is_first ? Decided::Done : Decided::TooLate, .finding = finding};
}

Decision discard(const PageServices& services, const StoredMail& mail, PersonId by, const identity::Actor& actor) {
    const Finding finding{.outcome = Outcome::Discarded};
    const bool is_first = mail.state == "held" && decide(services, mail, finding, "mail.discarded", by, actor);
    return {.how = is_first ? Decided::Done : Decided::TooLate, .finding = finding};
}

void retry(const PageServices& services, MailId id) {
    const auto now = services.clock.now();
    if (!services.database.in_transaction([&](db::Transaction& tx) { return mail_store::retry(tx, id, now); })) {
        throw web::NotFound{};
    }
}

}  // namespace ansvar::inbox

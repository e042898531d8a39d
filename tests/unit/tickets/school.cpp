#include "school.hpp"

#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/sign_in.hpp"
#include "routing/school_data.hpp"

namespace ansvar::tests {

namespace {

identity::PersonDraft draft(const std::string& name, const std::string& mail) {
    return {.email = MailAddress::parse(mail + "@skola.example"), .name = name};
}

/// By the real Blueprint. Read once: it is the same for every school, and never changed.
const std::shared_ptr<const routing::Router>& blueprint() {
    static const auto router = [] {
        auto data = routing::load_school_data(std::filesystem::path{ansvar_source_dir()} / "routing" / "data");
        return std::make_shared<const routing::Router>(std::move(data.matrix), std::move(data.lexicon));
    }();
    return router;
}

}  // namespace

School::School() : router{blueprint()} {
    database.in_transaction([&](db::Transaction& tx) {
        unsigned position = 0;
        for (const auto& role : router->matrix().roles()) {
            const auto kind = role.kind == routing::RoleKind::Queue      ? identity::RoleKind::Queue
                              : role.kind == routing::RoleKind::Referral ? identity::RoleKind::Referral
                                                                         : identity::RoleKind::Relative;
            identity::put_role(tx, {.code = RoleCode{role.code}, .name_sv = role.name_sv, .name_en = role.name_en, .kind = kind, .email = {}, .position = position++});
        }
        for (const char* role : {"ITP", "ITS", "VAKT"}) {
            identity::share_queue(tx, RoleCode{"TRIAGE"}, RoleCode{role});
        }
        const auto now = clock.now();
        const auto add = [&](identity::PersonDraft one, const char* role = nullptr) {
            const auto id = identity::insert_person(tx, one, now);
            if (role) {
                identity::set_holder(tx, {.role = RoleCode{role}, .person = id});
            }
            return id;
        };
        karin = add([] { auto one = draft("Karin Ek", "karin"); one.is_manager = true; return one; }(), "REK");
        amir = add([] { auto one = draft("Amir Wallin", "amir"); one.initials = "A.W"; return one; }(), "ITS");
        sara = add(draft("Sara Nordin", "sara"), "ITS");
        rebecka = add(draft("Rebecka Alm", "rebecka"), "ITP");
        erik = add(draft("Erik Modig", "erik"), "VAKT");
        anna = add([&] { auto one = draft("Anna Lindqvist", "anna"); one.manager = karin; return one; }());
        jonas = add(draft("Jonas Ek", "jonas"));
        anders = add([] { auto one = draft("Anders Lund", "anders"); one.initials = "A.L"; return one; }());
        vera = add([] { auto one = draft("Vera Granlund", "vera"); one.is_administrator = true; return one; }());
    });
    database.read([&](db::Session& session) {
        roles.refresh(session, clock.now());
        staff.refresh(session, *roles.table(), clock.now());
        schedule.refresh(session);
    });
    desk = std::make_unique<tickets::Desk>(tickets::DeskServices{
        .database = database,
        .clock = clock,
        .router = [this] { return router; },
        .roles = roles,
        .staff = staff,
        .schedule = schedule,
        .reachable = [](db::Session&, const MailAddress& address) { return address.domain() == "skola.example"; },
        .listener = listener});
}

identity::Person School::identity_of(db::Session& session, PersonId id) { return identity::find_person(session, id, clock.now()).value(); }

tickets::Ticket School::file(const std::string& body, const std::string& area, PersonId by) {
    tickets::Draft one;
    one.body = body;
    if (!area.empty()) {
        one.area = area;
    }
    return desk->open(one, person(by ? by : anna), tickets::IdempotencyKey::random()).value().ticket;
}

tickets::Ticket School::ticket(TicketId id) {
    return database.read([&](db::Session& session) { return tickets::ticket_store::find(session, id, {}, clock.now()).value().ticket; });
}

std::vector<std::string> School::timeline(TicketId id) {
    std::vector<std::string> kinds;
    for (const auto& entry : database.read([&](db::Session& session) { return tickets::ticket_store::timeline(session, id, true, clock.now()); })) {
        kinds.emplace_back(name(entry.event.kind));
    }
    return kinds;
}

}  // namespace ansvar::tests

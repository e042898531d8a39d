#include "identity/own_session.hpp"

#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/sessions.hpp"

namespace ansvar::identity {

OwnSession::OwnSession(const Services& services, const web::Request& request) : services_{services}, request_{request} {}

void OwnSession::renew_if_of(db::Transaction& tx, PersonId person, Timestamp now) {
    const auto own = principal(request_).person.id;
    const auto still_here = person == own ? find_person(tx, own, now) : std::nullopt;
    is_new_ = still_here && !still_here->left_at && principal(request_).kind == Principal::Kind::Session;
    if (is_new_) {
        const auto& who = principal(request_);
        begin_session(tx, token_, *still_here, {.method = who.method, .has_second_factor = who.has_second_factor, .client = Client::of(request_), .provider = who.provider, .began = who.since},
                      services_.settings, now);
    }
}

web::Response OwnSession::answer(web::Response response) const {
    if (is_new_) {
        const web::CookieRule cookies{services_.settings.public_url};
        response.set_cookie(cookies.make(token_, services_.settings.staff_session));
    }
    return response;
}

void tell_changed(const Services& services) {
    services.database.read([&](db::Session& session) { services.roles.refresh(session, services.clock.now()); });
    if (services.staff_changed) {
        services.staff_changed();
    }
}

}  // namespace ansvar::identity

#include "identity/entrance.hpp"

#include "identity/audit.hpp"
#include "identity/sessions.hpp"

namespace ansvar::identity {

Entrance::Entrance(Services services) : services_(std::move(services)), cookies_(services_.settings.public_url) {}

void Entrance::let_in(db::Transaction& tx, const Person& person, const FirstFactor& first, const Client& client, const EntranceKeys& keys,
                      const std::optional<std::string>& old_session_token, Timestamp now) const {
    if (old_session_token) {
        end_session(tx, *old_session_token);
    }
    begin_session(tx, keys.session, person, {.method = first.method, .client = client, .provider = first.provider, .id_token = first.id_token},
                  services_.settings, now);
    record(tx, {.kind = Actor::Kind::Session, .person = person.id, .client_address = client.address},
           {.action = "session.begun", .object_kind = "session", .details = {{"method", name(first.method)}}}, now);
}

web::Response Entrance::answer(const Person& person, const FirstFactor& first, const EntranceKeys& keys) const {
    auto response = web::Response::see_other(first.next);
    response.set_cookie(cookies_.make(keys.session, session_life(person, services_.settings)));
    return response;
}

web::Response Entrance::let_in(const web::Request& request, const Person& person, const FirstFactor& first) const {
    const EntranceKeys keys;
    const auto now = services_.clock.now();
    const auto old_session = request.cookie(cookies_.name());
    services_.database.in_transaction(
        [&](db::Transaction& tx) { let_in(tx, person, first, Client::of(request), keys, old_session, now); });
    return answer(person, first, keys);
}

}  // namespace ansvar::identity

#include "identity/entrance.hpp"

#include "db/errors.hpp"
#include "identity/audit.hpp"
#include "identity/second_factor_policy.hpp"
#include "identity/sessions.hpp"
#include "identity/totp.hpp"

namespace ansvar::identity {

namespace {

void record_begun(db::Transaction& tx, const Person& person, Method method, std::string_view second_factor, const Client& client, Timestamp now) {
    record(tx, {.kind = Actor::Kind::Session, .person = person.id, .client_address = client.address},
           {.action = "session.begun",
            .object_kind = "session",
            .details = {{"method", name(method)}, {"second_factor", second_factor}}},
           now);
}

}  // namespace

Entrance::Entrance(Services services) : services_(std::move(services)), cookies_(services_.settings.public_url) {}

Entered Entrance::let_in(db::Transaction& tx, const Person& person, const FirstFactor& first, const Client& client, const EntranceKeys& keys,
                         const std::optional<std::string>& old_session_token, Timestamp now) const {
    if (old_session_token) {
        end_session(tx, *old_session_token);
    }
    auto today = person;
    add_todays_rights(today, services_.todays_rights, now);
    const auto duty = find_duty(tx, person.id);
    if (first.wants_second || duty.binds(today)) {
        begin_step(tx, services_.settings, keys.step,
                   {.person = person.id,
                    .method = first.method,
                    .provider = first.provider,
                    .id_token = first.id_token,
                    .next = first.next,
                    .new_secret = duty.owns_one ? std::nullopt : std::optional{draw_totp_secret()}},
                   now);
        return Entered::AtStep;
    }
    begin_session(tx, keys.session, person, {.method = first.method, .client = client, .provider = first.provider, .id_token = first.id_token},
                  services_.settings, now);
    record_begun(tx, person, first.method, "none", client, now);
    return Entered::Inside;
}

web::Response Entrance::answer(const Person& person, const FirstFactor& first, const EntranceKeys& keys, Entered entered) const {
    if (entered == Entered::AtStep) {
        auto response = web::Response::see_other(step_path);
        response.set_cookie(cookies_.make(keys.step, services_.settings.step_life, step_cookie));
        response.set_cookie(cookies_.removal());
        return response;
    }
    auto response = web::Response::see_other(first.next);
    response.set_cookie(cookies_.make(keys.session, session_life(person, services_.settings)));
    return response;
}

web::Response Entrance::let_in(const web::Request& request, const Person& person, const FirstFactor& first) const {
    const EntranceKeys keys;
    const auto now = services_.clock.now();
    const auto enter = [&](db::Transaction& tx) {
        return let_in(tx, person, first, Client::of(request), keys, request.cookie(cookies_.name()), now);
    };
    try {
        return answer(person, first, keys, services_.database.in_transaction(enter));
    } catch (const db::CommitUnknown&) {
        const auto entered = services_.database.read([&](db::Session& session) { return find(session, keys, now); });
        return answer(person, first, keys, entered ? *entered : services_.database.in_transaction(enter));
    }
}

std::optional<Entered> Entrance::find(db::Session& session, const EntranceKeys& keys, Timestamp now) const {
    if (find_session(session, keys.session, services_.settings, now)) {
        return Entered::Inside;
    }
    return find_step(session, services_.settings, keys.step, now) ? std::optional{Entered::AtStep} : std::nullopt;
}

void Entrance::let_in(db::Transaction& tx, const SignInStep& step, const Person& person, std::string_view how, const Client& client,
                      std::string_view session_token, const std::optional<std::string>& old_session_token, Timestamp now) const {
    end_step(tx, step);
    if (old_session_token) {
        end_session(tx, *old_session_token);
    }
    begin_session(tx, session_token, person,
                  {.method = step.method, .has_second_factor = true, .client = client, .provider = step.provider, .id_token = step.id_token},
                  services_.settings, now);
    record_begun(tx, person, step.method, how, client, now);
}

void Entrance::set_cookies(web::Response& response, const Person& person, const std::string& session_token) const {
    response.set_cookie(cookies_.make(session_token, session_life(person, services_.settings)));
    response.set_cookie(cookies_.removal(step_cookie));
}

}  // namespace ansvar::identity

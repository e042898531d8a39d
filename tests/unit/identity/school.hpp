#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "identity/gate.hpp"
#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/routes.hpp"
#include "identity/school_settings.hpp"
#include "support/test_database.hpp"
#include "support/test_pages.hpp"
#include "web/errors.hpp"
#include "web/route_table.hpp"

namespace ansvar::tests {

struct SetClock final : Clock {
    Timestamp time = *from_sql("2026-11-20 09:00:00");
    Timestamp now() const override { return time; }
};

/// Letters that would have gone out. A transaction that runs twice writes twice, as the outbox would not.
struct LetterBox final : identity::Letters {
    struct Letter {
        std::string to;
        web::Language language;
        std::optional<std::uint64_t> pending;
    };
    void sign_in(db::Transaction&, const MailAddress& to, web::Language language, Timestamp) override {
        letters.push_back({to.text(), language, std::nullopt});
    }
    void confirm(db::Transaction&, const MailAddress& to, web::Language language, std::uint64_t pending, Timestamp) override {
        letters.push_back({to.text(), language, pending});
    }
    void committed() override { ++wakes; }

    std::vector<Letter> letters;
    int wakes = 0;
};

inline MailAddress mail(std::string_view text) {
    return MailAddress::parse(text).value();
}

/// A school with the roles of the Blueprint that these tests speak of, and the pages of this module without a socket.
class School {
public:
    explicit School(const std::string& public_url = "http://127.0.0.1:8080") {
        settings.public_url = public_url;
        settings.allowed_domains = {"skola.example"};
        settings.throttle_key = "a key for tests";
        settings.seal_key = "another key for tests";
        settings.school = "Björkskolan";
        settings.password_memory = 8192;  // as little as argon2id takes: tests of what passwords open are not tests of how long they take
        settings.password_passes = 1;
        gate = std::make_unique<identity::SessionGate>(db(), clock, settings);
        db().in_transaction([&](db::Transaction& tx) {
            using enum identity::RoleKind;
            identity::put_role(tx, {RoleCode{"ITS"}, "IT-support", "IT support", Queue, mail("it@skola.example"), 1});
            identity::put_role(tx, {RoleCode{"VAKT"}, "Vaktmästare", "Caretaker", Queue, std::nullopt, 2});
            identity::put_role(tx, {RoleCode{"LÄR"}, "Lärare", "Teacher", Referral, std::nullopt, 3});
            identity::put_role(tx, {RoleCode{"Resp chef"}, "Närmaste chef", "Manager", Relative, std::nullopt, 4});
            identity::put_role(tx, {RoleCode{"TRIAGE"}, "Fördelning", "Triage", Queue, std::nullopt, 5});
            identity::share_queue(tx, RoleCode{"TRIAGE"}, RoleCode{"ITS"});
            identity::share_queue(tx, RoleCode{"TRIAGE"}, RoleCode{"VAKT"});
            identity::write_setting(tx, identity::second_factor_setting, "nobody", std::nullopt, now());  // tests of it say who must
        });
        refresh_roles();
        for (auto& route : identity::identity_routes(services())) {
            routes.add(std::move(route));
        }
    }

    db::Database& db() { return database.database(); }
    identity::Services services() { return {db(), clock, pages.pages(), letters, roles, settings, confirm}; }
    Timestamp now() const { return clock.time; }
    void refresh_roles() {
        db().read([&](db::Session& session) { roles.refresh(session, now()); });
    }

    PersonId add(identity::PersonDraft draft, const std::vector<std::string>& held = {}) {
        return db().in_transaction([&](db::Transaction& tx) {
            const auto id = identity::insert_person(tx, draft, now());
            for (const auto& role : held) {
                identity::set_holder(tx, {.role = RoleCode{role}, .person = id});
            }
            return id;
        });
    }
    identity::Person person(PersonId id) {
        return db().read([&](db::Session& session) { return identity::find_person(session, id, now()).value(); });
    }
    /// The first row of a question that only a test asks.
    db::Row row(const std::string& sql) {
        return db().read([&](db::Session& session) { return session.row(db::Query{"test/row", sql}).value(); });
    }
    std::string link_for(const std::string& email) { return path_of(identity::draw_link(db(), settings, {.email = mail(email)}, now())); }
    std::string path_of(const std::string& url) const { return url.substr(settings.public_url.size()); }

    TestDatabase database;
    SetClock clock;
    identity::Settings settings;
    LetterBox letters;
    identity::RoleDirectory roles;
    TestPages pages;
    std::unique_ptr<identity::SessionGate> gate;
    web::RouteTable routes;
    identity::ConfirmPending confirm = [this](std::uint64_t pending, const identity::Person& reader, Timestamp) {
        confirmed.emplace_back(pending, reader.id);
        return "/tickets/" + std::to_string(1000 + pending);
    };
    std::vector<std::pair<std::uint64_t, PersonId>> confirmed;
};

/// Keeps cookies and goes through gate and handler as the dispatcher does. Errors become their status and code.
class Browser {
public:
    explicit Browser(School& school, std::string address = "10.0.0.7") : school_{school}, address_{std::move(address)} {}

    web::Response get(const std::string& target) { return send(web::Method::Get, target, ""); }
    web::Response post(const std::string& target, const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        std::string body;
        for (const auto& [name, value] : fields) {
            body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
        }
        return send(web::Method::Post, target, body);
    }
    /// Signs in by a drawn link.
    void enter(const std::string& email) { post(school_.link_for(email), {{"next", "/"}}); }
    bool is_signed_in() { return get("/account").status == 200; }

    std::map<std::string, std::string> cookies;
    std::string user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

private:
    web::Response send(web::Method method, const std::string& target, const std::string& body) {
        web::Headers headers{{"content-type", "application/x-www-form-urlencoded"}};
        std::string line;
        for (const auto& [name, value] : cookies) {
            line += (line.empty() ? "" : "; ") + name + "=" + value;
        }
        headers.emplace_back("cookie", line);
        headers.emplace_back("user-agent", user_agent);
        web::Request request{{.method = method, .target = target, .headers = headers, .body = body, .client_address = address_}};
        const auto match = school_.routes.find(method, request.path());
        if (!match) {
            return web::Response::text("no route", 404);
        }
        request.matched(match->route->path, match->route->access.via, match->values);
        try {
            request.admitted(school_.gate->admit(request, match->route->access));
            auto response = match->route->handler(request);
            keep_cookies(response);
            return response;
        } catch (const web::Error& error) {
            auto response = web::Response::text(error.code, error.status);
            response.headers = error.headers;
            return response;
        }
    }

    void keep_cookies(const web::Response& response) {
        for (const auto& [name, value] : response.headers) {
            if (lower(name) != "set-cookie") {
                continue;
            }
            const auto pair = value.substr(0, value.find(';'));
            const auto equals = pair.find('=');
            if (value.find("Max-Age=0") != std::string::npos) {
                cookies.erase(pair.substr(0, equals));
            } else {
                cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
            }
        }
    }

    School& school_;
    std::string address_;
};

inline std::string location(const web::Response& response) {
    return response.header("location").value_or("(none)");
}

/// The Set-Cookie header of that cookie.
inline std::string cookie_header(const web::Response& response, const std::string& name) {
    for (const auto& [header, value] : response.headers) {
        if (lower(header) == "set-cookie" && value.starts_with(name + "=")) {
            return value;
        }
    }
    return "(none)";
}

}  // namespace ansvar::tests

#include "identity/people_pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/people_view.hpp"
#include "identity/principal.hpp"
#include "identity/sessions.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t search_limit = 200;
constexpr unsigned last_page = 1000;

/// 1 for everything that is no page number.
unsigned page_number(const std::string& text) {
    unsigned number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::clamp(number, 1U, last_page);
}

/// Carries a refusal out of the transaction, so that nothing of it is stored.
struct Refused {
    ChangeRefusal why;
};

void explain(FormCheck& check, ChangeRefusal refusal) {
    switch (refusal) {
        case ChangeRefusal::UnknownPerson:
            throw web::NotFound{"no such person"};
        case ChangeRefusal::UnknownManager:
            return check.add("manager", "field.unknown_value");
        case ChangeRefusal::OwnManager:
            return check.add("manager", "field.own_manager");
        case ChangeRefusal::LastAdministrator:
            return check.add("is-administrator", "field.last_administrator");
    }
}

}  // namespace

PeoplePages::PeoplePages(const Services& services) : services_{services}, cookies_{services.settings.public_url} {}

web::Response PeoplePages::list(const web::Request& request) const {
    const PeopleSearch search{.text = shorten(trim(request.query("q").value_or("")), search_limit),
                              .page = page_number(request.query("page").value_or("1"))};
    const auto saved = page_number(request.query("saved").value_or("0"));
    const auto now = services_.clock.now();
    std::string saved_name;
    const auto found = services_.database.read([&](db::Session& session) {
        if (const auto person = request.query("saved") ? find_person(session, PersonId{saved}, now) : std::nullopt) {
            saved_name = person->name;
        }
        return search_people(session, search, now);
    });
    const auto& texts = services_.pages.texts();
    auto view = people_view(texts, request.language(), *services_.roles.table(), search, found);
    if (!saved_name.empty()) {
        const auto text = texts.format(request.language(), "people.saved", {{"name", saved_name}});
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", text}}});
    }
    return services_.pages.render(request, 200, "admin/people", view);
}

web::Response PeoplePages::show_new(const web::Request& request) const {
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, std::nullopt, {});
}

web::Response PeoplePages::add(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = PersonForm::from(request.form(), true, check);
    const auto saved = check.is_fine() ? save(request, std::nullopt, form, check) : std::nullopt;
    return saved ? saved_answer(*saved) : page(request, 422, check, std::nullopt, form);
}

web::Response PeoplePages::show(const web::Request& request) const {
    const auto person = find(request);
    const auto now = services_.clock.now();
    const auto roles = services_.database.read([&](db::Session& session) { return list_current_roles(session, person.id, now); });
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, person, PersonForm::of(person, roles));
}

web::Response PeoplePages::change(const web::Request& request) const {
    const auto person = find(request);
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = PersonForm::from(request.form(), person.email.has_value(), check);
    const auto saved = check.is_fine() ? save(request, person, form, check) : std::nullopt;
    return saved ? saved_answer(*saved) : page(request, 422, check, person, form);
}

Person PeoplePages::find(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    const auto now = services_.clock.now();
    auto person = services_.database.read([&](db::Session& session) { return find_person(session, id, now); });
    if (!person) {
        throw web::NotFound{"no such person"};
    }
    return *std::move(person);
}

ChangeDone PeoplePages::write(db::Transaction& tx, const web::Request& request, const std::optional<Person>& before, const PersonForm& form,
                              std::string_view new_session, Timestamp now) const {
    const PersonChange change{.draft = form.draft, .roles = form.roles, .has_left = form.has_left};
    const auto done = before ? change_person(tx, before->id, change, now) : add_person(tx, change, now);
    if (!done) {
        throw Refused{done.error()};
    }
    if (done->ended_sessions > 0 && done->person == principal(request).person.id) {
        begin_session(tx, new_session, *find_person(tx, done->person, now), {.client = Client::of(request)}, services_.settings, now);
    }
    return *done;
}

std::optional<PeoplePages::Saved> PeoplePages::save(const web::Request& request, const std::optional<Person>& before,
                                                    const PersonForm& form, FormCheck& check) const {
    const auto now = services_.clock.now();
    const auto& actor = principal(request);
    const auto new_session = random_token();
    try {
        const auto done =
            services_.database.in_transaction([&](db::Transaction& tx) { return write(tx, request, before, form, new_session, now); });
        services_.database.read([&](db::Session& session) { services_.roles.refresh(session, now); });
        if (services_.staff_changed) {
            services_.staff_changed();
        }
        spdlog::info("person {} {} by {}, {} sessions ended", done.person.value, before ? "changed" : "added", actor.log_id(),
                     done.ended_sessions);
        const bool ended_own = done.ended_sessions > 0 && done.person == actor.person.id;
        return Saved{.done = done, .new_session = ended_own ? new_session : ""};
    } catch (const Refused& refused) {
        explain(check, refused.why);
    } catch (const db::ForeignKey&) {
        const auto units = services_.database.read([](db::Session& session) { return list_units(session); });
        const auto is_chosen = [&](const Unit& unit) { return unit.id == form.draft.unit; };
        if (form.draft.unit && std::none_of(units.begin(), units.end(), is_chosen)) {
            check.add("unit", "field.unknown_value");
        } else {
            check.add("roles", "field.unknown_role");
        }
    } catch (const db::Duplicate&) {
        const auto owner =
            services_.database.read([&](db::Session& session) { return find_person_by_email(session, form.draft.email.value(), now); });
        check.add("mail", "field.address_taken", {{"name", owner ? owner->name : form.mail}});
    }
    return std::nullopt;
}

web::Response PeoplePages::saved_answer(const Saved& saved) const {
    auto response = web::Response::see_other("/admin/people?saved=" + saved.done.person.text());
    if (!saved.new_session.empty()) {
        response.set_cookie(cookies_.make(saved.new_session, services_.settings.staff_session));
    }
    return response;
}

web::Response PeoplePages::page(const web::Request& request, int status, const FormCheck& check, const std::optional<Person>& before,
                                const PersonForm& form) const {
    const auto& texts = services_.pages.texts();
    const auto now = services_.clock.now();
    std::vector<Unit> units;
    const auto people = services_.database.read([&](db::Session& session) {
        units = list_units(session);
        return list_people(session, now);
    });
    auto view = person_view(request.language(), *services_.roles.table(), people, units, form);
    const auto heading = before ? texts.format(request.language(), "people.heading", {{"name", before->name}})
                                : texts.text(request.language(), "people.heading_new");
    view["title"] = check.title(heading);
    view["nav"] = "people";
    view["heading"] = heading;
    view["action"] = before ? "/admin/people/" + before->id.text() : "/admin/people";
    view["exists"] = before.has_value();
    check.put_into(view, {"name", "mail", "manager", "unit"});
    return services_.pages.render(request, status, "admin/person", view);
}

}  // namespace ansvar::identity

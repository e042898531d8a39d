#include "identity/away_pages.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/school_day.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

nlohmann::json absence_view(const Absence& absence, const std::string& path, const web::Texts& texts, web::Language language, Timestamp now) {
    const web::Moments moments{texts, language, now};
    const auto period = absence.first_day == absence.last_day
                            ? moments.day(noon_of(absence.first_day))
                            : texts.format(language, "away.period", {{"from", moments.day(noon_of(absence.first_day))},
                                                                     {"to", moments.day(noon_of(absence.last_day))}});
    const auto substitute = !absence.substitute       ? texts.text(language, "away.without")
                            : absence.substitute_left ? texts.format(language, "away.substitute_left", {{"name", absence.substitute_name}})
                                                      : texts.format(language, "away.with", {{"name", absence.substitute_name}});
    return {{"period", period}, {"substitute", substitute}, {"remove", path + "/" + absence.id.text() + "/removal"}};
}

void tell_changed(const Services& services) {
    if (services.staff_changed) {
        services.staff_changed();
    }
}

}  // namespace

void explain_clash(FormCheck& check, const AbsenceClash& clash, const web::Moments& moments) {
    if (!clash.other) {
        check.add("first_day", "away.too_many", {{"limit", most_absences}});
        return;
    }
    check.add("first_day", "away.overlaps",
              {{"from", moments.day(noon_of(clash.other->first_day))}, {"to", moments.day(noon_of(clash.other->last_day))}});
}

Result<AbsenceId, AbsenceClash> keep_absence(const Services& services, const web::Request& request, PersonId person, const Absence& absence) {
    const auto now = services.clock.now();
    const auto added = services.database.in_transaction([&](db::Transaction& tx) {
        const auto done = add_absence_once(tx, person, absence, now);
        if (done && done->is_new) {
            record(tx, Actor::of(request),
                   {.action = "absence.added",
                    .object_kind = "person",
                    .object_id = person.text(),
                    .details = {{"absence", done->id.value},
                                {"first_day", absence.first_day},
                                {"last_day", absence.last_day},
                                {"substitute", absence.substitute ? nlohmann::json(absence.substitute->value) : nlohmann::json()}}},
                   now);
        }
        return done;
    });
    if (added) {
        tell_changed(services);
        spdlog::info("person {} is away from {} to {}, person {} stands in, by {}", person.value, absence.first_day, absence.last_day,
                     absence.substitute ? absence.substitute->text() : "-", principal(request).log_id());
        return added->id;
    }
    return refuse(added.error());
}

bool take_absence_back(const Services& services, const web::Request& request, PersonId person, AbsenceId id) {
    const auto now = services.clock.now();
    const bool removed = services.database.in_transaction([&](db::Transaction& tx) {
        const bool was_there = remove_absence(tx, person, id, principal(request).person.id, now);
        if (was_there) {
            record(tx, Actor::of(request),
                   {.action = "absence.removed", .object_kind = "person", .object_id = person.text(), .details = {{"absence", id.value}}}, now);
        }
        return was_there;
    });
    tell_changed(services);
    if (removed) {
        spdlog::info("person {} is not away (absence {}), by {}", person.value, id.value, principal(request).log_id());
    }
    return removed;
}

web::Response AwayPages::show(const web::Request& request) const {
    return page(request, 200, whose(request), FormCheck{services_.pages.texts(), request.language()}, {});
}

web::Response AwayPages::add(const web::Request& request) const {
    const auto one = whose(request);
    FormCheck typed{services_.pages.texts(), request.language()};
    const auto form = AbsenceForm::from(request.form(), typed);
    const auto now = services_.clock.now();
    const auto [absence, check] = services_.database.read([&](db::Session& session) {
        auto checked = typed;  // a read may run twice
        auto meant = form.read(session, one.person, now, checked, principal(request).person.is_administrator);
        return std::pair{std::move(meant), std::move(checked)};
    });
    if (!check.is_fine()) {
        return page(request, 422, one, check, form);
    }
    const auto added = keep_absence(services_, request, one.person.id, absence);
    if (!added) {
        auto clashing = check;
        explain_clash(clashing, added.error(), {services_.pages.texts(), request.language(), now});
        return page(request, 422, one, clashing, form);
    }
    return web::Response::see_other(one.path + "?saved=yes");
}

web::Response AwayPages::remove(const web::Request& request) const {
    const auto one = whose(request);
    take_absence_back(services_, request, one.person.id, AbsenceId{request.path_number("absence")});
    return web::Response::see_other(one.path + "?removed=yes");
}

AwayPages::Whose AwayPages::whose(const web::Request& request) const {
    if (!request.path().starts_with("/admin/")) {
        return {.person = principal(request).person, .path = "/account/away", .is_own = true};
    }
    const PersonId id{request.path_number("id")};
    const auto now = services_.clock.now();
    auto person = services_.database.read([&](db::Session& session) { return find_person(session, id, now); });
    if (!person) {
        throw web::NotFound{"no such person"};
    }
    return {.person = *std::move(person), .path = "/admin/people/" + id.text() + "/away", .is_own = false};
}

web::Response AwayPages::page(const web::Request& request, int status, const Whose& whose, const FormCheck& check,
                              const AbsenceForm& form) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const auto absences = services_.database.read([&](db::Session& session) { return list_absences(session, whose.person.id, school_day(now)); });
    auto list = nlohmann::json::array();
    for (const auto& absence : absences) {
        list.push_back(absence_view(absence, whose.path, texts, language, now));
    }
    const auto heading = whose.is_own ? texts.text(language, "away.title") : texts.format(language, "away.title_of", {{"name", whose.person.name}});
    nlohmann::json view{{"title", check.title(heading)},
                        {"nav", whose.is_own ? "account" : "people"},
                        {"heading", heading},
                        {"back", whose.is_own ? nlohmann::json{{"href", "/account"}, {"text", texts.text(language, "account.title")}}
                                              : nlohmann::json{{"href", "/admin/people/" + whose.person.id.text()}, {"text", whose.person.name}}},
                        {"action", whose.path},
                        {"form", {{"first_day", form.first_day}, {"last_day", form.last_day}, {"substitute", form.substitute}}},
                        {"has_absences", !list.empty()},
                        {"absences", std::move(list)}};
    check.put_into(view, {"first_day", "last_day", "substitute"});
    const auto notice = request.query("saved") ? "away.saved" : request.query("removed") ? "away.removed" : nullptr;
    if (notice != nullptr) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, notice)}}});
    }
    return services_.pages.render(request, status, "identity/away", view);
}

}  // namespace ansvar::identity

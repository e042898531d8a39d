#include "tickets/new_ticket_form.hpp"

#include <algorithm>
#include <array>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "tickets/sensitive_text.hpp"
#include "tickets/text_split.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::array looking_buttons{"preview", "choose", "choose2", "divide", "remove_numbers", "all_areas"};

NewTicketForm::Part read_part(const web::Form& form, const std::string& number) {
    return {.body = form.value("body" + number),
            .subject = form.value("subject" + number),
            .area = form.has("choose" + number) ? form.value("choose" + number) : form.value("area" + number)};
}

/// Everything that tells one sending from another.
std::string fingerprint_of(const NewTicketForm& sent, const web::Form& form) {
    auto print = sent.shared.to_json().dump() + std::to_string(sent.files_with);
    for (const auto& part : sent.parts) {
        print += "\n" + nlohmann::json{part.body, part.subject, part.area}.dump();
    }
    for (const auto& upload : form.uploads("files")) {
        print += "\n" + upload.file_name + " " + sha256(upload.bytes);
    }
    return print;
}

std::string joined(const std::string& first, const std::string& second, std::string_view between) {
    return first == second || second.empty() ? first : first.empty() ? second : first + std::string{between} + second;
}

}  // namespace

bool only_looks(const web::Form& form) {
    return std::any_of(looking_buttons.begin(), looking_buttons.end(), [&](const char* button) { return form.has(button); });
}

std::string known_area(const std::string& area, const routing::Router& router) {
    return area == "none" || router.matrix().find(area) ? area : std::string{};
}

NewTicketForm NewTicketForm::from(const web::Request& request, const routing::Router& router, std::string_view instead_of_numbers) {
    const auto& form = request.form();
    NewTicketForm sent;
    sent.parts = {read_part(form, "")};
    if (form.value("parts") == "2") {
        sent.parts.push_back(read_part(form, "2"));
        sent.files_with = form.value("files_with") == "2" ? 1 : 0;
    }
    sent.shared.confidential = form.has("confidential");
    sent.shared.room = form.value("room");
    sent.shared.phone = form.value("phone");
    sent.shared.channel = channel_from(form.value("channel")).value_or(Channel::Web);
    sent.shared.requester = form.value("requester");
    sent.shared.copies = form.value("copies");
    sent.shared.files = form.values("kept_file");
    sent.mail = form.value("mail");
    sent.key = form.value("idempotency_key");
    sent.all_areas = form.has("all_areas") || form.has("has_all_areas");
    if (form.has("remove_numbers")) {
        for (auto& part : sent.parts) {
            part.body = without_personal_numbers(part.body, instead_of_numbers);
            part.subject = without_personal_numbers(part.subject, instead_of_numbers);
        }
    }
    if (form.has("divide") && !sent.is_divided()) {
        sent.divide(router);
    } else if (form.has("together") && sent.is_divided()) {
        sent.put_together();
    }
    sent.fingerprint = fingerprint_of(sent, form);
    return sent;
}

Draft NewTicketForm::draft(std::size_t part, const routing::Router& router) const {
    const auto& own = parts.at(part);
    const auto area = known_area(own.area, router);
    auto draft = shared;
    draft.body = own.body;
    draft.subject = own.subject;
    draft.area = area.empty() || area == "none" ? std::nullopt : std::optional{area};
    draft.no_area_fits = area == "none";
    if (part != files_with) {
        draft.files.clear();
    }
    return draft;
}

std::vector<Draft> NewTicketForm::drafts(const routing::Router& router) const {
    std::vector<Draft> all;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        all.push_back(draft(part, router));
        if (const auto& area = parts[part].area; all.back().area == std::nullopt && !all.back().no_area_fits && !area.empty()) {
            all.back().area = area;  // one that is gone: the desk says so
        }
    }
    return all;
}

void NewTicketForm::divide(const routing::Router& router) {
    const auto whole = parts.front();
    const auto decision = router.route({.subject = whole.subject, .body = whole.body, .area = {}});
    const auto two = draft(0, router).is_far_too_long() ? std::nullopt : find_two_matters(whole.body, decision, router);
    if (!two) {
        parts.push_back(Part{});  // somebody who sees two matters where the router sees one divides it by hand
        return;
    }
    const auto texts = split_between(whole.body, two->first, two->second, router);
    parts = {Part{.body = texts.first, .subject = whole.subject}, Part{.body = texts.second}};
    const std::array expected{two->first, two->second};
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const auto alone = router.route({.subject = parts[at].subject, .body = parts[at].body, .area = {}});
        if (const auto* area = router.matrix().find(expected[at]); area && alone.role != area->lead().role) {
            parts[at].area = area->row;
        }
    }
}

void NewTicketForm::put_together() {
    Part whole{.body = joined(parts[0].body, parts[1].body, "\n\n"), .subject = joined(parts[0].subject, parts[1].subject, ", ")};
    parts = {std::move(whole)};
    files_with = 0;
}

}  // namespace ansvar::tickets

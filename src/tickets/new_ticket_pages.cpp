#include <chrono>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/sign_in.hpp"
#include "tickets/answer_card.hpp"
#include "tickets/attachments.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/new_ticket_form.hpp"
#include "tickets/page_services.hpp"
#include "tickets/receipt_page.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

class NewTicketPages {
public:
    explicit NewTicketPages(PageServices services) : services_(std::move(services)) {}

    web::Response form(const web::Request& request) const;
    web::Response answer(const web::Request& request) const;
    web::Response create(const web::Request& request) const;
    web::Response areas(const web::Request& request) const;
    web::Response receipt(const web::Request& request) const { return receipt_page(services_, request); }

private:
    std::shared_ptr<const routing::Router> router() const { return services_.desk.services().router(); }
    NewTicketForm read(const web::Request& request) const {
        return NewTicketForm::from(request, *router(), services_.pages.texts().text(request.language(), "answer.number_removed"));
    }
    void store_files(const web::Request& request, NewTicketForm& sent) const;
    web::Response open(const web::Request& request, NewTicketForm& sent, const identity::Person& by) const;
    void hold_back_strangers(const web::Request& request, const NewTicketForm& sent) const;
    web::Response ask_to_confirm(const web::Request& request, NewTicketForm& sent) const;

    web::Response page(const web::Request& request, int status, const NewTicketForm& sent) const;
    json part_view(const NewTicketForm& sent, std::size_t part, const Wording& wording, const identity::Person* person) const;
    json area_view(const std::string& picked, const NewTicketForm& sent, const Wording& wording, std::optional<UnitId> unit) const;
    json for_another(const NewTicketForm& sent, const Wording& wording) const;
    json kept_files(const NewTicketForm& sent, const Wording& wording, const identity::Person* person) const;

    PageServices services_;
};

web::Response NewTicketPages::form(const web::Request& request) const {
    NewTicketForm sent;
    sent.key = random_token();
    sent.parts.front().area = request.query("area").value_or("");
    sent.shared.room = request.query("room").value_or("");
    if (const auto* who = identity::find_principal(request)) {
        if (sent.shared.room.empty()) {
            sent.shared.room = who->person.room;
        }
        sent.shared.phone = who->person.phone;
    }
    return page(request, 200, sent);
}

/// The card alone. Of a divided form it is asked for with ?part=1 or 2.
web::Response NewTicketPages::answer(const web::Request& request) const {
    auto sent = read(request);
    const auto part = request.query("part").value_or("");
    const auto& form = request.form();
    if (part == "2") {
        sent.parts.front() = {.body = form.value("body2"), .subject = form.value("subject2"), .area = form.value("area2")};
    }
    const auto wording = services_.wording(request);
    const auto* who = identity::find_principal(request);
    const AnswerCard card{services_, wording, who ? &who->person : nullptr, part == "2" ? "2" : ""};
    return services_.pages.fragment(request, 200, "answer_card", card.view(sent.draft(0, *router()), part.empty()));
}

/// All areas as options, kept by browsers for good. An address of another time gets today's, to be kept by nobody.
web::Response NewTicketPages::areas(const web::Request& request) const {
    const auto& version = request.path_value("version");
    const auto language = version.starts_with("en-") ? web::Language::En : web::Language::Sv;
    const auto unit = request.query("unit");
    const auto list = services_.areas.text(services_.desk.services().router_of(unit ? id_from<UnitId>(*unit) : std::nullopt), services_.roles().table(), Wording{services_.pages.texts(), language, services_.now()});
    auto response = web::Response::html(list->html);
    response.set_header("Cache-Control", list->version == version ? "public, max-age=31536000, immutable" : "no-store");
    return response;
}

web::Response NewTicketPages::create(const web::Request& request) const {
    auto sent = read(request);
    const auto* who = identity::find_principal(request);
    const bool looks = only_looks(request.form());
    if (!who && (!looks || !request.form().uploads("files").empty())) {
        hold_back_strangers(request, sent);
    }
    store_files(request, sent);
    if (looks) {
        return page(request, 200, sent);
    }
    return who ? open(request, sent, who->person) : ask_to_confirm(request, sent);
}

void NewTicketPages::store_files(const web::Request& request, NewTicketForm& sent) const {
    const auto* who = identity::find_principal(request);
    const auto owner = who ? std::optional{who->person.id} : std::nullopt;
    auto& files = sent.shared.files;
    if (auto stored = attachments::store(services_.database(), request.form().uploads("files"), owner, services_.now())) {
        files.insert(files.end(), stored->begin(), stored->end());
    } else {
        sent.errors.add(stored.error().fields);
    }
    if (files.size() > attachments::max_files) {
        sent.errors.add({field_fault("/files", "too-many", {{"limit", attachments::max_files}})});
    }
}

web::Response NewTicketPages::open(const web::Request& request, NewTicketForm& sent, const identity::Person& by) const {
    if (!sent.errors.empty()) {
        sent.errors.add(Desk::faults(sent.drafts(*router())));
        return page(request, 422, sent);
    }
    // The same form sent twice is one ticket; sent again with other words, after "back", it is another.
    const auto key = sent.key.empty() ? IdempotencyKey::random() : IdempotencyKey{sent.key + sha256(sent.fingerprint), "form"};
    const auto written = services_.desk.open_all(sent.drafts(*router()), by, key);
    if (!written) {
        if (written.error().kind != Refusal::Kind::Invalid) {
            throw_as_error(written.error());
        }
        sent.errors.add(written.error().fields);
        return page(request, 422, sent);
    }
    return web::Response::see_other("/tickets/" + written->ticket.id.text() + "/receipt");
}

/// Before anything of somebody not signed in is stored: their letters are counted, and so is the room that strangers' files may take.
void NewTicketPages::hold_back_strangers(const web::Request& request, const NewTicketForm& sent) const {
    const auto now = services_.now();
    if (auto counted = identity::count_try(services_.database(), services_.identity, MailAddress::parse(sent.mail), request.client_address(), now); !counted) {
        throw web::TooManyRequests{counted.error().retry_after};
    }
    if (!request.form().uploads("files").empty() && attachments::strangers_are_full(services_.database())) {
        throw web::TooManyRequests{std::chrono::hours{1}, "files of people not signed in fill their share"};
    }
}

web::Response NewTicketPages::ask_to_confirm(const web::Request& request, NewTicketForm& sent) const {
    const auto email = MailAddress::parse(sent.mail);
    if (!email) {
        sent.errors.add({field_fault("/mail", trim(sent.mail).empty() ? "required" : "not-an-address")});
    }
    if (!sent.errors.empty()) {
        sent.errors.add(Desk::faults(sent.drafts(*router())));
        return page(request, 422, sent);
    }
    const auto kept = services_.desk.keep_pending(sent.drafts(*router()), *email, [&](db::Transaction& tx, std::uint64_t id) {
        services_.letters.confirm(tx, *email, request.language(), id, services_.now());
    });
    if (!kept) {
        sent.errors.add(kept.error().fields);
        return page(request, 422, sent);
    }
    services_.letters.committed();
    const auto wording = services_.wording(request);
    return services_.pages.render(request, 200, "tickets/confirm_sent",
                                  {{"title", wording.text("confirm_sent.title")},
                                   {"nav", "new"},
                                   {"lead", wording.format("confirm_sent.lead", {{"mail", email->text()}})},
                                   {"valid_for", wording.format("confirm_sent.valid_for", {{"minutes", services_.identity.link_life.count()}})}});
}

web::Response NewTicketPages::page(const web::Request& request, int status, const NewTicketForm& sent) const {
    const auto wording = services_.wording(request);
    const auto* who = identity::find_principal(request);
    const auto* person = who ? &who->person : nullptr;
    json view = {{"nav", "new"}, {"idempotency_key", sent.key.empty() ? random_token() : sent.key}, {"anonymous", person == nullptr}, {"for_another", false},
                 {"divided", sent.is_divided()}, {"all_areas", sent.all_areas}};
    sent.errors.fill(view, wording, "ticket.new.title", {"mail", "room", "phone", "files", "copies"});
    view["form"] = {{"room", sent.shared.room}, {"phone", sent.shared.phone}, {"copies", sent.shared.copies}, {"requester", sent.shared.requester}, {"mail", sent.mail}};
    view["room_own"] = person && !sent.shared.room.empty() && sent.shared.room == person->room;
    if (person && (person->is_agent() || person->is_administrator)) {
        view["for_another"] = for_another(sent, wording);
    }
    auto parts = json::array();
    for (std::size_t part = 0; part < sent.parts.size(); ++part) {
        parts.push_back(part_view(sent, part, wording, person));
    }
    const auto& found = parts.front()["answer"]["found"];
    view["send_label"] = sent.is_divided()  ? wording.text("ticket.new.send_both")
                         : found.is_object() ? found["send_label"].get<std::string>()
                                             : wording.text("ticket.new.send");
    view["more_open"] = sent.errors.has("copies") || !sent.shared.copies.empty() || parts.front()["own_open"].get<bool>();
    view["single"] = sent.is_divided() ? json(false) : parts.front();
    view["parts"] = std::move(parts);
    view["kept_files"] = kept_files(sent, wording, person);
    view["has_kept_files"] = !view["kept_files"].empty();
    view["files_with_second"] = sent.files_with == 1;
    view.update(known_faults_view(services_, wording));
    return services_.pages.render(request, status, "tickets/new", std::move(view));
}

/// What one ticket of the form has of its own.
json NewTicketPages::part_view(const NewTicketForm& sent, std::size_t part, const Wording& wording, const identity::Person* person) const {
    const auto& own = sent.parts[part];
    const std::string n = part == 0 ? "" : "2";
    const AnswerCard card{services_, wording, person, n};
    const auto area = known_area(own.area, *router());
    return {{"n", n},
            {"query", sent.is_divided() ? "?part=" + std::to_string(part + 1) : ""},
            {"label", sent.is_divided() ? wording.format("ticket.new.part", {{"number", part + 1}}) : wording.text("ticket.new.body")},
            {"body", own.body},
            {"subject", own.subject},
            {"body_error", sent.errors.of("body" + n, wording)},
            {"subject_error", sent.errors.of("subject" + n, wording)},
            {"area_error", sent.errors.of("area" + n, wording)},
            {"own_open", !area.empty() || sent.all_areas || sent.errors.has("area" + n) || sent.errors.has("subject" + n)},
            {"area", area_view(area, sent, wording, person ? person->unit : std::nullopt)},
            {"answer", card.view(sent.draft(part, *router()), !sent.is_divided())}};
}

json NewTicketPages::area_view(const std::string& picked, const NewTicketForm& sent, const Wording& wording, std::optional<UnitId> unit) const {
    const auto current = services_.desk.services().router_of(unit);
    const auto roles = services_.roles().table();
    const auto* area = current->matrix().find(picked);
    return {{"auto", picked.empty()},
            {"is_none", picked == "none"},
            {"picked", area && !sent.all_areas ? json{{"row", area->row}, {"name", area->name}, {"role", lead_name(*area, *roles, wording)}} : json(false)},
            {"list", services_.areas.address(current, roles, wording, unit)},
            {"complete", sent.all_areas},
            {"areas", sent.all_areas ? area_choices(current->matrix(), *roles, wording, picked) : json::array()}};
}

json NewTicketPages::for_another(const NewTicketForm& sent, const Wording& wording) const {
    auto channels = json::array();
    for (const auto channel : {Channel::Web, Channel::Phone, Channel::Visit}) {
        channels.push_back({{"value", name(channel)},
                            {"label", wording.text("ticket.new.channel_" + std::string{name(channel)})},
                            {"selected", sent.shared.channel == channel}});
    }
    return {{"open", !sent.shared.requester.empty() || sent.shared.channel != Channel::Web},
            {"requester_error", sent.errors.of("requester", wording)},
            {"channels", std::move(channels)}};
}

json NewTicketPages::kept_files(const NewTicketForm& sent, const Wording& wording, const identity::Person* person) const {
    auto kept = json::array();
    if (!sent.shared.files.empty()) {
        services_.database().read([&](db::Session& session) {
            for (const auto& file : attachments::list_kept(session, sent.shared.files, person ? std::optional{person->id} : std::nullopt)) {
                kept.push_back({{"token", file.token}, {"name", file.name}, {"size", wording.size(file.bytes)}});
            }
        });
    }
    return kept;
}

}  // namespace

std::vector<web::Route> new_ticket_routes(const PageServices& services) {
    using web::Audience;
    using web::Method;
    using web::Via;
    const web::HandlersOf to{std::make_shared<const NewTicketPages>(services)};
    const web::Limits with_files{.max_body_bytes = attachments::max_request_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    const web::Limits text_only{.max_body_bytes = 1024 * 1024};
    return {{Method::Get, "/tickets/new", {Audience::Anyone, Via::Page}, to(&NewTicketPages::form)},
            {Method::Post, "/tickets/new/answer", {Audience::Anyone, Via::Page}, to(&NewTicketPages::answer), text_only},
            {Method::Post, "/tickets", {Audience::Anyone, Via::Page}, to(&NewTicketPages::create), with_files},
            {Method::Get, "/areas/{version}", {Audience::Anyone, Via::Page}, to(&NewTicketPages::areas)},
            {Method::Get, "/tickets/{number}/receipt", {Audience::SignedIn, Via::Page}, to(&NewTicketPages::receipt)}};
}

}  // namespace ansvar::tickets

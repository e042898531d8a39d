#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/sign_in.hpp"
#include "tickets/answer_card.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/attachments.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/page_services.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// What the form was sent with, and what is wrong with it.
struct Sent {
    Draft draft;
    std::string mail;                 ///< of somebody not signed in
    std::string key;                  ///< the form's own idempotency key
    std::string fingerprint = {};     ///< of everything sent, files included
    std::string area;                 ///< as picked: "", "none", a row or a key
    std::vector<std::string> files = {};
    FormErrors errors = {};
};

Sent read_form(const web::Request& request) {
    const auto& form = request.form();
    Sent sent;
    sent.area = form.has("choose") ? form.value("choose") : form.value("area");
    sent.draft = {.subject = form.value("subject"),
                  .body = form.value("body"),
                  .area = sent.area.empty() || sent.area == "none" ? std::nullopt : std::optional{sent.area},
                  .no_area_fits = sent.area == "none",
                  .room = form.value("room"),
                  .phone = form.value("phone"),
                  .channel = channel_from(form.value("channel")).value_or(Channel::Web),
                  .requester = form.value("requester"),
                  .copies = form.value("copies"),
                  .files = form.values("kept_file")};
    sent.mail = form.value("mail");
    sent.key = form.value("idempotency_key");
    sent.fingerprint = sent.draft.to_json().dump();
    for (const auto& upload : form.uploads("files")) {
        sent.fingerprint += "\n" + upload.file_name + " " + sha256(upload.bytes);
    }
    return sent;
}

class NewTicketPages {
public:
    explicit NewTicketPages(PageServices services) : services_(std::move(services)) {}

    web::Response form(const web::Request& request) const {
        Sent sent;
        sent.key = random_token();
        sent.area = request.query("area").value_or("");
        sent.draft.room = request.query("room").value_or("");
        if (const auto* who = identity::find_principal(request)) {
            if (sent.draft.room.empty()) {
                sent.draft.room = who->person.room;
            }
            sent.draft.phone = who->person.phone;
        }
        return page(request, 200, sent);
    }

    web::Response answer(const web::Request& request) const {
        const auto sent = read_form(request);
        const auto wording = services_.wording(request);
        const auto* who = identity::find_principal(request);
        return services_.pages.fragment(request, 200, "answer_card",
                                        AnswerCard{services_, wording, who ? &who->person : nullptr}.view(sent.draft.subject, sent.draft.body, known(sent.area)));
    }

    web::Response create(const web::Request& request) const {
        auto sent = read_form(request);
        const auto* who = identity::find_principal(request);
        const auto owner = who ? std::optional{who->person.id} : std::nullopt;
        const bool only_looks = request.form().has("preview") || request.form().has("choose");
        if (!who && (!only_looks || !request.form().uploads("files").empty())) {
            hold_back_strangers(request, sent);
        }
        auto stored = attachments::store(services_.database(), request.form().uploads("files"), owner, services_.now());
        if (stored) {
            sent.draft.files.insert(sent.draft.files.end(), stored->begin(), stored->end());
        } else {
            sent.errors.add(stored.error().fields);
        }
        if (sent.draft.files.size() > attachments::max_files) {
            sent.errors.add({field_fault("/files", "too-many", {{"limit", attachments::max_files}})});
        }
        if (only_looks) {
            return page(request, 200, sent);
        }
        if (!sent.errors.empty()) {
            sent.errors.add(sent.draft.tidied().faults());
            return page(request, 422, sent);
        }
        return who ? open(request, sent, who->person) : ask_to_confirm(request, sent);
    }

    web::Response receipt(const web::Request& request) const;

private:
    web::Response open(const web::Request& request, Sent& sent, const identity::Person& by) const {
        // The same form sent twice is one ticket; sent again with other words, after "back", it is another.
        const auto key = sent.key.empty() ? IdempotencyKey::random() : IdempotencyKey{sent.key + sha256(sent.fingerprint), "form"};
        const auto written = services_.desk.open(sent.draft, by, key);
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
    void hold_back_strangers(const web::Request& request, const Sent& sent) const {
        const auto now = services_.now();
        if (auto counted = identity::count_try(services_.database(), services_.identity, MailAddress::parse(sent.mail), request.client_address(), now); !counted) {
            throw web::TooManyRequests{counted.error().retry_after};
        }
        if (!request.form().uploads("files").empty() && attachments::strangers_are_full(services_.database())) {
            throw web::TooManyRequests{std::chrono::hours{1}, "files of people not signed in fill their share"};
        }
    }

    web::Response ask_to_confirm(const web::Request& request, Sent& sent) const {
        const auto email = MailAddress::parse(sent.mail);
        if (!email) {
            sent.errors.add({field_fault("/mail", trim(sent.mail).empty() ? "required" : "not-an-address")});
            sent.errors.add(sent.draft.tidied().faults());
            return page(request, 422, sent);
        }
        const auto kept = services_.desk.keep_pending(sent.draft, *email, [&](db::Transaction& tx, std::uint64_t id) {
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

    /// An area that the matrix has, or "none"; "" for anything else.
    std::string known(const std::string& area) const {
        return area == "none" || services_.desk.services().router()->matrix().find(area) ? area : std::string{};
    }

    web::Response page(const web::Request& request, int status, const Sent& sent) const;

    PageServices services_;
};

web::Response NewTicketPages::page(const web::Request& request, int status, const Sent& sent) const {
    const auto wording = services_.wording(request);
    const auto* who = identity::find_principal(request);
    const auto* person = who ? &who->person : nullptr;
    const auto area = known(sent.area);
    const auto router = services_.desk.services().router();
    auto answer = AnswerCard{services_, wording, person}.view(sent.draft.subject, sent.draft.body, area);
    const auto send_label = answer["found"].is_object() ? answer["found"]["send_label"].get<std::string>() : wording.text("ticket.new.send");

    json view = {{"nav", "new"}, {"idempotency_key", sent.key.empty() ? random_token() : sent.key}, {"answer", std::move(answer)},
                 {"send_label", send_label}, {"anonymous", person == nullptr}, {"for_another", false}};
    sent.errors.fill(view, wording, "ticket.new.title", {"body", "mail", "room", "phone", "files", "area", "subject", "copies"});
    view["form"] = {{"body", sent.draft.body}, {"subject", sent.draft.subject}, {"room", sent.draft.room}, {"phone", sent.draft.phone},
                    {"copies", sent.draft.copies}, {"requester", sent.draft.requester}, {"mail", sent.mail}};
    if (person && (person->is_agent() || person->is_administrator)) {
        auto channels = json::array();
        for (const auto channel : {Channel::Web, Channel::Phone, Channel::Visit}) {
            channels.push_back({{"value", name(channel)},
                                {"label", wording.text("ticket.new.channel_" + std::string{name(channel)})},
                                {"selected", sent.draft.channel == channel}});
        }
        view["for_another"] = {{"open", !sent.draft.requester.empty() || sent.draft.channel != Channel::Web},
                               {"requester_error", sent.errors.of("requester", wording)},
                               {"channels", std::move(channels)}};
    }
    auto kept = json::array();
    if (!sent.draft.files.empty()) {
        services_.database().read([&](db::Session& session) {
            for (const auto& file : attachments::list_kept(session, sent.draft.files, person ? std::optional{person->id} : std::nullopt)) {
                kept.push_back({{"token", file.token}, {"name", file.name}, {"size", wording.size(file.bytes)}});
            }
        });
    }
    view["has_kept_files"] = !kept.empty();
    view["kept_files"] = std::move(kept);
    view["more_open"] = !area.empty() || sent.errors.has("area") || sent.errors.has("subject") || sent.errors.has("copies") || !sent.draft.copies.empty();
    view["area_auto"] = area.empty();
    view["area_is_none"] = area == "none";
    view["areas"] = area_choices(router->matrix(), *services_.roles().table(), wording, area);
    return services_.pages.render(request, status, "tickets/new", std::move(view));
}

web::Response NewTicketPages::receipt(const web::Request& request) const {
    const auto& person = reader(request);
    const auto wording = services_.wording(request);
    const TicketId id{request.path_number("number")};
    const auto [found, names] = services_.database().read([&](db::Session& session) {
        auto one = ticket_store::find(session, id, person.id);
        std::vector<PersonId> ids;
        if (one) {
            ids.push_back(one->ticket.requester);
            if (one->ticket.assignee) {
                ids.push_back(*one->ticket.assignee);
            }
        }
        return std::pair{one, ticket_store::list_names(session, ids)};
    });
    if (!found || (found->ticket.requester != person.id && found->ticket.filed_by != person.id)) {
        throw web::NotFound{};
    }
    const auto& ticket = found->ticket;
    const auto name_of = [&](PersonId who) -> const ticket_store::Named& {
        for (const auto& each : names) {
            if (each.id == who) {
                return each;
            }
        }
        throw web::NotFound{};
    };
    const auto role = services_.roles().name(ticket.role, wording.language());
    const auto who = ticket.assignee ? wording.format("receipt.who_person", {{"name", name_of(*ticket.assignee).name}, {"role", role}})
                                     : wording.format("receipt.who_role", {{"role", role}});
    const bool for_another = ticket.requester != person.id;
    const auto roles = services_.roles().table();
    const auto* kind = roles->find(ticket.role);
    const bool referral = kind && kind->kind != identity::RoleKind::Queue;
    auto steps = json::array();
    if (referral) {
        steps.push_back({{"text", wording.format("receipt.step_referral", {{"who", who}})}});
    } else {
        steps.push_back({{"text", wording.format("receipt.step_read", {{"role", role}})}});
        steps.push_back({{"text", wording.text("receipt.step_answer")}});
    }
    steps.push_back({{"text", wording.text("receipt.step_still")}});
    json waiting = false;
    if (const auto wait = waiting_view(services_.waiting_times.first_response(ticket.area_key, ticket.role), wording); wait.is_object() && !referral) {
        waiting = {{"text", wording.format("receipt.waiting", {{"half", wait["half"].get<std::string>()}, {"most", wait["most"].get<std::string>()}})},
                   {"basis", wait["basis"]}};
    }
    return services_.pages.render(
        request, 200, "tickets/receipt",
        {{"title", wording.format("receipt.title", {{"number", ticket.id.text()}})},
         {"nav", "new"},
         {"heading", for_another ? wording.format("receipt.heading_for", {{"requester", name_of(ticket.requester).name}}) : wording.text("receipt.heading")},
         {"lead", wording.format("receipt.lead", {{"role", role}, {"mail", name_of(ticket.requester).email}})},
         {"number", ticket.id.value},
         {"subject", ticket.subject},
         {"who", who},
         {"waiting", std::move(waiting)},
         {"steps", std::move(steps)}});
}

}  // namespace

std::vector<web::Route> new_ticket_routes(const PageServices& services) {
    using web::Audience;
    using web::Method;
    using web::Via;
    const auto pages = std::make_shared<NewTicketPages>(services);
    const auto to = [&](web::Response (NewTicketPages::*handler)(const web::Request&) const) {
        return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
    };
    const web::Limits with_files{.max_body_bytes = attachments::max_request_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    const web::Limits text_only{.max_body_bytes = 1024 * 1024};
    return {{Method::Get, "/tickets/new", {Audience::Anyone, Via::Page}, to(&NewTicketPages::form)},
            {Method::Post, "/tickets/new/answer", {Audience::Anyone, Via::Page}, to(&NewTicketPages::answer), text_only},
            {Method::Post, "/tickets", {Audience::Anyone, Via::Page}, to(&NewTicketPages::create), with_files},
            {Method::Get, "/tickets/{number}/receipt", {Audience::SignedIn, Via::Page}, to(&NewTicketPages::receipt)}};
}

}  // namespace ansvar::tickets

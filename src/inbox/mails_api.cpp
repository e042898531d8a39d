#include "inbox/mails_api.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "identity/principal.hpp"
#include "inbox/mail_decisions.hpp"
#include "inbox/mail_store.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::inbox {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> states{"held", "failed", "done"};

json word_or_null(const std::string& word) { return word.empty() ? json() : json(word); }

/// Of a confidential ticket's nothing is told but that it came, unless it `is_open` to whoever asks.
json mail_json(const StoredMail& mail, bool is_open) {
    const bool is_told = is_open || !mail.is_confidential;
    return {{"id", mail.id.value},
            {"state", mail.state},
            {"outcome", word_or_null(mail.outcome)},
            {"reason", word_or_null(mail.reason)},
            {"subject", is_told ? json(mail.subject) : json()},
            {"from", is_told ? json(mail.from_email) : json()},
            {"received_at", to_rfc3339(mail.received_at)},
            {"ticket", mail.ticket ? json(mail.ticket->value) : json()},
            {"confidential", mail.is_confidential},
            {"handled_by", word_or_null(mail.handled_by)}};
}

/// The pages about mail that came in, for programs.
class MailsApi {
public:
    explicit MailsApi(const PageServices& services) : services_(services) {}

    web::Response list(const web::Request& request) const {
        std::vector<web::FieldError> faults;
        const auto state = request.query("state").value_or("held");
        const auto limit = web::limit_of(request, faults);
        const auto after = request.query("after");
        const auto before = after ? id_from<MailId>(*after) : std::nullopt;
        if (std::find(states.begin(), states.end(), state) == states.end()) {
            faults.push_back(web::field_fault("/state", "unknown-state"));
        }
        if (after && !before) {
            faults.push_back(web::field_fault("/after", "malformed"));
        }
        web::refuse_faulty(faults);
        const auto mails =
            services_.database.read([&](db::Session& session) { return mail_store::list(session, state, before, static_cast<std::int64_t>(limit) + 1); });
        auto items = json::array();
        for (const auto& mail : mails) {
            if (items.size() < limit) {
                items.push_back(mail_json(mail, false));
            }
        }
        const auto next = mails.size() > limit ? std::optional{mails[limit - 1].id.text()} : std::nullopt;
        return web::list_page(request, std::move(items), next);
    }

    web::Response show(const web::Request& request) const {
        const auto mail = asked(request);
        const auto raw = raw_of(services_, mail);
        const auto read = services_.read(raw);
        note_view(services_, request, mail);
        auto view = mail_json(mail, true);
        view.update({{"from_name", mail.from_name}, {"text", nullptr}, {"quoted", nullptr}, {"files", json::array()}});
        if (read) {
            view["text"] = read->text;
            view["quoted"] = word_or_null(read->quoted);
            for (const auto& file : read->files) {
                view["files"].push_back({{"name", word_or_null(file.name)}, {"declared_type", file.declared_type}, {"bytes", file.bytes.size()}});
            }
        }
        return web::Response::json(view);
    }

    web::Response original(const web::Request& request) const { return original_of(services_, request, asked(request)); }

    web::Response list_bounced(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& address : services_.database.read([](db::Session& session) { return mail_store::list_bounced(session); })) {
            rows.push_back({{"mail", address.email},
                            {"name", word_or_null(address.name)},
                            {"times", address.times},
                            {"status", address.status},
                            {"bounced_at", to_rfc3339(address.at)}});
        }
        return web::page_of_rows(request, rows, "mail");
    }

    web::Response admit(const web::Request& request) const {
        web::take_nothing(request);
        const auto mail = asked(request);
        return decided(mail, inbox::admit(services_, mail, identity::principal(request).person.id, identity::Actor::of(request)));
    }

    web::Response discard(const web::Request& request) const {
        web::take_nothing(request);
        const auto mail = asked(request);
        return decided(mail, inbox::discard(services_, mail, identity::principal(request).person.id, identity::Actor::of(request)));
    }

    web::Response retry(const web::Request& request) const {
        web::take_nothing(request);
        const MailId id{request.path_number("mail")};
        inbox::retry(services_, id);
        return web::Response::json({{"id", id.value}, {"state", "waiting"}});
    }

private:
    StoredMail asked(const web::Request& request) const {
        return readable_mail(services_, MailId{request.path_number("mail")}, identity::principal(request).person);
    }

    static web::Response decided(const StoredMail& mail, const Decision& decision) {
        switch (decision.how) {
            case Decided::TooLate:
                throw web::Conflict{"the mail is not held any more"};
            case Decided::CannotBe:
                throw web::Conflict{"the mail cannot be let in"}.explained("mail_in.refused");
            case Decided::Done:
                break;
        }
        const auto& ticket = decision.finding.ticket;
        return web::Response::json({{"id", mail.id.value}, {"outcome", name(decision.finding.outcome)}, {"ticket", ticket ? json(ticket->value) : json()}});
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> mails_api_routes(const PageServices& services) {
    using enum web::Method;
    using web::Audience, web::Scope;
    const web::HandlersOf to{std::make_shared<const MailsApi>(services)};
    constexpr web::Access deciding{Audience::Administrator, Scope::TicketsWrite};
    return {{Get, "/api/v1/mails", {Audience::Administrator, Scope::TicketsRead}, to(&MailsApi::list), {}, {.query = {"state", "limit", "after"}}},
            {Get, "/api/v1/mails/{mail}", {Audience::SignedIn, Scope::TicketsRead}, to(&MailsApi::show)},
            {Get, "/api/v1/mails/{mail}/original", {Audience::SignedIn, Scope::TicketsRead}, to(&MailsApi::original)},
            {Get, "/api/v1/bounced-addresses", {Audience::Administrator, Scope::PeopleRead}, to(&MailsApi::list_bounced), {}, {.query = {"limit", "after"}}},
            {Post, "/api/v1/mails/{mail}/admission", deciding, to(&MailsApi::admit)},
            {Post, "/api/v1/mails/{mail}/discarding", deciding, to(&MailsApi::discard)},
            {Post, "/api/v1/mails/{mail}/retry", deciding, to(&MailsApi::retry)}};
}

}  // namespace ansvar::inbox

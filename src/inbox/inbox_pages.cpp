#include "inbox/inbox_pages.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "inbox/mail_decisions.hpp"
#include "inbox/mail_store.hpp"
#include "tickets/wording.hpp"
#include "web/errors.hpp"

namespace ansvar::inbox {

namespace {

using nlohmann::json;
using tickets::Wording;

constexpr std::int64_t page_size = 50;
constexpr std::array<std::string_view, 4> tabs{"held", "failed", "done", "bounced"};

std::string mail_path(MailId id) { return "/mails/" + id.text(); }

/// "Väntar på beslut: avsändaren är okänd"
std::string standing(const StoredMail& mail, const Wording& wording) {
    auto key = mail.state == "waiting" ? std::string{"waiting"} : mail.outcome;
    if (key.empty()) {  // too large to be fetched
        key = "unreadable";
    }
    const auto said = wording.text("mail_in.outcome." + key);
    return mail.reason.empty() ? said : wording.format("mail_in.because", {{"what", said}, {"why", wording.text("mail_in.why." + mail.reason)}});
}

json line_view(const StoredMail& mail, const Wording& wording) {
    const auto subject = mail.is_confidential ? wording.text("mail_in.confidential") : mail.subject.empty() ? wording.text("mail_in.no_subject") : mail.subject;
    return {{"href", mail_path(mail.id)},
            {"subject", subject},
            {"from", mail.is_confidential ? "" : mail.from_email},
            {"when", wording.view(mail.received_at)},
            {"standing", standing(mail, wording)},
            {"ticket", mail.ticket ? json{{"number", mail.ticket->value}} : json(false)}};
}

class InboxPages {
public:
    explicit InboxPages(PageServices services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        const auto tab = tab_of(request.query("view").value_or("held"));
        const auto before = before_of(request);
        const auto wording = wording_of(request);
        mail_store::Counts counts;
        auto mails = json::array(), bounced = json::array();
        std::string next;
        services_.database.read([&](db::Session& session) {
            counts = mail_store::count(session);
            mails = json::array(), bounced = json::array();
            if (tab == "bounced") {
                bounced = bounced_view(session, wording);
                return;
            }
            const auto found = mail_store::list(session, tab, before, page_size + 1);
            for (const auto& mail : found) {
                if (mails.size() < static_cast<std::size_t>(page_size)) {
                    mails.push_back(line_view(mail, wording));
                    next = mail.id.text();
                }
            }
            next = found.size() > static_cast<std::size_t>(page_size) ? next : "";
        });
        const bool is_empty = mails.empty() && bounced.empty();
        return services_.pages.render(
            request, 200, "admin/mail_in",
            {{"title", wording.text("mail_in.title")},
             {"nav", "mail_in"},
             {"summary", wording.format("mail_in.summary", {{"held", counts.held}, {"failed", counts.failed}})},
             {"tabs", tabs_view(tab, counts, wording)},
             {"has_mails", !mails.empty()},
             {"mails", std::move(mails)},
             {"has_bounced", !bounced.empty()},
             {"bounced", std::move(bounced)},
             {"is_empty", is_empty},
             {"more", next.empty() ? json(false) : json{{"href", "/admin/mail-in?view=" + tab + "&before=" + next}}}});
    }

    web::Response show(const web::Request& request) const {
        const auto mail = asked_mail(request);
        const auto raw = raw_of(services_, mail);
        const auto read = services_.read(raw);
        const auto wording = wording_of(request);
        note_view(services_, request, mail);
        auto shown = mail;
        shown.is_confidential = false;  // to whoever may see it
        auto view = line_view(shown, wording);
        auto files = json::array();
        if (read) {
            for (const auto& file : read->files) {
                files.push_back({{"name", file.name.empty() ? file.declared_type : file.name}, {"size", wording.size(static_cast<std::int64_t>(file.bytes.size()))}});
            }
        }
        view.update({{"title", view["subject"]},
                     {"nav", "mail_in"},
                     {"id", mail.id.value},
                     {"crumb", is_administrator(request)},
                     {"from_name", mail.from_name},
                     {"text", read ? read->text : ""},
                     {"quoted", read && !read->quoted.empty() ? json{{"text", read->quoted}} : json(false)},
                     {"has_files", !files.empty()},
                     {"files", std::move(files)},
                     {"has_original", !raw.empty()},
                     {"has_html", read && !read->html.empty()},
                     {"explained", request.query("decided")                            ? json{{"text", wording.format("mail_in.decided", {{"who", mail.handled_by}})}}
                                  : request.query("refused")                            ? json{{"text", wording.text("mail_in.refused")}}
                                   : mail.state == "held" && !mail.reason.empty() ? json{{"text", wording.text("mail_in.explain." + mail.reason)}}
                                                                               : json(false)},
                     {"decide", mail.state == "held" && is_administrator(request)},
                     {"can_retry", mail.state == "failed" && !raw.empty() && is_administrator(request)}});
        return services_.pages.render(request, 200, "inbox/mail", std::move(view));
    }

    web::Response original(const web::Request& request) const {
        return original_of(services_, request, asked_mail(request));
    }

    /// Its HTML in a page that may do nothing: no scripts, no forms, nothing fetched from anywhere.
    web::Response html(const web::Request& request) const {
        const auto mail = asked_mail(request);
        const auto read = services_.read(raw_of(services_, mail));
        if (!read || read->html.empty()) {
            throw web::NotFound{};
        }
        note_view(services_, request, mail);
        auto response = web::Response::html(read->html);
        response.set_header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        return response;
    }

    web::Response admit(const web::Request& request) const {
        const auto mail = asked_mail(request);
        const auto [how, finding] = inbox::admit(services_, mail, identity::principal(request).person.id, identity::Actor::of(request));
        switch (how) {
            case Decided::TooLate:
                return too_late(mail);
            case Decided::CannotBe:
                return web::Response::see_other(mail_path(mail.id) + "?refused=1");
            case Decided::Done:
                break;
        }
        return web::Response::see_other(finding.ticket ? "/tickets/" + finding.ticket->text() : "/admin/mail-in");
    }

    web::Response discard(const web::Request& request) const {
        const auto mail = asked_mail(request);
        const auto decision = inbox::discard(services_, mail, identity::principal(request).person.id, identity::Actor::of(request));
        return decision.how == Decided::TooLate ? too_late(mail) : web::Response::see_other("/admin/mail-in");
    }

    web::Response retry(const web::Request& request) const {
        inbox::retry(services_, MailId{request.path_number("id")});
        return web::Response::see_other("/admin/mail-in?view=failed");
    }

private:
    Wording wording_of(const web::Request& request) const { return {services_.pages.texts(), request.language(), services_.clock.now()}; }

    static bool is_administrator(const web::Request& request) { return identity::principal(request).person.is_administrator; }

    static std::string tab_of(const std::string& name) {
        if (std::find(tabs.begin(), tabs.end(), name) == tabs.end()) {
            throw web::NotFound{};
        }
        return name;
    }

    static std::optional<MailId> before_of(const web::Request& request) {
        const auto text = request.query("before");
        const auto number = text ? whole_number<std::uint64_t>(*text) : std::nullopt;
        if (text && !number) {
            throw web::NotFound{};
        }
        return number ? std::optional{MailId{*number}} : std::nullopt;
    }

    json tabs_view(const std::string& current, const mail_store::Counts& counts, const Wording& wording) const {
        auto view = json::array();
        for (const auto tab : tabs) {
            const auto count = tab == "held" ? std::to_string(counts.held) : tab == "failed" ? std::to_string(counts.failed) : "";
            view.push_back({{"href", fmt::format("/admin/mail-in?view={}", tab)},
                            {"label", wording.text(fmt::format("mail_in.tab.{}", tab))},
                            {"count", count},
                            {"current", tab == current}});
        }
        return view;
    }

    static json bounced_view(db::Session& session, const Wording& wording) {
        auto list = json::array();
        for (const auto& address : mail_store::list_bounced(session)) {
            list.push_back({{"email", address.email}, {"name", address.name}, {"times", address.times}, {"status", address.status}, {"when", wording.view(address.at)}});
        }
        return list;
    }

    StoredMail asked_mail(const web::Request& request) const {
        return readable_mail(services_, MailId{request.path_number("id")}, identity::principal(request).person);
    }

    /// Somebody else was faster: they see what was decided, and by whom.
    static web::Response too_late(const StoredMail& mail) { return web::Response::see_other(mail_path(mail.id) + "?decided=1"); }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> inbox_routes(const PageServices& services) {
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    constexpr web::Access readers{web::Audience::SignedIn, web::Via::Page};
    const auto pages = std::make_shared<InboxPages>(services);
    using web::Method, web::Request;
    return {{Method::Get, "/admin/mail-in", administrators, [pages](const Request& request) { return pages->list(request); }},
            {Method::Get, "/mails/{id}", readers, [pages](const Request& request) { return pages->show(request); }},
            {Method::Get, "/mails/{id}/original", readers, [pages](const Request& request) { return pages->original(request); }},
            {Method::Get, "/mails/{id}/html", readers, [pages](const Request& request) { return pages->html(request); }},
            {Method::Post, "/mails/{id}/admit", administrators, [pages](const Request& request) { return pages->admit(request); }},
            {Method::Post, "/mails/{id}/discard", administrators, [pages](const Request& request) { return pages->discard(request); }},
            {Method::Post, "/mails/{id}/retry", administrators, [pages](const Request& request) { return pages->retry(request); }}};
}

}  // namespace ansvar::inbox

#include "mail/mail_pages.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "mail/ledger.hpp"
#include "tickets/letter_wording.hpp"
#include "web/errors.hpp"

namespace ansvar::mail {

namespace {

using nlohmann::json;

constexpr std::int64_t page_size = 50;

struct Tab {
    LetterTab tab;
    const char* name;
};

constexpr Tab tabs[] = {{LetterTab::Dead, "dead"}, {LetterTab::Waiting, "waiting"}, {LetterTab::Sent, "sent"}};

class MailPages {
public:
    explicit MailPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto& tab = tab_of(request.query("view").value_or("dead"));
        const auto before = before_of(request);
        const auto [letters, figures] = services_.database.read([&](db::Session& session) {
            return std::pair{list_letters(session, tab.tab, before, page_size + 1), count_letters(session)};
        });
        const tickets::Wording wording{services_.pages.texts(), request.language(), services_.clock.now()};
        auto list = json::array();
        for (const auto& letter : letters) {
            if (list.size() < static_cast<std::size_t>(page_size)) {
                list.push_back(letter_view(letter, wording));
            }
        }
        const bool more = letters.size() > static_cast<std::size_t>(page_size);
        return services_.pages.render(
            request, 200, "admin/mail",
            {{"title", wording.text("mail.title")},
             {"nav", "mail"},
             {"summary", wording.format("mail.summary", {{"waiting", figures.waiting}, {"dead", figures.dead}})},
             {"tabs", tabs_view(tab.tab, figures, wording)},
             {"has_letters", !list.empty()},
             {"more", more ? json{{"href", std::string{"/admin/mail?view="} + tab.name + "&before=" + letters[page_size - 1].status.id.text()}} : json(false)},
             {"letters", std::move(list)}});
    }

    web::Response send_again(const web::Request& request) const {
        if (!send_letter_again(services_, LetterId{request.path_number("id")}, identity::Actor::of(request))) {
            throw web::NotFound{};
        }
        return web::Response::see_other("/admin/mail?view=waiting");
    }

private:
    static const Tab& tab_of(const std::string& name) {
        for (const auto& tab : tabs) {
            if (name == tab.name) {
                return tab;
            }
        }
        throw web::NotFound{};
    }

    static std::optional<LetterId> before_of(const web::Request& request) {
        const auto text = request.query("before");
        if (!text) {
            return {};
        }
        if (text->empty() || text->size() > 18 || text->find_first_not_of("0123456789") != std::string::npos) {
            throw web::NotFound{};
        }
        return LetterId{std::stoull(*text)};
    }

    static json tabs_view(LetterTab current, const Figures& figures, const tickets::Wording& wording) {
        auto view = json::array();
        for (const auto& tab : tabs) {
            // How many were sent is no figure anybody acts on, and counting them would cost.
            const auto count = tab.tab == LetterTab::Dead ? std::to_string(figures.dead) : tab.tab == LetterTab::Waiting ? std::to_string(figures.waiting) : "";
            view.push_back({{"href", std::string{"/admin/mail?view="} + tab.name},
                            {"label", wording.text(std::string{"mail.tab."} + tab.name)},
                            {"count", count},
                            {"current", tab.tab == current}});
        }
        return view;
    }

    static json letter_view(const ListedLetter& letter, const tickets::Wording& wording) {
        const bool failed = letter.status.state == "dead" || letter.status.state == "expired";
        return {{"id", letter.status.id.value},
                {"failed", failed},
                {"kind", tickets::letter_kind(letter.status, wording)},
                {"to", letter.status.email},
                {"ticket", letter.ticket ? json{{"number", letter.ticket->value}} : json(false)},
                {"status", tickets::letter_standing(letter.status, wording)},
                {"attempts", std::to_string(letter.status.attempts)},
                {"written", wording.view(letter.created_at)},
                {"can_resend", letter.can_be_sent_again}};
    }

    PageServices services_;
};

}  // namespace

bool send_letter_again(const PageServices& services, LetterId id, const identity::Actor& by) {
    const auto now = services.clock.now();
    const bool is_sent = services.database.in_transaction([&](db::Transaction& tx) {
        const bool is_due = send_again(tx, id, now);
        if (is_due) {
            identity::record(tx, by, {.action = "letter.resent", .object_kind = "letter", .object_id = id.text()}, now);
        }
        return is_due;
    });
    if (is_sent) {
        services.wake();
    }
    return is_sent;
}

std::vector<web::Route> mail_routes(const PageServices& services) {
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    const auto pages = std::make_shared<MailPages>(services);
    return {{web::Method::Get, "/admin/mail", administrators, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/mail/{id}/resend", administrators, [pages](const web::Request& request) { return pages->send_again(request); }}};
}

}  // namespace ansvar::mail

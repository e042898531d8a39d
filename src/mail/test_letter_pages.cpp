#include "mail/test_letter_pages.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "identity/throttle.hpp"
#include "mail/test_letter.hpp"

namespace ansvar::mail {

namespace {

using identity::FormCheck;
using nlohmann::json;

constexpr unsigned most_letters = 10;  ///< of everybody together, in 15 minutes

class TestLetterPages {
public:
    explicit TestLetterPages(TestLetterServices services) : services_{std::move(services)} {}

    web::Response show(const web::Request& request) const {
        const auto& own = identity::principal(request).person.email;
        return page(request, 200, own ? own->text() : "", FormCheck{services_.pages.texts(), request.language()}, std::nullopt);
    }

    web::Response send(const web::Request& request) const {
        FormCheck check{services_.pages.texts(), request.language()};
        const auto typed = std::string{trim(request.form().value("to"))};
        const auto to = MailAddress::parse(typed);
        if (!to) {
            check.add("to", "mail_test.no_address");
        } else if (!is_within(request, *to)) {
            check.add("to", "mail_test.elsewhere");
        } else if (!count(request, *to)) {
            check.add("to", "mail_test.too_many", {{"most", most_letters}});
        }
        if (!check.is_fine()) {
            return page(request, 422, typed, check, std::nullopt);
        }
        const auto delivery =
            services_.send(test_letter(services_.settings, services_.pages.texts(), request.language(), *to, services_.clock.now()));
        return page(request, 200, typed, check, delivery);
    }

private:
    /// One's own address, or any at the school.
    bool is_within(const web::Request& request, const MailAddress& to) const {
        const auto& domains = services_.identity.allowed_domains;
        return identity::principal(request).person.email == to || std::find(domains.begin(), domains.end(), to.domain()) != domains.end();
    }

    /// Written down before it is sent. False: enough for now.
    bool count(const web::Request& request, const MailAddress& to) const {
        const auto now = services_.clock.now();
        const std::vector<identity::TryLimit> limits{{sha256(services_.identity.throttle_key + "test letters"), most_letters}};
        return services_.database.in_transaction([&](db::Transaction& tx) {
            if (identity::count_or_refuse(tx, limits, now)) {
                return false;
            }
            identity::record(tx, identity::Actor::of(request),
                             {.action = "mail.tested", .object_kind = "setting", .object_id = "mail", .details = {{"to", to.text()}}}, now);
            return true;
        });
    }

    json result_view(const web::Request& request, const Delivery& delivery) const {
        const auto& texts = services_.pages.texts();
        auto steps = json::array();
        for (const auto& step : delivery.steps) {
            const bool is_refused = step.answer.empty() || step.answer.front() == '4' || step.answer.front() == '5';
            const auto key = "mail_test.step." + lower(step.said.substr(0, step.said.find(' ')));
            steps.push_back({{"step", texts.has(key) ? texts.text(request.language(), key) : step.said},
                             {"said", step.said},
                             {"answer", step.answer.empty() ? texts.text(request.language(), "mail_test.no_answer") : step.answer},
                             {"standing", texts.text(request.language(), is_refused ? "mail_test.refused" : "mail_test.fine")}});
        }
        const bool is_sent = delivery.outcome == Outcome::Sent;
        return {{"heading", texts.text(request.language(), is_sent ? "mail_test.sent" : "mail_test.not_sent")},
                {"reply", readable(delivery.reply)},
                {"has_steps", !steps.empty()},
                {"steps", std::move(steps)}};
    }

    web::Response page(const web::Request& request, int status, const std::string& to, const FormCheck& check,
                       const std::optional<Delivery>& delivery) const {
        const auto& title = services_.pages.texts().text(request.language(), "mail_test.title");
        json view{{"title", check.title(title)},
                  {"heading", title},
                  {"nav", "mail"},
                  {"to", to},
                  {"result", delivery ? result_view(request, *delivery) : json(false)}};
        check.put_into(view, {"to"});
        return services_.pages.render(request, status, "admin/mail_test", std::move(view));
    }

    TestLetterServices services_;
};

}  // namespace

std::vector<web::Route> test_letter_routes(const TestLetterServices& services) {
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    const auto pages = std::make_shared<TestLetterPages>(services);
    return {{web::Method::Get, "/admin/mail/test", administrators, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/mail/test", administrators, [pages](const web::Request& request) { return pages->send(request); }}};
}

}  // namespace ansvar::mail

#include "mail/choice_pages.hpp"

#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "mail/choices.hpp"
#include "web/errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <span>
#include <utility>

namespace ansvar::mail {

namespace {

using identity::FormCheck;
using nlohmann::json;

/// What is asked, of whom, and the answers there are.
struct Question {
    const char* name;  ///< of the field, and in keys
    Frequency LetterChoices::*choice;
    bool for_agents;
    std::span<const Frequency> answers;
};

constexpr std::array all_answers{Frequency::Each, Frequency::Digest, Frequency::None};
constexpr std::array without_digest{Frequency::Each, Frequency::None};
constexpr std::array<Question, 4> questions{{{"new_tickets", &LetterChoices::new_tickets, true, all_answers},
                                             {"in_hand", &LetterChoices::in_hand, true, all_answers},
                                             {"mentions", &LetterChoices::mentions, true, without_digest},
                                             {"following", &LetterChoices::following, false, all_answers}}};

/// Has an overview, which the Monday letter tells of.
bool leads(const identity::Person& person) { return person.is_manager || person.is_administrator; }

bool is_asked(const Question& question, const identity::Person& person) { return !question.for_agents || person.is_agent(); }

std::string clock_text(std::chrono::minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

std::optional<std::chrono::minutes> time_from(std::string_view text) {
    int hour = -1, minute = -1;
    const auto number = [](std::string_view digits, int& into) {
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return fault == std::errc{} && end == digits.data() + digits.size();
    };
    if (text.size() != 5 || text[2] != ':' || !number(text.substr(0, 2), hour) || !number(text.substr(3), minute) || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59) {
        return std::nullopt;
    }
    return std::chrono::minutes{60 * hour + minute};
}

/// The form as it was sent: what is no time of day comes back as it was typed.
struct ChoiceForm {
    LetterChoices choices;
    std::string digest_at, quiet_from, quiet_to;

    static ChoiceForm of(const LetterChoices& choices) {
        return {choices, clock_text(choices.digest_at), choices.quiet ? clock_text(choices.quiet->from) : "",
                choices.quiet ? clock_text(choices.quiet->to) : ""};
    }

    /// What somebody is not asked stays as it is.
    static ChoiceForm from(const web::Form& form, const identity::Person& person, const LetterChoices& before, Timestamp now, FormCheck& check) {
        ChoiceForm read{before, form.value("digest_at"), form.value("quiet_from"), form.value("quiet_to")};
        for (const auto& question : questions) {
            const auto answer = frequency_from(form.value(question.name));
            const bool is_offered = answer && std::find(question.answers.begin(), question.answers.end(), *answer) != question.answers.end();
            if (is_offered && is_asked(question, person)) {
                read.choices.*question.choice = *answer;
            }
        }
        if (leads(person)) {
            const bool wants = form.value("monday") == "yes";
            read.choices.monday_since = !wants ? std::nullopt : before.monday_since ? before.monday_since : std::optional{now};
        }
        read.read_times(check);
        return read;
    }

private:
    void read_times(FormCheck& check) {
        if (const auto time = time_from(digest_at)) {
            choices.digest_at = *time;
        } else {
            check.add("digest_at", "letters.digest_at_needed");
        }
        const auto from = time_from(quiet_from), to = time_from(quiet_to);
        const bool are_empty = quiet_from.empty() && quiet_to.empty();
        choices.quiet = from && to ? std::optional{QuietHours{*from, *to}} : std::nullopt;
        if (!are_empty && (!choices.quiet || *from == *to)) {
            check.add("quiet_from", "letters.quiet_needed");
        } else if (choices.quiet && choices.wants_digest() && choices.quiet->holds(choices.digest_at)) {
            check.add("digest_at", "letters.digest_at_is_quiet");
        }
    }
};

class ChoicePages {
public:
    explicit ChoicePages(ChoiceServices services) : services_{std::move(services)} {}

    web::Response show(const web::Request& request) const {
        const auto choices = services_.database.read([&](db::Session& session) { return choices_of(session, person(request).id); });
        return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, ChoiceForm::of(choices));
    }

    web::Response save(const web::Request& request) const {
        const auto before = services_.database.read([&](db::Session& session) { return choices_of(session, person(request).id); });
        FormCheck check{services_.pages.texts(), request.language()};
        const auto form = ChoiceForm::from(request.form(), person(request), before, services_.clock.now(), check);
        if (!check.is_fine()) {
            return page(request, 422, check, form);
        }
        services_.database.in_transaction([&](db::Transaction& tx) { keep(tx, person(request).id, form.choices, services_.clock.now()); });
        return web::Response::see_other("/account/letters?saved=yes");
    }

    web::Response show_stop(const web::Request& request) const { return stop_page(request, order(request), false); }

    web::Response stop_by_button(const web::Request& request) const {
        const auto meant = order(request);
        carry_out(meant);
        return stop_page(request, meant, true);
    }

    web::Response stop_at_once(const web::Request& request) const {
        carry_out(order(request));
        return web::Response::no_content();
    }

private:
    static const identity::Person& person(const web::Request& request) { return identity::principal(request).person; }

    StopOrder order(const web::Request& request) const {
        const auto meant = read_stop_token(services_.link_key, request.path_value("token"));
        if (!meant) {
            throw web::NotFound{};
        }
        return *meant;
    }

    void carry_out(const StopOrder& meant) const {
        services_.database.in_transaction([&](db::Transaction& tx) { stop(tx, meant, services_.clock.now()); });
        spdlog::info("person {} stopped letters by the link in one: {}", meant.person.value, name(meant.stop));
    }

    web::Response stop_page(const web::Request& request, const StopOrder& meant, bool is_done) const {
        const auto& texts = services_.pages.texts();
        const std::string what{name(meant.stop)};
        const auto say = [&](const char* part) { return texts.format(request.language(), std::string{"letters.stop."} + part, {{"what", what}}); };
        return services_.pages.render(request, 200, "mail/stop",
                                      {{"title", say(is_done ? "done_title" : "title")},
                                       {"nav", ""},
                                       {"done", is_done ? json{{"text", say("done")}} : json(false)},
                                       {"about", say("about")},
                                       {"action", "/letters/stop/" + request.path_value("token") + "/confirmation"}});
    }

    web::Response page(const web::Request& request, int status, const FormCheck& check, const ChoiceForm& form) const {
        const auto& texts = services_.pages.texts();
        const auto language = request.language();
        auto groups = json::array();
        for (const auto& question : questions) {
            if (is_asked(question, person(request))) {
                groups.push_back(group(question, form.choices, language));
            }
        }
        json view{{"title", check.title(texts.text(language, "letters.title"))},
                  {"nav", "account"},
                  {"groups", std::move(groups)},
                  {"monday", leads(person(request)) ? json{{"wanted", form.choices.monday_since.has_value()}} : json(false)},
                  {"alone", alone(request, form.choices)},
                  {"digest_at", form.digest_at},
                  {"quiet_from", form.quiet_from},
                  {"quiet_to", form.quiet_to}};
        check.put_into(view, {"digest_at", "quiet_from"});
        if (request.query("saved")) {
            view["notices"] = json::array({json{{"text", texts.text(language, "letters.saved")}}});
        }
        return services_.pages.render(request, status, "mail/choices", view);
    }

    json group(const Question& question, const LetterChoices& choices, web::Language language) const {
        const auto& texts = services_.pages.texts();
        auto options = json::array();
        for (const auto answer : question.answers) {
            const std::string value{name(answer)};
            options.push_back({{"value", value},
                               {"label", texts.text(language, "letters." + value)},
                               {"selected", choices.*question.choice == answer}});
        }
        const auto key = std::string{"letters."} + question.name;
        return {{"name", question.name},
                {"legend", texts.text(language, key)},
                {"hint", texts.text(language, key + "_hint")},
                {"options", std::move(options)}};
    }

    /// Said to the last one who hears of new tickets in a queue, before they choose none and after.
    json alone(const web::Request& request, const LetterChoices& choices) const {
        const auto& reader = person(request);
        const auto queues = services_.database.read(
            [&](db::Session& session) { return queues_heard_by_nobody_else(session, reader.id, reader.queues, services_.clock.now()); });
        if (queues.empty()) {
            return false;
        }
        std::string names;
        for (const auto& queue : queues) {
            names += (names.empty() ? "" : ", ") + services_.roles.name(queue, request.language());
        }
        const auto key = choices.new_tickets == Frequency::None ? "letters.nobody_hears" : "letters.only_you_hear";
        return {{"text", services_.pages.texts().format(request.language(), key, {{"queues", names}})}};
    }

    ChoiceServices services_;
};

}  // namespace

std::vector<web::Route> choice_routes(const ChoiceServices& services) {
    using enum web::Method;
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    constexpr web::Access anyone{web::Audience::Anyone, web::Via::Page};
    constexpr web::Access mail_program{web::Audience::Anyone, web::Via::Api};  // it sends no Origin; the token alone counts
    const auto pages = std::make_shared<const ChoicePages>(services);
    const auto calling = [&](web::Response (ChoicePages::*handler)(const web::Request&) const) {
        return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
    };
    return {{Get, "/account/letters", signed_in, calling(&ChoicePages::show)},
            {Post, "/account/letters", signed_in, calling(&ChoicePages::save)},
            {Get, "/letters/stop/{token}", anyone, calling(&ChoicePages::show_stop)},
            {Post, "/letters/stop/{token}", mail_program, calling(&ChoicePages::stop_at_once)},
            {Post, "/letters/stop/{token}/confirmation", anyone, calling(&ChoicePages::stop_by_button)}};
}

}  // namespace ansvar::mail

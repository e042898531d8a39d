#include "mail/letter_pages.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "mail/letter_facts.hpp"
#include "mail/letter_samples.hpp"
#include "mail/letter_text_store.hpp"
#include "mail/letter_view.hpp"
#include "mail/letter_words.hpp"
#include "tickets/access.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/wording.hpp"
#include "web/errors.hpp"
#include "web/security_headers.hpp"

namespace ansvar::mail {

namespace {

using identity::FormCheck;
using letter_text_store::Version;
using nlohmann::json;
using tickets::Wording;

constexpr std::array languages{web::Language::Sv, web::Language::En};

/// The letter that a path names.
struct Asked {
    std::string folder;
    web::Language language;

    static Asked of(const web::Request& request) {
        const auto language = web::language_from(request.path_value("language"));
        const auto folders = all_letter_folders();
        if (!language || std::find(folders.begin(), folders.end(), request.path_value("letter")) == folders.end()) {
            throw web::NotFound{};
        }
        return {request.path_value("letter"), *language};
    }

    std::string id() const { return folder + "/" + std::string{web::to_string(language)}; }
    std::string path() const { return "/admin/letters/" + id(); }
    /// What is shown of a real ticket says what the letter would: nothing of a link, of several tickets, or of a confidential one.
    bool can_show_ticket() const {
        const auto kind = letter_kind_from(folder);
        return kind && !is_link_letter(*kind) && !is_number_only(*kind) && kind != LetterKind::Digest && kind != LetterKind::Monday && kind != LetterKind::WebhookPaused;
    }
};

std::string letter_name(const std::string& folder, const Wording& wording) {
    return wording.text(folder == "confidential" ? "letter_texts.confidential" : "letter." + folder);
}

std::string one_letter(const Asked& asked, const Wording& wording) {
    return wording.format("letter_texts.one", {{"letter", letter_name(asked.folder, wording)},
                                               {"language", wording.text("letter_texts.language." + std::string{web::to_string(asked.language)})}});
}

class LetterPages {
public:
    explicit LetterPages(const LetterPageServices& services)
        : services_{services}, texts_{services.pages.texts()}, letter_texts_{services.pages.templates(), services.pages.texts()} {}

    web::Response list(const web::Request& request) const {
        const auto wording = wording_of(request);
        const auto changed = services_.database.read([](db::Session& session) { return letter_text_store::changed(session); });
        auto letters = json::array();
        for (const auto& folder : all_letter_folders()) {
            auto both = json::array();
            for (const auto language : languages) {
                const Asked asked{folder, language};
                const auto found = std::find_if(changed.begin(), changed.end(), [&](const Version& each) {
                    return each.letter == folder && each.language == language && each.words;
                });
                both.push_back({{"href", asked.path()},
                                {"label", wording.text("letter_texts.language." + std::string{web::to_string(language)})},
                                {"standing", found == changed.end() ? wording.text("letter_texts.shipped")
                                                                    : wording.format("letter_texts.changed", {{"who", found->changed_by}})}});
            }
            letters.push_back({{"name", letter_name(folder, wording)}, {"languages", std::move(both)}});
        }
        return services_.pages.render(request, 200, "admin/letters",
                                      {{"title", wording.text("letter_texts.title")}, {"nav", "letters"}, {"letters", std::move(letters)}});
    }

    web::Response show(const web::Request& request) const {
        const auto asked = Asked::of(request);
        const auto now = current(asked);
        return page(request, 200, asked, now, shown_words(asked, now.words), {}, false);
    }

    web::Response save(const web::Request& request) const {
        const auto asked = Asked::of(request);
        const auto typed = typed_words(request);
        const auto words = letter_texts_.as_stored(asked.language, typed);
        const auto faults = letter_texts_.check(asked.folder, words);
        const auto latest = current(asked);
        if (!faults.empty()) {
            return page(request, 422, asked, latest, typed, faults, false);
        }
        const auto seen = whole_number<std::int64_t>(request.form().value("version"));
        const bool is_mine = seen && *seen == latest.version && add(request, latest, words, "letter_text.changed");
        return is_mine ? web::Response::see_other(asked.path() + "?saved=yes") : page(request, 409, asked, current(asked), typed, {}, true);
    }

    /// To an earlier version, or with none named to the shipped words; a version of its own.
    web::Response restore(const web::Request& request) const {
        const auto asked = Asked::of(request);
        const auto latest = current(asked);
        const auto to = whole_number<std::int64_t>(request.form().value("to"));
        const auto earlier = to ? services_.database.read([&](db::Session& session) { return letter_text_store::find(session, asked.folder, asked.language, *to); })
                                : std::optional<Version>{};
        if (to && !earlier) {
            throw web::NotFound{};
        }
        const auto words = earlier ? earlier->words : std::nullopt;
        if (words && !letter_texts_.check(asked.folder, *words).empty()) {
            return page(request, 422, asked, latest, shown_words(asked, words), letter_texts_.check(asked.folder, *words), false);
        }
        if (!add(request, latest, words, words ? "letter_text.changed" : "letter_text.reset")) {
            return page(request, 409, asked, current(asked), shown_words(asked, words), {}, true);
        }
        return web::Response::see_other(asked.path() + "?saved=yes");
    }

    /// The letter as it is sent now.
    web::Response preview(const web::Request& request) const {
        const auto asked = Asked::of(request);
        const auto words = current(asked).words;
        return frame(asked, words ? *words : letter_texts_.shipped(asked.language, asked.folder), sample(asked));
    }

    /// The letter as it stands in the form, about the ticket that is named there.
    web::Response preview_typed(const web::Request& request) const {
        const auto asked = Asked::of(request);
        const auto words = letter_texts_.as_stored(asked.language, typed_words(request));
        auto faults = letter_texts_.check(asked.folder, words);
        auto view = ticket_view(request, asked, faults);
        if (!faults.empty()) {
            return faults_in_frame(request, asked, faults);
        }
        return frame(asked, words, std::move(view));
    }

private:
    Wording wording_of(const web::Request& request) const { return {texts_, request.language(), services_.clock.now()}; }

    Version current(const Asked& asked) const {
        return services_.database.read([&](db::Session& session) { return letter_text_store::current(session, asked.folder, asked.language); });
    }

    static LetterWords typed_words(const web::Request& request) {
        const auto& form = request.form();
        return {std::string{trim(form.value("subject"))}, std::string{trim(form.value("heading"))}, std::string{trim(unix_line_ends(form.value("body")))}};
    }

    /// As they stand in the form: changed, or shipped.
    LetterWords shown_words(const Asked& asked, const std::optional<LetterWords>& words) const {
        return letter_texts_.as_shown(asked.language, words ? *words : letter_texts_.shipped(asked.language, asked.folder, true));
    }

    bool add(const web::Request& request, const Version& seen, const std::optional<LetterWords>& words, const std::string& action) const {
        const auto now = services_.clock.now();
        const Asked asked{seen.letter, seen.language};
        return services_.database.in_transaction([&](db::Transaction& tx) {
            const bool is_added = letter_text_store::add(tx, seen, words, identity::principal(request).person.id, now);
            if (is_added) {
                identity::record(tx, identity::Actor::of(request),
                                 {.action = action, .object_kind = "letter_text", .object_id = asked.id(), .details = {{"version", seen.version + 1}}}, now);
            }
            return is_added;
        });
    }

    json sample(const Asked& asked) const {
        return sample_view(asked.folder, asked.language, services_.settings, texts_, services_.clock.now());
    }

    /// What the letter would say of the ticket in the form, or of an invented one; what stands against it is added to `faults`.
    json ticket_view(const web::Request& request, const Asked& asked, std::vector<WordsFault>& faults) const {
        auto number = std::string{trim(request.form().value("ticket"))};
        number.erase(0, number.starts_with('#') ? 1 : 0);
        if (number.empty()) {
            return sample(asked);
        }
        if (!asked.can_show_ticket()) {
            faults.push_back({"ticket", "no_ticket"});
            return {};
        }
        const auto id = whole_number<std::uint64_t>(number);
        const auto facts = id ? facts_for(request, asked, TicketId{*id}) : std::nullopt;
        if (!facts) {
            faults.push_back({"ticket", "ticket"});
            return {};
        }
        if (facts->second.confidential) {
            faults.push_back({"ticket", "ticket_confidential"});
            return {};
        }
        return view_of_ticket_letter(facts->first, facts->second, services_.settings, texts_);
    }

    /// Empty when the reader may not see it. What went to somebody outside is for those who read the notes.
    std::optional<std::pair<Letter, LetterFacts>> facts_for(const web::Request& request, const Asked& asked, TicketId id) const {
        const auto& person = identity::principal(request).person;
        Letter letter;
        letter.kind = letter_kind_from(asked.folder);
        letter.ticket = id;
        letter.language = asked.language;
        letter.created_at = services_.clock.now();
        return services_.database.read([&](db::Session& session) -> std::optional<std::pair<Letter, LetterFacts>> {
            const auto found = tickets::ticket_store::find(session, id, person.id, services_.clock.now());
            const auto wanted = letter.kind == LetterKind::Outside ? tickets::Action::Notes : tickets::Action::View;
            if (!found || !may(person, wanted, found->ticket, found->ties)) {
                return std::nullopt;
            }
            letter.recipient = found->ticket.requester;
            letter.first_seq = 1, letter.last_seq = std::numeric_limits<std::int32_t>::max();
            auto facts = read_facts(session, letter);
            const auto kind = event_of(*letter.kind);
            const auto* told = facts && kind ? facts->find(*kind, 1) : nullptr;
            if (told != nullptr) {  // the last time that such a letter went out, or would have
                letter.first_seq = letter.last_seq = told->seq;
                facts = read_facts(session, letter);
            }
            return facts ? std::optional{std::pair{letter, *facts}} : std::nullopt;
        });
    }

    /// A page that may do nothing, to be looked at in a frame of ours.
    static web::Response framed(web::Response response) {
        response.set_header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
        return response;
    }

    web::Response frame(const Asked& asked, const LetterWords& words, json view) const {
        view["stop_url"] = asked.folder == "digest" || asked.folder == "monday" ? services_.settings.base_url + "/letters/stop/\u2026" : "";
        const auto foot = asked.folder == "confidential" ? "confidential" : services_.settings.takes_answers ? "answer" : "page";
        view["foot"] = texts_.text(asked.language, std::string{"mailed.foot."} + foot);
        return framed(web::Response::html(letter_texts_.render(asked.language, asked.folder, words, std::move(view), true).html));
    }

    std::string fault_text(const Asked& asked, const WordsFault& fault, const Wording& wording) const {
        const auto field = fault.field.empty() ? "link" : fault.field;
        const auto shown = "{" + letter_texts_.shown_name(asked.language, field) + "}";
        return wording.format("letter_texts.fault." + fault.key, {{"field", shown}, {"example", shown}});
    }

    web::Response faults_in_frame(const web::Request& request, const Asked& asked, const std::vector<WordsFault>& faults) const {
        const auto wording = wording_of(request);
        auto list = json::array();
        for (const auto& fault : faults) {
            list.push_back({{"text", fault_text(asked, fault, wording)}});
        }
        return framed(services_.pages.render(request, 422, "mail/letter_faults", {{"faults", std::move(list)}}, ""));
    }

    json fields_view(const Asked& asked, const Wording& wording) const {
        const auto view = sample(asked);
        auto list = json::array();
        for (const auto& field : letter_texts_.fields(asked.folder)) {
            const auto example = !field.is_block && view.contains(field.name) && view[field.name].is_string() ? view[field.name].get<std::string>() : "";
            list.push_back({{"name", "{" + letter_texts_.shown_name(asked.language, field.name) + "}"},
                            {"example", field.is_block ? wording.text("letter_texts.is_block") : example}});
        }
        return list;
    }

    static json words_view(const LetterWords& words) { return {{"subject", words.subject}, {"heading", words.heading}, {"body", words.body}}; }

    json versions_view(const Asked& asked, const std::vector<Version>& versions, const Wording& wording) const {
        auto list = json::array();
        for (const auto& each : versions) {
            list.push_back({{"number", each.version},
                            {"title", wording.format("letter_texts.version", {{"version", each.version}})},
                            {"who", each.changed_by},
                            {"when", wording.view(each.changed_at)},
                            {"is_current", &each == &versions.front()},
                            {"words", words_view(shown_words(asked, each.words))},
                            {"is_shipped", !each.words}});
        }
        return list;
    }

    web::Response page(const web::Request& request, int status, const Asked& asked, const Version& now, const LetterWords& typed,
                       const std::vector<WordsFault>& faults, bool is_conflict) const {
        const auto wording = wording_of(request);
        FormCheck check{texts_, request.language()};
        for (const auto& fault : faults) {
            const auto shown = "{" + letter_texts_.shown_name(asked.language, fault.field.empty() ? "link" : fault.field) + "}";
            check.add(fault.part, "letter_texts.fault." + fault.key, {{"field", shown}, {"example", shown}});
        }
        const auto versions = services_.database.read([&](db::Session& session) { return letter_text_store::versions(session, asked.folder, asked.language); });
        const auto name = one_letter(asked, wording);
        json view{{"title", check.title(name)},
                  {"heading", name},
                  {"nav", "letters"},
                  {"path", asked.path()},
                  {"words_lang", web::to_string(asked.language)},
                  {"words", words_view(typed)},
                  {"version", now.version},
                  {"conflict", false},
                  {"can_show_ticket", asked.can_show_ticket()},
                  {"fields", fields_view(asked, wording)},
                  {"is_changed", now.words.has_value()},
                  {"has_versions", !versions.empty()},
                  {"versions", versions_view(asked, versions, wording)}};
        if (is_conflict && !versions.empty()) {
            view["conflict"] = {{"text", wording.format("letter_texts.conflict", {{"who", versions.front().changed_by}})},
                                {"theirs", words_view(shown_words(asked, versions.front().words))}};
        }
        if (request.query("saved")) {
            view["notices"] = json::array({json{{"text", wording.text("letter_texts.saved")}}});
        }
        check.put_into(view, {"subject", "heading", "body"});
        auto response = services_.pages.render(request, status, "admin/letter", std::move(view));
        response.set_header("Content-Security-Policy", web::content_security_policy("frame-src 'self'"));
        return response;
    }

    LetterPageServices services_;
    const web::Texts& texts_;
    LetterTexts letter_texts_;
};

}  // namespace

std::vector<web::Route> letter_routes(const LetterPageServices& services) {
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    const auto pages = std::make_shared<LetterPages>(services);
    using web::Method, web::Request;
    const std::string one = "/admin/letters/{letter}/{language}";
    return {{Method::Get, "/admin/letters", administrators, [pages](const Request& request) { return pages->list(request); }},
            {Method::Get, one, administrators, [pages](const Request& request) { return pages->show(request); }},
            {Method::Post, one, administrators, [pages](const Request& request) { return pages->save(request); }},
            {Method::Post, one + "/restore", administrators, [pages](const Request& request) { return pages->restore(request); }},
            {Method::Get, one + "/preview", administrators, [pages](const Request& request) { return pages->preview(request); }},
            {Method::Post, one + "/preview", administrators, [pages](const Request& request) { return pages->preview_typed(request); }}};
}

}  // namespace ansvar::mail

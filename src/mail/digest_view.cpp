#include "mail/digest_view.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <string>

namespace ansvar::mail {

namespace {

using nlohmann::json;

/// "IT-support: Nytt ärende, Åsa Lärare · Svar, Erik Ek": each thing once, however often it happened.
std::string happened(const ToldTicket& ticket, web::Language language, const web::Texts& texts) {
    std::vector<std::string> list;
    for (const auto& [kind, actor] : ticket.happenings) {
        const auto key = "letter." + kind;
        const auto what = texts.has(key) ? texts.text(language, key) : kind;
        auto line = actor.empty() ? what : texts.format(language, "mailed.digest.happened", {{"what", what}, {"who", actor}});
        if (std::find(list.begin(), list.end(), line) == list.end()) {
            list.push_back(std::move(line));
        }
    }
    return ticket.role_name + ": " + join(list, " \u00b7 ");
}

}  // namespace

json view_of_digest(const Letter& letter, const std::vector<ToldTicket>& tickets, const Settings& settings, const web::Texts& texts) {
    const auto say = [&](std::string_view part) {
        return texts.format(letter.language, "mailed.digest." + std::string{part}, {{"count", tickets.size()}});
    };
    auto list = json::array();
    for (const auto& ticket : tickets) {
        list.push_back({{"number", "#" + ticket.number.text()},
                        {"title", ticket.confidential ? texts.text(letter.language, "mailed.confidential.subject") : ticket.subject},
                        {"happened", ticket.confidential ? say("confidential") : happened(ticket, letter.language, texts)},
                        {"url", settings.base_url + "/tickets/" + ticket.number.text()}});
    }
    return {{"language", web::to_string(letter.language)},
            {"school", settings.school},
            {"number", ""},
            {"subject", say("subject")},
            {"url", settings.base_url + "/account/letters"},
            {"action", say("action")},
            {"heading", say("heading")},
            {"intro", say("intro")},
            {"tickets", std::move(list)}};
}

}  // namespace ansvar::mail

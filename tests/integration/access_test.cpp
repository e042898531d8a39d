// Every route × everybody × every kind of ticket. What is expected stands in two tables; a route that is in neither fails the test.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "core/text.hpp"
#include "served_school.hpp"
#include "tickets/queue.hpp"
#include "identity/people_store.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

// --- who asks, and what a ticket is to them -----------------------------------------------------------------------------------------------

struct Somebody {
    const char* name;  ///< "" is nobody signed in
    const char* says;
};
constexpr std::array everybody{Somebody{"", "nobody signed in"},          Somebody{"larare", "requester A"},
                               Somebody{"jonas.ek", "requester B"},       Somebody{"its", "an agent of ITS"},
                               Somebody{"sek", "an agent of SEK"},        Somebody{"vakt", "an agent of VAKT"},
                               Somebody{"adm", "a manager"},              Somebody{"admin", "the administrator"}};

enum Relation : std::size_t { Anonymous, Stranger, Requester, Manager, Agent, Administrator };

struct TestTicket {
    const char* says;
    const char* requester;
    const char* agent;  ///< works in its queue
    const char* area;
    bool confidential;
};
constexpr std::array kinds{TestTicket{"A's ticket in ITS", "larare", "its", "B003", false},
                           TestTicket{"A's confidential ticket in ITS", "larare", "its", "B049", true},
                           TestTicket{"B's ticket in VAKT", "jonas.ek", "vakt", "B051", false},
                           TestTicket{"B's confidential ticket in VAKT", "jonas.ek", "vakt", "B056", true}};

Relation relation(const Somebody& who, const TestTicket& ticket) {
    const std::string name = who.name;
    return name.empty()                                 ? Anonymous
           : name == ticket.requester                   ? Requester
           : name == ticket.agent                       ? Agent
           : name == "adm" && !ticket.confidential      ? Manager
           : name == "admin" && !ticket.confidential    ? Administrator
                                                        : Stranger;
}

// --- what is expected ----------------------------------------------------------------------------------------------------------------------
// + it works   s to the sign-in page, or 401   4 there is no such thing (404)   3 one may see it but not do this (403)   2 something is wrong
// with what was sent (422)   g the link is not good any more (410)

char outcome(const Answer& answer) {
    if (answer.status == 303) {
        return answer.header("location").starts_with("/sign-in?") ? 's' : '+';
    }
    switch (answer.status) {
        case 200: case 201: case 204: case 304: return '+';
        case 401: return 's';
        case 403: return '3';
        case 404: return '4';
        case 410: return 'g';
        case 422: return '2';
        default: return '?';
    }
}

/// A route about one ticket. `expected`: anonymous, stranger, requester, manager, agent, administrator.
struct TicketRoute {
    const char* route;
    const char* form;  ///< "name=value&…" for pages, JSON for the API; {} stands for nothing
    const char* expected;
};
constexpr std::array ticket_routes{
    TicketRoute{"/tickets/{number} GET", "", "s4++++"},
    TicketRoute{"/tickets/{number}/receipt GET", "", "s4+444"},
    TicketRoute{"/tickets/{number}/files/{token} GET", "", "s4++++"},
    TicketRoute{"/tickets/{number}/files/{note} GET", "", "s444++"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=reply&body=Ett+svar+till", "s4+3++"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=reply&body=Och+klart&then=resolve", "s433++"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=note&body=En+anteckning+till", "s433++"},
    TicketRoute{"/tickets/{number}/assignment POST", "assignee=me", "s433++"},
    TicketRoute{"/tickets/{number}/reroute POST", "to=area:B070&reason=Fel", "s433++"},
    TicketRoute{"/tickets/{number}/state POST", "state=waiting_other", "s433++"},
    TicketRoute{"/tickets/{number}/closure POST", "state=closed", "s4+3++"},
    TicketRoute{"/tickets/{number}/closure POST", "state=rejected", "s433++"},
    TicketRoute{"/tickets/{number}/priority POST", "priority=urgent", "s433++"},
    TicketRoute{"/tickets/{number}/reopening POST", "body=Det+kvarstår", "s4+3++"},
    TicketRoute{"/api/v1/tickets/{number} GET", "", "s4++++"},
    TicketRoute{"/api/v1/tickets/{number}/messages POST", R"({"kind": "reply", "body": "Ett svar"})", "s4+3++"},
    TicketRoute{"/api/v1/tickets/{number}/messages POST", R"({"kind": "note", "body": "En anteckning"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/reroute POST", R"({"area": "B070"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/reroute POST", R"({"role": "SEK"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/closure POST", "", "s4+3++"},
    TicketRoute{"/api/v1/tickets/{number}/closure POST", R"({"state": "resolved"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/reopening POST", R"({"body": "Det kvarstår"})", "s4+3++"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "in_progress"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "closed"})", "s4+3++"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "rejected"})", "s433++"},
    TicketRoute{"/api/v1/tickets/{number}/assignment POST", R"({"assignee": null})", "s433++"},
};

/// Any other route. `expected`: as `everybody`.
struct OtherRoute {
    const char* route;
    const char* target;
    const char* form;
    const char* expected;
};
constexpr std::array other_routes{
    OtherRoute{"/ GET", "/", "", "++++++++"},
    OtherRoute{"/livez GET", "/livez", "", "++++++++"},
    OtherRoute{"/readyz GET", "/readyz", "", "++++++++"},
    OtherRoute{"/tickets/new GET", "/tickets/new", "", "++++++++"},
    OtherRoute{"/tickets/new/answer POST", "/tickets/new/answer", "body=Projektorn+lyser+inte", "++++++++"},
    OtherRoute{"/tickets POST", "/tickets", "body=Projektorn+lyser+inte&mail=ny@skola.example&area=B070", "++++++++"},
    OtherRoute{"/tickets POST", "/tickets", "body=Till+en+annan&mail=ny@skola.example&area=B070&requester=ulla.berg@skola.example", "+22+++++"},
    OtherRoute{"/tickets/mine GET", "/tickets/mine", "", "s+++++++"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?view=done", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?q=hemligt", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/VAKT", "", "s4444+4+"},
    OtherRoute{"/queues/{role} GET", "/queues/VAKT?q=hemligt", "", "s4444+4+"},
    OtherRoute{"/queues/{role} GET", "/queues/TRIAGE", "", "s44+4+4+"},
    OtherRoute{"/queues/{role} GET", "/queues/NOWHERE", "", "s4444444"},
    OtherRoute{"/sign-in GET", "/sign-in", "", "++++++++"},
    OtherRoute{"/sign-in POST", "/sign-in", "mail=ingen@annorstans.example", "+????????"},
    OtherRoute{"/sign-in/{token} GET", "/sign-in/finns-inte", "", "g+++++++"},
    OtherRoute{"/sign-in/{token} POST", "/sign-in/finns-inte", "next=/", "g+++++++"},
    OtherRoute{"/sign-in/password POST", "/sign-in/password", "mail=&password=", "22222222"},
    OtherRoute{"/sign-in/second-factor GET", "/sign-in/second-factor", "", "++++++++"},
    OtherRoute{"/sign-in/second-factor POST", "/sign-in/second-factor", "code=123456", "++++++++"},
    OtherRoute{"/account/security GET", "/account/security", "", "s+++++++"},
    OtherRoute{"/account/sessions/removal POST", "/account/sessions/removal", "", "s+++++++"},
    OtherRoute{"/account/sessions/{session}/removal POST", "/account/sessions/999999/removal", "", "s+++++++"},
    OtherRoute{"/account/second-factor GET", "/account/second-factor", "", "s+++++++"},
    OtherRoute{"/account/second-factor POST", "/account/second-factor", "sealed=nonsense&code=123456", "s+++++++"},
    OtherRoute{"/account/second-factor/removal POST", "/account/second-factor/removal", "", "s+++++++"},
    OtherRoute{"/account/recovery-codes POST", "/account/recovery-codes", "", "s+++++++"},
    OtherRoute{"/account/password GET", "/account/password", "", "s+++++++"},
    OtherRoute{"/account/password POST", "/account/password", "password=kort", "s2222222"},
    OtherRoute{"/account/password/removal POST", "/account/password/removal", "", "s+++++++"},
    OtherRoute{"/admin/sign-in GET", "/admin/sign-in", "", "s444444+"},
    OtherRoute{"/admin/sign-in POST", "/admin/sign-in", "rule=nobody", "s444444+"},
    OtherRoute{"/admin/people/{id}/second-factor/removal POST", "/admin/people/999999/second-factor/removal", "", "s4444444"},
    OtherRoute{"/account GET", "/account", "", "s+++++++"},
    OtherRoute{"/account POST", "/account", "language=sv&phone=&room=", "s+++++++"},
    OtherRoute{"/account/away GET", "/account/away", "", "s+++++++"},
    OtherRoute{"/account/away POST", "/account/away", "first_day=", "s2222222"},
    OtherRoute{"/account/away/{absence}/removal POST", "/account/away/999999/removal", "", "s+++++++"},
    OtherRoute{"/language POST", "/language", "language=sv&next=/", "++++++++"},
    OtherRoute{"/matrix GET", "/matrix", "", "++++++++"},
    OtherRoute{"/areas/{version} GET", "/areas/sv-0", "", "++++++++"},
    OtherRoute{"/overview GET", "/overview", "", "s44444++"},
    OtherRoute{"/overview.csv GET", "/overview.csv", "", "s44444++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?at=open", "", "s44444++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?at=new", "", "s44444++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?measure=first_response&at=all", "", "s44444++"},
    OtherRoute{"/admin GET", "/admin", "", "s444444+"},
    OtherRoute{"/admin/audit GET", "/admin/audit", "", "s444444+"},
    OtherRoute{"/admin/audit GET", "/admin/audit?action=session", "", "s444444+"},
    OtherRoute{"/admin/audit.csv GET", "/admin/audit.csv", "", "s444444+"},
    OtherRoute{"/admin/people GET", "/admin/people", "", "s444444+"},
    OtherRoute{"/admin/people POST", "/admin/people", "name=", "s4444442"},
    OtherRoute{"/admin/people/new GET", "/admin/people/new", "", "s444444+"},
    OtherRoute{"/admin/people/{id} GET", "/admin/people/1", "", "s444444+"},
    OtherRoute{"/admin/people/{id} POST", "/admin/people/1", "name=", "s4444442"},
    OtherRoute{"/admin/people/{id}/away GET", "/admin/people/1/away", "", "s444444+"},
    OtherRoute{"/sign-in/with/{slug} GET", "/sign-in/with/finns-inte", "", "44444444"},
    OtherRoute{"/sign-in/with/{slug}/back GET", "/sign-in/with/finns-inte/back?state=x&code=y", "", "44444444"},
    OtherRoute{"/sign-out/done GET", "/sign-out/done", "", "++++++++"},
    OtherRoute{"/sign-out/with/{slug} GET", "/sign-out/with/finns-inte", "", "44444444"},
    OtherRoute{"/account/connections GET", "/account/connections", "", "s+++++++"},
    OtherRoute{"/account/connections POST", "/account/connections", "", "s+++++++"},
    OtherRoute{"/account/connections/{id}/removal POST", "/account/connections/999999/removal", "", "s4444444"},
    OtherRoute{"/admin/sign-in/providers GET", "/admin/sign-in/providers", "", "s444444+"},
    OtherRoute{"/admin/sign-in/providers POST", "/admin/sign-in/providers", "name=", "s4444442"},
    OtherRoute{"/admin/sign-in/providers/new GET", "/admin/sign-in/providers/new", "", "s444444+"},
    OtherRoute{"/admin/sign-in/providers/{id} GET", "/admin/sign-in/providers/999999", "", "s4444444"},
    OtherRoute{"/admin/sign-in/providers/{id} POST", "/admin/sign-in/providers/999999", "name=", "s4444444"},
    OtherRoute{"/admin/sign-in/providers/{id}/state POST", "/admin/sign-in/providers/999999/state", "enabled=no", "s4444444"},
    OtherRoute{"/admin/sign-in/providers/{id}/trial POST", "/admin/sign-in/providers/999999/trial", "", "s4444444"},
    OtherRoute{"/admin/people/{id}/away POST", "/admin/people/1/away", "first_day=", "s4444442"},
    OtherRoute{"/admin/people/{id}/away/{absence}/removal POST", "/admin/people/1/away/999999/removal", "", "s444444+"},
    OtherRoute{"/admin/mail GET", "/admin/mail", "", "s444444+"},
    OtherRoute{"/admin/mail GET", "/admin/mail?view=sent", "", "s444444+"},
    OtherRoute{"/admin/mail/{id}/resend POST", "/admin/mail/999999/resend", "", "s4444444"},
    OtherRoute{"/api/v1/audit GET", "/api/v1/audit", "", "s444444+"},
    OtherRoute{"/api/v1/areas GET", "/api/v1/areas", "", "s+++++++"},
    OtherRoute{"/api/v1/route POST", "/api/v1/route", R"({"body": "Projektorn lyser inte"})", "s+++++++"},
    OtherRoute{"/api/v1/tickets POST", "/api/v1/tickets", R"({"body": "Projektorn lyser inte", "area": "B070"})", "s+++++++"},
    OtherRoute{"/api/v1/queues/{role}/tickets GET", "/api/v1/queues/ITS/tickets", "", "s44+444+"},
    OtherRoute{"/api/v1/queues/{role}/tickets GET", "/api/v1/queues/ITS/tickets?state=done", "", "s44+444+"},
    OtherRoute{"/api/v1/queues/{role}/tickets GET", "/api/v1/queues/VAKT/tickets?limit=200", "", "s4444+4+"},
    OtherRoute{"/sign-out POST", "/sign-out", "", "++++++++"},
};

// --- walking -------------------------------------------------------------------------------------------------------------------------------

bool is_api(const std::string& route) { return route.starts_with("/api/"); }

struct Filed {
    std::uint64_t number = 0;
    std::string file, note_file;  ///< tokens
    std::string words, note;      ///< what nobody else may read
};

/// One walk through the school: who is signed in, and the tickets that stand now.
class Walk {
public:
    explicit Walk(ServedSchool& school) : school_(school) {
        for (const auto& who : everybody) {
            browsers_.push_back(*who.name ? school.browser(who.name) : school.anonymous());
            programs_.push_back(*who.name ? school.program(who.name) : school.anonymous());
        }
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            tickets_.push_back(file(kind));
        }
    }

    WebClient& client(std::size_t who, const std::string& route) { return is_api(route) ? programs_[who] : browsers_[who]; }
    const Filed& ticket(std::size_t kind) const { return tickets_[kind]; }
    void replace(std::size_t kind) { tickets_[kind] = file(kind); }
    void sign_in_again(std::size_t who) { browsers_[who] = *everybody[who].name ? school_.browser(everybody[who].name) : school_.anonymous(); }

    Answer ask(std::size_t who, const std::string& route, const std::string& target, const std::string& form) {
        auto& client = this->client(who, route);
        if (route.ends_with(" GET")) {
            return client.get(target);
        }
        return client.ask("POST", target, form,
                          {is_api(route) ? "Content-Type: application/json" : "Content-Type: application/x-www-form-urlencoded"});
    }

    /// The words of a ticket, in whatever page, that `who` may not read.
    std::string leak(std::size_t who, const std::string& body) const {
        for (const auto& [filed, kind] : all_) {
            const auto seen_as = relation(everybody[who], kinds[kind]);
            if ((seen_as == Anonymous || seen_as == Stranger) && body.find(filed.words) != std::string::npos) {
                return filed.words;
            }
            if (seen_as != Agent && seen_as != Administrator && body.find(filed.note) != std::string::npos) {
                return filed.note;
            }
        }
        return {};
    }

private:
    std::size_t index(const std::string& name) const {
        std::size_t at = 0;
        while (everybody[at].name != name) {
            ++at;
        }
        return at;
    }

    static std::string token_in(const std::string& page, std::uint64_t number) {
        std::smatch found;
        const std::regex link{fmt::format("/tickets/{}/files/([A-Za-z0-9_-]+)", number)};
        std::string last;
        for (auto at = page.cbegin(); std::regex_search(at, page.cend(), found, link); at = found.suffix().first) {
            last = found[1];
        }
        return last;
    }

    /// Files with a picture of the form; the agent notes something with another file.
    Filed file(std::size_t kind) {
        const auto& wanted = kinds[kind];
        Filed filed;
        const auto mark = std::to_string(++count_);
        filed.words = "ord" + mark + (wanted.confidential ? "hemligt" : "öppet");
        filed.note = "anteckning" + mark + "internt";
        auto& requester = browsers_[index(wanted.requester)];
        const auto sent = requester.post_files("/tickets", {{"body", filed.words + " behöver ses över"}, {"area", wanted.area}},
                                               "files", {{"bild.txt", "en fil om " + mark}});
        INFO(sent.body);
        REQUIRE(sent.status == 303);
        filed.number = std::stoull(sent.header("location").substr(std::string{"/tickets/"}.size()));
        const auto place = fmt::format("/tickets/{}", filed.number);
        filed.file = token_in(requester.get(place).body, filed.number);
        auto& agent = browsers_[index(wanted.agent)];
        REQUIRE(agent.post_files(place + "/messages", {{"kind", "note"}, {"body", filed.note}}, "files", {{"internt.txt", "en intern fil"}}).status == 303);
        filed.note_file = token_in(agent.get(place).body, filed.number);
        REQUIRE(filed.file != filed.note_file);
        all_.emplace_back(filed, kind);
        return filed;
    }

    ServedSchool& school_;
    std::vector<WebClient> browsers_, programs_;
    std::vector<Filed> tickets_;
    std::vector<std::pair<Filed, std::size_t>> all_;
    static inline int count_ = 0;
};

std::string target_of(const std::string& route, const Filed& ticket) {
    auto target = route.substr(0, route.find(' '));
    for (const auto& [name, value] : {std::pair{"{number}", std::to_string(ticket.number)}, std::pair{"{token}", ticket.file}, std::pair{"{note}", ticket.note_file}}) {
        if (const auto at = target.find(name); at != std::string::npos) {
            target.replace(at, std::string_view{name}.size(), value);
        }
    }
    return target;
}

}  // namespace

TEST_CASE("every route is in the tables of who may use it") {
    std::set<std::string> known, there;
    for (const auto& each : ticket_routes) {
        auto route = std::string{each.route};
        if (const auto at = route.find("{note}"); at != std::string::npos) {
            route.replace(at, 6, "{token}");
        }
        known.insert(route);
    }
    for (const auto& each : other_routes) {
        known.insert(each.route);
    }
    const auto dump = ServedSchool::shared().service->route_dump();
    for (const auto line : split(trim(dump), '\n')) {
        there.emplace(line.substr(0, line.find(' ', line.find(' ') + 1)));
    }
    CHECK(known == there);
}

TEST_CASE("nobody can do with a ticket, or read of it, what is not theirs: every route, every reader, every kind of ticket") {
    const WatchedLog watched;
    Walk walk{ServedSchool::shared()};
    for (const auto& [route, form, expected] : ticket_routes) {
        for (std::size_t who = 0; who < everybody.size(); ++who) {
            for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
                const auto answer = walk.ask(who, route, target_of(route, walk.ticket(kind)), form);
                INFO(route << " " << form << ": " << everybody[who].says << ", " << kinds[kind].says << ": status " << answer.status);
                CHECK(outcome(answer) == expected[relation(everybody[who], kinds[kind])]);
                CHECK(walk.leak(who, answer.body) == "");
                if (outcome(answer) == '+' && !std::string_view{route}.ends_with(" GET")) {
                    walk.replace(kind);
                }
            }
        }
    }
}

TEST_CASE("lists, counts, searches and downloads show nobody what is not theirs") {
    const WatchedLog watched;
    Walk walk{ServedSchool::shared()};
    for (const auto& [route, target, form, expected] : other_routes) {
        for (std::size_t who = 0; who < everybody.size(); ++who) {
            const auto answer = walk.ask(who, route, target, form);
            INFO(target << " " << form << ": " << everybody[who].says << ": status " << answer.status);
            if (expected[who] != '?') {
                CHECK(outcome(answer) == expected[who]);
            }
            CHECK(walk.leak(who, answer.body) == "");
            if (std::string_view{route} == "/sign-out POST") {
                walk.sign_in_again(who);
            }
        }
    }
}

TEST_CASE("who may see a list also finds in it what is theirs") {
    Walk walk{ServedSchool::shared()};
    for (std::size_t who = 0; who < everybody.size(); ++who) {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            const auto seen_as = relation(everybody[who], kinds[kind]);
            const auto queue = fmt::format("/queues/{}", kinds[kind].agent == std::string_view{"its"} ? "ITS" : "VAKT");
            const auto& words = walk.ticket(kind).words;
            INFO(everybody[who].says << ", " << kinds[kind].says);
            if (seen_as == Agent || seen_as == Administrator) {
                CHECK(walk.client(who, "/queues").get(queue + "?q=" + percent_encode(words)).says(words + " beh"));
            }
            if (seen_as == Requester) {
                CHECK(walk.client(who, "/tickets/mine").get("/tickets/mine").says(words));
            }
            if (seen_as == Manager) {
                CHECK(walk.client(who, "/overview").get("/overview/tickets?at=new").says(words));
            }
        }
    }
}

TEST_CASE("a confidential ticket counts for nobody who may not see it") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    auto manager = school.browser("adm"), administrator = school.browser("admin");
    const auto csv = [&] { return manager.get("/overview.csv").body; };
    const auto counts = [&](const char* mail) {
        return school.database().read([&](db::Session& session) {
            const auto now = SystemClock{}.now();
            const auto person = identity::find_person_by_email(session, MailAddress::parse(mail).value(), now).value();
            return ansvar::tickets::Queue{session, RoleCode{"ITS"}, person, now}.counts().all;
        });
    };
    const auto before = csv();
    const auto administrators = counts("admin@skola.example"), agents = counts("its@skola.example");
    school.file(teacher, "Detta är förtroligt och får inte räknas av andra", "B049");
    CHECK(csv() == before);
    CHECK(counts("admin@skola.example") == administrators);
    CHECK(counts("its@skola.example") == agents + 1);
    school.file(teacher, "Detta är inte förtroligt och räknas av alla", "B003");
    CHECK(csv() != before);
    CHECK(counts("admin@skola.example") == administrators + 1);
    const auto listed = administrator.get("/queues/ITS?view=all");
    CHECK_FALSE(listed.says("förtroligt och får inte"));
    CHECK(listed.says("Detta är inte förtroligt"));
}

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

/// Others who come to tickets; the expectations of `other_routes` for them follow from the route's audience.
constexpr std::array others{Somebody{"itp", "an agent of ITP"},
                            Somebody{"petra.harlin", "a manager of B's unit"},
                            Somebody{"anders.lund", "the matrix owner"},
                            Somebody{"ulla.berg", "an auditor"},
                            Somebody{"susanne.palm", "a named reader of everything confidential"},
                            Somebody{"helena.aberg", "an administrator who has broken the glass of everything confidential"}};
constexpr std::size_t crowd = everybody.size() + others.size();
constexpr const Somebody& somebody(std::size_t who) { return who < everybody.size() ? everybody[who] : others[who - everybody.size()]; }

/// A named reader may do what an agent may.
enum Relation : std::size_t { Anonymous, Stranger, Requester, Manager, Agent, Administrator, GlassBreaker, Auditor };

enum class Secrecy { Open, Queue, Named };
struct TestTicket {
    const char* says;
    const char* requester;
    const char* agent;  ///< works in its queue
    const char* area;
    Secrecy secrecy = Secrecy::Open;
    bool is_done = false;
    bool is_sealed() const { return secrecy != Secrecy::Open; }
};
constexpr std::array kinds{TestTicket{"A's ticket in ITS", "larare", "its", "B003"},
                           TestTicket{"A's solved ticket in ITS", "larare", "its", "B003", Secrecy::Open, true},
                           TestTicket{"A's confidential ticket in ITS", "larare", "its", "B049", Secrecy::Queue},
                           TestTicket{"A's ticket in ITS for named readers", "larare", "its", "B049", Secrecy::Named},
                           TestTicket{"B's ticket in VAKT", "jonas.ek", "vakt", "B051"},
                           TestTicket{"B's confidential ticket in VAKT", "jonas.ek", "vakt", "B056", Secrecy::Queue}};

Relation relation(const Somebody& who, const TestTicket& ticket) {
    const std::string name = who.name;
    const bool sealed = ticket.is_sealed();
    if (name.empty()) {
        return Anonymous;
    }
    if (name == ticket.requester) {
        return Requester;
    }
    if (name == "helena.aberg") {
        return sealed ? GlassBreaker : Administrator;
    }
    if ((name == ticket.agent && ticket.secrecy != Secrecy::Named) || (name == "susanne.palm" && sealed)) {
        return Agent;
    }
    if (name == "ulla.berg") {
        return Auditor;
    }
    if (sealed) {
        return Stranger;
    }
    return name == "admin"                                                               ? Administrator
           : name == "adm" || (name == "petra.harlin" && ticket.requester == std::string_view{"jonas.ek"}) ? Manager
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

/// A route about one ticket. `expected`: anonymous, stranger, requester, manager, agent, administrator; then somebody who has broken the
/// glass and an auditor, who are strangers to it when left out. ? stands for what depends on how the ticket stands.
struct TicketRoute {
    const char* route;
    const char* form;  ///< "name=value&…" for pages, JSON for the API; {} stands for nothing
    const char* expected;
};
constexpr std::array ticket_routes{
    TicketRoute{"/tickets/{number} GET", "", "s4+++++4"},
    TicketRoute{"/tickets/{number}/receipt GET", "", "s4+44444"},
    TicketRoute{"/live/number?ticket={number} GET", "", "s4+++++4"},
    TicketRoute{"/tickets/{number}/files/{token} GET", "", "s4+++++4"},
    TicketRoute{"/tickets/{number}/files/{note} GET", "", "s444+++4"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=reply&body=Ett+svar+till", "s4+3++34"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=reply&body=Och+klart&then=resolve", "s433++34"},
    TicketRoute{"/tickets/{number}/messages POST", "kind=note&body=En+anteckning+till", "s433+++4"},
    TicketRoute{"/tickets/{number}/drafts POST", "kind=reply&body=Ett+utkast", "s4+3++34"},
    TicketRoute{"/tickets/{number}/drafts POST", "kind=note&body=Ett+utkast", "s433+++4"},
    TicketRoute{"/tickets/{number}/drafts POST", "kind=outside&body=Ett+utkast", "s433++34"},
    TicketRoute{"/tickets/{number}/clock GET", "", "s433+++4"},
    TicketRoute{"/api/v1/tickets/{number}/clock GET", "", "s433+++4"},
    TicketRoute{"/tickets/{number}/presence GET", "", "s433+++4"},
    TicketRoute{"/tickets/{number}/presence POST", "doing=looking", "s433+++4"},
    TicketRoute{"/tickets/{number}/mentionable GET", "", "s433+++4"},
    TicketRoute{"/tickets/{number}/canned GET", "", "s433+++4"},
    TicketRoute{"/tickets/{number}/canned POST", "kind=reply&body=Hej&canned=1", "s433++34"},
    TicketRoute{"/tickets/{number}/outside POST", "to=&body=", "s433??34"},
    TicketRoute{"/tickets/{number}/messages/{seq}/sharing POST", "", "s4334434"},
    TicketRoute{"/tickets/{number}/files/{token}/preview GET", "", "s4444444"},
    TicketRoute{"/tickets/{number}/assignment POST", "assignee=me", "s433++34"},
    TicketRoute{"/tickets/{number}/reroute POST", "to=B070&reason=Fel", "s433++34"},
    TicketRoute{"/tickets/{number}/state POST", "state=waiting_other", "s4?3++34"},
    TicketRoute{"/tickets/{number}/closure POST", "state=closed", "s4+3++34"},
    TicketRoute{"/tickets/{number}/closure POST", "state=rejected", "s433++34"},
    TicketRoute{"/tickets/{number}/priority POST", "priority=urgent", "s433++34"},
    TicketRoute{"/tickets/{number}/details POST", "subject=Rubrik&room=A1&phone=", "s433++34"},
    TicketRoute{"/tickets/{number}/views GET", "", "s444++4+"},
    TicketRoute{"/tickets/{number}/confidentiality POST", "to=named", "s433++34"},
    TicketRoute{"/tickets/{number}/confidentiality POST", "to=open&why=", "s4?3??34"},
    TicketRoute{"/tickets/{number}/readers POST", "reader=itp@skola.example&why=Behövs", "s433??34"},
    TicketRoute{"/tickets/{number}/readers/removal POST", "reader=1&why=Behövs", "s4332234"},
    TicketRoute{"/tickets/{number}/reopening POST", "body=Det+kvarstår", "s4+3++34"},
    TicketRoute{"/tickets/{number}/tags POST", "tag=nät", "s433++34"},
    TicketRoute{"/tickets/{number}/tags/removal POST", "tag=inget", "s433++34"},
    TicketRoute{"/tickets/{number}/snooze POST", "day=tomorrow", "s433??34"},
    TicketRoute{"/tickets/{number}/checklist POST", "item=Ring", "s433++34"},
    TicketRoute{"/tickets/{number}/checklist/{item} POST", "what=done", "s4332234"},
    TicketRoute{"/tickets/{number}/clock POST", "run=start", "s433??34"},
    TicketRoute{"/tickets/{number}/time POST", "time=20", "s433++34"},
    TicketRoute{"/tickets/{number}/time/{entry} POST", "time=20", "s4333334"},
    TicketRoute{"/tickets/{number}/links POST", "link=999999999&kind=related", "s4332234"},
    TicketRoute{"/tickets/{number}/links/removal POST", "link=999999999", "s4332234"},
    TicketRoute{"/tickets/{number}/watchers POST", "watcher=ingen@annorstans.example", "s4332234"},
    TicketRoute{"/tickets/{number}/watchers/removal POST", "watcher=999999999", "s433++34"},
    TicketRoute{"/tickets/{number}/watching POST", "watch=no", "s4+++++4"},
    TicketRoute{"/tickets/{number}/history GET", "", "s4+++++4"},
    TicketRoute{"/tickets/{number}/merge GET", "", "s433++34"},
    TicketRoute{"/tickets/{number}/merge POST", "into=999999999", "s4334434"},
    TicketRoute{"/tickets/{number}/unmerge POST", "", "s433++34"},
    TicketRoute{"/tickets/{number}/split GET", "", "s433++34"},
    TicketRoute{"/tickets/{number}/split POST", "subject=Annat", "s4332234"},
    TicketRoute{"/tickets/{number}/known-fault POST", "text=Skrivarna&hours=4", "s433??34"},
    TicketRoute{"/tickets/{number}/known-fault/removal POST", "", "s433++34"},
    TicketRoute{"/tickets/{number}/alike GET", "", "s433++34"},
    TicketRoute{"/tickets/{number}/alike POST", "parent=new&ticket=1", "s433++34"},
    TicketRoute{"/tickets/{number}/survey POST", "helped=yes", "s4?33334"},
    TicketRoute{"/api/v1/tickets/{number} GET", "", "s4+++++4"},
    TicketRoute{"/api/v1/tickets/{number} PATCH", R"({"subject": "Rubrik"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/messages POST", R"({"kind": "reply", "body": "Ett svar"})", "s4+3++34"},
    TicketRoute{"/api/v1/tickets/{number}/messages POST", R"({"kind": "note", "body": "En anteckning"})", "s433+++4"},
    TicketRoute{"/api/v1/tickets/{number}/messages/{seq}/sharing POST", "", "s4334434"},
    TicketRoute{"/api/v1/tickets/{number}/reroute POST", R"({"area": "B070"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/reroute POST", R"({"role": "SEK"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/closure POST", "", "s4+3++34"},
    TicketRoute{"/api/v1/tickets/{number}/closure POST", R"({"state": "resolved"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/reopening POST", R"({"body": "Det kvarstår"})", "s4+3++34"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "in_progress"})", "s4?3++34"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "closed"})", "s4+3++34"},
    TicketRoute{"/api/v1/tickets/{number}/state POST", R"({"state": "rejected"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/assignment POST", R"({"assignee": null})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/tags POST", R"({"add": ["nät"]})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/links POST", R"({"ticket": 999999999})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/links/removal POST", R"({"ticket": 999999999})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/watchers POST", R"({"mail": "ingen@annorstans.example"})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/watchers/removal POST", R"({"person": 999999999})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/snooze POST", R"({"until": ""})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/files/{token} GET", "", "s4+++++4"},
    TicketRoute{"/api/v1/tickets/{number}/files/{note} GET", "", "s444+++4"},
    TicketRoute{"/api/v1/tickets/{number}/priority POST", R"({"priority": "urgent"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/confidentiality POST", R"({"to": "open"})", "s4?3??34"},
    TicketRoute{"/api/v1/tickets/{number}/readers POST", R"({"reader": "itp@skola.example", "why": "Behövs"})", "s433??34"},
    TicketRoute{"/api/v1/tickets/{number}/readers/removal POST", R"({"reader": 1, "why": "Behövs"})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/checklist POST", R"({"item": "Ring"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/checklist/{item} POST", R"({"what": "done"})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/time POST", R"({"time": "20"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/time/{entry} POST", R"({"time": "20"})", "s4333334"},
    TicketRoute{"/api/v1/tickets/{number}/clock POST", R"({"run": "stop"})", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/split POST", R"({"messages": [], "subject": "Annat"})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/alike GET", "", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/alike POST", R"({"tickets": []})", "s4332234"},
    TicketRoute{"/api/v1/tickets/{number}/outside POST", R"({"to": "", "body": ""})", "s433??34"},
    TicketRoute{"/api/v1/tickets/{number}/known-fault POST", R"({"text": "Skrivarna", "hours": 4})", "s433??34"},
    TicketRoute{"/api/v1/tickets/{number}/known-fault/removal POST", "", "s433++34"},
    TicketRoute{"/api/v1/tickets/{number}/survey POST", R"({"helped": true})", "s4?33334"},
    TicketRoute{"/api/v1/tickets/{number}/watching POST", R"({"watch": false})", "s4+++++4"},
    TicketRoute{"/api/v1/tickets/{number}/merge POST", R"({"into": 999999999})", "s4444444"},
    TicketRoute{"/api/v1/tickets/{number}/unmerge POST", "", "s433??34"},
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
    OtherRoute{"/tickets GET", "/tickets", "", "s+++++++"},
    OtherRoute{"/canned-replies GET", "/canned-replies", "", "s44+++++"},
    OtherRoute{"/canned-replies POST", "/canned-replies", "name=&body=&role=ITS", "s4422222"},
    OtherRoute{"/canned-replies/{id} GET", "/canned-replies/4711", "", "s4444444"},
    OtherRoute{"/canned-replies/{id} POST", "/canned-replies/4711", "name=a&body=b", "s4444444"},
    OtherRoute{"/canned-replies/{id}/deletion POST", "/canned-replies/4711/deletion", "version=1", "s4444444"},
    OtherRoute{"/undo POST", "/undo", "token=ingen&back=/tickets/mine", "s+++++++"},
    OtherRoute{"/tickets/mine GET", "/tickets/mine", "", "s+++++++"},
    OtherRoute{"/admin/tickets GET", "/admin/tickets", "", "s444444+"},
    OtherRoute{"/admin/tickets POST", "/admin/tickets", "days=noll", "s4444442"},
    OtherRoute{"/admin/escalation GET", "/admin/escalation", "", "s444444+"},
    OtherRoute{"/admin/escalation POST", "/admin/escalation", "measure1=resolution&percent1=noll", "s4444442"},
    OtherRoute{"/admin/unanswered GET", "/admin/unanswered", "", "s444444+"},
    OtherRoute{"/admin/unanswered POST", "/admin/unanswered", "mode1=days&remind1=noll", "s4444442"},
    OtherRoute{"/admin/confidential GET", "/admin/confidential", "", "s444444+"},
    OtherRoute{"/admin/confidential POST", "/admin/confidential", "number=1&reason=kort", "s4444442"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?view=done", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/VAKT", "", "s4444+4+"},
    OtherRoute{"/queues/{role} GET", "/queues/TRIAGE", "", "s44+4+4+"},
    OtherRoute{"/queues/{role} GET", "/queues/NOWHERE", "", "s4444444"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?text=ord", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?state=done&text=ord", "", "s44+444+"},
    OtherRoute{"/queues/{role} GET", "/queues/ITS?role=VAKT&role=ITS&text=ord", "", "s44+444+"},
    OtherRoute{"/queues/{role}/filter GET", "/queues/ITS/filter", "", "s44+444+"},
    OtherRoute{"/queues/{role}/next GET", "/queues/ITS/next", "", "s44+444+"},
    OtherRoute{"/queues/{role}/next GET", "/queues/VAKT/next", "", "s4444+4+"},
    OtherRoute{"/queues/views/new GET", "/queues/views/new?here=ITS", "", "s44+444+"},
    OtherRoute{"/queues/views POST", "/queues/views", "role=ITS&name=", "s4424442"},
    OtherRoute{"/queues/views/{id} GET", "/queues/views/999999", "", "s4444444"},
    OtherRoute{"/queues/views/{id} POST", "/queues/views/999999", "name=Min", "s4444444"},
    OtherRoute{"/queues/views/{id}/removal POST", "/queues/views/999999/removal", "", "s4444444"},
    OtherRoute{"/queues/bulk POST", "/queues/bulk", "action=assign&here=ITS", "s4424442"},
    OtherRoute{"/queues/bulk POST", "/queues/bulk", "action=assign&here=ITS&ticket=1001:1&ticket=1002:1&ticket=1003:1", "s44+444+"},
    OtherRoute{"/live GET", "/live", "", "s4444444"},
    OtherRoute{"/live GET", "/live?queue=NOWHERE", "", "s4444444"},
    OtherRoute{"/live/number GET", "/live/number?queue=ITS", "", "s44+444+"},
    OtherRoute{"/live/number GET", "/live/number?queue=VAKT", "", "s4444+4+"},
    OtherRoute{"/live/number GET", "/live/number?queue=ITS&queue=VAKT", "", "s444444+"},
    OtherRoute{"/search GET", "/search?q=hemligt", "", "s+++++++"},
    OtherRoute{"/search/suggestions GET", "/search/suggestions?q=hemligt", "", "s+++++++"},
    OtherRoute{"/api/v1/files POST", "/api/v1/files", "", "s2222222"},
    OtherRoute{"/api/v1/views GET", "/api/v1/views", "", "s44+++++"},
    OtherRoute{"/api/v1/views POST", "/api/v1/views", R"({"name": "", "filter": ""})", "s4422222"},
    OtherRoute{"/api/v1/views/{view} GET", "/api/v1/views/999999", "", "s4444444"},
    OtherRoute{"/api/v1/views/{view} PATCH", "/api/v1/views/999999", "{}", "s4444444"},
    OtherRoute{"/api/v1/views/{view} DELETE", "/api/v1/views/999999", "", "s4444444"},
    OtherRoute{"/api/v1/views/{view}/tickets GET", "/api/v1/views/999999/tickets", "", "s4444444"},
    OtherRoute{"/api/v1/letters GET", "/api/v1/letters", "", "s444444+"},
    OtherRoute{"/api/v1/mails GET", "/api/v1/mails", "", "s444444+"},
    OtherRoute{"/api/v1/mails/{mail} GET", "/api/v1/mails/999999", "", "s4444444"},
    OtherRoute{"/api/v1/mails/{mail}/original GET", "/api/v1/mails/999999/original", "", "s4444444"},
    OtherRoute{"/api/v1/bounced-addresses GET", "/api/v1/bounced-addresses", "", "s444444+"},
    OtherRoute{"/api/v1/mails/{mail}/admission POST", "/api/v1/mails/999999/admission", "", "s4444444"},
    OtherRoute{"/api/v1/mails/{mail}/discarding POST", "/api/v1/mails/999999/discarding", "", "s4444444"},
    OtherRoute{"/api/v1/mails/{mail}/retry POST", "/api/v1/mails/999999/retry", "", "s4444444"},
    OtherRoute{"/api/v1/letters/{letter}/resending POST", "/api/v1/letters/999999/resending", "", "s4444444"},
    OtherRoute{"/api/v1/people GET", "/api/v1/people", "", "s444444+"},
    OtherRoute{"/api/v1/people POST", "/api/v1/people", R"({"name": "", "mail": ""})", "s4444442"},
    OtherRoute{"/api/v1/people-imports POST", "/api/v1/people-imports", R"({"file": ""})", "s4444442"},
    OtherRoute{"/api/v1/people-imports/{import} GET", "/api/v1/people-imports/999999", "", "s4444444"},
    OtherRoute{"/api/v1/people-imports/{import}/confirmation POST", "/api/v1/people-imports/999999/confirmation", R"({"fingerprint": "x"})", "s4444444"},
    OtherRoute{"/api/v1/people/{person} PATCH", "/api/v1/people/999999", R"({"room": "A1"})", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/departure GET", "/api/v1/people/1/departure", "", "s444444+"},
    OtherRoute{"/api/v1/people/{person}/departure POST", "/api/v1/people/999999/departure", "", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/return POST", "/api/v1/people/999999/return", "", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/second-factor/removal POST", "/api/v1/people/999999/second-factor/removal", "", "s4444444"},
    OtherRoute{"/api/v1/people/{person} GET", "/api/v1/people/999999", "", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/absences GET", "/api/v1/people/999999/absences", "", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/absences POST", "/api/v1/people/999999/absences", R"({"first_day": "2026-12-07", "last_day": "2026-12-07"})", "s4444444"},
    OtherRoute{"/api/v1/people/{person}/absences/{absence}/removal POST", "/api/v1/people/999999/absences/999999/removal", "", "s4444444"},
    OtherRoute{"/api/v1/units GET", "/api/v1/units", "", "s444444+"},
    OtherRoute{"/api/v1/units POST", "/api/v1/units", R"({"name": ""})", "s4444442"},
    OtherRoute{"/api/v1/units/{unit} GET", "/api/v1/units/1", "", "s444444+"},
    OtherRoute{"/api/v1/units/{unit} PATCH", "/api/v1/units/1", R"({"name": ""})", "s4444442"},
    OtherRoute{"/api/v1/units/{unit}/removal POST", "/api/v1/units/999999/removal", "", "s4444444"},
    OtherRoute{"/api/v1/roles POST", "/api/v1/roles", R"({"code": ""})", "s4444442"},
    OtherRoute{"/api/v1/roles/{code} PATCH", "/api/v1/roles/ITS", R"({"name_sv": ""})", "s4444442"},
    OtherRoute{"/api/v1/roles/{code}/holders POST", "/api/v1/roles/ITS/holders", R"({"person": 0})", "s4444442"},
    OtherRoute{"/api/v1/roles/{code}/holders/{holder}/end POST", "/api/v1/roles/ITS/holders/999999/end", "{}", "s4444444"},
    OtherRoute{"/api/v1/roles/{code}/holders/{holder}/move POST", "/api/v1/roles/ITS/holders/999999/move", R"({"to": "up"})", "s4444444"},
    OtherRoute{"/api/v1/glass POST", "/api/v1/glass", R"({"number": 1, "reason": "kort"})", "s4444442"},
    OtherRoute{"/api/v1/undo POST", "/api/v1/undo", R"({"token": ""})", "sgggggggg"},
    OtherRoute{"/api/v1/canned-replies GET", "/api/v1/canned-replies", "", "s44+++++"},
    OtherRoute{"/api/v1/canned-replies POST", "/api/v1/canned-replies", R"({"name": ""})", "s4422222"},
    OtherRoute{"/api/v1/canned-replies/{reply} GET", "/api/v1/canned-replies/4711", "", "s4444444"},
    OtherRoute{"/api/v1/canned-replies/{reply} PATCH", "/api/v1/canned-replies/4711", R"({"name": "a"})", "s4444444"},
    OtherRoute{"/api/v1/canned-replies/{reply} DELETE", "/api/v1/canned-replies/4711", "", "s4444444"},
    OtherRoute{"/api/v1/roles GET", "/api/v1/roles", "", "s444444+"},
    OtherRoute{"/api/v1/roles/{code} GET", "/api/v1/roles/ITS", "", "s444444+"},
    OtherRoute{"/api/v1/matrix/versions GET", "/api/v1/matrix/versions", "", "s444444+"},
    OtherRoute{"/api/v1/search GET", "/api/v1/search?q=hemligt", "", "s+++++++"},
    OtherRoute{"/api/v1/search GET", "/api/v1/search?limit=0", "", "s2222222"},
    OtherRoute{"/api/v1/changes GET", "/api/v1/changes", "", "s+++++++"},
    OtherRoute{"/api/v1/changes GET", "/api/v1/changes?after=ett", "", "s2222222"},
    OtherRoute{"/api/openapi.yaml GET", "/api/openapi.yaml", "", "++++++++"},
    OtherRoute{"/sign-in GET", "/sign-in", "", "++++++++"},
    OtherRoute{"/sign-in POST", "/sign-in", "mail=ingen@annorstans.example", "+????????"},
    OtherRoute{"/sign-in/password POST", "/sign-in/password", "mail=&password=", "22222222"},
    OtherRoute{"/sign-in/second-factor GET", "/sign-in/second-factor", "", "++++++++"},
    OtherRoute{"/sign-in/second-factor POST", "/sign-in/second-factor", "code=123456", "++++++++"},
    OtherRoute{"/sign-in/{token} GET", "/sign-in/finns-inte", "", "g+++++++"},
    OtherRoute{"/sign-in/{token} POST", "/sign-in/finns-inte", "next=/", "g+++++++"},
    OtherRoute{"/account GET", "/account", "", "s+++++++"},
    OtherRoute{"/account POST", "/account", "language=sv&phone=&room=", "s+++++++"},
    OtherRoute{"/account/away GET", "/account/away", "", "s+++++++"},
    OtherRoute{"/account/letters GET", "/account/letters", "", "s+++++++"},
    OtherRoute{"/account/letters POST", "/account/letters", "digest_at=", "s2222222"},
    OtherRoute{"/letters/stop/{token} GET", "/letters/stop/1.following.gissat", "", "44444444"},
    OtherRoute{"/letters/stop/{token} POST", "/letters/stop/1.following.gissat", "List-Unsubscribe=One-Click", "44444444"},
    OtherRoute{"/letters/stop/{token}/confirmation POST", "/letters/stop/1.following.gissat/confirmation", "", "44444444"},
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
    OtherRoute{"/account/away POST", "/account/away", "first_day=", "s2222222"},
    OtherRoute{"/account/away/{absence}/removal POST", "/account/away/999999/removal", "", "s+++++++"},
    OtherRoute{"/language POST", "/language", "language=sv&next=/", "++++++++"},
    OtherRoute{"/matrix GET", "/matrix", "", "++++++++"},
    OtherRoute{"/matrix/drafts/{draft}/replays GET", "/matrix/drafts/999999/replays", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/replays POST", "/matrix/drafts/999999/replays", "from=2026-01-01&to=2026-01-02", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/replays/{replay} GET", "/matrix/drafts/999999/replays/1", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/replays/{replay}/stop POST", "/matrix/drafts/999999/replays/1/stop", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/replays/{replay}/removal POST", "/matrix/drafts/999999/replays/1/removal", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/replays/{replay}/tickets GET", "/matrix/drafts/999999/replays/1/tickets", "", "s4444444"},
    OtherRoute{"/matrix/learning GET", "/matrix/learning", "", "s444444+"},
    OtherRoute{"/matrix/learning POST", "/matrix/learning", "", "s444444+"},
    OtherRoute{"/matrix/learning/{proposal}/acceptance POST", "/matrix/learning/999999/acceptance", "draft=999999", "s444444+"},
    OtherRoute{"/matrix/learning/{proposal}/refusal POST", "/matrix/learning/999999/refusal", "", "s444444+"},
    OtherRoute{"/matrix/health GET", "/matrix/health", "", "s444444+"},
    OtherRoute{"/matrix/exceptions GET", "/matrix/exceptions", "", "s+++++++"},
    OtherRoute{"/matrix/exceptions POST", "/matrix/exceptions", "unit=", "s4444422"},
    OtherRoute{"/matrix/exceptions/{exception}/removal POST", "/matrix/exceptions/999999/removal", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/exceptions GET", "/api/v1/matrix/exceptions", "", "s+++++++"},
    OtherRoute{"/api/v1/matrix/exceptions POST", "/api/v1/matrix/exceptions", "{}", "s4444422"},
    OtherRoute{"/api/v1/matrix/exceptions/{exception}/removal POST", "/api/v1/matrix/exceptions/999999/removal", "{}", "s4444444"},
    OtherRoute{"/matrix/drafts GET", "/matrix/drafts", "", "s444444+"},
    OtherRoute{"/matrix/drafts POST", "/matrix/drafts", "name=", "s4444442"},
    OtherRoute{"/matrix/drafts/{draft} GET", "/matrix/drafts/999999", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/rows POST", "/matrix/drafts/999999/rows", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/rows/{row} POST", "/matrix/drafts/999999/rows/B017", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/rows/{row}/retirement POST", "/matrix/drafts/999999/rows/B017/retirement", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/rows/{row}/return POST", "/matrix/drafts/999999/rows/B017/return", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/rows/{row}/parts POST", "/matrix/drafts/999999/rows/B017/parts", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/removal POST", "/matrix/drafts/999999/removal", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/base POST", "/matrix/drafts/999999/base", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/training POST", "/matrix/drafts/999999/training", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/training/removal POST", "/matrix/drafts/999999/training/removal", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/difference GET", "/matrix/drafts/999999/difference", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/history GET", "/matrix/drafts/999999/history", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/files/{file} GET", "/matrix/drafts/999999/files/matrix.csv", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/upload GET", "/matrix/drafts/999999/upload", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/upload POST", "/matrix/drafts/999999/upload", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/upload/acceptance POST", "/matrix/drafts/999999/upload/acceptance", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/publication GET", "/matrix/drafts/999999/publication", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/publication POST", "/matrix/drafts/999999/publication", "", "s4444444"},
    OtherRoute{"/matrix/drafts/{draft}/approval POST", "/matrix/drafts/999999/approval", "", "s4444444"},
    OtherRoute{"/matrix/versions/{version}/difference GET", "/matrix/versions/1/difference", "", "s444444+"},
    OtherRoute{"/matrix/versions/{version}/restoration POST", "/matrix/versions/999999/restoration", "", "s4444444"},
    OtherRoute{"/matrix/versions/{version}/withdrawal POST", "/matrix/versions/999999/withdrawal", "", "s4444444"},
    OtherRoute{"/matrix/approval-rule POST", "/matrix/approval-rule", "", "s444444+"},
    OtherRoute{"/api/v1/matrix GET", "/api/v1/matrix", "", "s444444+"},
    OtherRoute{"/api/v1/matrix/drafts POST", "/api/v1/matrix/drafts", "{}", "s4444442"},
    OtherRoute{"/api/v1/matrix/drafts/{draft} GET", "/api/v1/matrix/drafts/999999", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/difference GET", "/api/v1/matrix/drafts/999999/difference", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/moves GET", "/api/v1/matrix/drafts/999999/moves", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/training GET", "/api/v1/matrix/drafts/999999/training", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/training POST", "/api/v1/matrix/drafts/999999/training", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/publication POST", "/api/v1/matrix/drafts/999999/publication", R"({"version": "9"})", "s4444444"},
    OtherRoute{"/api/v1/matrix/versions/{version}/restoration POST", "/api/v1/matrix/versions/999999/restoration", "{}", "s4444444"},
    OtherRoute{"/api/v1/matrix/versions/{version}/withdrawal POST", "/api/v1/matrix/versions/999999/withdrawal", "", "s4444444"},
    OtherRoute{"/areas/{version} GET", "/areas/sv-0", "", "++++++++"},
    OtherRoute{"/overview GET", "/overview", "", "s44444++"},
    OtherRoute{"/overview.csv GET", "/overview.csv", "", "s44444++"},
    OtherRoute{"/overview.xlsx GET", "/overview.xlsx", "", "s44444++"},
    OtherRoute{"/api/v1/health GET", "/api/v1/health", "", "s444444+"},
    OtherRoute{"/api/v1/reports GET", "/api/v1/reports", "", "s44444++"},
    OtherRoute{"/api/v1/reports/{report} GET", "/api/v1/reports/999999", "", "s4444444"},
    OtherRoute{"/api/v1/reports/{report}/check GET", "/api/v1/reports/999999/check", "", "s4444444"},
    OtherRoute{"/api/v1/reports POST", "/api/v1/reports", R"({"title": ""})", "s4444422"},
    OtherRoute{"/api/v1/reports/{report} PATCH", "/api/v1/reports/999999", R"({"title": "a"})", "s4444444"},
    OtherRoute{"/api/v1/reports/{report} DELETE", "/api/v1/reports/999999", "", "s4444444"},
    OtherRoute{"/api/v1/reports/{report}/issue POST", "/api/v1/reports/999999/issue", "", "s4444444"},
    OtherRoute{"/api/v1/reports/{report}/successor POST", "/api/v1/reports/999999/successor", "", "s4444444"},
    OtherRoute{"/api/v1/reports/overview GET", "/api/v1/reports/overview", "", "s44444++"},
    OtherRoute{"/help/api GET", "/help/api", "", "++++++++"},
    OtherRoute{"/help/measures GET", "/help/measures", "", "++++++++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?at=open", "", "s44444++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?at=new", "", "s44444++"},
    OtherRoute{"/overview/tickets GET", "/overview/tickets?measure=first_response&at=all", "", "s44444++"},
    OtherRoute{"/reports GET", "/reports", "", "s44444++"},
    OtherRoute{"/reports POST", "/reports", "title=", "s4444422"},
    OtherRoute{"/reports/{report} GET", "/reports/999999", "", "s4444444"},
    OtherRoute{"/reports/{report} POST", "/reports/999999", "title=Rapport", "s4444444"},
    OtherRoute{"/reports/{report}/issue POST", "/reports/999999/issue", "title=Rapport", "s4444444"},
    OtherRoute{"/reports/{report}/removal POST", "/reports/999999/removal", "", "s4444444"},
    OtherRoute{"/reports/{report}/successor POST", "/reports/999999/successor", "", "s4444444"},
    OtherRoute{"/reports/{report}/check GET", "/reports/999999/check", "", "s4444444"},
    OtherRoute{"/admin GET", "/admin", "", "s444444+"},
    OtherRoute{"/admin/audit GET", "/admin/audit", "", "s444444+"},
    OtherRoute{"/admin/audit GET", "/admin/audit?action=session", "", "s444444+"},
    OtherRoute{"/admin/audit.csv GET", "/admin/audit.csv", "", "s444444+"},
    OtherRoute{"/admin/people GET", "/admin/people", "", "s444444+"},
    OtherRoute{"/admin/people POST", "/admin/people", "name=", "s4444442"},
    OtherRoute{"/admin/people.csv GET", "/admin/people.csv", "", "s444444+"},
    OtherRoute{"/admin/people/import GET", "/admin/people/import", "", "s444444+"},
    OtherRoute{"/admin/people/import POST", "/admin/people/import", "text=", "s4444442"},
    OtherRoute{"/admin/people/import/template.csv GET", "/admin/people/import/template.csv", "", "s444444+"},
    OtherRoute{"/admin/people/import/{id} GET", "/admin/people/import/999999", "", "s4444444"},
    OtherRoute{"/admin/people/import/{id} POST", "/admin/people/import/999999", "", "s4444444"},
    OtherRoute{"/admin/people/{id}/departure GET", "/admin/people/1/departure", "", "s444444+"},
    OtherRoute{"/admin/people/{id}/departure POST", "/admin/people/999999/departure", "", "s4444444"},
    OtherRoute{"/admin/people/{id}/return POST", "/admin/people/999999/return", "", "s4444444"},
    OtherRoute{"/admin/calendars GET", "/admin/calendars", "", "s444444+"},
    OtherRoute{"/admin/calendars POST", "/admin/calendars", "name=", "s4444442"},
    OtherRoute{"/admin/calendars/uses POST", "/admin/calendars/uses", "from=", "s4444442"},
    OtherRoute{"/admin/calendars/{id} GET", "/admin/calendars/1", "", "s444444+"},
    OtherRoute{"/admin/calendars/{id}/year GET", "/admin/calendars/1/year", "", "s444444+"},
    OtherRoute{"/admin/calendars/{id}/entries POST", "/admin/calendars/1/entries", "kind=break&name=", "s4444442"},
    OtherRoute{"/admin/calendars/{id}/removals POST", "/admin/calendars/1/removals", "kind=break&name=X&from=2040-01-01&to=2040-01-01", "s444444+"},
    OtherRoute{"/admin/calendars/{id}/change GET", "/admin/calendars/1/change", "", "s444444+"},
    OtherRoute{"/admin/calendars/{id}/change POST", "/admin/calendars/1/change", "valid_from=", "s4444442"},
    OtherRoute{"/admin/calendars/{id}/import GET", "/admin/calendars/1/import", "", "s444444+"},
    OtherRoute{"/admin/calendars/{id}/import POST", "/admin/calendars/1/import", "text=", "s4444442"},
    OtherRoute{"/admin/calendars/{id}/imports POST", "/admin/calendars/1/imports", "text=", "s4444442"},
    OtherRoute{"/admin/targets GET", "/admin/targets", "", "s444444+"},
    OtherRoute{"/admin/targets POST", "/admin/targets", "priority=sometimes", "s4444442"},
    OtherRoute{"/admin/targets/{id}/retirement POST", "/admin/targets/999999/retirement", "", "s444444+"},
    OtherRoute{"/admin/units GET", "/admin/units", "", "s444444+"},
    OtherRoute{"/admin/units POST", "/admin/units", "name=", "s4444442"},
    OtherRoute{"/admin/units/{id} GET", "/admin/units/1", "", "s444444+"},
    OtherRoute{"/admin/units/{id} POST", "/admin/units/1", "name=", "s4444442"},
    OtherRoute{"/admin/units/{id}/removal POST", "/admin/units/999999/removal", "", "s4444444"},
    OtherRoute{"/admin/roles GET", "/admin/roles", "", "s444444+"},
    OtherRoute{"/admin/roles POST", "/admin/roles", "code=", "s4444442"},
    OtherRoute{"/admin/roles/{code} GET", "/admin/roles/ITS", "", "s444444+"},
    OtherRoute{"/admin/roles/{code} POST", "/admin/roles/ITS", "name_sv=", "s4444442"},
    OtherRoute{"/admin/roles/{code}/holders POST", "/admin/roles/ITS/holders", "person=", "s4444442"},
    OtherRoute{"/admin/roles/{code}/holders/{holder}/move POST", "/admin/roles/ITS/holders/999999/move", "to=up", "s4444444"},
    OtherRoute{"/admin/roles/{code}/holders/{holder}/end POST", "/admin/roles/ITS/holders/999999/end", "when=now", "s4444444"},
    OtherRoute{"/admin/people/new GET", "/admin/people/new", "", "s444444+"},
    OtherRoute{"/admin/people/{id} GET", "/admin/people/1", "", "s444444+"},
    OtherRoute{"/admin/people/{id} POST", "/admin/people/1", "name=", "s4444442"},
    OtherRoute{"/admin/people/{id}/away GET", "/admin/people/1/away", "", "s444444+"},
    OtherRoute{"/admin/sign-in GET", "/admin/sign-in", "", "s444444+"},
    OtherRoute{"/admin/sign-in POST", "/admin/sign-in", "rule=nobody", "s444444+"},
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
    OtherRoute{"/admin/people/{id}/second-factor/removal POST", "/admin/people/999999/second-factor/removal", "", "s4444444"},
    OtherRoute{"/admin/people/{id}/away POST", "/admin/people/1/away", "first_day=", "s4444442"},
    OtherRoute{"/admin/people/{id}/away/{absence}/removal POST", "/admin/people/1/away/999999/removal", "", "s444444+"},
    OtherRoute{"/admin/mail GET", "/admin/mail", "", "s444444+"},
    OtherRoute{"/admin/mail GET", "/admin/mail?view=sent", "", "s444444+"},
    OtherRoute{"/admin/mail/{id}/resend POST", "/admin/mail/999999/resend", "", "s4444444"},
    OtherRoute{"/admin/mail/test GET", "/admin/mail/test", "", "s444444+"},
    OtherRoute{"/admin/mail/test POST", "/admin/mail/test", "to=ingen", "s4444442"},
    OtherRoute{"/admin/letters GET", "/admin/letters", "", "s444444+"},
    OtherRoute{"/admin/letters/{letter}/{language} GET", "/admin/letters/receipt/sv", "", "s444444+"},
    OtherRoute{"/admin/letters/{letter}/{language} POST", "/admin/letters/receipt/sv", "subject=x", "s4444442"},
    OtherRoute{"/admin/letters/{letter}/{language}/restore POST", "/admin/letters/receipt/sv/restore", "to=999999", "s4444444"},
    OtherRoute{"/admin/letters/{letter}/{language}/preview GET", "/admin/letters/receipt/sv/preview", "", "s444444+"},
    OtherRoute{"/admin/letters/{letter}/{language}/preview POST", "/admin/letters/receipt/sv/preview", "subject=x", "s4444442"},
    OtherRoute{"/admin/mail-in GET", "/admin/mail-in", "", "s444444+"},
    OtherRoute{"/admin/mail-in GET", "/admin/mail-in?view=bounced", "", "s444444+"},
    OtherRoute{"/mails/{id} GET", "/mails/999999", "", "s4444444"},
    OtherRoute{"/mails/{id}/original GET", "/mails/999999/original", "", "s4444444"},
    OtherRoute{"/mails/{id}/html GET", "/mails/999999/html", "", "s4444444"},
    OtherRoute{"/mails/{id}/admit POST", "/mails/999999/admit", "", "s4444444"},
    OtherRoute{"/mails/{id}/discard POST", "/mails/999999/discard", "", "s4444444"},
    OtherRoute{"/mails/{id}/retry POST", "/mails/999999/retry", "", "s4444444"},
    OtherRoute{"/admin/service-accounts GET", "/admin/service-accounts", "", "s444444+"},
    OtherRoute{"/admin/service-accounts POST", "/admin/service-accounts", "name=", "s4444442"},
    OtherRoute{"/admin/service-accounts/new GET", "/admin/service-accounts/new", "", "s444444+"},
    OtherRoute{"/admin/service-accounts/{id} GET", "/admin/service-accounts/1", "", "s4444444"},
    OtherRoute{"/admin/service-accounts/{id} POST", "/admin/service-accounts/1", "name=", "s4444444"},
    OtherRoute{"/admin/service-accounts/{id}/end POST", "/admin/service-accounts/1/end", "", "s4444444"},
    OtherRoute{"/admin/service-accounts/{id}/reopening POST", "/admin/service-accounts/1/reopening", "", "s4444444"},
    OtherRoute{"/admin/tokens GET", "/admin/tokens", "", "s444444+"},
    OtherRoute{"/admin/tokens POST", "/admin/tokens", "name=", "s4444442"},
    OtherRoute{"/admin/tokens/new GET", "/admin/tokens/new", "", "s444444+"},
    OtherRoute{"/admin/tokens/{id}/revocation GET", "/admin/tokens/999999/revocation", "", "s4444444"},
    OtherRoute{"/admin/tokens/{id}/revocation POST", "/admin/tokens/999999/revocation", "", "s4444444"},
    OtherRoute{"/admin/webhooks GET", "/admin/webhooks", "", "s444444+"},
    OtherRoute{"/admin/webhooks POST", "/admin/webhooks", "name=", "s4444442"},
    OtherRoute{"/admin/webhooks/new GET", "/admin/webhooks/new", "", "s444444+"},
    OtherRoute{"/admin/webhooks/{id} GET", "/admin/webhooks/999999", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id} POST", "/admin/webhooks/999999", "name=x&url=https://a.example/", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/secret POST", "/admin/webhooks/999999/secret", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/pause POST", "/admin/webhooks/999999/pause", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/resumption POST", "/admin/webhooks/999999/resumption", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/test POST", "/admin/webhooks/999999/test", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/deliveries/{delivery}/resending POST", "/admin/webhooks/999999/deliveries/1/resending", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/removal GET", "/admin/webhooks/999999/removal", "", "s4444444"},
    OtherRoute{"/admin/webhooks/{id}/removal POST", "/admin/webhooks/999999/removal", "", "s4444444"},
    OtherRoute{"/api/v1/settings/escalation GET", "/api/v1/settings/escalation", "", "s444444+"},
    OtherRoute{"/api/v1/settings/escalation PUT", "/api/v1/settings/escalation", "{}", "s4444442"},
    OtherRoute{"/api/v1/settings/unanswered GET", "/api/v1/settings/unanswered", "", "s444444+"},
    OtherRoute{"/api/v1/settings/unanswered PUT", "/api/v1/settings/unanswered", "{}", "s4444442"},
    OtherRoute{"/api/v1/webhooks GET", "/api/v1/webhooks", "", "s+++++++"},
    OtherRoute{"/api/v1/webhooks POST", "/api/v1/webhooks", R"({"name": "", "url": ""})", "s2222222"},
    OtherRoute{"/api/v1/webhooks/{webhook} GET", "/api/v1/webhooks/999999", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook} PATCH", "/api/v1/webhooks/999999", "{}", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook} DELETE", "/api/v1/webhooks/999999", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/secret POST", "/api/v1/webhooks/999999/secret", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/pause POST", "/api/v1/webhooks/999999/pause", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/resumption POST", "/api/v1/webhooks/999999/resumption", "{}", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/test POST", "/api/v1/webhooks/999999/test", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/deliveries GET", "/api/v1/webhooks/999999/deliveries", "", "s4444444"},
    OtherRoute{"/api/v1/webhooks/{webhook}/deliveries/{delivery}/resending POST", "/api/v1/webhooks/999999/deliveries/1/resending", "", "s4444444"},
    OtherRoute{"/api/v1/audit GET", "/api/v1/audit", "", "s444444+"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/replays POST", "/api/v1/matrix/drafts/999999/replays", "{}", "s4444444"},
    OtherRoute{"/api/v1/matrix/drafts/{draft}/replays GET", "/api/v1/matrix/drafts/999999/replays", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/replays/{replay} GET", "/api/v1/matrix/replays/999999", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/replays/{replay}/stop POST", "/api/v1/matrix/replays/999999/stop", "", "s4444444"},
    OtherRoute{"/api/v1/matrix/replays/{replay}/removal POST", "/api/v1/matrix/replays/999999/removal", "", "s4444444"},
    OtherRoute{"/api/v1/areas GET", "/api/v1/areas", "", "s+++++++"},
    OtherRoute{"/api/v1/route POST", "/api/v1/route", R"({"body": "Projektorn lyser inte"})", "s+++++++"},
    OtherRoute{"/api/v1/tickets POST", "/api/v1/tickets", R"({"body": "Projektorn lyser inte", "area": "B070"})", "s+++++++"},
    OtherRoute{"/api/v1/tickets GET", "/api/v1/tickets", "", "s+++++++"},
    OtherRoute{"/api/v1/calendars GET", "/api/v1/calendars", "", "s444444+"},
    OtherRoute{"/api/v1/calendars POST", "/api/v1/calendars", R"({"name": ""})", "s4444442"},
    OtherRoute{"/api/v1/calendars/uses GET", "/api/v1/calendars/uses", "", "s444444+"},
    OtherRoute{"/api/v1/calendars/uses POST", "/api/v1/calendars/uses", R"({"from": ""})", "s4444442"},
    OtherRoute{"/api/v1/calendars/{calendar} GET", "/api/v1/calendars/1", "", "s444444+"},
    OtherRoute{"/api/v1/calendars/{calendar}/versions POST", "/api/v1/calendars/1/versions", R"({"valid_from": ""})", "s4444442"},
    OtherRoute{"/api/v1/calendars/{calendar}/entries POST", "/api/v1/calendars/1/entries", R"({"kind": "break", "name": "", "from": ""})", "s4444442"},
    OtherRoute{"/api/v1/calendars/{calendar}/removals POST", "/api/v1/calendars/1/removals", R"({"kind": "break", "name": "X", "from": "2040-01-01"})", "s444444+"},
    OtherRoute{"/api/v1/calendars/{calendar}/imports POST", "/api/v1/calendars/1/imports", R"({"file": ""})", "s4444442"},
    OtherRoute{"/api/v1/targets GET", "/api/v1/targets", "", "s444444+"},
    OtherRoute{"/api/v1/targets POST", "/api/v1/targets", R"({"priority": "sometimes"})", "s4444442"},
    OtherRoute{"/api/v1/targets/trial GET", "/api/v1/targets/trial", "", "s444444+"},
    OtherRoute{"/api/v1/targets/{target}/successor POST", "/api/v1/targets/999999/successor", "{}", "s4444444"},
    OtherRoute{"/api/v1/targets/{target}/retirement POST", "/api/v1/targets/999999/retirement", "", "s4444444"},
    OtherRoute{"/api/v1/queues GET", "/api/v1/queues", "", "s44+++++"},
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
    std::string words, room, note;  ///< what nobody else may read
    std::string restore;          ///< statements that put it back as it was filed, one a line
};

/// The demo school with a manager of one unit, a matrix owner, an auditor and a second administrator.
ServedSchool& school_with_rights() {
    static const auto server = test_server();  // before the school, so that it outlives it
    static ServedSchool school;
    [[maybe_unused]] static const bool is_set = [] {
        for (const auto* statement :
             {"UPDATE people SET manages_unit_id = (SELECT unit_id FROM (SELECT * FROM people) p WHERE p.email = 'jonas.ek@skola.example') "
              "WHERE email = 'petra.harlin@skola.example'",
              "UPDATE people SET is_matrix_owner = 1 WHERE email = 'anders.lund@skola.example'",
              "UPDATE people SET is_auditor = 1 WHERE email = 'ulla.berg@skola.example'",
              "UPDATE people SET is_administrator = 1 WHERE email = 'helena.aberg@skola.example'"}) {
            const db::Query query{"test/rights", statement};
            school.database().execute_once(query);
        }
        return true;
    }();
    return school;
}

/// One walk through the school: who is signed in, and the tickets that stand now.
class Walk {
public:
    explicit Walk(ServedSchool& school) : school_(school) {
        for (std::size_t who = 0; who < crowd; ++who) {
            const auto* name = somebody(who).name;
            browsers_.push_back(*name ? school.browser(name) : school.anonymous());
            programs_.push_back(*name ? school.program(name) : school.anonymous());
        }
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            tickets_.push_back(file(kind));
        }
    }

    WebClient& client(std::size_t who, const std::string& route) { return is_api(route) ? programs_[who] : browsers_[who]; }
    const Filed& ticket(std::size_t kind) const { return tickets_[kind]; }
    /// Puts the ticket back as it was filed.
    void restore(std::size_t kind) {
        for (const auto statement : split(tickets_[kind].restore, '\n')) {
            run(std::string{statement});
        }
    }
    void sign_in_again(std::size_t who) { browsers_[who] = *somebody(who).name ? school_.browser(somebody(who).name) : school_.anonymous(); }

    Answer ask(std::size_t who, const std::string& route, const std::string& target, const std::string& form) {
        auto& client = this->client(who, route);
        if (route.ends_with(" GET")) {
            return client.get(target);
        }
        return client.ask(route.substr(route.rfind(' ') + 1), target, form,
                          {is_api(route) ? "Content-Type: application/json" : "Content-Type: application/x-www-form-urlencoded"});
    }

    /// The words of a ticket, in whatever page, that `who` may not read.
    std::string leak(std::size_t who, const std::string& body) const {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            const auto& filed = tickets_[kind];
            const auto seen_as = relation(somebody(who), kinds[kind]);
            for (const auto* words : {&filed.words, &filed.room}) {
                if ((seen_as == Anonymous || seen_as == Stranger || seen_as == Auditor) && body.find(*words) != std::string::npos) {
                    return *words;
                }
            }
            if (seen_as != Agent && seen_as != Administrator && seen_as != GlassBreaker && body.find(filed.note) != std::string::npos) {
                return filed.note;
            }
        }
        return {};
    }

private:
    static std::size_t index(const std::string& name) {
        std::size_t at = 0;
        while (somebody(at).name != name) {
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

    void run(const std::string& statement) {
        const db::Query query{"test/statement", statement};
        school_.database().execute_once(query);
    }

    /// Files with a picture of the form; whoever works with it notes something with another file.
    Filed file(std::size_t kind) {
        const auto& wanted = kinds[kind];
        Filed filed;
        const auto mark = std::to_string(++count_);
        filed.words = "ord" + mark + (wanted.is_sealed() ? "hemligt" : "öppet");
        filed.room = "rum" + mark + "hemligt";
        filed.note = "anteckning" + mark + "internt";
        auto& requester = browsers_[index(wanted.requester)];
        const auto sent = requester.post_files("/tickets", {{"body", filed.words + " behöver ses över"}, {"area", wanted.area}, {"room", filed.room}},
                                               "files", {{"bild.txt", "en fil om " + mark}});
        INFO(sent.body);
        REQUIRE(sent.status == 303);
        filed.number = std::stoull(sent.header("location").substr(std::string{"/tickets/"}.size()));
        const auto role = std::string{wanted.agent} == "its" ? "ITS" : "VAKT";
        filed.restore = fmt::format(
            "UPDATE tickets SET role_code = '{0}', confidential = {1}, named_only = {2}, state = '{3}', assignee_id = NULL, paused_at = NULL, "
            "resolved_at = {4}, room = '{6}' WHERE id = {5}\nDELETE FROM ticket_readers WHERE ticket_id = {5}",
            role, wanted.is_sealed() ? 1 : 0, wanted.secrecy == Secrecy::Named ? 1 : 0, wanted.is_done ? "closed" : "new",
            wanted.is_done ? "UTC_TIMESTAMP(6)" : "NULL", filed.number, filed.room);
        if (wanted.is_sealed()) {
            filed.restore += fmt::format("\nINSERT INTO ticket_readers (ticket_id, person_id, added_at) SELECT {}, id, UTC_TIMESTAMP(6) FROM people "
                                         "WHERE email = 'susanne.palm@skola.example'",
                                         filed.number);
            run(fmt::format("INSERT INTO glass_breaks (ticket_id, person_id, reason, broken_at, expires_at) SELECT {}, id, 'Rektorn bad om det', "
                            "UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR FROM people WHERE email = 'helena.aberg@skola.example'",
                            filed.number));
        }
        tickets_.push_back(filed);
        restore(kind);
        const auto place = fmt::format("/tickets/{}", filed.number);
        filed.file = token_in(requester.get(place).body, filed.number);
        auto& agent = browsers_[index(wanted.secrecy == Secrecy::Named ? "susanne.palm" : wanted.agent)];
        REQUIRE(agent.post_files(place + "/messages", {{"kind", "note"}, {"body", filed.note}}, "files", {{"internt.txt", "en intern fil"}}).status == 303);
        filed.note_file = token_in(agent.get(place).body, filed.number);
        REQUIRE(filed.file != filed.note_file);
        tickets_.pop_back();
        return filed;
    }

    ServedSchool& school_;
    std::vector<WebClient> browsers_, programs_;
    std::vector<Filed> tickets_;
    static inline int count_ = 0;
};

std::string target_of(const std::string& route, const Filed& ticket) {
    auto target = route.substr(0, route.find(' '));
    for (const auto& [name, value] : {std::pair{"{number}", std::to_string(ticket.number)}, std::pair{"{token}", ticket.file}, std::pair{"{note}", ticket.note_file},
                                     std::pair{"{item}", std::string{"999999999"}}, std::pair{"{seq}", std::string{"999999999"}},
                                     std::pair{"{entry}", std::string{"999999999"}}}) {
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
        if (const auto at = route.find('?'); at != std::string::npos) {
            route.erase(at, route.find(' ') - at);
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
    Walk walk{school_with_rights()};
    for (const auto& [route, form, columns] : ticket_routes) {
        const auto expected = std::string{columns} + std::string(8, '4').substr(std::string_view{columns}.size());
        for (std::size_t who = 0; who < crowd; ++who) {
            for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
                const auto answer = walk.ask(who, route, target_of(route, walk.ticket(kind)), form);
                const auto wanted = expected[relation(somebody(who), kinds[kind])];
                INFO(route << " " << form << ": " << somebody(who).says << ", " << kinds[kind].says << ": status " << answer.status);
                if (wanted != '?') {
                    CHECK(outcome(answer) == wanted);
                }
                CHECK(walk.leak(who, answer.body) == "");
                if (outcome(answer) == '+' && !std::string_view{route}.ends_with(" GET")) {
                    walk.restore(kind);
                }
            }
        }
    }
}

TEST_CASE("lists, counts, searches and downloads show nobody what is not theirs") {
    const WatchedLog watched;
    auto& school = school_with_rights();
    Walk walk{school};
    const auto dump = "\n" + school.service->route_dump();
    for (const auto& [route, target, form, expected] : other_routes) {
        const auto only_for = [&](const char* audience) { return dump.find("\n" + std::string{route} + " " + audience) != std::string::npos; };
        for (std::size_t who = 0; who < crowd; ++who) {
            const auto answer = walk.ask(who, route, target, form);
            INFO(target << " " << form << ": " << somebody(who).says << ": status " << answer.status);
            if (who < everybody.size()) {
                if (expected[who] != '?') {
                    CHECK(outcome(answer) == expected[who]);
                }
            } else {
                const std::string name = somebody(who).name;
                const bool is_administrator = name == "helena.aberg";
                const bool is_shut = (only_for("administrator") && !is_administrator) ||
                                     (only_for("auditor") && !is_administrator && name != "ulla.berg") ||
                                     (only_for("matrix-owner") && !is_administrator && name != "anders.lund") ||
                                     (only_for("manager") && !is_administrator && name != "petra.harlin") ||
                                     (only_for("agent") && (name == "anders.lund" || name == "ulla.berg"));
                if (is_shut) {
                    CHECK(outcome(answer) == '4');
                }
            }
            CHECK(walk.leak(who, answer.body) == "");
            if (std::string_view{route} == "/sign-out POST") {
                walk.sign_in_again(who);
            }
        }
    }
}

TEST_CASE("who may see a list also finds in it what is theirs") {
    Walk walk{school_with_rights()};
    for (std::size_t who = 0; who < crowd; ++who) {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            const auto seen_as = relation(somebody(who), kinds[kind]);
            const bool works_there = somebody(who).name == std::string_view{kinds[kind].agent};
            const auto queue = fmt::format("/queues/{}", kinds[kind].agent == std::string_view{"its"} ? "ITS" : "VAKT");
            const auto& words = walk.ticket(kind).words;
            INFO(somebody(who).says << ", " << kinds[kind].says);
            if ((seen_as == Agent && works_there) || seen_as == Administrator) {
                const auto state = kinds[kind].is_done ? "&state=done" : "";
                CHECK(walk.client(who, "/queues").get(queue + "?text=" + percent_encode(words) + state).says(words + " beh"));
            }
            if (seen_as == Requester || (seen_as == Agent && !works_there)) {
                CHECK(walk.client(who, "/tickets/mine").get("/tickets/mine").says(words));
            }
            const auto link = fmt::format("/tickets/{}\"", walk.ticket(kind).number);
            const bool reads_notes = seen_as == Agent || seen_as == Administrator;
            for (const auto* page : {"/search?q=", "/search/suggestions?q=", "/api/v1/search?q="}) {
                INFO(page);
                const auto finds = [&](const std::string& sought) { return walk.client(who, page).get(page + percent_encode(sought)).says(link); };
                CHECK(finds(words) == (seen_as == Requester || seen_as == Manager || reads_notes));
                CHECK(finds(walk.ticket(kind).note) == reads_notes);
            }
            if (seen_as == Manager) {
                CHECK(walk.client(who, "/overview").get("/overview/tickets?at=new").says(words));
            }
        }
    }
}

TEST_CASE("a token reaches what its scope names and nothing else of the interface") {
    auto& school = school_with_rights();
    const auto dump = school.service->route_dump();
    std::size_t refused = 0;
    for (const std::string scope : {"tickets:read", "tickets:write", "matrix:read", "reports:read"}) {
        auto program = school.program("its");
        const db::Query narrow{"test/scope", "UPDATE api_tokens SET scopes = '" + scope + "' ORDER BY id DESC LIMIT 1"};
        school.database().execute_once(narrow);
        for (const auto line : split(trim(dump), '\n')) {
            const auto words = split(line, ' ');
            if (words.size() < 5 || words[words.size() - 2] != "api") {
                continue;
            }
            auto path = std::regex_replace(std::string{words[0]}, std::regex{"\\{role\\}"}, "ITS");
            path = std::regex_replace(path, std::regex{"\\{[a-z]+\\}"}, "1");
            const auto answer = words[1] == "GET" ? program.get(path) : program.ask(std::string{words[1]}, path, "{}", {"Content-Type: application/json"});
            INFO(line << " with " << scope << ": " << answer.status << " " << answer.body);
            const bool lacks_scope = answer.status == 403 && answer.says(std::string{words.back()});
            CHECK(lacks_scope == (words.back() != scope));
            refused += lacks_scope ? 1 : 0;
        }
    }
    CHECK(refused > 20);
}

TEST_CASE("a confidential ticket counts for nobody who may not see it") {
    auto& school = school_with_rights();
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

TEST_CASE("a manager of one unit finds no figure of another's tickets, and what is exported is noted") {
    auto& school = school_with_rights();
    auto a = school.program("larare"), b = school.program("jonas.ek");
    auto manager = school.browser("petra.harlin");
    const auto before = manager.get("/overview.csv").body;
    const auto number = school.file(a, "Den andra enhetens ärende", "B003");
    CHECK(manager.get("/overview.csv").body == before);
    CHECK(manager.get(fmt::format("/tickets/{}", number)).status == 404);
    CHECK_FALSE(manager.get("/overview/tickets?at=new").says("Den andra enhetens"));
    const auto own = school.file(b, "Den egna enhetens ärende", "B003");
    CHECK(manager.get("/overview.csv").body != before);
    CHECK(manager.get(fmt::format("/tickets/{}", own)).status == 200);
    CHECK(manager.get("/overview/tickets?at=new").says("Den egna enhetens"));
    const db::Query noted{"test/noted", "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'report.exported'"};
    CHECK(school.database().read([&](db::Session& session) { return session.row(noted)->integer("n"); }) >= 3);
}

TEST_CASE("each view of a confidential ticket by anybody but its requester is noted first, and not shown when it cannot be") {
    auto& school = school_with_rights();
    auto teacher = school.program("larare"), program = school.program("its");
    auto own = school.browser("larare"), agent = school.browser("its"), colleague = school.browser("sara.nordin"), auditor = school.browser("ulla.berg");
    const auto number = school.file(teacher, "Detta är förtroligt och visas sällan", "B049");
    const auto place = fmt::format("/tickets/{}", number);
    const db::Query count{"test/count", fmt::format("SELECT COUNT(*) AS n FROM audit_log WHERE action = 'ticket.viewed' AND object_id = '{}'", number)};
    const auto noted = [&] { return school.database().read([&](db::Session& session) { return session.row(count)->integer("n"); }); };
    CHECK(own.get(place).status == 200);
    CHECK(own.get(place + "/receipt").status == 200);
    CHECK(noted() == 0);
    CHECK(agent.get(place).status == 200);
    CHECK(noted() == 1);
    CHECK(agent.get(place).status == 200);  // within ten minutes
    CHECK(program.get("/api/v1" + place).status == 200);
    CHECK(noted() == 1);
    const auto views = auditor.get(place + "/views");
    CHECK(views.says("Amir Wallin"));
    CHECK_FALSE(views.says("förtroligt och visas"));
    CHECK(agent.get(place).says("Amir Wallin"));
    CHECK(own.get(place + "/views").status == 404);

    const auto rename = [&](const char* from, const char* to) {  // without that column nothing can be noted, and what was noted can be read
        const db::Query query{"test/rename", fmt::format("ALTER TABLE audit_log RENAME COLUMN {} TO {}", from, to)};
        school.database().execute_once(query);
    };
    auto colleagues_program = school.program("sara.nordin");
    rename("credential_id", "elsewhere");
    const auto page = colleague.get(place);
    const auto api = colleagues_program.get("/api/v1" + place);
    const auto requester = own.get(place);
    rename("elsewhere", "credential_id");
    CHECK(page.status == 503);
    CHECK_FALSE(page.says("förtroligt och visas"));
    CHECK(api.status == 503);
    CHECK(requester.status == 200);
    CHECK(colleague.get(place).status == 200);
}

TEST_CASE("breaking the glass answers the same whatever the number, opens the ticket with a banner, and tells those concerned") {
    auto& school = school_with_rights();
    auto teacher = school.program("larare");
    auto own = school.browser("larare"), agent = school.browser("its"), administrator = school.browser("admin");
    const auto number = school.file(teacher, "Detta är förtroligt bakom glas", "B049"), plain = school.file(teacher, "Detta är inte hemligt", "B003");
    const auto place = fmt::format("/tickets/{}", number);
    CHECK(administrator.get(place).status == 404);
    const auto ask = [&](std::uint64_t which) {
        return administrator.post_form("/admin/confidential", {{"number", fmt::format("#{}", which)}, {"reason", "Rektorn måste veta i dag"}});
    };
    for (const auto which : {number, plain, std::uint64_t{987'654}}) {
        const auto answer = ask(which);
        CHECK(answer.status == 303);
        CHECK(answer.header("location") == fmt::format("/tickets/{}", which));
    }
    const auto page = administrator.get(place);
    CHECK(page.says("förtroligt bakom glas"));
    CHECK(page.says("Öppnat av dig som administratör"));
    CHECK_FALSE(page.says("id=\"composer\""));
    CHECK(agent.get(place).says("Rektorn måste veta i dag"));
    const auto seen = own.get(place);
    CHECK(seen.says("öppnade det konfidentiella ärendet som administratör"));
    CHECK_FALSE(seen.says("Rektorn måste veta"));
    CHECK_FALSE(teacher.get("/api/v1" + place).says("Rektorn måste veta"));
    CHECK(school.letter("glass_broken", fmt::format("#{}", number)).find("förtroligt bakom") == std::string::npos);
    const db::Query late{"test/late", fmt::format("UPDATE glass_breaks SET expires_at = UTC_TIMESTAMP(6) WHERE ticket_id = {}", number)};
    school.database().execute_once(late);
    CHECK(administrator.get(place).status == 404);
}

TEST_CASE("a confidential ticket is asked for in the form and by programs, and the answers tell requesters nothing internal") {
    auto& school = school_with_rights();
    auto stranger = school.anonymous();
    auto teacher = school.program("larare"), agent = school.program("its"), administrator = school.program("admin");
    auto browser = school.browser("larare");
    CHECK(stranger.get("/tickets/new").says("name=\"confidential\""));
    const auto made = teacher.post_json("/api/v1/tickets", {{"body", "Om en kollega"}, {"area", "B003"}, {"confidential", true}});
    REQUIRE(made.status == 201);
    CHECK(made.json()["confidential"] == true);
    CHECK_FALSE(made.json().contains("confidence"));
    const auto place = fmt::format("/api/v1/tickets/{}", made.json()["number"].get<std::uint64_t>());
    CHECK(administrator.get(place).status == 404);
    CHECK(agent.get(place).json().contains("confidence"));
    CHECK_FALSE(teacher.post_json(place + "/closure", {{"state", "closed"}}).json().contains("confidence"));
    const auto read = teacher.get(place).json();
    for (const auto& entry : read["timeline"]) {
        CHECK_FALSE(entry["data"].contains("placed"));
    }
    CHECK(agent.get(place).json()["timeline"][0]["data"].contains("placed"));
    CHECK(teacher.post_json("/api/v1/tickets", {{"body", "Om en kollega"}, {"confidential", "ja"}}).status == 422);
    const auto sent = browser.post_form("/tickets", {{"body", "Om en annan kollega"}, {"area", "B003"}, {"confidential", "1"}});
    REQUIRE(sent.status == 303);
    CHECK(browser.get(sent.header("location").substr(0, sent.header("location").rfind('/'))).says("Konfidentiellt"));
}

TEST_CASE("a page that is not there is drawn for whoever asks") {
    auto& school = school_with_rights();
    auto teacher = school.browser("larare"), nobody = school.anonymous();
    const std::vector<std::string> as_browser{"Accept: text/html"};
    for (const auto* path : {"/finns/inte", "/tickets/1/reroute"}) {
        const auto seen = teacher.get(path, as_browser);
        INFO(path << ": " << seen.status);
        CHECK((seen.status == 404 || seen.status == 405));
        CHECK(seen.says("Anna Lindqvist"));
        CHECK_FALSE(nobody.get(path, as_browser).says("Anna Lindqvist"));
    }
    CHECK(teacher.get("/tickets").header("location") == "/tickets/mine");
}

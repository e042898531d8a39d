// Addresses are told of changes: all that their owner may see, in order, at least once, whoever else is slow, dead or killed.
#include "hooks/courier.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "../tickets/school.hpp"
#include "hooks/administration.hpp"
#include "hooks/signature.hpp"
#include "hooks/worker.hpp"
#include "mail/webhook_letters.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::hooks;
using namespace ansvar::tests;
using nlohmann::json;

namespace {

constexpr auto key = "the installation's own secret, long enough";

db::Query query(const char* sql) { return {sql, sql}; }

/// A school with addresses and somebody who listens at them.
struct Office {
    School school;
    std::mutex mutex;
    std::vector<Call> calls;
    std::function<Answer(const Call&)> answer = [](const Call&) { return Answer{.status = 200}; };

    Courier courier(std::function<Answer(const Call&)> post = {}) {
        return Courier{services(std::move(post))};
    }
    CourierServices services(std::function<Answer(const Call&)> post = {}) {
        return {.database = school.database,
                .clock = school.clock,
                .seal_key = key,
                .todays_rights = {},
                .post = post ? std::move(post) : [this](const Call& call) {
                    {
                        const std::lock_guard lock{mutex};
                        calls.push_back(call);
                    }
                    return answer(call);
                },
                .mail_domain = "skola.example",
                .spread = [] { return 0.5; }};
    }

    WebhookId add(PersonId owner, const std::string& url = "https://hook.example/") {
        return school.database.in_transaction([&](db::Transaction& tx) {
            return administration::make(tx, key, {.name = "Skylten", .url = url, .owner = owner, .created_by = school.vera, .sealed_secret = {}}, {}, school.clock.now()).id;
        });
    }
    Webhook webhook(WebhookId id) {
        return school.database.read([&](db::Session& session) { return webhook_store::find(session, id).value(); });
    }
    std::vector<Delivery> deliveries(WebhookId id) {
        return school.database.read([&](db::Session& session) { return webhook_store::deliveries(session, id, std::nullopt, 1000); });
    }
    void number() {
        while (tickets::number_changes(school.database, school.clock.now()) > 0) {
        }
    }
    TicketId file(const std::string& area = "skrivare") {
        const auto id = school.file("Skrivaren skriver bara vita papper", area).id;
        number();
        return id;
    }
    /// As the worker does, once.
    void tell() { tell(courier()); }
    void tell(Courier courier) {
        for (const auto& claim : courier.claim(100, 100)) {
            courier.tell(claim);
        }
    }
    /// The tickets that were told, in order, as "1001" or "-1001" when it is hidden.
    std::vector<std::string> told(const std::string& url = "https://hook.example/") {
        std::vector<std::string> all;
        for (const auto& call : calls) {
            const auto message = json::parse(call.payload);
            if (call.url == url && message["data"].contains("ticket")) {
                all.push_back((message["type"] == "ticket.hidden" ? "-" : "") + std::to_string(message["data"]["ticket"].get<std::uint64_t>()));
            }
        }
        return all;
    }
};

std::string header(const Call& call, std::string_view name) {
    for (const auto& line : call.headers) {
        if (line.starts_with(name)) {
            return line.substr(name.size() + 2);
        }
    }
    return "";
}

Timestamp pass(School& school, std::chrono::minutes time) {
    school.clock.pass(time);
    return school.clock.now();
}

}  // namespace

TEST_CASE("an address is told of what its owner may see, in order, each once, with a signature and no word of what was written") {
    Office office;
    office.file();
    const auto hook = office.add(office.school.amir);
    const auto first = office.file(), other = office.file("brandlarm"), second = office.file();
    pass(office.school, std::chrono::minutes{1});
    REQUIRE(office.school.desk->write(first, {.body = "Vilken skrivare?"}, office.school.person(office.school.amir), tickets::IdempotencyKey::random()));
    office.number();
    office.tell();
    office.tell();
    CHECK(office.told() == std::vector{first.text(), second.text(), first.text()});
    CHECK(office.webhook(hook).waiting == 0);
    const auto& call = office.calls.back();
    const auto message = json::parse(call.payload);
    CHECK(message["type"] == "ticket.changed");
    CHECK(message["data"]["changes"][0] == "replied");
    CHECK(message["data"]["version"] == office.school.ticket(first).version);
    CHECK(message["data"]["url"] == "/api/v1/tickets/" + first.text());
    for (const auto& each : office.calls) {
        CHECK(each.payload.find("papper") == std::string::npos);
        CHECK(each.payload.find("Anna") == std::string::npos);
    }
    const auto secret = open_secret(key, office.webhook(hook).sealed_secret).value();
    CHECK(header(call, "webhook-signature") == signature({secret}, header(call, "webhook-id"), office.school.clock.now(), call.payload));
    CHECK(header(call, "webhook-timestamp") == unix_seconds(office.school.clock.now()));
    CHECK(other != first);
}

TEST_CASE("an address is not told of tickets that were brought from another helpdesk, and of what happens to them afterwards it is") {
    Office office;
    const auto ticket = office.file();
    office.add(office.school.amir);
    auto brought = office.school.ticket(ticket);
    brought.last_seq = 0;
    office.school.database.in_transaction([&](db::Transaction& tx) { tickets::ticket_store::insert_change(tx, brought, brought, office.school.clock.now()); });
    office.number();
    office.tell();
    CHECK(office.told().empty());
    REQUIRE(office.school.desk->write(ticket, {.body = "Vilken skrivare?"}, office.school.person(office.school.amir), tickets::IdempotencyKey::random()));
    office.number();
    office.tell();
    CHECK(office.told() == std::vector{ticket.text()});
}

TEST_CASE("a ticket that leaves what the owner may see is told once more, without more") {
    Office office;
    office.add(office.school.sara);
    const auto ticket = office.file();
    office.tell();
    REQUIRE(office.school.desk->reroute(ticket, "VAKT", "Det var elen", office.school.person(office.school.amir)));
    office.number();
    REQUIRE(office.school.desk->set_state(ticket, tickets::State::InProgress, office.school.person(office.school.erik)));
    office.number();
    office.tell();
    CHECK(office.told() == std::vector{ticket.text(), "-" + ticket.text()});
    CHECK_FALSE(json::parse(office.calls.back().payload)["data"].contains("version"));
}

TEST_CASE("of a confidential ticket, and to whoever may not read notes, it is not told what happened") {
    Office office;
    office.add(office.school.amir);
    office.add(office.school.anna, "https://anna.example/");
    const auto open = office.file();
    const auto sealed = office.school.desk->open({.subject = "", .body = "Skrivaren", .area = "skrivare", .confidential = true}, office.school.person(office.school.anna), tickets::IdempotencyKey::random()).value().ticket.id;
    office.number();
    office.tell();
    CHECK(office.told() == std::vector{open.text(), sealed.text()});
    CHECK(office.told("https://anna.example/") == std::vector{open.text(), sealed.text()});
    for (const auto& call : office.calls) {
        const auto message = json::parse(call.payload);
        const bool is_told = call.url == "https://hook.example/" && message["data"]["ticket"] == open.value;
        CHECK(message["data"]["changes"].empty() != is_told);
    }
}

TEST_CASE("what was not taken is tried again by the schedule under the same id, and what comes after waits for it") {
    Office office;
    const auto hook = office.add(office.school.amir);
    const auto first = office.file(), second = office.file();
    office.answer = [](const Call&) { return Answer{.status = 500, .words = "oops"}; };
    for (unsigned tries = 1; tries <= 10; ++tries) {
        office.tell();
        REQUIRE(office.calls.size() == tries);
        office.tell();
        REQUIRE(office.calls.size() == tries);  // not before it is due
        pass(office.school, std::chrono::hours{25});
    }
    CHECK(office.told() == std::vector<std::string>(10, first.text()));
    std::set<std::string> ids;
    for (const auto& call : office.calls) {
        ids.insert(header(call, "webhook-id"));
    }
    CHECK(ids.size() == 1);
    CHECK(office.webhook(hook).paused == Paused::Failing);
    CHECK(office.deliveries(hook).back().answer == "oops");
    CHECK(office.deliveries(hook).back().status == 500);
    const auto letters = office.school.database.read([](db::Session& session) { return session.rows(query("SELECT kind, recipient_email FROM letters WHERE kind = 'webhook_paused'")); });
    REQUIRE(letters.size() == 1);
    CHECK(letters.front().text("recipient_email") == "amir@skola.example");

    office.answer = [](const Call&) { return Answer{.status = 204}; };
    office.tell();
    CHECK(office.calls.size() == 10);
    office.school.database.in_transaction([&](db::Transaction& tx) { administration::resume(tx, office.webhook(hook), false, {}, office.school.clock.now()); });
    office.tell();
    const auto told = office.told();
    CHECK(std::vector(told.begin() + 10, told.end()) == std::vector{first.text(), second.text()});
}

TEST_CASE("what an address never takes is left out when somebody says so, and the next one comes") {
    Office office;
    const auto hook = office.add(office.school.amir);
    const auto first = office.file(), second = office.file();
    office.answer = [&](const Call& call) { return Answer{.status = call.payload.find("\"ticket\":" + first.text()) != std::string::npos ? 400 : 200}; };
    office.tell();
    office.school.database.in_transaction([&](db::Transaction& tx) {
        administration::pause(tx, office.webhook(hook), {}, office.school.clock.now());
        administration::resume(tx, office.webhook(hook), true, {}, office.school.clock.now());
    });
    office.tell();
    CHECK(office.told() == std::vector{first.text(), second.text()});
    CHECK(office.deliveries(hook).back().state == Delivery::State::LeftOut);
}

TEST_CASE("an address that answers 410 is told nothing more, one that asks for time gets it") {
    Office office;
    const auto hook = office.add(office.school.amir);
    office.file();
    office.answer = [](const Call&) { return Answer{.status = 410}; };
    office.tell();
    CHECK(office.webhook(hook).paused == Paused::Gone);
    const auto busy = office.add(office.school.amir, "https://busy.example/");
    office.file();
    office.answer = [](const Call&) { return Answer{.status = 429, .retry_after = std::chrono::hours{3}}; };
    office.tell();
    CHECK(office.webhook(busy).due_at == office.school.clock.now() + std::chrono::hours{3});
    for (const auto status : {301, 302, 307, 308, 199, 0}) {
        CHECK_FALSE(Answer{.status = status}.is_taken());
    }
}

TEST_CASE("when its owner is closed an address is told nothing more, and who made it gets a letter") {
    Office office;
    const auto hook = office.add(office.school.amir);
    office.file();
    office.school.database.execute_once(query("UPDATE people SET left_at = :now WHERE id = :id"), {{"now", office.school.clock.now()}, {"id", office.school.amir}});
    office.tell();
    CHECK(office.calls.empty());
    CHECK(office.webhook(hook).paused == Paused::Owner);
    const auto letters = office.school.database.read([](db::Session& session) { return session.rows(query("SELECT recipient_email FROM letters WHERE kind = 'webhook_paused'")); });
    REQUIRE(letters.size() == 1);
    CHECK(letters.front().text("recipient_email") == "vera@skola.example");
}

TEST_CASE("what waits for another try is not sent when the owner has lost the right to see it") {
    Office office;
    const auto hook = office.add(office.school.sara);
    office.file();
    office.answer = [](const Call&) { return Answer{.status = 503}; };
    office.tell();
    office.school.database.execute_once(query("DELETE FROM role_holders WHERE person_id = :id"), {{"id", office.school.sara}});
    pass(office.school, std::chrono::minutes{1});
    office.tell();
    CHECK(office.calls.size() == 1);
    CHECK(office.deliveries(hook).front().state == Delivery::State::LeftOut);
}

TEST_CASE("changes that are no longer kept are not passed over in silence") {
    Office office;
    office.add(office.school.amir);
    const auto lost = office.file();
    office.school.database.execute_once(query("DELETE FROM changes WHERE number IS NOT NULL"));
    office.tell();
    const auto ticket = office.file();
    office.tell();
    REQUIRE(office.calls.size() == 2);
    CHECK(json::parse(office.calls.front().payload)["type"] == "changes.lost");
    CHECK(office.told() == std::vector{ticket.text()});
    CHECK(lost != ticket);
}

TEST_CASE("a trial is sent at once and once, also to an address that is paused") {
    Office office;
    const auto hook = office.add(office.school.amir);
    office.school.database.in_transaction([&](db::Transaction& tx) {
        administration::pause(tx, office.webhook(hook), {}, office.school.clock.now());
        administration::try_out(tx, office.webhook(hook), {}, office.school.clock.now());
    });
    office.file();
    office.answer = [](const Call&) { return Answer{.status = 500}; };
    office.tell();
    office.tell();
    REQUIRE(office.calls.size() == 1);
    CHECK(json::parse(office.calls.front().payload)["type"] == "webhook.test");
    CHECK(office.deliveries(hook).front().state == Delivery::State::Failed);
    CHECK(office.webhook(hook).paused == Paused::ByHand);
}

TEST_CASE("a delivery that has ended can be sent again, before those that wait") {
    Office office;
    const auto hook = office.add(office.school.amir);
    const auto first = office.file();
    office.tell();
    const auto second = office.file();
    const auto again = office.deliveries(hook).back().id;
    const auto ask = [&] {
        return office.school.database.in_transaction([&](db::Transaction& tx) { return administration::send_again(tx, office.webhook(hook), again, {}, office.school.clock.now()); });
    };
    CHECK(ask());
    CHECK_FALSE(ask());  // it waits already
    office.tell();
    CHECK(office.told() == std::vector{first.text(), first.text(), second.text()});
    CHECK(header(office.calls[0], "webhook-id") == header(office.calls[1], "webhook-id"));
}

TEST_CASE("for a day after a new secret both sign") {
    Office office;
    const auto hook = office.add(office.school.amir);
    const auto before = open_secret(key, office.webhook(hook).sealed_secret).value();
    const auto after = office.school.database.in_transaction([&](db::Transaction& tx) { return administration::rotate(tx, key, office.webhook(hook), {}, office.school.clock.now()); });
    const auto signed_by = [&](const std::vector<std::string>& secrets) {
        office.file();
        office.tell();
        const auto& call = office.calls.back();
        return header(call, "webhook-signature") == signature(secrets, header(call, "webhook-id"), office.school.clock.now(), call.payload);
    };
    CHECK(signed_by({after, before}));
    pass(office.school, std::chrono::hours{23});
    CHECK(signed_by({after, before}));
    pass(office.school, std::chrono::hours{1});
    CHECK(signed_by({after}));
    CHECK(office.school.database.read([](db::Session& session) { return session.row(query("SELECT sealed_secret FROM webhooks"))->text("sealed_secret"); }).find(after.substr(6)) == std::string::npos);
}

TEST_CASE("a courier that comes too late writes nothing, and the message is sent again with its id") {
    Office office;
    const auto hook = office.add(office.school.amir);
    office.file();
    auto slow = office.courier([&](const Call& call) {
        office.calls.push_back(call);
        pass(office.school, std::chrono::minutes{2});  // the claim runs out under way
        office.tell();
        return Answer{.status = 410};
    });
    const auto claims = slow.claim(1, 1);
    REQUIRE(claims.size() == 1);
    CHECK(office.courier().claim(1, 1).empty());  // nobody else meanwhile
    slow.tell(claims.front());
    REQUIRE(office.calls.size() == 2);
    CHECK(header(office.calls[0], "webhook-id") == header(office.calls[1], "webhook-id"));
    CHECK_FALSE(office.webhook(hook).paused);
    CHECK(office.deliveries(hook).front().state == Delivery::State::Delivered);
}

TEST_CASE("couriers of several instances that die under way tell everything in order and leave nothing out") {
    Office office;
    office.add(office.school.amir);
    std::mutex mutex;
    std::vector<std::string> ids;
    std::mt19937 random{7};
    std::vector<std::string> wanted;
    for (int i = 0; i < 30; ++i) {
        wanted.push_back(office.file().text());
    }
    const auto post = [&](const Call& call) {
        const std::lock_guard lock{mutex};
        const auto fate = random() % 4;
        if (fate != 0) {
            office.calls.push_back(call);
        }
        if (fate < 2) {
            throw std::runtime_error("killed");  // before it was sent, or after
        }
        return Answer{.status = 200};
    };
    for (int round = 0; round < 400; ++round) {
        std::vector<std::jthread> instances;
        for (int instance = 0; instance < 2; ++instance) {
            instances.emplace_back([&] {
                auto courier = office.courier(post);
                for (const auto& claim : courier.claim(10, 10)) {
                    try {
                        courier.tell(claim);
                    } catch (const std::runtime_error&) {
                    }
                }
            });
        }
        instances.clear();
        pass(office.school, std::chrono::minutes{2});
        if (office.webhook(WebhookId{1}).waiting == 0 && office.told().size() >= wanted.size()) {
            break;
        }
    }
    std::vector<std::string> once;
    std::map<std::string, std::string> by_id;
    for (const auto& call : office.calls) {
        if (by_id.emplace(header(call, "webhook-id"), call.payload).second) {
            once.push_back(std::to_string(json::parse(call.payload)["data"]["ticket"].get<std::uint64_t>()));
        } else {
            CHECK(by_id[header(call, "webhook-id")] == call.payload);
        }
    }
    CHECK(once == wanted);
    CHECK(office.calls.size() > wanted.size());  // some were killed after sending
}

TEST_CASE("slow and dead addresses hold nobody else up") {
    Office office;
    std::vector<WebhookId> dead;
    for (int i = 0; i < 6; ++i) {
        dead.push_back(office.add(office.school.amir, "https://dead.example/" + std::to_string(i)));
    }
    office.add(office.school.amir);
    std::vector<std::string> wanted;
    for (int i = 0; i < 5; ++i) {
        wanted.push_back(office.file().text());
    }
    std::latch is_told{static_cast<std::ptrdiff_t>(wanted.size())}, may_end{1};
    Worker worker{office.services([&](const Call& call) {
        if (call.url.find("dead") != std::string::npos) {
            may_end.wait();
            return Answer{};
        }
        const std::lock_guard lock{office.mutex};
        office.calls.push_back(call);
        is_told.count_down();
        return Answer{.status = 200};
    })};
    worker.start();
    is_told.wait();  // while all dead ones hang
    may_end.count_down();
    worker.stop();
    CHECK(office.told() == wanted);
}

TEST_CASE("of addresses known to be slow only some are told at once, so that there is always room for others") {
    Office office;
    for (int i = 0; i < 10; ++i) {
        office.add(office.school.amir, "https://slow.example/" + std::to_string(i));
    }
    office.school.database.execute_once(query("UPDATE webhooks SET took_ms = 9000"));
    const auto quick = office.add(office.school.amir);
    office.file();
    const auto claims = office.courier().claim(8, 4);
    CHECK(claims.size() == 5);
    CHECK(std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.id == quick && !claim.is_slow; }));
}

TEST_CASE("an address is changed and taken away, and what it was told goes when it has served its time") {
    Office office;
    const auto hook = office.add(office.school.amir);
    const auto other = office.add(office.school.anna, "https://anna.example/");
    office.file();
    office.answer = [](const Call& call) { return Answer{.status = call.url == "https://new.example/" ? 200 : 500}; };
    office.tell();
    office.school.database.in_transaction([&](db::Transaction& tx) { administration::change(tx, office.webhook(hook), "Nytt namn", "https://new.example/", {}, office.school.clock.now()); });
    CHECK(office.webhook(hook).name == "Nytt namn");
    office.tell();  // a new place is tried at once
    CHECK(office.webhook(hook).waiting == 0);
    const auto listed = [&](std::optional<PersonId> of) {
        return office.school.database.read([&](db::Session& session) { return webhook_store::list(session, of); }).size();
    };
    CHECK(listed({}) == 2);
    CHECK(listed(office.school.amir) == 1);
    webhook_store::remove_old(office.school.database, pass(office.school, std::chrono::hours{24 * 14}));
    CHECK(office.deliveries(hook).size() == 1);
    webhook_store::remove_old(office.school.database, pass(office.school, std::chrono::minutes{1}));
    CHECK(office.deliveries(hook).empty());
    CHECK(office.deliveries(other).size() == 1);  // it waits still
    office.school.database.in_transaction([&](db::Transaction& tx) { administration::remove(tx, office.webhook(other), {}, office.school.clock.now()); });
    CHECK(listed({}) == 1);
    const auto noted = office.school.database.read([](db::Session& session) { return session.rows(query("SELECT action FROM audit_log WHERE object_kind = 'webhook' ORDER BY id")); });
    std::vector<std::string> actions;
    for (const auto& row : noted) {
        actions.push_back(row.text("action"));
    }
    CHECK(actions == std::vector<std::string>{"webhook.created", "webhook.created", "webhook.changed", "webhook.removed"});
}

TEST_CASE("the letter about a paused address says why, and is not sent when it goes on") {
    Office office;
    const auto hook = office.add(office.school.amir);
    office.file();
    office.answer = [](const Call&) { return Answer{.status = 410}; };
    office.tell();
    mail::Letter letter;
    letter.id = LetterId{office.school.database.read([](db::Session& session) { return session.row(query("SELECT letter_id FROM webhooks"))->unsigned_integer("letter_id"); })};
    const auto content = [&] { return office.school.database.read([&](db::Session& session) { return mail::webhook_letters::content_of(session, letter); }); };
    REQUIRE(content());
    CHECK(content()->at("why") == "gone");
    office.school.database.in_transaction([&](db::Transaction& tx) { administration::resume(tx, office.webhook(hook), false, {}, office.school.clock.now()); });
    CHECK_FALSE(content());
}

// Zammad's answers as files, in the form its API gives.
#include "moving/zammad_source.hpp"
#include "moving_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

TEST_CASE("Zammad's tickets come from the answers of its API, kept in a folder", "[moving]") {
    MovingSchool school;
    TemporaryFolder folder;
    const auto& at = folder.path();
    put(at / "users.json", R"([{"id": 1, "firstname": "-", "lastname": "", "email": ""}, {"id": 3, "firstname": "Anna", "lastname": "Lindqvist", "email": "anna@skola.example"},
                               {"id": 4, "firstname": "Amir", "lastname": "Wallin", "email": "amir@skola.example"}])");
    put(at / "groups.json", R"([{"id": 1, "name": "IT"}])");
    put(at / "tickets-1.json", R"([{"id": 7, "number": "61007", "title": "Projektorn", "group_id": 1, "state_id": 4, "owner_id": 4, "customer_id": 3,
                                    "created_at": "2021-03-01T08:00:00.119Z", "close_at": "2021-03-03T08:00:00.000Z"}])");
    put(at / "tickets-2.json", R"([{"id": 8, "number": "61008", "title": "Utan artiklar", "group_id": 1, "state_id": 1, "owner_id": 1, "customer_id": 3,
                                    "created_at": "2021-03-02T08:00:00.119Z", "close_at": null}, "nonsense"])");
    put(at / "articles" / "7.json", R"([
        {"id": 71, "ticket_id": 7, "from": "Anna", "body": "Den &auml;r<br>svart", "content_type": "text/html", "sender": "Customer", "internal": false, "created_by_id": 3,
         "created_at": "2021-03-01T08:00:00.119Z", "attachments": [{"id": 5, "filename": "foto.txt", "size": "4"}, {"id": 6, "filename": "borta.txt"}]},
        {"id": 72, "ticket_id": 7, "from": "Amir", "body": "kabeln", "content_type": "text/plain", "sender": "Agent", "internal": true, "created_by_id": 4, "created_at": "2021-03-01T09:00:00.000Z"},
        {"id": 73, "ticket_id": 7, "from": "Amir", "body": "Testa nu", "content_type": "text/plain", "sender_id": 1, "internal": false, "created_by_id": 4, "created_at": "2021-03-01T10:00:00.000Z"}])");
    put(at / "attachments" / "7" / "71" / "5", "foto");
    moving::ZammadSource source{at};
    const auto report = school.bring(source, {.name = "zammad", .areas = {{"IT", "ITS"}}});
    INFO(report.text(false));
    const auto ids = school.all();
    REQUIRE(ids.size() == 2);
    CHECK(school.conversation(ids[0]) == std::vector<std::string>{"2021-03-01T08:00:00Z Anna Lindqvist opened: Den är\nsvart\n\n[borta.txt]", "2021-03-01T08:00:00Z - assigned",
                                                                 "2021-03-01T09:00:00Z Amir Wallin noted (note): kabeln", "2021-03-01T10:00:00Z Amir Wallin replied: Testa nu",
                                                                 "2021-03-01T10:00:00Z Amir Wallin state_changed", "2021-03-03T08:00:00Z - state_changed"});
    CHECK(school.conversation(ids[1]) == std::vector<std::string>{"2021-03-02T08:00:00Z Anna Lindqvist opened: Utan artiklar"});
    CHECK(report.faults == std::vector<std::string>{"tickets-2.json: no list of objects as Zammad gives: what is none is left out",
                                                    "ticket 7 (61007) message 71: file \"borta.txt\" left out: it is not there",
                                                    "ticket 8 (61008): articles/8.json is not there: only its title is brought"});
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments WHERE name = 'foto.txt' AND seq = 1") == 1);
    CHECK(school.bring(source, {.name = "zammad", .areas = {{"IT", "ITS"}}}).opened == 0);
}

TEST_CASE("a state of Zammad's is what its type says, whatever a school calls it, and a ticket that was opened again is done when it was closed last", "[moving]") {
    MovingSchool school;
    TemporaryFolder folder;
    const auto& at = folder.path();
    put(at / "users.json", R"([{"id": 3, "firstname": "Anna", "lastname": "Lindqvist", "email": "anna@skola.example"}])");
    put(at / "groups.json", R"([{"id": 1, "name": "IT"}])");
    put(at / "ticket_states.json", R"([{"id": 4, "name": "Klart", "state_type_id": 5}, {"id": 12, "name": "Hos leverantör", "state_type_id": 3}, {"id": 13, "name": "Vilar", "state_type_id": 99}])");
    put(at / "tickets.json", R"([
        {"id": 1, "number": "1", "title": "Klar", "group_id": 1, "state_id": 4, "customer_id": 3, "created_at": "2021-03-01T08:00:00Z", "close_at": "2021-03-02T08:00:00Z", "last_close_at": "2021-03-05T08:00:00Z"},
        {"id": 2, "number": "2", "title": "Väntar", "group_id": 1, "state_id": 12, "customer_id": 3, "created_at": "2021-03-01T08:00:00Z", "close_at": null},
        {"id": 3, "number": "3", "title": "Okänt", "group_id": 1, "state_id": 13, "customer_id": 3, "created_at": "2021-03-01T08:00:00Z", "close_at": null}])");
    moving::ZammadSource source{at};
    const auto report = school.bring(source, {.name = "zammad", .areas = {{"IT", "ITS"}}});
    INFO(report.text(false));
    const auto ids = school.all();
    REQUIRE(ids.size() == 3);
    CHECK(school.ticket(ids[0]).state == tickets::State::Closed);
    CHECK(to_rfc3339(school.ticket(ids[0]).resolved_at.value()) == "2021-03-05T08:00:00Z");
    CHECK(school.ticket(ids[1]).state == tickets::State::WaitingOther);
    CHECK(school.ticket(ids[2]).state == tickets::State::InProgress);
    CHECK(std::count(report.faults.begin(), report.faults.end(), "ticket 3 (3): unknown state, taken as in progress: Vilar") == 1);
}

// What another helpdesk had, here: with its times, once, however the import went.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "moving/csv_source.hpp"
#include "moving_school.hpp"
#include "tickets/split.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

constexpr auto tickets_csv =
    "id,subject,requester,requester_name,queue,state,assignee,opened,done\n"
    "1,Skrivaren,anna@skola.example,Anna Lindqvist,Printers,closed,amir@skola.example,2024-05-06 09:00,2024-05-07 10:00\n"
    "2,Nyckel,ny@skola.example,Nils Ny,Keys,in_progress,gone@skola.example,2024-05-08 09:00,\n"
    "3,Ingen adress,,Okand,Keys,new,,2024-05-08 09:00,\n";
constexpr auto messages_csv =
    "id,ticket,at,kind,body,author,author_name,format\n"
    "11,1,2024-05-06 09:00,message,Den tar inte papper.,anna@skola.example,Anna Lindqvist,text\n"
    "12,1,2024-05-06 10:30,note,Den är gammal.,amir@skola.example,Amir,text\n"
    "13,1,2024-05-06 11:00,reply,\"<p>Är den <b>på</b>?</p><script>x</script>\",amir@skola.example,Amir,html\n"
    "14,1,2024-05-06 11:30,message,Ja.,anna@skola.example,Anna Lindqvist,text\n"
    "15,1,2024-05-07 09:00,reply,Ny rulle i.,gone@skola.example,Gun Borta,text\n"
    "16,1,2024-05-07 10:30,message,Tack!,anna@skola.example,Anna Lindqvist,text\n"
    "21,2,2024-05-08 09:00,message,Jag behöver en nyckel.,ny@skola.example,Nils Ny,text\n"
    "31,3,2024-05-08 09:00,message,Hej,,Okand,text\n"
    "99,7,2024-05-08 09:00,note,av inget,,X,text\n";
constexpr auto files_csv = "message,name,path\n11,bild.png,files/a\n13,program.exe,files/b\n14,stor.bin,files/c\n16,bort.txt,../../etc/passwd\n";

struct OldHelpdesk {
    OldHelpdesk() {
        put(folder.path() / "tickets.csv", tickets_csv);
        put(folder.path() / "messages.csv", messages_csv);
        put(folder.path() / "files.csv", files_csv);
        put(folder.path() / "files" / "a", "\x89PNG\r\n\x1a\n picture");
        put(folder.path() / "files" / "b", std::string("\x7f" "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0", 20) + std::string(100, '\0'));
        put(folder.path() / "files" / "c", std::string(10 * 1024 * 1024 + 1, 'x'));
    }
    moving::CsvSource source() const { return {folder.path(), moving::Zone::Stockholm}; }

    TemporaryFolder folder;
};

moving::Wishes wishes(bool is_rehearsal = false) {
    return {.name = "old", .areas = {{"Printers", "skrivare"}, {"Keys", "VAKT"}}, .is_rehearsal = is_rehearsal};
}

bool tells(const moving::Report& report, const std::string& part) {
    return std::any_of(report.faults.begin(), report.faults.end(), [&](const std::string& fault) { return fault.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("a ticket of another helpdesk has its conversation, times, people and files here", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    const auto report = school.bring(source, wishes());
    INFO(report.text(false));
    CHECK(report.tickets == 3);
    CHECK(report.opened == 2);
    CHECK(report.left == 1);
    CHECK(report.people == std::set<std::string>{"ny@skola.example"});
    const auto ids = school.all();
    REQUIRE(ids.size() == 2);
    CHECK(school.conversation(ids[0]) == std::vector<std::string>{"2024-05-06T07:00:00Z Anna Lindqvist opened: Den tar inte papper.",
                                                                 "2024-05-06T07:00:00Z - assigned",
                                                                 "2024-05-06T08:30:00Z Amir Wallin noted (note): Den är gammal.",
                                                                 "2024-05-06T09:00:00Z Amir Wallin replied: Är den på?\n\n[program.exe]",
                                                                 "2024-05-06T09:00:00Z Amir Wallin state_changed",
                                                                 "2024-05-06T09:30:00Z Anna Lindqvist replied: Ja.\n\n[stor.bin]",
                                                                 "2024-05-07T07:00:00Z Gun Borta <gone@skola.example> replied: Ny rulle i.",
                                                                 "2024-05-07T08:00:00Z - state_changed",
                                                                 "2024-05-07T08:30:00Z Anna Lindqvist replied: Tack!\n\n[bort.txt]"});
    const auto first = school.ticket(ids[0]), second = school.ticket(ids[1]);
    CHECK(first.reason == "imported");
    CHECK(first.role == RoleCode{"ITS"});
    CHECK(first.area_key == "skrivare");
    CHECK(first.state == tickets::State::Closed);
    CHECK(to_rfc3339(first.opened_at) == "2024-05-06T07:00:00Z");
    CHECK(first.first_response_minutes == 120);
    CHECK(to_rfc3339(first.resolved_at.value()) == "2024-05-07T08:00:00Z");
    CHECK(first.assignee == school.amir);
    CHECK(second.role == RoleCode{"VAKT"});
    CHECK(second.state == tickets::State::InProgress);
    CHECK_FALSE(second.assignee);
    CHECK_FALSE(second.falls_due());
    CHECK_FALSE(second.escalate_at);
    CHECK(tells(report, "tickets.csv line 4: left out: its requester has no mail address (Okand)"));
    CHECK(tells(report, "file \"program.exe\" left out: a program"));
    CHECK(tells(report, "file \"stor.bin\" left out: larger than 10 MB (10485761 bytes)"));
    CHECK(tells(report, "file \"bort.txt\" left out: its path leads out"));
    CHECK(tells(report, "gone@skola.example does not work in the queue VAKT"));
    CHECK(tells(report, "messages.csv line 10: 1 messages of no ticket left out"));
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments WHERE name = 'bild.png' AND ticket_id IS NOT NULL AND seq = 1") == 1);
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments") == 1);
}

TEST_CASE("what is taken along from a moved ticket says still who wrote it", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    school.bring(source, wishes());
    const auto moved = school.all().front();
    const auto timeline = school.database.read([&](db::Session& session) { return tickets::ticket_store::timeline(session, moved, true, school.clock.now()); });
    const auto written = std::find_if(timeline.begin(), timeline.end(), [](const auto& entry) { return entry.event.data.contains("author"); });
    REQUIRE(written != timeline.end());
    const auto parts = tickets::splitting::split(*school.desk, moved, {.messages = {written->event.seq}, .subject = "Rullen", .area = ""}, school.person(school.amir));
    REQUIRE(parts);
    const auto carried = school.conversation(parts->id);
    CHECK(std::any_of(carried.begin(), carried.end(), [](const auto& line) { return line.find("Gun Borta <gone@skola.example> carried: Ny rulle i.") != std::string::npos; }));
}

TEST_CASE("nobody gets a letter, and no webhook hears of what another helpdesk had", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    school.bring(source, wishes());
    CHECK(school.listener.kinds.empty());
    CHECK(school.number("SELECT COUNT(*) AS n FROM letters") == 0);
    CHECK(school.number("SELECT COUNT(*) AS n FROM changes") == 2);
    CHECK(school.number("SELECT COUNT(*) AS n FROM changes WHERE seq > 0 OR made_at < '2026-01-01'") == 0);
}

TEST_CASE("a rehearsal says what an import would do, and changes nothing", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    const auto before = school.everything();
    const auto rehearsed = school.bring(source, wishes(true));
    CHECK(school.everything() == before);
    const auto done = school.bring(source, wishes());
    CHECK(school.everything() != before);
    CHECK(rehearsed.opened == done.opened);
    CHECK(rehearsed.messages == done.messages);
    CHECK(rehearsed.files == done.files);
    CHECK(rehearsed.left == done.left);
    CHECK(rehearsed.people == done.people);
    CHECK(tells(rehearsed, "stor.bin"));
}

TEST_CASE("an import that is run again brings nothing twice, and what is new there", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    school.bring(source, wishes());
    const auto before = school.everything();
    const auto again = school.bring(source, wishes());
    CHECK(again.opened == 0);
    CHECK(again.continued == 0);
    CHECK(school.everything() == before);

    put(old.folder.path() / "messages.csv", std::string{messages_csv} + "22,2,2024-05-09 09:00,reply,Här är den.,erik@skola.example,Erik,text\n");
    auto later = std::string{tickets_csv};
    later.replace(later.find("in_progress,gone@skola.example,2024-05-08 09:00,"), 48, "resolved,gone@skola.example,2024-05-08 09:00,2024-05-09 09:30");
    put(old.folder.path() / "tickets.csv", later);
    const auto third = school.bring(source, wishes());
    CHECK(third.continued == 1);
    CHECK(third.messages == 1);
    const auto id = school.all()[1];
    CHECK(school.conversation(id) == std::vector<std::string>{"2024-05-08T07:00:00Z Nils Ny opened: Jag behöver en nyckel.", "2024-05-08T07:00:00Z - state_changed",
                                                             "2024-05-09T07:00:00Z Erik Modig replied: Här är den.", "2024-05-09T07:30:00Z - state_changed"});
    CHECK(school.ticket(id).state == tickets::State::Resolved);
}

TEST_CASE("an import that is killed goes on where it was, as if nothing had happened", "[moving]") {
    const OldHelpdesk old;
    auto source = old.source();
    const auto seen = [](MovingSchool& school) {
        std::vector<std::string> lines;
        for (const auto id : school.all()) {
            const auto conversation = school.conversation(id);
            lines.insert(lines.end(), conversation.begin(), conversation.end());
        }
        lines.push_back(std::to_string(school.number("SELECT COUNT(*) AS n FROM attachments")));
        lines.push_back(std::to_string(school.number("SELECT COUNT(*) AS n FROM imported_things")));
        lines.push_back(std::to_string(school.number("SELECT COUNT(*) AS n FROM people")));
        return lines;
    };
    MovingSchool killed, whole;
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {  // with connections of its own: those of the parent are not its to use
        db::Database own{killed.test.settings()};
        const auto& base = killed.desk->services();
        tickets::DeskServices services{.database = own, .clock = base.clock, .router = base.router, .roles = base.roles, .staff = base.staff,
                                       .schedule = base.schedule, .reachable = base.reachable, .listener = base.listener};
        auto wanted = wishes();
        wanted.progress = [](const moving::Report& report) {
            if (report.tickets == 2) {
                ::raise(SIGKILL);  // the second ticket is written and not committed
            }
        };
        try {
            moving::bring(source, services, wanted);
        } catch (...) {
            ::_exit(3);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(WTERMSIG(status) == SIGKILL);
    CHECK(killed.all().size() == 1);
    killed.bring(source, wishes());
    whole.bring(source, wishes());
    CHECK(seen(killed) == seen(whole));
}

TEST_CASE("a queue that is not in the table goes where the words or the fallback say, and is told of", "[moving]") {
    MovingSchool school;
    const OldHelpdesk old;
    auto source = old.source();
    SECTION("the words") {
        const auto report = school.bring(source);
        CHECK(report.unmapped == std::map<std::string, std::uint64_t>{{"Printers", 1}, {"Keys", 2}});
        CHECK(school.ticket(school.all()[0]).reason == "imported");
        CHECK(report.text(false).find("Keys") != std::string::npos);
    }
    SECTION("the fallback") {
        school.bring(source, {.name = "old", .fallback = "ITP", .for_whom = "jonas@skola.example"});
        REQUIRE(school.all().size() == 3);
        for (const auto id : school.all()) {
            CHECK(school.ticket(id).role == RoleCode{"ITP"});
        }
        CHECK(school.ticket(school.all()[2]).requester == school.jonas);
    }
}

TEST_CASE("a table of areas names areas or roles that there are", "[moving]") {
    MovingSchool school;
    const auto good = moving::read_areas("queue,to\nPrinters,skrivare\nKeys,VAKT\n", *school.router);
    REQUIRE(good);
    CHECK(good->at("Keys") == "VAKT");
    const auto bad = moving::read_areas("queue,to\nPrinters,skrivare\nKeys,VAKTT\n", *school.router);
    REQUIRE_FALSE(bad);
    CHECK(bad.error() == std::vector<std::string>{"line 3: VAKTT is no area and no role"});
}

TEST_CASE("hostile and broken texts of another helpdesk become texts of ours", "[moving]") {
    MovingSchool school;
    TemporaryFolder folder;
    put(folder.path() / "tickets.csv", "id,subject,requester,opened\n1,K\xf6" "k,anna@skola.example,2024-05-06 09:00\n2,\xe2\x80\xaeOmv\xc3\xa4nt,anna@skola.example,nonsense\n");
    put(folder.path() / "messages.csv", "id,ticket,at,kind,body\n1,1,2024-05-06 09:00,message,Sm\xf6rg\xe5s\x01\n2,1,0000-00-00 00:00,message," + std::string(150'000, 'x') +
                                            "\n3,2,2024-05-06 09:00,message,\n4,2,2099-05-06 09:00,message,later\n5,1,2024-05-06\n");
    moving::CsvSource source{folder.path(), moving::Zone::Stockholm};
    const auto report = school.bring(source);
    INFO(report.text(false));
    REQUIRE(school.all().size() == 2);
    const auto first = school.conversation(school.all()[0]), second = school.conversation(school.all()[1]);
    CHECK(school.ticket(school.all()[0]).subject == "Kök");
    CHECK(first[0] == "2024-05-06T07:00:00Z Anna Lindqvist opened: Smörgås");
    CHECK(first[1].size() < 110'000);
    CHECK(second[0] == "2024-05-06T07:00:00Z Anna Lindqvist opened: -");
    CHECK(second[1] == "2024-05-06T07:00:00Z - replied: later");
    CHECK(tells(report, "tickets.csv: not UTF-8"));
    CHECK(tells(report, "message 2: no time that can be read"));
    CHECK(tells(report, "message 2: text longer"));
    CHECK(tells(report, "message 4: a time to come"));
    CHECK(tells(report, "line 6"));
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments WHERE name = 'message.txt' AND bytes = 150000") == 1);
}

// Two tickets into one and apart again, and one into two: nothing is lost, and nobody reads what is not theirs.
#include <catch2/catch.hpp>

#include <algorithm>

#include "school.hpp"
#include "tickets/attachments.hpp"
#include "tickets/links.hpp"
#include "tickets/merge.hpp"
#include "tickets/queue.hpp"
#include "tickets/split.hpp"
#include "tickets/tags.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace ansvar::tickets;

namespace {

std::string fault_of(const Result<Ticket, Refusal>& result) {
    return result ? "" : result.error().fields.empty() ? "refused" : result.error().fields.front().code;
}

/// The texts on a ticket's page as somebody sees it.
std::vector<std::string> texts(School& school, TicketId id, PersonId reader) {
    const auto person = school.person(reader);
    return school.database.read([&](db::Session& session) {
        const auto now = school.clock.now();
        const auto found = ticket_store::find(session, id, reader, now).value();
        auto timeline = ticket_store::timeline(session, id, may(person, Action::Notes, found.ticket, found.ties), now);
        auto files = attachments::list(session, id);
        merging::add_messages(session, found, person, now, timeline, files);
        std::vector<std::string> all;
        for (const auto& entry : timeline) {
            if (entry.body) {
                all.push_back(*entry.body);
            }
        }
        return all;
    });
}

bool sees(School& school, TicketId id, PersonId who) {
    const auto person = school.person(who);
    const auto found = school.database.read([&](db::Session& session) { return ticket_store::find(session, id, who, school.clock.now()); });
    return found && may(person, Action::View, found->ticket, found->ties);
}

std::string store_file(School& school, PersonId owner) {
    const web::Upload upload{.file_name = "logg.txt", .declared_type = "text/plain", .bytes = "Fel 17 i skrivaren"};
    return attachments::store(school.database, {upload}, owner, school.clock.now()).value().front();
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a merged ticket goes on in the other, with its messages where they belong in time, and comes apart again", "[tickets]") {
    School school;
    const auto source = school.file("Skrivaren skriver inte", "B003").id;
    school.clock.pass(std::chrono::minutes{5});
    const auto target = school.file("Skrivaren i B12 är trasig", "B003").id;
    const auto amir = school.person(school.amir), anna = school.person(school.anna);
    school.clock.pass(std::chrono::minutes{5});
    REQUIRE(school.desk->write(source, {.body = "Jag tittar på den"}, amir, IdempotencyKey::random()));
    school.clock.pass(std::chrono::minutes{5});
    REQUIRE(school.desk->write(target, {.is_note = true, .body = "Samma skrivare"}, amir, IdempotencyKey::random()));
    const auto due = school.ticket(source).due_at;

    REQUIRE(merging::merge(*school.desk, source, target, amir));
    CHECK(texts(school, target, school.amir) == Texts{"Skrivaren skriver inte", "Skrivaren i B12 är trasig", "Jag tittar på den", "Samma skrivare"});
    CHECK(texts(school, target, school.anna) == Texts{"Skrivaren skriver inte", "Skrivaren i B12 är trasig", "Jag tittar på den"});
    CHECK(school.timeline(source).back() == "merged");
    CHECK(school.timeline(target).back() == "merged");

    // Written to the source it stands in the target; nothing else is done with the source.
    school.clock.pass(std::chrono::minutes{60});
    const auto written = school.desk->write(source, {.body = "Den står i B12"}, anna, IdempotencyKey::random(), school.ticket(source).version);
    REQUIRE(written);
    CHECK(written->ticket.id == target);
    CHECK(school.desk->set_state(source, State::Resolved, amir).error().kind == Refusal::Kind::NotAllowed);
    CHECK(tags::change(*school.desk, source, {"x"}, {}, amir).error().kind == Refusal::Kind::NotAllowed);
    const auto listed = school.database.read([&](db::Session& session) {
        return Queue{session, RoleCode{"ITS"}, amir, school.clock.now()}.page(QueueView::All, std::nullopt, 50).rows;
    });
    CHECK(std::none_of(listed.begin(), listed.end(), [&](const auto& row) { return row.id == source; }));

    REQUIRE(merging::unmerge(*school.desk, source, amir));
    CHECK(texts(school, source, school.anna) == Texts{"Skrivaren skriver inte", "Jag tittar på den"});
    CHECK(texts(school, target, school.anna) == Texts{"Skrivaren i B12 är trasig", "Den står i B12"});
    const auto apart = school.ticket(source);
    CHECK_FALSE(apart.merged_into);
    CHECK(apart.state == State::InProgress);
    CHECK(apart.paused_minutes == 60);  // its clock stood still
    CHECK(apart.due_at == due + std::chrono::minutes{60});
    CHECK(merging::unmerge(*school.desk, source, amir).error().kind == Refusal::Kind::Changed);
}

TEST_CASE("another's ticket that is merged brings its requester along, and takes them away again", "[tickets]") {
    School school;
    const auto source = school.file("Nätet är borta", "B003", school.jonas).id, target = school.file("Inget nät i hus B", "B003").id;
    const auto amir = school.person(school.amir);
    REQUIRE(merging::merge(*school.desk, source, target, amir));
    CHECK(sees(school, target, school.jonas));
    CHECK(texts(school, target, school.jonas).size() == 2);
    CHECK(texts(school, target, school.anna) == Texts{"Inget nät i hus B"});  // what Jonas wrote is not hers
    REQUIRE(school.desk->write(source, {.body = "Nu är det tillbaka"}, school.person(school.jonas), IdempotencyKey::random()));
    CHECK(school.timeline(target).back() == "replied");
    REQUIRE(merging::unmerge(*school.desk, source, amir));
    CHECK_FALSE(sees(school, target, school.jonas));

    // Who followed it before still does.
    school.database.in_transaction([&](db::Transaction& tx) { ticket_store::insert_watcher(tx, target, school.jonas); });
    REQUIRE(merging::merge(*school.desk, source, target, amir));
    REQUIRE(merging::unmerge(*school.desk, source, amir));
    CHECK(sees(school, target, school.jonas));
}

TEST_CASE("tickets are merged by those who handle both, into an open one of the same secrecy", "[tickets]") {
    School school;
    const auto one = school.file("Ett", "B003").id, two = school.file("Två", "B003").id, vakt = school.file("Dörren", "B051").id;
    const auto amir = school.person(school.amir), vera = school.person(school.vera);
    CHECK(merging::merge(*school.desk, one, vakt, amir).error().kind == Refusal::Kind::NotFound);
    CHECK(merging::merge(*school.desk, vakt, one, amir).error().kind == Refusal::Kind::NotFound);
    CHECK(merging::merge(*school.desk, one, TicketId{99999}, amir).error().kind == Refusal::Kind::NotFound);
    CHECK(merging::merge(*school.desk, one, two, school.person(school.anna)).error().kind == Refusal::Kind::NotAllowed);
    CHECK(fault_of(merging::merge(*school.desk, one, one, amir)) == "same-ticket");
    CHECK(merging::merge(*school.desk, one, two, amir, 7).error().kind == Refusal::Kind::Changed);
    CHECK(merging::merge(*school.desk, one, two, amir, 1, 7).error().kind == Refusal::Kind::Changed);
    school.database.in_transaction([&](db::Transaction& tx) { ticket_store::insert_watcher(tx, vakt, school.amir); });
    CHECK(fault_of(merging::merge(*school.desk, one, vakt, amir)) == "not-handled");

    SECTION("a chain has one end, and no circle") {
        const auto three = school.file("Tre", "B003").id;
        REQUIRE(merging::merge(*school.desk, one, two, amir));
        CHECK(fault_of(merging::merge(*school.desk, two, one, amir)) == "merged-already");
        CHECK(fault_of(merging::merge(*school.desk, three, one, amir)) == "merged-already");
        REQUIRE(merging::merge(*school.desk, two, three, amir));
        CHECK(texts(school, three, school.amir) == Texts{"Ett", "Två", "Tre"});
        CHECK(school.desk->write(one, {.body = "Hit"}, amir, IdempotencyKey::random())->ticket.id == three);
        CHECK(merging::unmerge(*school.desk, one, school.person(school.anna)).error().kind == Refusal::Kind::NotAllowed);
        REQUIRE(merging::unmerge(*school.desk, one, amir));  // the first link, while the second stays
        CHECK_FALSE(school.ticket(one).merged_into);
        CHECK(school.ticket(two).merged_into == three);
        CHECK(texts(school, three, school.amir) == Texts{"Två", "Tre", "Hit"});
    }
    SECTION("not into one that is done") {
        REQUIRE(school.desk->set_state(two, State::Resolved, amir));
        CHECK(fault_of(merging::merge(*school.desk, one, two, amir)) == "target-done");
    }
    SECTION("not across secrecy") {
        REQUIRE(school.desk->set_confidentiality(two, Confidentiality::Queue, "", amir, identity::Actor{}));
        CHECK(fault_of(merging::merge(*school.desk, one, two, amir)) == "other-secrecy");
        const auto others = school.file("Min", "B003", school.jonas).id;
        REQUIRE(school.desk->set_confidentiality(others, Confidentiality::Queue, "", amir, identity::Actor{}));
        CHECK(fault_of(merging::merge(*school.desk, others, two, amir)) == "others-secrets");
        REQUIRE(school.desk->set_confidentiality(two, Confidentiality::Named, "", amir, identity::Actor{}));
        CHECK(fault_of(merging::merge(*school.desk, others, two, amir)) == "for-named");
    }
    SECTION("who sees the target alone meets nothing of the source, and who sees the source alone cannot write past it") {
        REQUIRE(merging::merge(*school.desk, vakt, one, vera));
        CHECK(texts(school, one, school.sara) == Texts{"Ett"});
        CHECK(texts(school, one, school.vera) == Texts{"Ett", "Dörren"});
        CHECK(school.desk->write(vakt, {.is_note = true, .body = "Hej"}, school.person(school.erik), IdempotencyKey::random()).error().kind == Refusal::Kind::NotAllowed);
        CHECK(merging::unmerge(*school.desk, vakt, school.person(school.erik)).error().kind == Refusal::Kind::NotAllowed);
        CHECK(merging::unmerge(*school.desk, vakt, school.person(school.sara)).error().kind == Refusal::Kind::NotFound);
    }
}

TEST_CASE("messages that are split off get a ticket of their own with everything that came with them", "[tickets]") {
    School school;
    const auto anna = school.person(school.anna), amir = school.person(school.amir);
    const auto file = store_file(school, school.anna);
    const auto source = school.file("Skrivaren skriver inte", "B003").id;
    school.clock.pass(std::chrono::minutes{5});
    const auto second = school.desk->write(source, {.body = "Och dörren till A3 går inte att låsa", .files = {file}}, anna, IdempotencyKey::random())->seq;
    const auto note = school.desk->write(source, {.is_note = true, .body = "Det där är vaktmästarens"}, amir, IdempotencyKey::random())->seq;
    const auto written_at = school.clock.now();
    school.clock.pass(std::chrono::minutes{30});
    school.listener.kinds.clear();

    const auto made = splitting::split(*school.desk, source, {.messages = {second, note}, .subject = "Dörren till A3", .area = "B051"}, amir, school.ticket(source).version);
    REQUIRE(made);
    CHECK(made->role == RoleCode{"VAKT"});
    CHECK(made->requester == school.anna);
    CHECK(made->filed_by == school.amir);
    CHECK(made->subject == "Dörren till A3");
    CHECK(school.timeline(made->id) == std::vector<std::string>{"opened", "carried", "carried"});
    CHECK(school.timeline(source).back() == "split");
    CHECK(texts(school, made->id, school.erik) == Texts{"Och dörren till A3 går inte att låsa", "Det där är vaktmästarens"});
    CHECK(texts(school, made->id, school.anna) == Texts{"Och dörren till A3 går inte att låsa"});
    CHECK(texts(school, source, school.anna).size() == 2);
    const auto entries = school.database.read([&](db::Session& session) { return ticket_store::timeline(session, made->id, true, school.clock.now()); });
    CHECK(entries[1].event.actor == school.anna);
    CHECK(entries[1].event.data.at("written_at") == to_rfc3339(written_at));
    CHECK(entries[1].event.data.at("seq") == second);
    CHECK(entries[0].event.data.at("split_from") == source.value);
    const auto copies = school.database.read([&](db::Session& session) { return attachments::list(session, made->id); });
    REQUIRE(copies.size() == 1);
    CHECK(copies.front().token != file);
    CHECK(copies.front().seq == 2);
    CHECK(school.database.read([&](db::Session& session) { return attachments::find(session, copies.front().token); })->bytes == "Fel 17 i skrivaren");
    const auto vera = school.person(school.vera);
    CHECK(school.database.read([&](db::Session& session) { return links::list(session, source, vera); }).front().ticket == made->id);
    CHECK(school.ticket(made->id).last_seq == 3);
    CHECK(school.desk->write(made->id, {.body = "Jag kommer"}, school.person(school.erik), IdempotencyKey::random())->seq == 4);
}

TEST_CASE("what is split off is chosen by somebody who handles the ticket, and its requester can read it", "[tickets]") {
    School school;
    const auto amir = school.person(school.amir);
    const auto source = school.file("Skrivaren skriver inte", "B003").id;
    const auto note = school.desk->write(source, {.is_note = true, .body = "Två saker"}, amir, IdempotencyKey::random())->seq;
    CHECK(fault_of(splitting::split(*school.desk, source, {.messages = {}, .subject = "", .area = ""}, amir)) == "required");
    CHECK(fault_of(splitting::split(*school.desk, source, {.messages = {note}, .subject = "", .area = ""}, amir)) == "notes-alone");
    CHECK(fault_of(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = "B999"}, amir)) == "unknown-area");
    CHECK(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = ""}, amir, 1).error().kind == Refusal::Kind::Changed);
    CHECK(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = ""}, school.person(school.anna)).error().kind == Refusal::Kind::NotAllowed);
    CHECK(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = ""}, school.person(school.erik)).error().kind == Refusal::Kind::NotFound);

    SECTION("a confidential ticket's part is confidential") {
        REQUIRE(school.desk->set_confidentiality(source, Confidentiality::Queue, "", amir, identity::Actor{}));
        CHECK(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = "B003"}, amir)->confidential);
        REQUIRE(school.desk->set_confidentiality(source, Confidentiality::Named, "", amir, identity::Actor{}));
        CHECK(fault_of(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = ""}, amir)) == "for-named");
    }
    SECTION("a note that may still be undone stays") {
        const auto seq = school.desk->write(source, {.is_note = true, .body = "Fel", .undo = {"två"}}, amir, IdempotencyKey::random())->seq;
        const auto taken = splitting::split(*school.desk, source, {.messages = {1, seq}, .subject = "", .area = ""}, amir).value().id;
        CHECK(texts(school, taken, school.amir) == Texts{"Skrivaren skriver inte"});
    }
    SECTION("also when the requester has no address: a program") {
        const db::Query query{"test/no_address", "UPDATE people SET email = NULL WHERE id = " + school.anna.text()};
        school.database.execute_once(query);
        CHECK(splitting::split(*school.desk, source, {.messages = {1}, .subject = "", .area = ""}, amir)->requester == school.anna);
    }
    SECTION("a reply that may still be undone stays") {
        const auto seq = school.desk->write(source, {.body = "Jag kommer", .undo = {"ett"}}, amir, IdempotencyKey::random())->seq;
        CHECK(fault_of(splitting::split(*school.desk, source, {.messages = {seq}, .subject = "", .area = ""}, amir)) == "required");
        school.clock.pass(std::chrono::minutes{1});
        CHECK(splitting::split(*school.desk, source, {.messages = {seq}, .subject = "", .area = ""}, amir));
    }
}

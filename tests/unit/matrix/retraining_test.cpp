#include "matrix/retraining.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>

#include "identity/audit_store.hpp"
#include "matrix/command_line.hpp"
#include "matrix/models.hpp"
#include "matrix/proposals.hpp"
#include "matrix/publication.hpp"
#include "unit/matrix/trial_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using matrix::retraining::State;

namespace {

const db::Query spoil_model{"test/spoil_model", "UPDATE matrix_model_pieces SET bytes = CONCAT('x', bytes) WHERE number = 1"};
const db::Query count_models{"test/count_models", "SELECT COUNT(*) AS models FROM matrix_models"};

/// A school that calls its projectors what nobody else does, and moves those tickets by hand.
struct LearningSchool : TrialSchool {
    LearningSchool() {
        for (const auto* body : {"Snurrfladdran visar ingen bild", "Snurrfladdran i aulan piper", "Snurrfladdran \u00e4r trasig", "Snurrfladdran blinkar",
                                 "Min snurrfladdra \u00e4r svart", "Snurrfladdran startar inte", "V\u00e5r snurrfladdra lyser inte"}) {
            correct(body);
        }
    }

    /// A ticket that somebody moved to the projectors.
    tickets::Ticket correct(const std::string& body) {
        const auto ticket = file(body);
        return desk->reroute(ticket.id, "B018", "Fel d\u00f6rr", person(vera), {}).value();
    }
    bool train(std::optional<matrix::DraftId> of = {}) {
        return matrix::retraining::ask(database, of.value_or(draft), admin(), clock.now()) &&
               matrix::retraining::run_next(database, clock, routing_data());
    }
    matrix::Candidate read(matrix::DraftId id) {
        return database.read([&](db::Session& session) { return matrix::drafts::read(session, id).value(); });
    }
    std::optional<State> state() {
        return database.read([&](db::Session& session) { return matrix::retraining::find(session, draft); });
    }
    matrix::KeptModel kept(matrix::ModelId id) {
        return database.read([&](db::Session& session) { return matrix::models::find(session, id).value(); });
    }
    matrix::VersionId publish(const std::string& name) {
        const auto done = matrix::publish(database, draft, {.version = name, .from = {}, .note = "", .without_replay = true}, admin(), clock.now());
        REQUIRE(done);
        return *done;
    }
    /// What a service that runs beside this one has learnt by now.
    std::string version_of(matrix::CurrentRouter& service) {
        service.refresh_if_changed(database, clock.now());
        return service.get()->model_version();
    }
    identity::Actor admin() const { return {.kind = identity::Actor::Kind::Session, .person = vera}; }
};

const routing::Request strange{.subject = "", .body = "Snurrfladdran flimrar", .area = {}};

}  // namespace

TEST_CASE("a draft's router learns from the school's corrections, as a change of the draft, the same each time", "[matrix][retraining]") {
    LearningSchool school;
    const auto before = school.read(school.draft);
    CHECK_FALSE(before.model);
    REQUIRE(matrix::retraining::ask(school.database, school.draft, school.admin(), school.clock.now()));
    REQUIRE(matrix::retraining::ask(school.database, school.draft, school.admin(), school.clock.now()));  // twice is once
    CHECK(school.state() == State::Waiting);
    REQUIRE(matrix::retraining::run_next(school.database, school.clock, routing_data()));
    CHECK_FALSE(school.state());
    CHECK_FALSE(matrix::retraining::run_next(school.database, school.clock, routing_data()));

    const auto after = school.read(school.draft);
    REQUIRE(after.model);
    CHECK(after.head.revision == before.head.revision + 1);
    const auto model = school.kept(*after.model);
    CHECK(model.corrections == 7);
    CHECK(model.requests >= 800);
    const auto loaded = school.database.read([&](db::Session& session) { return matrix::models::load(session, *after.model); });
    CHECK(loaded->fingerprint() == model.fingerprint);
    const routing::Router taught{after.matrix, after.lexicon, loaded}, plain{after.matrix, after.lexicon, shipped_model()};
    CHECK(taught.route(strange).row == "B018");
    CHECK_FALSE(plain.route(strange).row == "B018");

    const auto again = school.database.in_transaction(
        [&](db::Transaction& tx) { return matrix::drafts::start(tx, "Igen", school.current.edition()->id, {}, school.clock.now()); });
    REQUIRE(school.train(again));
    CHECK(school.kept(*school.read(again).model).checksum == model.checksum);
}

TEST_CASE("what a confidential ticket says teaches nothing", "[matrix][retraining][confidential]") {
    LearningSchool school;
    const auto without = school.database.read([&](db::Session& session) {
        return matrix::load_corrections(session, school.current.edition()->router, school.clock.now());
    });
    for (int times = 0; times < 6; ++times) {
        const auto ticket = school.correct("Kramlurviga eleven mitt i natten");
        school.database.execute_once(db::Query{"test/seal", "UPDATE tickets SET confidential = 1 WHERE id = :id"}, {{"id", ticket.id}});
    }
    const auto with = school.database.read([&](db::Session& session) {
        return matrix::load_corrections(session, school.current.edition()->router, school.clock.now());
    });
    CHECK(with.size() == without.size());
    REQUIRE(school.train());
    const auto draft = school.read(school.draft);
    CHECK(school.kept(*draft.model).corrections == 7);
    school.database.execute_once(db::Query{"test/unseal", "UPDATE tickets SET confidential = 0"});
    const auto other = school.database.in_transaction(
        [&](db::Transaction& tx) { return matrix::drafts::start(tx, "Med", school.current.edition()->id, {}, school.clock.now()); });
    REQUIRE(school.train(other));
    CHECK(school.kept(*school.read(other).model).corrections == 13);
    CHECK(school.kept(*school.read(other).model).checksum != school.kept(*draft.model).checksum);  // their words would have been heard
}

TEST_CASE("a published version brings its model to every service, and going back brings the former one", "[matrix][retraining]") {
    LearningSchool school;
    matrix::CurrentRouter first{shipped_model()}, second{shipped_model()};
    const auto shipped = school.version_of(first);
    REQUIRE(school.version_of(second) == shipped);
    const auto base = first.edition()->id;
    REQUIRE(school.train());
    CHECK(school.version_of(first) == shipped);  // nothing before it is published
    school.clock.pass(std::chrono::minutes{1});
    school.publish("2.0");
    const auto trained = school.version_of(first);
    CHECK(trained != shipped);
    CHECK(school.version_of(second) == trained);
    CHECK(first.get()->route(strange).row == "B018");
    CHECK(matrix::list_command(school.database)->find("model " + school.kept(*school.read(school.draft).model).fingerprint) != std::string::npos);

    // A file that is read in keeps what texts are read with, and another draft has it from its base.
    const auto csv = matrix::export_command(school.database, false, school.clock.now()).value();
    school.clock.pass(std::chrono::minutes{1});
    REQUIRE(matrix::import_files(school.database, {.matrix = csv, .words = {}, .roles = {}}, {.version = "2.1", .dated = {}, .imported_by = {}}, school.clock.now()));
    CHECK(school.version_of(first) == trained);

    school.clock.pass(std::chrono::minutes{1});
    REQUIRE(matrix::go_back(school.database, base, "", school.admin(), school.clock.now()));
    CHECK(school.version_of(first) == shipped);
    CHECK(school.version_of(second) == shipped);
    CHECK_FALSE(first.get()->route(strange).row == "B018");
}

TEST_CASE("a draft that is only trained anew is published under a name of its own, and replayed with its own model", "[matrix][retraining]") {
    LearningSchool school;
    REQUIRE(school.train());
    const auto draft = school.read(school.draft);
    const auto taken = matrix::publish(school.database, school.draft, {.version = "1.4.0", .from = {}, .note = "", .without_replay = true}, school.admin(), school.clock.now());
    REQUIRE_FALSE(taken);
    CHECK(taken.error() == std::vector{matrix::PublishFault::VersionTaken});  // the same rows and words, and yet another content

    const auto solved = school.solve("Snurrfladdran hackar", "ITP");
    const auto id = school.database.in_transaction([&](db::Transaction& tx) { return matrix::replays::ask(tx, draft, school.last_year(), school.vera, school.clock.now()); });
    REQUIRE(matrix::ReplayRunner(school.database, school.clock, shipped_model()).run_next());
    const auto outcomes = school.outcomes(id);
    const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const auto& one) { return one.ticket == solved.id.value; });
    REQUIRE(found != outcomes.end());
    CHECK(found->before.area != found->after.area);
    CHECK(school.replay(id).result["unchanged"] < school.replay(id).result["tickets"]);
}

TEST_CASE("a training is taken back, begun anew after whoever was at it vanished, and given up by a service that stops", "[matrix][retraining]") {
    LearningSchool school;
    CHECK_FALSE(matrix::retraining::drop(school.database, school.draft, school.admin(), school.clock.now()));
    REQUIRE(matrix::retraining::ask(school.database, school.draft, school.admin(), school.clock.now()));
    std::stop_source stops;
    stops.request_stop();
    REQUIRE(matrix::retraining::run_next(school.database, school.clock, routing_data(), stops.get_token()));
    CHECK(school.state() == State::Waiting);  // as it was
    school.database.execute_once(db::Query{"test/vanish", "UPDATE matrix_trainings SET state = 'running', claim = 'gone', lease_until = :until"},
                                 {{"until", school.clock.now() + std::chrono::minutes{5}}});
    CHECK_FALSE(matrix::retraining::run_next(school.database, school.clock, routing_data()));  // somebody is at it
    school.clock.pass(std::chrono::minutes{6});
    REQUIRE(matrix::retraining::run_next(school.database, school.clock, routing_data()));
    REQUIRE(school.read(school.draft).model);

    REQUIRE(matrix::retraining::ask(school.database, school.draft, school.admin(), school.clock.now()));
    REQUIRE(matrix::retraining::run_next(school.database, school.clock, "/nonexistent"));
    CHECK(school.state() == State::Failed);
    REQUIRE(matrix::retraining::drop(school.database, school.draft, school.admin(), school.clock.now()));
    CHECK_FALSE(school.read(school.draft).model);
    const auto page = school.database.read([&](db::Session& session) {
        return identity::load_audit(session, {.object_kind = "matrix", .object_id = "draft/" + school.draft.text()}, {}, 10);
    });
    REQUIRE(page.lines.size() == 4);
    CHECK(page.lines[0].action == "matrix.retraining_dropped");
    CHECK(page.lines[2].action == "matrix.retrained");
    CHECK(page.lines[3].action == "matrix.retrain_asked");
}

TEST_CASE("of two services that train the same draft one does, and a model that is not what was kept is not routed with", "[matrix][retraining]") {
    LearningSchool school;
    REQUIRE(matrix::retraining::ask(school.database, school.draft, school.admin(), school.clock.now()));
    db::Database other{school.test.settings().patient()};
    auto there = std::async(std::launch::async, [&] { return matrix::retraining::run_next(other, school.clock, routing_data()); });
    const auto here = matrix::retraining::run_next(school.database, school.clock, routing_data());
    CHECK(here != there.get());
    CHECK(school.database.read([](db::Session& session) { return session.row(count_models)->integer("models"); }) == 1);

    const auto model = school.read(school.draft).model.value();
    school.clock.pass(std::chrono::minutes{1});
    school.publish("2.0");
    school.database.execute_once(spoil_model);
    CHECK_THROWS_AS(school.database.read([&](db::Session& session) { return matrix::models::load(session, model); }), std::runtime_error);
    matrix::CurrentRouter router{shipped_model()};
    router.refresh_if_changed(school.database, school.clock.now());
    CHECK(router.edition()->matrix().version() == "2.0");
    CHECK(router.edition()->model == shipped_model());
}

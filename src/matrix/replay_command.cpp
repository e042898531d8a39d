#include "matrix/replay_command.hpp"

#include <fmt/format.h>

#include <thread>

#include "identity/audit.hpp"
#include "identity/role_directory.hpp"
#include "matrix/replay_runner.hpp"
#include "tickets/staff_directory.hpp"

namespace ansvar::matrix {

namespace {

Result<PastQuestion, std::string> read(db::Database& database, const TypedQuestion& typed, Timestamp now) {
    identity::RoleDirectory roles;
    tickets::StaffDirectory staff;
    database.read([&](db::Session& session) {
        roles.refresh(session, now);
        staff.refresh(session, *roles.table(), now);
    });
    std::string faults;
    const auto question = read_question(typed, *roles.table(), *staff.staff(), [&](const char* field, const char*) { faults += fmt::format("{} is not understood\n", field); });
    return question ? Result<PastQuestion, std::string>{*question} : refuse(std::move(faults));
}

std::string told(const ReplayHead& replay, const routing::ReplayReport& report) {
    return fmt::format("replay {} of draft {}, compared with version {}: {}\n{}", replay.id.value, replay.draft.value, replay.before_name, to_string(replay.state),
                       routing::to_text(report));
}

}  // namespace

Result<std::string, std::string> replay_command(db::Database& database, const Clock& clock, const Model& model, DraftId draft,
                                                const TypedQuestion& typed, const std::function<void(const ReplayHead&)>& progress) {
    const auto now = clock.now();
    auto days = typed_days(now);
    const TypedQuestion filled{typed.from.empty() ? days.from : typed.from, typed.to.empty() ? days.to : typed.to, typed.role, typed.unit};
    const auto question = read(database, filled, now);
    if (!question) {
        return refuse(question.error());
    }
    const auto id = database.in_transaction([&](db::Transaction& tx) -> std::optional<ReplayId> {
        const auto candidate = drafts::read(tx, draft);
        if (!candidate) {
            return {};
        }
        const auto asked = replays::ask(tx, *candidate, *question, {}, now);
        identity::record(tx, identity::Actor::command(),
                         {.action = "matrix.replay_asked", .object_kind = "matrix", .object_id = "draft/" + draft.text(), .details = {{"replay", asked.value}}}, now);
        return asked;
    });
    if (!id) {
        return refuse(std::string{"there is no such draft"});
    }
    const auto head = [&] { return database.read([&](db::Session& session) { return replays::find(session, *id).value(); }); };
    ReplayRunner runner{database, clock, model, {.progress = progress}};
    while (head().is_under_way()) {
        if (!runner.run_next({}, *id)) {
            std::this_thread::sleep_for(std::chrono::milliseconds{500});
            progress(head());
        }
    }
    return database.read([&](db::Session& session) {
        return told(head(), routing::report_of(replays::outcomes(session, *id), replays::compared(session, *id).names()));
    });
}

}  // namespace ansvar::matrix

#include "app/command_work.hpp"

#include "identity/role_directory.hpp"
#include "identity/sign_in.hpp"
#include "mail/letter_writer.hpp"
#include "matrix/current_router.hpp"
#include "tickets/open_work.hpp"
#include "schedule/schedule.hpp"

namespace ansvar::app {

class CommandWork::Inside {
public:
    Inside(const Config& config, db::Database& database)
        : identity_settings(config.identity_settings("")),
          mail_settings(config.mail_settings("")),
          letter_writer(mail_settings, staff, schedule.calendars, [] {}),
          desk({.database = database,
                .clock = clock,
                .router = [this] { return router.get(); },
                .roles = roles,
                .staff = staff,
                .schedule = schedule,
                .reachable = [this](db::Session& session, const MailAddress& address) {
                    return identity::may_sign_in(session, identity_settings, address, clock.now());
                },
                .listener = letter_writer}) {
        router.refresh_if_changed(database, clock.now());
        database.read([&](db::Session& session) {
            roles.refresh(session, clock.now());
            staff.refresh(session, *roles.table(), clock.now());
            schedule.refresh(session);
        });
    }

    SystemClock clock;
    identity::Settings identity_settings;
    mail::Settings mail_settings;
    matrix::CurrentRouter router;
    identity::RoleDirectory roles;
    tickets::StaffDirectory staff;
    schedule::Schedule schedule;
    mail::LetterWriter letter_writer;
    tickets::Desk desk;
    tickets::DeskWork work{desk};
};

CommandWork::CommandWork(const Config& config, db::Database& database) : inside_(std::make_unique<Inside>(config, database)) {}
CommandWork::~CommandWork() = default;

identity::OpenWork& CommandWork::open_work() { return inside_->work; }

tickets::Desk& CommandWork::desk() { return inside_->desk; }

}  // namespace ansvar::app

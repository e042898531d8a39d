#include "app/service.hpp"

#include <spdlog/spdlog.h>

#include "app/admin_page.hpp"
#include "app/background.hpp"
#include "app/contract_pages.hpp"
#include "app/facts_keeper.hpp"
#include "app/files.hpp"
#include "app/health_pages.hpp"
#include "app/layout.hpp"
#include "app/live_updates.hpp"
#include "app/transport.hpp"
#include "db/database.hpp"
#include "db/errors.hpp"
#include "hooks/routes.hpp"
#include "hooks/worker.hpp"
#include "identity/gate.hpp"
#include "identity/links.hpp"
#include "identity/people_store.hpp"
#include "identity/repeats.hpp"
#include "identity/routes.hpp"
#include "inbox/inbox_pages.hpp"
#include "inbox/mail_store.hpp"
#include "inbox/mails_api.hpp"
#include "inbox/osticket_door.hpp"
#include "inbox/read_apart.hpp"
#include "inbox/receiver.hpp"
#include "mail/choice_pages.hpp"
#include "mail/composer.hpp"
#include "mail/imap_mailbox.hpp"
#include "mail/ledger.hpp"
#include "mail/letter_pages.hpp"
#include "mail/mail_api.hpp"
#include "mail/mail_pages.hpp"
#include "mail/maildir.hpp"
#include "mail/letter_writer.hpp"
#include "mail/sign_in_letters.hpp"
#include "mail/test_letter_pages.hpp"
#include "mail/worker.hpp"
#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "matrix/health_pages.hpp"
#include "matrix/learning_pages.hpp"
#include "matrix/named_rows.hpp"
#include "matrix/replay_pages.hpp"
#include "matrix/replay_worker.hpp"
#include "matrix/routes.hpp"
#include "reports/measured_waiting_times.hpp"
#include "reports/monday_letters.hpp"
#include "reports/routes.hpp"
#include "reports/row_use.hpp"
#include "schedule/routes.hpp"
#include "tickets/alike.hpp"
#include "tickets/alike_api.hpp"
#include "tickets/beside_pages.hpp"
#include "tickets/canned_reply_pages.hpp"
#include "tickets/changes_api.hpp"
#include "tickets/clock_pages.hpp"
#include "tickets/escalation_pages.hpp"
#include "tickets/files_api.hpp"
#include "tickets/glass_api.hpp"
#include "tickets/unanswered_pages.hpp"
#include "tickets/undo_api.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/live_pages.hpp"
#include "tickets/open_work.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queues_api.hpp"
#include "tickets/saved_views_api.hpp"
#include "tickets/search_pages.hpp"
#include "tickets/settings_api.hpp"
#include "tickets/survey.hpp"
#include "tickets/ticket_settings_pages.hpp"
#include "tickets/work_api.hpp"
#include "tickets/writing_pages.hpp"
#include "web/assets.hpp"
#include "web/event_hub.hpp"
#include "web/host.hpp"
#include "web/problems.hpp"
#include "web/route_table.hpp"
#include "web/templates.hpp"

namespace ansvar::app {

namespace {

std::string base_url_of(const Config& config) {
    auto url = config.public_url.empty() ? "http://" + config.listen : config.public_url;
    while (!url.empty() && url.back() == '/') {
        url.pop_back();
    }
    return url;
}

std::vector<std::unique_ptr<mail::Mailbox>> mailboxes_of(const Config& config) {
    std::vector<std::unique_ptr<mail::Mailbox>> mailboxes;
    if (config.mail_incoming != "off") {
        mailboxes.push_back(std::make_unique<mail::Maildir>(config.maildir()));
    }
    if (config.mail_incoming == "imap") {
        mailboxes.push_back(std::make_unique<mail::ImapMailbox>(config.imap_settings()));
    }
    return mailboxes;
}

db::Settings with_pool(db::Settings settings, std::size_t size) {
    settings.pool_size = size;
    return settings;
}

mail::Settings with_secret(mail::Settings settings, const std::string& secret) {
    settings.secret = secret;
    return settings;
}

/// What a lost or busy database is for the one who asked: 503 and "try again", never its text.
std::optional<web::Error> translate(std::exception_ptr what) {
    try {
        std::rethrow_exception(what);
    } catch (const db::Unavailable& fault) {
        return web::Unavailable{std::chrono::seconds{5}, fault.what()};
    } catch (const db::CommitUnknown& fault) {
        return web::Unavailable{std::chrono::seconds{5}, fault.what()};
    } catch (...) {
        return {};
    }
}

}  // namespace

/// Lets all database calls of a request together take no longer than the request may.
web::Handler within_deadline(web::Handler handler) {
    return [handler = std::move(handler)](const web::Request& request) {
        const db::DeadlineScope scope{request.time_left()};
        return handler(request);
    };
}

/// The same for finding out who asks.
class PunctualGate final : public web::Gate {
public:
    explicit PunctualGate(web::Gate& gate) : gate_(gate) {}
    web::Admission admit(const web::Request& request, web::Access access) override {
        const db::DeadlineScope scope{request.time_left()};
        return gate_.admit(request, access);
    }

private:
    web::Gate& gate_;
};

/// Members in the order they are built; the last is the first to go.
class Service::Inside {
public:
    Inside(const Config& settings, Store& store)
        : config(settings),
          base_url(base_url_of(config)),
          identity_settings(config.identity_settings(base_url)),
          mail_settings(with_secret(config.mail_settings(base_url), identity_settings.seal_key)),
          share(share_folder()),
          database(with_pool(store.settings(), config.workers)),
          jobs_database(with_pool(store.settings().patient(), config.mail_senders + 7)),
          assets({share / "assets"}),
          texts(share / "templates" / "text"),
          templates(share / "templates", texts, assets),
          pages(templates, texts),
          problems(texts, pages),
          letter_writer(mail_settings, staff, schedule.calendars, [this] { worker.wake(); }),
          sign_in_letters(mail_settings, [this] { worker.wake(); }),
          transport(make_transport(config)),
          composer(mail_settings, templates, texts, [this](const mail::Letter& letter) { return draw_link(letter); }),
          worker(jobs_database, clock, composer, *transport, {.senders = config.mail_senders}),
          desk({.database = database,
                .clock = clock,
                .router = [this] { return router.get(); },
                .roles = roles,
                .staff = staff,
                .schedule = schedule,
                .reachable = [this](db::Session& session, const MailAddress& address) {
                    return identity::may_sign_in(session, identity_settings, address, clock.now());
                },
                .listener = letter_writer,
                .undo_time = std::chrono::seconds{config.undo_seconds}}),
          reception(reception_services()),
          receiver({.database = jobs_database, .clock = clock, .reception = reception, .read = reader(), .mailboxes = mailboxes_of(config)}),
          gate(database, clock, identity_settings, [this](const identity::Person& person, Timestamp now) { return staff.todays_rights(person, now); }),
          punctual_gate(gate),
          repeats(database, clock) {
        pages.fill_layout_with(layout_filler(database, roles, texts, assets, clock));
        problems.translate_with(translate);
        load();
        routes = std::make_unique<web::RouteTable>();
        for (auto& route : collect_routes()) {
            if (web::is_carried_out_once(route)) {
                route.handler = repeats.once(std::move(route.handler));
            }
            route.handler = within_deadline(std::move(route.handler));
            routes->add(std::move(route));
        }
        host = std::make_unique<web::Host>(host_settings(), web::Site{.routes = *routes, .gate = punctual_gate, .problems = problems, .assets = assets});
        background = std::make_unique<Background>(BackgroundWork{
            .database = jobs_database, .clock = clock, .router = router, .roles = roles, .staff = staff, .schedule = schedule, .desk = desk.services()});
    }

    inbox::ReceptionServices reception_services() {
        return {.desk = desk,
                .addresses = addresses,
                .strangers = inbox::strangers_from(config.mail_strangers).value_or(inbox::Strangers::Hold),
                .files_left = files_left("mail_in.files_left"),
                .trusted_server = config.mail_trusted_server};
    }

    inbox::FilesLeft files_left(const char* key) const {
        return [this, key](web::Language language, const std::string& names) { return texts.format(language, key, {{"names", names}}); };
    }

    inbox::ReadMail reader() const {
        return [program = config.program](std::string_view raw) { return inbox::read_apart(program, raw); };
    }

    /// Everything that is read once at start and kept fresh afterwards. The shipped Blueprint is imported when there is none.
    void load() {
        matrix::seed(jobs_database, share / "routing", clock.now());
        is_durable = commits_are_durable(jobs_database);
        if (!is_durable) {
            spdlog::warn("COMMITS ARE NOT DURABLE: set innodb_flush_log_at_trx_commit = 1 (and sync_binlog = 1 with a binary log), or a power cut loses tickets");
        }
        router.refresh_if_changed(jobs_database, clock.now());
        jobs_database.read([&](db::Session& session) {
            roles.refresh(session, clock.now());
            staff.refresh(session, *roles.table(), clock.now());
            schedule.refresh(session);
        });
    }

    std::string draw_link(const mail::Letter& letter) {
        return identity::draw_link(jobs_database, identity_settings, {.email = address_of(letter), .language = letter.language, .pending = letter.pending_id},
                                   clock.now());
    }

    static MailAddress address_of(const mail::Letter& letter) {
        auto address = MailAddress::parse(letter.recipient_email);
        if (!address) {
            throw mail::Unsendable("the recipient is no mail address");
        }
        return *address;
    }

    std::string confirm(std::uint64_t pending, const identity::Person& requester) {
        const auto ticket = desk.confirm_pending(pending, requester);
        return ticket ? "/tickets/" + ticket->text() + "/receipt" : "/tickets/new";
    }

    std::vector<schedule::AreaChoice> area_choices() const {
        std::vector<schedule::AreaChoice> choices;
        const auto current = router.get();
        for (const auto& area : current->matrix().areas()) {
            choices.push_back({.key = area.key, .name = area.name, .level = area.level, .role = RoleCode{area.lead().role}});
        }
        return choices;
    }

    std::vector<web::Route> collect_routes() {
        std::vector<web::Route> all;
        const auto add = [&](std::vector<web::Route> some) {
            all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        };
        const tickets::PageServices ticket_services{desk, pages, waiting_times, ledger, area_list, queue_memory, sign_in_letters, identity_settings};
        add(health_routes(database, router, [this] { return HealthFacts{.is_draining = host && host->is_draining(), .is_durable = is_durable}; }));
        add(tickets::new_ticket_routes(ticket_services));
        add(tickets::ticket_routes(ticket_services));
        add(tickets::my_tickets_routes(ticket_services));
        add(tickets::queue_routes(ticket_services));
        add(tickets::search_routes(ticket_services));
        add(tickets::view_routes(ticket_services));
        add(tickets::clock_routes(ticket_services));
        add(tickets::glass_routes(ticket_services));
        add(tickets::live_routes(ticket_services, events));
        add(tickets::undo_routes(ticket_services));
        add(tickets::writing_routes(ticket_services));
        add(tickets::survey_routes(ticket_services));
        add(tickets::known_fault_routes(ticket_services));
        add(tickets::alike::routes(ticket_services));
        add(tickets::ticket_settings_routes(ticket_services));
        add(tickets::escalation_routes(ticket_services));
        add(tickets::unanswered_routes(ticket_services));
        add(tickets::beside_routes(ticket_services));
        add(tickets::merge_routes(ticket_services));
        add(tickets::split_routes(ticket_services));
        add(tickets::beside_api_routes(ticket_services));
        add(tickets::settings_api_routes(ticket_services));
        add(tickets::canned_reply_api_routes(ticket_services));
        add(tickets::work_api_routes(ticket_services));
        add(tickets::undo_api_routes(ticket_services));
        add(tickets::alike::api_routes(ticket_services));
        add(tickets::glass_api_routes(ticket_services));
        add(tickets::file_api_routes(ticket_services));
        add(tickets::saved_view_api_routes(ticket_services));
        add(tickets::queues_api_routes(ticket_services));
        add(tickets::api_routes(ticket_services));
        add(tickets::changes_api_routes(ticket_services));
        const hooks::Services hook_services{.database = database, .clock = clock, .pages = pages, .seal_key = identity_settings.seal_key,
                                            .allowed = Networks{config.webhook_networks}, .wake = [this] { hook_worker.wake(); }};
        add(hooks::webhook_page_routes(hook_services));
        add(hooks::webhook_api_routes(hook_services));
        if (config.osticket) {
            add(inbox::osticket_routes({.desk = desk, .gate = punctual_gate, .texts = texts, .files_left = files_left("osticket.files_left"), .topics = config.osticket_topics}));
        }
        add(contract_routes(share, pages));
        add(identity::identity_routes({.database = database,
                                       .clock = clock,
                                       .pages = pages,
                                       .letters = sign_in_letters,
                                       .roles = roles,
                                       .settings = identity_settings,
                                       .confirm_pending = [this](std::uint64_t pending, const identity::Person& requester, Timestamp) {
                                           return confirm(pending, requester);
                                       },
                                       .staff_changed = [this] {
                                           database.read([&](db::Session& session) { staff.refresh(session, *roles.table(), clock.now()); });
                                       },
                                       .open_work = &open_work,
                                       .named_rows = [this] { return matrix::rows_of_people(router.get()->matrix()); },
                                       .todays_rights = [this](const identity::Person& person, Timestamp now) { return staff.todays_rights(person, now); }}));
        add(matrix::matrix_routes({database, clock, pages, router, waiting_times, staff}));
        const matrix::ReplayServices replay_services{.database = database, .clock = clock, .pages = pages, .router = router, .roles = roles, .staff = staff,
                                                     .waiting_times = waiting_times, .wake = [this] { replay_worker.wake(); }};
        add(matrix::replay_routes(replay_services));
        add(matrix::learning_routes(replay_services));
        add(matrix::health_routes(replay_services, row_use));
        add(schedule::schedule_routes({.database = database, .clock = clock, .pages = pages, .roles = roles, .schedule = schedule, .areas = [this] { return area_choices(); }}));
        add(reports::reports_routes(report_services(database)));
        add(admin_routes(pages, [this](std::string_view path) -> const web::Route* {
            const auto found = routes->find(web::Method::Get, path);
            return found ? found->route : nullptr;
        }));
        const inbox::PageServices inbox_services{.database = database, .clock = clock, .pages = pages, .reception = reception, .read = reader()};
        add(inbox::inbox_routes(inbox_services));
        add(inbox::mails_api_routes(inbox_services));
        const mail::PageServices mail_services{.database = database, .clock = clock, .pages = pages, .wake = [this] { worker.wake(); }};
        add(mail::mail_routes(mail_services));
        add(mail::mail_api_routes(mail_services));
        add(mail::letter_routes({.database = database, .clock = clock, .pages = pages, .settings = mail_settings}));
        // A line of its own: the whole conversation is shown, from the greeting on.
        add(mail::test_letter_routes({.database = database, .clock = clock, .pages = pages, .settings = mail_settings, .identity = identity_settings,
                                      .send = [this](const mail::Parcel& parcel) { return make_transport(config)->send(parcel); }}));
        add(mail::choice_routes({.database = database, .clock = clock, .pages = pages, .roles = roles, .link_key = mail_settings.secret}));
        return all;
    }

    hooks::CourierServices courier_services() {
        return {.database = jobs_database,
                .clock = clock,
                .seal_key = identity_settings.seal_key,
                .todays_rights = [this](const identity::Person& person, Timestamp now) { return staff.todays_rights(person, now); },
                .post = [rules = hooks::PostRules{.allowed = Networks{config.webhook_networks}}](const hooks::Call& call) { return hooks::post(call, rules); },
                .mail_domain = std::string{mail_settings.sender.domain()}};
    }

    reports::Services report_services(db::Database& through) {
        return {.database = through, .clock = clock, .pages = pages, .roles = roles, .calendars = schedule.calendars, .facts = facts, .router = [this] { return router.get(); }};
    }

    web::HostSettings host_settings() const {
        web::HostSettings settings;
        settings.address = config.listen_address();
        settings.port = config.listen_port();
        settings.workers = config.workers;
        settings.queue = config.queue;
        settings.public_url = base_url;
        settings.trusted_proxies = config.trusted_proxies;
        return settings;
    }

    const Config& config;
    std::string base_url;
    SystemClock clock;
    identity::Settings identity_settings;
    mail::Settings mail_settings;
    std::filesystem::path share;
    bool is_durable = true;
    db::Database database;
    db::Database jobs_database;
    web::Assets assets;
    web::Texts texts;
    web::Templates templates;
    web::Pages pages;
    web::Problems problems;
    matrix::Model model = shipped_model();
    matrix::CurrentRouter router{model};
    identity::RoleDirectory roles;
    tickets::StaffDirectory staff;
    schedule::Schedule schedule;
    reports::Facts facts;
    reports::MeasuredWaitingTimes waiting_times;
    reports::MondayLetters monday_letters{report_services(jobs_database), mail_settings,
                                          [this](const identity::Person& person, Timestamp now) { return staff.todays_rights(person, now); }};
    FactsKeeper facts_keeper{jobs_database, clock, facts, waiting_times, monday_letters};
    reports::CountedRowUse row_use{database, clock, facts};
    matrix::ReplayWorker replay_worker{jobs_database, clock, router, model, share / "routing"};
    hooks::Worker hook_worker{courier_services()};
    mail::Ledger ledger;
    mail::LetterWriter letter_writer;
    mail::SignInLetters sign_in_letters;
    std::unique_ptr<mail::Transport> transport;
    mail::Composer composer;
    mail::Worker worker;
    tickets::Desk desk;
    tickets::AreaList area_list{pages};
    tickets::QueueMemory queue_memory;
    mail::ReplyAddresses addresses{mail_settings};
    inbox::Reception reception;
    inbox::Receiver receiver;
    tickets::DeskWork open_work{desk};
    identity::SessionGate gate;
    PunctualGate punctual_gate;
    identity::Repeats repeats;
    web::EventHub events;
    LiveUpdates live_updates{jobs_database, clock, events};
    std::unique_ptr<web::RouteTable> routes;
    std::unique_ptr<web::Host> host;
    std::unique_ptr<Background> background;
};

Service::Service(const Config& config, Store& store) : inside_(std::make_unique<Inside>(config, store)) {}
Service::~Service() = default;

void Service::start() {
    inside_->worker.start();
    if (inside_->config.mail_incoming != "off") {
        inside_->receiver.start();
    }
    inside_->facts_keeper.start();
    inside_->background->start();
    inside_->replay_worker.start();
    inside_->hook_worker.start();
    inside_->live_updates.start();
    inside_->host->start();
    remember_public_url(inside_->config.data, inside_->base_url);
}

std::uint16_t Service::port() const { return inside_->host->port(); }

void Service::stop() {
    inside_->host->begin_draining();
    if (!inside_->host->drain(std::chrono::seconds{20})) {
        spdlog::warn("some requests were not finished within 20 s");
    }
    inside_->host->stop();
    inside_->live_updates.stop();
    inside_->background->stop();
    inside_->facts_keeper.stop();
    inside_->replay_worker.stop();
    inside_->hook_worker.stop();
    inside_->receiver.stop();
    inside_->worker.stop();
}

std::string Service::route_dump() const { return inside_->routes->dump(); }

}  // namespace ansvar::app

#include "app/check_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/health_pages.hpp"
#include "app/store.hpp"
#include "core/text.hpp"
#include "db/database.hpp"
#include "db/grants.hpp"
#include "db/migrations.hpp"
#include "identity/command_line.hpp"
#include "identity/oidc_documents.hpp"
#include "identity/people_store.hpp"
#include "identity/provider.hpp"
#include "identity/role_directory.hpp"
#include "identity/school_settings.hpp"
#include "matrix/matrix_store.hpp"
#include "schedule/schedule.hpp"
#include "tickets/ledger_of.hpp"

namespace ansvar::app {

namespace {

constexpr std::chrono::seconds patience{2};
constexpr std::chrono::milliseconds provider_patience{3000};

Finding check_server(db::Database& database) {
    if (!database.is_ready(patience)) {
        return Finding::fail("database", "does not answer");
    }
    return commits_are_durable(database)
               ? Finding::ok("database", "answers, and what it has stored survives a power cut")
               : Finding::warn("database", "answers, but a power cut may cost the last second: innodb_flush_log_at_trx_commit = 1 (and sync_binlog = 1)");
}

Finding check_schema(unsigned version) {
    const auto newest = db::embedded_migrations().back().version;
    if (version > newest) {
        return Finding::fail("schema", fmt::format("at {}, newer than this program, which knows {}: install the newer Ansvar", version, newest));
    }
    if (version < newest) {
        return Finding::warn("schema", fmt::format("at {}, older than this program's {}: the next start, or ansvar migrate, brings it there", version, newest));
    }
    return Finding::ok("schema", fmt::format("at its newest version, {}", newest));
}

Finding check_matrix(db::Session& session, Timestamp now) {
    const auto head = matrix::store::find_current(session, now);
    return head ? Finding::ok("matrix", fmt::format("version {} is in force", head->version))
                : Finding::warn("matrix", "none in force yet: the first start loads the one that ships with Ansvar");
}

Finding check_administrators(db::Session& session, Timestamp now) {
    constexpr auto about = "administrators";
    std::size_t count = 0;
    bool gets_letters = false;
    for (const auto& person : identity::list_people(session, now)) {
        if (person.is_administrator && person.email) {
            ++count;
            gets_letters = gets_letters || person.email->text() != identity::first_administrator_email;
        }
    }
    if (count == 0) {
        return Finding::fail(about, "nobody who can sign in is one: ansvar user link admin makes the first");
    }
    if (!gets_letters) {
        return Finding::warn(about, fmt::format("only {}, which gets no letters: give the right to somebody with a real address", identity::first_administrator_email));
    }
    return Finding::ok(about, fmt::format("{} who can sign in", count));
}

Finding check_roles(db::Session& session, Timestamp now) {
    identity::RoleDirectory directory;
    directory.refresh(session, now);
    if (directory.table()->roles().empty()) {
        return Finding::warn("roles", "none yet: they come with the matrix");
    }
    std::vector<std::string> empty;
    for (const auto& role : directory.table()->roles()) {
        if (role.kind == identity::RoleKind::Queue && !role.is_staffed) {
            empty.push_back(role.code.value);
        }
    }
    return empty.empty() ? Finding::ok("roles", "every queue has somebody")
                         : Finding::warn("roles", "nobody holds " + join(empty, ", ") + ": their tickets go to TRIAGE");
}

/// Times are measured once and counted from the timeline: counted again they are the same.
Finding check_clocks(db::Session& session, Timestamp now) {
    constexpr std::size_t sample = 200, most_named = 5;
    schedule::Schedule schedule;
    schedule.refresh(session);
    const auto [counted, differ] = tickets::ledger_of::recount(session, schedule, sample, now);
    if (differ.empty()) {
        return Finding::ok("clocks", fmt::format("{} tickets counted again, each the same", counted));
    }
    std::vector<std::string> numbers;
    for (std::size_t at = 0; at < std::min(differ.size(), most_named); ++at) {
        numbers.push_back(differ[at].text());
    }
    return Finding::fail("clocks", fmt::format("{} of {} tickets counted again have other times than are kept: {}{}", differ.size(), counted, join(numbers, ", "),
                                               differ.size() > most_named ? " and more" : ""));
}

Finding check_second_factor(db::Session& session) {
    const auto chosen = identity::read_setting(session, identity::second_factor_setting);
    const auto rule = identity::second_factor_rule_from(chosen.value_or(""));
    return rule == identity::SecondFactorRule::Nobody ? Finding::warn("second factor", "asked of nobody: /admin/sign-in")
                                                      : Finding::ok("second factor", fmt::format("asked of {}", identity::name(rule)));
}

Finding check_provider(const identity::Provider& provider, identity::ProviderDocuments& documents, std::string_view seal_key) {
    const auto about = "sign-in with " + provider.slug;
    if (!identity::open_secret(seal_key, provider)) {
        return Finding::fail(about, "its client secret was sealed with another secret of this installation: type it again at /admin/sign-in/providers");
    }
    const auto described = documents.fresh_discovery(provider.issuer, provider_patience);
    if (!described) {
        return Finding::fail(about, fmt::format("{}: {}", identity::discovery_address(provider.issuer), identity::code(described.error().why)));
    }
    return documents.keys(*described, provider_patience) ? Finding::ok(about, provider.issuer + " answers")
                                                         : Finding::fail(about, described->jwks_uri + " gives no keys");
}

void check_providers(std::vector<Finding>& found, const std::vector<identity::ProviderLine>& lines, const Config& config, const identity::Fetch& fetch) {
    const SystemClock clock;
    identity::ProviderDocuments documents{fetch, clock};
    for (const auto& line : lines) {
        if (line.provider.is_enabled) {
            found.push_back(check_provider(line.provider, documents, config.identity_settings("").seal_key));
        }
    }
}

Finding check_audit(const db::Settings& settings) {
    const auto rights = db::rights_beyond_adding(settings);
    return rights.empty() ? Finding::ok("audit", "the database lets this service only add to it and read it")
                          : Finding::warn("audit", "append-only by habit alone, the service's database user may also " + join(rights, ", ") +
                                                       ": with a database of your own, give migrations another user (--migration-database-url)");
}

void check_contents(std::vector<Finding>& found, db::Database& database, const Config& config, const identity::Fetch& fetch) {
    const auto now = SystemClock{}.now();
    const auto school = database.read([&](db::Session& session) {
        return std::array{check_matrix(session, now), check_administrators(session, now), check_roles(session, now), check_second_factor(session), check_clocks(session, now)};
    });
    found.insert(found.end(), school.begin(), school.end());
    check_providers(found, database.read([](db::Session& session) { return identity::list_providers(session); }), config, fetch);
    found.push_back(check_audit(database.settings()));
}

}  // namespace

std::vector<Finding> check_database(const Config& config, const identity::Fetch& fetch) {
    std::vector<Finding> found;
    try {
        Store store{config, SchemaCare::LeaveAlone};
        db::Database database{store.settings()};
        found.push_back(check_server(database));
        if (found.back().verdict == Finding::Verdict::Fail) {
            return found;
        }
        const auto version = db::schema_version(store.settings());
        found.push_back(check_schema(version));
        if (version == db::embedded_migrations().back().version) {
            check_contents(found, database, config, fetch);
        }
    } catch (const std::exception& fault) {
        found.push_back(Finding::fail("database", fault.what()));
    }
    return found;
}

}  // namespace ansvar::app

#include "identity/import_keeping.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/text.hpp"
#include "identity/people_import.hpp"
#include "identity/people_sheet.hpp"
#include "identity/principal.hpp"
#include "queries/identity.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

constexpr std::chrono::hours kept_for{24};

ImportPlan plan_for(db::Session& session, const std::string& text, PersonId reader, Timestamp now) {
    auto plan = plan_import(session, text, now);
    std::erase_if(plan.absent, [&](const ImportPlan::Absent& one) { return one.id == reader; });
    return plan;
}

}  // namespace

std::optional<std::string> read_list(std::string_view bytes, FormCheck& check) {
    auto text = decode_sheet(bytes);
    if (trim(bytes).empty()) {
        check.add("file", "import.nothing_sent");
    } else if (bytes.size() > most_import_bytes) {
        check.add("file", "import.too_large");
    } else if (!text) {
        check.add("file", "import.not_text");
    }
    return check.is_fine() ? std::move(text) : std::nullopt;
}

std::uint64_t keep_import(db::Database& database, std::string_view text, PersonId by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        tx.execute(sql::delete_old_people_imports, {{"before", now - kept_for}});
        tx.execute(sql::insert_people_import, {{"uploaded_by_id", by}, {"now", now}, {"file", std::string{text}}});
        return tx.last_insert_id();
    });
}

KeptImport read_import(db::Session& session, std::uint64_t id, PersonId reader, Timestamp now) {
    const auto row = session.row(sql::select_people_import, {{"id", id}});
    if (!row) {
        throw web::NotFound{"no such import"};
    }
    if (!row->is_null("applied_at")) {
        return {.plan = {}, .done = json::parse(row->text("summary"))};
    }
    return {.plan = plan_for(session, row->text("file"), reader, now)};
}

std::optional<ImportRefusal> confirm_import(const Services& services, const web::Request& request, std::uint64_t id, const std::string& fingerprint,
                                            const std::vector<PersonId>& leaving, OwnSession& own) {
    const auto now = services.clock.now();
    const auto by = Actor::of(request);
    const auto own_id = principal(request).person.id;
    try {
        services.database.in_transaction([&](db::Transaction& tx) {
            const auto row = tx.row(sql::lock_people_import, {{"id", id}});
            if (!row) {
                throw web::NotFound{"no such import"};
            }
            if (!row->is_null("applied_at")) {
                return;  // the button was pressed twice
            }
            lock_everybody(tx);
            auto plan = plan_for(tx, row->text("file"), own_id, now);
            if (!plan.faults.empty() || plan.fingerprint() != fingerprint) {
                throw ImportRefusal{"import.changed_meanwhile", std::move(plan)};
            }
            const auto done = carry_out(tx, plan, leaving, services.open_work, by, now);
            if (done.is_last_administrator) {
                throw ImportRefusal{"import.last_administrator", std::move(plan)};
            }
            if (done.own_roles_changed) {
                own.renew_if_of(tx, own_id, now);
            }
            const auto counts = done.counts.to_json();
            tx.execute(sql::finish_people_import, {{"id", id}, {"now", now}, {"summary", counts.dump()}});
            record(tx, by, {.action = "people.imported", .object_kind = "import", .object_id = std::to_string(id), .details = counts}, now);
        });
    } catch (ImportRefusal& refusal) {  // carried out of the transaction, so that nothing of it is stored
        return std::move(refusal);
    }
    if (services.open_work != nullptr) {
        services.open_work->committed();
    }
    tell_changed(services);
    spdlog::info("import {} of people carried out by {}", id, principal(request).log_id());
    return {};
}

}  // namespace ansvar::identity

#include "matrix/models.hpp"

#include <spdlog/spdlog.h>

#include <stdexcept>
#include <string_view>

#include "core/secret.hpp"
#include "db/errors.hpp"
#include "queries/matrix.hpp"
#include "routing/linear_model.hpp"

namespace ansvar::matrix::models {

namespace {

constexpr std::size_t piece = 512UL * 1024;

}  // namespace

ModelId keep(db::Transaction& tx, const routing::LinearModel& model, std::uint64_t corrections, std::uint64_t requests, Timestamp now) {
    const auto bytes = model.write();
    tx.execute(queries::matrix::insert_model, {{"fingerprint", model.fingerprint()},
                                               {"checksum", sha256(bytes)},
                                               {"size", bytes.size()},
                                               {"corrections", corrections},
                                               {"requests", requests},
                                               {"trained_at", now}});
    const ModelId id{tx.last_insert_id()};
    unsigned number = 0;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        tx.execute(queries::matrix::insert_model_piece, {{"model_id", id}, {"number", ++number}, {"bytes", std::string_view{bytes}.substr(at, piece)}});
    }
    return id;
}

std::optional<KeptModel> find(db::Session& session, ModelId id) {
    const auto row = session.row(queries::matrix::select_model, {{"id", id}});
    return row ? std::optional{KeptModel{.id = id,
                                         .fingerprint = row->text("fingerprint"),
                                         .checksum = row->text("checksum"),
                                         .corrections = row->unsigned_integer("corrections"),
                                         .requests = row->unsigned_integer("requests"),
                                         .trained_at = row->time("trained_at")}}
               : std::nullopt;
}

std::string checksum_of(db::Session& session, std::optional<ModelId> id) { return id ? find(session, *id).value().checksum : std::string{}; }

Model load(db::Session& session, ModelId id) {
    const auto kept = find(session, id);
    std::string bytes;
    session.each(queries::matrix::select_model_pieces, {{"model_id", id}}, [&](const db::Row& row) { bytes += row.text("bytes"); });
    auto model = routing::read_model(bytes);
    if (!kept || sha256(bytes) != kept->checksum || !model) {
        throw std::runtime_error{"model " + id.text() + " is not what was kept"};
    }
    return std::make_shared<const routing::LinearModel>(*std::move(model));
}

Model load_or(db::Session& session, std::optional<ModelId> id, const Model& shipped) {
    if (!id) {
        return shipped;
    }
    try {
        return load(session, *id);
    } catch (const db::Error&) {
        throw;  // nobody knows what is kept
    } catch (const std::runtime_error& fault) {
        spdlog::error("{}: the model that ships reads texts in its place", fault.what());
        return shipped;
    }
}

}  // namespace ansvar::matrix::models

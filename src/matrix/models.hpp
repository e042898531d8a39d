#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "db/session.hpp"
#include "db/transaction.hpp"
#include "matrix/edition.hpp"

namespace ansvar::matrix {

/// A trained model in the database, without its bytes. Never changed.
struct KeptModel {
    ModelId id;
    std::string fingerprint;        ///< 16 hexadecimal digits, as decisions name it
    std::string checksum;           ///< SHA-256 of its bytes: two trainings of the same have the same
    std::uint64_t corrections = 0;  ///< tickets that had come to the wrong door, which it has learnt from
    std::uint64_t requests = 0;     ///< labelled requests that ship, the same
    Timestamp trained_at;
};

namespace models {

ModelId keep(db::Transaction& tx, const routing::LinearModel& model, std::uint64_t corrections, std::uint64_t requests, Timestamp now);
std::optional<KeptModel> find(db::Session& session, ModelId id);
/// "" for the model that ships.
std::string checksum_of(db::Session& session, std::optional<ModelId> id);
/// Some megabytes from the database. Throws std::runtime_error when they are not what was kept.
Model load(db::Session& session, ModelId id);
/// That model, or `shipped` for none. A model that cannot be read is told in the log, and the shipped one takes its place: every request
/// gets an answer.
Model load_or(db::Session& session, std::optional<ModelId> id, const Model& shipped);

}  // namespace models

}  // namespace ansvar::matrix

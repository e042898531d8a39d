#pragma once

#include <memory>
#include <string>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "routing/linear_model.hpp"
#include "routing/router.hpp"

namespace ansvar::matrix {

using VersionId = Id<struct MatrixVersionTag>;
using DraftId = Id<struct MatrixDraftTag>;
using ModelId = Id<struct MatrixModelTag>;

/// What has learnt to read texts, shared by all that route with it: it knows areas by their keys. Null: words alone decide.
using Model = std::shared_ptr<const routing::LinearModel>;

/// One version of the responsibility matrix as it stands in the database, ready to route with. Immutable: shared by all threads.
struct Edition {
    VersionId id;
    std::string checksum;  ///< SHA-256 of what it was imported from; a change of anything changes it
    std::string dated;     ///< "2021-10-21", the date the school gave the document; "" when it gave none
    Timestamp valid_from;
    Model model;             ///< what the router reads texts with: the version's own, or the one that ships
    routing::Router router;  ///< holds the matrix (with the version's name), the words and the units' exceptions

    const routing::Matrix& matrix() const { return router.matrix(); }
};

}  // namespace ansvar::matrix

#include "tickets/refusal.hpp"

namespace ansvar::tickets {

void throw_as_error(const Refusal& refusal) {
    switch (refusal.kind) {
        case Refusal::Kind::NotFound: throw web::NotFound{};
        case Refusal::Kind::NotAllowed: throw web::Forbidden{};
        case Refusal::Kind::Changed: throw web::PreconditionFailed{};
        case Refusal::Kind::Invalid: throw web::Unprocessable{refusal.fields};
        case Refusal::Kind::KeyReused: throw web::Error{422, "idempotency-mismatch"};
    }
    throw std::logic_error("a refusal of no kind");
}

}  // namespace ansvar::tickets

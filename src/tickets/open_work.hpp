#pragma once

#include "identity/open_work.hpp"
#include "tickets/desk.hpp"

namespace ansvar::tickets {

/// What identity needs to know of tickets when somebody leaves. The desk must outlive it.
class DeskWork final : public identity::OpenWork {
public:
    explicit DeskWork(const Desk& desk) : desk_(desk) {}

    std::vector<identity::OpenTicket> list(db::Session& session, PersonId person, const identity::Person& reader) const override;
    std::size_t hand_back(db::Transaction& tx, const identity::Person& person) override;
    void committed() override { desk_.services().listener.committed(); }

private:
    /// Tickets that only named people see, nobody has, and nobody else who is still here reads: their queue sees them again.
    void give_unread_back(db::Transaction& tx, const identity::Person& person);

    const Desk& desk_;
};

}  // namespace ansvar::tickets

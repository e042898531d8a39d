#pragma once

#include "mail/settings.hpp"
#include "tickets/event.hpp"

#include <functional>
#include <span>
#include <string>

namespace ansvar::mail {

/// Writes the outbox rows of a change in the change's own transaction: one statement, whoever hears of it; none when nobody does.
/// Who hears what stands in hearers.cpp. Safe from any thread.
class LetterWriter final : public tickets::EventListener {
public:
    /// `wake` is called after each commit, usually Worker::wake.
    LetterWriter(const Settings& settings, std::function<void()> wake);

    void happened(db::Transaction& tx, const tickets::Ticket& after, std::span<const tickets::Event> events) override;
    void committed() override { wake_(); }

private:
    std::string domain_;
    std::function<void()> wake_;
};

}  // namespace ansvar::mail

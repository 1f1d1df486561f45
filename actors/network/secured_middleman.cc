#include "actors/network/secured_middleman.h"

#include <caf/io/all.hpp>
#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman_actor_impl.hpp>
#include <caf/io/network/acceptor_impl.hpp>
#include <caf/io/network/default_multiplexer.hpp>

#include "actors/network/secured_scribe.h"

namespace souk::actors {
namespace {

namespace net = caf::io::network;

/// "Accepts" one byte of the porter's bell.
struct BellPolicy {
  bool try_accept(net::native_socket& accepted, net::native_socket bell) {
    char byte = 0;
    if (recv(bell, &byte, 1, MSG_DONTWAIT) != 1) return false;
    accepted = bell;
    return true;
  }
};

/// Hands what passed the gate to CAF's broker.
class Doorman final : public caf::io::doorman {
 public:
  Doorman(net::default_multiplexer& multiplexer, int bell,
          std::shared_ptr<Porter> porter, const SecuredParts& parts)
      : doorman(net::accept_hdl_from_socket(bell)),
        acceptor_(multiplexer, bell),
        porter_(std::move(porter)),
        parts_(parts) {}

  bool new_connection() override {
    if (detached()) return false;
    auto passed = porter_->TakePassed();
    if (!passed) return false;
    auto scribe =
        MakeSecuredScribe(acceptor_.backend(), std::move(*passed), parts_);
    const auto handle = scribe->hdl();
    parent()->add_scribe(std::move(scribe));
    return doorman::new_connection(&acceptor_.backend(), handle);
  }
  void graceful_shutdown() override {
    acceptor_.graceful_shutdown();
    detach(&acceptor_.backend(), false);
  }
  void launch() override { acceptor_.start(this); }
  std::string addr() const override { return "gate"; }
  uint16_t port() const override { return porter_->port(); }
  void add_to_loop() override { acceptor_.activate(this); }
  void remove_from_loop() override { acceptor_.passivate(); }

 private:
  net::acceptor_impl<BellPolicy> acceptor_;
  std::shared_ptr<Porter> porter_;
  SecuredParts parts_;
};

class SecuredMiddleman final : public caf::io::middleman_actor_impl {
 public:
  SecuredMiddleman(caf::actor_config& config, caf::actor broker,
                   SecuredParts parts)
      : middleman_actor_impl(config, std::move(broker)),
        parts_(std::move(parts)) {}

  const char* name() const override { return "secured_middleman"; }

 protected:
  caf::expected<caf::io::scribe_ptr> connect(const std::string& ticket,
                                             uint16_t) override {
    auto passed = parts_.tickets->TakePassed(ticket);
    if (!passed) return caf::sec::cannot_connect_to_node;
    return MakeSecuredScribe(Multiplexer(), std::move(*passed), parts_);
  }
  caf::expected<caf::io::doorman_ptr> open(uint16_t, const char* ticket,
                                           bool) override {
    auto porter = parts_.tickets->TakePorter(ticket ? ticket : "");
    if (!porter) return caf::sec::cannot_open_port;
    const int bell = porter->TakeBell();
    return caf::io::doorman_ptr(caf::make_counted<Doorman>(
        Multiplexer(), bell, std::move(porter), parts_));
  }
  /// Datagrams know no gate.
  caf::expected<caf::io::datagram_servant_ptr> contact(const std::string&,
                                                       uint16_t) override {
    return caf::sec::cannot_connect_to_node;
  }
  caf::expected<caf::io::datagram_servant_ptr> open_udp(uint16_t, const char*,
                                                        bool) override {
    return caf::sec::cannot_open_port;
  }

 private:
  net::default_multiplexer& Multiplexer() {
    return static_cast<net::default_multiplexer&>(
        system().middleman().backend());
  }

  SecuredParts parts_;
};

}  // namespace

std::string Tickets::Keep(Passed passed) {
  const std::scoped_lock lock(mutex_);
  const std::string ticket = "ticket " + std::to_string(++next_);
  passed_.emplace(ticket, std::move(passed));
  return ticket;
}

std::string Tickets::Keep(std::shared_ptr<Porter> porter) {
  const std::scoped_lock lock(mutex_);
  const std::string ticket = "ticket " + std::to_string(++next_);
  porters_.emplace(ticket, std::move(porter));
  return ticket;
}

std::optional<Passed> Tickets::TakePassed(const std::string& ticket) {
  const std::scoped_lock lock(mutex_);
  auto node = passed_.extract(ticket);
  if (node.empty()) return {};
  return std::move(node.mapped());
}

std::shared_ptr<Porter> Tickets::TakePorter(const std::string& ticket) {
  const std::scoped_lock lock(mutex_);
  auto node = porters_.extract(ticket);
  return node.empty() ? nullptr : std::move(node.mapped());
}

caf::io::middleman_actor SpawnSecuredMiddleman(caf::actor_system& system,
                                               const SecuredParts& parts) {
  auto broker =
      system.middleman().named_broker<caf::io::basp_broker>(caf::atom("BASP"));
  return system.spawn<SecuredMiddleman, caf::detached + caf::hidden>(
      std::move(broker), parts);
}

}  // namespace souk::actors

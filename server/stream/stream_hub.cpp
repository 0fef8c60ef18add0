#include "server/stream/stream_hub.hpp"

#include <array>
#include <random>

namespace server {
namespace {

namespace wire = kaksonen::v1;

constexpr std::size_t kMostSubscriptions = 64;
constexpr int kMostMalformed = 3;
constexpr std::int64_t kEditLife_us = 10'000'000;
constexpr std::chrono::milliseconds kLockCheck{1000};
constexpr std::string_view kLockPrefix = "plan_unit/";

std::int64_t now_unix_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string random_epoch() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 12; ++i) out += "0123456789abcdef"[device() & 15];
  return out;
}

}  // namespace

StreamHub::StreamHub(ChannelSources sources, std::size_t resume_limit)
    : sources_(std::move(sources)), resume_limit_(resume_limit), epoch_(random_epoch()), inbox_(std::make_shared<Inbox>()) {
  // The store cannot forget a listener, so the listener must be able to outlive the hub.
  sources_.store->listen([this, weak = std::weak_ptr<Inbox>(inbox_)](const twin::Published& commit) {
    const auto inbox = weak.lock();
    if (!inbox) return;
    inbox->post([this, commit] {
      if (commit.entry.commit.ledger == twin::Ledger::kOperations) {
        operations_changed(commit.entry.commit);
      } else {
        committed(commit, take_edit(commit.entry.commit.branch, commit.entry.commit));
      }
    });
  });
  thread_ = std::thread([this] { run(); });
  // The capacities of main are wanted by everybody: have them before the first viewer comes.
  inbox_->post([this] { static_cast<void>(channel_of("main").ok()); });
}

StreamHub::~StreamHub() { stop(); }

void StreamHub::stop() {
  inbox_->close();
  if (thread_.joinable()) thread_.join();
}

void StreamHub::run() {
  Inbox::Task task;
  auto next_check = std::chrono::steady_clock::now() + kLockCheck;
  while (inbox_->take(task, kLockCheck)) {
    try {
      if (task) task();
      task = nullptr;  // it may hold the last reference to a connection that is gone
      if (std::chrono::steady_clock::now() < next_check) continue;
      next_check = std::chrono::steady_clock::now() + kLockCheck;
      for (auto& [name, channel] : channels_) {
        channel.refresh_held_locks([&, branch = name](const Message& message) { to_subscribers(branch, message); });
      }
    } catch (const std::exception&) {
      // Out of memory for one message: subscribers of the branch see the gap in the numbers and resume.
    }
  }
  clients_.clear();
}

void StreamHub::opened(const std::shared_ptr<StreamPeer>& peer) {
  inbox_->post([this, peer] { clients_[peer.get()].peer = peer; });
}

void StreamHub::closed(const std::shared_ptr<StreamPeer>& peer) {
  {
    const std::scoped_lock lock(mutex_);
    malformed_in_a_row_.erase(peer.get());
  }
  inbox_->post([this, peer] { clients_.erase(peer.get()); });
}

void StreamHub::received(const std::shared_ptr<StreamPeer>& peer, std::string_view bytes) {
  auto message = decode_client_message(bytes);
  const bool malformed = !message && message.problem().code == "message-malformed";
  bool too_often = false;
  {
    const std::scoped_lock lock(mutex_);
    int& count = malformed_in_a_row_[peer.get()];
    count = malformed ? count + 1 : 0;
    too_often = count >= kMostMalformed;
  }
  if (!message) {
    peer->send(framed("", 0, 0, error_body(message.problem())), {});
    if (too_often) peer->close(1008, "message-malformed: three in a row");
    return;
  }
  inbox_->post([this, peer, decoded = std::move(*message)] { handle(peer, decoded); });
}

void StreamHub::note_edit(const std::string& branch, const std::string& unit, std::int64_t received_unix_us) {
  const std::scoped_lock lock(mutex_);
  edits_[{branch, unit}] = received_unix_us;
}

void StreamHub::forget_edit(const std::string& branch, const std::string& unit) {
  const std::scoped_lock lock(mutex_);
  edits_.erase({branch, unit});
}

std::int64_t StreamHub::take_edit(const std::string& branch, const twin::Commit& commit) {
  const std::scoped_lock lock(mutex_);
  for (const auto& change : commit.changes) {
    if (change.entity.kind != twin::EntityKind::kPlanUnit) continue;
    const auto found = edits_.find({branch, change.entity.id});
    if (found == edits_.end()) continue;
    const std::int64_t at = found->second;
    edits_.erase(found);
    return now_unix_us() - at < kEditLife_us ? at : 0;
  }
  return 0;
}

void StreamHub::to_subscribers(const std::string& branch, const Message& message) {
  for (auto& [key, client] : clients_) {
    if (client.subscriptions.contains(branch)) client.peer->send(message, {});
  }
}

twin::Result<BranchChannel*> StreamHub::channel_of(const std::string& branch) {
  if (const auto found = channels_.find(branch); found != channels_.end()) return &found->second;
  TWIN_TRY(const twin::Snapshot state, sources_.store->snapshot(branch));
  const std::string epoch = epoch_ + "-" + std::to_string(++channels_made_);
  return &channels_.try_emplace(branch, branch, epoch, sources_, state).first->second;
}

void StreamHub::committed(const twin::Published& commit, std::int64_t edit_received_unix_us) {
  const std::string& branch = commit.entry.commit.branch;
  const auto found = channels_.find(branch);
  if (found == channels_.end()) return;  // nobody has ever asked for it
  BranchChannel& channel = found->second;
  const auto outcome =
      channel.apply(commit, edit_received_unix_us, [&](const Message& message) { to_subscribers(branch, message); });
  if (outcome == BranchChannel::Outcome::kNothing) return;
  if (outcome == BranchChannel::Outcome::kEvents) return send_changed_values(channel);
  const auto changed = channel.take_changed_variables();
  for (auto& [key, client] : clients_) {
    const auto subscription = client.subscriptions.find(branch);
    if (subscription == client.subscriptions.end()) continue;
    client.peer->send(channel.subscribed(0, true), {});
    send_picture(*client.peer, channel);
    send_values(client, channel, subscription->second);
    client.peer->send(channel.picture_end(), {});
  }
}

void StreamHub::send_changed_values(BranchChannel& channel) {
  for (const auto& variable : channel.take_changed_variables()) {
    for (auto& [key, client] : clients_) {
      const auto subscription = client.subscriptions.find(channel.branch());
      if (subscription != client.subscriptions.end() && subscription->second.contains(variable)) {
        send_values(client, channel, {variable});
      }
    }
  }
}

void StreamHub::send_values(Client& client, BranchChannel& channel, const std::set<std::string>& variables) {
  for (const auto& variable : variables) {
    if (const Message message = channel.values(variable)) {
      client.peer->send(message, "values/" + channel.branch() + "/" + variable);
    }
  }
}

/// A picture is state, not events: it does not count against the outbox, however large the city is.
void StreamHub::send_picture(StreamPeer& peer, const BranchChannel& channel) {
  const std::string key = "picture/" + std::to_string(++pictures_sent_) + "/";
  std::size_t number = 0;
  for (const auto& message : channel.picture()) peer.send(message, key + std::to_string(++number));
}

void StreamHub::operations_changed(const twin::Commit& commit) {
  bool branches = false;
  for (const auto& change : commit.changes) {
    branches = branches || change.entity.kind == twin::EntityKind::kBranch;
    // "plan_unit/<branch>/<id>"; branch names hold no slash.
    const std::string& id = change.entity.id;
    if (change.entity.kind != twin::EntityKind::kEditLock || !id.starts_with(kLockPrefix)) continue;
    const auto slash = id.find('/', kLockPrefix.size());
    if (slash == std::string::npos) continue;
    const std::string branch = id.substr(kLockPrefix.size(), slash - kLockPrefix.size());
    const auto channel = channels_.find(branch);
    if (channel == channels_.end()) continue;
    channel->second.refresh_lock(id.substr(slash + 1), [&](const Message& message) { to_subscribers(branch, message); });
  }
  if (!branches) return;
  const auto all = sources_.store->branches();
  const Message message = framed("", 0, 0, branches_body(all));
  for (auto& [key, client] : clients_) client.peer->send(message, "branches");
  forget_deleted_branches();
}

void StreamHub::forget_deleted_branches() {
  for (auto channel = channels_.begin(); channel != channels_.end();) {
    const auto alive = sources_.store->snapshot(channel->first);
    if (alive) {
      ++channel;
      continue;
    }
    for (auto& [key, client] : clients_) {
      if (client.subscriptions.erase(channel->first) == 0) continue;
      client.peer->send(framed(channel->first, 0, 0, error_body(alive.problem())), {});
    }
    channel = channels_.erase(channel);
  }
}

void StreamHub::handle(const std::shared_ptr<StreamPeer>& peer, const wire::ClientMessage& message) {
  const auto found = clients_.find(peer.get());
  if (found == clients_.end()) return;
  Client& client = found->second;
  switch (message.body_case()) {
    case wire::ClientMessage::kSubscribe:
      return subscribe(client, message);
    case wire::ClientMessage::kUnsubscribe:
      if (client.subscriptions.erase(message.unsubscribe().branch()) == 0) {
        const twin::Problem problem{"subscription-unknown", "This branch is not subscribed.", "unsubscribe.branch", "", ""};
        peer->send(framed(message.unsubscribe().branch(), 0, message.request_id(), error_body(problem)), {});
      }
      return;
    case wire::ClientMessage::kPing:
      peer->send(framed("", 0, message.request_id(), pong_body(message.ping().sent_unix_us())), {});
      return;
    case wire::ClientMessage::BODY_NOT_SET:
      return;
  }
}

void StreamHub::subscribe(Client& client, const wire::ClientMessage& message) {
  const wire::Subscribe& order = message.subscribe();
  const auto refuse = [&](const twin::Problem& problem) {
    client.peer->send(framed(order.branch(), 0, message.request_id(), error_body(problem)), {});
  };
  std::set<std::string> variables;
  for (const auto& variable : order.variables()) {
    if (!is_value_variable(variable)) {
      return refuse({"variable-unknown", "There is no variable of this name.", "subscribe.variables", variable.substr(0, 80),
                     "Ask for year, storeys, use, height or floor_area_used."});
    }
    variables.insert(variable);
  }
  if (!client.subscriptions.contains(order.branch()) && client.subscriptions.size() >= kMostSubscriptions) {
    return refuse({"too-many-elements", "A client may subscribe to 64 branches.", "subscribe.branch", "", "Unsubscribe first."});
  }
  const auto found = channel_of(order.branch());
  if (!found) return refuse(found.problem());
  BranchChannel& channel = **found;

  const auto missed = channel.missed(order.after_sequence(), order.epoch(), resume_limit_);
  client.subscriptions[order.branch()] = variables;
  client.peer->send(channel.subscribed(message.request_id(), !missed), {});
  if (!missed) send_picture(*client.peer, channel);
  for (const auto& event : missed.value_or(std::vector<Message>{})) client.peer->send(event, {});
  send_values(client, channel, variables);
  if (!missed) client.peer->send(channel.picture_end(), {});
}

}  // namespace server
